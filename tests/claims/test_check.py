"""Accepted verdicts: written whole, read strictly, and compared by verdict."""

from datetime import date
from pathlib import Path

import pytest

from headwater.base.errors import ClaimError
from headwater.claims.accepted import accept, read_accepted, value_text
from headwater.claims.check import changed, report, terminal_rows
from headwater.claims.tables import Verdict

DAY = date(2030, 1, 2)
A = Verdict("A", "supported", 48.0, 48.0, 48.0, "why", "")
B = Verdict("B", "not determinable from these records", None, 19.3, None, "why", "a record")


def test_what_is_accepted_is_read_back(tmp_path: Path) -> None:
    accept(tmp_path, [B, A], DAY)
    assert (tmp_path / "accepted.csv").read_text() == (
        "claim_id,verdict,value,since,was\nA,supported,48,2030-01-02,\n"
        "B,not determinable from these records,19.3..,2030-01-02,\n"
    )
    assert changed([A, B], read_accepted(tmp_path)) == []


def test_a_new_an_old_and_a_changed_verdict_are_told(tmp_path: Path) -> None:
    accept(tmp_path, [A, Verdict("C", "close", 1.0, 1.0, 1.0, "", "")], DAY)
    now = [Verdict("A", "contradicted", 51.0, 51.0, 51.0, "", ""), B]
    assert [str(change) for change in changed(now, read_accepted(tmp_path))] == [
        "A: was supported (since 2030-01-02), is contradicted",
        "B: was not accepted yet, is not determinable from these records",
        "C: was close (since 2030-01-02), is gone",
    ]


def test_another_value_with_the_same_verdict_is_no_change(tmp_path: Path) -> None:
    accept(tmp_path, [A], DAY)
    assert changed([Verdict("A", "supported", 49.0, 49.0, 49.0, "", "")], read_accepted(tmp_path)) == []


def test_without_the_file_nothing_is_accepted(tmp_path: Path) -> None:
    assert read_accepted(tmp_path) == {}
    assert len(changed([A], {})) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: the columns are not claim_id, verdict, value, since, was"),
        ("id,verdict,value\n", "line 1: the columns are not"),
        ("claim_id,verdict,value\nA,true,1\n", "line 2, verdict: unknown verdict 'true'"),
        ("claim_id,verdict,value\nA,close\n", "line 2: 2 fields, not 3"),
        ("claim_id,verdict,value\nA,close,1\nA,close,1\n", "line 3, claim_id: 'A' occurs twice"),
        ("claim_id,verdict,value,since,was\nA,close,1,soon,\n", "line 2, since: 'soon' is not a day"),
        ("claim_id,verdict,value,since,was\nA,close,1,2030-01-02,true\n", "line 2, was: unknown verdict 'true'"),
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


def test_a_verdict_keeps_its_day_until_it_is_another_one(tmp_path: Path) -> None:
    accept(tmp_path, [A, B], DAY)
    later = Verdict("A", "contradicted", 51.0, 51.0, 51.0, "", "")
    accept(tmp_path, [later, B], date(2031, 5, 6))
    found = read_accepted(tmp_path)
    assert (found["A"].since, found["A"].was) == (date(2031, 5, 6), "supported")
    assert (found["B"].since, found["B"].was) == (DAY, "")
    accept(tmp_path, [later, B], date(2032, 1, 1))
    assert read_accepted(tmp_path) == found


def test_a_file_of_three_columns_is_still_read(tmp_path: Path) -> None:
    (tmp_path / "accepted.csv").write_text("claim_id,verdict,value\nA,supported,48\n")
    assert read_accepted(tmp_path)["A"].since is None
    accept(tmp_path, [A], DAY)
    assert read_accepted(tmp_path)["A"].since == DAY
