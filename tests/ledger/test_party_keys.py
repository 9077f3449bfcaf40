"""Which parties are exactly equal, on planted parties; expected groups are read off the rule."""

from headwater.ledger.party_keys import party_keys
from headwater.sources._tables.filings import FILINGS
from headwater.sources._tables.parties import PARTIES, Party
from tests.planted import memory, party


def grouped(*parties: Party) -> set[frozenset[str]]:
    """The names that share a key."""
    rows = party_keys(memory(PARTIES, parties), memory(FILINGS, [])).to_pyarrow().to_pylist()
    name_of = {one.party_id: one.name for one in parties}
    by_key: dict[str, set[str]] = {}
    for row in rows:
        by_key.setdefault(row["key"], set()).add(name_of[row["party_id"]])
    return {frozenset(names) for names in by_key.values()}


def test_one_identifier_is_one_party_under_any_name() -> None:
    found = grouped(party("Doe for DA 2026", number="77"), party("Doe for DA 2028", number="77"))

    assert found == {frozenset({"Doe for DA 2026", "Doe for DA 2028"})}


def test_like_names_with_two_identifiers_stay_apart() -> None:
    one = party("California Justice & Public Safety PAC", number="1402586")
    other = party("Californians for Justice & Public Safety", number="1346266")

    assert len(grouped(one, other)) == 2


def test_an_exact_name_without_identifier_joins_the_one_that_has_it() -> None:
    found = grouped(party("Real Deal PAC", number="5"), party("REAL DEAL  PAC."))

    assert found == {frozenset({"Real Deal PAC", "REAL DEAL  PAC."})}


def test_an_exact_name_that_two_identified_parties_share_joins_neither() -> None:
    found = grouped(party("Same PAC", number="5"), party("SAME PAC", number="6"), party("Same Pac"))

    assert len(found) == 3


def test_people_of_one_name_in_two_places_are_two() -> None:
    here = party("Pat Invented", "person", zip5="95814")
    there = party("PAT INVENTED", "person", zip5="10001")

    assert len(grouped(here, there)) == 2


def test_a_person_is_never_an_organisation_of_the_same_name() -> None:
    assert len(grouped(party("Pat Invented", "person"), party("PAT INVENTED", "organisation"))) == 2


def test_nothing_is_joined_on_emptiness() -> None:
    nobody = [party("INFORMATION REQUESTED", "organisation", place=f"Town {n}") for n in range(3)]
    rows = party_keys(memory(PARTIES, nobody), memory(FILINGS, [])).to_pyarrow().to_pylist()

    assert len({row["key"] for row in rows}) == 3
