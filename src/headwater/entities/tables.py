"""The tables of who is who: `entities`, `identifiers`, `party_entities` and `candidate_entities`."""

from dataclasses import dataclass
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
    why: Annotated[str, "identifier, name, judgement or alone"]


@dataclass(frozen=True, slots=True)
class CandidateEntity:
    """Which entity a name on a ballot is."""

    division: Annotated[str, "OCD division id of the contest"]
    candidate: Annotated[str, "Name on the ballot"]
    entity_id: Annotated[str, "The entity"]
    name: Annotated[str, "The spelling that all sources' rows of this candidate are shown under"]


CANDIDATE_ENTITIES = table("candidate_entities", CandidateEntity, key=("division", "candidate"))
ENTITIES = table("entities", Entity, key=("entity_id",))
IDENTIFIERS = table("identifiers", Identifier, key=("scheme", "identifier"))
PARTY_ENTITIES = table("party_entities", PartyEntity, key=("party_id",))
