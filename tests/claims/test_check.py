"""Accepted verdicts: written whole, read strictly, and compared by verdict."""

from pathlib import Path

import pytest

from headwater.base.errors import ClaimError
from headwater.claims.check import accept, changed, read_accepted, report, terminal_rows, value_text
from headwater.claims.tables import Verdict

A = Verdict("A", "supported", 48.0, 48.0, 48.0, "why", "")
B = Verdict("B", "not determinable from these records", None, 19.3, None, "why", "a record")


def test_what_is_accepted_is_read_back(tmp_path: Path) -> None:
    accept(tmp_path, [B, A])
    assert (tmp_path / "accepted.csv").read_text() == (
        "claim_id,verdict,value\nA,supported,48\nB,not determinable from these records,19.3..\n"
    )
    assert changed([A, B], read_accepted(tmp_path)) == []


def test_a_new_an_old_and_a_changed_verdict_are_told(tmp_path: Path) -> None:
    accept(tmp_path, [A, Verdict("C", "close", 1.0, 1.0, 1.0, "", "")])
    now = [Verdict("A", "contradicted", 51.0, 51.0, 51.0, "", ""), B]
    assert [str(change) for change in changed(now, read_accepted(tmp_path))] == [
        "A: was supported, is contradicted",
        "B: was not accepted yet, is not determinable from these records",
        "C: was close, is gone",
    ]


def test_another_value_with_the_same_verdict_is_no_change(tmp_path: Path) -> None:
    accept(tmp_path, [A])
    assert changed([Verdict("A", "supported", 49.0, 49.0, 49.0, "", "")], read_accepted(tmp_path)) == []


def test_without_the_file_nothing_is_accepted(tmp_path: Path) -> None:
    assert read_accepted(tmp_path) == {}
    assert len(changed([A], {})) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: the columns are not claim_id, verdict, value"),
        ("id,verdict,value\n", "line 1: the columns are not"),
        ("claim_id,verdict,value\nA,true,1\n", "line 2, verdict: unknown verdict 'true'"),
        ("claim_id,verdict,value\nA,close\n", "line 2: 2 fields, not 3"),
        ("claim_id,verdict,value\nA,close,1\nA,close,1\n", "line 3, claim_id: 'A' occurs twice"),
        ('claim_id,verdict,value\n"A,close,1\n', "unexpected end of data"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "accepted.csv").write_text(text)
    with pytest.raises(ClaimError, match=said):
        read_accepted(tmp_path)


def test_the_report_and_the_terminal_show_the_same(tmp_path: Path) -> None:
    del tmp_path
    assert report([B]) == [
        {"id": "B", "verdict": B.verdict, "value": None, "low": 19.3, "high": None, "needs": "a record"}
    ]
    assert terminal_rows([A], {"A": "word " * 30}, width=12) == [("A", "supported", "48", "word word w…")]


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(None, None, ""), (1.0, 2.5, "1..2.5"), (None, 3.0, "..3"), (566857.0, 566857.0, "566857")],
)
def test_values_as_text(low: float | None, high: float | None, text: str) -> None:
    assert value_text(Verdict("A", "close", low if low == high else None, low, high, "", "")) == text
