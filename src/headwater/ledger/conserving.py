"""Conservation: opening + in = out + closing for each account, with the unknown named."""

import ibis
from ibis import _

from headwater.ledger.book import agency_number

_BALANCES = ("opening_balance", "closing_balance")
_CASH = {
    "cash receipts": ("cash", 1),
    "miscellaneous increases to cash": ("cash", 1),
    "cash payments": ("cash", -1),
    "receipts": ("all", 1),
    "expenditures": ("all", -1),
}
"""Stated totals by what they are of, cash alone or all, and whether it came in or went out.

Where a form states its cash apart, its receipts hold what never was cash, gifts in kind.
"""


def conservation(paid: ibis.Table, keys: ibis.Table, totals: ibis.Table, filings: ibis.Table) -> ibis.Table:
    """Books of every account: opening balance, what came in, what went out, closing balance, what is left.

    The books run from the first day for which the filer or an agency reports an opening balance to the last for which a
    closing balance is reported. Where no opening is reported it is the least that keeps every day's balance at or
    above zero. Independent expenditures leave an account like any payment; in-kind value enters and is used at once, so
    that it stands on neither side. What is not itemized is part of the unknown; where the filer or the agency states
    all that came in and went out in the time of the books, that part of it is named, and so is what their own figures
    do not add up to: unknown = not added up − received, not itemized + paid, not itemized.

    Args:
        paid: the table ``payments``.
        keys: the table ``party_keys``.
        totals: the table ``source_totals``.
        filings: the table ``source_filings``.
    """
    reported = _reported(totals.filter(_.measure.isin(_BALANCES)), keys, filings)
    opened = _first(reported.filter(_.measure == "opening_balance"), "period_from", is_first=True)
    closed = _first(reported.filter(_.measure == "closing_balance"), "period_thru", is_first=False)
    opened = opened.select(opened_key="key", opening="cents", begins="period_from")
    closed = closed.select(closed_key="key", closing="cents", ends="period_thru", closing_source="source")
    moves = _moves(paid, keys)
    bounded = moves.left_join(opened, moves.key == opened.opened_key).left_join(closed, _.key == closed.closed_key)
    inside = bounded.filter((_.begins.isnull() | (_.day >= _.begins)) & (_.ends.isnull() | (_.day <= _.ends))).select(
        "key", "party_id", "day", "change"
    )
    sums = inside.group_by("key").aggregate(
        party_id=_.party_id.min(),
        in_cents=ibis.ifelse(_.change > 0, _.change, 0).sum(),
        out_cents=ibis.ifelse(_.change < 0, -_.change, 0).sum(),
    )
    accounts = (
        sums.filter((_.in_cents > 0) & (_.out_cents > 0))
        .inner_join(_lowest(inside), "key")
        .left_join(opened, [("key", "opened_key")])
        .left_join(closed, [("key", "closed_key")])
        .left_join(_stated(totals, keys, filings, opened, closed), [("key", "stated_key")])
    )
    opening = ibis.coalesce(accounts.opening, ibis.greatest(-accounts.lowest, 0))
    left = opening + accounts.in_cents - accounts.out_cents - ibis.coalesce(accounts.closing, 0)
    is_reported = accounts.opening.notnull()
    return accounts.mutate(
        period_from=accounts.begins,
        period_thru=accounts.ends,
        opening_cents=opening,
        is_opening_reported=is_reported,
        closing_cents=accounts.closing,
        unknown_cents=left,
        unlisted_in_cents=accounts.stated_in - accounts.in_cents,
        unlisted_out_cents=accounts.stated_out - accounts.out_cents,
        stated_gap_cents=accounts.opening + accounts.stated_in - accounts.stated_out - accounts.closing,
        is_exact=is_reported & accounts.closing.notnull() & (left == 0),
    )


