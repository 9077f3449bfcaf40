"""Quantities in running English: how a number is compared, what it is of, and which two make a range."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from headwater.claims.article.dated import dates_in
from headwater.claims.article.numerals import OF_SCALE, PARTS, SCALES, WORDS, Numeral, numerals_in

_COMPARED = (
    (">=", r"at least|no (?:less|fewer) than|a minimum of"),
    ("<=", r"at most|up to|no more than|as (?:many|much) as|a maximum of"),
    (">", r"(?:just |slightly |well |far )?(?:more than|over|above|exceed(?:s|ed|ing)?|upwards? of|greater than)"),
    ("<", r"(?:just |slightly |well )?(?:less than|fewer than|under|below|nearly|almost|close to|not quite)"),
    ("about", r"about|around|roughly|approximately|some|an estimated|estimated"),
)
_BEFORE = re.compile(
    "(?:" + "|".join(f"(?P<c{at}>\\b(?:{words}))" for at, (_sign, words) in enumerate(_COMPARED)) + r")"
    r"(?: the| a| an)?\s+(?:an additional |another )?$",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(?:US)?[$£€]\s?$")
_AFTER = (
    ("percentage points", re.compile(r"[\s-]*(?:percentage[\s-]points?|points?\b|pts?\b)", re.IGNORECASE)),
    ("percent", re.compile(r"\s*(?:%|per\s?cent\b|pct\b)", re.IGNORECASE)),
    ("dollars", re.compile(r"\s+(?:US )?dollars\b", re.IGNORECASE)),
    ("years", re.compile(r"[\s-]years?\b", re.IGNORECASE)),
    ("decades", re.compile(r"[\s-]decades?\b", re.IGNORECASE)),
    ("months", re.compile(r"[\s-]months?\b", re.IGNORECASE)),
    ("weeks", re.compile(r"[\s-]weeks?\b", re.IGNORECASE)),
    ("days", re.compile(r"[\s-]days?\b", re.IGNORECASE)),
)
_DENOMINATOR = re.compile(r"\s+(?:in|(?:out )?of)(?: every| the| those)?\s+$", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:–|—|-|to|and)\s*(?:[$£€]\s?)?$")
_NOUNS = re.compile(r"[\s-]+((?:[a-zA-Z][\w’'-]*\s?){1,4})")
_STOP = re.compile(
    r"\b(?:of|in|on|at|to|for|from|by|with|who|that|which|and|or|were|was|is|are|have|has|had|out|the|a|an|between|since"
    r"|across|but|as|per|when|where|have|left|been|will|would|ahead|behind|against|his|her|its|their|our"
    r"|won|lost|chose|said|says?|came|went|took|made|gave|met|agree|oppose)\b.*"
    r"|(?<=\s)\w+ed\b.*",
    re.IGNORECASE | re.DOTALL,
)
_VAGUE = re.compile(rf"\b(?P<scale>{'|'.join(SCALES)})s\b(?: of (?P<noun>\w+))?", re.IGNORECASE)
_SHARES = (
    (re.compile(r"\b(?:a|the) (?:\w+ )?majority of\b", re.IGNORECASE), ">", Fraction(50)),
    (re.compile(rf"\b(?:more|less) than half\b(?!{OF_SCALE})", re.IGNORECASE), "", Fraction(50)),
    (
        re.compile(rf"(?<!more than )(?<!less than )\bhalf\b(?!{OF_SCALE}) (?:of|the)\b", re.IGNORECASE),
        "=",
        Fraction(50),
    ),
    (re.compile(rf"(?<=\bby )half\b(?!{OF_SCALE})", re.IGNORECASE), "=", Fraction(50)),
)
_FRACTION = re.compile(
    rf"\b(?P<count>an?|one|two|three|four|five|seven|nine)[- ]"
    rf"(?P<part>{'|'.join(PARTS)})(?P<several>s?)\b(?!{OF_SCALE})(?P<of> of\b)?",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\b(?P<word>twice|double|triple)(?= (?:as|the|that|what)\b)", re.IGNORECASE)

_SAID_ONCE = 1000
_MONEY = ("dollars", "$", "£", "€")
_COUNTED = tuple(unit for unit, _form in _AFTER if unit != "dollars")
_DASHES = ("–", "—", "-")
_LOOK_BACK = 60
"""Characters before a number that can bear on it; a line without an end costs no more than its length."""
_NAMED = re.compile(
    r"\b(?:prop(?:osition|\.)?|measure|article|section|chapter|no\.|form|route|highway|interstate|question|amendment|"
    r"title|schedule|part|page|line|channel|local|room)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text: comparison, number or two, unit, what it is out of, its rounding and its characters.

    ``scale`` is a million in *2.7 million*.
    """

    comparison: str
    value: Fraction
    high: Fraction | None
    unit: str
    of: Fraction | None
    printed_to: Fraction | None
    scale: int
    start: int
    end: int


