"""The measurement of reading: both readers agree on its file, or it says so."""

import pytest

from bench import reading
from bench.row import WrongAnswerError


def test_both_readers_are_measured_on_one_file() -> None:
    (row,) = reading.columns_against_rows(200)
    assert row.size == 200
    assert row.ratio > 0


def test_readers_that_differ_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ledger_of_columns", lambda _: None)
    with pytest.raises(WrongAnswerError):
        reading.columns_against_rows(200)
