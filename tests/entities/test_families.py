"""Committees of like names are a family on evidence alone, and each has its own life."""

from datetime import date
from pathlib import Path

from headwater.entities import family_stage
from headwater.entities.family_tables import COMMITTEE_LIVES, FAMILIES, FAMILY_EVIDENCE
from tests.entities.whoiswho import entity_of, inputs_of, registration, tables
from tests.planted import line, nullable, party

STATES = [
    party(f"{state} Fair Courts & Safety PAC", number=f"10{n}") for n, state in enumerate(("Ohio", "Texas", "Utah"))
]
ALIKE = party("Nevada Fair Courts & Safety", number="104")
OTHER = party("Ohio Lakes PAC", number="105", place="OHIO CITY OH", zip5="45874")
GIVER, WIDE = party("Invented Giver LLC", "organisation"), party("Invented Vendor", "organisation")


def test_a_shared_donor_makes_a_family_and_a_name_alone_does_not(tmp_path: Path) -> None:
    gifts = [
        line(GIVER, one, 600_000, date(2020, 3, 1 + n), transaction_id=f"G{n}") for n, one in enumerate(STATES[:2])
    ]
    gifts += [line(GIVER, STATES[2], 499_999), line(GIVER, OTHER, 600_000, transaction_id="O")]
    gifts += [
        line(WIDE, ALIKE, 900_000, date(2021, 9, 1)),
        line(STATES[0], WIDE, 70_000, side="payer", schedule="E", kind="spending"),
    ]
    gifts += [line(GIVER, STATES[0], -50_000, date(2020, 5, 1), transaction_id="R")]
    inputs = inputs_of(tmp_path, [*STATES, ALIKE, OTHER, GIVER, WIDE], gifts)
    who = tables(inputs)
    for name, rows in who.items():
        inputs.connection.create_table(name, nullable(rows), temp=True, overwrite=True)
    computed = family_stage.compute(inputs)
    entity = entity_of(who)
    members = FAMILIES.checked(computed["families"]).to_pylist()
    evidence = FAMILY_EVIDENCE.checked(computed["family_evidence"]).to_pylist()
    lives = COMMITTEE_LIVES.checked(inputs.connection.to_pyarrow(computed["committee_lives"])).to_pylist()
    life = next(row for row in lives if row["entity_id"] == entity[STATES[0].party_id])

    assert {row["entity_id"] for row in members} == {entity[one.party_id] for one in STATES[:2]}
    assert {row["stem"] for row in members} == {"fair courts and safety"}
    assert {(row["field"], row["amount_cents"], row["days_apart"]) for row in evidence} == {
        ("donor", 600_000, None),
        ("name", 0, None),
        ("dates", 0, 1),
    }
    assert (life["received_cents"], life["paid_cents"], life["refunded_cents"]) == (600_000, 70_000, 50_000)
    assert (life["first_payment_date"], life["registered_date"], life["closed_date"]) == (date(2020, 3, 1), None, None)


def test_a_treasurer_or_an_address_of_record_makes_a_family_and_days_are_kept(tmp_path: Path) -> None:
    """Ohio and Texas have one treasurer, Texas and Utah one address; Nevada has the name alone."""
    said = [
        registration(STATES[0], "T1", "A1", date(2019, 5, 1), date(2021, 6, 1)),
        registration(STATES[1], "T1", "A2"),
        registration(STATES[2], "T2", "A2", date(2020, 1, 1)),
        registration(ALIKE, "T3", "A3"),
        registration(OTHER, "T1", "A1"),
    ]
    gifts = [line(GIVER, one, 100, transaction_id=f"G{n}") for n, one in enumerate([*STATES, ALIKE, OTHER])]
    inputs = inputs_of(tmp_path, [*STATES, ALIKE, OTHER, GIVER], gifts, registrations=said)
    who = tables(inputs)
    for name, rows in who.items():
        inputs.connection.create_table(name, nullable(rows), temp=True, overwrite=True)
    computed = family_stage.compute(inputs)
    entity = entity_of(who)
    evidence = FAMILY_EVIDENCE.checked(computed["family_evidence"]).to_pylist()
    lives = COMMITTEE_LIVES.checked(inputs.connection.to_pyarrow(computed["committee_lives"])).to_pylist()
    life = {row["entity_id"]: (row["registered_date"], row["closed_date"]) for row in lives}
    ohio, texas, utah = (entity[one.party_id] for one in STATES)

    members = FAMILIES.checked(computed["families"]).to_pylist()
    assert {row["entity_id"] for row in members} == {ohio, texas, utah}
    assert len({row["family_id"] for row in members}) == 1
    pairs = {(row["field"], frozenset((row["left_entity_id"], row["right_entity_id"]))) for row in evidence}
    assert {one for one in pairs if one[0] in ("treasurer", "address")} == {
        ("treasurer", frozenset((ohio, texas))),
        ("address", frozenset((texas, utah))),
    }
    assert (life[ohio], life[utah]) == ((date(2019, 5, 1), date(2021, 6, 1)), (date(2020, 1, 1), None))
