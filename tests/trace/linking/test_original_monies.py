"""Arizona by hand: covered spenders, recursion through transferors, bounds against the threshold."""

from tests.trace.linking.linked import Row, book_of, links, shipped

RULE = shipped("az-original-monies")
ROWS: list[Row] = [
    ("2022-01-01", "X", "T1", 20_000), ("2022-01-01", "O", "T1", 20_000), ("2022-01-02", "T1", "T2", 30_000),
    ("2022-01-03", "T2", "S", 30_000), ("2022-02-01", "S", "Print", 20_000, "Cand"),
    ("2022-02-01", "S", "Print", 10_000, "-Rival"),
]  # fmt: skip


def test_the_bounds_decide_and_both_ends_are_levels() -> None:
    book = book_of(ROWS, {"x": ["X"]}, {"X": "organisation"})
    # 30,000 of the 40,000 in T1 went on: at least 10,000 and at most 20,000 of X's are in S's 30,000
    least = links(RULE, "spender-least", book)
    assert [(one.entity_id, one.cents, one.low_cents, one.high_cents) for one in least] == [
        ("S", 1_000_000, 1_000_000, 2_000_000)
    ]
    assert [one.cents for one in links(RULE, "spender-pro-rata", book)] == [1_500_000]
    assert [one.cents for one in links(RULE, "spender-most", book)] == [2_000_000]
    assert links(RULE, "spender-least", book, disclosed=1_000_000) == []
    assert "original source" in least[0].arm


def test_candidates_have_their_own_bounds_and_for_and_against_stay_apart() -> None:
    book = book_of(ROWS, {"x": ["X"]})
    found = links(RULE, "candidate-most", book)
    # any of the 20,000 can be in either: 0 to 20,000 of the 20,000 for, and 0 to 10,000 of the 10,000 against
    assert [(one.entity_id, one.target_class, one.low_cents, one.high_cents) for one in found] == [
        ("Cand", "expenditures_for", 0, 2_000_000),
        ("Rival", "expenditures_against", 0, 1_000_000),
    ]
    assert {one.arm for one in found} == {"intermediary"}, "a committee's money is somebody else's"


def test_a_spender_at_the_threshold_is_not_covered() -> None:
    rows: list[Row] = [("2022-01-01", "X", "S", 25_000), ("2022-01-02", "S", "Print", 25_000, "Cand")]
    assert links(RULE, "spender-most", book_of(rows, {"x": ["X"]})) == []
    rows = [("2022-01-01", "X", "S", 25_001), ("2022-01-02", "S", "Print", 25_001, "Cand")]
    assert len(links(RULE, "spender-most", book_of(rows, {"x": ["X"]}))) == 1


def test_transfer_records_need_every_transfer_above_the_sum() -> None:
    rows: list[Row] = [
        ("2022-01-01", "X", "T", 9_000), ("2022-01-02", "T", "S", 2_500), ("2022-01-02", "O", "S", 40_000),
        ("2022-02-01", "S", "Print", 30_000, "Cand"),
    ]  # fmt: skip
    book = book_of(rows, {"x": ["X"]})
    assert links(RULE, "spender-records", book) == [], "2,500 is not above 2,500"
    assert [one.cents for one in links(RULE, "spender-records", book, transfer=249_999)] == [900_000]


def test_money_given_after_the_media_is_not_in_it() -> None:
    rows: list[Row] = [
        ("2022-01-01", "O", "S", 40_000), ("2022-02-01", "S", "Print", 30_000, "Cand"),
        ("2022-03-01", "X", "S", 90_000),
    ]  # fmt: skip
    for level in RULE.levels:
        assert links(RULE, level.id, book_of(rows, {"x": ["X"]})) == [], level.id