def quantities_in(text: str) -> list[Quantity]:
    """All quantities of a text in the order in which they stand; years and days of the month are none."""
    taken = [(one.start, one.end) for one in dates_in(text)]
    shares = [*_shares(text)]
    taken += [(one.start, one.end) for one in shares]
    free = [one for one in numerals_in(text) if _is_free(one, taken)]
    found = _joined(text, [_quantity(text, one) for one in free if not _is_alone(text, one)])
    spans = [(one.start, one.end) for one in found]
    vague = [one for one in _vague(text) if all(one.end <= start or one.start >= end for start, end in spans)]
    return sorted([*found, *shares, *vague], key=lambda one: one.start)


def _is_free(one: Numeral, taken: list[tuple[int, int]]) -> bool:
    """Whether a number is no part of a date or of a share that was found already."""
    return all(one.end <= start or one.start >= end for start, end in taken)


def _is_alone(text: str, one: Numeral) -> bool:
    """Whether a number counts nothing: it is a name's (*Proposition 1*), or *one* without unit and denominator."""
    if one.is_figure or one.value > 1:
        return bool(_NAMED.search(text[max(0, one.start - _LOOK_BACK) : one.start]))
    after = text[one.end : one.end + 14]
    if text[max(0, one.start - _LOOK_BACK) : one.start].lower().endswith("between ") and after.startswith(" and "):
        return False
    return not re.match(r"\s+(?:in|out of)\s+\w+", after) and not any(form.match(after) for _unit, form in _AFTER)


def _quantity(text: str, one: Numeral) -> Quantity:
    floor = max(0, one.start - _LOOK_BACK)
    money = _MONEY_BEFORE.search(text[floor : one.start])
    start = floor + money.start() if money else one.start
    before = _BEFORE.search(text[floor:start])
    sign = "="
    if before:
        sign = _sign(before)
        start = floor + before.start()
    unit, end = _unit(text, one.end)
    if money:
        unit = "dollars" if "$" in money.group() else money.group().strip()
    return Quantity(sign, one.value, None, unit, None, one.printed_to, one.scale, start, end if not money else one.end)


def _unit(text: str, at: int) -> tuple[str, int]:
    for unit, form in _AFTER:
        if match := form.match(text, at):
            return unit, match.end()
    nouns = _NOUNS.match(text, at)
    words = _STOP.sub("", nouns[1]).strip() if nouns else ""
    return words, at if not words or nouns is None else nouns.start(1) + len(words)


def _joined(text: str, found: list[Quantity]) -> list[Quantity]:
    """Puts together the two numbers of a range, of a share in words (*one in eight*) and of *12 of the 25*."""
    joined: list[Quantity] = []
    for one in found:
        last = joined[-1] if joined else None
        between = "" if last is None else text[last.end : one.start]
        if last is not None and _is_share_of(text, last, one):
            joined[-1] = _share_of(last, one)
        elif last is not None and _RANGE.fullmatch(between) and _is_range(text, last, one):
            joined[-1] = _range_of(text, last, one)
        else:
            joined.append(one)
    return joined


