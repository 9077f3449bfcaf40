"""Payments for several candidates or measures of California: one line of schedule E, of which D has a part for each.

A mailer for three candidates is paid once. Schedule E has the payment, schedule D what of it was for whom: the lines of
D count, which alone say that, and that of E is the same money.
"""

from collections.abc import Sequence

import ibis
from ibis import _

from headwater.ledger.book import Book
from headwater.ledger.giving_way import giving_way
from headwater.ledger.numbers import NONE
from headwater.ledger.pairing import HELD
from headwater.ledger.schedules import WHY_BILLED, WHY_BOUGHT, days_apart, expenditures

_BILL_DAYS = 366
"""What adds up to the cent, or is of one payee, is believed to be the bill for a year."""
_GROUPS = (("transaction_id", True), ("payee_name", True), ("first_day", False), ("filing_id", False))
"""In what the parts of one payment may be equal within their filing, and whether schedule E's line must be so, too."""
_OF_FILER = ("filer_key", "cents")
_SHOWN = (*HELD, "record_source", "other_line", "why", "doubt")


def apportioned(lines: ibis.Table, book: Book) -> ibis.Table:
    """What schedule E has as bought, where two or more open lines of D add up to it.

    All open lines of D of one transaction, payee or day of the filing, or all that the filing has. What D has of one
    day, or of one payee whom it names, may be paid in a later report, when the bill came, and stands in doubt. Each sum
    must be that of one line of E alone, and the other way round.
    """
    on_e, on_d = expenditures(lines)
    open_e = on_e.filter(_.about_name.fill_null(NONE) == NONE)
    open_d = on_d.anti_join(book.taken, [on_d.line_id == book.taken.other_line])
    found: list[ibis.Table] = []
    for by, is_of_both in _GROUPS:
        sums = _sums(open_d, by)
        pairs = _alone(open_e, sums, ("filing_id", "cents", *((by,) if is_of_both else ())))
        found.append(pairs.mutate(why=ibis.literal(WHY_BOUGHT), doubt=ibis.literal("")).select(*_SHOWN))
        open_d = open_d.anti_join(_used(sums, pairs), list(dict.fromkeys(("filing_id", by))))
        open_e = open_e.anti_join(pairs, "line_id")
    together = _together(open_e, open_d)
    found.append(together.mutate(why=ibis.literal(WHY_BOUGHT), doubt=ibis.literal("")).select(*_SHOWN))
    open_e, open_d = open_e.anti_join(together, "line_id"), open_d.anti_join(together, "filing_id")
    days = _billed(open_e, _sums(open_d, "first_day"), _OF_FILER)
    found.append(days.select(*_SHOWN))
    bought = open_e.filter(_.kind == "spending").anti_join(days, "line_id")
    found.append(_billed(bought, open_d.mutate(other_line=_.line_id), (*_OF_FILER, "payee_name")).select(*_SHOWN))
    return giving_way(ibis.union(*found), _.why, _.other_line, _.doubt)


def _sums(open_d: ibis.Table, by: str) -> ibis.Table:
    """What two or more lines of D of one filing that are equal in a column add up to."""
    alike = list(dict.fromkeys(("filing_id", by)))
    sums = open_d.group_by(alike).aggregate(
        filer_key=_.filer_key.min(), cents=_.cents.sum(), other_line=_.line_id.min(), parts=_.count()
    )
    return sums.filter((_.parts > 1) & (_.cents > 0))


def _alone(open_e: ibis.Table, sums: ibis.Table, on: Sequence[str]) -> ibis.Table:
    """Lines of E with the one sum that has their amount, where it has no other line."""
    pairs = open_e.select(*dict.fromkeys((*HELD, "record_source", *on))).inner_join(
        sums.select(*on, "other_line"), list(on)
    )
    return _single(pairs)


def _single(pairs: ibis.Table) -> ibis.Table:
    counted = pairs.mutate(sums=_.count().over(group_by="line_id"), payments=_.count().over(group_by="other_line"))
    return counted.filter((_.sums == 1) & (_.payments == 1))


def _used(sums: ibis.Table, pairs: ibis.Table) -> ibis.Table:
    return sums.semi_join(pairs, "other_line")


def _together(open_e: ibis.Table, open_d: ibis.Table) -> ibis.Table:
    """All that a filing's E calls independent expenditures, where it is as much as all that D has left."""
    spent = open_e.filter(_.kind == "independent_expenditure")
    paid = spent.group_by("filing_id").aggregate(cents=_.cents.sum())
    told = open_d.group_by("filing_id").aggregate(cents=_.cents.sum(), other_line=_.line_id.min())
    equal = paid.inner_join(told, ["filing_id", "cents"]).select("filing_id", "other_line")
    return spent.inner_join(equal, "filing_id")


def _billed(open_e: ibis.Table, open_d: ibis.Table, on: Sequence[str]) -> ibis.Table:
    """What a later report has as paid of what D has of some day."""
    made = open_d.select(*on, "other_line", made_in="filing_id", made_on="first_day")
    pairs = open_e.inner_join(made.view(), list(on))
    gap = pairs.first_day - pairs.made_on
    is_later = (pairs.filing_id != pairs.made_in) & gap.between(1, _BILL_DAYS)
    return _single(pairs.mutate(why=ibis.literal(WHY_BILLED), doubt=days_apart(gap)).filter(is_later))
