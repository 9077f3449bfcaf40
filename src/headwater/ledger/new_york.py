"""Rules for New York's reports: purchases behind one payment, filers of one name, gifts in kind bought for another.

Its rows name who is not the filer without a number, and details of a row stand among the rows.
"""

import ibis
from ibis import _

from headwater.ledger.book import Book
from headwater.ledger.giving_way import WHY_IN_KIND, WHY_SIDE, giving_way
from headwater.ledger.numbers import NONE
from headwater.ledger.pairing import Sides, nearest, only
from headwater.ledger.sides import FLAGGED_DAYS, NEAR_DAYS, transfer

BOARD = "ny_boe"
DETAIL, IN_KIND = " detail", " in kind"
"""How the schedule ends of a row that details another, and of an expenditure that its own text calls in kind."""
_NAMES = ("payer_name", "payee_name", "cents")


def of_board(lines: ibis.Table) -> ibis.Value:
    """Whether any line is the Board's."""
    return (lines.record_source == BOARD).any()


def bought_with(lines: ibis.Table, _book: Book) -> ibis.Table:
    """What a credit card's bill or a reimbursement was for, where the payment itself stands in the same report.

    A detail has its payment's transaction id. Where the details come to more than the payment it stands in doubt.
    """
    details = lines.filter((lines.record_source == BOARD) & lines.schedule.endswith(DETAIL))
    own = ("filing_id", "transaction_id")
    rest = lines.filter((lines.record_source == BOARD) & ~lines.schedule.endswith(DETAIL) & (lines.cents > 0))
    paid = rest.group_by(*own).aggregate(whole=_.line_id.min(), paid=_.cents.sum())
    told = details.group_by(*own).aggregate(detailed=_.cents.sum()).inner_join(paid, list(own))
    held = details.inner_join(told.select(*own, "whole", "paid", "detailed").view(), list(own))
    doubt = ibis.ifelse(held.detailed > held.paid, "its details come to more than the payment", "")
    return giving_way(held, ibis.literal("a detail of a payment of the same report"), held.whole, doubt)


def sides_of_one_name(lines: ibis.Table, book: Book) -> ibis.Table:
    """Both sides of a transfer where several filers have the payer's or the payee's name, so that it gives no number.

    Candidates and their committees register anew for another office. Beyond a week it stands in doubt.
    """
    sides = transfer(lines.filter(lines.record_source == BOARD), book, _NAMES)
    own = (_.payer_name != NONE) & (_.payee_name != NONE) & (_.payer_key != _.payee_key)
    is_paid = (_.payer_key == _.filer_key) & _.money_class.isin(("gift", "spending"))
    is_got = (_.payee_key == _.filer_key) & (_.money_class == "gift")
    left, right = sides.left.filter(own & is_paid), sides.right.filter(own & is_got)
    pairs = nearest(sides._replace(left=left, right=right), FLAGGED_DAYS)
    said = ibis.literal("several filers have the name; the two sides state days ").concat(
        pairs.gap_days.cast("string"), " days apart"
    )
    return giving_way(pairs, ibis.literal(WHY_SIDE), _.other_line, ibis.ifelse(pairs.gap_days > NEAR_DAYS, said, ""))


def bought_in_kind(lines: ibis.Table, book: Book) -> ibis.Table:
    """What the giver of a gift in kind reports as paid to whoever delivered it, of the gift's amount within 45 days.

    Its text calls it in kind, or the amount is no round one, which two purchases hardly share; neither has another
    such partner. The gift counts, as the committee reports it; it stands in doubt.
    """
    own = lines.filter((lines.record_source == BOARD) & (lines.cents > 0))
    is_told = own.schedule.endswith(IN_KIND) | (own.cents % 100 != 0)
    bought = own.filter((_.side == "payer") & (_.kind == "spending") & is_told & ~own.schedule.endswith(DETAIL))
    given = own.filter((_.side == "payee") & (_.kind == "in_kind") & (_.payer_key != NONE))
    pairs = only(Sides(bought, given, ("payer_key", "cents"), book.taken), FLAGGED_DAYS)
    said = ibis.literal("the giver names who was paid for what was given in kind")
    return giving_way(pairs, ibis.literal(WHY_IN_KIND), _.other_line, said)
