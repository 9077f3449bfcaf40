"""The protocol: questions with known answers, and the answers of anybody's engine, both as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from headwater.base.errors import InputError

QUESTIONS_SCHEMA, ANSWERS_SCHEMA = "headwater.benchmark.questions/1", "headwater.benchmark.answers/1"
WHOLE = ("total_cents", "low_cents", "high_cents", "fifo_cents", "lifo_cents")
MEASURES = (*WHOLE, "pro_rata_cents")
SMALL = Path(__file__).parent / "questions.json"
TRAPS = Path(__file__).parent / "traps" / "questions.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: a ledger, whose money, to whom, and what is known; ``pro_rata_cents`` is exact."""

    id: str
    ledger: Path
    donors: tuple[str, ...]
    targets: tuple[str, ...]
    known: Mapping[str, Fraction]
    why: str


@dataclass(frozen=True, slots=True)
class Answers:
    """One engine's answers: by question, the cents of each measure that it gives."""

    engine: str
    given: Mapping[str, Mapping[str, int]]


def read_questions(path: Path = SMALL) -> list[Asked]:
    """The questions of a file; ledgers stand in the folder ``ledgers`` beside it.

    Raises:
        InputError: naming the file and the field, if it is no file of questions.
    """
    data = _load(path, QUESTIONS_SCHEMA, "questions")
    folder = path.parent / "ledgers"
    try:
        return [
            Asked(
                str(one["id"]), folder / one["ledger"], tuple(one["donors"]), tuple(one["targets"]),
                {name: Fraction(one[name]) for name in MEASURES if name in one}, str(one["why"]),
            )
            for one in data
        ]  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            path.name, f"a question lacks a field or has a wrong one: {error}", field="questions"
        ) from None


def read_answers(path: Path) -> Answers:
    """The answers of an engine.

    Raises:
        InputError: naming the file and the field, if a figure is not whole cents or a field is unknown.
    """
    rows = _load(path, ANSWERS_SCHEMA, "answers")
    engine = json.loads(path.read_bytes()).get("engine")
    if not isinstance(engine, str) or not engine:
        raise InputError(path.name, "this field is missing or no text", field="engine")
    given: dict[str, Mapping[str, int]] = {}
    for at, row in enumerate(rows):
        where = f"answers[{at}]"
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise InputError(path.name, "names no question", field=where)
        if row["question"] in given:
            raise InputError(path.name, f"answers {row['question']!r} twice", field=where)
        figures = {name: value for name, value in row.items() if name != "question"}
        for name, value in figures.items():
            if name not in MEASURES or isinstance(value, bool) or not isinstance(value, int):
                raise InputError(path.name, f"{name[:40]!r} is no measure in whole cents", field=where)
        given[row["question"]] = figures
    return Answers(engine[:60], given)


def write_questions(path: Path, questions: Sequence[Asked]) -> None:
    """Writes questions as ``read_questions`` reads them."""
    rows = [
        {
            "id": one.id, "ledger": one.ledger.name, "donors": list(one.donors), "targets": list(one.targets),
            **{name: int(one.known[name]) for name in WHOLE if name in one.known},
            **({"pro_rata_cents": str(one.known["pro_rata_cents"])} if "pro_rata_cents" in one.known else {}),
            "why": one.why,
        }
        for one in questions
    ]  # fmt: skip
    path.write_text(json.dumps({"schema": QUESTIONS_SCHEMA, "questions": rows}, indent=1) + "\n", "utf-8")


def write_answers(path: Path, answers: Answers) -> None:
    """Writes answers as ``read_answers`` reads them."""
    rows = [{"question": name, **figures} for name, figures in answers.given.items()]
    data = {"schema": ANSWERS_SCHEMA, "engine": answers.engine, "answers": rows}
    path.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


def _load(path: Path, schema: str, field: str) -> list[Any]:
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(path.name, error.strerror or "cannot be opened") from None
    except ValueError as error:
        raise InputError(path.name, f"not JSON: {error}") from None
    if not isinstance(data, dict) or data.get("schema") != schema:
        raise InputError(path.name, f"is not {schema}", field="schema")
    if not isinstance(data.get(field), list):
        raise InputError(path.name, "is not a list", field=field)
    return list(data[field])
