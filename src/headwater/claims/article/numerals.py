"""Numbers in running English: figures, figures with a scale, and numbers in words, each with where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

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
_SHORT = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12}
_FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = "|".join(SCALES)
_WORD = "|".join(sorted([*WORDS, *SCALES], key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?<![\w.,])(?:{_FIGURES})(?!\d)(?:(?:\s|-)(?P<scale>{_SCALE})\b|(?P<short>(?:bn|mn|tn|k|m|b)\b))?", re.IGNORECASE
)
_IN_WORDS = re.compile(
    rf"\b(?:a (?={_SCALE}))?(?:{_WORD})"
    rf"(?:(?:-| |(?<=hundred) and |(?<=thousand) and )(?:{_WORD})\b)*\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_MOST_DIGITS, _MOST_WORDS = 18, 20
"""A longer row of digits or of number words counts nothing that a claim could state."""
_NO_COUNT = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?\b|(?<![\w-])(?:\d{3}-)?\d{3}-\d{4}(?![\w-])")
"""Times of day and telephone numbers."""
_HALF = re.compile(r"\bhalf $", re.IGNORECASE)


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
    other = [match.span() for match in _NO_COUNT.finditer(text)]
    figures = [one for one in _figures(text) if all(one.end <= start or one.start >= end for start, end in other)]
    return sorted([*figures, *_in_words(text)], key=lambda one: one.start)


def _figures(text: str) -> Iterator[Numeral]:
    for match in _FIGURE.finditer(text):
        if _ORDINAL.match(text, match.end()):
            continue
        digits = re.match(_FIGURES, match.group())
        plain = (digits.group() if digits else "").replace(",", "")
        if len(plain) > _MOST_DIGITS:
            continue
        scale = SCALES.get((match["scale"] or "").lower(), 0) or _SHORT.get((match["short"] or "").lower(), 1)
        decimals = len(plain.partition(".")[2])
        yield Numeral(Fraction(plain) * scale, Fraction(scale, 10**decimals), scale, match.start(), match.end(), True)


def _in_words(text: str) -> Iterator[Numeral]:
    for match in _IN_WORDS.finditer(text):
        before = text[max(0, match.start() - 4) : match.start()].rstrip()
        words = [word for word in re.findall(r"[a-z]+", match.group().lower()) if word not in {"a", "and"}]
        is_scale_of_figure = words[0] in SCALES and before[-1:].isdigit()
        is_alone = words[0] in SCALES and not match.group().lower().startswith("a ")
        if is_scale_of_figure or is_alone or len(words) > _MOST_WORDS:
            continue
        half = _HALF.search(text[max(0, match.start() - 5) : match.start()]) if words[0] in SCALES else None
        value, start = Fraction(_value(words)), match.start()
        if half:
            value, start = value / 2, match.start() - len("half ")
        yield Numeral(value, Fraction(1), 1, start, match.end(), False)


def _value(words: list[str]) -> int:
    total = current = 0
    for word in words:
        if word in WORDS:
            current += WORDS[word]
        elif word == "hundred":
            current = max(1, current) * 100
        else:
            total += max(1, current) * SCALES[word]
            current = 0
    return total + current
