"""Hashes of many texts at once against those of Python's own library."""

import hashlib
import random
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.ids import stable_id
from headwater.sources._reading.bulk_parties import ids_of
from headwater.sources._reading.hashing import LANES, hashes
from tests.both_ways import BOTH_WAYS, one_way


def _same(texts: Sequence[bytes], is_compiled: bool) -> bool:
    ends = np.cumsum([0, *map(len, texts)])
    with one_way(is_compiled):
        found = hashes(np.frombuffer(b"".join(texts), np.uint8), ends)
    return bool(found.tolist() == [int.from_bytes(hashlib.sha256(text).digest()[:8], "big") for text in texts])


@BOTH_WAYS
def test_texts_of_every_length_around_the_ends_of_blocks(is_compiled: bool) -> None:
    dice = random.Random(1)  # noqa: S311 no secret
    assert _same([dice.randbytes(size) for size in range(200)], is_compiled)
    assert _same([dice.randbytes(size) for size in (0, 100_000, 55, 56, 64, 1 << 16, 1)], is_compiled)


@BOTH_WAYS
@pytest.mark.parametrize("count", [0, 1, LANES - 1, LANES, LANES + 1, 3 * LANES + 1])
def test_any_number_of_texts(count: int, is_compiled: bool) -> None:
    assert _same([f"text {number}".encode() * (number % 7) for number in range(count)], is_compiled)


@BOTH_WAYS
def test_words_of_the_standard(is_compiled: bool) -> None:
    # FIPS 180-4's own examples: "abc", and the message of 448 bits.
    texts = [b"abc", b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"]
    with one_way(is_compiled):
        found = hashes(np.frombuffer(b"".join(texts), np.uint8), np.cumsum([0, *map(len, texts)]))
    assert found.tolist() == [0xBA7816BF8F01CFEA, 0x248D6A61D20638B8]


@BOTH_WAYS
@settings(deadline=None)
@given(texts=st.lists(st.binary(max_size=150), max_size=80))
def test_whatever_texts(texts: list[bytes], is_compiled: bool) -> None:
    assert _same(texts, is_compiled)


@settings(deadline=None)
@given(st.lists(st.text(max_size=40)))
def test_ids_are_those_made_one_by_one(texts: list[str]) -> None:
    assert ids_of("X", pl.Series(texts, dtype=pl.String)).to_list() == [stable_id("X", text) for text in texts]


def test_part_of_a_column() -> None:
    whole = pl.Series(["one", "two", "three", "four"])
    assert ids_of("X", whole[1:3]).to_list() == [stable_id("X", "two"), stable_id("X", "three")]


def test_no_id_is_made_of_nothing() -> None:
    with pytest.raises(ValueError, match="made of nothing"):
        ids_of("X", pl.Series(["one", None]))
