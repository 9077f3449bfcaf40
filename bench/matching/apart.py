"""One method on one file of donors' records in a process of its own: its seconds, and the most memory it ever held."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.matching.donors import donors
from bench.matching.quality import Quality, database, quality
from bench.matching.ready import ready
from bench.matching.splinks import components, donors_ready, tuned_donors, weighed
from headwater.base.log import start_log
from headwater.base.machine_code import ENOUGH
from headwater.entities.matching.keys import joined_by_keys
from headwater.entities.matching.plans import PEOPLE
from headwater.entities.matching.tiers import match

CERTAIN_ENOUGH = 4.25
"""log2 odds of 0.95: where Splink's documentation cuts."""
WARM = 20
"""Records matched first, so that no method's time holds a compiler's."""
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a method found, in seconds of its process's cores and of the clock, and its peak of resident memory."""

    method: str
    records: int
    quality: Quality
    core_seconds: float
    seconds: float
    peak_bytes: int
    said: dict[str, Any]

    def __str__(self) -> str:
        memory = f"{self.peak_bytes / 1e9:.1f} GB"
        found = f"P {self.quality.precision:.4f}, F1 {self.quality.f1:.4f}"
        return f"{self.core_seconds:,.1f} s of cores, {memory}, {found}"


def keys(filed: pl.DataFrame) -> tuple[Ints, dict[str, Any]]:
    """The key tier alone."""
    return joined_by_keys(ready(filed), PEOPLE.keys, PEOPLE.labels).group, {}


def keys_and_model(filed: pl.DataFrame) -> tuple[Ints, dict[str, Any]]:
    """Both tiers, as the stage runs them."""
    with database() as connection:
        found = match(connection, ready(filed), PEOPLE)
    return found.group, {"estimated_precision": found.summary["estimated_precision"]}


def splink(filed: pl.DataFrame) -> tuple[Ints, dict[str, Any]]:
    """A tuned Splink on every record."""
    pairs = weighed(donors_ready(ready(filed)), tuned_donors())
    return components(pairs, len(filed), CERTAIN_ENOUGH), {}


METHODS: dict[str, Callable[[pl.DataFrame], tuple[Ints, dict[str, Any]]]] = {
    "keys alone": keys,
    "keys and model": keys_and_model,
    "a tuned Splink": splink,
}


def measured(records: int, methods: tuple[str, ...] = tuple(METHODS)) -> Iterator[Ran]:
    """Runs methods one after another on the same invented records."""
    with TemporaryDirectory() as folder:
        file, out = Path(folder) / "donors.parquet", Path(folder) / "groups.npy"
        filed = donors(records)
        filed.drop("truth").write_parquet(file)
        truth = filed["truth"].to_numpy()
        for method in methods:
            command = [sys.executable, "-m", "bench.matching.apart", method, str(file), str(out)]
            ran = subprocess.run(command, capture_output=True, text=True, check=True)
            figures = json.loads(ran.stdout.splitlines()[-1])
            yield Ran(method, records, quality(np.load(out), truth), **figures)


def main() -> None:
    """``python -m bench.matching.apart METHOD FILE OUT``: groups go to a file, figures to standard output."""
    start_log("error")
    method, file, out = METHODS[sys.argv[1]], Path(sys.argv[2]), Path(sys.argv[3])
    filed = pl.read_parquet(file)
    if len(filed) >= ENOUGH:
        # From so many on loops are compiled: once what compiles is loaded, all are.
        import numba  # noqa: F401, PLC0415
    keys(filed.head(WARM))
    components(pl.DataFrame({"l": [0], "r": [1], "weight": [9.0]}), 2, CERTAIN_ENOUGH)
    began, core = perf_counter(), process_time()
    group, said = method(filed)
    figures = {"core_seconds": process_time() - core, "seconds": perf_counter() - began, "said": said}
    np.save(out, group)
    # Linux counts in kibibytes (getrusage(2)).
    print(json.dumps({**figures, "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


if __name__ == "__main__":
    main()
