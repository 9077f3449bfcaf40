"""Rules for schedules D and E of one California filing: payments for candidates and measures, told on both.

Schedule D sums up what schedule E itemizes, with the candidate or measure that it was for. Of a gift the line of
schedule E counts, of an independent expenditure that of schedule D, which alone says for or against whom it was.
"""

import ibis
from ibis import _

from headwater.ledger.book import Book
from headwater.ledger.giving_way import giving_way
from headwater.ledger.pairing import Sides, nearest, only

_ANY_DAYS = 366
_BOUGHT = ("spending", "independent_expenditure")


def gifts_on_d(lines: ibis.Table, book: Book) -> ibis.Table:
    """A gift on schedule D with the transaction and amount of a line on schedule E."""
    return _given(nearest(Sides(*_gifts(lines), _TRANSACTION, book.taken), _ANY_DAYS))


def gifts_to_payee_on_d(lines: ibis.Table, book: Book) -> ibis.Table:
    """A gift on schedule D with the payee and amount of a line on schedule E."""
    return _given(nearest(Sides(*_gifts(lines), _TO_PAYEE, book.taken), _ANY_DAYS))


def spending_on_e(lines: ibis.Table, book: Book) -> ibis.Table:
    """What schedule E says was bought, with the transaction and amount of an independent expenditure on D."""
    return _bought(nearest(Sides(*_expenditures(lines), _TRANSACTION, book.taken), _ANY_DAYS))


def spending_to_payee_on_e(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same by payee and amount."""
    return _bought(nearest(Sides(*_expenditures(lines), _TO_PAYEE, book.taken), _ANY_DAYS))


def spending_of_amount_on_e(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same by an amount that occurs once on each schedule of the filing."""
    return _bought(only(Sides(*_expenditures(lines), ("filing_id", "cents"), book.taken), _ANY_DAYS))


_TRANSACTION = ("filing_id", "transaction_id", "cents")
_TO_PAYEE = ("filing_id", "payee_name", "cents")


def _gifts(lines: ibis.Table) -> tuple[ibis.Table, ibis.Table]:
    own = _own(lines)
    on_e = own.filter((_.schedule == "E") & _.kind.isin(("contribution_made", "spending")))
    return own.filter((_.schedule == "D") & (_.kind == "contribution_made")), on_e


def _expenditures(lines: ibis.Table) -> tuple[ibis.Table, ibis.Table]:
    own = _own(lines)
    on_d = own.filter((_.schedule == "D") & (_.kind == "independent_expenditure"))
    return own.filter((_.schedule == "E") & _.kind.isin(_BOUGHT)), on_d


def _own(lines: ibis.Table) -> ibis.Table:
    is_named = (lines.filing_id != "") & (lines.transaction_id != "") & (lines.payee_name != "")
    return lines.filter((lines.side == "payer") & is_named & ~lines.is_sum)


def _given(pairs: ibis.Table) -> ibis.Table:
    return giving_way(pairs, ibis.literal("schedule E of the same filing itemizes it"), _.other_line)


def _bought(pairs: ibis.Table) -> ibis.Table:
    return giving_way(pairs, ibis.literal("schedule D of the same filing says for whom it was"), _.other_line)
