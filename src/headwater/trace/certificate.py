"""Certificates: all that a stranger needs to check an answer's bounds without this program."""

from typing import Any

import numpy as np

from headwater.trace.answer import Answer
from headwater.trace.bounds import gifts_to_accounts
from headwater.trace.expansion import Expansion
from headwater.trace.flow import Flow
from headwater.trace.ledger import BoolArray, IntArray
from headwater.trace.problem import Problem
from headwater.trace.question import Question
from headwater.trace.verify import SCHEMA, digest_of
from headwater.trace.witness import dealt

SAYS = (
    "A payment is [id, day on which it leaves, day on which it arrives, payer, payee, cents, whether it counts as "
    "reaching the target]; all payments of each account listed are there, with its opening balance. 'flow' is [number "
    "of the payment, cents] of the donors' money for high, of all other money for low. 'inside' are days on which an "
    "account is on the donors' side of the cut (cut: from) or on the target's (cut: to). 'plain' names never both pay "
    "and receive."
)


def certificate_of(problem: Problem, answer: Answer) -> dict[str, Any]:
    """The certificate of an answer, as JSON: for either bound a flow that reaches it and a cut that proves it.

    Args:
        problem: the question.
        answer: its answer.
    """
    whole = short_certificate_of(problem, answer, len(problem.question.counted))
    if whole is None:  # a proof lists each transfer once at most
        raise AssertionError("a certificate is longer than its ledger")
    return whole


def short_certificate_of(problem: Problem, answer: Answer, most: int) -> dict[str, Any] | None:
    """As ``certificate_of``, or None where either proof would list more than so many payments."""
    high_at, high = problem.ranged.high
    low_at, low = problem.ranged.low
    names = problem.book.ledger.names
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "says": SAYS,
        "donors": [names[index] for index in np.flatnonzero(problem.question.donors)],
        "targets": list(answer.targets),
        "target_nodes": [names[index] for index in np.flatnonzero(problem.question.targets)],
        "exact": answer.exact,
    }
    for name, (placed, solved), of_donors in (("high", (high_at, high), True), ("low", (low_at, low), False)):
        cents, flow = (solved.bounds.high, solved.high) if of_donors else (solved.bounds.low, solved.low)
        held = _Held(problem, placed, flow, of_donors=of_donors)
        if len(held.rows) > most:
            return None
        content[name] = _proof(held, cents)
    return content | {"digest": digest_of(content)}


def without_people(certificate: dict[str, Any], unnamed: str) -> dict[str, Any]:
    """The certificate with those who may not be named joined: all that only pay as one, all that only receive as one.

    A certificate lists whole accounts, so apart they would be told from each other. What it proves stays: both ends
    of these payments lie outside every account.

    Args:
        certificate: as `certificate_of` gives it.
        unnamed: how the names of those who may not be named begin.
    """
    content = {key: value for key, value in certificate.items() if key != "digest"}
    for side in ("high", "low"):
        plain = {name for name in content[side]["plain"] if name.startswith(unnamed)}
        joined = {"payers": f"{unnamed}, all payers", "payees": f"{unnamed}, all payees"}
        rows = [
            [
                *row[:3],
                joined["payers"] if row[3] in plain else row[3],
                joined["payees"] if row[4] in plain else row[4],
                *row[5:],
            ]
            for row in content[side]["payments"]
        ]
        used = {end for row in rows for end in row[3:5]} & set(joined.values())
        kept = [name for name in content[side]["plain"] if name not in plain]
        content[side] = content[side] | {"payments": rows, "plain": sorted({*kept, *used})}
    return content | {"digest": digest_of(content)}


class _Held:
    """What one bound's proof holds: the flow on every transfer, the accounts it touches, and all their transfers."""

    def __init__(self, problem: Problem, expansion: Expansion, flow: Flow, *, of_donors: bool) -> None:
        self.problem, self.expansion, self.flow, self.of_donors = problem, expansion, flow, of_donors
        question, transfers = problem.question, expansion.transfers
        self.inside, self.onward = flow.cut
        self.moved = _on_transfers(expansion, question, flow, of_donors=of_donors)
        self.closed = question.donors | question.targets
        self.accounts = np.zeros(len(self.closed), dtype=np.bool_)
        self.accounts[expansion.entity] = True
        self.accounts &= ~self.closed
        touched = np.zeros(len(self.closed), dtype=np.bool_)
        for phases in (self.inside, flow.carried > 0, flow.started > 0, flow.ended > 0):
            touched[expansion.entity[phases]] = True
        for ends in (transfers.payer, transfers.payee):
            touched[ends[self.moved > 0]] = True
        self.touched = touched & self.accounts
        bears = self.touched[transfers.payer] | self.touched[transfers.payee]
        rows = np.flatnonzero(question.counted | (bears & (transfers.payer != transfers.payee)))
        self.rows = rows[np.argsort(transfers.rank[rows], kind="stable")]


