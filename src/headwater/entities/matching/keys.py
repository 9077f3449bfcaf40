"""The key tier: records that agree on one of several composite keys are one, with a guard against one household.

Almost all that can be joined agrees exactly once names are normalised, and a hash costs a hundredth of a comparison.
The guard is what the keys are worth: where the records under one key name two generations or two middle initials, those
that name none are left to a more special key or to the model, and no union may bring two of them into one group.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from headwater.base.machine_code import late
from headwater.entities.matching.estimating import Told, told
from headwater.entities.matching.grouping import UNKNOWN, conflict, root

Ints = NDArray[np.int64]
MOST_NAMESAKES = 32
"""Different people of one key that are told apart; those beyond stay alone for the model."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The group of each record (its smallest number), the pairs that made it, and the key behind each pair.

    ``told``: for each key, what each label says of the groups of neighbours under it.
    """

    group: Ints
    pairs: Ints
    key: Ints
    told: list[tuple[Told, ...]]


def joined_by_keys(records: pl.DataFrame, keys: Sequence[tuple[str, ...]], labels: Sequence[str]) -> Joined:
    """Joins records that share all columns of a key, the most special key first.

    Args:
        records: in a fixed order; a null in a key's column agrees with nothing.
        keys: column names, from the most to the least special.
        labels: columns in which no two records of a group may differ; null agrees with all.
    """
    codes = (
        np.stack([label_codes(records[name]) for name in labels]) if labels else np.empty((0, len(records)), np.int64)
    )
    parent = np.arange(len(records))
    found: list[Ints] = []
    by: list[Ints] = []
    said: list[tuple[Told, ...]] = []
    for number, key in enumerate(keys):
        order, starts = _blocks(records, key)
        left, right = _neighbours(order, starts, parent)
        said.append(tuple(told(kind, left, right) for kind in codes))
        pairs = _join(order, starts, parent, codes) if len(starts) < len(order) else np.empty((0, 2), np.int64)
        found.append(pairs)
        by.append(np.full(len(pairs), number))
    every = np.concatenate(found)
    if len(every):
        _find_roots(parent)
    return Joined(parent, every, np.concatenate(by), said)


def _neighbours(order: Ints, starts: Ints, parent: Ints) -> tuple[Ints, Ints]:
    """The groups of records that stand side by side under one key; the same one twice where they are one already."""
    block = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(order))))
    own = _groups(parent, order)
    beside = block[1:] == block[:-1]
    return own[:-1][beside], own[1:][beside]


def _blocks(records: pl.DataFrame, key: tuple[str, ...]) -> tuple[Ints, Ints]:
    """Records that share a key, side by side, and where each block starts; blocks in order of their first record."""
    whole = records.select(
        number=pl.int_range(pl.len()), hashed=pl.struct(key).hash(7), whole=pl.all_horizontal(pl.col(key).is_not_null())
    ).filter("whole")
    hashed, number = whole["hashed"].to_numpy(), whole["number"].to_numpy().astype(np.int64)
    order = np.argsort(hashed, kind="stable")
    fresh = np.append(True, np.diff(hashed[order]) != 0)[: len(order)]
    # The value of a hash decides nothing: blocks are taken in the order of the records themselves.
    first = number[order][fresh][np.cumsum(fresh) - 1] if len(order) else number
    order = order[np.lexsort((number[order], first))]
    ordered = hashed[order]
    starts = np.flatnonzero(np.append(True, np.diff(ordered) != 0)[: len(order)])
    return number[order], starts.astype(np.int64)


def label_codes(column: pl.Series) -> Ints:
    """Labels as numbers in sorted order, ``UNKNOWN`` where there is none."""
    ranked = column.rank("dense").cast(pl.Int64).fill_null(UNKNOWN)
    return ranked.to_numpy().astype(np.int64)


@late()
def _groups(parent: Ints, records: Ints) -> Ints:
    out = np.empty(len(records), np.int64)
    for at in range(len(records)):
        out[at] = root(parent, records[at])
    return out


@late()
def _join(order: Ints, starts: Ints, parent: Ints, labels: Ints) -> Ints:
    """Joins the records of each key, and gives the pairs that were joined."""
    pairs = np.empty((len(order), 2), np.int64)
    count = 0
    for at in range(len(starts)):
        end = starts[at + 1] if at + 1 < len(starts) else len(order)
        if end - starts[at] > 1:
            count = _join_block(order[starts[at] : end], parent, labels, pairs, count)
    return pairs[:count].copy()


def _join_block(block: Ints, parent: Ints, labels: Ints, pairs: Ints, count: int) -> int:
    split = np.empty(labels.shape[0], np.bool_)
    for kind in range(labels.shape[0]):
        split[kind] = _is_split(block, parent, labels, kind)
    first = np.empty(MOST_NAMESAKES, np.int64)
    kinds = 0
    for record in block:
        own = root(parent, record)
        if _is_unsaid(labels, split, own):
            continue
        mate = UNKNOWN
        for at in range(kinds):
            if not conflict(labels, root(parent, first[at]), own):
                mate = first[at]
                break
        if mate == UNKNOWN:
            if kinds < MOST_NAMESAKES:
                first[kinds] = record
                kinds += 1
        elif root(parent, mate) != own:
            _unite(parent, labels, root(parent, mate), own)
            pairs[count, 0], pairs[count, 1] = min(mate, record), max(mate, record)
            count += 1
    return count


def _is_split(block: Ints, parent: Ints, labels: Ints, kind: int) -> bool:
    """Whether the records of one key carry two different labels of a kind."""
    known = UNKNOWN
    for record in block:
        label = labels[kind, root(parent, record)]
        if label != UNKNOWN:
            if known not in (UNKNOWN, label):
                return True
            known = label
    return False


def _is_unsaid(labels: Ints, split: NDArray[np.bool_], own: int) -> bool:
    """Whether a record lacks a label that the records of its key differ in."""
    lacking = False
    for kind in range(labels.shape[0]):
        lacking = lacking or (split[kind] and labels[kind, own] == UNKNOWN)
    return lacking


def _unite(parent: Ints, labels: Ints, one: int, other: int) -> None:
    low, high = min(one, other), max(one, other)
    parent[high] = low
    for kind in range(labels.shape[0]):
        if labels[kind, low] == UNKNOWN:
            labels[kind, low] = labels[kind, high]


@late()
def _find_roots(parent: Ints) -> None:
    for node in range(len(parent)):
        parent[node] = root(parent, node)
