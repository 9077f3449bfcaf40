"""The open benchmark: ``python -m bench.tracing`` prints the table; ``make`` and ``score`` are for other engines."""

import argparse
import sys
import tempfile
from pathlib import Path

from bench.tracing.engines import engines, run
from bench.tracing.generate import generate
from bench.tracing.protocol import SMALL, TRAPS, read_answers, read_questions, write_questions
from bench.tracing.score import score_of, table_of
from bench.tracing.traps import naive
from headwater.base.errors import HeadwaterError

PLANTED = 5_000


def main(arguments: list[str]) -> int:
    """Runs one of the three commands; what cannot be read is one line and exit status 2."""
    parser = argparse.ArgumentParser(prog="python -m bench.tracing", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    make = commands.add_parser("make", help="write a ledger with planted truth, and its questions")
    make.add_argument("folder", type=Path)
    make.add_argument("--payments", type=int, default=1_000_000)
    make.add_argument("--seed", type=int, default=1)
    score = commands.add_parser("score", help="score an engine's answers")
    score.add_argument("answers", type=Path)
    score.add_argument("--questions", type=Path, default=SMALL)
    given = parser.parse_args(arguments)
    try:
        if given.command == "make":
            asked = generate(given.folder, given.payments, given.seed)
            write_questions(given.folder / "questions.json", [asked])
            print(given.folder / "questions.json")
        elif given.command == "score":
            print(table_of([score_of(read_questions(given.questions), read_answers(given.answers))]))
        else:
            show()
    except HeadwaterError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    return 0


def show() -> None:
    """Prints what each engine gets on the small ledgers, and on a planted one."""
    questions = read_questions()
    print(f"{len(questions)} questions on small ledgers with known answers\n")
    print(table_of([score_of(questions, run(name, engine, questions)) for name, engine in engines()]))
    traps = read_questions(TRAPS)
    print(f"\n{len(traps)} totals of filings in which one payment stands more than once\n")
    print(table_of([score_of(traps, answers) for answers in naive(traps)]))
    with tempfile.TemporaryDirectory() as folder:
        planted = [generate(Path(folder), PLANTED)]
        known = int(planted[0].known["pro_rata_cents"])
        print(f"\nA ledger of {PLANTED:,} payments with planted truth, pro rata ${known / 100:,.2f}\n")
        scores = [score_of(planted, run(name, engine, planted)) for name, engine in engines()]
        print(table_of(scores))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
