"""The same quotation in two texts, word by word: exact, altered, or not found."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from headwater.base.errors import InputError

EXACT, ALTERED, NOT_FOUND = "exact", "altered", "not found"
FEWEST_WORDS = 4
"""A shorter quotation is a word in use, and would be found in any text."""

_QUOTED = re.compile(
    r"“([^“”]+)(?:”|$)|(?<!\w)\"([^\"]+)\"(?!\w)|«([^«»]+)»|(?<!\w)‘((?:[^‘’\n]|’(?=\w))+)’(?!\w)", re.MULTILINE
)
_WORD = re.compile(r"(?:\[[^\W_]\](?=[^\W_]))?[^\W_]+(?:['’.,‐‑–-][^\W_]+)*(?:\[[^\W_]+\])?")
_DASHES = "-\u00ad‐‑‒–—"
_SET_APART = re.compile(rf"[{_DASHES}\s]+")
_IN_BRACKETS = re.compile(r"(?<!\w)\[[^\[\]\n]*\](?!\w)")
"""Words that a quotation puts in brackets are those of the one who quotes: they stand in for words left out."""
_OMISSION = re.compile(r"\[\s*(?:\.\s*){3}\]|\[\s*…\s*\]|(?:\.\s?){3,4}|…")
_SHARE_SAME = 0.6
"""A passage with fewer of a quotation's words, in order, is another passage."""
_PLACES = 8


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is compared, with its characters."""

    said: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a quotation and the words that stand in their place in the other text; either may be empty."""

    quoted: str
    found: str


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation of the first text: its characters there and in the second, what it is, and each change.

    ``words`` counts its words, ``same`` those that stand in the second text in the same order. ``omits`` says that the
    quotation marks words as left out itself.
    """

    status: str
    start: int
    end: int
    found_start: int | None
    found_end: int | None
    words: int
    same: int
    omits: bool
    changes: tuple[Change, ...]


def compare_quotes(first: str, second: str) -> list[Quote]:
    """Every quotation of four words or more in the first text, looked for in the second.

    Words are compared without capital letters, accents and punctuation; typographic and plain apostrophes are one, and
    so are a hyphen, a dash and a word broken at a line's end. What stands in brackets is not compared.
    """
    words = words_of(second)
    return [_compared(first, start, end, second, words) for start, end in quotations_in(first)]


def quotations_in(text: str) -> list[tuple[int, int]]:
    """The characters of each quotation, without its marks; one that runs on over a paragraph ends with its line."""
    found = []
    for match in _QUOTED.finditer(text):
        at = next(number for number in (1, 2, 3, 4) if match[number] is not None)
        if len(words_of(match[at])) >= FEWEST_WORDS:
            found.append(match.span(at))
    return found


def words_of(text: str) -> list[Word]:
    """The words of a text as they are compared."""
    return [Word(_said(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]


def text_of(name: str, content: bytes) -> str:
    """An article's file as text.

    Raises:
        InputError: naming the line, if it is not UTF-8, or holds a character that no text has.
    """
    if (at := content.find(b"\0")) >= 0:
        raise InputError(name, "not text: it holds a null byte", line=content[:at].count(b"\n") + 1)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(name, "not UTF-8 text; save it as UTF-8 first", line=line) from error


def _compared(first: str, start: int, end: int, second: str, words: Sequence[Word]) -> Quote:
    quoted = first[start:end]
    omits = bool(_marks(quoted))
    own = [Word(word.said, word.start + start, word.end + start) for word in words_of(_unmarked(quoted))]
    best = max(
        (_aligned(own, words[low:high]) for low, high in _windows(own, words)),
        key=lambda found: found[0],
        default=(0, [], []),
    )
    same, codes, window = best
    if not own or same < _SHARE_SAME * len(own):
        return Quote(NOT_FOUND, start, end, None, None, len(own), 0, omits, ())
    kept = [at for code in codes if code[0] == "equal" for at in range(code[3], code[4])]
    gaps = _omitted(first, own) if omits else set()
    changes = []
    for tag, low, high, there, thru in codes:
        if tag == "equal" or (tag == "insert" and (_is_outside(low, own) or low in gaps)):
            continue
        if _is_set_apart(first, own[low:high], second, window[there:thru]):
            same += high - low
        else:
            changes.append(Change(_joined(first, own[low:high]), _joined(second, window[there:thru])))
    status = EXACT if not changes else ALTERED
    return Quote(status, start, end, window[kept[0]].start, window[kept[-1]].end, len(own), same, omits, (*changes,))


def _windows(own: Sequence[Word], words: Sequence[Word]) -> list[tuple[int, int]]:
    """Stretches of the second text in which most runs of the quotation's words lie."""
    for length in (3, 2, 1):
        runs = {tuple(word.said for word in own[at : at + length]): at for at in range(len(own) - length + 1)}
        starts = Counter(
            at - runs[run]
            for at in range(len(words) - length + 1)
            if (run := tuple(word.said for word in words[at : at + length])) in runs
        )
        if starts:
            room = len(own) // 2 + 3
            near = sorted(starts, key=lambda start: (-starts[start], start))[:_PLACES]
            return [(max(0, start - room), max(0, start) + len(own) + room) for start in near]
    return []


_Codes = list[tuple[str, int, int, int, int]]


def _aligned(own: Sequence[Word], window: Sequence[Word]) -> tuple[int, _Codes, Sequence[Word]]:
    matcher = SequenceMatcher(None, [word.said for word in own], [word.said for word in window], autojunk=False)
    codes: _Codes = [*matcher.get_opcodes()]
    return sum(high - low for tag, low, high, _a, _b in codes if tag == "equal"), codes, window


def _is_outside(at: int, own: Sequence[Word]) -> bool:
    """Whether words of the second text stand before the quotation's first word or after its last."""
    return at in (0, len(own))


def _omitted(first: str, own: Sequence[Word]) -> set[int]:
    """Before which words the quotation says that some are left out."""
    return {at for at in range(1, len(own)) if _marks(first[own[at - 1].end : own[at].start])}


def _marks(text: str) -> bool:
    return bool(_OMISSION.search(text) or _IN_BRACKETS.search(text))


def _unmarked(quoted: str) -> str:
    """A quotation at the same length, without what it marks as not its own."""
    return _IN_BRACKETS.sub(_blank, _OMISSION.sub(_blank, quoted))


def _is_set_apart(first: str, own: Sequence[Word], second: str, window: Sequence[Word]) -> bool:
    """Whether words differ only in hyphens, dashes and where a line breaks a word."""
    quoted, found = _joined(first, own), _joined(second, window)
    has_dash = any(dash in quoted + found for dash in _DASHES)
    return has_dash and _said(_SET_APART.sub("", quoted)) == _said(_SET_APART.sub("", found))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _joined(text: str, words: Sequence[Word]) -> str:
    return " ".join(text[words[0].start : words[-1].end].split()) if words else ""


def _said(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'").replace("–", "-"))
    return "".join(one for one in plain if not unicodedata.combining(one) and one not in "[]").replace("‐", "-")
