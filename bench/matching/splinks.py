"""Splink without anything of ours: as its documentation sets it up for each data set, and tuned for donors."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import splink.comparison_library as cl
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.matching.known import Known, chicago, febrl, historical
from bench.matching.quality import database
from headwater.entities.matching.fields import comparison
from headwater.entities.matching.grouping import UNKNOWN, grouped
from headwater.entities.matching.plans import PEOPLE
from headwater.entities.matching.preparing import with_roles

LOWEST = -8.0


@dataclass(frozen=True, slots=True)
class Setup:
    """What a page of Splink's documentation says: comparisons, blocking, the rules of the prior, and training."""

    comparisons: list[Any]
    blocking: list[Any]
    certain: list[Any]
    recall: float
    chance_pairs: float
    training: list[Any]


def weighed(records: pl.DataFrame, setup: Setup, sources: str = "") -> pl.DataFrame:
    """All pairs that Splink predicts (``l``, ``r``, ``weight``), trained as the setup says."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    numbered = records.with_columns(unique_id=pl.int_range(pl.len(), dtype=pl.Int64))
    settings = SettingsCreator(
        link_type="link_only" if sources else "dedupe_only",
        comparisons=setup.comparisons,
        blocking_rules_to_generate_predictions=setup.blocking,
    )
    with database() as connection:
        interface = DuckDBAPI(connection=connection)
        parts = numbered.partition_by(sources, maintain_order=True) if sources else [numbered]
        tables = [interface.register(part.to_arrow()) for part in parts]
        linker = Linker(tables if sources else tables[0], settings, log_level=None)
        linker.training.estimate_probability_two_random_records_match(setup.certain, recall=setup.recall)
        linker.training.estimate_u_using_random_sampling(max_pairs=setup.chance_pairs, seed=1)
        for rule in setup.training:
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, estimate_without_term_frequencies=True
            )
        found = linker.inference.predict(threshold_match_weight=LOWEST)
        query = f"SELECT unique_id_l AS l, unique_id_r AS r, match_weight AS weight FROM {found.physical_name}"
        return connection.execute(query).pl()


def components(pairs: pl.DataFrame, records: int, least: float) -> NDArray[np.int64]:
    """What Splink's clustering gives: everything that a chain of pairs above the threshold connects."""
    kept = pairs.filter(pl.col("weight") >= least)
    ends = kept.select("l", "r").to_numpy()
    return grouped(ends, np.ones(len(kept)), np.full((1, records), UNKNOWN), 0.5).group


def tuned_donors() -> Setup:
    """Splink with nicknames, sets of words, places and frequencies: our comparisons and blocking, on every record."""
    return Setup(
        [comparison(field) for field in PEOPLE.profile.fields],
        [block_on(*rule) for rule in PEOPLE.profile.blocking],
        [block_on("family", "given", "zip5", "employer"), block_on("family", "given", "zip5", "middle")],
        0.5,
        1e6,
        [block_on(*rule) for rule in PEOPLE.profile.training],
    )


def stock_donors() -> Setup:
    """As the quick start sets up people: similar names, exact places with frequencies."""
    return Setup(
        [
            cl.NameComparison("given"),
            cl.NameComparison("family"),
            cl.ExactMatch("zip5").configure(term_frequency_adjustments=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.ExactMatch("employer").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        [
            block_on("family", "given"),
            block_on("family", "zip5"),
            block_on("given", "zip5"),
            block_on("given", "employer"),
        ],
        [block_on("family", "given", "zip5")],
        0.7,
        1e6,
        [block_on("given", "family"), block_on("zip5", "employer")],
    )


def donors_ready(records: pl.DataFrame) -> pl.DataFrame:
    """Donors' records with what the tuned comparisons need beside each column."""
    return with_roles(records, PEOPLE.profile)


def _historical() -> Setup:
    joined = "first_name_surname_concat"
    return Setup(
        [
            cl.ForenameSurnameComparison("given", "family", forename_surname_concat_col_name=joined),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        [
            block_on("substr(given,1,3)", "substr(family,1,4)"),
            block_on("family", "dob"),
            block_on("given", "dob"),
            block_on("postcode", "given"),
            block_on("postcode", "family"),
            block_on("dob", "birth_place"),
            block_on("substr(postcode,1,3)", "dob"),
            block_on("substr(postcode,1,3)", "given"),
            block_on("substr(postcode,1,3)", "family"),
            block_on("substr(given,1,2)", "substr(family,1,2)", "substr(dob,1,4)"),
        ],
        [
            block_on("given", "family", "dob"),
            block_on("substr(given,1,2)", "family", "substr(postcode,1,2)"),
            block_on("dob", "postcode"),
        ],
        0.6,
        1e7,
        [block_on("given", "family"), block_on("dob")],
    )


def _febrl() -> Setup:
    return Setup(
        [
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
        [block_on(name) for name in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")],
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")],
        0.9,
        1e6,
        [block_on("date_of_birth"), block_on("postcode")],
    )


def _chicago() -> Setup:
    return Setup(
        [
            cl.JaroWinklerAtThresholds("name", [0.9, 0.7]),
            cl.JaroWinklerAtThresholds("address", [0.9, 0.7]),
            cl.ExactMatch("zip").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("phone", [1, 2]),
        ],
        [block_on("phone"), block_on("address"), block_on("name"), block_on("substr(name,1,6)", "zip")],
        [block_on("name", "address"), block_on("phone", "address")],
        0.7,
        1e7,
        [block_on("phone"), block_on("address")],
    )


STOCK: tuple[tuple[Callable[[Path], Known], Callable[[], Setup]], ...] = (
    (lambda folder: febrl(folder, "3"), _febrl),
    (lambda folder: febrl(folder, "4a", "4b"), _febrl),
    (chicago, _chicago),
    (historical, _historical),
)


def stock_records(known: Known) -> pl.DataFrame:
    """The records of a data set as the documentation prepares them."""
    if "dob" not in known.records.columns:
        return known.records.drop("truth")
    joined = pl.col("given") + " " + pl.col("family")
    return known.records.drop("truth", "unique_id").with_columns(first_name_surname_concat=joined)
