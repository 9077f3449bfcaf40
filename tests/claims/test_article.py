"""Reading an article: numbers, quantities, dates, sentences and proposals; every text is invented."""

import hashlib
import json
import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.claims.article.dated import dates_in, written_between
from headwater.claims.article.files import Known, propose
from headwater.claims.article.numerals import numerals_in
from headwater.claims.article.proposing import read_article
from headwater.claims.article.quantities import quantities_in
from headwater.claims.article.sentences import sentences_in
from headwater.claims.article.stubs import document
from headwater.claims.reading import read_claim

SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


NOTHING = Known([], {})


def in_words(number: int) -> str:
    """A second implementation, the other way round: a number below a billion in English words."""
    for size, word in ((10**6, "million"), (10**3, "thousand")):
        if number >= size:
            rest = f" {in_words(number % size)}" if number % size else ""
            return f"{in_words(number // size)} {word}{rest}"
    if number >= 100:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{SMALL[number // 100]} hundred{rest}"
    if number < 20:
        return SMALL[number]
    return TENS[number // 10] + (f"-{SMALL[number % 10]}" if number % 10 else "")


@given(st.integers(2, 999_999_999))
def test_numbers_in_words_are_read_back(number: int) -> None:
    found = numerals_in(f"There were {in_words(number)} of them.")
    assert [one.value for one in found] == [number]


@given(st.integers(0, 10**12), st.booleans())
def test_figures_are_read_back(number: int, grouped: bool) -> None:
    text = f"{number:,}" if grouped else str(number)
    found = numerals_in(f"They gave {text} in all.")
    assert [(one.value, one.start, one.end) for one in found] == [(Fraction(number), 10, 10 + len(text))]


@given(st.text(max_size=300))
def test_whatever_the_text_all_characters_lie_in_it(text: str) -> None:
    spans = [(one.start, one.end) for one in quantities_in(text)] + [(one.start, one.end) for one in dates_in(text)]
    for start, end in spans:
        assert 0 <= start < end <= len(text)
    for sentence in sentences_in(text):
        assert text[sentence.start : sentence.end] == sentence.text


QUANTITIES = [
    ("spent at least $3.5 million", ">=", "3500000", None, "dollars"),
    ("spent between $2 million and $3 million", "between", "2000000", "3000000", "dollars"),
    ("spent $2.7 to $3 million", "between", "2700000", "3000000", "dollars"),
    ("gave 40 thousand dollars", "=", "40000", None, "dollars"),
    ("gave millions of dollars", ">=", "2000000", None, "dollars"),
    ("a fund of $1.2bn", "=", "1200000000", None, "dollars"),
    ("nearly 20 percent", "<", "20", None, "percent"),
    ("up to 7.5%", "<=", "7.5", None, "percent"),
    ("won by 30 points", "=", "30", None, "percentage points"),
    ("5-10 per cent", "between", "5", "10", "percent"),
    ("one in five voters", "=", "20", None, "percent of voters"),
    ("one out of every eight members", "=", "12.5", None, "percent of members"),
    ("a majority of the council", ">", "50", None, "percent"),
    ("more than half the council", ">", "50", None, "percent"),
    ("roughly 75 named towns", "about", "75", None, "named towns"),
    ("fewer than a dozen mayors", "<", "12", None, "mayors"),
    ("gave three dozen grants", "=", "36", None, "grants"),
    ("half a dozen clerks left", "=", "6", None, "clerks"),
    ("dozens of clerks", ">=", "24", None, "clerks"),
    ("about two-thirds of members", "about", "200/3", None, "percent"),
    ("turnout fell by a third", "=", "100/3", None, "percent"),
    ("cut it by half", "=", "50", None, "percent"),
    ("nearly half of the town", "<", "50", None, "percent"),
    ("more than twice as much", ">", "2", None, "times"),
    ("nearly 40 candidates won", "<", "40", None, "candidates"),
    ("a 12-point margin", "=", "12", None, "percentage points"),
    ("it cost €5bn in all", "=", "5000000000", None, "€"),
    ("twenty-five sheriffs", "=", "25", None, "sheriffs"),
    ("a hundred and six of the clerks", "=", "106", None, ""),
    ("less than three years", "<", "3", None, "years"),
    ("over 30 have left", ">", "30", None, ""),
    ("a quarter of a million dollars", "=", "250000", None, "dollars"),
    ("three-quarters of a million people", "=", "750000", None, "people"),
    ("two thirds of a billion dollars", "=", "2000000000/3", None, "dollars"),
    ("more than half a million dollars", ">", "500000", None, "dollars"),
    ("it fell by half a million votes", "=", "500000", None, "votes"),
    ("a half-million dollars", "=", "500000", None, "dollars"),
    ("half a dozen million dollars", "=", "6000000", None, "dollars"),
    ("gave $2-3 million", "between", "2000000", "3000000", "dollars"),
    ("gave $2 to 3 million", "between", "2000000", "3000000", "dollars"),
    ("$200-300 gifts", "between", "200", "300", "dollars"),
    ("$900 to $1 million", "between", "900", "1000000", "dollars"),
    ("2-3 million people", "between", "2000000", "3000000", "people"),
    ("between five and six thousand people", "between", "5000", "6000", "people"),
    ("between one and two million people", "between", "1000000", "2000000", "people"),
    ("between twenty and a hundred people", "between", "20", "100", "people"),
    ("gave 3½ million dollars", "=", "3500000", None, "dollars"),
    ("A million and a half dollars", "=", "1500000", None, "dollars"),
    ("one and a half million dollars", "=", "1500000", None, "dollars"),
    ("two and a quarter million people", "=", "2250000", None, "people"),
    ("three and a half years", "=", "3.5", None, "years"),
    ("3 hundred thousand votes", "=", "300000", None, "votes"),
]
"""What each phrase means to an English reader, written out by hand."""


@pytest.mark.parametrize(("text", "sign", "value", "high", "unit"), QUANTITIES)
def test_quantities(text: str, sign: str, value: str, high: str | None, unit: str) -> None:
    found = quantities_in(text)
    assert [(one.comparison, one.value, one.high, one.unit) for one in found] == [
        (sign, Fraction(value), None if high is None else Fraction(high), unit)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Proposition 12 passed",
        "on 3 March 2020",
        "in 2019",
        "the 21st time",
        "one of the mayors",
        "No. 5 there",
        "May 7",
        "at 5:30 p.m. they left",
        "call 555-010-9999 or 555-0199",
        "the third time",
        "a quarter mile",
        "in twenty twenty they left",
        "in nineteen ninety-two they left",
        "lost by 1,2 points",
        "half past nine he spoke",
        "at nine o'clock they met",
        "at 9 p.m. they met",
        "9" * 5000 + " dollars",
        "one hundred" + " hundred" * 500,
    ],
)
def test_names_dates_and_ordinals_are_no_quantities(text: str) -> None:
    assert quantities_in(text) == []


def test_a_count_out_of_a_count_keeps_both() -> None:
    one = quantities_in("12 of the 25 clerks left")[0]
    assert (one.value, one.of, one.unit) == (Fraction(12), Fraction(25), "clerks")


@pytest.mark.parametrize("text", ["It ended 1-2 on Friday.", "It is file 21-1234.", "He won 38.5–61.5 on Friday."])
def test_a_score_or_a_number_of_a_file_is_no_range(text: str) -> None:
    assert [one.high for one in quantities_in(text)] == [None, None]


def test_money_to_a_count_is_no_range() -> None:
    assert [(one.value, one.unit) for one in quantities_in("gave $200 to 300 candidates")] == [
        (Fraction(200), "dollars"), (Fraction(300), "candidates"),
    ]  # fmt: skip


def test_two_shares_are_no_range() -> None:
    assert [one.value for one in quantities_in("It was 75%-25% there, and 56.5% to 43.5% here.")] == [
        75, 25, Fraction("56.5"), Fraction("43.5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on August 2, 2022", date(2022, 8, 2), date(2022, 8, 2)),
        ("on 2 Aug. 2022", date(2022, 8, 2), date(2022, 8, 2)),
        ("on 2022-08-02", date(2022, 8, 2), date(2022, 8, 2)),
        ("in February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("in 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("on July 6", None, None),
        ("on Sunday", None, None),
        ("this week", None, None),
    ],
)
def test_dates(text: str, first: date | None, last: date | None) -> None:
    assert [(one.first, one.last) for one in dates_in(text)] == [(first, last)]


def test_the_day_of_writing() -> None:
    assert written_between("date 2030-01-02 A page.\n\nIt began in 2025.") == (date(2030, 1, 2), date(2030, 1, 2))
    assert written_between("It began in 2025 and ended in May 2027, they say.") == (date(2027, 5, 1), None)
    assert written_between("Nobody says when.") == (None, None)


PAGE = """date 2030-01-02 NEW You can now listen to these articles!

Mayor Ada Example spent at least $3 million on 12 ballots, according to the town's clerk. Dr. B. Sample of St. Elsewhere
Read more about this
Twelve of the 25 clerks were voted out, the paper said. "It was the largest loss," Sample told it.

The sky is blue.

Bo is an Elsewhere-based reporter. She can be reached at

Sign up for our newsletter
"""


def test_sentences_end_where_they_end_and_the_page_is_left_out() -> None:
    assert [one.text.split()[0] for one in sentences_in(PAGE)] == ["Mayor", "Twelve", '"It', "The"]
    assert [one.line for one in sentences_in(PAGE)] == [3, 5, 5, 7]


def test_proposals_say_where_of_what_kind_and_by_whom() -> None:
    read = read_article(PAGE, ["Ada Example", "Nobody Here", "Bo"])
    assert read.article == hashlib.sha256(PAGE.encode()).hexdigest()
    assert [(one.id, one.kind, one.line, one.speaker) for one in read.proposals] == [
        ("R001", "sum", 3, "town's clerk"),
        ("R002", "count", 3, "town's clerk"),
        ("R003", "count", 5, ""),
        ("R004", "comparison", 5, "Sample"),
    ]
    assert read.proposals[0].names == ("Ada Example",)
    first = read.proposals[0].quantity
    assert first is not None
    assert PAGE[first.start : first.end] == "at least $3 million"


def test_the_document_is_toml_and_holds_no_sentence_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PAGE)
    said = propose(path, NOTHING, None, shows=False, as_json=False)
    found = tomllib.loads(said)
    assert [claim["stated"]["value"] for claim in found["claim"][:3]] == [3_000_000, 12, 12]
    assert "the largest loss" not in said
    shown = propose(path, NOTHING, None, shows=True, as_json=False)
    assert tomllib.loads(shown) == found
    assert "the largest loss" in shown
    listed = json.loads(propose(path, NOTHING, None, shows=False, as_json=True))
    assert [claim["span"] for claim in listed["claims"]] == [
        [int(end) for end in claim["span"].split("-")] for claim in found["claim"]
    ]


@pytest.mark.parametrize("text", ["", "The sky is blue over there.\n"])
def test_a_text_without_a_statement_says_so_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    said = propose(path, NOTHING, None, shows=False, as_json=False)
    assert [line for line in said.splitlines() if "no statement" in line] == [said.splitlines()[0]]
    assert tomllib.loads(said)["characters"] == len(text)
    assert "no statement" in propose(path, NOTHING, tmp_path / "claims", shows=False, as_json=False)
    assert json.loads(propose(path, NOTHING, None, shows=False, as_json=True))["claims"] == []


def test_a_stub_becomes_a_claim_once_its_words_are_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PAGE)
    propose(path, NOTHING, tmp_path / "claims", shows=False, as_json=False)
    stubs = sorted((tmp_path / "claims").glob("*.toml"))
    assert len(stubs) == 4
    text = stubs[0].read_text()
    for field in ("statement", "publication", "definition", "needs"):
        text = text.replace(f'{field} = ""', f'{field} = "Filled in."')
    stubs[0].write_text(text.replace('query = ""', 'query = "SELECT 1 AS value"'))
    claim = read_claim(stubs[0])
    assert claim.stated is not None
    assert (claim.kind, claim.unit, claim.stated.value) == ("sum", "dollars", Fraction(3_000_000))


@given(st.text(max_size=400))
def test_any_text_gives_a_document_that_can_be_read(text: str) -> None:
    plain = text.encode("utf-8", "replace").decode()
    tomllib.loads(document(read_article(plain), plain, shows=True))


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("The district attorney of New York City backed 3 of them.", ["new york city: New York County, NY"]),
        ("In the city of Los Angeles the D.A. won by 3 points.", ["city of los angeles: Los Angeles County, CA"]),
        ("The Los Angeles County district attorney won by 3 points.", []),
        ("Los Angeles District Attorney Ada Example won by 3 points.", []),
        ("New York City has 8 million people.", []),
    ],
)
def test_a_city_without_a_prosecutor_is_flagged_beside_the_office(sentence: str, places: list[str]) -> None:
    none = {
        "new york city": ("New York County, NY",),
        "city of new york": ("New York County, NY",),
        "city of los angeles": ("Los Angeles County, CA",),
    }
    (found,) = read_article(sentence, (), none).proposals
    assert list(found.wrong_places) == places
