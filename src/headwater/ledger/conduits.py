"""Rules for earmarked money that goes through two conduits in a row: each reports it, the recipient names the last."""

from typing import Any

import ibis
from ibis import _

from headwater.ledger.book import Book
from headwater.ledger.giving_way import WHY_ONWARD, WHY_RECIPIENT, giving_way
from headwater.ledger.numbers import NONE
from headwater.ledger.pairing import Sides, nearest
from headwater.ledger.sides import CONDUIT_DAYS, FORWARDING_DAYS

_GIFT = ("recipient", "payer_name", "cents")
_LINK = ("filer_key", "recipient")
ITEMIZED_ABOVE = 20_000
"""Cents above which a recipient must itemize each gift of one giver (52 U.S.C. 30104(b)(3)(A))."""


def is_forwarding(lines: Any) -> Any:
    """A conduit's line of what it paid to another conduit for a recipient, whom its receipts name giver by giver."""
    # Without an aim there is no key, and what is compared with none is neither so nor not so.
    aim = lines.earmarked_for_key.fill_null(NONE)
    return (lines.schedule == "B memo") & (aim != NONE) & (aim != lines.payee_key)


def forwarded(lines: ibis.Table, _book: Book) -> ibis.Table:
    """Such lines, once they have told who passed what on to whom."""
    return giving_way(lines.filter(is_forwarding(lines)), ibis.literal("a memo: detail of another line"))


def from_conduits(lines: ibis.Table, book: Book) -> ibis.Table:
    """A conduit's record of money of which it names the conduit before it as the giver, which lists the givers."""
    came = _earmarked(lines).mutate(before=_.payer_key, after=_.filer_key)
    sent = _aimed(lines.filter(is_forwarding(lines))).mutate(before=_.filer_key, after=_.payee_key)
    pairs = nearest(Sides(came, sent, ("before", "after", "recipient", "cents"), book.taken), CONDUIT_DAYS)
    return giving_way(pairs, ibis.literal("the conduit that it came from names the giver"))


def onward(lines: ibis.Table, book: Book) -> ibis.Table:
    """A conduit's record of a gift that it passed on to another conduit, which reports it too."""
    others = _earmarked(lines).mutate(conduit_key=_.filer_key)
    pairs = nearest(Sides(_sent_on(lines), others, (*_GIFT, "conduit_key"), book.taken), CONDUIT_DAYS)
    return giving_way(pairs, ibis.literal(WHY_ONWARD), _.other_line)


def onward_named(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same where the recipient itemizes the gift as come through that other conduit."""
    pairs = nearest(Sides(_sent_on(lines), _own(lines), (*_GIFT, "conduit_key"), book.taken), CONDUIT_DAYS)
    return giving_way(pairs, ibis.literal(WHY_RECIPIENT), _.other_line)


def before_named(lines: ibis.Table, book: Book) -> ibis.Table:
    """A conduit's record of a gift that must be itemized, where the recipient has but one, through another conduit.

    Nothing else says that the one conduit passed it on to the other: it stands in doubt.
    """
    left, right = (told.filter(_.cents > ITEMIZED_ABOVE) for told in (_earmarked(lines), _own(lines)))
    pairs = nearest(Sides(left, right.filter(_.conduit_is_known), _GIFT, book.taken), 2 * FORWARDING_DAYS)
    days = left.select(of_line="line_id", came="first_day").inner_join(pairs, [("of_line", "line_id")])
    later = days.inner_join(right.select(other="line_id", arrived="last_day").view(), [("other_line", "other")])
    said = "the recipient itemizes it as come through another conduit, and no second gift"
    return giving_way(
        later.filter(_.came <= _.arrived).mutate(line_id=_.of_line), ibis.literal(WHY_RECIPIENT), _.other_line,
        ibis.literal(said),
    )  # fmt: skip


def _earmarked(lines: ibis.Table) -> ibis.Table:
    return _aimed(lines.filter(lines.schedule.endswith(" earmark")))


def _aimed(lines: ibis.Table) -> ibis.Table:
    return lines.mutate(recipient=_.earmarked_for_key)


def _own(lines: ibis.Table) -> ibis.Table:
    """What recipients itemize."""
    own = lines.filter((lines.side == "payee") & ~lines.schedule.endswith(" earmark"))
    return own.mutate(recipient=_.payee_key)


def _sent_on(lines: ibis.Table) -> ibis.Table:
    """Conduits' records with the one conduit to which their filer passes on what is for that recipient."""
    links = _aimed(lines.filter(is_forwarding(lines))).group_by(*_LINK)
    one = links.aggregate(next_key=_.payee_key.max(), ways=_.payee_key.nunique()).filter(_.ways == 1)
    return _earmarked(lines).inner_join(one, _LINK).mutate(conduit_key=_.next_key)
