"""One row of a roster changes the verdicts that rest on it and no other, and pages and lists say since when."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from headwater import asking
from headwater.claims.accepted import accept, read_accepted
from headwater.claims.check import changed
from headwater.opened import open_case
from headwater.publish import addresses
from headwater.up_to_date import publish_pages

CASE = Path(__file__).resolve().parents[2] / "cases" / "prosecutors"
ROSTER = (
    "division,office,person,start_date,start_kind,end_date,end_kind,publisher,url\n"
    "ocd-division/country:us/state:zz/county:ash,mayor,Ada Example,2020-01-01,elected,2023-01-01,recall,A county,\n"
    "ocd-division/country:us/state:zz/county:elm,mayor,Bo Sample,2020-01-01,elected,2023-01-01,defeat,A county,\n"
)
CLAIM = """id = "{id}"
statement = "{who} was recalled."
speaker = "A county paper"
publication = "invented, 2030"
article = "{sha}"
span = "10-60"
kind = "count"
unit = "recalls"
definition = "Terms that a recall ended."
needs = "The roster."
query = "SELECT count(*) AS value FROM terms WHERE person = '{who}' AND end_kind = 'recall'"
[stated]
comparison = "="
value = 1
"""


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An invented case of two terms and a claim on each."""
    monkeypatch.setenv("HEADWATER_HOME", str(tmp_path / "home"))
    folder = tmp_path / "county"
    (folder / "claims").mkdir(parents=True)
    (folder / "case.toml").write_text('title = "Invented"\nquestion = "Who left?"\n')
    (folder / "roster.csv").write_text(ROSTER)
    for claim_id, who in (("C1", "Ada Example"), ("C2", "Bo Sample")):
        text = CLAIM.format(id=claim_id, who=who, sha="0" * 64)
        (folder / "claims" / f"{claim_id}.toml").write_text(text)
    return folder


def page_of(case: Path, claim_id: str) -> str:
    site = publish_pages(open_case(case))
    return " ".join((site / addresses.claim(claim_id)).read_text("utf-8").split())


def test_a_row_changes_its_own_verdict_and_the_page_says_since_when(case: Path) -> None:
    opened = open_case(case)
    accept(case, asking.verdicts(opened), date(2030, 1, 2))
    assert [v.verdict for v in asking.verdicts(opened)] == ["supported", "contradicted"]
    (case / "roster.csv").write_text(ROSTER.replace("2023-01-01,recall", "2023-01-01,resignation"))
    now = asking.verdicts(opened)
    assert [(one.claim_id, one.was, one.now, one.since) for one in changed(now, read_accepted(case))] == [
        ("C1", "supported", "contradicted", "2030-01-02")
    ]
    assert [(v.since, v.was) for v in now] == [(None, "supported"), (date(2030, 1, 2), "")]
    assert "the accepted verdict is: supported" in page_of(case, "C1")
    accept(case, now, date(2031, 5, 6))
    after = asking.verdicts(opened)
    assert [(v.since, v.was) for v in after] == [(date(2031, 5, 6), "supported"), (date(2030, 1, 2), "")]
    page = page_of(case, "C1")
    assert "<dt>Since</dt><dd>May 6, 2031; until then: supported</dd>" in page
    assert "<dt>Since</dt><dd>January 2, 2030</dd>" in page_of(case, "C2")


def test_a_row_of_the_shipped_recalls_changes_what_is_computed_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """566,857 are required: 600,000 valid signatures would have sufficed, and 115,833 of 715,833 been invalid."""
    monkeypatch.setenv("HEADWATER_HOME", str(tmp_path / "home"))
    folder = tmp_path / "prosecutors"
    shutil.copytree(CASE, folder, ignore=shutil.ignore_patterns(".headwater"))
    before = {verdict.claim_id: verdict for verdict in asking.verdicts(open_case(folder))}
    recalls = folder / "recalls.csv"
    recalls.write_text(recalls.read_text("utf-8").replace(",valid,520050,", ",valid,600000,"), "utf-8")
    after = {verdict.claim_id: verdict for verdict in asking.verdicts(open_case(folder))}
    assert {c for c in before if (before[c].low, before[c].high) != (after[c].low, after[c].high)} == {"A22", "C21"}
    assert (before["A22"].verdict, after["A22"].verdict, after["A22"].value) == ("contradicted", "supported", 33143)
    assert after["C21"].value == pytest.approx(100 * 115833 / 715833)


def test_a_row_of_the_shipped_roster_changes_what_rests_on_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the claims that read terms, one asks how this person's term ended; its oath is asked by another."""
    monkeypatch.setenv("HEADWATER_HOME", str(tmp_path / "home"))
    folder = tmp_path / "prosecutors"
    shutil.copytree(CASE, folder, ignore=shutil.ignore_patterns(".headwater"))
    before = {verdict.claim_id: verdict for verdict in asking.verdicts(open_case(folder))}
    roster = folder / "roster.csv"
    lines = roster.read_text("utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if ",Pamela Price," in line)
    lines[at] = lines[at].replace(",,recall,", ",,resignation,")
    roster.write_text("".join(lines), "utf-8")
    after = {verdict.claim_id: verdict for verdict in asking.verdicts(open_case(folder))}
    differ = {claim_id for claim_id in before if before[claim_id].verdict != after[claim_id].verdict}
    assert differ == {"D19"}
    assert {c for c in before if (before[c].low, before[c].high) != (after[c].low, after[c].high)} == {"D19"}
