"""The commands as a person runs them: what they print, what they refuse, and that a refusal changes nothing."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import headwater.cli
from headwater.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "cases" / "prosecutors"
LEDGER = "date,payer,payee,amount\n2020-01-01,Donor,PAC,100.00\n2020-01-02,Other,PAC,40\n2020-01-03,PAC,Target,90\n"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives exit status, standard output and standard error."""

    def running(*words: Any) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["headwater", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return running


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "payments.csv"
    path.write_text(LEDGER)
    return path


def test_an_option_for_cases_is_refused_with_a_file(run: Run, ledger: Path) -> None:
    status, out, err = run("trace", ledger, "--from", "Donor", "--to", "Target", "--count", "gifts")
    assert (status, out) == (2, "")
    assert "--count goes with --case" in err


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A small invented case with one claim."""
    folder = tmp_path / "county"
    (folder / "claims").mkdir(parents=True)
    (folder / "case.toml").write_text(
        'title = "Invented County"\nquestion = "Whose money?"\n'
        '[[donor_sets]]\nid = "one"\nname = "One PAC"\nmembers = ["fppc:1"]\n'
    )
    (folder / "payments.csv").write_text(
        "date,payer,payer_id,payer_kind,payee,payee_id,payee_kind,amount,kind,filing,publisher\n"
        "2020-02-01,One PAC,fppc:1,committee,Ann One for DA,fppc:9,committee,600.00,in_kind,F1,Invented County\n"
        "2020-02-02,Two PAC,fppc:2,committee,Ann One for DA,fppc:9,committee,400.00,monetary,F1,Invented County\n"
        "2020-02-03,Twin PAC,fppc:3,committee,Bo Two for DA,fppc:8,committee,50.00,monetary,F2,Invented County\n"
        "2020-02-03,Twin PAC,fppc:4,committee,Bo Two for DA,fppc:8,committee,70.00,monetary,F2,Invented County\n"
    )
    (folder / "contests.csv").write_text(
        "division,office,election_date,stage,candidate,party,votes,elected,denominator,denominator_kind,count_status,"
        "as_of,committees,publisher,url\n"
        "ocd-division/country:us/state:zz/county:invented,district attorney,2020-03-03,general,Ann One,,60,yes,,,"
        "certified,,fppc:9,Invented County,\n"
        "ocd-division/country:us/state:zz/county:invented,district attorney,2020-03-03,general,Bo Two,,40,no,,,"
        "certified,,fppc:8,Invented County,\n"
    )
    (folder / "claims" / "c1.toml").write_text(
        'id = "C1"\nstatement = "Ann One took most of the votes."\nspeaker = "A county paper"\n'
        'publication = "invented, 2020"\narticle = "' + "0" * 64 + '"\nlines = "1"\nkind = "share"\nunit = "percent"\n'
        'definition = "votes over both names"\nneeds = "nothing"\n'
        "query = \"SELECT 100 * share AS value FROM results WHERE candidate = 'Ann One'\"\n"
        '[stated]\ncomparison = ">"\nvalue = 50\n'
    )
    return folder


def test_a_spreadsheet_is_enough(run: Run, ledger: Path) -> None:
    status, out, _ = run("trace", ledger, "--from", "Donor", "--to", "Target", "--json")
    found = json.loads(out)

    # of 140 in the account 40 are other money, so of 90 at least 50 are the donor's and at most all 90
    assert status == 0
    assert (found["low_cents"], found["high_cents"], found["direct_cents"]) == (5000, 9000, 0)
    assert sum(path["cents"] for path in found["paths"]) == 9000


def test_the_text_form_says_the_same(run: Run, ledger: Path) -> None:
    status, out, _ = run("trace", ledger, "--from", "Donor", "--to", "Target")

    assert status == 0
    assert "$50.00" in out
    assert "$90.00" in out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("date,payer,payee\n2020-01-01,A,B\n", "payments.csv, line 1, amount"),
        ("date,payer,payee,amount\n2020-01-01,A,B,1.234\n", "payments.csv, line 2, amount"),
        ("date,payer,payee,amount\n2020-02-30,A,B,1\n", "payments.csv, line 2, date"),
        ("date,payer,payee,amount\n2020-01-01,A,B,0\n", "payments.csv, line 2, amount"),
        ("date,payer,payee,amount\n2020-01-01,A,B,-5\n", "payments.csv, line 2, amount"),
        ("", "payments.csv"),
    ],
)
def test_a_bad_spreadsheet_is_one_line_and_status_2(run: Run, tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "payments.csv"
    path.write_text(text)
    status, out, err = run("trace", path, "--from", "A", "--to", "B")

    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert why in err


def test_a_name_that_matches_nothing_gets_the_nearest(run: Run, ledger: Path) -> None:
    status, _, err = run("trace", ledger, "--from", "Donnor", "--to", "Target")

    assert status == 2
    assert "Donor" in err


def test_a_case_builds_and_answers(run: Run, case: Path) -> None:
    status, out, _ = run("build", case)
    assert status == 0
    assert "C1" in out
    assert (case / ".headwater" / "site" / "index.html").exists()

    status, out, _ = run("trace", "--case", case, "--from", "One PAC", "--to", "Ann One", "--json")
    found = json.loads(out)
    assert (found["low_cents"], found["high_cents"], found["direct_cents"]) == (60000, 60000, 60000)
    assert found["target_total_cents"] == 100000


def test_a_name_of_two_entities_is_listed(run: Run, case: Path) -> None:
    status, _, err = run("trace", "--case", case, "--from", "Twin PAC", "--to", "Bo Two")

    assert status == 2
    assert "fppc:3" in err
    assert "fppc:4" in err


def test_a_candidate_name_of_two_entities_is_listed(run: Run, case: Path) -> None:
    shutil.rmtree(case / "claims")
    with (case / "contests.csv").open("a") as more:
        more.write(
            "ocd-division/country:us/state:zz/county:further,district attorney,2020-03-03,general,Ann One,,10,yes,,,"
            "certified,,,Further County,\n"
        )
    status, out, err = run("trace", "--case", case, "--from", "One PAC", "--to", "ann one")

    assert (status, out, len(err.splitlines())) == (2, "", 1)
    listed = [one.split(")")[0] for one in err.split("Ann One (")[1:]]
    assert len(set(listed)) == 2
    # the one whom a committee of hers makes the target answers by its id, the other was paid nothing
    ran = [run("trace", "--case", case, "--from", "One PAC", "--to", one)[0] for one in listed]
    assert sorted(ran) == [0, 2]


def test_a_cases_answer_is_proven_and_drawn(run: Run, case: Path, tmp_path: Path) -> None:
    proof, drawn = tmp_path / "proof.json", tmp_path / "drawn.svg"
    asked = ("trace", "--case", case, "--from", "One PAC", "--to", "Ann One", "--certificate", proof)
    status, out, _ = run(*asked, "--picture", drawn)

    assert (status, "$600.00" in out) == (0, True)
    # One PAC paid the committee straight: no less and no more than its 600.00 are its money
    assert run("verify", proof)[:2] == (0, "proof.json holds: at least $600.00, at most $600.00\n")
    assert "$600.00" in drawn.read_text("utf-8")
    whole = proof.read_text("utf-8")
    proof.write_text(whole.replace("60000", "60001", 1))
    assert run("verify", proof)[0] == 2
    assert run(*asked, "--picture", tmp_path / "drawn.gif")[0] == 2


def test_a_name_of_a_case_that_matches_nothing_gets_the_nearest(run: Run, case: Path) -> None:
    status, _, err = run("trace", "--case", case, "--from", "Onne PAC", "--to", "Ann One")

    assert status == 2
    assert "One PAC" in err


def test_check_says_what_changed(run: Run, case: Path) -> None:
    status, out, err = run("check", case, "--json")
    assert status == 1
    assert "not accepted yet" in err
    assert json.loads(out) == [
        {"id": "C1", "verdict": "supported", "value": 60.0, "low": 60.0, "high": 60.0, "needs": ""}
    ]

    assert run("check", case, "--accept")[0] == 0
    assert run("check", case)[0] == 0


def test_query_reads_the_public_views(run: Run, case: Path) -> None:
    status, out, _ = run("query", "SELECT sum(cents) AS cents FROM payments", "--case", case, "--csv")

    assert (status, out) == (0, "cents\n112000\n")


def test_query_as_json_refuses_two_columns_of_one_name(run: Run, case: Path) -> None:
    status, out, err = run("query", "SELECT 1 AS a, 2 AS a", "--case", case, "--json")

    assert (status, out) == (2, "")
    assert "--json: two columns are named 'a'" in err
    assert run("query", "SELECT 1 AS a, 2 AS a", "--case", case, "--csv")[1].splitlines() == ["a,a", "1,2"]


def test_a_time_with_its_zone_is_refused_in_one_line(run: Run, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the package that DuckDB asks for is no dependency of headwater; that it is there is an accident
    monkeypatch.setitem(sys.modules, "pytz", None)
    status, out, err = run("query", "SELECT now()", "--case", case)

    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "now()::TIMESTAMP" in err
    assert run("query", "SELECT now()::TIMESTAMP > '2020-01-01' AS is_so", "--case", case, "--csv")[1].endswith(
        "True\n"
    )


@pytest.mark.parametrize("threads", ["1025", "9" * 400])
def test_more_threads_than_any_machine_has_are_refused_in_one_line(
    run: Run, case: Path, monkeypatch: pytest.MonkeyPatch, threads: str
) -> None:
    monkeypatch.setenv("HEADWATER_THREADS", threads)
    status, _, err = run("query", "SELECT 1", "--case", case)

    assert status == 2
    assert err.count("\n") == 1
    assert "HEADWATER_THREADS is" in err
    assert len(err) < 120


def test_query_refuses_to_write(run: Run, case: Path) -> None:
    status, _, err = run("query", "DROP VIEW payments", "--case", case)

    assert status == 2
    assert "not one SELECT" in err


def test_audit_has_its_form(run: Run, case: Path) -> None:
    status, out, err = run("audit", case, "--json")
    found = json.loads(out)

    assert status == 0
    assert "no total that a filer or an agency states" in err
    assert set(found) == {"lines", "reconciliation", "conservation"}
    # DESIGN.md, section 2
    assert set(found["reconciliation"]) == {"filers", "equal", "below", "above_explained", "unexplained"}
    assert set(found["conservation"]) == {"accounts", "exact", "unknown_cents"}
    assert found["lines"] == {"read": 6, "ledger": 4, "rejected": 0}  # four payments and two names on a ballot


def test_audit_of_what_was_never_read_says_so(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("new", "case", "Money in sheriff races")
    _, out, err = run("audit", "money-in-sheriff-races", "--json")

    assert json.loads(out)["lines"]["read"] == 0
    assert "headwater build" in err


def test_audit_says_how_to_see_what_is_unexplained(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An electronic filing that is cut off behind its cover page states money that it itemizes, and has no line."""
    monkeypatch.chdir(tmp_path)
    run("new", "case", "cut")
    sample = ROOT / "src" / "headwater" / "sources" / "fec_efiles" / "sample" / "900101.fec"
    (tmp_path / sample.name).write_bytes(b"".join(sample.read_bytes().splitlines(keepends=True)[:2]))
    run("add", tmp_path / sample.name, "--source", "fec_efiles", "--case", "cut")
    _, out, err = run("audit", "cut", "--json")

    assert json.loads(out)["reconciliation"]["unexplained"] == 1
    assert "WHERE difference_class = 'unexplained'" in err


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    ("name", "text", "source", "why"),
    [
        ("cut.json", '[{"id": "1"}, {"id": ', "ca_netfile", "cut.json"),
        ("a.csv", "date,payer,payee,amount\n2020-02-30,A,B,1\n", "ledger_csv", "line 2, date"),
        ("a.csv", "date,payer,payee,amount\n2020-01-01,A,B,1.234\n", "ledger_csv", "line 2, amount"),
        ("a.csv", "date,payer,payee,amount\n2020-01-01,A,B,0\n", "ledger_csv", "line 2, amount"),
        ("a.csv", "date,payer,payee\n2020-01-01,A,B\n", "ledger_csv", "amount"),
        ("empty.csv", "", "ledger_csv", "empty.csv"),
        ("a.csv", "date,payer,payee,amount\n", "no_such_source", "no_such_source"),
    ],
)
def test_adding_what_cannot_be_read_changes_nothing(
    run: Run, case: Path, tmp_path: Path, name: str, text: str, source: str, why: str
) -> None:
    run("build", case)
    (tmp_path / name).write_text(text)
    before = snapshot(case)
    status, _, err = run("add", tmp_path / name, "--source", source, "--case", case)

    assert (status, len(err.splitlines())) == (2, 1)
    assert why in err
    after = snapshot(case)
    assert {path: content for path, content in after.items() if not path.endswith(".lock")} == {
        path: content for path, content in before.items() if not path.endswith(".lock")
    }


