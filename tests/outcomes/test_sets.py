"""Sets with definitions: one word, several counts, and a definition that cannot be run says so."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from headwater.base.errors import CaseError
from headwater.outcomes.sets import definitions, read_sets, scored

DAY = date(2024, 12, 31)
ONE = """
[[sets]]
id = "ended"
word = "left office"
counts = "a term"
text = "Terms that ended."
as_of = [2023-12-31, 2024-12-31]
query = "SELECT person AS member, end_kind AS evidence FROM terms WHERE end_date <= $as_of"
"""
LINKED = """
[[sets]]
id = "linked"
word = "linked"
counts = "a candidate"
text = "By any rule."
as_of = [2024-12-31]
query = "WITH all_of AS (SELECT candidate FROM linking_levels) SELECT candidate AS member FROM all_of"
"""


def engine() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE terms (person TEXT, end_kind TEXT, end_date DATE)")
    connection.execute("INSERT INTO terms VALUES ('Ann', 'defeat', '2023-01-01'), ('Bo', 'recall', '2024-06-01')")
    connection.execute("INSERT INTO terms VALUES ('Cy', '', NULL), ('Ann', 'resignation', '2020-01-01')")
    return connection


def written(folder: Path, text: str) -> Path:
    (folder / "sets.toml").write_text(text, "utf-8")
    return folder


def test_a_count_moves_with_the_day_and_a_member_counts_once(tmp_path: Path) -> None:
    listed = read_sets(written(tmp_path, ONE))
    found = {row.as_of: (row.count, row.members, len(who)) for row, who in scored(engine(), listed, {"terms"})}
    # Ann left twice: two rows prove one member.
    assert found == {date(2023, 12, 31): (1, "Ann", 2), DAY: (2, "Ann; Bo", 3)}


def test_what_cannot_be_counted_is_no_zero(tmp_path: Path) -> None:
    listed = read_sets(written(tmp_path, LINKED))
    ((row, who),) = scored(engine(), listed, {"terms"})
    assert (row.count, row.missing, who) == (None, "not in these records: the table linking_levels", [])
    assert [one.needs for one in definitions(listed, {"terms"})] == ["linking_levels"]


def test_a_table_that_comes_later_is_used(tmp_path: Path) -> None:
    connection = engine()
    connection.execute("CREATE TABLE linking_levels AS SELECT 'Dee' AS candidate")
    ((row, _who),) = scored(connection, read_sets(written(tmp_path, LINKED)), {"linking_levels"})
    assert (row.count, row.members) == (1, "Dee")


def test_a_case_without_sets_has_none(tmp_path: Path) -> None:
    assert read_sets(tmp_path) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('word = "left office"\n', "", "field 'word' is missing"),
        ("as_of = [2023-12-31, 2024-12-31]", 'as_of = ["2023"]', "as_of is not made of days"),
        ("SELECT person", "DELETE FROM terms; SELECT person", "not one SELECT"),
        ("SELECT person AS member", "SELEC", "'ended'"),
        ("[[sets]]", "x = 1\n[[sets]]", "unknown field 'x'"),
        ('text = "Terms that ended."', 'text = "T"\ncolour = "red"', "unknown field 'colour'"),
        ("[[sets]]", "[[sets]", "sets.toml"),
    ],
)
def test_definitions_are_read_strictly(tmp_path: Path, before: str, after: str, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        read_sets(written(tmp_path, ONE.replace(before, after)))


def test_two_definitions_cannot_have_one_id(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="two sets have the id 'ended'"):
        read_sets(written(tmp_path, ONE + ONE))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT nobody AS member FROM terms", "nobody"),
        ("SELECT person FROM terms", "the query gives person"),
        ("SELECT NULL AS member FROM terms", "a member has no name"),
    ],
)
def test_a_query_that_gives_no_members_is_one_clear_line(tmp_path: Path, query: str, said: str) -> None:
    start = ONE.index('query = "')
    listed = read_sets(written(tmp_path, ONE[:start] + f'query = "{query}"\n'))
    with pytest.raises(CaseError, match=said):
        list(scored(engine(), listed, {"terms"}))
