"""Who may be named: what has a public number or files reports; people and firms from the case's threshold on."""

from collections.abc import Collection
from dataclasses import dataclass

import ibis
from ibis import _

_PUBLIC = ("candidate", "committee", "measure", "unnamed")


@dataclass(frozen=True, slots=True)
class NamingRule:
    """The case's rule: the threshold in cents, the people it names (normalised), and the entities it redacts."""

    threshold_cents: int
    named_people: Collection[str]
    redacted: Collection[str]


def _divide(cents: int, parts: int) -> int:
    """The engine's own division of whole numbers: Ibis divides by way of floating point, where money never is."""
    raise NotImplementedError(cents, parts)


_whole_part = ibis.udf.scalar.builtin(_divide, name="divide")


def reached(payments: ibis.Table, party_entities: ibis.Table, threshold_cents: int) -> ibis.Table:
    """The entities that gave at least the threshold to one vehicle in one two-year cycle, or were paid as much by one.

    A payment whose day is only known to lie in several cycles proves for one of them no more than its equal part.

    Args:
        payments: the table ``payments``.
        party_entities: the table ``party_entities``.
        threshold_cents: the case's threshold.
    """
    is_return = payments.kind == "return"
    first, last = (_cycle(payments[column]) for column in ("date_from", "date_to"))
    given = payments.select(
        giver=ibis.ifelse(is_return, payments.payee_party_id, payments.payer_party_id),
        taker=ibis.ifelse(is_return, payments.payer_party_id, payments.payee_party_id),
        is_return=is_return,
        cents=payments.cents,
        first=first,
        parts=(last - first).cast("int64") / 2 + 1,
    )
    given = given.mutate(parts=given.parts.cast("int64"))
    share = ibis.ifelse(
        given.is_return, -_whole_part(given.cents + given.parts - 1, given.parts), _whole_part(given.cents, given.parts)
    )
    shared = given.mutate(share=share, cycle=given.first)
    several = shared.filter(_.parts > 1)
    cycles = ibis.range(several.first, several.first + 2 * several.parts, 2)
    spread = several.mutate(cycle=cycles.unnest())
    columns = ("giver", "taker", "cycle", "share")
    every = ibis.union(shared.filter(_.parts == 1).select(*columns), spread.select(*columns))
    summed = every.group_by("giver", "taker", "cycle").aggregate(share=_.share.sum())
    who = party_entities.select("party_id", "entity_id")
    by_giver = summed.inner_join(who.view(), [("giver", "party_id")]).mutate(giver_id="entity_id")
    both = by_giver.select("giver_id", "taker", "cycle", "share").inner_join(who.view(), [("taker", "party_id")])
    sums = both.group_by("giver_id", "entity_id", "cycle").aggregate(share=_.share.sum())
    large = sums.filter(sums.share >= threshold_cents)
    return ibis.union(large.select(entity_id="giver_id"), large.select("entity_id"), distinct=True)


def _cycle(day: ibis.Value) -> ibis.Value:
    """The two-year election cycle of a day (``base.dates.cycle_of``)."""
    return (day.year() + day.year() % 2).cast("int64")


def may_be_named(entities: ibis.Table, rule: NamingRule) -> ibis.Table:
    """Whether pages, search and exports may name an entity, as the column ``is_named``.

    A person, a firm or one of unknown kind needs a reason to be named: forms file people who trade under a name as
    organisations. Who is no person has one if it files reports or has a public identifier. Words that name nobody are
    no name.

    Args:
        entities: rows with ``entity_id``, ``kind``, ``files``, ``has_number``, ``has_name``, ``is_above`` (it reached
            the threshold) and ``is_listed`` (the case names it).
        rule: the case's rule.
    """
    speaks = (entities.kind != "person") & (entities.files | entities.has_number)
    has_reason = entities.kind.isin(_PUBLIC) | entities.is_above | entities.is_listed | speaks
    redacted = sorted(rule.redacted)
    is_redacted = entities.entity_id.isin(redacted) if redacted else ibis.literal(False)
    return entities.mutate(is_named=has_reason & entities.has_name & ~is_redacted)
