"""Verdicts over planted facts and records; each expected value is worked out in a comment."""

from pathlib import Path

import pytest

from headwater.base.errors import ClaimError
from tests.claims.planting import FACTS, STATED, text_of, verdict_of

TWO = """
[[reading]]
name = "one way"
definition = "d"
{first_day}query = "SELECT {first} AS value"
[[reading]]
name = "the other"
definition = "d"
{last_day}query = "SELECT {last} AS value"
"""


def with_readings(rule: str, first: str, last: str) -> str:
    """A claim of more than 50 percent with two readings, or two counts of which the second is the later."""
    is_latest = rule == "latest"
    days = {"first_day": "as_of = 2020-01-01\n", "last_day": "as_of = 2020-02-01\n"}
    two = TWO.format(first=first, last=last, **(days if is_latest else dict.fromkeys(days, "")))
    return text_of().split("query", maxsplit=1)[0] + STATED + f'[verdict]\nrule = "{rule}"\n' + two


def test_a_share_below_a_half_is_no_majority(tmp_path: Path) -> None:
    verdict = verdict_of(tmp_path, text_of())
    # 12 of 25 is 48 percent
    assert (verdict.verdict, verdict.value, verdict.low, verdict.high) == ("contradicted", 48.0, 48.0, 48.0)
    assert verdict.explanation == "Stated: more than 50 percent. The article's own numbers give 48 percent."
    assert verdict.needs == ""


def test_a_total_against_its_own_parts_does_not_follow(tmp_path: Path) -> None:
    text = text_of(rest='[verdict]\nrule = "own parts"\n' + STATED + FACTS)
    verdict = verdict_of(tmp_path, text)
    assert verdict.verdict == "internally inconsistent"
    assert verdict.explanation.endswith("Its own parts give 48 percent. The statement does not follow from them.")


def test_own_parts_that_fit_are_supported(tmp_path: Path) -> None:
    text = text_of("SELECT 51 AS value FROM facts", rest='[verdict]\nrule = "own parts"\n' + STATED + FACTS)
    assert verdict_of(tmp_path, text).verdict == "supported"


def test_the_public_views_are_asked(tmp_path: Path) -> None:
    # 600 of 1,000 votes
    verdict = verdict_of(tmp_path, text_of("SELECT 100.0 * democratic_votes / total_votes AS value FROM ticket_tops"))
    assert (verdict.verdict, verdict.value) == ("supported", 60.0)
    assert "These records give 60 percent." in verdict.explanation


def test_an_interval_that_reaches_both_sides_leaves_it_open(tmp_path: Path) -> None:
    verdict = verdict_of(tmp_path, text_of("SELECT 40 AS low, 60 AS high"))
    assert verdict.verdict == "not determinable from these records"
    assert (verdict.value, verdict.low, verdict.high, verdict.needs) == (None, 40.0, 60.0, "The minutes.")


@pytest.mark.parametrize("query", ["SELECT NULL::DOUBLE AS value", "SELECT NULL::INT AS low, NULL::INT AS high"])
def test_nothing_known_leaves_it_open(tmp_path: Path, query: str) -> None:
    verdict = verdict_of(tmp_path, text_of(query))
    assert verdict.verdict == "not determinable from these records"
    assert (verdict.value, verdict.low, verdict.high) == (None, None, None)


def test_a_claim_that_is_no_count_is_not_checkable(tmp_path: Path) -> None:
    text = text_of().split("query", maxsplit=1)[0] + 'note = "A judgement."\n[verdict]\nrule = "not checkable"\n'
    verdict = verdict_of(tmp_path, text)
    assert (verdict.verdict, verdict.explanation, verdict.needs) == ("not checkable", "A judgement.", "The minutes.")


