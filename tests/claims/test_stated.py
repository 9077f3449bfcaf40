"""The comparison of a statement with what is known: edges by hand, and the whole against an enumeration."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.claims.stated import Interval, Stated, judge, shown, text_of


def stated(comparison: str, value: str, **more: str) -> Stated:
    return Stated(comparison, Fraction(value), **{name: Fraction(number) for name, number in more.items()})


def interval(low: str | None, high: str | None) -> Interval:
    return Interval(None if low is None else Fraction(low), None if high is None else Fraction(high))


def point(value: str) -> Interval:
    return interval(value, value)


@pytest.mark.parametrize(
    ("claim", "value", "word"),
    [
        # the number itself: = >= <= hold it, > and < do not
        (stated("=", "50"), "50", "supported"),
        (stated(">", "50"), "50", "contradicted"),
        (stated(">=", "50"), "50", "supported"),
        (stated("<", "50"), "50", "contradicted"),
        (stated("<=", "50"), "50", "supported"),
        # both ends of between belong to it
        (stated("between", "5", high="6"), "5", "supported"),
        (stated("between", "5", high="6"), "6", "supported"),
        (stated("between", "5", high="6"), "6.01", "contradicted"),
        # about holds its tolerance, ends included
        (stated("about", "60", tolerance="5"), "55", "supported"),
        (stated("about", "60", tolerance="5"), "65.1", "contradicted"),
        # printed in whole units: 23.5 to 24.5 print as 24; the exact number needs no excuse
        (stated("=", "24", printed_to="1"), "24", "supported"),
        (stated("=", "24", printed_to="1"), "23.5", "close"),
        (stated("=", "24", printed_to="1"), "24.5", "close"),
        (stated("=", "24", printed_to="1"), "23.49", "contradicted"),
        (stated("=", "70.4", printed_to="0.1"), "70.35", "close"),
        (stated("=", "70.4", printed_to="0.1"), "70.34", "contradicted"),
        (stated(">=", "40", printed_to="1"), "39.5", "close"),
        # a plain count is not excused by rounding
        (stated("=", "567857"), "566857", "contradicted"),
    ],
)
def test_a_known_value(claim: Stated, value: str, word: str) -> None:
    assert judge(claim, point(value)) == word


@pytest.mark.parametrize(
    ("claim", "low", "high", "word"),
    [
        # 19.3 to 39.3 lies wholly below 40
        (stated(">=", "40"), "19.3", "39.3", "contradicted"),
        (stated(">=", "40"), "19.3", "40", "undetermined"),
        (stated(">=", "40"), "40", "41", "supported"),
        (stated(">", "40"), "40", "41", "undetermined"),
        # an unknown end is endless
        (stated(">=", "1"), "0", None, "undetermined"),
        (stated(">=", "1"), "1", None, "supported"),
        (stated(">=", "1"), None, "0", "contradicted"),
        (stated("<", "24"), None, "23", "supported"),
        (stated("=", "19.3"), "18.7", None, "undetermined"),
        (stated("=", "19.3"), "19.4", None, "contradicted"),
        # nothing known at all
        (stated("=", "1"), None, None, "undetermined"),
        # an equality is settled by an interval only from outside, or by rounding
        (stated("=", "12"), "7", "23", "undetermined"),
        (stated("=", "12", printed_to="1"), "11.6", "12.4", "close"),
        (stated("=", "12", printed_to="1"), "11.6", "12.6", "undetermined"),
    ],
)
def test_an_interval(claim: Stated, low: str | None, high: str | None, word: str) -> None:
    assert judge(claim, interval(low, high)) == word


_HALVES = st.integers(-6, 6).map(lambda n: Fraction(n, 2))


@given(
    st.sampled_from(["=", ">", ">=", "<", "<=", "about", "between"]),
    _HALVES,
    st.integers(0, 4).map(Fraction),
    st.sampled_from([None, Fraction(1), Fraction(2)]),
    st.tuples(_HALVES, _HALVES).map(sorted),
)
def test_the_judgement_equals_trying_every_number(
    comparison: str, value: Fraction, width: Fraction, step: Fraction | None, ends: list[Fraction]
) -> None:
    claim = Stated(
        comparison,
        value,
        high=value + width if comparison == "between" else None,
        tolerance=width if comparison == "about" else None,
        printed_to=step,
    )
    low, high = ends
    # Every edge is a multiple of a half, so quarters try each edge and a point between any two.
    tried = [low + Fraction(n, 4) for n in range(int((high - low) * 4) + 1)]
    rules: dict[str, Callable[[Fraction], bool]] = {
        "=": lambda x: x == value,
        ">": lambda x: x > value,
        ">=": lambda x: x >= value,
        "<": lambda x: x < value,
        "<=": lambda x: x <= value,
        "about": lambda x: abs(x - value) <= width,
        "between": lambda x: value <= x <= value + width,
    }
    holds = rules[comparison]
    exact = [holds(x) for x in tried]
    half = (step or Fraction(0)) / 2
    nudges = {Fraction(0), half, -half} | {half * n / 4 for n in range(-4, 5)}
    rounded = [any(holds(x + nudge) for nudge in nudges) for x in tried]
    # A strict end is closed by widening: a number half a step short of it prints as the number itself.
    if step:
        edges: dict[str, Callable[[Fraction], bool]] = {
            ">": lambda x: x >= value - half,
            "<": lambda x: x <= value + half,
        }
        if comparison in edges:
            rounded = [edges[comparison](x) for x in tried]
    if all(exact):
        expected = "supported"
    elif all(rounded):
        expected = "close"
    else:
        expected = "undetermined" if any(rounded) else "contradicted"
    assert judge(claim, Interval(low, high)) == expected


def test_ends_upside_down_are_refused() -> None:
    with pytest.raises(ValueError, match="low 2 is above high 1"):
        interval("2", "1")


@pytest.mark.parametrize(
    ("number", "text"),
    [("2022", "2022"), ("566857", "566,857"), ("48.00", "48"), ("-4.941", "−4.94"), ("0", "0"), ("-0.001", "0")],
)
def test_numbers_for_reading(number: str, text: str) -> None:
    assert shown(Fraction(number)) == text


def test_what_is_known_in_words() -> None:
    assert text_of(interval("19.3", "39.3"), "million dollars") == "between 19.3 and 39.3 million dollars"
    assert text_of(interval(None, "3"), "votes") == "at most 3 votes"
    assert text_of(interval("3", None), "votes") == "at least 3 votes"
    assert text_of(interval(None, None), "votes") == "nothing"
    assert stated("about", "60", tolerance="5").text("percent") == "about 60 percent (within 5)"
    assert stated("between", "5", high="6").text("points") == "between 5 and 6 points"
