"""`headwater trace FILE --picture OUT`: a picture beside the answer."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from headwater.base.errors import CaseError
from headwater.cli import command_line

ROWS = """date,payer,payee,amount,id,url
2020-01-01,D,A,10,p1,https://filings.example.invalid/17001
2020-01-02,A,T,6,p2,
"""


@pytest.mark.parametrize(("name", "begins"), [("o.svg", b"<svg"), ("o.html", b"<!doctype"), ("o.png", b"\x89PNG")])
def test_the_ending_says_the_form(tmp_path: Path, name: str, begins: bytes) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(ROWS)
    ran = CliRunner().invoke(
        command_line(), ["trace", str(file), "--from", "D", "--to", "T", "--picture", str(tmp_path / name)]
    )
    assert ran.exit_code == 0, ran.output
    drawn = (tmp_path / name).read_bytes()
    assert drawn.startswith(begins)
    if name.endswith("svg"):
        assert b"https://filings.example.invalid/17001" in drawn


def test_another_ending_is_refused_and_nothing_written(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(ROWS)
    out = tmp_path / "o.gif"
    ran = CliRunner().invoke(command_line(), ["trace", str(file), "--from", "D", "--to", "T", "--picture", str(out)])
    assert isinstance(ran.exception, CaseError)
    assert not out.exists()
