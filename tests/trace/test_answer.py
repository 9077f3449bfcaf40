"""The answer as one JSON object, with the keys of the published format and no others."""

import json
from concurrent.futures import ThreadPoolExecutor

from headwater.trace.answer import answer_to
from tests.trace.asking import ask, prepare
from tests.trace.ledgers import VECTOR_2, random_rows, seeded


def test_json_of_a_known_ledger() -> None:
    found = json.loads(json.dumps(ask(VECTOR_2, ["D"], ["X"]).to_json()))
    paths = found.pop("paths")
    # Which flow of 8,500 is shown is free; test_witness.py says what each must hold.
    assert sum(path["cents"] for path in paths) == 8500
    assert all(set(path) == {"cents", "payments"} for path in paths)
    assert found == {
        "schema": "headwater.trace/1",
        "donors": ["D"],
        "targets": ["X"],
        "target_total_cents": 9000,
        "donor_supply_cents": 12500,
        "direct_cents": 0,
        "low_cents": 2000,
        "high_cents": 8500,
        "rules": {"fifo": 2000, "lifo": 6000, "pro_rata": 5092, "time_blind": 5310, "poison": 9000},
        "opening_balances": [],
    }


def test_opening_balances_are_sorted_and_repeated_names_stand_once() -> None:
    rows = [(1, 1, "B", "T", 5), (1, 1, "A", "T", 5), (2, 2, "D", "A", 5), (2, 2, "D", "B", 5)]
    found = ask(rows, ["D", "D"], ["T", "T"]).to_json()
    assert found["opening_balances"] == [{"account": "A", "cents": 5}, {"account": "B", "cents": 5}]
    assert (found["donors"], found["targets"], found["high_cents"]) == (["D"], ["T"], 0)


def test_rules_computed_beside_the_bounds_are_those_computed_behind_them() -> None:
    with ThreadPoolExecutor(1) as beside:
        for seed in range(60):
            rows = random_rows(seeded(seed), longest_range=seed % 3)
            found = answer_to(prepare(rows, ["D1"]), ["D1"], ["T"], beside)
            assert found == ask(rows, ["D1"]), seed
