"""The known answers: published data sets with true ids, each column given a role beforehand and nothing tuned."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.matching.quality import database
from headwater.entities.matching.fields import Field, Profile
from headwater.entities.matching.grouping import UNKNOWN, grouped
from headwater.entities.matching.model import score, train
from headwater.entities.matching.plans import pairwise_blocking
from headwater.entities.matching.preparing import plain, with_roles
from headwater.entities.matching.tiers import threshold


@dataclass(frozen=True, slots=True)
class Known:
    """Records with ``truth``, which column plays which role, what the model is trained on, and the label of sources."""

    name: str
    records: pl.DataFrame
    fields: tuple[Field, ...]
    training: tuple[tuple[str, ...], ...]
    sources: bool = False


def historical(folder: Path) -> Known:
    """Historical figures: 50,578 records of 5,156 people."""
    read = pl.read_parquet(folder / "splink_historical_figures_with_errors_50k.parquet")
    named = read.rename({"cluster": "truth", "first_name": "given", "surname": "family", "postcode_fake": "postcode"})
    fields = (
        Field("given", "given", "family"),
        Field("family", "family", "given"),
        Field("dob", "date"),
        Field("postcode", "postcode"),
        Field("birth_place", "place"),
        Field("occupation", "choice"),
    )
    kept = named.select("unique_id", "truth", *(field.column for field in fields)).sort("unique_id")
    return Known("historical figures, 50k", kept, fields, (("given", "family"), ("dob",), ("postcode",)))


def febrl(folder: Path, *numbers: str) -> Known:
    """FEBRL's invented people; of two files each record has its pair in the other."""
    files = [
        pl.read_csv(folder / f"splink_dataset{number}.csv", infer_schema=False).with_columns(source=pl.lit(number))
        for number in numbers
    ]
    read = pl.concat(file.rename({column: column.strip() for column in file.columns}) for file in files)
    fields = (
        Field("given_name", "given", "surname"),
        Field("surname", "family", "given_name"),
        Field("date_of_birth", "date"),
        Field("soc_sec_id", "code"),
        Field("postcode", "postcode"),
        Field("street_number", "choice"),
        Field("address_1", "words"),
        Field("suburb", "place"),
    )
    truth = read.with_columns(truth=pl.col("rec_id").str.extract(r"(rec-\d+)")).sort("source", "rec_id")
    kept = truth.with_columns(plain(field.column) for field in fields)
    training = (("date_of_birth",), ("postcode",), ("given_name", "surname"))
    return Known(f"FEBRL {'/'.join(numbers)}", kept, fields, training, len(numbers) > 1)


def chicago(folder: Path) -> Known:
    """Organisations in Chicago that care for young children, from nine lists."""
    file = folder / "dedupe_csv_example_input_with_true_ids.csv"
    read = pl.read_csv(file, infer_schema=False, encoding="utf8-lossy")
    named = read.select("Id", truth="True Id", name="Site name", address="Address", zip="Zip", phone="Phone").sort("Id")
    fields = (Field("name", "words"), Field("address", "words"), Field("zip", "postcode"), Field("phone", "code"))
    kept = named.with_columns(plain(field.column) for field in fields)
    return Known("Chicago organisations", kept, fields, (("phone",), ("address",)))


SETS: tuple[Callable[[Path], Known], ...] = (
    historical,
    lambda folder: febrl(folder, "3"),
    lambda folder: febrl(folder, "4a", "4b"),
    chicago,
)


def groups_of(known: Known) -> tuple[NDArray[np.int64], pl.DataFrame, float]:
    """The groups of the records, the weighed pairs and the threshold: the model alone, without keys."""
    profile = Profile("known", known.fields, pairwise_blocking(known.fields), known.training)
    records = with_roles(known.records, profile).with_columns(unique_id=pl.int_range(pl.len(), dtype=pl.Int64))
    with database() as connection:
        connection.register("given", records.drop("truth").to_arrow())
        connection.execute("CREATE TABLE records AS SELECT * FROM given ORDER BY unique_id")
        pairs = score(connection, "records", train(connection, "records", profile)).pairs
    least = threshold(pairs["weight"].to_numpy())
    return cut(known, pairs, least), pairs, least


def cut(known: Known, pairs: pl.DataFrame, least: float) -> NDArray[np.int64]:
    """The groups that the weighed pairs give from a weight on."""
    labels = np.full((2, len(known.records)), UNKNOWN)
    if known.sources:
        # Two records of one file are never one: each carries a label of its own there.
        first = (known.records["source"] == known.records["source"][0]).to_numpy()
        numbers = np.arange(len(known.records))
        labels = np.stack([np.where(first, numbers, UNKNOWN), np.where(first, UNKNOWN, numbers)])
    return grouped(pairs.select("l", "r").to_numpy(), pairs["weight"].to_numpy(), labels, least).group
