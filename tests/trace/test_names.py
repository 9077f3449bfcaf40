"""Looking up names that a person typed."""

import pytest

from headwater.base.errors import AmbiguousNameError, UnknownNameError
from headwater.trace.names import clean_name, find_names

KNOWN = ("North Committee", "north committee", "South Committee", "Orchard Group", "Orchid Group")


def test_as_written_first_then_whatever_the_case() -> None:
    assert find_names([" north  committee", "ORCHARD group", "Orchard Group"], KNOWN) == (
        "north committee",
        "Orchard Group",
    )


def test_a_name_that_fits_two() -> None:
    with pytest.raises(AmbiguousNameError, match="names 2 entities") as caught:
        find_names(["NORTH COMMITTEE"], KNOWN)
    assert caught.value.entities == ("North Committee", "north committee")


def test_a_name_that_fits_none() -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_names(["Orchad Group"], KNOWN)
    assert caught.value.nearest[0] == "Orchard Group"
    assert len(caught.value.nearest) == 3


def test_clean_name() -> None:
    assert clean_name("  Cafe\u0301 \u00a0 B\n") == "Caf\u00e9 B"


def test_what_nobody_can_see_makes_no_other_name() -> None:
    for unseen in "\u00ad\u200b\u200e\u200f\u2060\ufeff":
        assert clean_name(f"{unseen}North{unseen} {unseen} Fund{unseen}") == "North Fund", hex(ord(unseen))
        assert not clean_name(unseen)
    # Letters that do not join, one picture of two, letters from right to left: these change what is seen.
    for seen in ("a\u200cb", "\U0001f469\u200d\U0001f467", "a\u202eb"):
        assert clean_name(seen) == seen
