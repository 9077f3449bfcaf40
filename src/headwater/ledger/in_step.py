"""Equal payments that recur, as often on both sides: the first of the one is the first of the other, and so on.

A cheque of one month may be nearer to what came in for the one before: paired by nearness alone the first and the last
are left, months apart, and count both.
"""

import ibis
from ibis import _

from headwater.ledger.book import Book
from headwater.ledger.giving_way import WHY_SIDE, giving_way
from headwater.ledger.pairing import PAIRED, Sides, free
from headwater.ledger.sides import (
    CONDUIT_DAYS,
    FLAGGED_DAYS,
    NEAR_DAYS,
    TRANSFER,
    UNNAMED_DAYS,
    conduit,
    earmarked,
    itemized,
    itemized_unnamed,
    passed_on,
    transfer,
)


def sides_in_step(lines: ibis.Table, book: Book) -> ibis.Table:
    """The payer's lines of transfers of which the payee reports as many, each within 45 days of the other in order.

    In doubt beyond a week.
    """
    pairs = in_order(transfer(lines, book, TRANSFER), FLAGGED_DAYS)
    said = "equal payments recur; the two sides state days " + pairs.gap_days.cast("string") + " days apart"
    doubt = ibis.ifelse(pairs.gap_days > NEAR_DAYS, said, "")
    return giving_way(pairs, ibis.literal(WHY_SIDE), _.other_line, doubt)


def conduits_out_in_step(lines: ibis.Table, book: Book) -> ibis.Table:
    """What a conduit reports as passed on of gifts that a giver repeats."""
    return passed_on(in_order(conduit(lines, book), CONDUIT_DAYS))


def conduits_named_in_step(lines: ibis.Table, book: Book) -> ibis.Table:
    """A conduit's records of gifts that a giver repeats, all of which the recipient itemizes as come through it."""
    return itemized(in_order(earmarked(lines, book, "conduit_key"), CONDUIT_DAYS))


def conduits_in_in_step(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same without the conduit's number."""
    return itemized_unnamed(in_order(earmarked(lines, book), UNNAMED_DAYS))


def in_order(sides: Sides, within: int) -> ibis.Table:
    """Pairs of equal columns in the order of their days, where there are as many on both sides, and two at least.

    Args:
        sides: what is paired.
        within: days that no such pair may be apart.

    Returns:
        As ``pairing.nearest``.
    """
    pairs = free(_several(sides))
    alike = ("record_source", *sides.on)
    left = ibis.window(group_by=alike, order_by=[_.first_day, _.last_day, _.line_id])
    right = ibis.window(group_by=alike, order_by=[_.other_first_day, _.other_last_day, _.other_line])
    ranked = pairs.mutate(of_left=ibis.dense_rank().over(left), of_right=ibis.dense_rank().over(right))
    same = ibis.window(group_by=alike)
    counted = ranked.mutate(lefts=_.of_left.max().over(same), rights=_.of_right.max().over(same))
    even = counted.filter((_.lefts == _.rights) & (_.lefts > 0) & (_.of_left == _.of_right))
    return even.mutate(widest=_.gap_days.max().over(same)).filter(_.widest <= within).select(*PAIRED)


def _several(sides: Sides) -> Sides:
    """The same pairs among fewer lines: of what stands but once nothing recurs."""
    alike = sides.left.view().group_by(*sides.on).aggregate(times=_.count()).filter(_.times > 1)
    return sides._replace(left=sides.left.semi_join(alike, sides.on))
