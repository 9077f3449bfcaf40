"""Whose payment a line is evidence of, and what the lines that do not count say of the payments that they prove."""

from typing import NamedTuple

import ibis
from ibis import _

from headwater.ledger.numbers import line_of, number_of_line
from headwater.ledger.uncounted import KEY

_BETWEEN = "\x1f"
_PAYMENT = "Y"
DAYS = ("date_from", "date_to")
"""What a line that does not count says of its payment."""


class Found(NamedTuple):
    """What a run of the rules finds.

    ``uncounted``: the lines that do not count, as the table of that name holds them. ``evidence``: for each payment
    that they prove, how many they are (``more_lines``), the days that they allow, what is odd about them, and whom or
    what they tell the payment was about.
    """

    uncounted: ibis.Table
    evidence: ibis.Table


def ended(gone: ibis.Table, ends: ibis.Table) -> ibis.Table:
    """Lines by their places, with the number of the payment each is evidence of.

    That is nothing where what a line gives way to proves no payment.

    Args:
        gone: what the rules have found.
        ends: where those lead that give way to a line which gives way.
    """
    dead = gone.filter(_.same_as.isnull()).select(dead_line="line_id").distinct()
    told = gone.left_join(ends, "place").mutate(end=ibis.coalesce(_.end, _.same_as))
    found = told.left_join(dead, told.end == dead.dead_line)
    is_none = found.end.isnull() | found.dead_line.notnull()
    return found.select(
        "place", "why_not", "doubt", payment=ibis.ifelse(is_none, ibis.null(found.end.type()), found.end)
    )


def told(found: ibis.Table, places: ibis.Table) -> ibis.Table:
    """Rows of ``uncounted``, of lines by their places."""
    keyed = found.inner_join(places, "place")
    payment = ibis.ifelse(keyed.payment.isnull(), "", line_of(keyed.payment, _PAYMENT))
    keyed = keyed.mutate(line_id=line_of(keyed.line_id), payment_id=payment)
    return keyed.select(*KEY, "why_not", "doubt", "payment_id")


def found_before(uncounted: ibis.Table, places: ibis.Table) -> ibis.Table:
    """Rows of ``uncounted`` by their places, as `ended` gives them; those that have none now are left out."""
    keyed = uncounted.inner_join(places.mutate(line_id=line_of(places.line_id)), KEY)
    payment = number_of_line(keyed.payment_id.nullif(""))
    return keyed.select("place", "why_not", "doubt", payment=payment)


def topics(lines: ibis.Table, uncounted: ibis.Table) -> ibis.Table:
    """Whom the independent expenditures among the lines that do not count are about, by ``payment_id``."""
    telling = lines.filter((_.kind == "independent_expenditure") & (_.about_party_id != ""))
    proving = uncounted.filter(_.payment_id != "").select(*KEY, "payment_id")
    found = telling.select(*KEY, "about_party_id", "stance").inner_join(proving, KEY)
    by_payment = found.group_by("payment_id").aggregate(topic=_.about_party_id.concat(_BETWEEN, _.stance).max())
    both = by_payment.topic.split(_BETWEEN)
    return by_payment.select("payment_id", told_about=both[0], told_stance=both[1])


def evidence(found: ibis.Table, places: ibis.Table, told_topics: ibis.Table) -> ibis.Table:
    """What the lines that do not count say of the payments that they prove.

    Args:
        found: as `ended` gives it.
        places: the places of all lines that the rules see, with their days.
        told_topics: as `topics` gives it.
    """
    proving = found.filter(_.payment.notnull()).inner_join(places.select("place", *DAYS), "place")
    by_payment = proving.group_by("payment").aggregate(
        more_lines=_.count(), latest_from=_.date_from.max(), earliest_to=_.date_to.min(), doubts=_.doubt.max()
    )
    named = by_payment.mutate(payment_id=line_of(by_payment.payment, _PAYMENT)).drop("payment")
    return named.left_join(told_topics, "payment_id").drop("payment_id_right")
