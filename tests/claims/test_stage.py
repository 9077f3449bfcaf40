"""The stage: claims and verdicts as tables, the same bytes whichever way the files are named."""

from datetime import date
from pathlib import Path

import pytest

from headwater.base.case import read_case
from headwater.base.errors import CaseError
from headwater.base.stage import Inputs
from headwater.base.views import VIEWS
from headwater.base.warehouse import Warehouse
from headwater.claims.reading import read_claim, read_claims
from headwater.claims.stage import READS, WRITES, compute, row_of
from headwater.claims.tables import CLAIM_FACTS, CLAIMS, VERDICT_TABLE
from tests.claims.planting import STATED, planted, records, text_of


def inputs(folder: Path) -> Inputs:
    records(folder / "home").disconnect()
    (folder / "case.toml").write_text('title = "An invented case"\nquestion = "?"\n')
    return Inputs(read_case(folder), folder / "home", Warehouse(folder / "home").connect(1))


def test_claims_become_three_tables(tmp_path: Path) -> None:
    planted(tmp_path, text_of(claim_id="X2"), "a.toml")
    planted(tmp_path, text_of("SELECT 51 AS value"), "b.toml")
    tables = compute(inputs(tmp_path))
    claims, verdicts = CLAIMS.checked(tables["claims"]), VERDICT_TABLE.checked(tables["verdicts"])
    assert verdicts.select(["claim_id", "verdict"]).to_pylist() == [
        {"claim_id": "X1", "verdict": "supported"},
        {"claim_id": "X2", "verdict": "contradicted"},
    ]
    row = claims.to_pylist()[1]
    assert (row["article_span"], row["denominator"], row["time_window"]) == ("", "", "")
    assert (row["stated"], row["article_lines"], row["unit"]) == ("more than 50 percent", "3, 7-9", "percent")
    facts = CLAIM_FACTS.checked(tables["claim_facts"]).to_pylist()
    assert [
        (fact["fact"], fact["value"], fact["unit"], fact["document"]) for fact in facts if fact["claim_id"] == "X1"
    ] == [
        ("ayes", 12.0, "votes", "the article, line 7"),
        ("present", 25.0, "members", "the article, line 9"),
    ]
    assert row["query"] == "SELECT 100 * ayes / present AS value FROM facts"


def test_a_case_without_claims_is_built_without_them_and_refused_by_check(tmp_path: Path) -> None:
    assert {table.num_rows for table in compute(inputs(tmp_path)).values()} == {0}
    with pytest.raises(CaseError, match="the case has no claims"):
        read_claims(tmp_path)


def test_every_table_behind_a_view_is_declared_and_the_own_ones_are_not() -> None:
    behind = {name for view in VIEWS for name in view.reads}
    assert {*READS} == behind - {"claims", "claim_facts", "verdicts"}
    assert {table.name for table in WRITES} == {"claims", "claim_facts", "verdicts"}


def test_verdicts_carry_the_day_since_which_they_are_accepted(tmp_path: Path) -> None:
    planted(tmp_path, text_of(claim_id="X1"), "a.toml")
    planted(tmp_path, text_of(claim_id="X2"), "b.toml")
    planted(tmp_path, text_of(claim_id="X3"), "c.toml")
    (tmp_path / "accepted.csv").write_text(
        "claim_id,verdict,value,since,was\nX1,contradicted,48,2030-01-02,supported\nX2,supported,51,2030-01-03,\n"
    )
    rows = VERDICT_TABLE.checked(compute(inputs(tmp_path))["verdicts"]).to_pylist()
    # 12 of 25 contradicts each: X1 as accepted, X2 other than accepted, X3 not accepted yet
    assert [(row["claim_id"], row["since"], row["was"]) for row in rows] == [
        ("X1", date(2030, 1, 2), "supported"),
        ("X2", None, "supported"),
        ("X3", None, ""),
    ]


def test_where_of_what_when_and_with_which_parameters_stand_in_the_row(tmp_path: Path) -> None:
    text = text_of("SELECT $least AS value", rest="[parameters]\nleast = 51\n" + STATED)
    placed = 'span = "10-20, 30-40"\ndenominator = "members"\nwindow = "2020"'
    row = row_of(read_claim(planted(tmp_path, text.replace('lines = "3, 7-9"', placed))), {})
    assert (row.article_span, row.denominator, row.time_window) == ("10-20, 30-40", "members", "2020")
    assert row.parameters == "least = 51"
