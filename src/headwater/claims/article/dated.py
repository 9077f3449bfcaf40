"""Days, months and years in running English, and the day on which an article was written as far as it tells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NUMBER = {name: at for at, name in enumerate(_MONTHS, 1)} | {name[:3]: at for at, name in enumerate(_MONTHS, 1)}
_NUMBER["sept"] = 9
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = (
    re.compile(rf"\b{_YEAR}-(?P<monthno>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR})?\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH}(?:,? {_YEAR})?\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH},? {_YEAR}\b", re.IGNORECASE),
    re.compile(rf"(?<![\w$£€.,-])(?:{_YEAR}s?)(?![\w%]|,\d|\.\d)"),
)
_RELATIVE = re.compile(
    r"\b(?:(?:this|last|next|past) (?:week|month|year)|yesterday|today|(?:in )?recent years|"
    r"(?:on |last |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_HEADER = 400


@dataclass(frozen=True, slots=True)
class Dated:
    """One mention of time: its first and last day where the text tells them, and its characters."""

    first: date | None
    last: date | None
    start: int
    end: int


def dates_in(text: str) -> list[Dated]:
    """All mentions of time in a text, in the order in which they stand; a longer form wins over a shorter one."""
    found: list[Dated] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if all(match.end() <= one.start or match.start() >= one.end for one in found):
                found.extend(_dated(match))
    taken = [(one.start, one.end) for one in found]
    relative = [Dated(None, None, match.start(), match.end()) for match in _RELATIVE.finditer(text)]
    found += [one for one in relative if all(one.end <= start or one.start >= end for start, end in taken)]
    return sorted(found, key=lambda one: one.start)


def written_between(text: str) -> tuple[date | None, date | None]:
    """The days between which an article was written, as far as its own text tells.

    A whole date in its first lines is the day. Else it was written after the latest whole date that it mentions, or
    in or after the latest year; nothing in it bounds it from above.
    """
    whole = [one for one in dates_in(text) if one.first is not None]
    header = [one for one in whole if one.end <= _HEADER and one.first == one.last]
    if header:
        return header[0].first, header[0].last
    return max((one.first for one in whole if one.first is not None), default=None), None


def _dated(match: re.Match[str]) -> Iterator[Dated]:
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    word = (parts.get("month") or "").lower().rstrip(".")
    month = int(parts["monthno"]) if parts.get("monthno") else _NUMBER.get(word)
    day = int(parts["day"]) if parts.get("day") else None
    span = match.start(), match.end()
    if year is None:
        yield Dated(None, None, *span)
        return
    if month is None:
        yield Dated(date(year, 1, 1), date(year, 12, 31), *span)
        return
    if not 1 <= month <= len(_MONTHS):
        return
    following = date(year + month // 12, month % 12 + 1, 1)
    last = following - timedelta(days=1)
    if day is None:
        yield Dated(date(year, month, 1), last, *span)
    elif 1 <= day <= last.day:
        yield Dated(date(year, month, day), date(year, month, day), *span)