def test_adding_a_file_makes_the_case_grow(run: Run, case: Path, tmp_path: Path) -> None:
    run("build", case)
    more = tmp_path / "more.csv"
    more.write_text("date,payer,payer_id,payee,payee_id,amount\n2020-02-09,One PAC,fppc:1,Ann One for DA,fppc:9,1.00\n")
    assert run("add", more, "--source", "ledger_csv", "--case", case)[0] == 0

    _, out, _ = run("trace", "--case", case, "--from", "fppc:1", "--to", "Ann One", "--json")
    assert json.loads(out)["direct_cents"] == 60100


def test_a_case_without_claims_says_so(run: Run, case: Path) -> None:
    shutil.rmtree(case / "claims")
    status, _, err = run("check", case)

    assert (status, len(err.splitlines())) == (2, 1)
    assert "claim" in err


def test_a_claim_whose_query_fails_names_its_file(run: Run, case: Path) -> None:
    path = case / "claims" / "c1.toml"
    path.write_text(path.read_text().replace("FROM results", "FROM nowhere"))
    status, _, err = run("check", case)

    assert (status, len(err.splitlines())) == (2, 1)
    assert "c1.toml" in err


def test_a_folder_that_is_no_case(run: Run, tmp_path: Path) -> None:
    status, _, err = run("build", tmp_path)

    assert (status, len(err.splitlines())) == (2, 1)
    assert "case.toml" in err


def test_a_new_case_builds(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "case", "Money in sheriff races")[0] == 0
    folder = tmp_path / "money-in-sheriff-races"

    status, _, err = run("build", folder)
    assert status == 0, err
    assert run("new", "case", "Money in sheriff races")[0] == 2


def test_shipped_claims_are_as_accepted(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADWATER_HOME", str(tmp_path))
    status, _, err = run("check", CASE)

    assert (status, err) == (0, "")


def test_each_command_has_a_module_and_a_line_in_the_list(run: Run) -> None:
    folder = Path(headwater.cli.__file__).parent / "commands"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "options"}
    assert modules == set(COMMANDS)

    status, out, _ = run("--help")
    assert status == 0
    assert [word for word in COMMANDS if f" {word} " in out] == list(COMMANDS)


@pytest.mark.parametrize("word", ["nosuch", "--nosuch"])
def test_what_is_no_command_is_refused(run: Run, word: str) -> None:
    status, out, err = run(word)
    assert (status, out) == (2, "")
    assert word in err
