"""Each measurement runs at a tiny size, the peers agree with an oracle, and the page says what is measured."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from bench import bounds, planted
from bench.expanded import Flow, max_flow_of_ortools, preflow_push_of_networkx, question_of
from bench.ledgers import Shape, payments_of
from bench.measurements import MEASUREMENTS
from bench.page import page_of, shown_ratio
from bench.row import Measure, Row, Timed, WrongAnswerError, in_turns, shown_seconds
from bench.rules import bare_pass
from headwater.base.money import Bounds
from headwater.trace.ledger import Payment, ledger_of
from headwater.trace.problem import problem_of
from tests.trace import oracle

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
SMALL = Shape(payments=60, sources=3, accounts=4, campaigns=2, days=12)


@pytest.mark.parametrize("measure", [measure for _, measure in MEASUREMENTS], ids=lambda m: m.__name__)
def test_each_measurement_gives_ratios_that_the_page_has(measure: Measure) -> None:
    rows = measure(120)
    page = PAGE.read_text("utf-8")

    assert rows
    for row in rows:
        assert row.ratio > 0
        assert row.size == 120
        assert f"| {row.what} |" in page


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("flow", [preflow_push_of_networkx, max_flow_of_ortools], ids=lambda f: f.__name__)
def test_peers_give_the_bounds_of_the_linear_programme(flow: Flow, seed: int) -> None:
    payments = payments_of(SMALL, seed)
    donor, target = SMALL.source_names[0], SMALL.campaign_names[0]
    paid = [(p.day_from, p.payer, p.payee, p.cents) for p in payments]
    # The linear programme is written from the definition of a colouring and knows no graph.
    expected = oracle.bounds(paid, [donor], [target], oracle.openings_of(paid, [donor], [target]))

    assert question_of(payments, donor, target).bounds(flow)() == expected


def test_a_peer_that_disagrees_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "max_flow_of_ortools", lambda _arcs: lambda: 0)
    with pytest.raises(WrongAnswerError, match="bounds, one region"):
        bounds.against_ortools(120)


def test_a_planted_answer_outside_the_bounds_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        planted, "problem_of", lambda *_: SimpleNamespace(ranged=SimpleNamespace(bounds=Bounds(-2, -1)))
    )
    with pytest.raises(WrongAnswerError, match="planted answers lie outside"):
        planted.inside_the_bounds(40)


def test_the_bare_pass_ends_with_what_comes_in_less_what_goes_out() -> None:
    steps = (("S", "A", 10), ("A", "B", 4), ("B", "C", 3))
    paid = [Payment(f"p{day}", day, day, payer, payee, cents) for day, (payer, payee, cents) in enumerate(steps)]
    problem = problem_of(ledger_of(paid), ["S"], ["C"])
    names = [problem.book.ledger.names[node] for node in problem.moves.accounts]

    # Counted by hand: A keeps 10 - 4, B keeps 4 - 3.
    assert dict(zip(names, bare_pass(problem), strict=True)) == {"A": 6, "B": 1}


def test_both_sides_run_in_turns_and_the_last_results_come_back() -> None:
    ran: list[str] = []

    def run(name: str) -> int:
        ran.append(name)
        return len(ran)

    timed, mine, theirs = in_turns(lambda: run("mine"), lambda: run("theirs"), 3)

    assert ran == ["mine", "theirs"] * 3
    assert (mine, theirs) == (5, 6)
    assert min(timed.measured, timed.against) >= 0


def test_ratios_and_seconds_are_shown_rounded() -> None:
    assert Timed(measured=0.5, against=2.0).ratio == 4
    shown = [shown_ratio(ratio) for ratio in (1_234.5, 12.3, 9.96, 2.34, 1.0, 0.996, 0.523, 0.1, 0.0123)]
    assert shown == ["1,234", "12", "10", "2.3", "1.0", "1.0", "0.52", "0.10", "0.012"]
    assert [shown_seconds(seconds) for seconds in (0.01234, 1.5, 123.4)] == ["0.0123 s", "1.50 s", "123 s"]


def test_the_page_has_a_row_for_each_ratio_and_promises_nothing() -> None:
    page = page_of([Row("a thing", "this, 1 s", "that, 4 s", 4.0, 20_000)])

    assert "| a thing | 20,000 | this, 1 s | that, 4 s | 4.0 |" in page
    assert "Machines are noisy" in page


def test_the_committed_page_says_what_is_written_today() -> None:
    said = PAGE.read_text("utf-8")
    now = page_of([])
    for paragraph in (now.split("| what |")[0], now[now.index("- **Size**") :]):
        assert paragraph in said
