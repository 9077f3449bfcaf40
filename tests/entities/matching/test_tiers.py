"""People matched end to end: planted truth, any order of rows and any number of threads, and hostile records."""

import duckdb
import polars as pl
import pytest

from bench.matching.donors import donors
from bench.matching.quality import quality
from bench.matching.ready import ready
from headwater.entities.matching.plans import PEOPLE
from headwater.entities.matching.tiers import FAR_APART, Matched, match, threshold


def matched(records: pl.DataFrame, threads: int = 2) -> Matched:
    with duckdb.connect(config={"threads": threads, "memory_limit": "900MB"}) as connection:
        return match(connection, records, PEOPLE)


def of_names(names: list[str], **columns: str | list[str]) -> pl.DataFrame:
    filled = {"city": "", "state": "", "zip5": "", "employer": "", "occupation": ""} | columns
    return ready(
        pl.DataFrame({"name": names}).with_columns(
            **{name: pl.lit(value) if isinstance(value, str) else pl.Series(value) for name, value in filled.items()}
        )
    )


@pytest.fixture(scope="module")
def planted() -> pl.DataFrame:
    return ready(donors(12_000, seed=5))


@pytest.fixture(scope="module")
def found(planted: pl.DataFrame) -> Matched:
    return matched(planted)


def test_planted_people_are_found(planted: pl.DataFrame, found: Matched) -> None:
    measured = quality(found.group.tolist(), planted["truth"].to_list())
    # What must be shown on a million records.
    assert measured.precision >= 0.98
    assert measured.f1 >= 0.95


def test_the_estimate_of_precision_is_near_the_truth_and_errs_on_the_dark_side(
    planted: pl.DataFrame, found: Matched
) -> None:
    truth = planted["truth"]
    merged = found.pairs.filter(pl.col("decision") == "merge")
    right = (truth.gather(merged["l"]) == truth.gather(merged["r"])).mean()
    estimate = found.summary["estimated_precision"]
    # One in a thousand: by so much the share of some 8,000 pairs moves by chance.
    assert isinstance(right, float)
    assert right - 0.02 < estimate < right + 0.001


def test_merged_pairs_close_to_the_groups_and_others_lie_between_groups(found: Matched) -> None:
    merged = found.pairs.filter(pl.col("decision") == "merge").select("l", "r").rows()
    parent = list(range(len(found.group)))

    def root(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    for left, right in merged:
        low, high = sorted((root(left), root(right)))
        parent[high] = low
    assert [root(at) for at in range(len(parent))] == found.group.tolist()
    for left, right in found.pairs.filter(pl.col("decision") != "merge").select("l", "r").rows():
        assert found.group[left] != found.group[right]


def test_threads_change_no_byte(planted: pl.DataFrame, found: Matched) -> None:
    again = matched(planted, threads=1)
    assert again.pairs.write_csv() == found.pairs.write_csv()
    assert again.summary == found.summary


def test_fewer_records_than_a_model_needs_are_joined_by_keys_alone() -> None:
    records = of_names(["DOE, JANE", "Doe, Jane", "ROE, RICHARD"], zip5="00001")
    found = matched(records)
    assert found.group.tolist() == [0, 0, 2]
    assert found.pairs["tier"].to_list() == ["key"]
    assert matched(records.clear()).pairs.height == 0


def test_nothing_is_merged_on_emptiness_and_nothing_blows_up(planted: pl.DataFrame) -> None:
    hostile = [
        of_names(["INFORMATION REQUESTED"] * 300, employer="INFORMATION REQUESTED"),
        of_names([""] * 500),
        of_names(["🙂", "😀", "🙃"]),
        of_names([f"{letter * 5_000}, {letter * 5_000}" for letter in "xyz"]),
        of_names([f"SURNAME{n}, GIVEN{n}" for n in range(10_000)], employer="SELF-EMPLOYED", zip5="00001", state="CA"),
    ]
    columns = [*PEOPLE.carried, "first", "truth"]
    numbered = [
        frame.with_columns(truth=pl.int_range(pl.len()) + 10_000_000 * (n + 1)).select(columns)
        for n, frame in enumerate(hostile)
    ]
    records = pl.concat([planted.select(columns), *numbered], how="vertical_relaxed")
    found = matched(records)
    strangers = records.with_columns(group=pl.Series(found.group)).filter(pl.col("truth") >= 10_000_000)
    assert strangers["group"].n_unique() == strangers.height
    # Pairs grow with the records, not with the square of what ten thousand of them share.
    assert found.summary["compared"] < 20 * records.height


def test_identical_records_are_one_and_cost_one_pair_each() -> None:
    found = matched(of_names(["DOE, JANE Q"] * 20_000, zip5="00001", employer="Example Farms"))
    assert set(found.group.tolist()) == {0}
    assert found.pairs.height == 19_999


def test_two_far_places_on_one_day_are_two_people(planted: pl.DataFrame, found: Matched) -> None:
    by_model = found.pairs.filter((pl.col("tier") == "model") & (pl.col("decision") == "merge")).row(0, named=True)
    left, right = by_model["l"], by_model["r"]
    seen = pl.DataFrame({"record": [left, right], "day": [7, 7], "zip5": ["10001", "90001"]})
    with duckdb.connect() as connection:
        kept_apart = match(connection, planted, PEOPLE, seen)
    assert kept_apart.group[left] != kept_apart.group[right]
    pair = kept_apart.pairs.filter((pl.col("l") == left) & (pl.col("r") == right)).row(0, named=True)
    assert (pair["decision"], pair["reason"], pair["weight"]) == ("apart", "far places on one day", FAR_APART)


def test_the_threshold_is_the_least_weight_whose_pairs_are_right_often_enough() -> None:
    # One in a hundred may be wrong: pairs at even odds are left out, as all of a hundred sure ones may be in.
    sure = [20.0] * 100
    assert threshold(pl.Series([*sure, *[3.3] * 5]).to_numpy()) == 3.25
    assert threshold(pl.Series([*sure, *[3.3] * 50]).to_numpy()) == 3.5
