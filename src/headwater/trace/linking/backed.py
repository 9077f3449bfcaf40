"""The evaluator ``backed``: entities that a donor set's gifts make X-backed, and the candidates they spent for.

As a news article describes the report of 2022: an entity is X-backed if X was its sole source, or its primary donor,
or X's gifts to it in the relevant cycles exceed what it spent on candidates; a candidate is X-backed if X or an
X-backed entity spent for them. "Primary" is not defined there: it runs as largest donor and as more than half.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from headwater.trace.linking.book import FOR_CLASSES, Gift, LinkBook, Spent, cycle_of
from headwater.trace.linking.rule import Link, Value

ITSELF = "itself"
ARMS = {
    "sole": ("sole",),
    "primary_majority": ("primary_majority",),
    "primary_largest": ("primary_largest",),
    "exceeds": ("exceeds",),
    "any_majority": ("sole", "primary_majority", "exceeds"),
    "any_largest": ("sole", "primary_largest", "exceeds"),
}
WHOSE = ("own", "own and backed entities'")
NEEDS: dict[str, tuple[str, ...]] = {"reading": tuple(ARMS), "whose_gifts": WHOSE, "cycle_years": ()}
_NO_ENTITIES = frozenset({"person", "unnamed", "measure", "candidate"})


@dataclass(frozen=True, slots=True)
class _Cycle:
    """The gifts and spending of one cycle: gifts by payee, and what each entity spent on candidates, cents."""

    gifts: Mapping[str, Sequence[Gift]]
    spent: Sequence[Spent]
    outlay: Mapping[str, int]


def backed(book: LinkBook, settings: Mapping[str, Value]) -> Iterable[Link]:
    """Links of entities and of candidates; one for each arm that fired.

    People, unnamed payees, ballot measures and candidates' own committees are no entities here.

    Args:
        book: what is decided on.
        settings: ``reading`` (a key of ``ARMS``), ``whose_gifts`` (whether gifts of entities already backed count as
            the donor set's), ``cycle_years`` (0: all years are one cycle; an arm must fire inside one cycle).
    """
    years = int(settings["cycle_years"])
    found: list[Link] = []
    for cycle in _cycles(book, years):
        for donor_set, members in book.donor_sets.items():
            arms = _backed_in(book, cycle, members, settings)
            found += _entities(donor_set, members, cycle, arms)
            found += _candidates(donor_set, members, cycle, arms)
    return merged(found)


def merged(links: Iterable[Link]) -> list[Link]:
    """Links of the same subject, class, arm and way as one: their cents and payments together, bounds left out."""
    found: dict[tuple[str, ...], Link] = {}
    for link in links:
        key = (link.donor_set, link.subject, link.entity_id, link.target_class, link.arm, link.via_entity_id)
        first = found.get(key)
        found[key] = (
            link
            if first is None
            else replace(
                first,
                cents=first.cents + link.cents,
                reached=tuple(dict.fromkeys((*first.reached, *link.reached))),
                evidence=tuple(dict.fromkeys((*first.evidence, *link.evidence))),
            )
        )
    return list(found.values())


def _cycles(book: LinkBook, years: int) -> list[_Cycle]:
    gifts: dict[int, dict[str, list[Gift]]] = defaultdict(lambda: defaultdict(list))
    spent: dict[int, list[Spent]] = defaultdict(list)
    for gift in book.gifts:
        gifts[cycle_of(gift.year, years)][gift.payee_id].append(gift)
    for one in book.spent:
        spent[cycle_of(one.year, years)].append(one)
    found = []
    for cycle in sorted({*gifts, *spent}):
        outlay: dict[str, int] = defaultdict(int)
        # One expenditure about two candidates is one outlay.
        for payer, _, cents in {(one.payer_id, one.payment_id, one.cents) for one in spent[cycle]}:
            outlay[payer] += cents
        found.append(_Cycle(gifts[cycle], spent[cycle], outlay))
    return found


def _backed_in(
    book: LinkBook, cycle: _Cycle, members: frozenset[str], settings: Mapping[str, Value]
) -> dict[str, tuple[str, ...]]:
    """The arms that fire for each entity, in rounds until no further entity is backed."""
    wanted = ARMS[str(settings["reading"])]
    barred = members | book.candidates_own
    whose = members
    while True:
        arms = {
            entity: fired
            for entity, gifts in cycle.gifts.items()
            if entity not in barred and book.kinds.get(entity, "unknown") not in _NO_ENTITIES
            if (fired := _fired(entity, gifts, whose, (book.kinds, cycle.outlay), wanted))
        }
        further = members | arms.keys()
        if settings["whose_gifts"] == WHOSE[0] or further == whose:
            return arms
        whose = further


def _fired(
    entity: str,
    gifts: Sequence[Gift],
    whose: frozenset[str],
    facts: tuple[Mapping[str, str], Mapping[str, int]],
    wanted: tuple[str, ...],
) -> tuple[str, ...]:
    kinds, outlay = facts
    by_payer: dict[str, int] = defaultdict(int)
    for gift in gifts:
        by_payer[ITSELF if gift.payer_id in whose and gift.payer_id != entity else gift.payer_id] += gift.cents
    ours, total = by_payer.pop(ITSELF, 0), sum(gift.cents for gift in gifts)
    # A sum over givers that a filing does not itemize is nobody's gift: it cannot be the largest donor.
    largest = max((cents for payer, cents in by_payer.items() if kinds.get(payer) != "unnamed"), default=0)
    spent = outlay.get(entity, 0)
    fires = {
        "sole": ours > 0 and ours == total,
        "primary_majority": 2 * ours > total,
        "primary_largest": ours > 0 and ours >= largest,
        "exceeds": ours > spent > 0,
    }
    return tuple(arm for arm in wanted if fires[arm])


def _entities(
    donor_set: str, members: frozenset[str], cycle: _Cycle, arms: Mapping[str, tuple[str, ...]]
) -> Iterable[Link]:
    for entity, fired in arms.items():
        givers = members | arms.keys()
        gifts = [gift for gift in cycle.gifts[entity] if gift.payer_id in givers]
        if own := [gift for gift in gifts if gift.payer_id in members]:
            gifts = own
        cents, ids = sum(gift.cents for gift in gifts), tuple(gift.payment_id for gift in gifts)
        for arm in fired:
            yield Link(donor_set, "entity", entity, arm=arm, cents=cents, evidence=ids)


def _candidates(
    donor_set: str, members: frozenset[str], cycle: _Cycle, arms: Mapping[str, tuple[str, ...]]
) -> Iterable[Link]:
    evidence = {link.entity_id: link.evidence for link in _entities(donor_set, members, cycle, arms)}
    for one in cycle.spent:
        if one.target_class not in FOR_CLASSES:
            continue
        by = one.payer_id
        for arm in (ITSELF,) if by in members else arms.get(by, ()):
            yield Link(
                donor_set, "candidate", one.candidate_id, one.target_class, arm,
                via_entity_id="" if by in members else by, cents=one.cents, reached=(one.payment_id,),
                evidence=() if by in members else evidence[by],
            )  # fmt: skip
