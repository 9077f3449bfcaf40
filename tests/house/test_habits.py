"""House rules 9 and 12, and what no file of the project may hold."""

import ast
import hashlib
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "headwater"
MODULES = sorted(SOURCE.rglob("*.py"))
# Written in two parts so that this file does not hold what it forbids.
FORBIDDEN = [
    r"/wor" + r"k/",
    r"/far" + r"m/",
    r"/ro" + r"ot/",
    r"opt/py" + r"pi",
    r"files\.pythonho" + r"sted",
    r"index-u" + r"rl",
]
EDITORIAL = ["dark money", "puppet", "bankroll"]


def committed() -> list[Path]:
    """Every text file that stands in the project (or would, once added)."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        return []
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_nothing_is_caught_broadly_or_swallowed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            assert caught not in {"everything", "Exception", "BaseException"}, node.lineno
            assert not (len(node.body) == 1 and isinstance(node.body[0], ast.Pass)), node.lineno


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_the_environment_is_read_in_settings_only(path: Path) -> None:
    if path.name != "settings.py":
        assert "os.environ" not in path.read_text("utf-8")
        assert "os.getenv" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_default_argument_can_change(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            defaults = [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
            assert not any(isinstance(default, ast.List | ast.Dict | ast.Set) for default in defaults)


def test_no_file_names_a_machine_or_a_package_host() -> None:
    for path in committed():
        if path.suffix == ".png":
            continue
        text = path.read_text("utf-8")
        for pattern in FORBIDDEN:
            assert not re.search(pattern, text), f"{path.relative_to(ROOT)}: {pattern}"


def test_pages_use_only_words_that_take_no_side() -> None:
    for path in [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")]:
        text = path.read_text("utf-8").lower()
        for word in EDITORIAL:
            assert word not in text, f"{path.name}: {word}"


def test_every_dependency_has_its_reason() -> None:
    import tomllib  # noqa: PLC0415 only this test reads the project file

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = [line for lines in project["project"]["optional-dependencies"].values() for line in lines]
    reasons = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    for line in [*project["project"]["dependencies"], *extras]:
        name = re.split(r"[\[<>=]", line)[0]
        assert f"| {name} |" in reasons, name


@pytest.mark.real
def test_no_file_of_the_real_records_stands_in_the_project(real: Path) -> None:
    theirs = {
        hashlib.sha256(p.read_bytes()).hexdigest() for p in real.rglob("*") if p.is_file() and p.stat().st_size > 64
    }
    copied = [str(p.relative_to(ROOT)) for p in committed() if hashlib.sha256(p.read_bytes()).hexdigest() in theirs]
    assert copied == []
