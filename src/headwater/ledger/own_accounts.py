"""Rules for transfers of a party committee's state account to its federal one, which two agencies' records tell.

Schedule H3 of the federal report names no account but the committee's own nonfederal one; the state's report names the
federal account as whom it paid. One transfer may be several lines of H3, one for each purpose.
"""

import ibis
from ibis import _

from headwater.ledger.book import Book
from headwater.ledger.giving_way import WHY_PAYER, WHY_SIDE, giving_way
from headwater.ledger.numbers import NONE
from headwater.ledger.pairing import Sides, only
from headwater.ledger.sides import NEAR_DAYS

ALLOCATED = "H3"
_GAVE = ("contribution_made", "spending")
_KNOWN, _NAMED = ("payee_name", "payee_key", "cents"), ("payee_name", "cents")
_OF_TRANSFER = ("filing_id", "payee_name", "first_day", "last_day")
_DOUBT = "schedule H3 does not name the account that paid"


def paid_by_states(lines: ibis.Table) -> ibis.Value:
    """What committees that report to a state paid: some of them list such a transfer among their expenditures."""
    return (lines.side == "payer") & lines.kind.isin(_GAVE) & ~lines.record_source.startswith("fec_")


def known(lines: ibis.Table, book: Book) -> ibis.Table:
    """A line of H3 where the state's report pays just so much to the federal committee; that names both accounts."""
    return _named_by_payer(only(Sides(_allocated(lines), _paid(lines), _KNOWN, book.taken), NEAR_DAYS))


def known_whole(lines: ibis.Table, book: Book) -> ibis.Table:
    """The lines of H3 of one transfer where the state's report pays their sum to the federal committee."""
    h3 = _allocated(lines)
    pairs = only(Sides(_wholes(h3), _paid(lines), _KNOWN, book.taken), NEAR_DAYS)
    return _named_by_payer(h3.inner_join(pairs.select("other_line", first="line_id"), [("whole", "first")]))


def named(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same where the payee has the name alone, as where both accounts have it: who it is the federal line knows."""
    return _known_to_payee(only(Sides(_paid(lines), _allocated(lines), _NAMED, book.taken), NEAR_DAYS))


def named_whole(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same where the state's line is the sum of several."""
    return _known_to_payee(only(Sides(_paid(lines), _wholes(_allocated(lines)), _NAMED, book.taken), NEAR_DAYS))


def _paid(lines: ibis.Table) -> ibis.Table:
    return lines.filter(paid_by_states(lines))


def _allocated(lines: ibis.Table) -> ibis.Table:
    """Lines of H3, each with the first line, the number and the sum of those that tell of one transfer."""
    of_transfer = ibis.window(group_by=_OF_TRANSFER)
    h3 = lines.filter((_.schedule == ALLOCATED) & (_.payee_name != NONE) & (_.cents > 0))
    return h3.mutate(
        whole=_.line_id.min().over(of_transfer),
        parts=_.count().over(of_transfer),
        total=_.cents.sum().over(of_transfer),
    )


def _wholes(h3: ibis.Table) -> ibis.Table:
    return h3.filter((_.line_id == _.whole) & (_.parts > 1)).mutate(cents=_.total)


def _named_by_payer(h3: ibis.Table) -> ibis.Table:
    return giving_way(h3, ibis.literal(WHY_PAYER), _.other_line, ibis.literal(_DOUBT))


def _known_to_payee(paid: ibis.Table) -> ibis.Table:
    return giving_way(paid, ibis.literal(WHY_SIDE), _.other_line, ibis.literal(_DOUBT))
