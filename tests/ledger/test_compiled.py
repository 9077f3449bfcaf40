"""The rules as kept SQL: taken as it was written, written anew where it is damaged or other code's."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from headwater.ledger import compiled as ledger_compiled
from headwater.ledger import steps
from headwater.ledger.compiled import Compiled, Rules, place_of
from headwater.ledger.rejudging import judged_again
from tests.planted import DAY, filed, line, listed, party

PAC, TAKER = party("Invented Builders PAC", number="111"), party("Invented for Sheriff", number="222")
LINES = [
    line(PAC, TAKER, 5000, side="payer", kind="contribution_made", schedule="D"),
    line(PAC, TAKER, 5000, side="payee", filer_party_id=TAKER.party_id),
    line(PAC, TAKER, 700, side="payee", filer_party_id=TAKER.party_id, date_from=DAY, date_to=DAY),
]


class Written:
    """Rules of which each says its name."""

    def __init__(self) -> None:
        self.wanted, self.counted = ["one", "two"], ["two"]

    def sql(self, step: str, engine: str) -> str:
        """A step that says its name."""
        return f"SELECT '{step}' FROM {engine}"


def compiled(place: Path, rules: Rules) -> Compiled:
    return Compiled("an_engine", lambda: rules, place)


def never() -> Callable[[], Rules]:
    raise AssertionError("the rules were made again")


def test_what_was_kept_is_not_written_again(tmp_path: Path) -> None:
    first = compiled(tmp_path / "a.json", Written())
    said = (first.sql("step"), list(first.wanted))
    first.keep()
    second = Compiled("an_engine", never, tmp_path / "a.json")  # type: ignore[arg-type]  # it is never called

    assert (second.sql("step"), list(second.wanted)) == said == ("SELECT 'step' FROM an_engine", ["one", "two"])


@pytest.mark.parametrize("damage", [b"", b'{"step as SQL": "SEL', b"[]", b'{"step as SQL": 7}', b"\xff"])
def test_what_is_damaged_is_written_anew(tmp_path: Path, damage: bytes) -> None:
    place = tmp_path / "a.json"
    place.write_bytes(damage)
    found = compiled(place, Written())

    assert found.sql("step") == "SELECT 'step' FROM an_engine"
    found.keep()
    assert json.loads(place.read_bytes()) == {"step as SQL": "SELECT 'step' FROM an_engine"}


def test_what_other_code_wrote_goes(tmp_path: Path) -> None:
    for name in ("rules-old-one", "rules-new-one", "other"):
        (tmp_path / f"{name}.json").write_text('{"step as SQL": "SELECT 0"}')
    found = compiled(tmp_path / "rules-new-two.json", Written())

    assert found.sql("step") == "SELECT 'step' FROM an_engine"
    found.keep()
    # What the same code wrote for tables of other schemas stays, and so does what is none of its own.
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "other.json", "rules-new-one.json", "rules-new-two.json",
    ]  # fmt: skip


def test_each_schema_and_each_engine_has_its_own_place(tmp_path: Path) -> None:
    schema = filed(LINES, [PAC, TAKER]).table("source_lines").schema()

    said = (("duckdb", [schema]), ("duckdb", [schema, schema]), ("pyspark", [schema]))
    assert len({place_of(tmp_path, *one) for one in said}) == len(said)


def test_where_nothing_can_be_written_beside_the_code_the_case_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    for beside, kept in ((tmp_path / "beside", "beside"), (tmp_path / "file" / "in it", "rules")):
        monkeypatch.setattr(ledger_compiled, "_BESIDE", beside)
        assert place_of(tmp_path, "duckdb", []).parent == tmp_path / kept


def test_kept_rules_judge_as_those_that_were_just_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(home: Path | None) -> list[dict[str, Any]]:
        return listed(judged_again(filed(LINES, [PAC, TAKER]), 1, home=home).found.uncounted)

    monkeypatch.setattr(ledger_compiled, "_BESIDE", tmp_path)
    plain = found(None)
    # Of the first two lines, both sides of one gift, the payee's counts.
    assert [row["line_id"] for row in plain] == [LINES[0].line_id]
    assert found(tmp_path) == plain
    monkeypatch.setattr(steps, "judging", never)
    assert found(tmp_path) == plain
