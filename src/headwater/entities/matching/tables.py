"""The tables `match_pairs` and `match_models`: what matching says of pairs of keys, and what it rests on."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class MatchPair:
    """Two keys of parties that matching says anything of; never a public view: it holds people below any threshold."""

    left_key: Annotated[str, "The smaller of two values of party_keys.key (or of a candidate's key)"]
    right_key: Annotated[str, "The larger one"]
    kind: Annotated[str, "person, organisation, committee or candidate"]
    tier: Annotated[str, "key: several columns are exactly equal; model: weighed by a model or by a written rule"]
    weight: Annotated[float, "log2 of the odds that both are one"]
    probability: Annotated[float, "The same as a probability from 0 to 1"]
    decision: Annotated[str, "merge; review: for a person to judge; apart: a conflict keeps them apart"]
    reason: Annotated[str, "What makes it a merge or a question, or the conflict"]
    evidence: Annotated[str, "JSON: a list of field, left, right and weight (log2); no street address"]


@dataclass(frozen=True, slots=True)
class MatchModel:
    """How the keys of one kind were matched."""

    kind: Annotated[str, "person, organisation, committee or candidate"]
    records: Annotated[int, "Keys of this kind"]
    merges: Annotated[int, "Pairs merged"]
    reviews: Annotated[int, "Pairs for a person to judge"]
    kept_apart: Annotated[int, "Likely pairs that a conflict keeps apart"]
    threshold: Annotated[float | None, "Least weight of a merge by the model; null where no model was trained"]
    estimated_precision: Annotated[float | None, "Estimated share of merged pairs that are one; null without a merge"]
    method: Annotated[str, "How decisions of this kind are taken, in words"]
    parameters: Annotated[str, "JSON: per field and level, how often one and the same, and strangers, agree on it"]
    blocking: Annotated[str, "JSON: the keys and blocking rules with their pairs, and the blocks that were left out"]


MATCH_PAIRS = table("match_pairs", MatchPair, key=("left_key", "right_key"))
MATCH_MODELS = table("match_models", MatchModel, key=("kind",))
