"""Margins of contests: to the runner-up, against the top of the ticket, and bounds on what a party's voters did."""

from collections.abc import Mapping

import pyarrow as pa

from headwater.base.stage import Inputs
from headwater.outcomes.margin_tables import MARGINS, TICKET_GAPS, VOTER_BOUNDS
from headwater.outcomes.margins import Tops, margins, ticket_gaps, voter_bounds

READS = ("contests", "candidacies", "results", "county_votes", "ticket_tops", "jurisdiction_counties")
WRITES = (MARGINS, TICKET_GAPS, VOTER_BOUNDS)


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Reads results and the votes for president; writes margins, gaps to the ticket, and bounds."""
    contests = {row["contest_id"]: row for row in inputs.rows("contests")}
    parties = {(row["contest_id"], row["candidate"]): row["party"] for row in inputs.rows("candidacies")}
    results = [
        {**row, "party": parties.get((row["contest_id"], row["candidate"]), "")}
        for row in inputs.rows("results", ("contest_id", "count_id", "row"))
    ]
    tops = Tops(inputs.rows("ticket_tops"), inputs.rows("jurisdiction_counties"))
    return {
        "margins": MARGINS.of_rows(margins(results)),
        "ticket_gaps": TICKET_GAPS.of_rows(ticket_gaps(results, contests, tops)),
        "voter_bounds": VOTER_BOUNDS.of_rows(voter_bounds(results, contests, inputs.rows("county_votes"), tops)),
    }
