"""Matching measured: against Splink on known answers and on invented donors; both sides in one run."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import TypeVar

import numpy as np
import polars as pl

from bench.matching.donors import donors
from bench.matching.known import Known, groups_of
from bench.matching.quality import Quality, database, quality
from bench.matching.ready import ready
from bench.matching.splinks import STOCK, Setup, components, donors_ready, stock_records, tuned_donors, weighed
from bench.row import Row, WrongAnswerError
from headwater.entities.matching.keys import joined_by_keys
from headwater.entities.matching.plans import PEOPLE
from headwater.entities.matching.tiers import match

T = TypeVar("T")
LEAST_MEASURED = 12_000
CERTAIN_ENOUGH = 4.25
"""log2 odds of 0.95: where Splink's documentation cuts."""


def timed(what: Callable[[], T]) -> tuple[float, T]:
    """Seconds of this process's cores, and the result: other work on the machine is not in them."""
    begin = process_time()
    result = what()
    return process_time() - begin, result


def donors_against_splink(payments: int) -> tuple[Row, ...]:
    """Keys alone, and keys with model, against a tuned Splink on as many invented records of donors.

    Raises:
        WrongAnswerError: if ours falls below what it must reach.
    """
    filed = donors(max(payments, LEAST_MEASURED))
    truth = filed["truth"].to_list()
    ready(filed.head(10))
    joined_by_keys(ready(filed.head(10)), PEOPLE.keys, PEOPLE.labels)
    preparing, records = timed(lambda: ready(filed))
    by_keys, joined = timed(lambda: joined_by_keys(records, PEOPLE.keys, PEOPLE.labels))
    in_all, found = timed(lambda: _matched(records))
    splinks, theirs = timed(lambda: weighed(donors_ready(records), tuned_donors()))
    chained, group = timed(lambda: components(theirs, len(records), CERTAIN_ENOUGH))
    ours, keyed = quality(found, truth), quality(joined.group.tolist(), truth)
    if ours.precision < 0.98 or ours.f1 < 0.95:
        raise WrongAnswerError(f"donors: {ours}")
    against = f"a tuned Splink, {_said(splinks + chained + preparing, quality(group.tolist(), truth))}"
    peer = splinks + chained + preparing
    keys, both = by_keys + preparing, in_all + preparing
    return (
        Row("donors matched by keys alone", _said(keys, keyed), against, peer / keys, payments),
        Row("donors matched by keys and model", _said(both, ours), against, peer / both, payments),
    )


def against_stock(folder: Path) -> Iterator[str]:
    """One line a data set and method: ours, Splink as documented, and that at our precision and at its own best."""
    for load, setup in STOCK:
        known = load(folder)
        truth = known.records["truth"].to_list()
        seconds, (group, _pairs, least) = timed(lambda known=known: groups_of(known))  # type: ignore[misc]
        ours = quality(group.tolist(), truth)
        yield f"{known.name}: ours, from weight {least:g}: {_said(seconds, ours)}"
        yield from (f"{known.name}: {line}" for line in _stock(known, setup(), ours, truth))


def _stock(known: Known, setup: Setup, ours: Quality, truth: list[str]) -> list[str]:
    seconds, pairs = timed(lambda: weighed(stock_records(known), setup, "source" if known.sources else ""))
    if known.sources:
        # Splink numbers each file apart; the numbers were given before the files were.
        pairs = pairs.select(l=pl.min_horizontal("l", "r"), r=pl.max_horizontal("l", "r"), weight="weight")
    found = {
        float(least): quality(components(pairs, len(truth), float(least)).tolist(), truth)
        for least in np.arange(-4, 17)
    }
    as_documented = quality(components(pairs, len(truth), CERTAIN_ENOUGH).tolist(), truth)
    equal = [(seen.f1, least) for least, seen in found.items() if seen.precision >= ours.precision]
    best = max((seen.f1, least) for least, seen in found.items())
    lines = [f"Splink as documented, at 0.95: {_said(seconds, as_documented)}"]
    if equal:
        lines.append(f"Splink as documented, at our precision (weight {max(equal)[1]:g}): {found[max(equal)[1]]}")
    return [*lines, f"Splink as documented, best of all thresholds (weight {best[1]:g}): {found[best[1]]}"]


def _matched(records: pl.DataFrame) -> list[int]:
    with database() as connection:
        group: list[int] = match(connection, records, PEOPLE).group.tolist()
        return group


def _said(seconds: float, measured: Quality) -> str:
    return f"{seconds:.1f} s of cores, P {measured.precision:.4f}, F1 {measured.f1:.4f}"