@pytest.mark.parametrize(
    ("rule", "first", "last", "word"),
    [
        ("readings", "60", "70", "supported"),
        ("readings", "40", "30", "contradicted"),
        ("readings", "60", "40", "depends on the definition"),
        ("readings", "40", "60", "depends on the definition"),
        ("readings", "60", "NULL::INT", "not determinable from these records"),
        ("readings", "40", "NULL::INT", "not determinable from these records"),
        ("each", "60", "70", "supported"),
        ("each", "60", "40", "contradicted"),
        ("each", "40", "NULL::INT", "contradicted"),
        ("each", "60", "NULL::INT", "not determinable from these records"),
        ("latest", "60", "40", "superseded"),
        ("latest", "40", "60", "supported"),
        ("latest", "40", "30", "contradicted"),
        ("latest", "NULL::INT", "40", "not determinable from these records"),
        ("latest", "60", "NULL::INT", "not determinable from these records"),
    ],
)
def test_readings_and_counts(tmp_path: Path, rule: str, first: str, last: str, word: str) -> None:
    assert verdict_of(tmp_path, with_readings(rule, first, last)).verdict == word


def test_readings_show_their_spread_and_counts_their_last(tmp_path: Path) -> None:
    spread = verdict_of(tmp_path / "a", with_readings("readings", "60", "40"))
    assert (spread.value, spread.low, spread.high) == (None, 40.0, 60.0)
    last = verdict_of(tmp_path / "b", with_readings("latest", "60", "40"))
    assert last.value == 40.0
    assert last.explanation == (
        "Stated: more than 50 percent. one way: 60 percent (supported). the other: 40 percent (contradicted)."
    )


