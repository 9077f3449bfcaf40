"""Words that name nobody, through a whole case: no account, no name, no page; and what a person says of one holds."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from headwater.base.build import build
from headwater.base.case import Case, read_case
from headwater.base.views import VIEWS, open_public
from headwater.base.warehouse import Warehouse
from headwater.run import STAGES
from tests.entities.whoiswho import entity_of, inputs_of, judgement, tables
from tests.planted import line, party

UP_TO_WHO = STAGES[: [stage.name for stage in STAGES].index("entities") + 1]
HEADWATER = Path(sys.executable).parent / "headwater"
COLUMNS = "date,payer,payer_id,payer_kind,payee,payee_id,payee_kind,amount,kind,publisher"
# What is paid to nobody is more than the threshold, so that size gives no reason to be named either.
ROWS = """
2020-02-01,First Fund,fppc:1,committee,INFORMATION REQUESTED,,unknown,90000.00,monetary,Invented
2020-02-02,INFORMATION REQUESTED,,unknown,Last Fund,fppc:3,committee,80000.00,monetary,Invented
2020-02-03,First Fund,fppc:1,committee,---,,committee,70000.00,monetary,Invented
2020-02-04,---,,committee,Last Fund,fppc:3,committee,60000.00,monetary,Invented
2020-02-05,First Fund,fppc:1,committee,Middle Fund,fppc:2,committee,500.00,monetary,Invented
2020-02-06,Middle Fund,fppc:2,committee,Last Fund,fppc:3,committee,400.00,monetary,Invented
""".strip()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("nobody") / "county"
    made.mkdir()
    (made / "case.toml").write_text(
        'title = "Invented County"\nquestion = "Whose money?"\n'
        '[[donor_sets]]\nid = "first"\nname = "First Fund"\nmembers = ["fppc:1"]\n'
    )
    (made / "payments.csv").write_text(f"{COLUMNS}\n{ROWS}\n")
    subprocess.run([HEADWATER, "build", str(made)], check=True, capture_output=True)
    return made


def test_no_money_passes_through_nobody(folder: Path) -> None:
    """Of all that reached the last fund the 400 dollars by way of the named one alone are the first one's."""
    words = [str(HEADWATER), "trace", "--case", str(folder), "--from", "First Fund", "--to", "Last Fund", "--json"]
    found = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)

    assert found["target_total_cents"] == 14_040_000
    assert (found["low_cents"], found["high_cents"]) == (40_000, 40_000)
    assert {name: cents for name, cents in found["rules"].items() if cents > 40_000} == {}


def test_nobody_is_named_in_no_public_view_and_on_no_page(folder: Path) -> None:
    public = open_public(Warehouse(folder / ".headwater"))
    have = [view.name for view in VIEWS if set(view.reads) <= set(Warehouse(folder / ".headwater").manifest.tables)]
    said = {name: [row for row in public.raw_sql(f'FROM "{name}"').fetchall() if _tells(row)] for name in have}
    pages = [path for path in (folder / ".headwater" / "site").rglob("*.html") if _tells(path.read_text("utf-8"))]

    assert {"payments", "lines", "entities"} <= set(said)
    assert {name: rows for name, rows in said.items() if rows} == {}
    assert pages == []


def test_rows_added_later_give_the_build_from_nothing(folder: Path, tmp_path: Path) -> None:
    """The sides that were there keep their ids, and what a build from nothing writes is the same byte for byte."""
    case, before, after = read_case(folder), tmp_path / "before", tmp_path / "after"
    facts = (folder / "payments.csv").read_text()
    files = [_built(case, before)]
    (folder / "payments.csv").write_text(
        f"{facts}2020-03-01,N/A,,unknown,Last Fund,fppc:3,committee,1.00,monetary,Invented\n"
    )
    files += [_built(case, before), _built(case, after)]
    (folder / "payments.csv").write_text(facts)

    assert files[0] != files[1] == files[2]
    assert _built(case, after) == files[0]


def _built(case: Case, home: Path) -> dict[str, list[str]]:
    build(UP_TO_WHO, case, home)
    tables = Warehouse(home).manifest.tables
    return {
        name: sorted(file.sha256 for file in entry.files) for name, entry in tables.items() if hasattr(entry, "files")
    }


def _tells(held: Any) -> bool:
    return any(word in str(held) for word in ("INFORMATION REQUESTED", "'---'", ">---<"))


def test_a_judgement_on_nobody_holds_for_the_payments_of_its_lines(tmp_path: Path) -> None:
    """Somebody asked and was told who the line means: then its money is that entity's, and undoing parts them."""
    fund, nobody = party("Invented Fund", number="1"), party("REQUESTED", "person", zip5="00001")
    lines = [line(nobody, fund, 500), line(fund, nobody, 700, side="payer")]
    same = judgement(nobody.party_id, "fppc:2", "same")
    other = party("Invented Other", number="2")

    def payers(*judgements: tuple[str, ...]) -> tuple[set[str], list[dict[str, Any]]]:
        inputs = inputs_of(tmp_path, [fund, nobody, other], lines, judgements=judgements)
        found = tables(inputs)
        paid = inputs.connection.table("payments").to_pyarrow().to_pylist()
        ends = [(row["payer_party_id"], row["payee_party_id"]) for row in paid]
        whose = entity_of(found)
        mine = {whose[one] for pair in ends for one in pair} - {whose[fund.party_id]}
        return mine, found["entities"].to_pylist()

    judged, entities = payers(same)
    undone, _entities = payers(same, judgement(nobody.party_id, "fppc:2", "unsure", "2026-01-02"))

    assert {(row["name"], row["is_named"]) for row in entities if row["entity_id"] in judged} == {
        ("Invented Other", True)
    }
    assert len(judged) == 1
    assert len(undone) == 2
