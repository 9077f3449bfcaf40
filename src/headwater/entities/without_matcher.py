"""No matching yet: the table ``match_pairs`` without a row, so that identifiers, names and judgements stand alone."""

from collections.abc import Mapping

import pyarrow as pa

from headwater.base.stage import Inputs
from headwater.entities.match_tables import MATCH_PAIRS

READS = ("party_keys",)
WRITES = (MATCH_PAIRS,)


def compute(_inputs: Inputs) -> Mapping[str, pa.Table]:
    """Writes no pair."""
    return {"match_pairs": MATCH_PAIRS.of_rows([])}
