"""Families: committees of like names in several places that share more than the name; never by name alone.

The name says which committees are looked at: it is the same once places and legal forms are set aside. What groups
them is a donor that gave each at least the case's threshold, and few others; a treasurer or address of record; or one
place and ZIP code. Days near one another are listed and group nothing.
"""

import ibis
import pyarrow as pa
from ibis import _

from headwater.base.ids import stable_id
from headwater.entities.clusters import Ties, clusters
from headwater.entities.family_tables import FAMILIES, FAMILY_EVIDENCE, FamilyEvidence, FamilyMember

NEAR_DAYS = 60
WIDE_GIVER = 25
"""Who gave so much to more committees than these is no sign of a family: conduits, parties, large firms."""
WIDE_PLACE = 25
"""Nor is a place where more committees of one stem stand: there they are named after what they are."""
_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|"
    "indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|"
    "nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|"
    "pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|west virginia|virginia|"
    "washington|wisconsin|wyoming|district of columbia"
)
_FORMS = "inc|llc|pac|political action committee|committee|county|the|of|for|in"
STEM = rf"\b({_STATES}|{_FORMS}|[0-9]+)\b"


def stems(parties: ibis.Table, entities: ibis.Table) -> ibis.Table:
    """Committees with what their names share once places and legal forms are set aside, of two words at least.

    Args:
        parties: ``source_parties`` with the ``entity_id`` of each.
        entities: the table ``entities``.
    """
    committees = entities.filter((_.kind == "committee") & _.is_named).select("entity_id")
    stem = parties.normal_name.re_replace(STEM, " ").re_replace(" +", " ").strip()
    named = parties.mutate(stem=stem).filter(_.stem.contains(" ")).semi_join(committees, "entity_id")
    found = named.select("entity_id", "stem").distinct()
    return found.mutate(size=found.entity_id.nunique().over(group_by=found.stem)).filter(_.size > 1).drop("size")


def shared_donors(stemmed: ibis.Table, payments: ibis.Table, threshold_cents: int) -> ibis.Table:
    """Pairs of committees of one stem that one donor gave at least the threshold each.

    Args:
        stemmed: as ``stems`` gives it.
        payments: the table ``payments`` with the entities of both sides.
        threshold_cents: the case's threshold.
    """
    gifts = payments.filter(_.kind != "return").group_by(donor="payer_entity_id", entity_id="payee_entity_id")
    large = gifts.aggregate(cents=_.cents.sum().cast("int64")).filter(_.cents >= threshold_cents)
    few = large.mutate(spread=_.entity_id.count().over(group_by=_.donor)).filter(_.spread <= WIDE_GIVER).drop("spread")
    mine = few.inner_join(stemmed, "entity_id")
    one = mine.rename(left_id="entity_id", left_cents="cents")
    other = mine.rename(right_id="entity_id", right_cents="cents")
    both = one.inner_join(other, ["donor", "stem"]).filter(_.left_id < _.right_id)
    return both.select("stem", "left_id", "right_id", "donor", cents=ibis.least(both.left_cents, both.right_cents))


def shared_places(stemmed: ibis.Table, parties: ibis.Table) -> ibis.Table:
    """Pairs of committees of one stem that stand with one ZIP code and place."""
    placed = (
        parties.filter((_.zip5 != "") & (_.place != "")).select("entity_id", "zip5", where=_.place.upper()).distinct()
    )
    mine = placed.inner_join(stemmed, "entity_id")
    spread = mine.entity_id.nunique().over(group_by=[mine.stem, mine.zip5, mine["where"]])
    mine = mine.mutate(spread=spread).filter(_.spread <= WIDE_PLACE).drop("spread")
    both = mine.rename(left_id="entity_id").inner_join(mine.rename(right_id="entity_id"), ["stem", "zip5", "where"])
    return both.filter(_.left_id < _.right_id).select("stem", "left_id", "right_id").distinct()


def families(
    donors: pa.Table, places: pa.Table, shared: pa.Table, first_days: dict[str, int]
) -> tuple[pa.Table, pa.Table]:
    """Rows of ``families`` and of ``family_evidence``.

    Args:
        donors: as ``shared_donors`` gives it.
        places: as ``shared_places`` gives it.
        shared: as ``registered.shared_registered`` gives it.
        first_days: the ordinal of the first payment's day of each committee that has one.
    """
    found = [
        (row["stem"], FamilyEvidence("", row["left_id"], row["right_id"], "donor", row["donor"], row["cents"], None))
        for row in donors.to_pylist()
    ]
    found += [
        (row["stem"], FamilyEvidence("", row["left_id"], row["right_id"], "place", "", 0, None))
        for row in places.to_pylist()
    ]
    found += [
        (row["stem"], FamilyEvidence("", row["left_id"], row["right_id"], row["field"], "", 0, None))
        for row in shared.to_pylist()
    ]
    for stem, pair in sorted({(stem, (one.left_entity_id, one.right_entity_id)) for stem, one in found}):
        found.append((stem, FamilyEvidence("", *pair, "name", "", 0, None)))
        apart = abs(first_days[pair[0]] - first_days[pair[1]]) if set(pair) <= set(first_days) else NEAR_DAYS + 1
        if apart <= NEAR_DAYS:
            found.append((stem, FamilyEvidence("", *pair, "dates", "", 0, apart)))
    return _grouped(found)


def _grouped(found: list[tuple[str, FamilyEvidence]]) -> tuple[pa.Table, pa.Table]:
    members: dict[tuple[str, str], FamilyMember] = {}
    evidence: dict[tuple[str, ...], FamilyEvidence] = {}
    of_stem: dict[str, list[FamilyEvidence]] = {}
    for stem, one in found:
        of_stem.setdefault(stem, []).append(one)
    for stem, mine in sorted(of_stem.items()):
        nodes = sorted({entity for one in mine for entity in (one.left_entity_id, one.right_entity_id)})
        place = {entity: number for number, entity in enumerate(nodes)}
        made = clusters(
            len(nodes), Ties(same=[(place[one.left_entity_id], place[one.right_entity_id]) for one in mine])
        )
        whole: dict[int, list[str]] = {}
        for entity in nodes:
            whole.setdefault(made.root_of[place[entity]], []).append(entity)
        ids = {entity: stable_id("G", *group) for group in whole.values() for entity in group}
        for entity in nodes:
            members.setdefault((ids[entity], entity), FamilyMember(ids[entity], entity, stem))
        for one in mine:
            row = FamilyEvidence(
                ids[one.left_entity_id],
                one.left_entity_id,
                one.right_entity_id,
                one.field,
                one.donor_entity_id,
                one.amount_cents,
                one.days_apart,
            )
            evidence[(row.family_id, row.left_entity_id, row.right_entity_id, row.field, row.donor_entity_id)] = row
    return FAMILIES.of_rows(members.values()), FAMILY_EVIDENCE.of_rows(evidence.values())
