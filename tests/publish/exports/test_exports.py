"""Exports: other people's own readers open and accept them, and they hold what the public views hold."""

import asyncio
import csv
import json
import sqlite3
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from headwater.base.errors import WarehouseError
from headwater.publish.exporting import write_export
from headwater.publish.exports import EXPORTS
from headwater.publish.site_tables import VIEW_COLUMNS
from tests.publish.conftest import Site

KINDS = {export.kind: export for export in EXPORTS}


@pytest.fixture(scope="module")
def exported(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every export of the invented case, each in a folder of its name."""
    folder = tmp_path_factory.mktemp("exports")
    for kind, export in KINDS.items():
        write_export(export, site.home, folder / kind, {"payments.cents": "Amount, cents"}, threads=1)
    return folder


def ftm(exported: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (exported / "ftm" / "entities.ftm.json").read_text("utf-8").splitlines()]


def test_the_terms_of_use_lie_in_every_export(exported: Path) -> None:
    for kind in KINDS:
        terms = [path.read_text("utf-8") for path in (exported / kind).rglob("*use-terms.txt")]
        assert terms
        assert all("30111(a)(4)" in text for text in terms), kind


def test_two_exports_are_equal_byte_for_byte(site: Site, exported: Path, tmp_path: Path) -> None:
    for kind, export in KINDS.items():
        write_export(export, site.home, tmp_path / kind, {"payments.cents": "Amount, cents"}, threads=2)
        for path in (exported / kind).rglob("*"):
            if path.is_file():
                again = tmp_path / kind / path.relative_to(exported / kind)
                assert again.read_bytes() == path.read_bytes(), path.name


def test_parquet_and_csv_hold_the_same_payments_as_the_site(site: Site, exported: Path) -> None:
    cents = pq.read_table(exported / "parquet" / "payments.parquet").column("cents").to_pylist()
    with (exported / "csv" / "payments.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))

    assert sorted(cents) == sorted(int(row["cents"]) for row in rows)
    assert sum(cents) == site.db.value("SELECT sum(cents) FROM payments")
    assert tuple(rows[0]) == VIEW_COLUMNS["payments"]
    found = duckdb.sql(f"SELECT count(*) FROM '{exported / 'parquet' / 'lines.parquet'}'").fetchone()
    assert found == (site.db.value("SELECT count(*) FROM lines"),)


def test_followthemoneys_own_validator_accepts_every_entity(exported: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from followthemoney import model  # noqa: PLC0415 its import warns of optional parts

        found = ftm(exported)
        for entity in found:
            schema = model.get(entity["schema"])
            assert schema is not None
            schema.validate(entity)
            for name, values in entity["properties"].items():
                for value in values:
                    assert schema.properties[name].type.validate(value), (name, value)
    ids = {entity["id"] for entity in found}
    assert len(ids) == len(found)
    for entity in found:
        if entity["schema"] == "Payment":
            sides = entity["properties"].get("payer", []) + entity["properties"].get("beneficiary", [])
            assert ids.issuperset(sides)


def test_followthemoney_holds_every_payment_to_the_cent_and_nobody_below_the_threshold(
    site: Site, exported: Path
) -> None:
    payments = [entity for entity in ftm(exported) if entity["schema"] == "Payment"]
    total = sum(int(one["properties"]["amount"][0].replace(".", "")) for one in payments)

    assert total == site.db.value("SELECT sum(cents) FROM payments")
    named = {row["entity_id"] for row in site.db.rows("SELECT entity_id FROM entities")}
    assert {one["id"] for one in ftm(exported)} - {one["id"] for one in payments} == named | {"unnamed"}


def test_frictionless_validates_the_package_with_its_keys(exported: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package  # noqa: PLC0415 its import warns

        report = Package(str(exported / "datapackage" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note", "rowNumber"])[:5]
    assert {task.name for task in report.tasks} == set(json_names(exported))


def test_frictionless_finds_a_row_that_was_changed(exported: Path, tmp_path: Path) -> None:
    text = (exported / "datapackage" / "datapackage.json").read_text("utf-8")
    (tmp_path / "data").mkdir()
    for path in (exported / "datapackage" / "data").iterdir():
        content = path.read_bytes()
        (tmp_path / "data" / path.name).write_bytes(
            content.replace(b"monetary", b"monetary", 1) + b"broken" if path.name == "payments.csv" else content
        )
    (tmp_path / "datapackage.json").write_text(text, "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package  # noqa: PLC0415 its import warns

        assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def json_names(exported: Path) -> list[str]:
    package = json.loads((exported / "datapackage" / "datapackage.json").read_text("utf-8"))
    return [resource["name"] for resource in package["resources"]]


def test_datasette_opens_the_file_and_answers_a_query(site: Site, exported: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from datasette.app import Datasette  # noqa: PLC0415 its import warns

        metadata = json.loads((exported / "sqlite" / "metadata.json").read_text("utf-8"))
        opened = Datasette([str(exported / "sqlite" / "site.sqlite")], metadata=metadata)
        asked = "/site.json?sql=select+sum(cents)+as+total+from+payments&_shape=array"
        # In a thread of its own: a test of pages may have left a loop at work in this one.
        with ThreadPoolExecutor(1) as apart:
            answer = apart.submit(lambda: asyncio.run(opened.client.get(asked))).result()
    assert answer.json() == [{"total": site.db.value("SELECT sum(cents) FROM payments")}]


def test_the_sqlite_file_is_whole(exported: Path) -> None:
    connection = sqlite3.connect(exported / "sqlite" / "site.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_folder_with_somebody_elses_file_is_left_alone(site: Site, tmp_path: Path) -> None:
    write_export(KINDS["ftm"], site.home, tmp_path / "out", {}, threads=1)
    (tmp_path / "out" / "notes.txt").write_text("mine", "utf-8")

    with pytest.raises(WarehouseError, match=r"notes\.txt was not written by"):
        write_export(KINDS["csv"], site.home, tmp_path / "out", {}, threads=1)
    assert (tmp_path / "out" / "notes.txt").read_text("utf-8") == "mine"
