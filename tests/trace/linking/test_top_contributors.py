"""San Francisco 1.161 by hand: three of at least $5,000, two behind a committee, gross, up to the day."""

from tests.trace.linking.linked import Row, book_of, links, shipped

RULE = shipped("sf-1-161")
ROWS: list[Row] = [
    ("2022-01-01", "A", "S", 20_000), ("2022-01-02", "B", "S", 10_000), ("2022-01-03", "C", "S", 6_000),
    ("2022-01-04", "D", "S", 5_000), ("2022-01-05", "E", "A", 9_000), ("2022-01-06", "F", "A", 7_000),
    ("2022-01-06", "G", "A", 6_000), ("2022-02-01", "S", "Print", 900, "Cand"), ("2022-03-01", "D", "S", 4_000),
    ("2022-03-02", "H", "A", 50_000), ("2022-04-01", "S", "Print", 100, "-Rival"),
]  # fmt: skip
SETS = {name.lower(): [name] for name in "ABCDEFGH"}
KINDS = {"B": "organisation", "A": "committee"}


def named(level: str, **changed: int) -> list[tuple[str, str, str, int]]:
    found = links(RULE, level, book_of(ROWS, SETS, KINDS), **changed)
    return [(one.donor_set, one.entity_id, one.target_class, one.cents) for one in found]


def test_the_first_line_names_three_as_of_the_day_of_the_advertisement() -> None:
    # on February 1: A 20,000, B 10,000, C 6,000; on April 1 D has 9,000 and stands before C
    assert named("candidate-first-line") == [
        ("a", "Cand", "expenditures_for", 90_000), ("a", "Rival", "expenditures_against", 10_000),
        ("b", "Cand", "expenditures_for", 90_000), ("b", "Rival", "expenditures_against", 10_000),
        ("c", "Cand", "expenditures_for", 90_000), ("d", "Rival", "expenditures_against", 10_000),
    ]  # fmt: skip


def test_the_second_line_names_two_behind_a_committee_only() -> None:
    # behind A: E 9,000 and F 7,000; by April H has 50,000 and E stands second
    assert named("candidate-second-line") == [
        ("e", "Cand", "expenditures_for", 90_000), ("e", "Rival", "expenditures_against", 10_000),
        ("f", "Cand", "expenditures_for", 90_000), ("h", "Rival", "expenditures_against", 10_000),
    ]  # fmt: skip


def test_an_entity_row_holds_the_gross_gifts_for_which_it_is_named() -> None:
    assert ("a", "S", "", 2_000_000) in named("entity-first-line")
    assert ("d", "S", "", 900_000) in named("entity-first-line")


def test_thresholds_move_who_is_named() -> None:
    assert {one[0] for one in named("candidate-first-line", threshold=1_500_000)} == {"a"}
    assert {one[0] for one in named("candidate-first-line", first_line=1)} == {"a"}


def test_who_gave_as_much_as_the_last_one_named_is_named_too() -> None:
    rows: list[Row] = [
        *((("2022-01-01", name, "S", 5_000)) for name in "ABCD"),
        ("2022-01-02", "S", "Print", 1, "Cand"),
    ]
    found = links(RULE, "candidate-first-line", book_of(rows, {name.lower(): [name] for name in "ABCD"}))
    assert [one.donor_set for one in found] == ["a", "b", "c", "d"]
