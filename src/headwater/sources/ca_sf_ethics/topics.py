"""What an expenditure is about: a candidate, a measure, or a name that the page does not place."""

import re

from headwater.base.ids import normal_name
from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.records import Particulars, party
from headwater.sources._tables.parties import Party
from headwater.sources.ca_sf_ethics.sheet import DIVISION

UNITEMIZED = "UNITEMIZED SCHEDULE D"
_MEASURE = re.compile(r"(?:[A-Z]{1,2}(?:,[A-Z]{1,2})*|TBD|MULTIPLE MEASURES): .+", re.DOTALL)
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.\-]*(?:['’.\-][^\W\d_]*)*|[\"'][^\"']+[\"']")
_NOT_OF_PEOPLE = """
    action advocacy against alliance assembly association bond board caucus citizens city club coalition college
    committee council democratic democrats district education federation for fund group initiative justice labor
    league local measure measures neighbors no of on organization pac party people prop proposition recall
    school slate stop supporting tax the union voters with workers yes young
"""
_NO_PERSON = frozenset(_NOT_OF_PEOPLE.split())
_STANCES = {"SUPPORT": "for", "OPPOSE": "against", "": ""}


def stance_of(position: str) -> str:
    """For, against, or nothing where the page states no position."""
    if position not in _STANCES:
        raise FieldError("position", f"{position[:30]!r} is neither SUPPORT nor OPPOSE")
    return _STANCES[position]


def is_measure(name: str) -> bool:
    """Whether a name is a measure as the pages write it: ``C: Inspector General``."""
    return bool(_MEASURE.fullmatch(name))


def about(name: str, candidates: tuple[str, ...]) -> Party | None:
    """The candidate or measure that money was spent for or against; nothing for unitemized money.

    A measure is written with its letter. A candidate is a name that the page gives as its candidate, or two to
    four words of letters of which none belongs to committees and measures; other names are of unknown kind.
    """
    if name == UNITEMIZED:
        return None
    if is_measure(name):
        return party(name, "measure", particulars=Particulars(DIVISION))
    if normal_name(name) in {normal_name(one) for one in candidates} or _looks_like_person(name):
        return candidate(name)
    return party(name, "unknown")


def candidate(name: str) -> Party:
    """A candidate of San Francisco."""
    return party(name, "candidate", particulars=Particulars(DIVISION))


def _looks_like_person(name: str) -> bool:
    words = name.split()
    if not 2 <= len(words) <= 4 or not all(_WORD.fullmatch(word) for word in words):
        return False
    return not _NO_PERSON & {word.lower().strip("'\".") for word in words}
