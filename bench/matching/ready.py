"""Donors' records made ready as the stage makes a case's own ready."""

import polars as pl

from headwater.entities.matching.names import firm_columns, person_columns
from headwater.entities.matching.preparing import made_plain


def ready(records: pl.DataFrame) -> pl.DataFrame:
    """The columns that people are matched by."""
    named = firm_columns(firm_columns(person_columns(records, "name"), "employer"), "occupation")
    placed = made_plain(named, "city", "state", "zip5")
    return placed.with_columns(first=pl.col("given").str.slice(0, 1))
