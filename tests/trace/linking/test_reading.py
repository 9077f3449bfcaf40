"""Rules as files: what ships is sound, a new rule is one new file, and what is wrong is named by file and field."""

import re
from pathlib import Path

import pytest

from headwater.base.errors import InputError
from headwater.trace.linking.affiliations import COLUMNS, read_affiliations
from headwater.trace.linking.deciding import Decider
from headwater.trace.linking.reading import read_rule, read_rules
from tests.trace.linking.linked import book_of, write_rule

FORBIDDEN = re.compile(
    r"\b(bought|owns|installed|puppets?|webs?|network of|dark money|linked to|backed by|funded)\b", re.IGNORECASE
)  # NEUTRALITY.md, 2
GOOD = """
id = "own-rule"
version = "2"
author = "A reader"
title = "Any gift"
text = "Gave at least so much."
source = "Nobody's."
[parameters.least]
unit = "dollars"
text = "Least."
default = "10"
grid = ["10", "20"]
[[levels]]
id = "any"
subject = "entity"
words = "gave to it"
text = "A gift."
query = '''
SELECT d.donor_set, g.payee_id AS entity_id, CAST(sum(g.cents) AS BIGINT) AS cents, list(g.payment_id) AS evidence
FROM gifts g JOIN donors d ON d.entity_id = g.payer_id GROUP BY ALL HAVING sum(g.cents) >= $least
'''
"""


def test_the_rules_that_ship_are_those_of_the_definitions(tmp_path: Path) -> None:
    rules = read_rules(tmp_path)
    assert [rule.id for rule in rules] == [
        "ak-true-source", "az-original-monies", "ladder", "leldf-2022", "sf-1-161"
    ]  # fmt: skip
    assert [level.id for level in rules[2].levels] == ["b1", "b2", "b3", "b4", "b5", "b6"]


def test_no_rule_that_ships_uses_a_verb_that_takes_a_side(tmp_path: Path) -> None:
    for rule in read_rules(tmp_path):
        for said in (rule.title, rule.text, *(f"{one.words} {one.text}" for one in (*rule.levels,))):
            assert not FORBIDDEN.search(said), (rule.id, said)


def test_a_new_rule_is_one_new_file(tmp_path: Path) -> None:
    write_rule(tmp_path, "own", GOOD)
    rule = next(rule for rule in read_rules(tmp_path) if rule.id == "own-rule")
    book = book_of([("2020-01-01", "X", "A", 15), ("2020-01-01", "X", "B", 25)], {"x": ["X"]})
    decider = Decider(book)
    counts = [len(decider.decide(rule, rule.levels[0], point)) for point in rule.points()]
    assert counts == [2, 1], "15 and 25 reach 10, only 25 reaches 20"
    assert rule.file == "linking/own.toml"


def changed(before: str, after: str) -> str:
    assert before in GOOD
    return GOOD.replace(before, after)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "not TOML"),
        (changed('version = "2"\n', ""), "version: this field is missing"),
        (changed('id = "own-rule"', 'id = "Own Rule"'), "id: 'Own Rule' is not small letters"),
        (changed('title = "Any gift"', 'title = "Any gift"\ncolour = "red"'), "colour: unknown field"),
        (changed('unit = "dollars"', 'unit = "euros"'), "parameters.least.unit: 'euros' is not one of"),
        (changed('default = "10"', 'default = "11"'), "parameters.least.grid: does not hold the default"),
        (changed('default = "10"', 'default = "1.005"'), "parameters.least.default: amount '1.005' has more than two"),
        (changed('default = "10"', "default = 10.5"), "parameters.least.default: 10.5 is not a text"),
        (changed('subject = "entity"', 'subject = "party"'), "levels[0].subject: 'party' is not one of"),
        (changed("$least", "$most"), "levels[0].query: $most is not a parameter"),
        (changed("FROM gifts g", "FROM read_csv('x') g"), "levels[0].query: reads"),
        (changed("FROM gifts g", "FROM entities_raw g"), "levels[0].query: reads entities_raw"),
        (changed("SELECT d.donor_set", "DROP TABLE gifts; SELECT d.donor_set"), "is not one SELECT"),
        (changed("words = ", 'evaluator = "backed"\nwords = '), "a query or an evaluator, one of the two"),
        (re.sub(r"query = '''.*'''", 'evaluator = "magic"', GOOD, flags=re.DOTALL), "evaluator: 'magic' is not one"),
        (re.sub(r"query = '''.*'''", 'evaluator = "backed"', GOOD, flags=re.DOTALL), "the evaluator backed needs"),
    ],
)
def test_what_is_wrong_is_one_line_with_file_and_field(tmp_path: Path, text: str, said: str) -> None:
    path = write_rule(tmp_path, "own", text)
    with pytest.raises(InputError) as caught:
        read_rule(path)
    assert str(caught.value).startswith("linking/own.toml")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("AS entity_id", "AS who", "has the column 'who'"),
        ("CAST(sum(g.cents) AS BIGINT) AS cents", "0.5 AS cents", "not whole cents"),
        ("d.donor_set,", "'nobody' AS donor_set,", "the donor set 'nobody', which the case does not have"),
        ("g.payee_id AS entity_id", "'nobody' AS entity_id", "the entity 'nobody', which these records do not hold"),
        ("g.payee_id AS entity_id", "g.missing AS entity_id", "fails"),
        ("GROUP BY ALL", "GROUP BY d.donor_set, g.payee_id, g.payment_id", "twice"),
    ],
)
def test_a_query_that_answers_wrongly_names_its_file_and_level(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    rule = read_rule(write_rule(tmp_path, "own", changed(before, after)))
    book = book_of([("2020-01-01", "X", "A", 15), ("2020-01-01", "X", "A", 25)], {"x": ["X"]})
    with pytest.raises(InputError, match=r"linking/own.toml, level any, query: ") as caught:
        Decider(book).decide(rule, rule.levels[0], rule.defaults)
    assert said in str(caught.value)


def test_one_rule_and_version_stands_once(tmp_path: Path) -> None:
    write_rule(tmp_path, "own", GOOD)
    write_rule(tmp_path, "twin", GOOD)
    with pytest.raises(InputError, match=r"linking/twin.toml, id: rule 'own-rule', version '2', is defined in"):
        read_rules(tmp_path)


def test_affiliations_are_stated_by_somebody(tmp_path: Path) -> None:
    (tmp_path / "linking").mkdir()
    path = tmp_path / "linking" / "affiliations.csv"
    head = ",".join(COLUMNS)
    path.write_text(
        f"{head}\nx:1,x:2,shares,A paper,https://example.org/1,Me,2020-01-01\nx:1,x:9,owner,P,,Me,2020-01-01\n"
    )
    found = read_affiliations(tmp_path, {"x:1": "E1", "x:2": "E2"})
    assert [(one.entity_id, one.other_id, one.kind) for one in found] == [
        ("E1", "E2", "shares"),
        ("E2", "E1", "shares"),
    ]
    path.write_text(f"{head}\nx:1,x:2,friend,A paper,,Me,2020-01-01\n")
    with pytest.raises(InputError, match=r"linking/affiliations.csv, line 2, kind: 'friend' is not one of"):
        read_affiliations(tmp_path, {})
    path.write_text(f"{head}\nx:1,x:2,owner,,,Me,2020-01-01\n")
    with pytest.raises(InputError, match=r"line 2, publisher: the cell is empty"):
        read_affiliations(tmp_path, {})