def _is_share_of(text: str, last: Quantity, one: Quantity) -> bool:
    gap = _DENOMINATOR.fullmatch(text[last.end : one.start]) or _DENOMINATOR.fullmatch(
        text[last.end - len(last.unit) : one.start]
    )
    return (
        bool(gap) and last.of is None and not {last.unit, one.unit} & {"percent", "dollars"} and last.value < one.value
    )


def _share_of(last: Quantity, one: Quantity) -> Quantity:
    if last.value == 1:
        share = 100 * last.value / one.value
        return replace(last, value=share, unit=f"percent of {one.unit}".removesuffix(" of "), of=one.value, end=one.end)
    return replace(last, unit=one.unit, of=one.value, end=one.end)


def _range_of(text: str, last: Quantity, one: Quantity) -> Quantity:
    """Two numbers as a range; in *2.7 to 3 million* the scale is said once for both, in *$2-3 million* the sign too."""
    scaled = last.value * one.scale
    says_once = last.scale == 1 and last.value < _SAID_ONCE and scaled < one.value
    unit, end = one.unit, one.end
    if last.unit in _MONEY and one.unit not in _MONEY:
        unit, end = last.unit, len(text[: one.end - len(one.unit)].rstrip(" -"))
    low = scaled if says_once else last.value
    return replace(last, comparison="between", value=low, high=one.value, unit=unit, scale=one.scale, end=end)


def _is_range(text: str, last: Quantity, one: Quantity) -> bool:
    if last.high is not None or last.value >= one.value:
        return False
    word = text[last.end : one.start].strip(" $£€").lower()
    says_sign_once = (
        last.unit in _MONEY
        and one.unit not in _COUNTED
        and (word in _DASHES or (one.scale > 1 and last.scale in (1, one.scale) and last.value < _SAID_ONCE))
    )
    if last.unit and last.unit != one.unit and not says_sign_once:
        return False
    if word in _DASHES and not one.unit and one.scale == 1 and not says_sign_once:
        return False  # a score, such as 2-1, or a number of a file
    lead = text[max(0, last.start - _LOOK_BACK) : last.start].rstrip().lower()
    return word != "and" or lead.endswith("between")


def _shares(text: str) -> list[Quantity]:
    found = []
    for form, sign, value in _SHARES:
        for match in form.finditer(text):
            said = sign or (">" if match.group().lower().startswith("more") else "<")
            found.append(_in_text(text, said, value, "percent", match.span()))
    for match in _FRACTION.finditer(text):
        count = WORDS.get(match["count"].lower(), 1)
        is_share = match["of"] or text[: match.start()].lower().endswith("by ")
        if (count > 1 and match["several"]) or (count == 1 and is_share):
            share = Fraction(100 * count, PARTS[match["part"].lower()])
            found.append(_in_text(text, "=", share, "percent", match.span()))
    for match in _TIMES.finditer(text):
        times = Fraction(3 if match["word"].lower() == "triple" else 2)
        found.append(_in_text(text, "=", times, "times", match.span()))
    return found


def _in_text(text: str, sign: str, value: Fraction, unit: str, span: tuple[int, int]) -> Quantity:
    """A quantity in words, with the comparison that stands before it, such as *about* or *more than*."""
    start, end = span
    floor = max(0, start - _LOOK_BACK)
    if sign == "=" and (before := _BEFORE.search(text[floor:start])):
        sign, start = _sign(before), floor + before.start()
    return Quantity(sign, value, None, unit, None, None, 1, start, end)


def _sign(before: re.Match[str]) -> str:
    return next(_COMPARED[at][0] for at in range(len(_COMPARED)) if before[f"c{at}"])


def _vague(text: str) -> list[Quantity]:
    """Plurals without a number: *millions of dollars* is two million or more."""
    found = []
    for match in _VAGUE.finditer(text):
        scale = SCALES[match["scale"].lower()]
        noun = (match["noun"] or "").lower()
        found.append(Quantity(">=", Fraction(2 * scale), None, noun, None, None, 1, match.start(), match.end()))
    return found
