"""Ledgers of any size with planted truth: many small flows of one donor set, each with an answer known in closed form.

Every flow has accounts of its own and all share the donor and the target, so its amounts add up exactly. A flow mixes
``other`` cents of somebody else with ``own`` cents of the donor in one account, which pays ``paid`` to the target and
the rest to a vendor. Own, other and paid are a·u, b·u and (a+b)·v, so pro rata gives a·v, whole cents.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
from numpy.typing import NDArray

from bench.tracing.protocol import Asked

Cents = NDArray[np.int64]
DONOR, TARGET, VENDOR = "Donor", "Target", "Vendor"
FIRST_DAY, DAYS = date(2018, 1, 1).toordinal(), 1400
STRETCH = 200_000
_HOPS = 5


@dataclass(frozen=True, slots=True, eq=False)
class _Flows:
    """Some flows of one kind: cents by flow."""

    own: Cents
    other: Cents
    paid: Cents
    pro_rata: Cents
    lost: Cents


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of flow: payments in order, each (payer, payee, which cents); # stands for the flow's number."""

    name: str
    steps: tuple[tuple[str, str, str], ...]
    donor_is_older: bool
    reaches: bool = True


KINDS = (
    _Kind("mixed", (("Other #", "A#", "other"), (DONOR, "A#", "own"), ("A#", TARGET, "paid"), ("A#", VENDOR, "rest")),
          donor_is_older=False),
    _Kind("late donor", (("Other #", "A#", "all"), ("A#", TARGET, "paid"), (DONOR, "A#", "own")),
          donor_is_older=False, reaches=False),
    _Kind("second route", (("Other #", "C#", "other"), (DONOR, "A#", "half"), (DONOR, "B#", "other half"),
                           ("A#", "C#", "half"), ("B#", "C#", "other half"), ("C#", TARGET, "paid"),
                           ("C#", VENDOR, "rest")), donor_is_older=False),
    _Kind("circle", ((DONOR, "A#", "own"), ("A#", "B#", "own"), ("B#", "A#", "own"), ("Other #", "A#", "other"),
                     ("A#", TARGET, "paid"), ("A#", VENDOR, "rest")), donor_is_older=True),
    _Kind("long chain", (("Other #", "A#", "other"), (DONOR, "A#", "own"), ("A#", "H1-#", "paid"),
                         *((f"H{n}-#", f"H{n + 1}-#", "paid") for n in range(1, _HOPS)),
                         (f"H{_HOPS}-#", TARGET, "paid")), donor_is_older=False),
    _Kind("spent before", ((DONOR, "A#", "own and lost"), ("A#", VENDOR, "lost"), ("Other #", "A#", "other"),
                           ("A#", TARGET, "paid"), ("A#", VENDOR, "rest")), donor_is_older=True),
)  # fmt: skip


def generate(folder: Path, payments: int, seed: int = 1) -> Asked:
    """Writes ``ledgers/planted-N.csv`` with about so many payments, flow by flow, and gives its question.

    Args:
        folder: where the questions will stand.
        payments: at least this many; the last flows may add a few.
        seed: of the amounts and days.
    """
    draw = np.random.default_rng(seed)
    each = -(-payments // sum(len(kind.steps) for kind in KINDS))
    path = folder / "ledgers" / f"planted-{payments}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    known = dict.fromkeys(("low_cents", "high_cents", "fifo_cents", "lifo_cents", "pro_rata_cents"), 0)
    schema = pa.schema([(name, pa.string()) for name in ("date", "payer", "payee", "amount", "id")])
    with pc.CSVWriter(path, schema) as out:
        number = 0
        for start in range(0, each, STRETCH):
            for kind in KINDS:
                flows = _draw(draw, min(STRETCH, each - start))
                for name, cents in _truth(kind, flows).items():
                    known[name] += cents
                for table in _tables(kind, flows, start, (draw, number)):
                    out.write_table(table)
                    number += table.num_rows
    why = "Planted: the sum of many small flows, each known in closed form (docs/methods/benchmark.md)."
    exact = {name: Fraction(cents) for name, cents in known.items()}
    return Asked(f"planted-{payments}", path, (DONOR,), (TARGET,), exact, why)


def _draw(draw: np.random.Generator, count: int) -> _Flows:
    a, b = draw.integers(1, 10, count), draw.integers(1, 10, count)
    u = draw.integers(2, 20_000, count) * 2
    v = draw.integers(1, u)
    return _Flows(a * u, b * u, (a + b) * v, a * v, draw.integers(1, 100_000, count))


def _truth(kind: _Kind, flows: _Flows) -> dict[str, int]:
    """The kind's answers, all flows together: the older lot pays first under fifo, the newer under lifo."""
    if not kind.reaches:
        return {}
    most = int(np.minimum(flows.own, flows.paid).sum())
    least = int(np.maximum(0, flows.paid - flows.other).sum())
    older, newer = (most, least) if kind.donor_is_older else (least, most)
    return {
        "low_cents": least, "high_cents": most, "fifo_cents": older, "lifo_cents": newer,
        "pro_rata_cents": int(flows.pro_rata.sum()),
    }  # fmt: skip


def _tables(kind: _Kind, flows: _Flows, start: int, drawn: tuple[np.random.Generator, int]) -> Iterator[pa.Table]:
    draw, number = drawn
    cents = {
        "own": flows.own, "other": flows.other, "paid": flows.paid, "lost": flows.lost,
        "all": flows.own + flows.other, "rest": flows.own + flows.other - flows.paid,
        "half": flows.own // 2, "other half": flows.own - flows.own // 2, "own and lost": flows.own + flows.lost,
    }  # fmt: skip
    days = FIRST_DAY + draw.integers(0, DAYS, len(flows.own))
    tag = np.char.add(f"{kind.name[:2]}", (start + np.arange(len(flows.own))).astype(str))
    for at, (payer, payee, which) in enumerate(kind.steps):
        day = (days + at - _EPOCH).astype("datetime64[D]")
        ids = np.char.add("p", (number + 1 + np.arange(len(tag))).astype(str))
        number += len(tag)
        columns = (day.astype(str), _names(payer, tag), _names(payee, tag), _dollars(cents[which]), ids)
        yield pa.table([pa.array(one) for one in columns], names=["date", "payer", "payee", "amount", "id"])


_EPOCH = date(1970, 1, 1).toordinal()


def _names(form: str, tag: NDArray[np.str_]) -> NDArray[np.str_]:
    if "#" not in form:
        return np.full(len(tag), form)
    return np.char.add(form.replace("#", ""), tag)


def _dollars(cents: Cents) -> NDArray[np.str_]:
    whole, rest = np.divmod(cents, 100)
    return np.char.add(np.char.add(whole.astype(str), "."), np.char.zfill(rest.astype(str), 2))
