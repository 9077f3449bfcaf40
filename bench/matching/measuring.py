"""Matching measured: against Splink on known answers and on invented donors; both sides in one run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.matching.apart import CERTAIN_ENOUGH, measured
from bench.matching.known import Known, cut, groups_of
from bench.matching.quality import Quality, quality, quality_of_pairs
from bench.matching.splinks import STOCK, Setup, components, stock_records, weighed
from bench.row import Row, WrongAnswerError

LEAST_MEASURED = 12_000
THRESHOLDS = np.arange(-8, 40.5, 0.5)
"""Weights at which both sides are cut to find what they give at one precision."""
LEAST_PRECISION, LEAST_F1 = 0.98, 0.95


@dataclass(frozen=True, slots=True)
class Level:
    """The most pairs that each side finds at one precision; None where no threshold reaches it."""

    precision: float
    whose: str
    ours: float | None
    stock: float | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One data set: ours at its own threshold, Splink as documented at 0.95, and both at each side's precision."""

    name: str
    records: int
    threshold: float
    ours: Quality
    stock: Quality
    stock_as_pairs: Quality
    stock_best: Quality
    levels: tuple[Level, ...]

    @property
    def is_above(self) -> bool:
        """Whether ours finds at least as much wherever both reach a precision, and is better as each is set up."""
        at_equal = [(one.ours or 0.0) >= one.stock for one in self.levels if one.stock is not None]
        return all(at_equal) and self.ours.f1 > max(self.stock.f1, self.stock_as_pairs.f1)


def against_stock(folder: Path) -> Iterator[Compared]:
    """Ours beside Splink as documented on every data set of known answers."""
    for load, setup in STOCK:
        yield compared(load(folder), setup())


def compared(known: Known, setup: Setup) -> Compared:
    """Both sides on one data set, every precision at its best threshold."""
    truth = known.records["truth"].to_numpy()
    group, pairs, least = groups_of(known)
    mine = [quality(cut(known, pairs, float(at)), truth) for at in THRESHOLDS]
    theirs = _stock_pairs(known, setup)
    stock, bare = _both_ways(theirs, truth, CERTAIN_ENOUGH)
    curve = [one for at in THRESHOLDS for one in _both_ways(theirs, truth, float(at))]
    ours = quality(group, truth)
    asked = {"ours": ours.precision, "Splink's": max(stock, bare, key=lambda one: one.f1).precision}
    levels = [Level(p, whose, _most([*mine, ours], p), _most(curve, p)) for whose, p in asked.items()]
    return Compared(known.name, len(truth), least, ours, stock, bare, max(curve, key=lambda one: one.f1), tuple(levels))


def donors_against_splink(payments: int) -> tuple[Row, ...]:
    """Keys alone, and keys with model, against a tuned Splink on as many invented records of donors.

    Raises:
        WrongAnswerError: if ours falls below what it must reach.
    """
    records = max(payments, LEAST_MEASURED)
    keys, both, splink = measured(records)
    if both.quality.precision < LEAST_PRECISION or both.quality.f1 < LEAST_F1:
        raise WrongAnswerError(f"donors: {both}")
    against = f"{splink.method}, {splink}"
    return tuple(
        Row(f"donors matched by {ours.method}", str(ours), against, splink.core_seconds / ours.core_seconds, payments)
        for ours in (keys, both)
    )


def _stock_pairs(known: Known, setup: Setup) -> pl.DataFrame:
    pairs = weighed(stock_records(known), setup, "source" if known.sources else "")
    # Splink numbers each file apart; the numbers were given before the files were.
    return pairs.select(l=pl.min_horizontal("l", "r"), r=pl.max_horizontal("l", "r"), weight="weight")


def _both_ways(pairs: pl.DataFrame, truth: NDArray[np.object_], least: float) -> tuple[Quality, Quality]:
    """Splink's pairs from a weight on: as its clustering joins them, and as they stand."""
    kept = pairs.filter(pl.col("weight") >= least)
    return quality(components(pairs, len(truth), least), truth), quality_of_pairs(kept, truth)


def _most(found: Sequence[Quality], precision: float) -> float | None:
    reached = [one.recall for one in found if one.precision >= precision]
    return max(reached) if reached else None
