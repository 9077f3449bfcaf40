"""The tables of who is who: `entities`, `identifiers`, `party_entities`, `candidate_entities` and what joined them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class Entity:
    """One person or organisation that parties were judged to be."""

    entity_id: Annotated[str, "Opaque id, stable from build to build"]
    name: Annotated[str, "The name most of its lines give it"]
    kind: Annotated[str, "person, candidate, committee, organisation, measure, unnamed or unknown"]
    is_named: Annotated[bool, "Whether pages, search and exports may name it (people below the threshold: no)"]
    party_count: Annotated[int, "How many parties as filed it joins"]


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier of an entity, given by a public body."""

    entity_id: Annotated[str, "The entity"]
    scheme: Annotated[str, "Who gave it: fppc, fec, ein, sfethics …"]
    identifier: Annotated[str, "The identifier"]


@dataclass(frozen=True, slots=True)
class PartyEntity:
    """Which entity a party as filed was judged to be, and why."""

    party_id: Annotated[str, "The party as filed"]
    entity_id: Annotated[str, "The entity"]
    why: Annotated[str, "identifier, name, match, judgement or alone"]


@dataclass(frozen=True, slots=True)
class PartyUse:
    """How much these records say of a party that stands on a line."""

    party_id: Annotated[str, "The party as filed"]
    line_count: Annotated[int, "Lines that name it in whatever role"]
    first_day: Annotated[date | None, "First day on which one of these can have happened"]
    files: Annotated[bool, "Whether it files lines"]
    cents: Annotated[int, "All that it gave and received, cents"]


@dataclass(frozen=True, slots=True)
class CandidateEntity:
    """Which entity a name on a ballot is."""

    division: Annotated[str, "OCD division id of the contest"]
    candidate: Annotated[str, "Name on the ballot"]
    entity_id: Annotated[str, "The entity"]
    name: Annotated[str, "The spelling that all sources' rows of this candidate are shown under"]


@dataclass(frozen=True, slots=True)
class KeyEntity:
    """One key that matching or a judgement joined to others or parted from them; any other key is an entity."""

    key: Annotated[str, "The key of parties; alone: and a party's id where a judgement parted it from its key"]
    anchor: Annotated[str, "The key whose id the cluster has: that of its oldest line"]
    entity_id: Annotated[str, "The entity"]
    why: Annotated[str, "judgement, match or alone"]


@dataclass(frozen=True, slots=True)
class Merge:
    """One pair that made two clusters one. The pairs of a cluster are a tree: without one it falls in two."""

    left_key: Annotated[str, "One side: a key of parties, or the id of a party that a judgement names"]
    right_key: Annotated[str, "The other side"]
    entity_id: Annotated[str, "The entity that they are"]
    why: Annotated[str, "judgement, held (a party and its key), or the tier of the match: key or model"]
    weight: Annotated[float | None, "Weight of the match, log2 of the Bayes factor; null for a judgement"]
    probability: Annotated[float | None, "Probability of the match; null for a judgement"]
    left_cents: Annotated[int, "All money that the left side's part of the cluster gave and received, cents"]
    right_cents: Annotated[int, "That of the right side's part, cents"]


@dataclass(frozen=True, slots=True)
class Redirect:
    """One id that is no entity's (any more) and the entity that it leads to."""

    old_id: Annotated[str, "An id that this entity, or a part of it, has or would have in other builds"]
    entity_id: Annotated[str, "The entity"]


@dataclass(frozen=True, slots=True)
class DonorSetMember:
    """One member of a donor set of the case, and whether these records hold it."""

    donor_set: Annotated[str, "The donor set"]
    member: Annotated[str, "The identifier that the case gives"]
    entity_id: Annotated[str, "The entity; empty where these records hold none with this identifier"]


CANDIDATE_ENTITIES = table("candidate_entities", CandidateEntity, key=("division", "candidate"))
DONOR_SET_MEMBERS = table("donor_set_members", DonorSetMember, key=("donor_set", "member"))
ENTITIES = table("entities", Entity, key=("entity_id",))
IDENTIFIERS = table("identifiers", Identifier, key=("scheme", "identifier"))
KEY_ENTITIES = table("key_entities", KeyEntity, key=("key",))
MERGES = table("merges", Merge, key=("left_key", "right_key"))
PARTY_ENTITIES = table("party_entities", PartyEntity, key=("party_id",))
PARTY_USES = table("party_uses", PartyUse, key=("party_id",))
REDIRECTS = table("redirects", Redirect, key=("old_id",))
