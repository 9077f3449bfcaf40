"""The evaluator ``backed``: entities that a donor set's gifts make X-backed, and the candidates they spent for.

As a news article describes the report of 2022: an entity is X-backed if X was its sole source, or its primary donor,
or X's gifts to it in the relevant cycles exceed what it spent on candidates; a candidate is X-backed if X or an
X-backed entity spent for them. "Primary" is not defined there: it runs as largest donor and as more than half.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from headwater.trace.linking.book import FOR_CLASSES, LinkBook, Spent, cycle_of
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
    """Gifts and spending of one cycle: its last year, sums by payee and payer, who was given to by whom.

    ``outlay`` is what each entity spent on candidates, cents. Whom no donor set's money can reach is left out.
    """

    last_year: int
    sums: Mapping[str, Mapping[str, int]]
    given_by: Mapping[str, set[str]]
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
            entities = list(_entities(book, donor_set, cycle, arms, years))
            found += entities
            found += _candidates(donor_set, members, cycle, arms, entities)
    return merged(found)


def merged(links: Iterable[Link]) -> list[Link]:
    """Links of the same subject, class, arm and way as one: their cents and payments together, bounds left out."""
    found: dict[tuple[str, ...], list[Link]] = defaultdict(list)
    for link in links:
        key = (link.donor_set, link.subject, link.entity_id, link.target_class, link.arm, link.via_entity_id)
        found[key].append(link)
    return [
        some[0]
        if len(some) == 1
        else replace(
            some[0],
            cents=sum(link.cents for link in some),
            reached=tuple(dict.fromkeys(one for link in some for one in link.reached)),
            evidence=tuple(dict.fromkeys(one for link in some for one in link.evidence)),
        )
        for some in found.values()
    ]


def _cycles(book: LinkBook, years: int) -> list[_Cycle]:
    if ("cycles", years) in book.kept:
        known: list[_Cycle] = book.kept["cycles", years]
        return known
    spent: dict[int, list[Spent]] = defaultdict(list)
    for one in book.spent:
        spent[cycle_of(one.year, years)].append(one)
    sums = _sums(book, years)
    found = []
    for cycle in sorted({*sums, *spent}):
        outlay: dict[str, int] = defaultdict(int)
        # One expenditure about two candidates is one outlay.
        for payer, _, cents in {(one.payer_id, one.payment_id, one.cents) for one in spent[cycle]}:
            outlay[payer] += cents
        given_by: dict[str, set[str]] = defaultdict(set)
        for payee, by in sums[cycle].items():
            for payer in by:
                given_by[payer].add(payee)
        found.append(_Cycle(cycle, sums[cycle], given_by, spent[cycle], outlay))
    book.kept["cycles", years] = found
    return found


def _sums(book: LinkBook, years: int) -> dict[int, dict[str, dict[str, int]]]:
    """Cents by cycle, receiver and giver, of receivers that a donor set's money can reach."""
    gifts, ids = book.gifts, book.cased.who.ids
    last = -(-gifts.year // years) * years if years else np.zeros(len(gifts.row), dtype=np.int64)
    members = (book.cased.who.number[one] for some in book.donor_sets.values() for one in some)
    near = book.cased.downstream(book.cased.mask(members))
    sums = gifts.sums(last)
    found: dict[int, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    kept = near[sums.payee]
    columns = (getattr(sums, name)[kept].tolist() for name in ("cycle", "payee", "payer", "cents"))
    for cycle, payee, payer, cents in zip(*columns, strict=True):
        found[cycle][ids[payee]][ids[payer]] = cents
    return found


def _backed_in(
    book: LinkBook, cycle: _Cycle, members: frozenset[str], settings: Mapping[str, Value]
) -> dict[str, tuple[str, ...]]:
    """The arms that fire for each entity, in rounds until no further entity is backed.

    A round looks at those to whom somebody new has given: for the others nothing has changed.
    """
    wanted = ARMS[str(settings["reading"])]
    barred = members | book.candidates_own
    arms: dict[str, tuple[str, ...]] = {}
    whose, new = members, members
    while new:
        given = set().union(*(cycle.given_by.get(one, set()) for one in new)) - barred
        for entity in sorted(given):
            if book.kinds.get(entity, "unknown") not in _NO_ENTITIES:
                arms[entity] = _fired(entity, cycle, whose, book.kinds, wanted)
        arms = {entity: fired for entity, fired in arms.items() if fired}
        new = frozenset() if settings["whose_gifts"] == WHOSE[0] else frozenset(arms) - whose
        whose |= new
    return arms


def _fired(
    entity: str, cycle: _Cycle, whose: frozenset[str], kinds: Mapping[str, str], wanted: tuple[str, ...]
) -> tuple[str, ...]:
    by_payer = cycle.sums[entity]
    counted = whose - {entity}
    ours = sum(cents for payer, cents in by_payer.items() if payer in counted)
    total = sum(by_payer.values())
    # A sum over givers that a filing does not itemize is nobody's gift: it cannot be the largest donor.
    rivals = (one for one in by_payer.items() if one[0] not in counted and kinds.get(one[0]) != "unnamed")
    largest = max((cents for _, cents in rivals), default=0)
    spent = cycle.outlay.get(entity, 0)
    fires = {
        "sole": ours > 0 and ours == total,
        "primary_majority": 2 * ours > total,
        "primary_largest": ours > 0 and ours >= largest,
        "exceeds": ours > spent > 0,
    }
    return tuple(arm for arm in wanted if fires[arm])


def _entities(
    book: LinkBook, donor_set: str, cycle: _Cycle, arms: Mapping[str, tuple[str, ...]], years: int
) -> Iterable[Link]:
    members = book.donor_sets[donor_set]
    givers = members | arms.keys()
    for entity, fired in arms.items():
        by = cycle.sums[entity].keys()
        given = book.gifts.between(members & by or givers & by, entity)
        gifts = [one for one in given if cycle_of(one.year, years) == cycle.last_year]
        cents, ids = sum(gift.cents for gift in gifts), tuple(gift.payment_id for gift in gifts)
        for arm in fired:
            yield Link(donor_set, "entity", entity, arm=arm, cents=cents, evidence=ids)


def _candidates(
    donor_set: str,
    members: frozenset[str],
    cycle: _Cycle,
    arms: Mapping[str, tuple[str, ...]],
    entities: Iterable[Link],
) -> Iterable[Link]:
    evidence = {link.entity_id: link.evidence for link in entities}
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
