"""Committees beside one another: families of like names with evidence, and the life of each committee."""

from collections.abc import Mapping

import ibis
from ibis import _

from headwater.base.stage import Computed, Inputs
from headwater.entities.families import families, shared_donors, shared_places, stems
from headwater.entities.family_tables import COMMITTEE_LIVES, FAMILIES, FAMILY_EVIDENCE
from headwater.entities.registered import registered, shared_registered

READS = (
    "source_parties",
    "source_filings",
    "source_lines",
    "source_registrations",
    "party_keys",
    "payments",
    "entities",
    "party_entities",
)
WRITES = (FAMILIES, FAMILY_EVIDENCE, COMMITTEE_LIVES)
FILES = ("case.toml",)
ORGANISATION_FORMS = ("F1", "F1N", "F1A", "410", "8871")
"""Statements of organisation: 11 CFR 102.2; Cal. Gov. Code 84101; 26 U.S.C. 527(i)."""
FINAL_REPORT = "TER"
"""The Commission's code of a termination report (11 CFR 102.3)."""


def compute(inputs: Inputs) -> Mapping[str, Computed]:
    """Looks at committees of like names, and adds up each committee's days and sums."""
    read = inputs.read
    who = read("party_entities").select("party_id", "entity_id")
    sides = [
        who.rename(**{f"{role}_party_id": "party_id", f"{role}_entity_id": "entity_id"}) for role in ("payer", "payee")
    ]
    paid = read("payments").select("payer_party_id", "payee_party_id", "date_from", "date_to", "cents", "kind")
    inputs.connection.create_table(
        "between", paid.inner_join(sides[0], "payer_party_id").inner_join(sides[1], "payee_party_id"), temp=True
    )
    parties = read("source_parties").inner_join(who, "party_id")
    inputs.connection.create_table("stemmed", stems(parties, read("entities")), temp=True)
    donors = shared_donors(read("stemmed"), read("between"), inputs.case.naming_threshold_cents)
    places = shared_places(read("stemmed"), parties)
    keyed = who.inner_join(read("party_keys").select("party_id", "key"), "party_id")
    shared = shared_registered(read("stemmed"), registered(read("source_registrations"), keyed))
    inputs.connection.create_table("lives", _lives(inputs), temp=True)
    near = read("lives").filter(_.first_payment_date.notnull()).semi_join(read("stemmed"), "entity_id").to_pyarrow()
    days = zip(near.column("entity_id").to_pylist(), near.column("first_payment_date").to_pylist(), strict=True)
    first_days = {entity: day.toordinal() for entity, day in days}
    members, evidence = families(donors.to_pyarrow(), places.to_pyarrow(), shared.to_pyarrow(), first_days)
    return {"families": members, "family_evidence": evidence, "committee_lives": read("lives")}


def _lives(inputs: Inputs) -> ibis.Table:
    read = inputs.read
    who = read("party_entities").select("party_id", "entity_id")
    committees = read("entities").filter(_.kind == "committee").select("entity_id")
    is_return = read("between").kind == "return"
    moved = ibis.union(*(_moved(read("between"), role, is_return) for role in ("payer", "payee")))
    sums = moved.group_by("entity_id").aggregate(
        first_payment_date=_.date_from.min(),
        last_payment_date=_.date_to.max(),
        received_cents=_.received.sum().cast("int64"),
        paid_cents=_.paid.sum().cast("int64"),
        refunded_cents=_.refunded.sum().cast("int64"),
    )
    filings = read("source_filings").inner_join(who, [("filer_party_id", "party_id")])
    began = filings.filter(filings.form.isin(ORGANISATION_FORMS)).group_by("entity_id")
    registered = began.aggregate(registered_date=_.report_date.min())
    lines = read("source_lines").filter(_.report_code == FINAL_REPORT).inner_join(who, [("filer_party_id", "party_id")])
    closed = lines.group_by("entity_id").aggregate(closed_date=_.period_thru.max())
    dated = read("source_registrations").inner_join(who, [("filer_party_id", "party_id")]).group_by("entity_id")
    stated = dated.aggregate(opened=_.opened_date.min(), ended=_.closed_date.max())
    found = committees.left_join(sums, "entity_id").drop("entity_id_right").left_join(registered, "entity_id")
    found = found.drop("entity_id_right").left_join(closed, "entity_id").drop("entity_id_right")
    found = found.left_join(stated, "entity_id").drop("entity_id_right")
    registered_date = ibis.coalesce(
        ibis.least(found.registered_date, found.opened), found.registered_date, found.opened
    )
    found = found.mutate(registered_date=registered_date, closed_date=ibis.coalesce(found.closed_date, found.ended))
    cents = ("received_cents", "paid_cents", "refunded_cents")
    return found.mutate(**{name: found[name].fill_null(0) for name in cents}).select(*COMMITTEE_LIVES.names)


def _moved(between: ibis.Table, role: str, is_return: ibis.Value) -> ibis.Table:
    """One row for each payment on one side; a committee refunds where it pays a return."""
    paid = role == "payer"
    return between.select(
        "date_from",
        "date_to",
        entity_id=f"{role}_entity_id",
        received=ibis.ifelse(is_return | ibis.literal(paid), 0, between.cents),
        paid=ibis.ifelse(is_return | ibis.literal(not paid), 0, between.cents),
        refunded=ibis.ifelse(is_return & ibis.literal(paid), between.cents, 0),
    )
