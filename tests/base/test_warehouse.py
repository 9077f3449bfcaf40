"""The warehouse: whole or not at all, one build at a time, nothing rebuilt without need."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ibis.backends.duckdb import Backend

from headwater.base.build import build
from headwater.base.case import Case, read_case
from headwater.base.errors import BuildRunningError, CaseError, WarehouseError
from headwater.base.manifest import Stored
from headwater.base.parts import STRETCH
from headwater.base.query import select
from headwater.base.stage import Inputs, Stage
from headwater.base.table import table
from headwater.base.views import open_public
from headwater.base.warehouse import Warehouse
from tests.full_disk import room_for


@dataclass(frozen=True)
class Number:
    """One number."""

    number: Annotated[int, "A number"]
    twice: Annotated[int | None, "Twice the number"]


NUMBERS = table("numbers", Number, key=("number",))
DOUBLES = table("doubles", Number, key=("number",))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.toml").write_text('title = "T"\nquestion = "Q"\n')
    (folder / "numbers.txt").write_text("1 2 3")
    return read_case(folder)


def stages() -> tuple[Stage, Stage]:
    def read(inputs: Inputs) -> dict[str, pa.Table]:
        numbers = [int(word) for word in (inputs.case.folder / "numbers.txt").read_text().split()]
        return {"numbers": NUMBERS.of_rows(Number(number, None) for number in numbers)}

    def double(inputs: Inputs) -> dict[str, pa.Table]:
        return {"doubles": DOUBLES.of_rows(Number(row["number"], row["number"] * 2) for row in inputs.rows("numbers"))}

    return (
        Stage("ledger", reads=(), writes=(NUMBERS,), compute=read, files=("numbers.txt",)),
        Stage("entities", reads=("numbers",), writes=(DOUBLES,), compute=double),
    )


def test_a_disk_that_is_full_is_one_line_and_costs_nothing(case: Case, tmp_path: Path) -> None:
    home = tmp_path / "home"
    build(stages(), case, home)
    (case.folder / "numbers.txt").write_text("4 5")
    # The marks at both ends of a Parquet file alone take eight bytes.
    with room_for(8), pytest.raises(WarehouseError, match=r"home/warehouse: stage ledger cannot be built here \(.+\)$"):
        build(stages(), case, home)
    assert Warehouse(home).manifest.tables["doubles"].rows == 3
    assert [ran.rows for ran in build(stages(), case, home)] == [2, 2]


def test_too_little_memory_is_one_line_and_costs_nothing(case: Case, tmp_path: Path) -> None:
    def greedy(inputs: Inputs) -> dict[str, pa.Table]:
        for sql in ("SET temp_directory = ''", "SET memory_limit = '20MB'"):
            inputs.connection.raw_sql(sql)
        # Four million numbers take 32 MB.
        return {"numbers": inputs.connection.raw_sql("SELECT list(range) FROM range(4000000)").to_arrow_table()}

    home = tmp_path / "home"
    build(stages(), case, home)
    (case.folder / "numbers.txt").write_text("4 5")
    said = r"home/warehouse: stage ledger needs more memory than HEADWATER_MEMORY allows, \d+ MB; allow more$"
    with pytest.raises(WarehouseError, match=said):
        build((replace(stages()[0], compute=greedy), *stages()[1:]), case, home)
    assert Warehouse(home).manifest.tables["doubles"].rows == 3


def test_a_second_build_builds_nothing(case: Case, tmp_path: Path) -> None:
    first = build(stages(), case, tmp_path / "home")
    second = build(stages(), case, tmp_path / "home")

    assert [ran.was_built for ran in first] == [True, True]
    assert [ran.was_built for ran in second] == [False, False]


def test_only_what_a_change_touches_is_built_again(case: Case, tmp_path: Path) -> None:
    build(stages(), case, tmp_path / "home")
    (case.folder / "numbers.txt").write_text("3 2 1")  # the same rows: the stage runs, what follows it does not

    assert [ran.was_built for ran in build(stages(), case, tmp_path / "home")] == [True, False]
    (case.folder / "numbers.txt").write_text("4")
    assert [ran.was_built for ran in build(stages(), case, tmp_path / "home")] == [True, True]


def test_a_rebuild_from_nothing_gives_the_same_bytes(case: Case, tmp_path: Path) -> None:
    def files(home: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (home / "warehouse").glob("*.parquet")}

    (case.folder / "numbers.txt").write_text("9")
    build(stages(), case, tmp_path / "one")
    (case.folder / "numbers.txt").write_text("1 2 3")
    build(stages(), case, tmp_path / "one")
    build(stages(), case, tmp_path / "one")
    build(stages(), case, tmp_path / "two")
    build(stages(), case, tmp_path / "two")

    manifests = [
        json.loads((tmp_path / home / "warehouse/manifest.json").read_text())["tables"] for home in ("one", "two")
    ]
    assert manifests[0] == manifests[1]


def test_a_stage_that_fails_leaves_the_tables_as_they_were(case: Case, tmp_path: Path) -> None:
    build(stages(), case, tmp_path / "home")
    (case.folder / "numbers.txt").write_text("7 7")  # the key occurs twice
    before = Warehouse(tmp_path / "home").manifest

    with pytest.raises(WarehouseError, match="occurs twice"):
        build(stages(), case, tmp_path / "home")
    assert Warehouse(tmp_path / "home").manifest == before


def test_a_lost_table_is_built_again(case: Case, tmp_path: Path) -> None:
    build(stages(), case, tmp_path / "home")
    for path in (tmp_path / "home" / "warehouse").glob("numbers-*.parquet"):
        path.unlink()

    assert [ran.was_built for ran in build(stages(), case, tmp_path / "home")] == [True, False]


def test_a_second_build_at_the_same_time_says_so_and_leaves(case: Case, tmp_path: Path) -> None:
    with Warehouse(tmp_path / "home").building(), pytest.raises(BuildRunningError, match="another build"):
        build(stages(), case, tmp_path / "home")


def test_killed_at_any_write_the_old_state_or_the_new_is_whole(tmp_path: Path) -> None:
    """A child commits in a loop and is killed at ten different moments; the manifest's tables always read back."""
    script = """
import sys, pyarrow as pa
from pathlib import Path
from headwater.base.warehouse import Warehouse
from tests.full_disk import room_for
house = Warehouse(Path(sys.argv[1]))
n = 0
with house.building():
    while True:
        n += 1
        house.commit("stage", str(n), {t: pa.table({"n": [n] * 1000}) for t in ("a", "b")})
        print(n, flush=True)
"""
    for moment in range(10):
        child = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        for _ in range(moment + 1):
            child.stdout.readline()
        child.kill()
        child.wait()
        child.stdout.close()
        house = Warehouse(tmp_path)
        connection = house.connect()
        values = {connection.raw_sql(f"SELECT min(n), max(n), count(*) FROM {name}").fetchone() for name in ("a", "b")}
        stage = int(house.manifest.stages["stage"])
        assert values == {(stage, stage, 1000)}


