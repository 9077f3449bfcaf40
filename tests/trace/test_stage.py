"""The stage that traces a case: which questions it asks, and that its tables say what the rules give."""

import pyarrow as pa
import pytest

from headwater.base.case import DonorSet
from headwater.base.ids import stable_id
from headwater.base.stage import Inputs
from headwater.base.warehouse import Warehouse
from headwater.trace.answer import answer_to
from headwater.trace.case_columns import read_tables
from headwater.trace.case_rows import rule_rows
from headwater.trace.ledger import ledger_of
from headwater.trace.problem import problem_of
from headwater.trace.stage import WRITES, compute, figures
from tests.publish import world
from tests.trace.ledgers import VECTOR_1, payments_of

IDLE = stable_id("E", "Idle Society")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    home = tmp_path_factory.mktemp("stage")
    case = world.build(home)
    return Inputs(case, home, Warehouse(home).connect(threads=1))


def test_a_member_without_a_payment_is_passed_over(inputs: Inputs) -> None:
    sets = (DonorSet("alder", "Alder", ("fppc:9000099", "fppc:9000011")),)
    tables = read_tables(inputs.read)
    idle = pa.Table.from_pylist([{"entity_id": IDLE, "scheme": "fppc", "identifier": "9000099"}])
    more = {**tables, "identifiers": pa.concat_tables([tables["identifiers"], idle.cast(tables["identifiers"].schema)])}

    alone = [row for row in figures(tables, inputs.case.donor_sets) if row.donor_set == "alder"]
    assert figures(more, sets) == alone != []


def test_every_rule_has_its_row_and_its_mark(inputs: Inputs) -> None:
    tables = {name: found.to_pylist() for name, found in compute(inputs).items()}
    quill = stable_id("E", "Marta Quill")
    rules = {
        row["rule"]: (row["cents"], row["is_possible"])
        for row in tables["trace_rules"]
        if (row["donor_set"], row["target_entity_id"], row["target_class"]) == ("alder", quill, "expenditures_for")
    }

    # world.py: the PAC held 40,000 of the donor's and then 25,000 of another's; 15,000 went to a gift on March 1 and
    # 18,000 to the expenditure. fifo: the donor's 40,000 pay both. lifo: of the other's 25,000 the gift took 15,000,
    # so 10,000 of the 18,000 are the other's. pro rata: 40/65 of 18,000. Time blind: of all that the PAC received
    # 40/65 is the donor's. Poison: all. The most is all of it, the least 18,000 less the other's 25,000: nothing.
    assert rules == {
        "direct": (0, True),
        "fifo": (18_000_00, True),
        "lifo": (8_000_00, True),
        "pro_rata": (11_076_92, True),
        "time_blind": (11_076_92, True),
        "poison": (18_000_00, True),
    }


def test_an_impossible_amount_is_marked() -> None:
    # published vector 1: Karen paid after X was paid, so nothing of X can be hers, and time blind says a third
    problem = problem_of(ledger_of(payments_of(VECTOR_1)), ["Karen"], ["X"])
    found = {row.rule: row for row in rule_rows(("k", "X", "gifts"), answer_to(problem, ["Karen"], ["X"]))}

    assert {rule: row.is_possible for rule, row in found.items()} == {
        "direct": True, "fifo": True, "lifo": True, "pro_rata": True, "time_blind": False, "poison": True
    }  # fmt: skip
    assert found["time_blind"].cents == 333
    assert [row.position for row in found.values()] == [1, 2, 3, 4, 5, 6]


def test_the_tables_keep_their_keys(inputs: Inputs) -> None:
    found = compute(inputs)
    for table in WRITES:
        assert table.checked(found[table.name]).num_rows > 0
