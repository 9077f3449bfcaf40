"""The page docs/performance.md: one row a ratio, and what a ratio does and does not say."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version

from bench.row import Row

HEAD = """\
<!-- Written by `make bench`. -->
# Performance

Ratios measured in one run of `make bench`, which writes this page. Both sides of a ratio ran in that run, on the same
ledger; bounds that differ by a cent, or a planted answer outside its bounds, stop the run. Above 1, what stands under
*measured* is the faster; below 1, the slower. Machines are noisy: the same command a minute later gives other figures,
and none of them is a promise.

"""
NOTES = """
- **Size** is payments of a ledger; of what is read, lines of the file; of tax returns, how many.
- **Ledgers** are invented and the same on every run: sources give to accounts, accounts to each other, to campaigns and
  to vendors, with circles, chains within a day and payments beyond what an account holds. Of *many regions* there is
  one for every 2,000 payments, and one event in fifty crosses them.
- **Bounds**: from the question made ready to both bounds, building and pruning the graph included. The other solver is
  timed on its two largest flows alone, over the whole time-expanded graph, built beforehand and by other code.
- **Rules**: the bare pass is plain Python, goes over the same steps and only keeps balances. poison is array code.
- **Planted answers** are a share, not a time: every cent of those ledgers is followed from its source, and the answer
  that this gives must lie inside the bounds. Where money mixes, the way is drawn by lot, or leans towards the campaign
  or away from it, so that some answers lie at the very ends.
- **Build**: a case of two donor sets and two candidates; the first one reads, joins, traces and writes all tables,
  without the pages; the second finds that no file and no code has changed.
- **Donors** are invented records (their number stands under *payments*), the person behind each planted; the figures
  are seconds of processor cores, and below a precision of 0.98 or an F1 of 0.95 the run stops. The tuned Splink has the
  same normal forms, levels and blocking. `python -m bench.matching` measures published data sets too.
- **Site**: its file is made by SQL as a case of so many payments gives it, two of three of them between the named and
  few with most of them. With 200,000 payments one is named for every ten of them, and there are very many pages; with
  more, one for every hundred, so that pages are fuller than those of most cases. Pages to write are drawn by lot from
  all; readers ask at once for pages of one kind, each as soon as it has the last, of a server beside them on the same
  cores. The limits are what the site is built to keep, not another program.
- **A reader's trace** is one question of a case whose invented payments mix without any order (`bench.sizes`), from
  when it is asked to the page with its answer: bounds, every rule, the ways, and the page. The server is left out.
- **Bulk text** is invented, in the Federal Election Commission's format, without dirt where it is read against bare
  Polars and with dirt where a ledger is built of it. Each way of reading runs in a process of its own; the hash of the
  file is known, as of one in the archive, and libraries are loaded before. A ledger is built in one process from
  reading to audits, with the memory that the settings give; its payments are held against the planted ones, and a line
  lost, a payment missing or one doubled stops the run.
- **An electronic filing** is one long invented one, read to typed lines; libfec writes CSV, fecfile makes objects. The
  gifts' sum must be the planted one in all three.
- **Tax returns** are made up, of the length of real ones, without grants and with twenty each, of money and some of
  things too, each to another grantee; they are read a pack at a time. Each side has one core, and its time of that
  core is taken. irsx must find the same cash grants and the same totals of revenue and expenses.
"""


def page_of(rows: Sequence[Row]) -> str:
    """The page in Markdown."""
    tools = ", ".join(f"{name} {version(name)}" for name in ("networkx", "ortools", "duckdb", "numpy"))
    cores = os.cpu_count() or 1
    ran_on = f"Python {platform.python_version()}, {cores} core{'s' if cores > 1 else ''}; {tools}.\n"
    lines = ["| what | size | measured | against | ratio |\n|---|---:|---|---|---:|\n"]
    lines += [
        f"| {row.what} | {row.size:,} | {row.measured} | {row.against} | {shown_ratio(row.ratio)} |\n" for row in rows
    ]
    return f"{HEAD}{''.join(lines)}\n{ran_on}{NOTES}"


def shown_ratio(ratio: float) -> str:
    """A ratio to two significant digits, whole from ten upwards."""
    return f"{ratio:,.0f}" if ratio >= 9.95 else f"{ratio:#.2g}" if ratio < 0.995 else f"{ratio:.1f}"
