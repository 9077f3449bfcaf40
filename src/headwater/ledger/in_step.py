"""Equal payments that recur, as often on both sides: the first of the one is the first of the other, and so on.

A cheque of one month may be nearer to what came in for the one before: paired by nearness alone the first and the last
are left, months apart, and count both.
"""

import ibis
from ibis import _

from headwater.ledger.book import Book
from headwater.ledger.giving_way import WHY_SIDE, giving_way
from headwater.ledger.pairing import in_order
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
