"""The rule direct: the donor set's own payments to the target."""

from headwater.trace.rules.direct import direct
from tests.trace.asking import prepare
from tests.trace.ledgers import in_steps


def test_only_what_passes_no_account() -> None:
    rows = in_steps(("D", "T", 7), ("D", "A", 50), ("A", "T", 50), ("E", "T", 4), ("D", "T", 2))
    assert direct(prepare(rows, ["D"])) == 9
    assert direct(prepare(rows, ["D", "E"])) == 13
