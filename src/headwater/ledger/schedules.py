"""Rules for schedules D and E of one California filing: payments for candidates and measures, told on both.

Schedule D sums up what schedule E itemizes, with the candidate or measure that it was for. Of a gift the line of
schedule E counts, of an independent expenditure that of schedule D, which alone says for or against whom it was.
"""

from collections.abc import Sequence

import ibis
from ibis import _

from headwater.ledger.book import Book
from headwater.ledger.giving_way import giving_way
from headwater.ledger.numbers import NONE, no_line
from headwater.ledger.pairing import HELD, Sides, nearest, only

_ANY_DAYS = 366
_BILL_DAYS = 184
"""A bill is paid within the half-year that a report covers at the most, or matched with none."""
WHY_BOUGHT = "schedule D of the same filing says for whom it was"
WHY_BILLED = "schedule D of a report of the same filer says for whom it was"
_BOUGHT = ("spending", "independent_expenditure")


def gifts_on_d(lines: ibis.Table, book: Book) -> ibis.Table:
    """A gift on schedule D with the transaction and amount of a line on schedule E."""
    return _given(nearest(Sides(*_gifts(lines), _TRANSACTION, book.taken), _ANY_DAYS))


def gifts_to_payee_on_d(lines: ibis.Table, book: Book) -> ibis.Table:
    """A gift on schedule D with the payee and amount of a line on schedule E."""
    return _given(nearest(Sides(*_gifts(lines), _TO_PAYEE, book.taken), _ANY_DAYS))


