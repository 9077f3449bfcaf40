"""The order of steps: hops to account-days are found alike by a table and by a search."""

import numpy as np
import pytest

from headwater.trace import sequence


@pytest.mark.parametrize("most", [0, 1 << 20], ids=["by search", "by table"])
def test_hops_are_those_of_the_account_days_and_0_elsewhere(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(sequence, "_TABLE", most)
    lot = np.random.default_rng(5)
    nodes = np.unique(lot.integers(0, 5_000, 400))
    hops = lot.integers(1, 9, len(nodes)).astype(np.int32)
    asked = lot.integers(0, 6_000, 3_000)

    # a dictionary of the same
    held = dict(zip(nodes.tolist(), hops.tolist(), strict=True))
    assert sequence._hops_at(asked, nodes, hops).tolist() == [held.get(one, 0) for one in asked.tolist()]


@pytest.mark.parametrize("most", [0, 1 << 26])
def test_account_days_are_numbered_by_a_table_as_by_sorting(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequence, "_TABLE", most)
    keys = np.array([7, 3, 90, 3, 7, 0], dtype=np.int64)

    found, which = sequence._numbered(keys)

    # by hand: 0, 3, 7 and 90 in order, and the place of each key among them
    assert (found.tolist(), which.tolist()) == ([0, 3, 7, 90], [2, 1, 3, 1, 2, 0])
