"""The tables of doubt: `review_offers`, `entity_explanations` and `merge_toggles`."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class ReviewOffer:
    """One pair on which a person's judgement is worth asking for, most money times doubt first."""

    left: Annotated[str, "One side as a judgement names it: an identifier, or a party id"]
    right: Annotated[str, "The other side"]
    left_key: Annotated[str, "The key of the left side"]
    right_key: Annotated[str, "The key of the right side; the left one where a name alone made them equal"]
    left_entity_id: Annotated[str, "The entity that the left side is now"]
    right_entity_id: Annotated[str, "The entity that the right side is now"]
    left_name: Annotated[str, "The name of that entity, or a spelling of the left side"]
    right_name: Annotated[str, "The same of the right side"]
    origin: Annotated[
        str, "merge: joined by matching; match: not joined; link: two agencies; name: one name, two states"
    ]
    is_joined: Annotated[bool, "Whether the two are one entity now"]
    probability: Annotated[float, "Probability that they are one"]
    money_cents: Annotated[int, "Money that a wrong answer misplaces: all of the side with less, cents"]
    expected_cents: Annotated[int, "Money times doubt (the probability that what stands now is wrong), whole cents"]
    reason: Annotated[str, "Why it is asked, in words"]
    evidence: Annotated[str, "What was compared, as a JSON list of field, left, right and weight"]


@dataclass(frozen=True, slots=True)
class EntityExplanation:
    """One link that makes an entity one, or a near miss that was kept apart; of entities that may be named only."""

    entity_id: Annotated[str, "The entity"]
    left: Annotated[str, "One end as a judgement names it: an identifier, or a party id"]
    right: Annotated[str, "The other end; for an identifier or a name the spelling that it joins"]
    left_name: Annotated[str, "A spelling of the left end"]
    right_name: Annotated[str, "A spelling of the right end"]
    other_entity_id: Annotated[str, "The entity of the right end: another one for a near miss"]
    is_joined: Annotated[bool, "Whether the link stands; false for a near miss"]
    why: Annotated[str, "identifier, name, key, model or judgement"]
    weight: Annotated[float | None, "Weight of a match, log2 of the Bayes factor"]
    probability: Annotated[float | None, "Probability of a match"]
    author: Annotated[str, "Who judged; empty for others"]
    judged_date: Annotated[date | None, "When it was judged"]
    reason: Annotated[str, "The judgement's reason, or that of the match, in words"]
    evidence: Annotated[str, "Fields compared with their weights, as JSON; never a place or a ZIP code"]


@dataclass(frozen=True, slots=True)
class MergeToggle:
    """One party that would be of another entity if an offer were answered the other way."""

    left: Annotated[str, "The offer's left side"]
    right: Annotated[str, "The offer's right side"]
    party_id: Annotated[str, "The party"]
    entity_id: Annotated[str, "The entity that it would be"]


ENTITY_EXPLANATIONS = table("entity_explanations", EntityExplanation, key=("entity_id", "left", "right", "why"))
MERGE_TOGGLES = table("merge_toggles", MergeToggle, key=("left", "right", "party_id"))
REVIEW_OFFERS = table("review_offers", ReviewOffer, key=("left", "right"))
