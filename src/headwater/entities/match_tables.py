"""The table `match_pairs`: what matching says of pairs of party keys, each with its evidence."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class MatchPair:
    """One pair of party keys that matching compared, and what it makes of them."""

    left_key: Annotated[str, "The smaller key of the two"]
    right_key: Annotated[str, "The larger key"]
    kind: Annotated[str, "person, organisation, committee or candidate"]
    tier: Annotated[str, "key: an exact key of normalised particulars; model: the weights of a model"]
    weight: Annotated[float, "Weight of the evidence, log2 of the Bayes factor"]
    probability: Annotated[float, "Probability that both are one, 0 to 1"]
    decision: Annotated[str, "merge, review or apart"]
    reason: Annotated[str, "Why, in words"]
    evidence: Annotated[str, "What was compared, as a JSON list of field, left, right and weight"]


MATCH_PAIRS = table("match_pairs", MatchPair, key=("left_key", "right_key"))
