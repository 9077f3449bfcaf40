"""Who held an office when: terms with the days that are sure and those that may be, and timelines of events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from headwater.base.ids import stable_id
from headwater.outcomes.fact_tables import TermSpan, TimelineEntry
from headwater.outcomes.places import place_of

Row = Mapping[str, Any]
_DAY = timedelta(1)
_ONLY_IN_OFFICE = "recall_"
"""Events of these kinds happen to none but the one who holds the office."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who held an office on a day, or may have."""

    person: str
    is_sure: bool
    term_id: str


def term_spans(terms: Iterable[Row], events: Iterable[Row] = ()) -> list[TermSpan]:
    """The spans of terms. The day on which a term ends is the next holder's first, not the last one's last.

    A term whose end is not stated lasts as far as these records say, unless another person's term in the office
    begins after it: then it ended by that day. Where a later term of the same person begins, the earlier one lasts up
    to it. A recall can only be of one who holds the office: its events stand in
    for a first and a last day that nobody states, where the person has one term in the office.
    """
    listed, seen = list(terms), _days_in_office(events)
    return [_span(term, listed, seen.get(_holding(term), [])) for term in listed]


def held_on(spans: Iterable[TermSpan], division: str, office: str, day: date) -> list[Holder]:
    """Who held an office on a day: one sure holder, or those who may have; nobody where these records say nothing."""
    found = []
    for span in spans:
        if (span.division, span.office) != (division, office) or not _may_hold(span, day):
            continue
        begun = span.sure_from is not None and span.sure_from <= day
        lasts = span.is_open or (span.sure_until is not None and day <= span.sure_until)
        found.append(Holder(span.person, begun and lasts, span.term_id))
    return sorted(found, key=lambda one: (not one.is_sure, one.person, one.term_id))


def timeline(terms: Iterable[Row], events: Iterable[Row]) -> list[TimelineEntry]:
    """Every dated beginning and end of a term and every event, each with its document."""
    found = [_of_event(row) for row in events]
    for term in terms:
        found += [one for edge in ("start", "end") if (one := _of_term(term, edge)) is not None]
    return list({one.entry_id: one for one in found}.values())


def _holding(row: Row) -> tuple[str, str, str]:
    return row["division"], row["office"], row["person"]


def _days_in_office(events: Iterable[Row]) -> dict[tuple[str, str, str], list[date]]:
    found: dict[tuple[str, str, str], list[date]] = {}
    for row in events:
        if row["kind"].startswith(_ONLY_IN_OFFICE) and row["event_date"] == row["event_date_to"]:
            found.setdefault(_holding(row), []).append(row["event_date"])
    return found


def _span(term: Row, listed: list[Row], seen: list[date]) -> TermSpan:
    begin, end = term["start_date"], term["end_date"]
    if sum(_holding(other) == _holding(term) for other in listed) > 1:
        seen = []
    after = begin if begin is not None else max(seen, default=None)
    later = [
        other["start_date"]
        for other in listed
        if (other["division"], other["office"]) == (term["division"], term["office"])
        and other["person"] != term["person"]
        and other["start_date"] is not None
        and (after is None or other["start_date"] > after)
    ]
    # Without a day of its own nothing says that the other term is the later one, unless an end is told of.
    successor = min(later, default=None) if after is not None else None
    again = _own_later(term, listed)
    is_own = end is None and again is not None and (successor is None or again <= successor)
    until = again if is_own else successor
    is_open = end is None and not term["end_kind"] and until is None
    by = (term["end_date_to"] or end) if end is not None else until
    # An end that is told of without its day may have come long before the person's next term.
    sure = again if is_own and not term["end_kind"] else end
    return TermSpan(
        term_id=term["term_id"],
        division=term["division"],
        office=term["office"],
        person=term["person"],
        maybe_from=begin,
        sure_from=term["start_date_to"] or begin or min(seen, default=None),
        sure_until=sure - _DAY if sure is not None else max(seen, default=None),
        maybe_until=by - _DAY if by is not None else None,
        is_open=is_open,
        until_basis="stated" if end is not None else "own_later_term" if is_own else "successor" if successor else "",
    )


def _own_later(term: Row, listed: list[Row]) -> date | None:
    """The first day of the same person's next term in the office."""
    begin = term["start_date"]
    own = [other["start_date"] for other in listed if _holding(other) == _holding(term)]
    return min((day for day in own if day is not None and begin is not None and day > begin), default=None)


def _may_hold(span: TermSpan, day: date) -> bool:
    begun = span.maybe_from is None or span.maybe_from <= day
    over = span.maybe_until is not None and day > span.maybe_until
    says_something = any(one is not None for one in (span.maybe_from, span.maybe_until, span.sure_from))
    return begun and not over and says_something


def _of_event(row: Row) -> TimelineEntry:
    parts = (row["division"], row["office"], row["person"], str(row["event_date"]), row["kind"])
    return TimelineEntry(
        entry_id=stable_id("L", *parts, row["publisher"], row["file_name"], str(row["row"])),
        division=row["division"],
        place=place_of(row["division"]),
        office=row["office"],
        person=row["person"],
        event_date=row["event_date"],
        event_date_to=row["event_date_to"],
        kind=row["kind"],
        actor=row["actor"],
        document=row["document"],
        note=row["note"],
        publisher=row["publisher"],
        url=row["url"],
        file_name=row["file_name"],
        row=row["row"],
    )


def _of_term(term: Row, edge: str) -> TimelineEntry | None:
    day = term[f"{edge}_date"]
    if day is None:
        return None
    how = term[f"{edge}_kind"]
    return TimelineEntry(
        entry_id=stable_id("L", term["term_id"], edge),
        division=term["division"],
        place=term["place"],
        office=term["office"],
        person=term["person"],
        event_date=day,
        event_date_to=term[f"{edge}_date_to"] or day,
        kind=f"term_{edge}: {how}" if how else f"term_{edge}",
        actor="",
        document="",
        note="",
        publisher=term["publisher"],
        url=term["url"],
        file_name=term["file_name"],
        row=term["row"],
    )
