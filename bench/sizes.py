"""Bounds against the size of the ledger, ten thousand to ten million payments, and forty targets against single ones.

Run by hand, ``python -m bench.sizes``: it prints its figures and draws docs/pictures/bounds-by-size.svg.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from bench.row import shown_seconds
from headwater.base.files import write_whole
from headwater.trace.ledger import IndexArray, IntArray
from headwater.trace.library import book_of_arrays, bounds_between
from headwater.trace.problem import Book

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
CANDIDATES = 40
DAYS = 1_460
FIRST_DAY = 737_425
SEED = 11
PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "bounds-by-size.svg"


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds to make a ledger's arrays ready, for one pair, and for forty targets of one donor set; peak memory."""

    payments: int
    ready: float
    pair: float
    targets: float
    gigabytes: float


@dataclass(frozen=True, slots=True)
class Names:
    """Which numbers are accounts, sources that only pay, and campaigns that only receive: in this order from 0."""

    accounts: int
    sources: int
    campaigns: int

    @property
    def count(self) -> int:
        """How many there are."""
        return self.accounts + self.sources + self.campaigns


def names_of(payments: int) -> Names:
    """Two hundred payments an account, a source for fifty, a campaign for five thousand but sixty at least."""
    return Names(max(25, payments // 200), max(50, payments // 50), max(60, payments // 5_000))


def arrays_of(payments: int) -> tuple[IndexArray, IndexArray, IndexArray, IntArray]:
    """Payer, payee, day, cents: of five payments two from source to account, two between accounts, one to campaigns."""
    drawn, names = np.random.default_rng(SEED), names_of(payments)
    kind = drawn.random(payments)
    account, other = (drawn.integers(0, names.accounts, payments) for _ in range(2))
    source = names.accounts + drawn.integers(0, names.sources, payments)
    campaign = names.accounts + names.sources + drawn.integers(0, names.campaigns, payments)
    payer = np.where(kind < 0.4, source, account).astype(np.int32)
    payee = np.where(kind < 0.4, account, np.where(kind < 0.8, other, campaign)).astype(np.int32)
    day = (FIRST_DAY + drawn.integers(0, DAYS, payments)).astype(np.int32)
    cents = np.rint(np.exp(drawn.normal(11.6, 2.0, payments))).astype(np.int64) + 1
    return payer, payee, day, cents


def random_book(payments: int) -> Book:
    """The payments of `arrays_of`, made ready."""
    payer, payee, day, cents = arrays_of(payments)
    return book_of_arrays(payer, payee, (day, day), cents)


def cost_of(payments: int) -> Cost:
    """Measures one size in this process, loops compiled beforehand; its peak memory is the process's."""
    names = names_of(payments)
    first, last = names.accounts + names.sources, names.accounts + names.sources + CANDIDATES
    small = random_book(40_000)
    list(bounds_between(small, [[names_of(40_000).accounts]], [[names_of(40_000).accounts + 800]]))
    book = random_book(payments)
    drawn = perf_counter()
    if book.shared is None:
        raise AssertionError("a ledger without ranges of days has one expansion")
    _ = book.shared.arcs
    ready = perf_counter()
    pairs = [_timed(bounds_between(book, [[names.accounts + one]], [[first + one]])) for one in range(5)]
    many = _timed(bounds_between(book, [[names.accounts]], [[target] for target in range(first, last)]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return Cost(payments, ready - drawn, sorted(pairs)[2], many, peak)


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Each size in a process of its own, so that its memory is its own."""
    costs = []
    for payments in sizes:
        done = subprocess.run(
            [sys.executable, "-m", "bench.sizes", str(payments)], check=True, capture_output=True, text=True
        )
        cost = Cost(**json.loads(done.stdout))
        costs.append(cost)
        alone = cost.ready + cost.pair
        print(
            f"{cost.payments:>11,} payments: ready in {shown_seconds(cost.ready)}, a pair {shown_seconds(cost.pair)}, "
            f"{CANDIDATES} targets {shown_seconds(cost.targets)} = {(cost.ready + cost.targets) / alone:.1f} pairs "
            f"asked one by one; {cost.gigabytes:.2f} GB",
            flush=True,
        )
    write_whole(PICTURE, _picture(costs).encode())


def _timed(work: Iterator[object]) -> float:
    begin = perf_counter()
    list(work)
    return perf_counter() - begin


def _picture(costs: list[Cost]) -> str:
    from vl_convert import vegalite_to_svg  # noqa: PLC0415 only the picture needs it

    shown = {"ready": "ledger made ready", "pair": "one pair", "targets": f"{CANDIDATES} targets"}
    rows = [
        {"payments": cost.payments, "seconds": asdict(cost)[key], "what": words}
        for cost in costs
        for key, words in shown.items()
    ]
    log = {"type": "quantitative", "scale": {"type": "log"}}
    sizes = {"values": [cost.payments for cost in costs], "format": ","}
    spec = {
        "title": "Both bounds on a random ledger: seconds by number of payments",
        "width": 560,
        "height": 320,
        "data": {"values": rows},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "payments", "title": "payments", "axis": sizes, **log},
            "y": {"field": "seconds", "title": "seconds", **log},
            "color": {"field": "what", "type": "nominal", "title": None},
        },
    }
    drawn: str = vegalite_to_svg(spec)
    return drawn


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(asdict(cost_of(int(sys.argv[1])))))
    else:
        main()
