"""Things put into groups by a number, in time that grows with how many there are."""

from dataclasses import dataclass

import numpy as np

from headwater.trace.compiled import run
from headwater.trace.ledger import IndexArray
from headwater.trace.loops.expand import counted_order


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """Things in groups: those of group g are ``order[begins[g]:begins[g + 1]]``."""

    begins: IndexArray
    order: IndexArray


def grouped_by(key: IndexArray, count: int, given: IndexArray | None = None) -> Grouped:
    """Things grouped by a key from 0 to ``count`` - 1, below 0 left out; in each group in the order given."""
    things = np.arange(len(key), dtype=np.int32) if given is None else given
    begins = np.zeros(count + 1, dtype=np.int32)
    order = np.zeros(int(np.count_nonzero(key >= 0)), dtype=np.int32)
    run(counted_order, key, things, begins, order)
    return Grouped(begins, order)
