"""Clusters: keys joined by judgements and by matching, with a guard against chains of likenesses.

A key is joined whole. What people judged comes first and always holds; then the merges of matching follow, the
heaviest first, as in Kruskal's spanning tree (1956). A merge that would put two conflicting identifiers, two
generations, or a pair that was kept apart into one cluster is not made, however short the chain that leads to it.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ties:
    """What is known of some nodes, each a number from 0 on; all pairs in the order in which they shall be taken.

    Attributes:
        same: pairs that people judged to be one.
        different: pairs that people judged to be two.
        held: pairs of a party and its key: one unless a judgement parts them.
        merges: pairs that matching would merge, the heaviest first.
        apart: pairs that matching keeps apart.
        marks: what a node has that two in one cluster may not have unequal, such as its FPPC number.
    """

    same: Sequence[Pair] = ()
    different: Sequence[Pair] = ()
    held: Sequence[Pair] = ()
    merges: Iterable[Pair] = ()
    apart: Iterable[Pair] = ()
    marks: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clusters:
    """The cluster of each node, and the pairs that made it: a tree in every cluster."""

    root_of: Sequence[int]
    by_judgement: tuple[Pair, ...]
    by_holding: tuple[Pair, ...]
    by_match: Sequence[int]
    """Places in ``Ties.merges`` of those that joined two clusters."""
    parted: tuple[int, ...]
    """Parties that a judgement parted from their key."""


def cuts(count: int, tree: Sequence[Pair], worth: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """What stands on the two sides of each pair if that pair alone were taken away.

    Args:
        count: how many nodes there are.
        tree: pairs without a cycle, such as those that made the clusters.
        worth: what each node is worth, such as the cents of its payments.

    Returns:
        For each pair the worth on the side of its first node; the same for its second.
    """
    order, above = _walk(count, tree)
    total, whole = array("q", worth), array("q", worth)
    for node in reversed(order):
        if above[node] >= 0:
            total[above[node]] += total[node]
    for node in order:
        whole[node] = total[node] if above[node] < 0 else whole[above[node]]
    left_worth, right_worth = array("q"), array("q")
    for left, right in tree:
        below = total[right] if above[right] == left else whole[left] - total[left]
        right_worth.append(below)
        left_worth.append(whole[left] - below)
    return left_worth, right_worth


def _walk(count: int, tree: Sequence[Pair]) -> tuple[Sequence[int], Sequence[int]]:
    """All nodes, each after the one above it, and which that is; -1 at the top of a tree."""
    ends = np.asarray(tree, dtype=np.int64).reshape(-1, 2)
    both = np.concatenate([ends, ends[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    first = array("q", np.searchsorted(both[:, 0], np.arange(count + 1)).tolist())
    near = array("q", both[:, 1].tolist())
    above, is_met, order = array("q", [-1]) * count, bytearray(count), array("q")
    done = 0
    for top in range(count):
        if not is_met[top]:
            is_met[top] = 1
            order.append(top)
        while done < len(order):
            node = order[done]
            done += 1
            fresh = [other for other in near[first[node] : first[node + 1]] if not is_met[other]]
            for other in fresh:
                is_met[other], above[other] = 1, node
            order.extend(fresh)
    return order, above


def clusters(count: int, ties: Ties) -> Clusters:
    """Joins nodes.

    Args:
        count: how many nodes there are.
        ties: what holds between them; no *different* pair may be joined by a chain of *same* ones.
    """
    forest = _Forest(count, ties.marks)
    by_judgement = [pair for pair in ties.same if forest.join(*pair)]
    for pair in ties.different:
        forest.bar(*pair)
    parted, by_holding = [], []
    for party, key in ties.held:
        if forest.is_barred(party, key):
            parted.append(party)
        elif forest.join(party, key):
            by_holding.append((party, key))
    for pair in ties.apart:
        forest.bar(*pair)
    by_match = array("q", (place for place, pair in enumerate(ties.merges) if forest.join_unless_barred(*pair)))
    roots = array("q", (forest.root(node) for node in range(count)))
    return Clusters(roots, tuple(by_judgement), tuple(by_holding), by_match, tuple(parted))


class _Forest:
    """Disjoint sets (Tarjan 1975) that also know which of them may never be one."""

    def __init__(self, count: int, marks: Mapping[int, tuple[tuple[str, str], ...]]) -> None:
        self._above = array("q", range(count))
        self._size = array("q", [1]) * count
        self._enemies: dict[int, set[int]] = {}
        self._marks = {node: {name: {value} for name, value in own} for node, own in marks.items()}

    def root(self, node: int) -> int:
        above = self._above
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    def join(self, left: int, right: int) -> bool:
        """Makes two sets one; False where they are one already."""
        low, high = self.root(left), self.root(right)
        if low == high:
            return False
        if (self._size[low], -low) < (self._size[high], -high):
            low, high = high, low
        self._above[high] = low
        self._size[low] += self._size[high]
        for enemy in self._enemies.pop(high, ()):
            self._enemies[enemy].discard(high)
            self._enemies[enemy].add(low)
            self._enemies.setdefault(low, set()).add(enemy)
        for name, values in self._marks.pop(high, {}).items():
            self._marks.setdefault(low, {}).setdefault(name, set()).update(values)
        return True

    def join_unless_barred(self, left: int, right: int) -> bool:
        low, high = self.root(left), self.root(right)
        return low != high and not self._conflict(low, high) and self.join(low, high)

    def bar(self, left: int, right: int) -> None:
        """Holds two sets apart; nothing where they are one already."""
        low, high = self.root(left), self.root(right)
        if low != high:
            self._enemies.setdefault(low, set()).add(high)
            self._enemies.setdefault(high, set()).add(low)

    def is_barred(self, left: int, right: int) -> bool:
        return self.root(right) in self._enemies.get(self.root(left), ())

    def _conflict(self, low: int, high: int) -> bool:
        if high in self._enemies.get(low, ()):
            return True
        one, other = self._marks.get(low), self._marks.get(high)
        return bool(one and other and any(other.get(name, values) != values for name, values in one.items()))
