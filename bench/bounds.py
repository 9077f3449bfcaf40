"""Bounds of one donor and one campaign, against the two largest flows alone over the whole unpruned graph."""

from bench.expanded import Flow, max_flow_of_ortools, preflow_push_of_networkx, question_of
from bench.ledgers import payments_of, shape_of
from bench.row import Row, WrongAnswerError, in_turns, shown_seconds
from headwater.trace.bounds import bounds_of
from headwater.trace.ledger import ledger_of
from headwater.trace.problem import problem_of

SEED = 1


def against_networkx(payments: int) -> tuple[Row, ...]:
    """Against NetworkX's preflow-push."""
    return _both_ledgers(payments, "NetworkX preflow_push", preflow_push_of_networkx, times=3)


def against_ortools(payments: int) -> tuple[Row, ...]:
    """Against OR-tools without our pruning."""
    return _both_ledgers(payments, "OR-tools alone", max_flow_of_ortools, times=5)


def _both_ledgers(payments: int, name: str, flow: Flow, *, times: int) -> tuple[Row, ...]:
    """One ledger in which everyone pays everyone, one of many regions with few payments between them."""
    return tuple(
        _row(payments, regions, (f"bounds, {said}", name), (flow, times))
        for said, regions in (("one region", 1), ("many regions", max(2, payments // 2_000)))
    )


def _row(size: int, regions: int, said: tuple[str, str], peer: tuple[Flow, int]) -> Row:
    shape = shape_of(size, regions)
    payments = payments_of(shape, SEED)
    donor, target = shape.source_names[0], shape.campaign_names[0]
    problem = problem_of(ledger_of(payments), [donor], [target])
    shared = problem.ranged.high[0]
    solve = question_of(payments, donor, target).bounds(peer[0])
    timed, mine, theirs = in_turns(lambda: bounds_of(shared, problem.question).bounds, solve, peer[1])
    if (mine.low, mine.high) != theirs:
        raise WrongAnswerError(f"{said[0]}: {mine} here, {theirs} by {said[1]}")
    measured = f"headwater, {shown_seconds(timed.measured)}"
    return Row(said[0], measured, f"{said[1]}, {shown_seconds(timed.against)}", timed.ratio, size)
