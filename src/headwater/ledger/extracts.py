"""Filings of an extract without periods that a later amendment replaces: of two downloads each may hold its own.

The agency's extract holds of each report the last filing alone. Where two extracts of different days are here, what the
amendment left out still stands in the older one; transaction by transaction (`again.amended_transaction`) it is not
found.
"""

import ibis
from ibis import _

from headwater.ledger.book import COORDINATES, NOTICE_CODES, Filed, agency_number
from headwater.ledger.keyed import with_key
from headwater.ledger.new_york import BOARD

_SEVERAL, OF_TEN = 5, 8
"""So many transactions must stand in the amendment again, and so many tenths of what the schedule held before."""
_DAYS_APART = 200
"""A report's code recurs after a year."""
_PART = ("filing_id", "schedule")
_BOARD, _AMENDED = f"{BOARD}:", "-amended"
"""Whose filings' ids are a report's coordinates, and how those of its amendments end."""


def in_extracts(filed: Filed, again: ibis.Table) -> ibis.Table:
    """Filings of which most transactions of a schedule stand again in a later amendment of the filer and report code.

    An amendment is the whole report once more (FEC, instructions for Form 3X). One that repeats but what it changes
    replaces nothing here, and what an extract holds of one schedule says nothing of the others.

    Args:
        filed: the tables of the stage `sources`.
        again: lines of which another one of the filer's may have the report's code and the transaction's id.

    Returns:
        The report's coordinates, ``filer_key``, ``last_number`` and the ``schedule`` that is replaced.
    """
    several = _shared(again, filed).filter(_.times >= _SEVERAL)
    lines = _coded(filed.lines).semi_join(several, _PART)
    parts = lines.group_by("record_source", *COORDINATES, "schedule").aggregate(lines=_.count())
    most = with_key(parts, filed.keys, "filer").inner_join(several, _PART)
    return most.filter(10 * most.times >= OF_TEN * most.lines).drop("lines", "times").distinct()


def amended_in_place(filed: Filed, again: ibis.Table) -> ibis.Table:
    """Reports of New York's Board of which the amended one holds again most of what stood in its schedules.

    A filer changes the report as it stands and files the whole of it again, under the rows' own numbers; a file has
    one of the two, but an older download may lie beside it. A schedule of which the amended report has no row here may
    be missing from an extract.

    Args:
        filed: the tables of the stage `sources`.
        again: lines of which another one of the filer's may have the report's code and the transaction's id.

    Returns:
        As `in_extracts`.
    """
    same = ("report", "schedule", "transaction_id")
    coded = _in_place(again)
    newer = coded.filter(_.report_number > 0).select(*same).distinct().view()
    times = coded.filter(_.report_number == 0).semi_join(newer, same).group_by("report")
    shared = times.aggregate(times=_.line_id.nunique())
    lines = _in_place(filed.lines.view()).semi_join(shared, "report")
    held = lines.filter(_.report_number > 0).select("report", "schedule").distinct().view()
    parts = lines.filter(_.report_number == 0).semi_join(held, ["report", "schedule"])
    sizes = parts.group_by("report").aggregate(lines=_.line_id.nunique()).inner_join(shared, "report")
    most = sizes.filter(10 * _.times >= OF_TEN * _.lines).select("report").view()
    found = parts.semi_join(most, "report").select("record_source", *COORDINATES, "schedule").distinct()
    return with_key(found, filed.keys, "filer").mutate(last_number=ibis.literal(1, "int64"))


def _in_place(lines: ibis.Table) -> ibis.Table:
    own = _coded(lines).filter(_.filing_id.startswith(_BOARD))
    return own.mutate(report=ibis.ifelse(_.report_number > 0, _.filing_id.replace(_AMENDED, ""), _.filing_id))


def _shared(again: ibis.Table, filed: Filed) -> ibis.Table:
    """How many transactions of a filing's schedule one amendment has, at most, and that amendment's report number."""
    coded = with_key(_coded(again), filed.keys, "filer").mutate(number=agency_number(_.filing_id))
    same = ("filer_key", "report_code", "schedule", "transaction_id")
    newer = coded.filter(_.report_number > 0).select(
        *same, new_number="number", new_day="date_from", last_number="report_number"
    ).view()  # fmt: skip
    pairs = coded.filter(_.period_from.isnull()).inner_join(newer, [*same, coded.number < newer.new_number])
    near = pairs.filter(pairs.date_from.delta(pairs.new_day, unit="day").abs() <= _DAYS_APART)
    shared = near.group_by(*_PART, "new_number").aggregate(times=_.line_id.nunique(), last_number=_.last_number.max())
    return shared.group_by(*_PART).aggregate(times=_.times.max(), last_number=_.last_number.max())


def _coded(lines: ibis.Table) -> ibis.Table:
    """Lines of periodic reports that code, filing and transaction name, with the schedule's letter."""
    is_named = (_.transaction_id != "") & (_.filing_id != "") & (_.report_code != "")
    return lines.filter(is_named & ~_.report_code.isin(NOTICE_CODES)).mutate(schedule=_.schedule.split(" ")[0])
