"""Numbers of 64 bits by other such numbers, compiled: a table of slots, each key in the first free one from its own on.

Keys are hashes: two that differ may be taken for one, as seldom as two hashes are the same. So 0, which marks a free
slot, is taken for 1.
"""

import numpy as np
import numpy.typing as npt

from headwater.base.machine_code import late

_FEWEST = 1 << 12
Table = npt.NDArray[np.uint64]


def slots(count: int) -> int:
    """How many slots a table for so many keys has: a power of two, of which at least half stay free."""
    return max(_FEWEST, 1 << (2 * count - 1).bit_length())


@late()
def known_numbers(keys: Table, numbers: Table, wanted: Table) -> tuple[Table, npt.NDArray[np.bool_]]:
    """The number of each wanted key, and whether it is in the table.

    Args:
        keys: the table's keys.
        numbers: the number of each.
        wanted: keys.
    """
    found, is_known = np.zeros(len(wanted), np.uint64), np.zeros(len(wanted), np.bool_)
    for row in range(len(wanted)):
        slot = _slot(keys, wanted[row])
        found[row] = numbers[slot]
        is_known[row] = keys[slot] != 0
    return found, is_known


@late()
def put_in(keys: Table, numbers: Table, new: Table, their: Table) -> None:
    """Puts keys and their numbers into a table that has free slots for them."""
    for row in range(len(new)):
        slot = _slot(keys, new[row])
        keys[slot] = max(new[row], np.uint64(1))
        numbers[slot] = their[row]


@late()
def firsts_of(keys: Table, size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """The first row of each distinct key, in the order in which they come, and each row's place among them.

    Args:
        keys: numbers; 0 is one like any other.
        size: how many slots they are looked up in: a power of two, more than there are keys.
    """
    slots, last = np.full(size, -1, np.int32), np.uint64(size - 1)
    firsts, places = np.empty(len(keys), np.int64), np.empty(len(keys), np.int32)
    count = 0
    for row in range(len(keys)):
        key = keys[row]
        slot = key & last
        while slots[slot] >= 0 and keys[firsts[slots[slot]]] != key:
            slot = (slot + np.uint64(1)) & last
        if slots[slot] < 0:
            firsts[count], slots[slot], count = row, count, count + 1
        places[row] = slots[slot]
    return firsts[:count], places


def _slot(keys: Table, key: np.uint64) -> int:
    """The slot that a key is in, or would be put into."""
    last = np.uint64(len(keys) - 1)
    key = max(key, np.uint64(1))
    slot = key & last
    while keys[slot] != 0 and keys[slot] != key:
        slot = (slot + np.uint64(1)) & last
    return int(np.int64(slot))
