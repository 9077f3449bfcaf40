"""One model of agreement: trained by Splink without answers, written down in whole, and applied to pairs.

Splink (Fellegi and Sunter's model, expectation maximisation) does the arithmetic in DuckDB. What it draws by lot
elsewhere is not drawn here: samples are chosen by the hash of a record's own number in sorted order, and parameters are
rounded before they are used, so that neither the order of rows nor the number of threads changes a byte.
"""

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker
from splink.blocking_rule_library import block_on

from headwater.base.errors import CaseError
from headwater.entities.matching.blocking import Blocked, block
from headwater.entities.matching.fields import Profile, comparison
from headwater.entities.matching.priors import with_learned_priors

CHANCE_PAIRS = 1_000_000
"""Pairs of records, drawn regardless of who they are, that give the rates of chance agreement."""
TRAINING_PAIRS = 1_000_000
"""Pairs that agree on a training rule, at most, on which the rates of agreement of one and the same are learned."""
SPREAD, MODULUS = 2_654_435_761, 4_294_967_291
"""A sample of records is those whose number, multiplied and cut (Knuth's multiplicative hash), comes first."""
DIGITS = 6
LEAST = 1e-4
"""The least rate at which one and the same agree on a level: a mistake can always happen."""
LEAST_WEIGHT = -16.0
"""Pairs of less weight are never kept: one in 65,000 of them would be one."""


