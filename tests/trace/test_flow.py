"""Largest flows of ledgers too large for the linear programme, against a general solver on the graph as defined."""

import pytest

from bench.expanded import max_flow_of_ortools, question_of
from bench.ledgers import payments_of, shape_of
from headwater.trace.bounds import bounds_of
from headwater.trace.flow import Flow
from headwater.trace.ledger import ledger_of
from headwater.trace.loops import push
from headwater.trace.problem import problem_of


@pytest.mark.parametrize("regions", [1, 4])
@pytest.mark.parametrize("seed", range(4))
def test_bounds_are_those_of_a_general_solver(seed: int, regions: int) -> None:
    shape = shape_of(3_000, regions)
    payments = payments_of(shape, seed)
    ledger = ledger_of(payments)
    for donor, target in zip(shape.source_names[:3], shape.campaign_names[:3], strict=False):
        problem = problem_of(ledger, [donor], [target])
        found = problem.ranged.bounds
        assert (found.low, found.high) == question_of(payments, donor, target).bounds(max_flow_of_ortools)()


@pytest.mark.parametrize("slack", [0, 3, 1_000])
def test_both_directions_and_any_slack_find_the_same(slack: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "SLACK", slack)
    shape = shape_of(1_000)
    payments = payments_of(shape, 5)
    problem = problem_of(ledger_of(payments), [shape.source_names[0]], [shape.campaign_names[0]])
    shared = problem.book.shared
    assert shared is not None
    solved = bounds_of(shared, problem.question)
    for flow in (solved.high, solved.low):
        # What starts on the way of one is what ends on the way of the other.
        room = shared.arcs.room.copy()
        again = Flow(shared, (flow.started, flow.ended), room, back=False)
        assert again.total == int(flow.started.sum()) == int(flow.ended.sum()) == flow.total
        assert Flow(shared, (flow.started, flow.ended), shared.arcs.room.copy(), back=True).total == flow.total
        assert flow.moved.min() >= 0
        assert (flow.moved <= shared.transfers.cents).all()
        assert (flow.carried <= shared.carry).all()