def _proof(held: _Held, cents: int) -> dict[str, Any]:
    problem, expansion, rows, moved = held.problem, held.expansion, held.rows, held.moved
    transfers, names = expansion.transfers, problem.book.ledger.names
    plain = np.unique(np.concatenate([transfers.payer[rows], transfers.payee[rows]]))
    used = rows[moved[rows] > 0]
    anew: list[tuple[int, int]] = []
    opening: dict[int, int] = {}
    if not held.of_donors:
        anew, opening = _started_inside(expansion, problem.question, held.flow, moved)
    place = {int(row): number for number, row in enumerate(rows)}
    return {
        "cents": cents,
        "accounts": {names[index]: int(expansion.opening[index]) for index in np.flatnonzero(held.touched)},
        "plain": [names[index] for index in plain if not (held.accounts[index] or held.closed[index])],
        "payments": [_row(problem, expansion, int(index)) for index in rows],
        "flow": [[place[int(index)], int(moved[index])] for index in used],
        "anew": [[place[row], amount] for row, amount in anew],
        "opening": {names[index]: amount for index, amount in opening.items()},
        "cut": "from" if held.onward else "to",
        "inside": _days_inside(expansion, held.inside, rows, names),
    }


def _row(problem: Problem, expansion: Expansion, index: int) -> list[Any]:
    transfers, ledger, placed = expansion.transfers, problem.book.ledger, expansion.placement
    days = int(placed.out_day[index]), int(placed.in_day[index])
    ends = ledger.names[transfers.payer[index]], ledger.names[transfers.payee[index]]
    counts = bool(problem.question.counted[index])
    return [ledger.ids[transfers.first[index]], *days, *ends, int(transfers.cents[index]), counts]


def _on_transfers(expansion: Expansion, question: Question, flow: Flow, *, of_donors: bool) -> IntArray:
    """The flow on every transfer, what starts and ends at each phase dealt to its transfers in the order of ids."""
    transfers, moved = expansion.transfers, flow.moved
    closed = question.donors | question.targets
    if of_donors:
        starts = gifts_to_accounts(expansion, question)
    else:
        outside = (expansion.tail < 0) | question.targets[transfers.payer]
        fits = outside & (expansion.head >= 0) & ~closed[transfers.payee] & ~question.counted
        starts = np.flatnonzero(fits & ~question.donors[transfers.payer]).astype(np.int32)
    moved[starts] = dealt(transfers, starts, expansion.head[starts], flow.started)
    ends_at = question.counted & (expansion.tail >= 0) & ~closed[transfers.payer]
    ends = np.flatnonzero(ends_at).astype(np.int32)
    moved[ends] = dealt(transfers, ends, expansion.tail[ends], flow.ended)
    plain = question.counted & ~ends_at & (question.donors[transfers.payer] == of_donors)
    moved[plain] = transfers.cents[plain]
    return moved


def _started_inside(
    expansion: Expansion, question: Question, flow: Flow, moved: IntArray
) -> tuple[list[tuple[int, int]], dict[int, int]]:
    """Other money that starts in an account: what target payments put there, and of its opening balance the rest."""
    transfers = expansion.transfers
    closed = question.donors | question.targets
    entered = (expansion.head >= 0) & ~question.counted
    outside = entered & ((expansion.tail < 0) | closed[transfers.payer])
    left = flow.started.copy()
    np.subtract.at(left, expansion.head[outside], moved[outside])
    fresh = np.flatnonzero(question.counted & (expansion.head >= 0) & ~closed[transfers.payee]).astype(np.int32)
    given = dealt(transfers, fresh, expansion.head[fresh], left)
    np.subtract.at(left, expansion.head[fresh], given)
    anew = [(int(row), int(cents)) for row, cents in zip(fresh, given, strict=True) if cents]
    return anew, {int(expansion.entity[phase]): int(left[phase]) for phase in np.flatnonzero(left)}


def _days_inside(
    expansion: Expansion, inside: BoolArray, rows: IntArray, names: tuple[str, ...]
) -> dict[str, list[int]]:
    """For each account the days of its payments on which it is inside the cut."""
    found: dict[str, set[int]] = {}
    ends = ((expansion.tail, expansion.placement.out_day), (expansion.head, expansion.placement.in_day))
    for phase, day in ends:
        held = rows[phase[rows] >= 0]
        for row in held[inside[phase[held]]]:
            found.setdefault(names[expansion.entity[phase[row]]], set()).add(int(day[row]))
    return {name: sorted(days) for name, days in sorted(found.items())}
