"""Names taken apart: each expected value is what a reader of the name would say."""

import polars as pl
import pytest

from headwater.entities.matching.names import firm_columns, person_columns
from headwater.entities.matching.preparing import forms_of, plain


def parts(*names: str) -> list[tuple[str | None, ...]]:
    frame = person_columns(pl.DataFrame({"name": names}, schema={"name": pl.String}), "name")
    return frame.select("family", "given", "middle", "generation").rows()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DOE, JANE Q", ("doe", "jane", "q", None)),
        ("Doe, Mrs. Jane Q.", ("doe", "jane", "q", None)),
        ("Jane Q Doe", ("doe", "jane", "q", None)),
        ("DOE, JOHN JR.", ("doe", "john", None, "2")),
        ("DOE JR, JOHN", ("doe", "john", None, "2")),
        ("John Doe Sr", ("doe", "john", None, "1")),
        ("DOE, JOHN II", ("doe", "john", None, "2")),
        ("O'Doe, Zoë", ("odoe", "zoe", None, None)),
        ("de la Doe, Ana", ("deladoe", "ana", None, None)),
        ("Ana de la Doe", ("deladoe", "ana", None, None)),
        ("DOE,", ("doe", None, None, None)),
        ("Doe", ("doe", None, None, None)),
        ("Mrs", ("mrs", None, None, None)),
        ("", (None, None, None, None)),
        (",", (None, None, None, None)),
        ("🙂", (None, None, None, None)),
    ],
)
def test_a_name_is_taken_apart(name: str, expected: tuple[str | None, ...]) -> None:
    assert parts(name)[0] == expected


def test_a_very_long_name_is_cut_and_one_of_another_script_keeps_its_letters() -> None:
    long, other = parts("x" * 5_000, "李, 明")
    assert len(long[0] or "") == 200
    assert other[:2] == ("李", "明")


def test_the_full_name_is_the_commonest_of_these_records() -> None:
    frame = person_columns(pl.DataFrame({"name": ["A, BOB", "B, ROBERT", "C, ROBERT", "D, XYZ"]}), "name")
    assert frame["canon"].to_list() == ["robert", "robert", "robert", "xyz"]
    assert "robert" in forms_of("bob")


def test_firms_lose_their_form_and_nobody_is_no_firm() -> None:
    named = [
        "The Example Group, Inc.",
        "Example Group LLC",
        "EXAMPLE UNIVERSITY",
        "Example Univ.",
        "Self-Employed",
        "",
        "LLC",
    ]
    frame = firm_columns(pl.DataFrame({"name": named}), "name")
    assert frame["name"].to_list()[:2] == ["example group", "example group"]
    assert frame["name_key"][2] == frame["name_key"][3]
    assert frame["name"].to_list()[4:6] == [None, None]


def test_plain_text_is_single_spaced_and_without_accents() -> None:
    frame = pl.DataFrame({"t": ["  Café  & Co. ", "***", None]}).select(plain("t"))
    assert frame["t"].to_list() == ["cafe and co", None, None]