def _moves(paid: ibis.Table, keys: ibis.Table) -> ibis.Table:
    """What came in and went out, of those who both pay and are paid."""
    cash = paid.filter((_.kind != "in_kind") & (_.returns_kind != "in_kind"))
    came = cash.select(party_id="payee_party_id", day="date_to", change="cents")
    went = cash.select(party_id="payer_party_id", day="date_to", change=-cash.cents)
    named = keys.select("party_id", "key")
    # Most parties only pay or are only paid: they have no books.
    both = named.semi_join(came, "party_id").select("key").intersect(named.semi_join(went, "party_id").select("key"))
    return ibis.union(came, went).inner_join(named.semi_join(both, "key"), "party_id")


def _lowest(moves: ibis.Table) -> ibis.Table:
    days = moves.group_by("key", "day").aggregate(change=_.change.sum())
    running = ibis.window(group_by="key", order_by="day", preceding=None, following=0)
    return days.mutate(balance=_.change.sum().over(running)).group_by("key").aggregate(lowest=_.balance.min())


def _reported(totals: ibis.Table, keys: ibis.Table, filings: ibis.Table) -> ibis.Table:
    """Stated totals with the number of the report that states each: of an amendment the agency's, where that grows."""
    told = filings.group_by("filing_id").aggregate(told=_.report_number.max(), filed=_.report_date.max())
    own = ibis.ifelse(told.told > 0, agency_number(told.filing_id), ibis.null("int64"))
    numbers = told.mutate(number=ibis.coalesce(own, told.told))
    named = totals.inner_join(keys.select("party_id", "key"), "party_id")
    return named.left_join(numbers, "filing_id").select(
        "key", "measure", "cents", "period_from", "period_thru", "source", "page",
        number=_.number.fill_null(0), filed=_.filed,
    )  # fmt: skip


def _first(balances: ibis.Table, day: str, *, is_first: bool) -> ibis.Table:
    """One balance for each filer: of the first or last period, as the last report on it states it."""
    # An agency's yearly summary may give the last day of what it sums up alone.
    known = ibis.coalesce(balances[day], balances.period_thru)
    ends = known.asc(nulls_first=is_first) if is_first else known.desc(nulls_first=False)
    order = [ends, balances.number.desc(), balances.filed.desc(nulls_first=False), balances.source, balances.cents]
    ranked = balances.mutate(place=ibis.row_number().over(group_by="key", order_by=order))
    return ranked.filter(_.place == 0)


def _stated(
    totals: ibis.Table, keys: ibis.Table, filings: ibis.Table, opened: ibis.Table, closed: ibis.Table
) -> ibis.Table:
    """All that came in and went out in the time of the books, as whoever states the closing balance states it."""
    told = _reported(totals.filter(_.measure.isin(list(_CASH))), keys, filings)
    # Not by page: an amendment's has another name, and a form and its schedule may both state one thing.
    last = ibis.window(
        group_by=["key", "source", "measure", "period_from", "period_thru"],
        order_by=[_.number.desc(), _.filed.desc(nulls_first=False), _.page, _.cents],
    )
    current = told.mutate(place=ibis.row_number().over(last)).filter(_.place == 0)
    bounded = current.inner_join(closed, [("key", "closed_key"), ("source", "closing_source")])
    bounded = bounded.left_join(opened, [("key", "opened_key")])
    inside = bounded.filter(
        (_.begins.isnull() | _.period_from.isnull() | (_.period_from >= _.begins))
        & (_.ends.isnull() | _.period_thru.isnull() | (_.period_thru <= _.ends))
    )
    sums = inside.group_by(stated_key="key").aggregate(
        **{
            f"{what}_{'in' if sign > 0 else 'out'}": _.cents.sum(
                where=_.measure.isin([name for name, kind in _CASH.items() if kind == (what, sign)])
            )
            for what, sign in _CASH.values()
        }
    )
    return sums.select(
        "stated_key",
        stated_in=ibis.coalesce(sums.cash_in, sums.all_in),
        stated_out=ibis.coalesce(sums.cash_out, sums.all_out),
    )
