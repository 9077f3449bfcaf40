"""The table `source_votes`: what a publisher says one name got in one contest."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table
from headwater.base.vote_columns import (
    AsOf,
    CountStatus,
    Denominator,
    DenominatorKind,
    Elected,
    ElectionDay,
    Jurisdiction,
    Party,
    Publisher,
    Stage,
    Url,
    Votes,
)


@dataclass(frozen=True, slots=True)
class Vote:
    """One name's votes in one contest, as one publisher states them; a name without a count is a candidacy."""

    source: Annotated[str, "The source whose reader read it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    division: Jurisdiction
    office: Annotated[str, "Office, such as district attorney; president for the top of the ticket"]
    election_date: ElectionDay
    stage: Stage
    candidate: Annotated[str, "Name on the ballot; Yes or No in a recall"]
    party: Party
    votes: Votes
    elected: Elected
    denominator: Denominator
    denominator_kind: DenominatorKind
    count_status: CountStatus
    as_of: AsOf
    committees: Annotated[str, "The name's own committees as identifiers such as fppc:1398937, separated by semicolons"]
    publisher: Publisher
    url: Url


VOTES = table("source_votes", Vote, key=("file_sha256", "row", "election_date", "candidate"))
