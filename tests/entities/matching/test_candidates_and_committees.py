"""Written rules on candidates and committees: each expected decision is what a careful reader would take."""

import json
from collections.abc import Sequence

import pytest

from headwater.entities.matching.candidates import Candidate, repaired, same_candidates
from headwater.entities.matching.committees import Committee, Pair, alike_committees
from headwater.entities.matching.tables import MatchPair

HERE, THERE = "ocd-division/country:us/state:ca/county:here", "ocd-division/country:us/state:ca/county:there"
DAMAGED = "Genevi\u00c3\u00a9ve Doe"


def decided(one: str, other: str, votes: tuple[int, int] | None = None, place: str = HERE) -> str | None:
    candidates = [Candidate("is:candidate:1", one, HERE), Candidate("is:candidate:2", other, place)]
    if votes:
        for candidate, count in zip(candidates, votes, strict=True):
            candidate.votes["district attorney 2018-06-05 primary"] = count
    pairs = same_candidates(candidates)
    return pairs[0].decision if pairs else None


@pytest.mark.parametrize(
    ("one", "other", "decision"),
    [
        (DAMAGED, "Genevi\u00e9ve Doe", "merge"),
        (DAMAGED, "Genevieve Doe", "merge"),
        ("Vern Example", "Vernon Example", "merge"),
        ("Example, Mike", "Michael Example", "merge"),
        ("Noah Exampel", "Noah Example", "merge"),
        ("Noah Exampls", "Noah Example", "merge"),
        ("C. Example", "Charles Example", "review"),
        ("James Example", "Kirk Example", None),
        ("John Example Jr.", "John Example Sr.", "apart"),
        ("Brooke Jensens", "Brooke Jenners", "review"),
        ("Jane A Doe", "Jane B Doe", None),
        ("Yes", "No", None),
        ("", "Jane Doe", None),
    ],
)
def test_spellings_in_one_place(one: str, other: str, decision: str | None) -> None:
    assert decided(one, other) == decision
    assert decided(other, one) == decision


def test_never_across_places() -> None:
    assert decided("Jane Doe", "Jane Doe", place=THERE) is None
    assert decided(DAMAGED, "Genevieve Doe", place=THERE) is None


def test_votes_of_one_contest_join_alike_names_or_make_them_a_question() -> None:
    assert decided("Kim Helms Example", "Kimberly Example", votes=(19_937, 19_937)) == "merge"
    assert decided("A.J. Example", "Anthony Example", votes=(14_879, 14_879)) == "merge"
    assert decided("Noah Exampel", "Noah Example", votes=(10, 20)) == "review"
    # A damaged spelling is one name, whatever a second list counts for it.
    assert decided(DAMAGED, "Genevieve Doe", votes=(10, 20)) == "merge"


def test_only_damaged_names_are_repaired() -> None:
    assert repaired("Genevi\u00c3\u00a9ve") == "Genevi\u00e9ve"
    assert [repaired(name) for name in ("Zo\u00eb", "Jane", "\u674e")] == ["Zo\u00eb", "Jane", "\u674e"]


def committee(number: str, name: str, plain: str) -> Committee:
    return Committee(number or f"name:{plain}", name, plain, number, "")


def said(one: Committee, other: Committee, seen_twice: int = 0) -> list[MatchPair]:
    def counted(pairs: Sequence[Pair]) -> dict[Pair, int]:
        return dict.fromkeys(pairs, seen_twice)

    return alike_committees([one, other], counted)


JUSTICE = committee("fppc:1", "California Justice & Public Safety PAC", "california justice and public safety pac")
NAMESAKE = committee("fppc:2", "Californians for Justice & Public Safety", "californians for justice and public safety")


def test_two_numbers_of_one_agency_keep_namesakes_apart() -> None:
    assert [(pair.decision, pair.kind) for pair in said(JUSTICE, NAMESAKE)] == [("apart", "committee")]


def test_a_committee_without_a_number_is_a_question_and_never_merged() -> None:
    bare = committee("", NAMESAKE.name, NAMESAKE.plain)
    assert [pair.decision for pair in said(JUSTICE, bare)] == ["review"]


def test_numbers_of_two_agencies_are_a_question_with_its_evidence() -> None:
    state, federal = (committee(n, "Example Justice PAC", "example justice pac") for n in ("fppc:7", "fec:C00000007"))
    (pair,) = said(state, federal)
    assert pair.decision == "review"
    (seen,) = said(state, federal, seen_twice=1)
    assert seen.probability > pair.probability
    evidence = {item["field"]: (item["left"], item["right"]) for item in json.loads(seen.evidence)}
    assert evidence["identifier"] == ("fec:C00000007", "fppc:7")
    assert evidence["payments that both report"] == ("1", "1")


def test_locals_and_years_tell_committees_apart() -> None:
    one, other = (committee(f"fppc:{n}", f"Fitters Local {n}", f"fitters local {n}") for n in (442, 447))
    assert said(one, other) == []


def test_ten_thousand_committees_of_one_name_do_not_blow_up() -> None:
    many = [committee(f"fppc:{n}", "Example Justice PAC", "example justice pac") for n in range(10_000)]
    assert len(alike_committees(many, lambda _pairs: {})) < 200 * 200
