"""Columns cut out of bulk text against Python's own splitting of it, as plain Python and as machine code."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.money import parse_cents
from headwater.sources._reading.bulk_fields import Fields, fields_of
from headwater.sources._reading.stretches import line_count
from tests.both_ways import BOTH_WAYS, one_way

LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="|\n\r\0"), max_size=20)
FIELD = st.one_of(
    st.sampled_from(["", "A", "C00000001", "C00000002", "ABCDEFGH", "ABCDEFGI", "\u00e9", "12.50"]), LETTERS
)
LINES = st.lists(st.tuples(FIELD, FIELD, FIELD), max_size=30)


def fields(lines: list[tuple[str, str, str]]) -> Fields:
    found = fields_of("".join("|".join(line) + "\n" for line in lines).encode(), 3, len(lines))
    assert found is not None
    return found


@BOTH_WAYS
@settings(deadline=None)
@given(lines=LINES)
def test_columns_are_those_of_plain_splitting(lines: list[tuple[str, str, str]], is_compiled: bool) -> None:
    with one_way(is_compiled):
        check_columns(lines)


def check_columns(lines: list[tuple[str, str, str]]) -> None:
    found = fields(lines)
    for place in range(3):
        column = [line[place] for line in lines]
        assert found.texts(place).to_pylist() == column
        assert found.texts(place, "h/").to_pylist() == ["h/" + one if one else "" for one in column]
        coded = found.coded(place)
        # In the order in which they come, each once.
        assert coded.values == list(dict.fromkeys(column))
        assert [coded.values[at] for at in coded.places.tolist()] == column
    some = np.arange(0, len(lines), 2)
    assert found.at(some).texts(1).to_pylist() == [line[1] for line in lines[::2]]


@BOTH_WAYS
@settings(deadline=None)
@given(text=st.lists(st.sampled_from([b"\n", b"\r\n", b"a", b"\x8a", b"|"])).map(b"".join))
def test_newlines_are_counted(text: bytes, is_compiled: bool) -> None:
    with one_way(is_compiled):
        assert line_count(text) == len(text.split(b"\n")) - 1


@settings(deadline=None)
@given(LINES, st.lists(st.sampled_from([0, 1, 2**64 - 1]), min_size=30, max_size=30))
def test_hashes_are_another_where_texts_or_seeds_are(lines: list[tuple[str, str, str]], seeds: list[int]) -> None:
    seeded = np.array(seeds[: len(lines)], np.uint64)
    found = []
    for is_compiled in (False, True):
        with one_way(is_compiled):
            found.append(fields(lines).hashes(1, 2, seeded).tolist())
    # Small blocks of a file are hashed as plain Python, large ones as machine code.
    assert found[0] == found[1]
    told = [(*line[1:], seed) for line, seed in zip(lines, seeds, strict=False)]
    assert len(set(found[0])) == len(set(told))
    assert found[0] == [dict(zip(told, found[0], strict=True))[one] for one in told]


@BOTH_WAYS
@settings(deadline=None)
@given(
    numbers=st.lists(st.integers(0, 10**19 - 1), max_size=9),
    amounts=st.lists(st.integers(-(10**15), 10**15), max_size=9),
)
def test_numbers_and_amounts_are_those_of_python(numbers: list[int], amounts: list[int], is_compiled: bool) -> None:
    texts = [f"{'-' * (one < 0)}{abs(one) // 100}.{abs(one) % 100:02}" for one in amounts]
    with one_way(is_compiled):
        found = fields([(str(number), "", "") for number in numbers]).numbers(0)
        cents, are_amounts = fields([("x", one, "") for one in texts]).cents(1)
        assert not fields([("x", "", "1")]).cents(0)[1].any()
    assert found.tolist() == numbers
    assert cents.tolist() == [parse_cents(text) for text in texts]
    assert are_amounts.all()


@BOTH_WAYS
@pytest.mark.parametrize(
    "text", [b"a|b|c", b"a|b|c\nd", b"a|b\n", b"a|b|c|d\n", b"a|b\nc|d|e|f\n", b"|||\n\n", b"\n\n"]
)
def test_lines_with_other_fields_are_none(text: bytes, is_compiled: bool) -> None:
    with one_way(is_compiled):
        assert fields_of(text, 3, text.count(b"\n")) is None