def test_the_noise_of_floats_decides_nothing(tmp_path: Path) -> None:
    # 0.1 + 0.2 is 0.30000000000000004 as a float; stated is 0.3
    text = text_of("SELECT 0.1::DOUBLE + 0.2::DOUBLE AS value", rest='[stated]\ncomparison = "="\nvalue = 0.3\n')
    assert verdict_of(tmp_path, text).verdict == "supported"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELEC 1 AS value", "field query: "),
        ("SELECT 1 AS value FROM nowhere", "reads nowhere, which is no public view"),
        ("SELECT 1 AS value FROM private.terms", "reads private.terms, which is no public view"),
        ("SELECT 1 AS value FROM claims", "reads claims, which is no public view"),
        ("SELECT 1 AS value FROM verdicts", "reads verdicts, which is no public view"),
        ("SELECT 1 AS value FROM '/etc/passwd'", "which is no public view"),
        ("SELECT 1 AS value FROM read_csv('/etc/passwd')", "which is no public view"),
        ("SELECT (SELECT count(*) FROM read_text('/etc/passwd')) AS value", "which is no public view"),
        ("DROP VIEW terms", "is not one SELECT"),
        ("SELECT 1 AS value; SELECT 2 AS value", "is not one SELECT"),
        ("SELECT missing AS value FROM facts", 'Binder Error: Referenced column "missing" not found'),
        ("SELECT value FROM fact WHERE name = 'absent'", "unknown fact 'absent'"),
        ("SELECT value FROM fact WHERE value > 99", "returns no row, not one"),
        ("SELECT value FROM fact", "returns two rows or more, not one"),
        ("SELECT 'many' AS value", "returns value = 'many', not a number"),
        ("SELECT true AS value", "returns value = 'True', not a number"),
        ("SELECT 'inf'::DOUBLE AS value", "returns value = inf, not a finite number"),
        ("SELECT 1 AS amount", "returns the columns amount, not value, or low and high"),
        ("SELECT 1 AS value, 2 AS low, 3 AS high", "returns the columns value, low, high"),
        ("SELECT 1 AS low", "returns the columns low, not value"),
        ("SELECT 2 AS low, 1 AS high", "low 2 is above high 1"),
        ("SELECT error('planted') AS value", "planted"),
    ],
)
def test_each_faulty_query_is_one_line_with_the_file(tmp_path: Path, query: str, said: str) -> None:
    with pytest.raises(ClaimError) as caught:
        verdict_of(tmp_path, text_of(query))
    assert str(caught.value).startswith(f"{tmp_path / 'claims' / 'X1.toml'}: field query: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_faulty_reading_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClaimError, match="reading 'the other', query: returns value = 'x', not a number"):
        verdict_of(tmp_path, with_readings("readings", "1", "'x'"))


def test_own_parts_may_not_read_records(tmp_path: Path) -> None:
    text = text_of("SELECT count(*) AS value FROM terms", rest='[verdict]\nrule = "own parts"\n' + STATED + FACTS)
    with pytest.raises(ClaimError, match="reads more than the article's own numbers"):
        verdict_of(tmp_path, text)


def test_facts_are_asked_by_row_and_by_column(tmp_path: Path) -> None:
    by_row = "SELECT 100 * a.value / b.value AS value FROM fact a, fact b WHERE a.name = 'ayes' AND b.name = 'present'"
    assert verdict_of(tmp_path, text_of(by_row)).value == 48.0


def test_days_are_asked_as_days(tmp_path: Path) -> None:
    one = '[facts.{name}]\ndate = {day}\nunit = "date"\nline = 1\n'
    facts = one.format(name="death", day="2020-05-25") + one.format(name="told", day="2020-07-13")
    text = text_of("SELECT date_diff('day', death, told) AS value FROM facts", rest=STATED + facts)
    # 6 days of May, 30 of June, 13 of July
    assert verdict_of(tmp_path, text).value == 49.0


def test_a_common_table_expression_may_be_named_freely(tmp_path: Path) -> None:
    text = text_of("WITH mine AS (SELECT count(*) AS n FROM terms) SELECT n AS value FROM mine")
    assert verdict_of(tmp_path, text).value == 1.0


def test_text_in_facts_is_text(tmp_path: Path) -> None:
    hostile = FACTS.replace('unit = "votes"', 'unit = "\'); DROP VIEW terms; --"')
    assert verdict_of(tmp_path, text_of(rest=STATED + hostile)).value == 48.0


def test_parameters_are_given_by_name(tmp_path: Path) -> None:
    query = "SELECT 100.0 * count(*) FILTER (total_votes >= $least AND division LIKE $like) AS value FROM ticket_tops"
    parameters = '[parameters]\nleast = 1000\nlike = "%planted"\n'
    # the one planted county has 1,000 votes
    assert verdict_of(tmp_path, text_of(query, rest=parameters + STATED)).value == 100.0


@pytest.mark.parametrize(
    ("query", "parameters", "said"),
    [
        ("SELECT $least AS value", "", "unknown parameter $least"),
        ("SELECT $most AS value", "[parameters]\nleast = 1\n", "unknown parameter $most"),
        ("SELECT 1 AS value", "[parameters]\nleast = 1\n", "does not use the parameter least"),
    ],
)
def test_parameters_and_query_must_fit(tmp_path: Path, query: str, parameters: str, said: str) -> None:
    with pytest.raises(ClaimError) as caught:
        verdict_of(tmp_path, text_of(query, rest=parameters + STATED))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("unit", "query", "fits"),
    [
        ("million dollars", "SELECT ayes + present AS value FROM facts", False),
        ("million dollars", "SELECT (present - ayes) AS value FROM facts", False),
        ("percent", "SELECT greatest(ayes, present) AS value FROM facts", False),
        ("percentage points", "SELECT ayes * present AS value FROM facts", True),
        ("million dollars", "SELECT ayes / present + 1 AS value FROM facts", True),
        ("votes, certified", "SELECT ayes + present AS value FROM facts", True),
    ],
)
def test_numbers_of_different_units_are_not_added(tmp_path: Path, unit: str, query: str, *, fits: bool) -> None:
    text = text_of(query).replace('unit = "votes"', f'unit = "{unit}"')
    if fits:
        assert verdict_of(tmp_path, text).verdict in ("supported", "contradicted")
        return
    with pytest.raises(ClaimError, match=r"puts (ayes|present) in .* together with (ayes|present) in"):
        verdict_of(tmp_path, text)
