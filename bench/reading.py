"""A large spreadsheet as whole columns against the same file row by row: seconds from the file to the ledger.

``python -m bench.reading 200000`` measures a file of so many payments.
"""

import csv
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ledgers import payments_of, shape_of
from bench.row import Row, WrongAnswerError, in_turns, shown_seconds
from headwater.base.money import plain_dollars
from headwater.trace.ledger import ledger_of
from headwater.trace.sheet_cells import REQUIRED
from headwater.trace.sheet_columns import ledger_of_columns
from headwater.trace.spreadsheet import read_payments

SEED, TURNS = 5, 2


def columns_against_rows(count: int) -> tuple[Row, ...]:
    """Both readers on one file.

    Raises:
        WrongAnswerError: if they read other names or other cents.
    """
    with TemporaryDirectory() as folder:
        sheet = Path(folder) / "payments.csv"
        with sheet.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(REQUIRED)
            for paid in payments_of(shape_of(count), SEED):
                day = f"{date.fromordinal(paid.day_from)}/{date.fromordinal(paid.day_to)}"
                writer.writerow((day, paid.payer, paid.payee, plain_dollars(paid.cents)))
        timed, mine, theirs = in_turns(
            lambda: ledger_of_columns(sheet), lambda: ledger_of(read_payments(sheet)), times=TURNS
        )
    if mine is None or mine.names != theirs.names or mine.cents.tolist() != theirs.cents.tolist():
        raise WrongAnswerError("the readers of columns and of rows differ")
    measured, against = (shown_seconds(seconds) for seconds in (timed.measured, timed.against))
    return (Row("a spreadsheet read", f"as columns, {measured}", f"row by row, {against}", timed.ratio, count),)


def main(words: list[str]) -> None:
    """Measures files of so many payments."""
    for count in map(int, words):
        for row in columns_against_rows(count):
            print(f"{row.ratio:5.1f} x  {row.what}, {count:,} payments: {row.measured}; {row.against}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
