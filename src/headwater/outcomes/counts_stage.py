"""Counts of contests: returns summed, corrected where the case says so, and held against each other."""

from collections.abc import Mapping

import ibis
import pyarrow as pa
from ibis import _

from headwater.base.stage import Inputs
from headwater.outcomes.checking import count_checks
from headwater.outcomes.corrections import FILE, corrected, read_corrections
from headwater.outcomes.count_tables import CONTEST_ISSUES, CONTEST_VOTES, CORRECTION_USES, COUNT_CHECKS, COUNTY_VOTES
from headwater.outcomes.counting import contest_votes, counts_of, county_votes
from headwater.outcomes.issues import contest_issues, unused
from headwater.outcomes.placing import Places, placed
from headwater.outcomes.state_laws import state_laws
from headwater.outcomes.summing import stated, sums

READS = ("source_votes", "source_counts")
WRITES = (CONTEST_VOTES, COUNTY_VOTES, COUNT_CHECKS, CONTEST_ISSUES, CORRECTION_USES)
FILES = (FILE,)


def compute(inputs: Inputs) -> Mapping[str, ibis.Table | pa.Table]:
    """Reads returns and publishers' own figures; writes the votes of each count, checks, issues and corrections."""
    votes = inputs.read("source_votes").filter(_.office != "president")
    own = votes.order_by("file_sha256", "row", "candidate").to_pyarrow().to_pylist()
    places = Places(state_laws())
    filed = [*stated(own), *placed(sums(inputs.read("source_counts")), places)]
    corrections = read_corrections(inputs.case.folder)
    now, uses = corrected(filed, corrections)
    counts = counts_of(now, places)
    lost = [one for one in filed if not one.division and one.row_kind == "candidate"]
    issues = contest_issues(counts_of(filed, places), lost, places, corrections)
    return {
        "contest_votes": CONTEST_VOTES.of_rows(contest_votes(counts)),
        "county_votes": COUNTY_VOTES.of_rows(county_votes(counts)),
        "count_checks": COUNT_CHECKS.of_rows(count_checks(now)),
        "contest_issues": CONTEST_ISSUES.of_rows([*issues, *unused(uses)]),
        "correction_uses": CORRECTION_USES.of_rows(uses),
    }
