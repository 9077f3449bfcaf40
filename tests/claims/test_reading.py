"""Claims are read strictly: each fault is one line that names the file and the field."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from headwater.base.errors import CaseError, ClaimError
from headwater.claims.reading import read_claim, read_claims
from tests.claims.planting import ARTICLE, FACTS, STATED, planted, text_of

READINGS = """
[verdict]
rule = "latest"
[[reading]]
name = "last"
definition = "d"
as_of = 2020-02-01
query = "SELECT 2 AS value"
[[reading]]
name = "first"
definition = "d"
as_of = 2020-01-01
query = "SELECT 1 AS value"
"""
WITHOUT_QUERY = text_of().split("query", maxsplit=1)[0]


def test_a_claim_is_read(tmp_path: Path) -> None:
    claim = read_claim(planted(tmp_path, text_of()))
    assert (claim.id, claim.article, claim.lines, claim.rule) == ("X1", ARTICLE, "3, 7-9", "compare")
    assert [(fact.name, fact.value, fact.citation) for fact in claim.facts] == [
        ("ayes", Decimal(12), "article, line 7"),
        ("present", Decimal(25), "article, line 9"),
    ]


def test_counts_are_put_in_the_order_of_their_days(tmp_path: Path) -> None:
    claim = read_claim(planted(tmp_path, WITHOUT_QUERY + STATED + READINGS))
    assert [(reading.name, reading.as_of) for reading in claim.readings] == [
        ("first", date(2020, 1, 1)),
        ("last", date(2020, 2, 1)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "percent"\n', "", "field unit: missing"),
        ('unit = "percent"', 'unit = " "', "field unit: missing"),
        ('unit = "percent"', "unit = 3", "field unit: not text"),
        ('kind = "share"', 'kind = "share"\ncolour = "red"', "field colour: unknown"),
        (ARTICLE, "abc", "field article: not a SHA-256 in 64 hexadecimal digits"),
        ('lines = "3, 7-9"\n', "", "field span: missing, and no lines either"),
        ('lines = "3, 7-9"', 'span = "9-3"', "field span: '9-3' is not in order, or a stretch of it is empty"),
        ('lines = "3, 7-9"', 'span = "9-19, 15-20"', "field span: '9-19, 15-20' is not in order"),
        ('lines = "3, 7-9"', 'span = "from 9"', "field span: 'from 9' is not characters such as 120-180"),
        ('unit = "percent"', 'unit = "dollars"', "field unit: 'dollars' does not fit a claim of kind share"),
        (
            'kind = "share"',
            'kind = "share"\nwindow = "2022 to 2018"',
            "field window: '2022 to 2018' ends before it begins",
        ),
        ('kind = "share"', 'kind = "share"\nwindow = -5', "field window: not text"),
        ('unit = "percent"', 'unit = "percentage points"', "does not fit a claim of kind share"),
        ('kind = "share"', 'kind = "count"', "field unit: 'percent' does not fit a claim of kind count"),
        ('kind = "share"', 'kind = "sum"', "field unit: 'percent' does not fit a claim of kind sum"),
        ('kind = "share"', 'kind = "date"', "field unit: 'percent' does not fit a claim of kind date"),
        ('kind = "share"', 'kind = "share"\ndefinitions = "one"', "field definitions: not a list of texts"),
        ('kind = "share"', 'kind = "share"\ndefinitions = ["a", "a"]', "field definitions: names one twice"),
        ('kind = "share"', 'kind = "share"\nalso = 3', "field also: not a list of tables"),
        ('kind = "share"', 'kind = "share"\nalso = [{article = "x"}]', "field also 1.article: not a SHA-256"),
        ("line = 7", 'line = 7\narticle = "x"', "facts.ayes.article: the claim does not stand in that article"),
        ("[stated]", "[parameters]\nn = [1]\n[stated]", "field parameters.n: not a number"),
        ('lines = "3, 7-9"', 'lines = "three"', "field lines: 'three' is not lines such as 3, 7-9"),
        ('comparison = ">"', 'comparison = "more"', "field stated.comparison: 'more' is not one of"),
        ("value = 50", 'value = "50"', "field stated.value: not a number"),
        ("value = 50", "value = inf", "field stated.value: Infinity has more than four decimals or is too large"),
        ("value = 50", "low = 50", "field stated.low: does not go with '>'"),
        ("value = 50", "value = 50\ntolerance = 1", "field stated.tolerance: does not go with '>'"),
        ("value = 50", "value = 50\nprinted_to = 0", "field stated.printed_to: not above zero"),
        ('comparison = ">"\nvalue = 50', 'comparison = "between"\nlow = 2\nhigh = 1', "field stated.low: above"),
        ("value = 12", "value = 1.23456", "field facts.ayes.value: 1.23456 has more than four decimals"),
        ("value = 12", "value = true", "field facts.ayes.value: not a number"),
        ("value = 12", "value = 12\ndate = 2020-01-01", "field facts.ayes: says either a value or a date"),
        ("value = 12", 'date = "2020-01-01"', "field facts.ayes.date: not a day"),
        ('unit = "votes"\n', "", "field facts.ayes.unit: missing"),
        ("line = 7", "line = 0", "field facts.ayes.line: not a line number"),
        ("line = 7\n", "", "field facts.ayes: cites either a line of the article or a publisher with a document"),
        ("line = 7", 'publisher = "P"', "field facts.ayes.document: missing"),
        ("[facts.ayes]", "[facts.Ayes]", "field facts.Ayes: a fact's name is small letters"),
        ("[stated]", '[verdict]\nrule = "truth"\n[stated]', "field verdict.rule: 'truth' is not one of"),
        ("[stated]", '[verdict]\nword = "supported"\n[stated]', "field verdict.word: unknown"),
        ("[stated]", '[verdict]\nrule = "readings"\n[stated]', "field reading: missing with the rule 'readings'"),
        ("[stated]", '[verdict]\nrule = "not checkable"\n[stated]', "a claim that is not checkable has none"),
        ("[stated]", "[[reading]]\nname = 'a'\n[stated]", "field reading: does not go with the rule 'compare'"),
        ('kind = "share"', "kind = share", "(at line 8, column 8)"),
        ('comparison = ">"\nvalue = 50', "", "field stated.comparison: None is not one of"),
        ('note = ""', "", ""),
    ],
)
def test_each_fault_names_file_and_field(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = planted(tmp_path, text_of().replace(old, new, 1))
    if not said:
        assert read_claim(path).note == ""
        return
    with pytest.raises(ClaimError) as caught:
        read_claim(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("as_of = 2020-02-01\n", "", "field reading 1.as_of: not a day"),
        ('query = "SELECT 1 AS value"\n', "", "field reading 2.query: missing"),
        ("[verdict]", 'query = "SELECT 3 AS value"\n[verdict]', "field query: every reading has its own"),
        ('name = "last"', 'name = "last"\nwhy = "x"', "field reading 1.why: unknown"),
        ('[[reading]]\nname = "first"', '[other]\nname = "first"', "field other: unknown"),
    ],
)  # fmt: skip
def test_faults_of_readings(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = planted(tmp_path, WITHOUT_QUERY + (READINGS.replace(old, new, 1) + STATED))
    with pytest.raises(ClaimError, match=said):
        read_claim(path)


def test_one_reading_is_not_several(tmp_path: Path) -> None:
    single = READINGS.rsplit("[[reading]]", 1)[0]
    with pytest.raises(ClaimError, match="field reading: the rule 'latest' needs two or more"):
        read_claim(planted(tmp_path, WITHOUT_QUERY + STATED + single))


def test_own_parts_cite_the_article_only(tmp_path: Path) -> None:
    foreign = FACTS.replace("line = 9", 'publisher = "P"\ndocument = "D"')
    text = text_of(rest='[verdict]\nrule = "own parts"\n' + STATED + foreign)
    with pytest.raises(ClaimError, match=r"field facts\.present: a verdict on the article's own parts"):
        read_claim(planted(tmp_path, text))


def test_two_claims_with_one_id_are_refused(tmp_path: Path) -> None:
    planted(tmp_path, text_of())
    planted(tmp_path, text_of(), "X2.toml")
    with pytest.raises(ClaimError, match=r"X2\.toml: field id: 'X1' is already in X1\.toml"):
        read_claims(tmp_path)


def test_claims_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    planted(tmp_path, text_of(claim_id="X2"), "a.toml")
    planted(tmp_path, text_of(claim_id="X1"), "b.toml")
    assert [claim.id for claim in read_claims(tmp_path)] == ["X1", "X2"]


@pytest.mark.parametrize("makes_folder", [False, True])
def test_a_case_without_claims_is_refused(tmp_path: Path, *, makes_folder: bool) -> None:
    if makes_folder:
        (tmp_path / "claims").mkdir()
    with pytest.raises(CaseError, match="the case has no claims"):
        read_claims(tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = planted(tmp_path, "")
    path.write_bytes(b'id = "\xff"')
    with pytest.raises(ClaimError, match=r"X1\.toml: .*utf-8"):
        read_claim(path)


ARTICLES = "article,publication,written_from,written_thru,characters,lines\n" + f"{ARTICLE},A paper,,,200,9\n"
DEFINITIONS = "definition,counts,words,by,as_of,publisher,url\nlisted,names,all on the list,A county,2020,A county,\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('lines = "3, 7-9"', 'span = "190-201"', "field span: ends at 201, outside its article of 200 characters"),
        ('lines = "3, 7-9"', 'lines = "3, 7-10"', "field lines: line 10 is outside its article of 9"),
        ("line = 9", "line = 12", "field lines: line 12 is outside its article of 9"),
        (ARTICLE, "cd" * 32, "field article: cdcdcdcdcdcdcdcd… is not among the articles that the case lists"),
        ('kind = "share"', 'kind = "share"\ndefinitions = ["other"]', "unknown definition 'other'"),
    ],
)
def test_what_the_case_does_not_list_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "articles.csv").write_text(ARTICLES)
    (tmp_path / "definitions.csv").write_text(DEFINITIONS)
    path = planted(tmp_path, text_of().replace(old, new, 1))
    with pytest.raises(ClaimError) as caught:
        read_claims(tmp_path)
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)


def test_a_span_that_ends_with_its_article_is_inside(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text(ARTICLES)
    (tmp_path / "definitions.csv").write_text(DEFINITIONS)
    listed = 'span = "0-200"\ndefinitions = ["listed"]'
    planted(tmp_path, text_of().replace('lines = "3, 7-9"', listed, 1))
    assert read_claims(tmp_path)[0].places[0].span == ((0, 200),)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("articles.csv", ARTICLES.replace(",200,", ",many,"), "line 2, characters: 'many' is not a whole number"),
        ("articles.csv", ARTICLES + ARTICLES.splitlines()[1], "line 3, article: "),
        ("articles.csv", "", "line 1: the columns are not article, publication"),
        ("definitions.csv", DEFINITIONS.replace("listed,", ",", 1), "line 2, definition: missing"),
        ("definitions.csv", DEFINITIONS + "x\n", "line 3: 1 fields, not 7"),
    ],
)
def test_faults_of_what_the_case_lists(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text)
    planted(tmp_path, text_of())
    with pytest.raises(ClaimError, match=said):
        read_claims(tmp_path)


def test_a_broken_link_is_said_to_be_one(tmp_path: Path) -> None:
    planted(tmp_path, text_of())
    (tmp_path / "claims" / "X2.toml").symlink_to(tmp_path / "nowhere.toml")
    with pytest.raises(ClaimError, match=r"X2\.toml: a link to a file that is not there"):
        read_claims(tmp_path)


def test_a_folder_called_a_claim_is_refused(tmp_path: Path) -> None:
    (tmp_path / "claims" / "X1.toml").mkdir(parents=True)
    with pytest.raises(ClaimError, match=r"X1\.toml: Is a directory"):
        read_claims(tmp_path)


def test_readings_share_a_query_and_differ_in_their_parameters(tmp_path: Path) -> None:
    shared = """
query = "SELECT $least AS value"
[verdict]
rule = "readings"
[[reading]]
name = "strict"
definition = "d"
parameters = {least = 10}
[[reading]]
name = "wide"
definition = "d"
parameters = {least = 2}
"""
    claim = read_claim(planted(tmp_path, WITHOUT_QUERY + shared + STATED))
    assert [(one.query, one.parameters) for one in claim.readings] == [
        ("SELECT $least AS value", {"least": Decimal(10)}),
        ("SELECT $least AS value", {"least": Decimal(2)}),
    ]
