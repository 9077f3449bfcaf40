"""The public views as CSV and as Parquet, each with the terms of its sources beside it."""

from pathlib import Path

import pyarrow.parquet as pq

from headwater.publish.export import csv_parts, use_terms
from headwater.publish.exports.export import Material

_ROWS = 100_000


def views_of(material: Material) -> list[str]:
    """The names of the views that the case has, sorted."""
    return [row["name"] for row in material.db.rows("SELECT name FROM site_views ORDER BY name")]


def write_csv(material: Material, folder: Path) -> None:
    """Writes ``<view>.csv`` (RFC 4180, UTF-8, amounts in cents) and ``<view>.use-terms.txt`` for each view."""
    for view in views_of(material):
        with (folder / f"{view}.csv").open("wb") as out:
            out.writelines(csv_parts(material.db, view))
        (folder / f"{view}.use-terms.txt").write_bytes(use_terms(material.db, view))


def write_parquet(material: Material, folder: Path) -> None:
    """Writes ``<view>.parquet`` with the views' own types, rows in the order of all columns, and the terms."""
    for view in views_of(material):
        rows = material.public.raw_sql(f"SELECT * FROM {view} ORDER BY ALL").to_arrow_reader(_ROWS)
        with pq.ParquetWriter(folder / f"{view}.parquet", rows.schema, compression="zstd") as out:
            for batch in rows:
                out.write_batch(batch)
        (folder / f"{view}.use-terms.txt").write_bytes(use_terms(material.db, view))
