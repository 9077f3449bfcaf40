"""Units beside numbers: what an English grammar says."""

import pytest

from headwater.base.counting_words import beside, turned


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("months", "month"),
        ("counties of the circuit", "county of the circuit"),
        ("addresses in Ohio", "address in Ohio"),
        ("bases", "basis"),
        ("later publications", "later publication"),
        ("percent of all votes", "percent of all votes"),
        ("of the two steps", "of the two steps"),
        ("million dollars", "million dollars"),
        ("percentage points more", "percentage points more"),
        ("(year)", "(year)"),
        ("", ""),
    ],
)
def test_one_of_a_unit(unit: str, one: str) -> None:
    assert (beside(unit, 1), beside(unit, 2), beside(unit, 0)) == (one, unit, unit)


def test_less_than_nothing_more_is_less() -> None:
    assert turned("−42", -42, "percent more") == "42 percent less"
    assert turned("42", 42, "percent more") == "42 percent more"
    assert turned("−42", -42, "votes") == "−42 votes"
    assert turned("7", 7, "") == "7"
