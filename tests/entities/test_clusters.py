"""Keys are joined and kept apart as a search over all ways to do it says; a cut's sides add up."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.entities.clusters import Ties, clusters, cuts

COUNT = 7
PAIRS = sorted(combinations(range(COUNT), 2))
Pairs = list[tuple[int, int]]
some_pairs = st.lists(st.sampled_from(PAIRS), unique=True, max_size=8)


def sets_of(root_of: list[int]) -> set[frozenset[int]]:
    return {frozenset(node for node in range(len(root_of)) if root_of[node] == root) for root in set(root_of)}


@given(same=some_pairs, merges=some_pairs)
def test_without_bars_clusters_are_connected_components(same: Pairs, merges: Pairs) -> None:
    found = clusters(COUNT, Ties(same=same, merges=merges))
    graph = nx.Graph([*same, *merges])
    graph.add_nodes_from(range(COUNT))

    assert sets_of(list(found.root_of)) == {frozenset(part) for part in nx.connected_components(graph)}
    assert len(found.by_judgement) + len(found.by_match) == COUNT - len(set(found.root_of))


@given(merges=some_pairs, apart=some_pairs, numbers=st.lists(st.sampled_from(["", "1", "2"]), min_size=7, max_size=7))
def test_no_chain_joins_what_may_not_be_one(merges: Pairs, apart: Pairs, numbers: list[str]) -> None:
    """Second implementation: the heaviest first, each taken unless the union it makes holds a bad pair."""
    marks = {node: (("fppc", number),) for node, number in enumerate(numbers) if number}
    found = clusters(COUNT, Ties(merges=merges, apart=apart, marks=marks))
    bad = {frozenset(pair) for pair in apart}
    bad |= {frozenset((a, b)) for a, b in PAIRS if numbers[a] and numbers[b] and numbers[a] != numbers[b]}
    parts = [{node} for node in range(COUNT)]
    for left, right in merges:
        one, other = (next(part for part in parts if node in part) for node in (left, right))
        if one is not other and not any(frozenset((a, b)) in bad for a in one for b in other):
            parts.remove(other)
            one |= other

    assert sets_of(list(found.root_of)) == {frozenset(part) for part in parts}


def test_a_judgement_joins_what_matching_would_not() -> None:
    marks = {0: (("fppc", "1"),), 1: (("fppc", "2"),)}

    assert len(set(clusters(2, Ties(same=[(0, 1)], apart=[(0, 1)], marks=marks)).root_of)) == 1


def test_a_judgement_parts_a_party_from_its_key_and_the_key_stays_with_the_rest() -> None:
    """0 is the key of parties 1 and 2; 1 is judged to be 3, and 2 is judged not to be 3."""
    found = clusters(4, Ties(same=[(1, 3)], different=[(2, 3)], held=[(1, 0), (2, 0)]))

    assert sets_of(list(found.root_of)) == {frozenset({0, 1, 3}), frozenset({2})}
    assert found.parted == (2,)


def test_different_holds_against_every_chain_of_matches() -> None:
    found = clusters(3, Ties(different=[(0, 2)], merges=[(0, 1), (1, 2)]))

    assert sets_of(list(found.root_of)) == {frozenset({0, 1}), frozenset({2})}
    assert list(found.by_match) == [0]


@given(tree=some_pairs, worth=st.lists(st.integers(0, 1000), min_size=7, max_size=7))
def test_the_two_sides_of_a_cut(tree: Pairs, worth: list[int]) -> None:
    graph = nx.Graph()
    graph.add_nodes_from(range(COUNT))
    kept = []
    for left, right in tree:
        if not nx.has_path(graph, left, right):
            graph.add_edge(left, right)
            kept.append((left, right))
    lefts, rights = cuts(COUNT, kept, worth)
    for place, (left, right) in enumerate(kept):
        graph.remove_edge(left, right)
        sums = [sum(worth[node] for node in nx.node_connected_component(graph, end)) for end in (left, right)]
        graph.add_edge(left, right)

        assert [lefts[place], rights[place]] == sums


@pytest.mark.parametrize("order", [[(0, 1), (1, 2), (2, 3)], [(2, 3), (0, 1), (1, 2)]])
def test_a_long_chain_of_names_never_joins_its_two_numbers(order: Pairs) -> None:
    found = clusters(4, Ties(merges=order, marks={0: (("fec", "C1"),), 3: (("fec", "C2"),)}))

    assert found.root_of[0] != found.root_of[3]
