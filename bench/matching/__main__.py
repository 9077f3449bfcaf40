"""Measures matching and writes docs/matching/: the known answers, invented donors, and what more of them cost."""

import sys
from pathlib import Path

from bench.matching.apart import Ran, measured
from bench.matching.measuring import LEAST_F1, LEAST_PRECISION, against_stock
from bench.matching.pages import donors_page, growth_page, known_page
from bench.row import WrongAnswerError
from headwater.base.files import write_whole
from headwater.base.log import start_log

ROOT = Path(__file__).resolve().parents[2]
KNOWN = ROOT.parent / "shared" / "data" / "matching_known_answers"
PAGES = ROOT / "docs" / "matching"
OURS = "keys and model"


def main() -> None:
    """``python -m bench.matching [FOLDER]``, or with ``donors RECORDS``, or with ``growth RECORDS ...``."""
    start_log("warning")
    words = [word for word in sys.argv[1:] if not word.isdecimal()]
    sizes = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    if words[:1] == ["donors"]:
        ran = [_shown(one) for size in sizes or [1_000_000] for one in measured(size)]
        _keep("donors", donors_page(ran))
    elif words[:1] == ["growth"]:
        grown = sizes or [100_000, 500_000, 1_000_000, 2_000_000]
        _keep("growth", growth_page([_shown(one) for size in grown for one in measured(size, (OURS,))]))
    else:
        known(Path(words[0]) if words else KNOWN)


def known(folder: Path) -> None:
    """Compares on the known answers, prints as it goes, and writes the page if ours is above everywhere.

    Raises:
        WrongAnswerError: where it is not.
    """
    found = []
    for one in against_stock(folder):
        print(f"{one.name}: ours {one.ours}; from weight {one.threshold:g}", flush=True)
        print(f"{one.name}: Splink as documented {one.stock}; its pairs as they stand {one.stock_as_pairs}", flush=True)
        for level in one.levels:
            print(
                f"{one.name}: at {level.whose} precision {level.precision:.4f}: {level.ours} {level.stock}", flush=True
            )
        found.append(one)
    below = [one.name for one in found if not one.is_above]
    if below:
        raise WrongAnswerError(f"not above Splink as documented: {', '.join(below)}")
    _keep("known-answers", known_page(found))


def _shown(one: Ran) -> Ran:
    print(f"{one.records:,} records, {one.method}: {one}; {one.seconds:,.0f} s by the clock", flush=True)
    if one.method == OURS and (one.quality.precision < LEAST_PRECISION or one.quality.f1 < LEAST_F1):
        raise WrongAnswerError(f"donors: {one}")
    return one


def _keep(name: str, page: str) -> None:
    PAGES.mkdir(exist_ok=True)
    write_whole(PAGES / f"{name}.md", page.encode())


if __name__ == "__main__":
    main()