def test_the_tables_of_an_earlier_version_are_built_anew(case: Case, tmp_path: Path) -> None:
    build(stages(), case, tmp_path / "home")
    manifest = tmp_path / "home/warehouse/manifest.json"
    manifest.write_text('{"format": "headwater.manifest/1", "tables": {"numbers": {"file": "x"}}, "stages": {}}')

    assert [ran.was_built for ran in build(stages(), case, tmp_path / "home")] == [True, True]
    manifest.write_text('{"format": "headwater.manifest/99", "tables": {}, "stages": {}}')
    with pytest.raises(WarehouseError, match="delete the folder"):
        build(stages(), case, tmp_path / "home")


def test_an_expression_is_streamed_in_the_order_of_its_key_and_checked(case: Case, tmp_path: Path) -> None:
    def stage(number: ibis.Value, twice: ibis.Value) -> Stage:
        def compute(inputs: Inputs) -> dict[str, ibis.Table]:
            inputs.connection.raw_sql("CREATE VIEW counted AS SELECT range AS n FROM range(200000)")
            return {"numbers": inputs.connection.table("counted").select(number=number, twice=twice)}

        return Stage("ledger", reads=(), writes=(NUMBERS,), compute=compute)

    n = ibis._.n
    folded = ibis.ifelse(n < 70_000, 199_999 - n, n - 70_000)
    for number, twice in ((199_999 - n, n), (folded, n)):
        build([stage(number, twice)], case, tmp_path / "home")
        stored = Warehouse(tmp_path / "home").manifest.tables["numbers"]
        assert isinstance(stored, Stored)
        (file,) = stored.files
        rows = pq.read_table(tmp_path / "home/warehouse" / file.file)
        assert rows.column("number").to_pylist() == list(range(200_000))
        (tmp_path / "home/warehouse/manifest.json").unlink()

    before = (tmp_path / "home/warehouse").exists()
    assert before
    twice_at_a_seam = ibis.ifelse(n == STRETCH, n - 1, n)
    with pytest.raises(WarehouseError, match="key number occurs twice"):
        build([stage(twice_at_a_seam, n)], case, tmp_path / "home")
    with pytest.raises(WarehouseError, match=r"number.*null"):
        build([stage(ibis.ifelse(n == 150_000, ibis.null("int64"), n), n)], case, tmp_path / "home")
    assert not [path for path in (tmp_path / "home/warehouse").iterdir() if path.name.startswith("spill")]


