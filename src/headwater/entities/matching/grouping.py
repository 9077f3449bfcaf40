"""From weighted pairs to groups: the sum of all evidence between two groups decides, not their one best pair.

Taking every pair above a threshold chains strangers through one doubtful record. Here pairs are taken from the surest
down, and two groups become one only if the weights of all compared pairs between them sum to more than nothing and no
two of their members conflict. Weights are log Bayes factors, so the sum is the evidence that all of them are one
(correlation clustering: Bansal, Blum and Chawla, Machine Learning 56, 2004, taken greedily).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.base.machine_code import late

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

UNKNOWN = -1
MERGED, BELOW, CONFLICT, OUTWEIGHED = range(4)
"""What became of a pair: in one group; too little evidence; a conflict between its groups; evidence against them."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of each record (the smallest number of its members) and what became of each pair."""

    group: Ints
    fate: Ints


def root(parent: Ints, node: int) -> int:
    """The smallest number of the group that a record is in."""
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


def conflict(labels: Ints, one: int, other: int) -> bool:
    """Whether two groups carry different labels of one kind."""
    for kind in range(labels.shape[0]):
        a, b = labels[kind, one], labels[kind, other]
        if a not in (UNKNOWN, b) and b != UNKNOWN:
            return True
    return False


def _evidence(parent: Ints, following: Ints, csr: tuple[Ints, Ints, Floats], small: int, large: int) -> float:
    start, near, weight = csr
    total = 0.0
    member = small
    while member != UNKNOWN:
        for at in range(start[member], start[member + 1]):
            if root(parent, near[at]) == large:
                total += weight[at]
        member = following[member]
    return total


def _merge(parent: Ints, following: Ints, last: Ints, size: Ints, labels: Ints, ends: tuple[int, int]) -> None:
    low, high = min(ends), max(ends)
    parent[high] = low
    following[last[low]] = high
    last[low] = last[high]
    size[low] += size[high]
    for kind in range(labels.shape[0]):
        if labels[kind, low] == UNKNOWN:
            labels[kind, low] = labels[kind, high]


@late()
def _agglomerate(
    pairs: Ints, order: Ints, count: int, csr: tuple[Ints, Ints, Floats], labels: Ints
) -> tuple[Ints, Ints]:
    nodes = labels.shape[1]
    parent, last = np.arange(nodes), np.arange(nodes)
    following, size = np.full(nodes, UNKNOWN, np.int64), np.ones(nodes, np.int64)
    fate = np.full(pairs.shape[0], BELOW, np.int64)
    for at in range(count):
        pair = order[at]
        one, other = root(parent, pairs[pair, 0]), root(parent, pairs[pair, 1])
        if one == other:
            fate[pair] = MERGED
            continue
        small, large = (one, other) if size[one] < size[other] else (other, one)
        if conflict(labels, one, other):
            fate[pair] = CONFLICT
        elif _evidence(parent, following, csr, small, large) <= 0:
            fate[pair] = OUTWEIGHED
        else:
            fate[pair] = MERGED
            _merge(parent, following, last, size, labels, (one, other))
    for node in range(nodes):
        parent[node] = root(parent, node)
    return parent, fate


def grouped(pairs: Ints, weights: Floats, labels: Ints, least_weight: float) -> Groups:
    """Groups records by their weighted pairs.

    Args:
        pairs: shape (pairs, 2), the records' numbers.
        weights: one per pair, log2 of the odds that the two are one.
        labels: shape (kinds of label, records): two records with different labels of one kind are never in one group;
            ``UNKNOWN`` agrees with all.
        least_weight: pairs below it join nothing; they still count against it.

    Returns:
        The groups. The same pairs in any order give the same groups: ties are taken in order of the numbers.
    """
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -weights)).astype(np.int64)
    count = int((weights >= least_weight).sum())
    ends = np.concatenate((pairs[:, 0], pairs[:, 1]))
    others = np.concatenate((pairs[:, 1], pairs[:, 0]))
    doubled = np.concatenate((weights, weights))
    by_end = np.lexsort((others, ends))
    start = np.searchsorted(ends[by_end], np.arange(labels.shape[1] + 1)).astype(np.int64)
    csr = (start, others[by_end].astype(np.int64), doubled[by_end])
    group, fate = _agglomerate(pairs.astype(np.int64), order, count, csr, labels.astype(np.int64).copy())
    inside = (fate == BELOW) & (group[pairs[:, 0]] == group[pairs[:, 1]])
    return Groups(group, np.where(inside, MERGED, fate))