def gifts_to_number_on_d(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same by the payee's number and amount: schedule D may give the number without a name."""
    return _given(nearest(Sides(*_gifts(lines), _TO_NUMBER, book.taken), _ANY_DAYS))


def spending_on_e(lines: ibis.Table, book: Book) -> ibis.Table:
    """What schedule E says was bought, with the transaction and amount of an independent expenditure on D."""
    return _bought(nearest(Sides(*expenditures(lines), _TRANSACTION, book.taken), _ANY_DAYS))


def spending_to_payee_on_e(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same by payee and amount."""
    return _bought(nearest(Sides(*expenditures(lines), _TO_PAYEE, book.taken), _ANY_DAYS))


def spending_of_amount_on_e(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same by an amount that occurs once on each schedule of the filing."""
    return _bought(only(Sides(*expenditures(lines), ("filing_id", "cents"), book.taken), _ANY_DAYS))


def expenditures_billed(lines: ibis.Table, book: Book) -> ibis.Table:
    """An independent expenditure on schedule D that E of another report has as paid, when the bill came.

    Schedule D has it in the period in which it was made, E and F when it is paid, then without a topic. Schedule E's
    line counts, about what D says; it stands in doubt, as the two are alike by filer and amount alone.
    """
    on_e, on_d = expenditures(lines)
    paid = on_e.filter((_.kind == "independent_expenditure") & (_.about_name.fill_null(NONE) == NONE))
    told = on_d.filter(_.about_name.fill_null(NONE) != NONE)
    open_bills = told.anti_join(book.taken, [told.line_id == book.taken.other_line])
    pairs = nearest(Sides(open_bills, paid, ("filer_key", "cents"), book.taken), _BILL_DAYS)
    said = ibis.literal("reported as made on one day, and as paid ").concat(
        pairs.gap_days.cast("string"), " days apart"
    )
    return giving_way(pairs, ibis.literal("schedule E of another report has it as paid"), _.other_line, said)


def billed_to_the_cent(lines: ibis.Table, book: Book) -> ibis.Table:
    """What schedule E calls by what was bought, and D an expenditure of this amount, which is no round one.

    Two purchases of a filer hardly share an amount in cents; D mostly names no payee.
    """
    on_e, on_d = expenditures(lines.filter(_.cents % 100 != 0))
    bought = on_e.filter((_.kind == "spending") & (_.about_name.fill_null(NONE) == NONE))
    pairs = nearest(Sides(bought, on_d, ("filer_key", "cents"), book.taken), _BILL_DAYS)
    return giving_way(pairs, ibis.literal(WHY_BILLED), _.other_line, days_apart(pairs.gap_days))


def days_apart(gap_days: ibis.Value) -> ibis.Value:
    """What is odd about a payment that one schedule has on another day."""
    said = ibis.literal("reported as made on one day, and as paid ").concat(gap_days.cast("string"), " days apart")
    return ibis.ifelse(gap_days > 0, said, "")


def expenditures(lines: ibis.Table) -> tuple[ibis.Table, ibis.Table]:
    """What schedule E has as bought or spent independently, and the independent expenditures of D."""
    own = _own(lines)
    on_d = own.filter((_.schedule == "D") & (_.kind == "independent_expenditure"))
    return own.filter((_.schedule == "E") & _.kind.isin(_BOUGHT)), on_d


def spending_summed_on_d(lines: ibis.Table, book: Book) -> ibis.Table:
    """Several lines of schedule E that one line of D sums up, by transaction or else by payee."""
    on_e, on_d = expenditures(lines)
    pairs = [_summed(on_e, on_d, what, book) for what in (_TRANSACTION, _TO_PAYEE)]
    # A line that both find is of the transaction first.
    by_payee = pairs[1].anti_join(pairs[0], "line_id").anti_join(pairs[0], "other_line")
    return _bought(ibis.union(pairs[0].select(*_HELD_BY), by_payee.select(*_HELD_BY)))


def gifts_summed_on_d(lines: ibis.Table, book: Book) -> ibis.Table:
    """A gift on schedule D that is the sum of several lines of E, by transaction or else by payee."""
    on_d, on_e = _gifts(lines)
    summed = [_summed(on_e, on_d, what, book, is_part_free=False) for what in (_TRANSACTION, _TO_PAYEE)]
    named = ibis.union(*(pairs.select("other_line", part="line_id") for pairs in summed))
    first = named.group_by("other_line").aggregate(first_part=_.part.min())
    given = on_d.inner_join(first, [on_d.line_id == first.other_line]).drop("other_line")
    return _given(given.mutate(other_line=given.first_part))


def gifts_to_candidates_on_d(lines: ibis.Table, book: Book) -> ibis.Table:
    """A gift on schedule D that names the candidate as payee, where E has as many of day and amount that no other is.

    Of several nothing tells which is whose. They stand in doubt, for E may have paid somebody else.
    """
    on_d, on_e = _gifts(lines)
    told = on_d.filter(_.about_name == _.payee_name)
    given = on_e.filter(_.kind == "contribution_made")
    free = given.anti_join(book.taken, [given.line_id == book.taken.other_line])
    alike = ("filing_id", "cents", "first_day", "last_day")
    paid = free.group_by(alike).aggregate(payments=_.count(), first_line=_.line_id.min())
    counted = told.mutate(gifts=_.count().over(group_by=list(alike))).inner_join(paid, list(alike))
    same = counted.filter(_.gifts == _.payments)
    same = same.mutate(other_line=ibis.ifelse(same.gifts == 1, same.first_line, no_line()))
    return _given(same, "schedule D names the candidate alone")


def _summed(
    parts: ibis.Table, wholes: ibis.Table, what: Sequence[str], book: Book, *, is_part_free: bool = True
) -> ibis.Table:
    """Two or more lines of a filing that together have the amount of the one other line of equal columns.

    Args:
        parts: lines of schedule E.
        wholes: lines of schedule D.
        what: the columns in which they are equal, and the amount.
        book: what earlier rules have found; neither part nor whole may have a partner.
        is_part_free: whether the parts are what gives way, so that those standing have no partner.
    """
    alike = [name for name in what if name != "cents"]
    if is_part_free:
        wholes = wholes.anti_join(book.taken, [wholes.line_id == book.taken.other_line])
    else:
        parts = parts.anti_join(book.taken, [parts.line_id == book.taken.other_line])
    totals = parts.group_by(alike).aggregate(total=_.cents.sum(), parts=_.count()).filter(_.parts > 1)
    single = wholes.group_by(alike).aggregate(other_line=_.line_id.max(), whole=_.cents.max(), wholes=_.count())
    told = totals.inner_join(single.filter(_.wholes == 1), alike).filter(_.total == _.whole)
    return parts.inner_join(told.select(*alike, "other_line"), alike)


_HELD_BY = (*HELD, "record_source", "other_line")
_TRANSACTION = ("filing_id", "transaction_id", "cents")
_TO_PAYEE = ("filing_id", "payee_name", "cents")
_TO_NUMBER = ("filing_id", "payee_key", "cents")


def _gifts(lines: ibis.Table) -> tuple[ibis.Table, ibis.Table]:
    own = _own(lines)
    on_e = own.filter((_.schedule == "E") & _.kind.isin(("contribution_made", "spending")))
    return own.filter((_.schedule == "D") & (_.kind == "contribution_made")), on_e


def _own(lines: ibis.Table) -> ibis.Table:
    is_named = (lines.filing_id != "") & (lines.transaction_id != NONE) & (lines.payee_name != NONE)
    return lines.filter((lines.side == "payer") & is_named & ~lines.is_sum)


def _given(pairs: ibis.Table, doubt: str = "") -> ibis.Table:
    why = ibis.literal("schedule E of the same filing itemizes it")
    return giving_way(pairs, why, _.other_line, ibis.literal(doubt))


def _bought(pairs: ibis.Table) -> ibis.Table:
    return giving_way(pairs, ibis.literal(WHY_BOUGHT), _.other_line)
