"""Who may be named: what has a public number or files reports; people and firms from the case's threshold on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from headwater.base.dates import cycle_of

_PUBLIC = frozenset({"candidate", "committee", "measure", "unnamed"})


@dataclass(frozen=True, slots=True)
class NamingRule:
    """The case's rule: the threshold in cents, the people it names, and the entities it redacts."""

    threshold_cents: int
    named_people: Collection[str]
    redacted: Collection[str]


def reached(payments: Iterable[Mapping[str, Any]], entity_of: Mapping[str, str], threshold_cents: int) -> set[str]:
    """The entities that gave at least the threshold to one vehicle in one two-year cycle, or were paid as much by one.

    A payment whose day is only known to lie in several cycles proves for one of them no more than its equal part.
    """
    sums: dict[tuple[str, str, int], int] = {}
    for payment in payments:
        payer, payee = entity_of[payment["payer_party_id"]], entity_of[payment["payee_party_id"]]
        given, sign = ((payee, payer), -1) if payment["kind"] == "return" else ((payer, payee), 1)
        cycles = range(cycle_of(payment["date_from"]), cycle_of(payment["date_to"]) + 1, 2)
        for cycle in cycles:
            place = (*given, cycle)
            sums[place] = sums.get(place, 0) + sign * payment["cents"] // len(cycles)
    large = [pair for pair, cents in sums.items() if cents >= threshold_cents]
    return {payer for payer, _payee, _cycle in large} | {payee for _payer, payee, _cycle in large}


def may_be_named(entity_id: str, kind: str, normal_names: Collection[str], has_role: bool, rule: NamingRule) -> bool:
    """Whether pages, search and exports may name an entity.

    Args:
        entity_id: the entity.
        kind: its kind; a person, a firm or one of unknown kind needs a reason to be named: forms file people
            who trade under a name as organisations.
        normal_names: its names, normalised.
        has_role: whether it reached the threshold, or (no person) files reports or has a public identifier.
        rule: the case's rule.
    """
    if entity_id in rule.redacted:
        return False
    return kind in _PUBLIC or has_role or any(name in rule.named_people for name in normal_names)
