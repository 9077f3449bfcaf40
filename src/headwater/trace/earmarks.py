"""Earmarked money: which onward payment of a conduit is the second leg of which earmarked gift."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headwater.trace.ledger import NOBODY, BoolArray, IndexArray, IntArray, Ledger


@dataclass(frozen=True, slots=True, eq=False)
class Legs:
    """Per payment, which part it has in passing earmarked money on.

    ``earmarked``: it is bound for someone else than its payee. ``onward``: the conduit's payment that passes it on,
    or -1. ``is_onward``: it only passes earmarked money on.
    """

    earmarked: BoolArray
    onward: IntArray
    is_onward: BoolArray


def match_legs(ledger: Ledger, ranks: IndexArray) -> Legs:
    """Pair every earmarked payment with the conduit's payment to the named payee, where one is listed.

    A conduit's payment passes on one waiting gift of the same cents (the earliest), or else all gifts that wait
    for that payee when their sum is its cents; otherwise it is the conduit's own money and stays in its pool.
    """
    count = len(ledger.cents)
    named = ledger.earmarked_for
    earmarked = (named != NOBODY) & (named != ledger.payee)
    onward = np.full(count, NOBODY, dtype=np.int64)
    for gifts, passes in _by_conduit(ledger, earmarked, ranks):
        _match_pair(ledger, gifts, passes, onward)
    is_onward = np.zeros(count, dtype=np.bool_)
    is_onward[onward[onward != NOBODY]] = True
    return Legs(earmarked, onward, is_onward)


def _by_conduit(ledger: Ledger, earmarked: BoolArray, ranks: IndexArray) -> list[tuple[list[int], list[int]]]:
    width = len(ledger.names)
    gift_keys = np.where(earmarked, ledger.payee.astype(np.int64) * width + ledger.earmarked_for, -1)
    pass_keys = np.where(earmarked, -2, ledger.payer.astype(np.int64) * width + ledger.payee)
    gifts: dict[int, list[int]] = defaultdict(list)
    passes: dict[int, list[int]] = defaultdict(list)
    for index in np.lexsort((ranks, ledger.day_from)):
        if earmarked[index]:
            gifts[int(gift_keys[index])].append(int(index))
    known = np.isin(pass_keys, np.fromiter(gifts, dtype=np.int64, count=len(gifts)))
    for index in np.lexsort((ranks, ledger.day_to)):
        if known[index]:
            passes[int(pass_keys[index])].append(int(index))
    return [(gifts[key], passes[key]) for key in gifts if key in passes]


def _match_pair(ledger: Ledger, gifts: Sequence[int], passes: Sequence[int], onward: IntArray) -> None:
    waiting: dict[int, deque[int]] = defaultdict(deque)
    coming, waiting_cents = deque(gifts), 0
    for index in passes:
        while coming and ledger.day_from[coming[0]] <= ledger.day_to[index]:
            gift = coming.popleft()
            waiting[int(ledger.cents[gift])].append(gift)
            waiting_cents += int(ledger.cents[gift])
        cents = int(ledger.cents[index])
        if waiting[cents]:
            onward[waiting[cents].popleft()] = index
        elif cents == waiting_cents:
            for same in waiting.values():
                onward[list(same)] = index
                same.clear()
        else:
            continue
        waiting_cents -= cents
