"""Writes made-up bulk files: ``python -m bench.official OUT --lines 10000000 --seed 1``.

Once a case is built of ``OUT/bulk``, ``python -m bench.official OUT --check CASE/.headwater`` measures its ledger.
"""

import argparse
import time
from pathlib import Path

from bench.official.check import check_home
from bench.official.mix import Mix
from bench.official.writing import write


def main() -> None:
    """Writes the files and says how many lines of which and how long it took."""
    words = argparse.ArgumentParser(description="Writes made-up bulk files in the Commission's format, with the truth.")
    words.add_argument("out", type=Path, help="folder to write bulk/ and truth/ into")
    words.add_argument("--lines", type=int, default=100_000, help="lines of itcont and itoth together")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--dirt", type=float, default=0.0002, help="lines of each kind of dirt for each line")
    words.add_argument("--check", type=Path, metavar="HOME", help="measure the built case of this home, write nothing")
    asked = words.parse_args()
    if asked.check:
        print(check_home(asked.check, asked.out).text())
        return
    began = time.perf_counter()
    written = write(asked.out, Mix(lines=asked.lines, seed=asked.seed, dirt=asked.dirt))
    for name, count in written.lines.items():
        print(f"{count:>12,}  {name}")
    print(f"{written.payments:>12,}  true payments")
    print(f"{time.perf_counter() - began:>12.1f}  seconds")


if __name__ == "__main__":
    main()
