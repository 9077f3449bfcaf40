"""Payments of a contest by month against election day: a strip for each candidate and kind, all on one scale."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, sql_text
from headwater.publish.evidence import NET, gifts_to, lines_of, spending_about
from headwater.publish.pictures.drawing import Picture, level, line, rect, words
from headwater.publish.sections import contest_title
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import long_day, say

_STRIP = 74
_TOP = 62
_FEW = 6
"""Months whose names fit side by side on a narrow page."""
_COLUMNS = {"candidate": "Name", "stream": "Kind", "month": "Month", "total_cents": "Sum"}
_TO = " to "
_FROM, _UNTIL = (f"substr(CAST({column} AS VARCHAR), 1, 7)" for column in ("date_from", "date_to"))
_MONTH = f"CASE WHEN {_FROM} = {_UNTIL} THEN {_UNTIL} ELSE {_FROM} || '{_TO}' || {_UNTIL} END"
_STREAMS = (
    "gifts",
    "independent expenditures for",
    "independent expenditures against",
    "independent expenditures, stance not stated",
)


def keys(db: SiteDb) -> Iterator[str]:
    """Every contest; those without a payment give no picture."""
    yield from (row["contest_id"] for row in db.rows("SELECT contest_id FROM contests ORDER BY contest_id"))


def timeline(db: SiteDb, cites: Citations, contest_id: str) -> Picture | None:
    """The picture, whose rows are numbers with a note of `cites`; None without a payment."""
    found = db.rows("SELECT * FROM contests WHERE contest_id = ?", (contest_id,))
    rows = _rows(db, cites, found[0]) if found and db.has("payments", "candidacies") else []
    if not rows:
        return None
    contest = found[0]
    title = f"Money by month: {contest_title(db, contest)}"
    day = contest["election_date"]
    ends = [row["month"].split(_TO) for row in rows]
    first, last = min(min(ends)[0], day[:7]), max(*(end[-1] for end in ends), day[:7])
    span = _months(first, last) + 1
    top = max((row["total_cents"].value for row in rows if _TO not in row["month"]), default=0)
    strips = list(dict.fromkeys((row["candidate"], row["stream"]) for row in rows))
    bottom = _TOP + _STRIP * len(strips)
    at = 100 * (_months(first, day[:7]) + int(day[8:10]) / 31) / span
    marks = [words(0, 14, _scale(top)), *_axis(first, span, bottom)]
    for number, strip in enumerate(strips):
        ours = [row for row in rows if (row["candidate"], row["stream"]) == strip]
        marks += _strip(" · ".join(strip), ours, (first, span, top), _TOP + _STRIP * (number + 1) - 6)
    marks += [line(at, _TOP - 20, bottom, "day"), words(at, _TOP - 26, "election day", "end" if at > 25 else "")]
    alt = (
        f"Columns by month from {first} to {last}, one strip for each of "
        f"{', '.join(' '.join(strip) for strip in strips)}; election day is {long_day(day)}. The table says the same."
    )
    return Picture(title, alt, bottom + 24, "".join(marks), _COLUMNS, rows, addresses.contest(contest_id),
                   addresses.picture("timeline", addresses.contest(contest_id)))  # fmt: skip


def _strip(name: str, rows: list[dict[str, Any]], scale: tuple[str, int, int], base: float) -> list[str]:
    """One strip: a column for each month, and a flat line over the months that one of which was the payment's."""
    first, span, top = scale
    marks = [words(0, base - _STRIP + 18, name, "strong"), level(base)]
    said = []
    if undated := sum(row["total_cents"].value for row in rows if _TO in row["month"]):
        said.append(f"{say(undated, 'cents')} in months that are not stated: the flat line")
    if any(row["total_cents"].value < 0 and _TO not in row["month"] for row in rows):
        said.append("more came back than came in: no column, see the table")
    marks += [words(0, base - _STRIP + 34, "; ".join(said))] if said else []
    for row in rows:
        begin, _to, end = row["month"].partition(_TO)
        x = 100 * _months(first, begin) / span
        if end:
            marks.append(rect(x, base - 3, 100 * (_months(begin, end) + 1) / span, 3, "fill"))
        elif row["total_cents"].value > 0:
            high = max(1.5, round(44 * row["total_cents"].value / top, 1))
            marks.append(rect(x + 10 / span, base - high, min(80 / span, 6), high, "fill"))
    return marks


def _scale(top: int) -> str:
    return f"the highest column is {say(top, 'cents')} in one month" if top > 0 else "no month has a column"


def _axis(first: str, span: int, bottom: float) -> list[str]:
    """Every month where they are few, else the first, the years and the last."""
    start = int(first[:4])
    if span <= _FEW:
        return [words(100 * month / span, bottom + 16, _later(first, month)) for month in range(span)]
    months = [0, *(12 * (year - start) - int(first[5:7]) + 1 for year in range(start + 1, start + span // 12 + 2))]
    shown = [month for month in months if month < span and (month == 0 or month > span / 8)]
    years = [start + (int(first[5:7]) - 1 + month) // 12 for month in shown]
    labels = [first, *map(str, years[1:])]
    last = _later(first, span - 1)
    has_room = span - 1 - shown[-1] > span / 4
    return [words(100, bottom + 16, last, "end")] * has_room + [
        mark
        for month, label in zip(shown, labels, strict=True)
        for mark in (line(100 * month / span, _TOP, bottom, "axis"), words(100 * month / span, bottom + 16, label))
    ]


def _rows(db: SiteDb, cites: Citations, contest: dict[str, Any]) -> list[dict[str, Any]]:
    year = int(contest["election_date"][:4])
    parts, wheres = [], []
    for one in db.rows(
        "SELECT candidate, candidate_entity_id FROM candidacies WHERE contest_id = ? ORDER BY candidate",
        (contest["contest_id"],),
    ):
        own = db.rows(
            "SELECT DISTINCT entity_id FROM site_committees WHERE contest_id = ? AND candidate = ? "
            "AND entity_id IS NOT NULL ORDER BY 1",
            (contest["contest_id"], one["candidate"]),
        )
        person = one["candidate_entity_id"]
        about = spending_about([person], year)
        streams = (
            gifts_to([person, *(row["entity_id"] for row in own)]),
            f"{about} AND stance = 'for'",
            f"{about} AND stance = 'against'",
            f"{about} AND stance = ''",
        )
        for order, (name, where) in enumerate(zip(_STREAMS, streams, strict=True)):
            wheres.append(f"({where})")
            parts.append(
                f"SELECT {sql_text(one['candidate'])} AS candidate, {order} AS place, {sql_text(name)} AS stream, "
                f"{_MONTH} AS month, {NET} AS total_cents "
                f"FROM payments WHERE {where} GROUP BY 4"
            )
    if not parts:
        return []
    return cites.table(
        f"SELECT candidate, stream, month, total_cents FROM ({' UNION ALL '.join(parts)}) t "
        "ORDER BY candidate, place, month",
        {"total_cents": "cents"},
        "Money by month, minus what came back: gifts to the committees of each name in all years, and independent "
        "expenditures that belong to this election. Where a day is only known to lie between two months, both stand.",
        lines_of(" OR ".join(wheres)),
    )


def _later(first: str, months: int) -> str:
    """The month so many after the first."""
    year, month = divmod(12 * int(first[:4]) + int(first[5:7]) - 1 + months, 12)
    return f"{year}-{month + 1:02d}"


def _months(first: str, last: str) -> int:
    return 12 * (int(last[:4]) - int(first[:4])) + int(last[5:7]) - int(first[5:7])