def test_what_a_kill_left_goes_with_the_next_build(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "home/warehouse"
    (folder / "spill-999999999-1").mkdir(parents=True)
    (folder / f"spill-{os.getpid()}-1").mkdir()
    (folder / ".numbers.1-1.part").write_bytes(b"half")
    build(stages(), case, tmp_path / "home")

    left = {path.name for path in folder.iterdir()} - {"manifest.json", "build.lock"}
    # The spill of a process that is at work is its own.
    assert {name.partition("-")[0] for name in left} == {"numbers", "doubles", "spill"}
    assert f"spill-{os.getpid()}-1" in left


def test_letting_go_of_memory_leaves_limit_and_tables_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWATER_MEMORY", "256")
    connection = Warehouse(tmp_path).connect()
    connection.raw_sql("CREATE TEMP TABLE held AS SELECT range AS number FROM range(1000)")
    asked = "SELECT current_setting('memory_limit'), sum(number) FROM held"
    before = connection.raw_sql(asked).fetchall()
    Warehouse.let_go(connection)
    assert connection.raw_sql(asked).fetchall() == before


def test_rows_that_lack_memory_are_asked_for_once_more_with_half_as_much_again(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWATER_MEMORY", "200")
    limits: list[str] = []
    plain = Backend.raw_sql

    def raw_sql(connection: Backend, sql: object) -> Any:
        if "ORDER BY" in str(sql):
            limits.append(plain(connection, "SELECT current_setting('memory_limit')").fetchone()[0])
            if len(limits) == 1:
                raise duckdb.OutOfMemoryException("could not allocate")
        return plain(connection, sql)

    monkeypatch.setattr(Backend, "raw_sql", raw_sql)
    rows = ibis.memtable(pa.table({"number": [3, 1, 2], "twice": [6, 2, 4]}))
    stage = Stage("first", (), (NUMBERS,), lambda _inputs: {"numbers": rows})
    build([stage], case, tmp_path / "home")

    stored = Warehouse(tmp_path / "home").connect().table("numbers").to_pyarrow().to_pylist()
    assert [row["number"] for row in stored] == [1, 2, 3]
    # 200 and 300 MB, as the engine says them.
    assert limits == ["190.7 MiB", "286.1 MiB"]


def test_a_damaged_manifest_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse/manifest.json").write_text('{"format": "headwater.mani')

    with pytest.raises(WarehouseError, match="damaged"):
        _ = Warehouse(tmp_path).manifest


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DROP TABLE x", "not one SELECT"),
        ("SELECT 1; SELECT 2", "not one SELECT"),
        ("COPY (SELECT 1) TO 'x.csv'", "not one SELECT"),
        ("SELECT * FROM private.secret", "the public views"),
        ("SELECT * FROM query('SELECT * FROM private.secret')", "the public views"),
        ("SELECT * FROM query_table('private.secret')", "the public views"),
        ("SELECT * FROM read_text('/etc/hostname')", "the public views"),
        ("SELECT * FROM read_parquet('secret-0.parquet')", "the public views"),
        ("SELECT * FROM glob('*')", "the public views"),
        ("SELECT * FROM duckdb_views()", "the public views"),
        ("SELECT * FROM information_schema.tables", "the public views"),
        ("SELECT * FROM '/etc/hostname'", "the public views"),
        ("SELECT * FROM secret", "the public views"),
        ('SELECT * FROM "secret.parquet", (WITH "secret.parquet" AS (SELECT 1) SELECT 1)', "small letters"),
        ("SELECT current_setting('allowed_directories')", "tells of more|fails"),
        ("SELECT (SELECT count(*) FROM secret)", "the public views"),
        ("WITH x AS (SELECT * FROM secret) SELECT * FROM x", "the public views"),
        # queries to DuckDB, and to another parser a column or a table of a part's name
        ("WITH x AS (TABLE duckdb_views) SELECT * FROM x", "says TABLE"),
        ("SELECT (table/**/sqlite_master)", "says TABLE"),
        ("WITH show AS (SELECT 1) SELECT * FROM (SHOW tables)", "names a part 'show'"),
        ("SELECT " + "(" * 2_400 + "1" + ")" * 2_400, "nested too deeply"),
        ("SELECT", "cannot be read|fails"),
        ("", "not one SELECT"),
    ],
)
def test_only_public_views_can_be_asked(tmp_path: Path, sql: str, why: str) -> None:
    house = Warehouse(tmp_path)
    with house.building():
        house.commit("stage", "1", {"secret": pa.table({"n": [1]})})

    with pytest.raises(CaseError, match=why):
        select(open_public(house), sql)
