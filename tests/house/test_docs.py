"""House rule 11: generated pages equal the committed ones, and every command and source is documented."""

from pathlib import Path

from headwater.docs import pages
from headwater.sources._reading.catalogue import catalogue

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_generated_pages_are_up_to_date() -> None:
    for name, text in pages().items():
        assert (DOCS / name).read_text("utf-8") == text, f"docs/{name}: run `make docs`"


def test_every_source_is_documented() -> None:
    said = (DOCS / "sources.md").read_text("utf-8")
    folder = DOCS.parent / "src" / "headwater" / "sources"
    for source in sorted(path.parent.name for path in folder.glob("*/source.toml")):
        assert f"`{source}`" in said, source


def test_every_rule_has_a_test_file_of_its_name() -> None:
    root = DOCS.parent
    for rule in sorted((root / "src" / "headwater" / "trace" / "rules").glob("[a-z]*.py")):
        assert list((root / "tests" / "trace").rglob(f"test_{rule.stem}.py")), rule.stem


def test_everything_that_can_be_fetched_is_documented() -> None:
    said = (DOCS / "methods" / "fetch.md").read_text("utf-8")
    for source in catalogue().values():
        for recipe in source.fetches:
            assert f"`{source.name}`" in said
            assert f"`{recipe.name}`" in said
