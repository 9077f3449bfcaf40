"""Bounds by linear programme, written from the definition of a colouring and from nothing of headwater."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product

import highspy
import numpy as np

Paid = tuple[int, str, str, int]  # day, payer, payee, cents


@dataclass
class Programme:
    """Rows over one variable per payment that an account makes."""

    fixed: float
    weights: list[float]
    uppers: list[float]
    rows: list[tuple[float, float, dict[int, float]]]


def openings_of(paid: Sequence[Paid], donors: Collection[str], targets: Collection[str]) -> dict[str, int]:
    """The least each account must have had so that no day ends below zero."""
    payers = {payer for _, payer, payee, _ in paid if payer != payee}
    payees = {payee for _, payer, payee, _ in paid if payer != payee}
    accounts = (payers & payees) - set(donors) - set(targets)
    least = {}
    for account in accounts:
        ends = [_balance(paid, account, day) for day in {row[0] for row in paid}]
        least[account] = max(0, -min(ends))
    return least


def _balance(paid: Sequence[Paid], account: str, day: int) -> int:
    return sum(cents * ((payee == account) - (payer == account)) for when, payer, payee, cents in paid if when <= day)


def bounds(
    paid: Sequence[Paid], donors: Collection[str], targets: Collection[str], opening: dict[str, int]
) -> tuple[int, int]:
    """Least and most coloured cents over the target's payments."""
    programme = _programme(paid, donors, targets, opening)
    low, high = _solve(programme, highspy.ObjSense.kMinimize), _solve(programme, highspy.ObjSense.kMaximize)
    assert abs(low - round(low)) < 1e-4
    assert abs(high - round(high)) < 1e-4
    return round(low), round(high)


def _programme(
    paid: Sequence[Paid], donors: Collection[str], targets: Collection[str], opening: dict[str, int]
) -> Programme:
    free = [k for k, (_, payer, payee, _) in enumerate(paid) if payer in opening and payer != payee]
    column = {k: place for place, k in enumerate(free)}
    reaches = {k for k, (_, payer, payee, _) in enumerate(paid) if payee in targets and payer not in targets}
    rows = []
    for account, held in opening.items():
        for day in sorted({row[0] for row in paid}):
            coloured, cells = 0, {}
            for k, (when, payer, payee, cents) in enumerate(paid):
                if when > day or payer == payee or account not in (payer, payee):
                    continue
                sign = 1 if payee == account else -1
                if k in column:
                    cells[column[k]] = float(sign)
                elif payer in donors:
                    coloured += sign * cents
            top = held + _balance(paid, account, day)
            rows.append((float(-coloured), float(top - coloured), cells))
    fixed = sum(paid[k][3] for k in reaches if paid[k][1] in donors)
    return Programme(float(fixed), [float(k in reaches) for k in free], [float(paid[k][3]) for k in free], rows)


def _solve(programme: Programme, sense: "highspy.ObjSense") -> float:
    if not programme.weights:
        return programme.fixed
    solver = highspy.Highs()
    solver.silent()
    for weight, upper in zip(programme.weights, programme.uppers, strict=True):
        solver.addCol(weight, 0.0, upper, 0, np.array([], dtype=np.int32), np.array([]))
    for low, high, cells in programme.rows:
        columns = np.array(list(cells), dtype=np.int32)
        solver.addRow(low, high, len(cells), columns, np.array(list(cells.values())))
    solver.changeObjectiveSense(sense)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getObjectiveValue()) + programme.fixed


def placements(rows: Sequence[tuple[int, int, str, str, int]]) -> list[list[Paid]]:
    """Every way to put each ranged payment on one day."""
    choices = [[(day, *row[2:]) for day in range(row[0], row[1] + 1)] for row in rows]
    return [list(choice) for choice in product(*choices)]
