"""Compiled loops give what the same loops give as plain Python, and need no place to write to."""

from collections.abc import Callable
from typing import Any

import numba
import pytest

from headwater.base import machine_code
from headwater.trace import compiled
from headwater.trace.loops.shares import product
from headwater.trace.rules.pro_rata import pro_rata_by_origin
from tests.trace.asking import ask, prepare
from tests.trace.ledgers import random_rows, seeded


def test_both_ways_give_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(60):
        rows = random_rows(seeded(seed), longest_range=seed % 3)
        plain, plain_parts = ask(rows, ["D1"]), pro_rata_by_origin(prepare(rows, ["D1"]))
        with monkeypatch.context() as patch:
            patch.setattr(compiled, "ENOUGH", 0)
            assert ask(rows, ["D1"]) == plain, seed
            assert pro_rata_by_origin(prepare(rows, ["D1"])) == plain_parts, seed


def test_a_folder_that_cannot_be_written_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_njit: Any = numba.njit

    def refusing(*functions: Callable[..., Any], cache: bool = False, **options: Any) -> Any:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return plain_njit(*functions, **options)

    monkeypatch.setattr(numba, "njit", refusing)
    made = machine_code.compiled.__wrapped__(product, "another")
    # 0.1 is 3602879701896397 / 2**55: its square is the float 0.1 * 0.1 and the rest that rounding took off.
    high, low = made(0.1, 0.1)
    assert high == 0.1 * 0.1
    assert int(high * 2**60) * 2**50 + int(low * 2**110) == 3602879701896397**2
