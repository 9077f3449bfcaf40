"""Coverage: which filers, forms and months are in the records, and which months between two reports are not."""

import ibis
from ibis import _

from headwater.ledger.book import NOTICES
from headwater.ledger.chains import STATEMENTS


def coverage(lines: ibis.Table, filings: ibis.Table, keys: ibis.Table) -> ibis.Table:
    """How many lines, and of what sum as filed, each filer, form, schedule and month has; and the months missing.

    A month is missing where the filer's reports of one form cover days before and after it and none of its days, nor
    those of another form that makes the same statement (450 and 460; 990, 990-EZ and 990-PF).
    Nothing is said of months before a filer's first report or after its last.

    Args:
        lines: the table ``source_lines``.
        filings: the table ``source_filings``.
        keys: the table ``party_keys``.
    """
    grouped = lines.group_by(
        "filer_party_id", "form", "schedule", source=_.record_source, year=_.date_to.year().cast("int64"),
        month=_.date_to.month().cast("int64"),
    )  # fmt: skip
    held = grouped.aggregate(line_count=_.count(), cents=_.cents.sum()).mutate(state=ibis.literal("held"))
    told = lines.select("filer_party_id", "form", "period_from", "period_thru", source="record_source")
    stated = filings.select("filer_party_id", "form", "period_from", "period_thru", "source")
    missing = _missing(ibis.union(told, stated, distinct=True), keys)
    zero = ibis.literal(0, "int64")
    absent = missing.mutate(schedule=ibis.literal(""), state=ibis.literal("missing"), line_count=zero, cents=zero)
    columns = held.columns
    return ibis.union(held.select(*columns), absent.select(*columns))


def _missing(reports: ibis.Table, keys: ibis.Table) -> ibis.Table:
    """Months between the first and the last covered one of a filer and form that no report touches."""
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
    return lacking.mutate(year=_.month_number // 12, month=_.month_number % 12 + 1)


def _months(day: ibis.Value) -> ibis.Value:
    return day.year().cast("int64") * 12 + day.month().cast("int64") - 1
