"""Accounts as rows of lots that keep their origin: what fifo and lifo share."""

import numpy as np

from headwater.trace.compiled import run
from headwater.trace.ledger import IndexArray, IntArray
from headwater.trace.loops.lots import follow_lots
from headwater.trace.moves import DONOR
from headwater.trace.problem import Problem
from headwater.trace.sequence import Sequence


def coloured_by_lots(problem: Problem, *, newest_first: bool) -> int:
    """Cents of the target that are the donor set's when every account pays out whole lots in order of receipt.

    Opening balances are the oldest lots. A payment keeps its lots in the order of age in which its payer held them.
    """
    steps = problem.sequence
    donors = (steps.source == DONOR).astype(np.int32)
    opening = np.zeros(len(steps.opening), dtype=np.int32)
    return int(_followed(steps, donors, (opening, 2), newest_first=newest_first)[1])


def origins_by_lots(problem: Problem, *, newest_first: bool) -> tuple[IntArray, IntArray]:
    """Cents of the target by origin: of each name that pays from outside, and of each name's opening balance."""
    steps, names = problem.sequence, len(problem.question.donors)
    accounts = problem.moves.accounts
    # Money under way through a conduit stands in accounts of its own, which open with nothing.
    owner = np.zeros(len(steps.opening), dtype=np.int32)
    owner[: len(accounts)] = names + accounts
    found = _followed(steps, steps.origin.astype(np.int32), (owner, 2 * names), newest_first=newest_first)
    return found[:names], found[names:]


def _followed(steps: Sequence, outside: IndexArray, opening: tuple[IndexArray, int], *, newest_first: bool) -> IntArray:
    owner, origins = opening
    accounts = len(steps.opening)
    # A step makes at most one lot: of what comes from outside, or of the lot that it splits.
    count = accounts + len(steps.cents) + 1
    amount = np.zeros(count, dtype=np.int64)
    owners = np.zeros(count, dtype=np.int32)
    held = np.flatnonzero(steps.opening > 0)
    amount[held], owners[held] = steps.opening[held], owner[held]
    older, newer = np.full(count, -1, dtype=np.int32), np.full(count, -1, dtype=np.int32)
    standing = np.where(steps.opening > 0, np.arange(accounts), -1).astype(np.int32)
    spare = np.zeros(count, dtype=np.int32)
    unused = np.flatnonzero(amount == 0)[::-1]
    spare[: len(unused)] = unused
    found = np.zeros(origins, dtype=np.int64)
    run(
        follow_lots, (steps.source, steps.dest, steps.cents, outside), (amount, owners, older, newer, spare),
        (standing.copy(), standing), len(unused), newest_first, found,
    )  # fmt: skip
    return found
