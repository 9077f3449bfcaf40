"""Coverage: which filers, forms and months are in the records, and which months and bulk files are not."""

import ibis
from ibis import _

from headwater.ledger.book import NOTICES
from headwater.ledger.bulk_files import lacking_files
from headwater.ledger.chains import STATEMENTS
from headwater.ledger.uncounted import KEY

_PLACE = ("source", "filer_party_id", "form", "year", "month")


def coverage(
    lines: ibis.Table, filings: ibis.Table, keys: ibis.Table, totals: ibis.Table, again: ibis.Table | None = None
) -> ibis.Table:
    """How many lines, and of what sum as filed, each filer, form, schedule and month has; and the months missing.

    A filing that states totals and has no line is held, with no lines, in the month in which its period ends.

    A month is missing where the filer's reports of one form cover days before and after it and none of its days, nor
    those of another form that makes the same statement (450 and 460; 990, 990-EZ and 990-PF).
    Nothing is said of months before a filer's first report or after its last. What bulk files lack is no filer's.

    Args:
        lines: the table ``source_lines``.
        filings: the table ``source_filings``.
        keys: the table ``party_keys``.
        totals: the table ``source_totals``.
        again: keys of lines that are records which another file holds, too.
    """
    grouped = (lines.anti_join(again, KEY) if again is not None else lines).group_by(
        "filer_party_id", "form", "schedule", source=_.record_source, year=_.date_to.year().cast("int64"),
        month=_.date_to.month().cast("int64"),
    )  # fmt: skip
    held = grouped.aggregate(line_count=_.count(), cents=_.cents.sum()).mutate(state=ibis.literal("held"))
    told = lines.select("filer_party_id", "form", "period_from", "period_thru", source="record_source")
    stated = filings.select("filer_party_id", "form", "period_from", "period_thru", "source")
    missing = _missing(ibis.union(told, stated, distinct=True), keys, lacking_files(lines))
    zero = ibis.literal(0, "int64")
    nothing = {"schedule": ibis.literal(""), "line_count": zero, "cents": zero}
    absent = missing.mutate(state=ibis.literal("missing"), **nothing)
    bare = _without_lines(lines, filings, totals).mutate(state=ibis.literal("held"), **nothing)
    columns = held.columns
    return ibis.union(*(part.select(*columns) for part in (held, bare.anti_join(held, _PLACE), absent)))


def _without_lines(lines: ibis.Table, filings: ibis.Table, totals: ibis.Table) -> ibis.Table:
    """Months in which the periods of filings end that state totals and have no line."""
    stating = totals.filter(_.filing_id != "").select("filing_id").distinct()
    dated = filings.semi_join(stating, "filing_id").filter(_.period_thru.notnull())
    bare = dated.anti_join(lines, "filing_id")
    months = bare.mutate(year=_.period_thru.year().cast("int64"), month=_.period_thru.month().cast("int64"))
    return months.select(*_PLACE).distinct()


def _missing(reports: ibis.Table, keys: ibis.Table, bulk: ibis.Table) -> ibis.Table:
    """Months between the first and the last covered one of a filer and form that no report touches, and of bulk files.

    Args:
        reports: whose reports of what form cover which days.
        keys: the table ``party_keys``.
        bulk: months that bulk files lack.
    """
    periodic = reports.filter(_.period_from.notnull() & _.period_thru.notnull() & ~_.form.isin(NOTICES))
    keyed = periodic.inner_join(keys.select(filer_party_id="party_id", key="key"), "filer_party_id")
    spans = keyed.mutate(first=_months(keyed.period_from), last=_months(keyed.period_thru))
    # Who may use the short form this year and not the next leaves no year out.
    told = spans.mutate(form=spans.form.substitute(STATEMENTS))
    touched = told.select("source", "key", "form", month_number=ibis.range(spans.first, spans.last + 1).unnest())
    whole = spans.group_by("source", "key", "form").aggregate(
        first=_.first.min(), last=_.last.max(), filer_party_id=_.filer_party_id.min()
    )
    every = whole.select(
        "source", "key", "form", "filer_party_id", month_number=ibis.range(whole.first, whole.last + 1).unnest()
    )
    said = every.mutate(statement=every.form.substitute(STATEMENTS))
    covered = touched.distinct().rename(statement="form")
    lacking = said.anti_join(covered, ["source", "key", "statement", "month_number"])
    place = ("source", "filer_party_id", "form", "month_number")
    both = ibis.union(lacking.select(*place), bulk.select(*place))
    return both.mutate(year=_.month_number // 12, month=_.month_number % 12 + 1)


def _months(day: ibis.Value) -> ibis.Value:
    return day.year().cast("int64") * 12 + day.month().cast("int64") - 1
