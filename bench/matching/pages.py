"""The pages docs/matching/: what was measured of matching, each page by one run."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version

from bench.matching.apart import Ran
from bench.matching.measuring import THRESHOLDS, Compared
from bench.matching.quality import Quality

_KNOWN = """\
<!-- Written by `python -m bench.matching`. -->
# Matching: published data sets with true ids

Ours and Splink as its own documentation sets it up for each data set, in one run. *Pairs*: of all pairs of records
that are put together, the share that is right (P); of all that belong together, the share that is found (R); their
harmonic mean (F1). *Clusters*: the same of whole clusters, which count only if no record is missing or strange.
Splink's documentation cuts at a probability of 0.95 and joins what chains connect; its pairs are also counted as they
stand, without chains, where *clusters* means nothing. The threshold that is best is chosen for Splink by the true ids.

"""
_EQUAL = """
## At equal precision

The most pairs that each side finds at a precision at least as high, whichever of {count} thresholds gives them; for
Splink with or without chains, whichever is better. A dash: no threshold reaches that precision.

"""
_HOW = """
## How the parameters come about

Nothing is tuned on the true ids. Said beforehand, per data set, is only which column plays which role
(`bench/matching/known.py`). The levels of a role, the blocking rules that follow from the roles, the largest block and
the threshold's rule are the same for all data sets and for donors; agreement rates, frequencies and the share of pairs
that are one are learned from the records without their ids ([how](../methods/matching.md)). The true ids are read when
all is done, to count.

"""
_DONORS = """\
<!-- Written by `python -m bench.matching donors RECORDS`. -->
# Matching: invented donors with planted truth

One run; each method ran alone in a process of its own on the same file. Seconds are those of processor cores, memory is
the most that the process ever held, its libraries included. Splink is tuned with what this project knows: the same
normal forms, levels, nicknames and blocking, on every record, cut at 0.95 as it documents. *Estimated* is what the
method says of its own precision without knowing the truth.

"""
_GROWTH = """\
<!-- Written by `python -m bench.matching growth RECORDS ...`. -->
# Matching: what more records cost

Keys and model on invented donors, each size in a process of its own, in one run.

"""


def known_page(found: Sequence[Compared]) -> str:
    """Known answers as a page in Markdown."""
    lines = [
        "| data set | method | pairs P | R | F1 | clusters P | R | F1 |\n|---|---|---:|---:|---:|---:|---:|---:|\n"
    ]
    for one in found:
        lines.append(f"| {one.name}, {one.records:,} | ours | {_six(one.ours)} |\n")
        lines.append(f"| | Splink as documented | {_six(one.stock)} |\n")
        lines.append(f"| | the same, pairs as they stand | {_three(one.stock_as_pairs)} | | | |\n")
        lines.append(f"| | at whichever threshold is best | {_three(one.stock_best)} | | | |\n")
    equal = ["| data set | precision of | at least | ours finds | Splink finds |\n|---|---|---:|---:|---:|\n"]
    equal += [
        f"| {one.name} | {level.whose} | {level.precision:.4f} | {_share(level.ours)} | {_share(level.stock)} |\n"
        for one in found
        for level in one.levels
    ]
    return "".join([_KNOWN, *lines, _EQUAL.format(count=len(THRESHOLDS)), *equal, _HOW, _ran_on()])


def donors_page(found: Sequence[Ran]) -> str:
    """Ours and Splink on one size of donors as a page in Markdown."""
    head = _head("records", "method", "pairs P", "R", "F1", "estimated P", "seconds", "memory")
    return "".join([_DONORS, head, *(_line(one) for one in found), "\n", _ran_on()])


def growth_page(found: Sequence[Ran]) -> str:
    """One method on several sizes as a page in Markdown."""
    head = _head("records", "pairs P", "R", "F1", "seconds", "memory", "seconds a million")
    lines = [
        f"| {one.records:,} | {_three(one.quality)} | {_cost(one)} | {one.core_seconds / one.records * 1e6:,.0f} |\n"
        for one in found
    ]
    return "".join([_GROWTH, head, *lines, "\n", _ran_on()])


def _head(*columns: str) -> str:
    return f"| {' | '.join(columns)} |\n|{'---:|' * len(columns)}\n"


def _line(one: Ran) -> str:
    estimated = one.said.get("estimated_precision")
    return f"| {one.records:,} | {one.method} | {_three(one.quality)} | {_share(estimated)} | {_cost(one)} |\n"


def _cost(one: Ran) -> str:
    return f"{one.core_seconds:,.0f} | {one.peak_bytes / 1e9:.1f} GB"


def _three(found: Quality) -> str:
    return f"{found.precision:.4f} | {found.recall:.4f} | {found.f1:.4f}"


def _six(found: Quality) -> str:
    clusters = (found.cluster_precision, found.cluster_recall, found.cluster_f1)
    return f"{_three(found)} | {' | '.join(f'{share:.3f}' for share in clusters)}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _ran_on() -> str:
    tools = ", ".join(f"{name} {version(name)}" for name in ("splink", "duckdb", "polars", "numpy"))
    return f"Python {platform.python_version()}, {os.cpu_count()} cores; {tools}.\n"
