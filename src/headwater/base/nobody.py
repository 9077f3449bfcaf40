"""Words that name nobody: what filers write where a name, an employer or an occupation should stand.

One list for readers, the ledger and matching. A text names nobody where it is made of these phrases alone, or holds no
letter and no digit at all; two such texts never make two parties one.
"""

import re

import ibis

_NOT_GIVEN = """
anonymous|anon|information|info|information requested|requested|requested information|best efforts|
per best efforts|information requested per best efforts|information pending|information not available|no information|
na|n a|none|no name|no name given|name withheld|withheld|null|nil|not available|not applicable|not provided|
not given|not listed|not stated|not disclosed|not reported|not known|undisclosed|unavailable|unspecified|pending|
refused|declined|declined to state|unknown|unk|unnamed|tbd|to be determined|to follow|see attached|see attached list|
see attachment|see below|see schedule|see memo|various|same|same as above|test|xxx|blank|nobody|no one|noone|
unitemized|unitemised|nonitemized|non itemized|not itemized|unitemized total|total unitemized|unitemized receipts|
unitemized expenditures|unitemized expenses|cash|misc|miscellaneous
"""
_ANYBODY = """
donor|donors|donation|donations|contributor|contributors|contribution|contributions|payee|payees|vendor|vendors|name|
mr|mrs|ms|person|persons|individual|individuals
"""
_NO_EMPLOYER = """
self|self employed|selfemployed|self employment|self employ|retired|retiree|homemaker|home maker|housewife|househusband|
student|unemployed|not employed|not working|not currently employed|currently unemployed|no employer|no occupation|
disabled
"""
NOT_GIVEN = frozenset(phrase.strip() for phrase in _NOT_GIVEN.split("|"))
"""Phrases that say nothing of whoever they stand for."""
NO_EMPLOYER = frozenset(phrase.strip() for phrase in _NO_EMPLOYER.split("|"))
"""Phrases that say of a person that nobody employs him; as a name they name nobody either."""
ANYBODY = frozenset(phrase.strip() for phrase in _ANYBODY.split("|"))
"""Words for anybody at all, which filers put beside these phrases or alone where the name should stand."""


def _only(phrases: frozenset[str]) -> str:
    return f"^(?:(?:{'|'.join(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))})(?: |$))*$"


PATTERN = _only(NOT_GIVEN | NO_EMPLOYER | ANYBODY)
"""Matches a normal name (``base.ids.normal_name``) that is empty or made of these phrases alone, in any engine."""
_NOT_GIVEN_PATTERN = re.compile(_only(NOT_GIVEN | ANYBODY))
_ANYBODY_PATTERN = re.compile(_only(ANYBODY).replace("*$", "+$"))
_LONGEST = 100
"""Python's own matching tries every way to cut a text into phrases; a longer one says something."""
_NO_WORD = r"^[^\p{L}\p{N}]*$"


def names_nobody(normal: ibis.Value) -> ibis.Value:
    """Whether a column of normal names names nobody."""
    return normal.re_search(PATTERN) | normal.re_search(_NO_WORD)


def says_nothing(normal: str) -> bool:
    """Whether a normal text says nothing of whoever it stands for.

    That he is retired says that he is a person, and so do words for anybody alone: a vendor has that for an occupation.
    """
    is_short = len(normal) <= _LONGEST
    is_unsaid = is_short and bool(_NOT_GIVEN_PATTERN.match(normal)) and not _ANYBODY_PATTERN.match(normal)
    return is_unsaid or not any(sign.isalnum() for sign in normal)
