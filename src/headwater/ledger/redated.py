"""Californian reports of which an amendment corrects the period: by it they are two, and both would count."""

import ibis
from ibis import _

from headwater.ledger.book import CA_REPORTS, Filed
from headwater.ledger.extracts import OF_TEN

_SAME = ("filer_key", "statement", "schedule", "about_name")
_PART = ("filing_id", "schedule")


def redated(parts: ibis.Table, filed: Filed) -> ibis.Table:
    """Schedules of Californian reports that an amendment of overlapping days holds again: it corrects the period, too.

    Periods begin or end on one day; most of what the schedule itemizes stands in the amendment, on equal days. A
    schedule with a line of the days that the amendment leaves out stays: of those it says nothing. What was filed
    before amends another report: after one before the election, amended, a filer may tell the whole half-year.

    Args:
        parts: schedules of reports, with the days of their filings and the statement that they are part of.
        filed: the tables of the stage `sources`.
    """
    newer = parts.select(
        *_SAME, new_filing="filing_id", last_number="report_number", new_begins="begins", new_thru="period_thru",
        new_date="report_date",
    ).view()  # fmt: skip
    pairs = parts.inner_join(newer, [*_SAME, parts.report_number < newer.last_number])
    begins, ends = pairs.begins == pairs.new_begins, pairs.period_thru == pairs.new_thru
    is_over = (pairs.begins <= pairs.new_thru) & (pairs.new_begins <= pairs.period_thru)
    is_after = (pairs.new_date >= pairs.report_date).fill_null(True)
    pairs = pairs.filter((begins ^ ends) & is_over & is_after)
    itemized = _itemized(filed.lines)
    own = itemized.semi_join(pairs, list(_PART))
    days = ("begins", "period_thru", "new_begins", "new_thru")
    wanted = own.inner_join(pairs.select(*_PART, "new_filing", *days).distinct().view(), list(_PART))
    is_left_out = (wanted.date_from < wanted.new_begins) | (wanted.date_from > wanted.new_thru)
    is_of_period = wanted.date_from.between(wanted.begins, wanted.period_thru)
    by = (*_PART, "new_filing")
    whole = wanted.group_by(by).aggregate(lines=_.count(), left_out=(is_left_out & is_of_period).any())
    again = itemized.view().rename(new_filing="filing_id")
    held = wanted.semi_join(again, ["new_filing", *own.columns[1:]]).group_by(by).aggregate(times=_.count())
    most = whole.inner_join(held, list(by))
    found = most.filter(~_.left_out & (10 * _.times >= OF_TEN * _.lines)).select(*by)
    return pairs.semi_join(found.view(), list(by))


def _itemized(lines: ibis.Table) -> ibis.Table:
    """What schedules itemize, each once: by the transaction's id, or where a line has none by amount and parties."""
    own = lines.filter(_.form.isin(CA_REPORTS) & ~_.is_sum)
    said = own.cents.cast("string").concat(" ", own.payer_party_id, " ", own.payee_party_id)
    told = own.mutate(
        schedule=own.schedule.split(" ")[0], told=ibis.ifelse(own.transaction_id == "", said, own.transaction_id)
    )
    return told.select(*_PART, "told", "date_from").distinct()
