"""What a person is asked first: money times doubt; links between agencies are offered and never made."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from headwater.entities import review_stage
from headwater.entities.matching.tables import MatchPair
from headwater.entities.registered import WIDE
from headwater.entities.review_tables import ENTITY_EXPLANATIONS
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from tests.entities.whoiswho import gifts, inputs_of, judgement, pair, registration, tables
from tests.planted import nullable, party

GIANT, GIGANT = (party(f"Invented {name}", "organisation", place="OAKLAND CA") for name in ("Giant", "Gigant"))
SMALL = [party(f"Small {n}", "organisation") for n in range(6)]
STATE = party("Invented Justice PAC", number="1404", place="SAN FRANCISCO CA", zip5="94110")
FEDERAL = replace(
    party("INVENTED JUSTICE PAC", place="San Francisco CA", zip5="94110"),
    scheme="fec",
    identifier="C00999999",
    party_id="Pfec0000000000001",
)


def offered(
    folder: Path,
    parties: list[Party],
    lines: list[Line],
    pairs: tuple[MatchPair, ...] = (),
    judged: Any = (),
    **more: Any,
) -> list[dict[str, Any]]:
    inputs = inputs_of(folder, parties, lines, judged, pairs, **more)
    for name, rows in tables(inputs).items():
        inputs.connection.create_table(name, nullable(rows), temp=True, overwrite=True)
    computed = review_stage.compute(inputs)
    rows = inputs.connection.to_pyarrow(computed["review_offers"]).to_pylist()
    return sorted(rows, key=lambda row: (-row["expected_cents"], row["left"]))


def test_one_wrong_merge_between_two_large_donors_is_at_the_top(tmp_path: Path) -> None:
    """It is joined through two small keys, and each of its links is surer than those of all other pairs."""
    chain = [GIANT, SMALL[0], SMALL[1], GIGANT]
    links = [f"name:{one.normal_name}" for one in chain]
    pairs = [pair(left, right, probability=0.97) for left, right in pairwise(links)]
    pairs += [pair(f"name:small {n}", f"name:small {n + 1}", probability=0.55) for n in (2, 4)]
    lines = [*gifts(GIANT, GIGANT, cents=500_000_000), *gifts(*SMALL, cents=10_000)]
    found = offered(tmp_path, [GIANT, GIGANT, *SMALL], lines, tuple(pairs))

    # each of the three links holds both large sides apart: 5,000,000.00 and more on either side, in doubt by 0.03
    assert [row["origin"] for row in found[:3]] == ["merge"] * 3
    assert all(row["money_cents"] >= 500_000_000 for row in found[:3])
    assert found[0]["expected_cents"] == round(0.03 * found[0]["money_cents"])
    assert found[3]["money_cents"] == 10_000


def test_two_agencies_numbers_are_offered_with_what_agrees_and_stay_apart(tmp_path: Path) -> None:
    """Also where one agency's records hold no payment of it, as in a register."""
    found = offered(tmp_path, [STATE, FEDERAL], gifts(STATE))

    assert [(row["left"], row["right"], row["origin"], row["is_joined"]) for row in found] == [
        ("fec:C00999999", "fppc:1404", "link", False)
    ]
    assert found[0]["left_entity_id"] != found[0]["right_entity_id"]
    for field in ("name", "place", "zip5"):
        assert f'"field": "{field}"' in found[0]["evidence"]


def test_a_treasurer_of_record_speaks_for_a_link_and_a_firm_that_serves_many_does_not(tmp_path: Path) -> None:
    """The same pair stands among those that matching leaves open: the link says more of it, and it is asked once."""
    others = [party(f"Invented Client {n}", number=f"90{n:02}") for n in range(WIDE)]
    said = [registration(one, "T1") for one in (STATE, FEDERAL)]
    open_pair = (pair("fec:C00999999", "fppc:1404", "review", 0.5, kind="committee"),)
    few = offered(tmp_path, [STATE, FEDERAL], gifts(STATE), open_pair, registrations=said)
    many = [*said, *(registration(one, "T1") for one in others)]
    wide = offered(tmp_path, [STATE, FEDERAL, *others], gifts(STATE, *others), registrations=many)

    assert [(row["origin"], row["probability"], row["is_joined"]) for row in few] == [("link", 0.8, False)]
    assert "treasurer of record" in few[0]["evidence"]
    assert [(row["origin"], row["probability"]) for row in wide] == [("link", 0.6)]
    assert "treasurer" not in wide[0]["evidence"]


def test_what_was_judged_is_not_asked_again(tmp_path: Path) -> None:
    judged = [judgement("fppc:1404", "fec:C00999999", "different")]

    assert offered(tmp_path, [STATE, FEDERAL], gifts(STATE), judged=judged) == []


def test_one_exact_name_in_two_states_is_asked(tmp_path: Path) -> None:
    banks = [party("First Invented Bank", "organisation", place=place) for place in ("RENO NV", "OAKLAND CA")]
    found = offered(tmp_path, banks, gifts(*banks, cents=1_000_000))

    assert [(row["origin"], row["money_cents"], row["expected_cents"]) for row in found] == [
        ("name", 1_000_000, 100_000)
    ]
    assert {row[side] for row in found for side in ("left", "right")} == {one.party_id for one in banks}


def test_the_explanation_of_a_merge_and_of_a_near_miss_holds_no_place(tmp_path: Path) -> None:
    """The pair's evidence holds a ZIP code; the third donor is kept apart, and the fourth may not be named."""
    same_zip = {"field": "zip5", "left": "94110", "right": "94110", "weight": 3.0}
    evidence = json.dumps([{"field": "name", "left": "a", "right": "b", "weight": 5.0}, same_zip])
    pairs = (
        pair("name:invented giant", "name:invented gigant", evidence=evidence),
        pair("name:invented giant", "name:small 0", "apart", 0.1),
        pair("name:invented giant", "name:small 1", "apart", 0.1),
    )
    lines = [*gifts(GIANT, GIGANT, SMALL[0], cents=600_000), *gifts(SMALL[1], cents=100)]
    inputs = inputs_of(
        tmp_path, [GIANT, GIGANT, *SMALL[:2]], lines, [judgement(GIANT.party_id, SMALL[0].party_id, "different")], pairs
    )
    for name, table in tables(inputs).items():
        inputs.connection.create_table(name, nullable(table), temp=True, overwrite=True)
    rows = ENTITY_EXPLANATIONS.checked(review_stage.compute(inputs)["entity_explanations"]).to_pylist()
    found = {
        (row["left_name"], row["right_name"], row["why"], row["is_joined"])
        for row in rows
        if row["why"] != "identifier"
    }

    assert found == {
        ("Invented Giant", "Invented Gigant", "model", True),
        ("Invented Giant", "Small 0", "model", False),
        ("Small 0", "Invented Giant", "model", False),
        ("Invented Giant", "Small 0", "judgement", False),
        ("Small 0", "Invented Giant", "judgement", False),
    }
    assert "94110" not in repr(rows)
    assert {row["author"] for row in rows if row["why"] == "judgement"} == {"A. Editor"}
