"""Planted returns: rows of `source_counts` with every column filled in, and the counts stage run over them."""

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from headwater.base.case import read_case
from headwater.base.stage import Inputs
from headwater.outcomes.counts_stage import WRITES, compute
from headwater.sources._tables.counts import COUNTS, Count
from headwater.sources._tables.votes import VOTES, Vote
from tests.planted import nullable

DAY = date(2018, 11, 6)
Tables = dict[str, list[dict[str, Any]]]


def cell(candidate: str, votes: int | None, county: str = "Harris", unit: str = "", **more: Any) -> Count:
    """A row of a Texas county's returns for district attorney, unless `more` says otherwise."""
    values: dict[str, Any] = {field.name: "" for field in fields(Count)}
    values |= {"source": "openelections", "file_sha256": "f1", "file_name": "rows.csv", "row": 0, "state": "tx"}
    values |= {"level": "precinct" if unit else "county", "document": "precinct.csv" if unit else "county.csv"}
    values |= {"mode": "total", "office": "district attorney", "election_date": DAY, "stage": "general"}
    values |= {"row_kind": "candidate", "elected": None, "publisher": "P"}
    values |= {"county_name": county, "unit": unit, "candidate": candidate, "votes": votes}
    return Count(**(values | more))


def said(candidate: str, votes: int | None, **more: Any) -> Vote:
    """A publisher's own figure."""
    values: dict[str, Any] = {field.name: "" for field in fields(Vote)}
    values |= {"file_sha256": "f2", "file_name": "contests.csv", "row": 0, "office": "district attorney"}
    values |= {"division": "ocd-division/country:us/state:tx/county:harris", "election_date": DAY, "stage": "general"}
    values |= {"elected": None, "denominator": None, "as_of": None, "publisher": "Q", "count_status": "certified"}
    values |= {"candidate": candidate, "votes": votes, "denominator_kind": "listed_candidates"}
    return Vote(**(values | more))


def counted(folder: Path, rows: list[Count], votes: list[Vote] | None = None, corrections: str = "") -> Tables:
    """The tables of the counts stage, checked as the warehouse checks them."""
    (folder / "case.toml").write_text('title = "T"\nquestion = "Q"\n', "utf-8")
    if corrections:
        (folder / "corrections.csv").write_text(corrections, "utf-8")
    numbered = [_numbered(one, at) for at, one in enumerate(rows, 1)]
    own = [_numbered(one, at) for at, one in enumerate(votes or [], 1)]
    connection = ibis.duckdb.connect()
    connection.create_table("source_counts", nullable(COUNTS.of_rows(numbered)))
    connection.create_table("source_votes", nullable(VOTES.of_rows(own)))
    tables = compute(Inputs(read_case(folder), folder, connection))
    found: dict[str, pa.Table] = {table.name: table.checked(tables[table.name]) for table in WRITES}
    return {name: rows.to_pylist() for name, rows in found.items()}


def _numbered(one: Any, at: int) -> Any:
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    return type(one)(**(values | {"row": one.row or at}))
