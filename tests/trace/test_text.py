"""The answer as plain text: amounts in dollars and none of the words that are never used."""

from dataclasses import replace

import pytest

from headwater.base.errors import CaseError
from headwater.trace.answer import with_more
from headwater.trace.text import meaning_of, text_of
from tests.trace.asking import ask, prepare
from tests.trace.ledgers import ONE_PERIOD, VECTOR_2, Row

NEVER = ("bought", "owns", "installed", "puppet", "web", "network", "dark money", "backed", "funded")


def test_text_of_a_known_ledger() -> None:
    text = text_of(ask(VECTOR_2, ["D"], ["X"]))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert {"at least $20.00", "at most $85.00", "by rule pro_rata $50.92", "p7 → p8 $25.00"} <= set(lines)
    assert "between $20.00 and $85.00 can be money of D" in text
    assert not [word for word in NEVER if word in text.casefold()]


def test_bounds_that_meet_are_one_amount() -> None:
    everyone = ["Tool Makers", "Orchard Group", "River Partners"]
    assert meaning_of(ask(ONE_PERIOD, everyone, ["Printers for the Race"])).startswith(
        "Of $97,382.82 that reached Printers for the Race, $97,382.82 is money of Tool Makers + Orchard Group + River"
    )


def test_openings_ranges_and_long_lists_are_told() -> None:
    rows: list[Row] = [(9, 9, "D", f"A{number:02}", 5) for number in range(25)]
    rows += [(1, 8, f"A{number:02}", "T", 5) for number in range(25)]
    rows += [(1, 12, "D", "A00", 1), (12, 12, "A00", "T", 6)] + [(20, 20, "D", "T", cents) for cents in range(1, 13)]
    text = text_of(ask(rows, ["D"]))
    assert "opening balance of A01  $0.05" in text
    assert "… and 5 more" in text
    assert "… and 4 more" in text


def test_outer_bounds_are_not_said_to_be_reached() -> None:
    found = replace(ask(VECTOR_2, ["D"], ["X"]), exact=False)

    assert "no less and no more" not in text_of(found)
    assert "the true bounds may lie closer together" in text_of(found)


def test_further_rules_are_shown_only_when_asked_for() -> None:
    problem, found = prepare(VECTOR_2, ["D"], ["X"]), ask(VECTOR_2, ["D"], ["X"])
    asked = with_more(found, problem, ["first_tainted"], ["PAC2"])
    assert list(asked.rules)[-2:] == ["first_tainted", "owner"]
    # All 90 dollars that PAC2 spent, where at most 85 can be D's.
    assert "by rule owner, other money too $90.00" in " ".join(text_of(asked).split())
    assert with_more(found, problem, [], []) == found
    with pytest.raises(CaseError, match="'newest' is not one of first_tainted"):
        with_more(found, problem, ["newest"], [])
