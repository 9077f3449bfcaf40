"""Numbers in the place of texts, against the texts themselves."""

import hashlib

import ibis
import pyarrow as pa
import pytest

from headwater.base.ids import stable_id
from headwater.ledger.numbers import line_of, number_of, number_of_line
from headwater.ledger.recurring import numbers_that_recur

IDS = [f"L{0:016x}", f"L{1:016x}", "L" + "f" * 16, *(stable_id("L", str(number)) for number in range(500))]


def test_a_line_is_known_by_its_number_and_numbers_have_the_order_of_ids() -> None:
    lines = ibis.memtable(pa.table({"line_id": IDS}))
    told = lines.mutate(number=number_of_line(lines.line_id))
    rows = told.mutate(again=line_of(told.number), paid=line_of(told.number, "Y")).order_by("number").to_pyarrow()

    assert rows.column("line_id").to_pylist() == sorted(IDS) == rows.column("again").to_pylist()
    assert rows.column("number").to_pylist() == sorted(int(one[1:], 16) for one in IDS)
    assert rows.column("paid").to_pylist() == [f"Y{one[1:]}" for one in sorted(IDS)]


def test_the_number_of_a_text_is_half_of_its_digest() -> None:
    texts = ["", "a", "Ürgüp", *(f"fec:C{number:08}" for number in range(2000))]
    rows = ibis.memtable(pa.table({"text": [*texts, None]}))
    found = rows.mutate(number=number_of(rows.text)).to_pyarrow().to_pydict()

    # MD5 by the standard library; which half, and in which order of bytes, is the engine's to say.
    halves = {
        text: {
            int.from_bytes(hashlib.md5(text.encode(), usedforsecurity=False).digest()[at : at + 8], order)
            for at in (0, 8)
            for order in ("little", "big")
        }
        for text in texts
    }
    told = dict(zip(found["text"], found["number"], strict=True))
    assert told[""] == 0
    assert told[None] is None
    assert all(told[text] in halves[text] for text in texts if text)
    assert len(set(told.values())) == len(texts) + 1


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([], []), ([[7]], []), ([[7, 7, 7]], [7]), ([[3, 1], [], [2, 3, 2**64 - 1, 1], [2**64 - 1]], [1, 3, 2**64 - 1])],
)
def test_numbers_that_stand_in_several_stretches_recur(numbers: list[list[int]], expected: list[int]) -> None:
    stretches = pa.chunked_array([pa.array(some, pa.uint64()) for some in numbers], pa.uint64())

    assert numbers_that_recur(stretches).column("alike").to_pylist() == expected
