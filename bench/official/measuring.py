"""A ledger of made-up bulk files: reading and building, memory, cost of a line, and the planted truth in it.

``python -m bench.official.measuring 1000000 10000000`` measures ledgers of these many lines.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.bulk import peak_mb
from bench.official.check import Report, check_home
from bench.official.mix import Mix
from bench.official.writing import write
from bench.page import shown_ratio
from bench.row import Row, WrongAnswerError, shown_seconds
from headwater.base.build import build
from headwater.base.case import read_case
from headwater.base.log import start_log
from headwater.run import STAGES
from headwater.sources.add import add_files

SEED = 4
MOST_MB = 1_500
_CASE = 'title = "A measured ledger"\nquestion = "How long does it take?"\n'
_LEDGER = ("ledger", "ledger.audits")


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds from text to lines, from lines to payments and through the audits, and the peak of memory of them all."""

    lines: int
    reading: float
    ledger: float
    audits: float
    peak_mb: int


def ledger_of_made_up_files(lines: int) -> tuple[Row, ...]:
    """One ledger of so many lines with dirt, and one of a tenth as many for the cost of a line.

    Raises:
        WrongAnswerError: if a line is lost, a payment is missing or one stands twice.
    """
    few, _ = built(max(1, lines // 10))
    many, report = built(lines)
    to_payments = many.reading + many.ledger
    each = [1e6 * (one.reading + one.ledger) / one.lines for one in (few, many)]
    files = sum(file.lines for file in report.files)
    found = f"{report.right:,}, none doubled, {files:,} lines accounted for"
    return (
        _row("lines to payments", many.ledger, "text to lines", many.reading, lines),
        _row("payments to audits", many.audits, "text to payments", to_payments, lines),
        Row(
            "memory from text to audits", f"peak {many.peak_mb:,} MB", f"{MOST_MB:,} MB", MOST_MB / many.peak_mb, lines
        ),
        Row(
            "cost of a line, from text to payments",
            f"{each[1]:.1f} µs",
            f"{each[0]:.1f} µs with a tenth of the lines",
            each[0] / each[1],
            lines,
        ),
        Row("planted payments found", found, f"{report.planted:,} planted", report.right / report.planted, lines),
    )


def built(lines: int) -> tuple[Built, Report]:
    """Writes files of so many lines, builds a ledger of them in a process of its own, and checks it with the truth."""
    with TemporaryDirectory() as folder:
        out, case = Path(folder) / "made", Path(folder) / "case"
        write(out, Mix(lines=lines, seed=SEED))
        case.mkdir()
        (case / "case.toml").write_text(_CASE, "utf-8")
        words = [sys.executable, "-m", "bench.official.measuring", str(out), str(case)]
        said = json.loads(run(words, check=True, capture_output=True, text=True).stdout)
        report = check_home(case / ".headwater", out)
    if report.right != report.planted or report.doubled or not all(file.is_whole for file in report.files):
        raise WrongAnswerError(report.text())
    return Built(lines, **said), report


def _row(what: str, seconds: float, against: str, other: float, lines: int) -> Row:
    return Row(what, shown_seconds(seconds), f"{against}, {shown_seconds(other)}", other / seconds, lines)


def _build(out: Path, case: Path) -> dict[str, float]:
    start_log("warning")
    took = {}
    home = case / ".headwater"
    begin = perf_counter()
    # The fewest lines leave some of the files empty, which the reader refuses.
    add_files(home, sorted(path for path in (out / "bulk").iterdir() if path.stat().st_size), "fec_bulk")
    for name, stages in (("reading", ("sources",)), ("ledger", _LEDGER[:1]), ("audits", _LEDGER[1:])):
        build([stage for stage in STAGES if stage.name in stages], read_case(case), home)
        took[name] = perf_counter() - begin
        begin = perf_counter()
    return {**took, "peak_mb": peak_mb()}


def main(words: list[str]) -> None:
    """Measures ledgers of so many lines, or, in a child, builds one."""
    if not words[0].isdigit():
        print(json.dumps(_build(Path(words[0]), Path(words[1]))))
        return
    for count in map(int, words):
        for row in ledger_of_made_up_files(count):
            print(
                f"{shown_ratio(row.ratio):>6}  {row.what}, {count:,} lines: {row.measured}; {row.against}", flush=True
            )


if __name__ == "__main__":
    main(sys.argv[1:])
