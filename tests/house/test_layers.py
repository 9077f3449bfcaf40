"""House rules 1 and 3: the order of stages, and who may import whom."""

import ast
from pathlib import Path

import pytest

from headwater.run import STAGES

SOURCE = Path(__file__).resolve().parents[2] / "src" / "headwater"
STAGE_NAMES = {"sources", "ledger", "entities", "trace", "outcomes", "effects", "claims", "publish"}
MODULES = sorted(SOURCE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The packages of ours that a module imports: ``base``, a stage, or a top module."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("headwater.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_stage_imports_itself_and_base(path: Path) -> None:
    package = path.relative_to(SOURCE).parts[0]
    if package == "base":
        assert imported(path) <= {"base"}
    if package in STAGE_NAMES:
        assert imported(path) <= {"base", package}


def test_each_stage_reads_only_what_an_earlier_one_wrote() -> None:
    written: set[str] = set()
    for stage in STAGES:
        assert set(stage.reads) <= written, stage.name
        names = {table.name for table in stage.writes}
        assert names.isdisjoint(written), stage.name
        written |= names


def test_every_stage_of_the_design_is_there_in_its_order() -> None:
    order = list(dict.fromkeys(stage.name.split(".")[0] for stage in STAGES))
    assert [name for name in order if name != "outcomes"] == [
        "sources",
        "ledger",
        "entities",
        "trace",
        "effects",
        "claims",
    ]
    assert "outcomes" in order


def test_run_tells_the_story_in_under_100_lines() -> None:
    assert len((SOURCE / "run.py").read_text("utf-8").splitlines()) < 100


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("__init__.py")), ids=lambda p: str(p.relative_to(SOURCE)))
def test_package_files_hold_nothing_but_one_tuple(path: Path) -> None:
    body = ast.parse(path.read_text("utf-8")).body
    assigned = [node for node in body if isinstance(node, ast.Assign | ast.AnnAssign)]
    others = [
        node
        for node in body
        if not isinstance(node, ast.Assign | ast.AnnAssign | ast.Import | ast.ImportFrom | ast.Expr)
    ]
    assert not others
    assert len(assigned) <= 1
