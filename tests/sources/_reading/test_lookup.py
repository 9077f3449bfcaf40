"""Numbers by hashes, against a dictionary; parties met before against those met for the first time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.ids import stable_id
from headwater.sources._reading.bulk_parties import PARTY_PARTS, Met, spelled_ids
from headwater.sources._reading.lookup import firsts_of, known_numbers, put_in, slots
from tests.both_ways import BOTH_WAYS, one_way

# Some keys share their slot, and the last slots run over into the first.
_KEYS = st.sampled_from([1, 2, 4095, 4096, 4097, 8191, 1 << 63, (1 << 64) - 1, *(n << 12 for n in range(9, 30))])


@BOTH_WAYS
@settings(deadline=None)
@given(turns=st.lists(st.lists(_KEYS, unique=True, max_size=12), max_size=5))
def test_a_table_is_a_dictionary(turns: list[list[int]], is_compiled: bool) -> None:
    with one_way(is_compiled):
        _check_as_a_dictionary(turns)


def _check_as_a_dictionary(turns: list[list[int]]) -> None:
    keys, numbers = np.zeros(slots(100), np.uint64), np.zeros(slots(100), np.uint64)
    expected: dict[int, int] = {}
    for turn, wanted in enumerate(turns):
        found, is_known = known_numbers(keys, numbers, np.array(wanted, np.uint64))
        assert is_known.tolist() == [key in expected for key in wanted]
        assert found[is_known].tolist() == [expected[key] for key in wanted if key in expected]
        new = [key for key in wanted if key not in expected]
        put_in(keys, numbers, np.array(new, np.uint64), np.array([100 * turn + n for n in range(len(new))], np.uint64))
        expected |= {key: 100 * turn + n for n, key in enumerate(new)}


def test_half_of_the_slots_stay_free() -> None:
    assert all(slots(count) >= 2 * count for count in (0, 1, 2048, 2049, 1 << 21))


@dataclass
class _Named:
    """Gives the parts of the parties with these names."""

    names: Sequence[str]

    def __call__(self, rows: npt.NDArray[np.intp]) -> pl.DataFrame:
        names = [self.names[row] for row in rows]
        return pl.DataFrame({part: names if part == "name" else [""] * len(names) for part in PARTY_PARTS})


def test_who_was_met_is_not_told_again_until_forgotten() -> None:
    met = Met(most=6000)
    blocks = [range(3000), range(2000, 5000), range(1000), range(4000, 8000), range(6000, 6001), range(1)]
    told = []
    for block in blocks:
        names = [f"name {number}" for number in block]
        hashes = np.array(block, np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        numbers, new = met.ids(hashes, _Named(names))
        blank = [""] * (len(PARTY_PARTS) - 1)
        assert [f"P{number:016x}" for number in numbers.tolist()] == [stable_id("P", n, *blank) for n in names]
        assert new["party_id"].to_list() == [stable_id("P", n, *blank) for n in new["name"]]
        told.append(new.height)
    # The fourth block makes 8,000, more than are remembered: only that block itself still is.
    assert told == [3000, 2000, 0, 3000, 0, 1]


@BOTH_WAYS
@settings(deadline=None)
@given(keys=st.lists(st.one_of(_KEYS, st.just(0)), max_size=60))
def test_each_key_has_its_first_row(keys: list[int], *, is_compiled: bool) -> None:
    # Most keys share their slot.
    with one_way(is_compiled):
        firsts, places = firsts_of(np.array(keys, np.uint64), 128)
    distinct = list(dict.fromkeys(keys))
    assert firsts.tolist() == [keys.index(key) for key in distinct]
    assert [distinct[place] for place in places.tolist()] == keys


@BOTH_WAYS
def test_ids_are_spelled_as_python_spells_numbers(*, is_compiled: bool) -> None:
    numbers = [0, 1, 0xABCDEF0123456789, (1 << 64) - 1, 1 << 63]
    with one_way(is_compiled):
        found = spelled_ids("L", np.array(numbers, np.uint64))
    assert found.to_pylist() == [f"L{number:016x}" for number in numbers]
