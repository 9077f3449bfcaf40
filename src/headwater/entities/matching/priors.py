"""How many of the compared pairs are one, learned from their weights alone; apart for pairs of one household.

The model multiplies evidence as if fields were independent. The family name and the home are not: households share
both. Among pairs that agree on both, the two fields say no more than *one household*, so for those pairs the share
of one and the same is learned anew and only the other fields weigh.
"""

import math

import numpy as np
import polars as pl
from numpy.typing import NDArray

from headwater.entities.matching.fields import Profile

Floats = NDArray[np.float64]
ROUNDS = 200


def with_learned_priors(rows: pl.DataFrame, profile: Profile, prior: float, pairs: int) -> pl.DataFrame:
    """The pairs with weights under learned priors, and what the prior gives each in the column ``prior``.

    Args:
        rows: ``weight`` under the given prior, and each field's weight.
        profile: says which fields a household shares.
        prior: the share of pairs that are one with which the weights were computed.
        pairs: how many pairs of records there are in all, compared or not.
    """
    weight = rows["weight"].to_numpy()
    bare = weight - _log_odds(prior)
    together = np.zeros(len(rows), np.bool_)
    if profile.household and len(rows):
        agreed = rows.select(pl.all_horizontal(pl.col(column) > 0 for column in profile.household))
        together = agreed.to_series().to_numpy()
        shared = rows.select(pl.sum_horizontal(profile.household)).to_series().to_numpy()
        bare = np.where(together, bare - shared, bare)
    apart = _learned(bare[~together], pairs)
    within = _learned(bare[together], int(together.sum()))
    given = np.where(together, within, apart)
    zeroed = [pl.when(pl.Series(together)).then(0.0).otherwise(pl.col(c)).alias(c) for c in profile.household]
    return rows.with_columns(pl.Series("weight", bare + given), pl.Series("prior", given), *zeroed)


def _learned(bare: Floats, pairs: int) -> float:
    """The log odds at which the expected number of pairs that are one, among these, gives the same log odds again."""
    if not len(bare) or not pairs:
        return 0.0
    ordered = np.sort(bare)
    found = _log_odds(1 / max(pairs, 3))
    for _ in range(ROUNDS):
        expected = float(np.sum(1 / (1 + np.exp2(-(ordered + found)))))
        moved = _log_odds(min(max(expected, 0.5) / pairs, 0.9))
        if abs(moved - found) < 1e-4:
            break
        found = moved
    return round(found, 3)


def _log_odds(probability: float) -> float:
    return math.log2(probability / (1 - probability))
