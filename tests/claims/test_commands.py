"""The commands on claims: what goes wrong is one line that names the file, and what is asked for is written."""

import json
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from headwater import cli
from tests.claims.test_change import case

__all__ = ("case",)

Run = Callable[..., tuple[int, str, str]]
ARTICLES = "article,publication,written_from,written_thru,characters,lines\n" + "0" * 64 + ",A paper,,,50,9\n"


@pytest.fixture
def headwater(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in this process: exit status, what it printed, what it said to stderr."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["headwater", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("count(*)", "count(", "field query: "),
        ("FROM terms", "FROM term", "which is no public view"),
        ("count(*)", "$least", "unknown parameter $least"),
        ('needs = "The roster."', 'needs = "x"\ndefinitions = ["backed"]', "unknown definition 'backed'"),
        ("10-60", "10-61", "field span: ends at 61, outside its article of 60 characters"),
        ('"recalls"', '"percent"', "field unit: 'percent' does not fit a claim of kind count"),
    ],
)
def test_each_fault_of_a_claim_is_one_line(headwater: Run, case: Path, old: str, new: str, said: str) -> None:
    (case / "articles.csv").write_text(ARTICLES.replace(",50,", ",60,"))
    path = case / "claims" / "C2.toml"
    path.write_text(path.read_text().replace(old, new, 1))
    status, out, err = headwater("check", case, "--json")
    assert (status, out) == (2, "")
    assert said in err
    assert str(path) in err
    assert err.count("\n") == 1


def test_a_link_to_nowhere_is_one_line(headwater: Run, case: Path) -> None:
    (case / "claims" / "C3.toml").symlink_to(case / "nowhere")
    status, _, err = headwater("check", case)
    assert status == 2
    assert "C3.toml: a link to a file that is not there" in err


def test_corrections_that_are_no_utf_8_are_one_line(headwater: Run, case: Path) -> None:
    (case / "corrections.md").write_bytes(b"# Corrections\n\nGasc\xf3n\n")
    status, _, err = headwater("build", case)
    assert status == 2
    assert "corrections.md, line 3: not UTF-8 text" in err


def test_reviews_and_memo_are_written(headwater: Run, case: Path, tmp_path: Path) -> None:
    json_ld, memo = tmp_path / "reviews.json", tmp_path / "memo.md"
    status, out, _ = headwater("check", case, "--json", "--claimreview", json_ld, "--memo", memo)
    assert status == 1
    assert [row["verdict"] for row in json.loads(out)] == ["supported", "contradicted"]
    reviews = json.loads(json_ld.read_text())["@graph"]
    assert [one["reviewRating"]["alternateName"] for one in reviews] == ["supported", "contradicted"]
    assert "### C1: supported" in memo.read_text()
    assert headwater("check", case, "--accept")[0] == 0
    assert headwater("check", case)[0] == 0


def test_the_terms_of_use_travel_with_the_export_of_reviews(headwater: Run, case: Path, tmp_path: Path) -> None:
    assert headwater("export", case, "--as", "claimreview", "--out", tmp_path / "out")[0] == 0

    assert len(json.loads((tmp_path / "out" / "claimreview.json").read_text())["@graph"]) == 2
    # NEUTRALITY 6: in every export
    assert "52 U.S.C. 30111(a)(4)" in (tmp_path / "out" / "use-terms.txt").read_text("utf-8")


def test_an_article_is_read_with_the_names_of_a_case(headwater: Run, case: Path, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Nobody knows how it came to this. Yet Ada Example was there, in the rain, with two dogs.\n")
    status, out, _ = headwater("read", article, "--case", case)
    assert status == 0
    assert tomllib.loads(out)["claim"][-1]["stated"]["value"] == 2
    assert "# names in the ledger: Ada Example" in out
    status, out, _ = headwater("quote", article, article)
    assert (status, out) == (0, "no quotation of four words or more\n")
