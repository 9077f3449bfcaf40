"""Numbers in running English: figures, figures with a scale, and numbers in words, each with where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import prod

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: number for number, word in enumerate(_UNITS)} | {word: 10 * at for at, word in enumerate(_TENS, 2)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_TEN, _TWENTY = 10, 20
_SHORT = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12}
_VULGAR = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}
_FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = "|".join(SCALES)
_SCALED = rf"(?:{_SCALE})(?:[\s-](?:{_SCALE}))*\b"
_COUNT = "|".join(sorted(WORDS, key=len, reverse=True))
_WORD = "|".join(sorted([*WORDS, *SCALES], key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?<![\w.,])(?P<digits>{_FIGURES})(?P<vulgar>[{''.join(_VULGAR)}])?(?!\d|,\d)"
    rf"(?:(?:\s|-)(?P<scale>{_SCALED})|(?P<short>(?:bn|mn|tn|k|m|b)\b))?",
    re.IGNORECASE,
)
_JOINT = r"(?:-| |(?<=hundred) and |(?<=thousand) and )"
_IN_WORDS = re.compile(rf"\b(?:a (?={_SCALE}))?(?:{_WORD})(?:{_JOINT}(?:{_WORD})\b)*\b", re.IGNORECASE)
PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
SEVERAL = r"(?P<several>an?|one|two|three|four|five|seven|nine)[- ]"
OF_SCALE = rf"(?: of)?(?:[- ](?:an?|one))?[- ](?={_SCALE})"
"""What stands between a fraction and the scale that it is a part of, such as *a quarter of a million*."""
_PART_OF = re.compile(
    rf"\b(?:(?:(?:an?|one)[- ])?half|(?:{SEVERAL})?(?P<part>{'|'.join(PARTS)})s?)"
    rf"(?P<of>{OF_SCALE})(?P<scale>{_SCALED})",
    re.IGNORECASE,
)
_AND_PART = re.compile(
    rf"(?<![\w.,])(?:(?P<digits>\d{{1,3}})(?:[\s-](?P<after>{_SCALE}))?"
    rf"|(?P<words>(?:a (?={_SCALE}))?(?:{_WORD})(?:{_JOINT}(?:{_WORD})\b){{0,6}}))"
    rf"[- ]and[- ]{SEVERAL}(?P<part>half|{'|'.join(PARTS)})s?\b"
    rf"(?:(?: of an?)?[- ](?P<scale>{_SCALED})|(?![- ](?:of|{_WORD})\b))",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_MOST_DIGITS, _MOST_WORDS = 18, 20
"""A longer row of digits or of number words counts nothing that a claim could state."""
_HOUR = rf"(?:\d{{1,2}}|{_COUNT})"
_NO_COUNT = re.compile(
    rf"\b\d{{1,2}}:\d\d(?::\d\d)?\b|(?<![\w-])(?:\d{{3}}-)?\d{{3}}-\d{{4}}(?![\w-])"
    rf"|\b(?:half|quarter|{_HOUR}(?: minutes?)?) past {_HOUR}\b|\b(?:at|by|until|about) (?:a )?quarter to {_HOUR}\b"
    rf"|\b{_HOUR} o[’']clock\b|\b{_HOUR} ?[ap](?:\.m\b|m\b)",
    re.IGNORECASE,
)
"""Times of day and telephone numbers."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number: its value, the step to which it is printed, the scale of its figures, and its characters."""

    value: Fraction
    printed_to: Fraction
    scale: int
    start: int
    end: int
    is_figure: bool


def numerals_in(text: str) -> list[Numeral]:
    """All numbers of a text in the order in which they stand; ordinals (``21st``) are none."""
    taken = bytearray(len(text))
    for match in _NO_COUNT.finditer(text):
        taken[match.start() : match.end()] = bytes([1]) * len(match.group())
    found: list[Numeral] = []
    for several in (_and_part(text), _part_of(text), _figures(text), _in_words(text)):
        for one in several:
            if not any(taken[one.start : one.end]):
                taken[one.start : one.end] = bytes([1]) * (one.end - one.start)
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def _and_part(text: str) -> Iterator[Numeral]:
    """Whole numbers with a part: *one and a half million*, *a million and a half*."""
    for match in _AND_PART.finditer(text):
        words = _plain(match["words"] or match["after"] or "")
        last = SCALES.get(words[-1], 1) if words else 1
        whole = _value(words) if words else 1
        if whole is None or (last > 1 and match["scale"]):
            continue
        scale = _product(match["scale"])
        value = (whole * int(match["digits"] or 1) + _part(match["several"], match["part"]) * last) * scale
        yield Numeral(value, Fraction(1), scale * last, *match.span(), False)


def _part_of(text: str) -> Iterator[Numeral]:
    """Parts of a scale: *half a million*, *a quarter of a million*, *three-quarters of a billion*."""
    for match in _PART_OF.finditer(text):
        several, part, scale = match["several"], match["part"] or "half", _product(match["scale"])
        is_ordinal = part.lower() not in ("half", "quarter") and not (several and " of" in match["of"].lower())
        if not is_ordinal:
            yield Numeral(_part(several or "a", part) * scale, Fraction(1), scale, *match.span(), False)


def _part(several: str, part: str) -> Fraction:
    return Fraction(WORDS.get(several.lower(), 1), PARTS.get(part.lower(), 2))


def _product(scales: str | None) -> int:
    return prod(SCALES[word] for word in re.findall(r"[a-z]+", (scales or "").lower()))


def _figures(text: str) -> Iterator[Numeral]:
    for match in _FIGURE.finditer(text):
        if _ORDINAL.match(text, match.end()):
            continue
        plain = match["digits"].replace(",", "")
        if len(plain) > _MOST_DIGITS:
            continue
        scale = _product(match["scale"]) * _SHORT.get((match["short"] or "").lower(), 1)
        part = _VULGAR.get(match["vulgar"], Fraction(0))
        step = Fraction(1, part.denominator) if part else Fraction(1, 10 ** len(plain.partition(".")[2]))
        yield Numeral((Fraction(plain) + part) * scale, step * scale, scale, match.start(), match.end(), True)


def _in_words(text: str) -> Iterator[Numeral]:
    for match in _IN_WORDS.finditer(text):
        before = text[max(0, match.start() - 4) : match.start()].rstrip()
        words = _plain(match.group())
        is_scale_of_figure = words[0] in SCALES and before[-1:].isdigit()
        is_alone = words[0] in SCALES and not match.group().lower().startswith("a ")
        if is_scale_of_figure or is_alone or len(words) > _MOST_WORDS:
            continue
        value = _value(words)
        if value is not None:
            yield Numeral(Fraction(value), Fraction(1), SCALES.get(words[-1], 1), match.start(), match.end(), False)


def _plain(said: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", said.lower()) if word not in {"a", "and"}]


def _value(words: list[str]) -> int | None:
    """The number that words make together; none where they only stand in a row, as in *twenty twenty*, a year."""
    total = current = 0
    for word in words:
        if word in WORDS:
            number = WORDS[word]
            if current % (10 if number < _TEN and current % 100 >= _TWENTY else 100):
                return None
            current += number
        elif word in ("dozen", "hundred"):
            current = max(1, current) * SCALES[word]
        else:
            total += max(1, current) * SCALES[word]
            current = 0
    return total + current
