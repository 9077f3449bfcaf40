"""Runs engines on questions: Headwater itself, and the formulas of others."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from bench.tracing.others import OTHERS, asked
from bench.tracing.protocol import Answers, Asked
from headwater.trace.answer import answer
from headwater.trace.ledger import Payment, ledger_of
from headwater.trace.spreadsheet import read_payments

Figures = dict[str, int]
Engine = Callable[[Sequence[Payment], Asked], Figures]


def engines() -> Iterable[tuple[str, Engine]]:
    """Each engine with its name, in the order in which they are shown."""
    yield "Headwater", headwater
    for name, share in OTHERS:
        yield (
            name,
            lambda payments, one, share=share: {  # type: ignore[misc]
                "pro_rata_cents": asked(payments, one.donors, one.targets, share)
            },
        )


def headwater(payments: Sequence[Payment], one: Asked) -> Figures:
    """All measures, by the engine of this project."""
    found = answer(ledger_of(payments), one.donors, one.targets)
    figures = {f"{name}_cents": found.rules[name] for name in ("fifo", "lifo", "pro_rata")}
    return {"low_cents": found.bounds.low, "high_cents": found.bounds.high, **figures}


def run(name: str, engine: Engine, questions: Sequence[Asked]) -> Answers:
    """An engine's answers to all questions, each ledger read once."""
    given: dict[str, Figures] = {}
    for path, some in groupby(questions, key=lambda one: one.ledger):
        payments = read_payments(path)
        given |= {one.id: engine(payments, one) for one in some}
    return Answers(name, given)
