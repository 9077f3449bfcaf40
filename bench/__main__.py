"""Measures, prints each ratio as it is known, and writes docs/performance.md once all are."""

from pathlib import Path

from bench.measurements import MEASUREMENTS
from bench.page import page_of, shown_ratio
from bench.row import Row
from headwater.base.files import write_whole
from headwater.base.log import start_log

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def main() -> None:
    """Runs every measurement; a wrong answer ends the run and leaves the page as it was."""
    start_log("warning")
    rows: list[Row] = []
    for size, measure in MEASUREMENTS:
        for row in measure(size):
            print(f"{shown_ratio(row.ratio):>6}  {row.what}, {row.size:,}: {row.measured}; {row.against}", flush=True)
            rows.append(row)
    write_whole(PAGE, page_of(rows).encode())


if __name__ == "__main__":
    main()
