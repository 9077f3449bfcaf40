"""Scores answers against what is known: right, wrong, not answered, and impossible under any accounting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.tracing.protocol import MEASURES, Answers, Asked

RULES = ("fifo_cents", "lifo_cents", "pro_rata_cents")
AMOUNTS = ("total_cents", *RULES)


@dataclass(frozen=True, slots=True)
class Score:
    """One engine's score: per measure (right, answered, asked).

    ``furthest`` is the largest error in cents of a total or a rule.

    ``impossible`` counts the rules' figures outside the bounds, which no accounting that respects dates and balances
    can give; ``figures`` how many figures it gave for rules.
    """

    engine: str
    right: Mapping[str, tuple[int, int, int]]
    impossible: int
    figures: int
    furthest: int


def score_of(questions: Sequence[Asked], answers: Answers) -> Score:
    """The score of one engine.

    Whole measures are right if equal; pro rata, which is exact in fractions of a cent, if less than a cent away:
    how an engine rounds is its own affair.
    """
    right = {name: [0, 0, 0] for name in MEASURES}
    impossible = figures = furthest = 0
    for asked in questions:
        given = answers.given.get(asked.id, {})
        for name, known in asked.known.items():
            right[name][2] += 1
            if name in given:
                right[name][1] += 1
                error = abs(given[name] - known)
                right[name][0] += error < 1 if name == "pro_rata_cents" else error == 0
                furthest = max(furthest, int(error)) if name in AMOUNTS else furthest
        for name in RULES:
            if name in given and {"low_cents", "high_cents"} <= asked.known.keys():
                figures += 1
                impossible += not asked.known["low_cents"] <= given[name] <= asked.known["high_cents"]
    return Score(
        answers.engine, {name: (one[0], one[1], one[2]) for name, one in right.items()}, impossible, figures, furthest
    )


def table_of(scores: Sequence[Score]) -> str:
    """Scores as a Markdown table; a dash where an engine answers no question of a measure."""
    head = ["engine", "total", "low", "high", "fifo", "lifo", "pro rata", "impossible", "furthest off"]
    lines = [f"| {' | '.join(head)} |", "|---" + "|---:" * (len(head) - 1) + "|"]
    for one in scores:
        cells = [f"{good}/{all_}" if given else "–" for good, given, all_ in (one.right[name] for name in MEASURES)]
        cells += [f"{one.impossible} of {one.figures}", f"${one.furthest / 100:,.2f}"]
        lines.append(f"| {one.engine} | {' | '.join(cells)} |")
    return "\n".join(lines)
