"""Prints matching's tables: the known answers (a folder may be named), and donors at one or more sizes."""

import sys
from pathlib import Path

from bench.matching.measuring import against_stock, donors_against_splink
from headwater.base.log import start_log

KNOWN = Path(__file__).resolve().parents[3] / "shared" / "data" / "matching_known_answers"


def main() -> None:
    """``python -m bench.matching [FOLDER] [RECORDS ...]``: without arguments the known answers and 100,000 donors."""
    start_log("warning")
    named = [name for name in sys.argv[1:] if not name.isdecimal()]
    sizes = [int(name) for name in sys.argv[1:] if name.isdecimal()]
    folder = Path(named[0]) if named else KNOWN
    if folder.is_dir() and (named or not sizes):
        for line in against_stock(folder):
            print(line, flush=True)
    for size in sizes or ([] if named else [100_000]):
        for row in donors_against_splink(size):
            print(f"{row.ratio:.1f}  {row.what}, {size:,} records: {row.measured}; {row.against}", flush=True)


if __name__ == "__main__":
    main()
