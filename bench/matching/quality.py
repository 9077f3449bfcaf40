"""How right a grouping is: precision, recall and F1 of its pairs, and of its whole clusters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares from 0 to 1: of pairs of records in one group, and of groups that are exactly one true cluster."""

    precision: float
    recall: float
    cluster_precision: float
    cluster_recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the pairs' precision and recall."""
        return _mean(self.precision, self.recall)

    @property
    def cluster_f1(self) -> float:
        """The harmonic mean of the clusters' precision and recall."""
        return _mean(self.cluster_precision, self.cluster_recall)

    def __str__(self) -> str:
        return (
            f"P {self.precision:.4f} R {self.recall:.4f} F1 {self.f1:.4f};"
            f" whole clusters P {self.cluster_precision:.3f} R {self.cluster_recall:.3f} F1 {self.cluster_f1:.3f}"
        )


def quality(group: Sequence[Any] | NDArray[Any], truth: Sequence[Any] | NDArray[Any]) -> Quality:
    """Compares groups with the truth, record by record."""
    frame = pl.DataFrame({"group": pl.Series(group), "truth": pl.Series(truth)})
    both, grouped, true = (_sizes(frame, by) for by in (["group", "truth"], ["group"], ["truth"]))
    whole = both.join(grouped, on=["group", "size"]).join(true, on=["truth", "size"]).height
    hits = _pairs(both)
    return Quality(
        hits / max(_pairs(grouped), 1), hits / max(_pairs(true), 1), whole / grouped.height, whole / true.height
    )


def quality_of_pairs(pairs: pl.DataFrame, truth: Sequence[Any] | NDArray[Any]) -> Quality:
    """Compares pairs of row numbers (``l``, ``r``) with the truth as they stand: no clusters."""
    known = pl.Series(truth)
    hits = int((known.gather(pairs["l"]) == known.gather(pairs["r"])).sum())
    true = _pairs(_sizes(pl.DataFrame({"truth": known}), ["truth"]))
    return Quality(hits / max(len(pairs), 1), hits / max(true, 1), 0.0, 0.0)


def _sizes(frame: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    return frame.group_by(by).agg(size=pl.len().cast(pl.Int64))


def _pairs(sizes: pl.DataFrame) -> int:
    return int(sizes.select((pl.col("size") * (pl.col("size") - 1) // 2).sum()).item())


def _mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def database() -> duckdb.DuckDBPyConnection:
    """A database in memory that draws no progress bars and keeps within eight gigabytes."""
    connection = duckdb.connect(config={"memory_limit": "8GB"})
    connection.execute("SET enable_progress_bar = false")
    return connection
