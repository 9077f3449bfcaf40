"""The bounds agree with the linear programme, ranges and earmarks included; the comparison finds a wrong one."""

import pytest

from bench import agreement
from bench.agreement import Agreement
from tests.trace import oracle


def test_random_ledgers_agree() -> None:
    assert agreement.agreement(range(20_000, 20_300)) == Agreement(300, 300, 300)


def test_a_wrong_oracle_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle, "bounds", lambda *_: (-1, -1))
    assert agreement.agreement(range(6)).equal == 0