@dataclass(frozen=True, slots=True)
class Model:
    """Parameters in Splink's own form, and what they were learned on."""

    profile: Profile
    settings: dict[str, Any]
    records: int

    @property
    def prior(self) -> float:
        """The probability that two records drawn regardless are one."""
        return float(self.settings["probability_two_random_records_match"])

    def parameters(self) -> dict[str, Any]:
        """Each field's levels with how often one and the same, and two drawn regardless, agree on them."""
        return {
            compared["output_column_name"]: [
                {
                    "level": level["label_for_charts"],
                    "if_one": level["m_probability"],
                    "by_chance": level["u_probability"],
                }
                for level in compared["comparison_levels"]
                if not level.get("is_null_level")
            ]
            for compared in self.settings["comparisons"]
        }


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs with ``l`` < ``r`` (row numbers), ``weight`` and one weight per field, and what blocking gave."""

    pairs: pl.DataFrame
    blocked: list[Blocked]
    compared: int


class UntrainedError(CaseError):
    """These records hold too few that are one and the same to learn a model from."""


def train(connection: duckdb.DuckDBPyConnection, table: str, profile: Profile) -> Model:
    """Learns the model's parameters from a table of prepared records, without any answer.

    Chance agreement is counted over all pairs of a sample of records. Rates of agreement of one and the same come from
    expectation maximisation over pairs that agree on each training rule.

    Raises:
        UntrainedError: if these records teach no model.
    """
    records = _count(connection, table)
    wanted = min(records, math.isqrt(2 * CHANCE_PAIRS))
    connection.execute(
        f"CREATE OR REPLACE TABLE chance AS SELECT * FROM {table}"
        f" ORDER BY (unique_id * {SPREAD}) % {MODULUS}, unique_id LIMIT {wanted}"
    )
    with _quiet():
        drawn = _linker(connection, "chance", _settings(profile, records))
        drawn.training.estimate_u_using_random_sampling(10 * CHANCE_PAIRS, min_count_per_level=None, num_chunks=1)
        learner = _linker(connection, table, drawn.misc.save_model_to_json())
        for rule in profile.training:
            if _has_pairs(connection, table, rule):
                _learn(learner, rule)
        learned = learner.misc.save_model_to_json()
    return Model(profile, _rounded(learned, wanted * (wanted - 1) // 2), records)


def _learn(learner: Linker, rule: tuple[str, ...]) -> None:
    """Learns from the pairs that agree on one rule.

    Raises:
        UntrainedError: if so few of them are one and the same that a rate falls to zero, where the library stops.
    """
    try:
        learner.training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule),
            estimate_without_term_frequencies=True,
            max_pairs=TRAINING_PAIRS,
            record_sample_proportion=0.2,
        )
    except ValueError as error:
        raise UntrainedError(f"pairs that agree on {', '.join(rule)} teach nothing: {error}") from error


def score(connection: duckdb.DuckDBPyConnection, table: str, model: Model) -> Scored:
    """Weighs every pair that blocking gives, and keeps those of at least ``LEAST_WEIGHT``, in order of their numbers.

    The share of pairs that are one is then learned from these very weights (:mod:`.priors`).
    """
    blocked = block(connection, table, model.profile.blocking, "pairs_to_compare")
    with _quiet():
        linker = _linker(connection, table, model.settings)
        pairs = DuckDBAPI(connection=connection).register("pairs_to_compare")
        linker.table_management.register_blocked_pairs_for_predict(pairs)
        found = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT, warning_mode="never")
    fields = ", ".join(f"mw_{column} + mw_tf_adj_{column} AS {column}" for column in model.profile.columns)
    rows = connection.execute(
        f"SELECT unique_id_l AS l, unique_id_r AS r, match_weight AS weight, {fields}"
        f" FROM {found.physical_name} ORDER BY l, r"
    ).pl()
    weighed = with_learned_priors(rows, model.profile, model.prior, model.records * (model.records - 1) // 2)
    kept = weighed.with_columns(pl.exclude("l", "r").round(DIGITS))
    return Scored(kept, blocked, _count(connection, "pairs_to_compare"))


def _settings(profile: Profile, records: int) -> dict[str, Any]:
    return {
        "link_type": "dedupe_only",
        "sql_dialect": "duckdb",
        "comparisons": [comparison(field) for field in profile.fields],
        "blocking_rules_to_generate_predictions": [],
        "probability_two_random_records_match": 1 / max(records, 3),
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "max_iterations": 50,
        "em_convergence": 0.0005,
        "linker_uid": "headwater",
    }


def _linker(connection: duckdb.DuckDBPyConnection, table: str, settings: dict[str, Any]) -> Linker:
    interface = DuckDBAPI(connection=connection)
    return Linker(interface.register(table), settings, log_level=None)


def _has_pairs(connection: duckdb.DuckDBPyConnection, table: str, rule: tuple[str, ...]) -> bool:
    keys = ", ".join(rule)
    present = " AND ".join(f"({key}) IS NOT NULL" for key in rule)
    row = connection.execute(
        f"SELECT 1 FROM {table} WHERE {present} GROUP BY {keys} HAVING count(*) > 1 LIMIT 1"
    ).fetchone()
    return row is not None


def _rounded(settings: dict[str, Any], chance_pairs: int) -> dict[str, Any]:
    """The same settings with every probability at a few significant digits, none at 0 or 1.

    A level that no chance pair reached may be reached by half a pair; one that was never learned says nothing; and to
    differ is never taken as evidence that two are one.
    """
    least = 0.5 / max(chance_pairs, 1)
    for compared in settings["comparisons"]:
        for level in compared["comparison_levels"]:
            if level.get("is_null_level"):
                continue
            by_chance = min(max(_learned(level, "u_probability") or least, least), 1 - least)
            if_one = _learned(level, "m_probability")
            if_one = by_chance if if_one is None else min(max(if_one, LEAST), 1 - LEAST)
            if level["sql_condition"] == "ELSE":
                if_one = min(if_one, by_chance)
            level["m_probability"], level["u_probability"] = (float(f"{p:.{DIGITS}g}") for p in (if_one, by_chance))
    return settings


def _learned(level: dict[str, Any], name: str) -> float | None:
    value = level.get(name)
    return float(value) if isinstance(value, int | float) else None


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _quiet() -> Iterator[None]:
    """Splink reports its progress as warnings of its own logger; what matters of it stands in the model's table."""
    log = logging.getLogger("splink")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)
