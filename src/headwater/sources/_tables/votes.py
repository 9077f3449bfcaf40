"""The table `source_votes`: what a publisher says one name got in one contest."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class Vote:
    """One name's votes in one contest, as one publisher states them; a name without a count is a candidacy."""

    source: Annotated[str, "The source whose reader read it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    division: Annotated[str, "OCD division id of the jurisdiction"]
    office: Annotated[str, "Office, such as district attorney; president for the top of the ticket"]
    election_date: Annotated[date, "Election day"]
    stage: Annotated[str, "primary, general, special, runoff or recall"]
    candidate: Annotated[str, "Name on the ballot; Yes or No in a recall"]
    party: Annotated[str, "Party on the ballot as stated; empty if none"]
    votes: Annotated[int | None, "Votes; null where the count is not in these records"]
    elected: Annotated[bool | None, "Whether the publisher says the name won this contest; null if it does not say"]
    denominator: Annotated[int | None, "Votes that shares are taken of; null: the sum over the names listed"]
    denominator_kind: Annotated[str, "listed_candidates, all_votes_cast, ballots or two_party"]
    count_status: Annotated[str, "night, partial, certified or unknown"]
    as_of: Annotated[date | None, "Day to which the count stands"]
    committees: Annotated[str, "The name's own committees as identifiers such as fppc:1398937, separated by semicolons"]
    publisher: Annotated[str, "Who publishes the result"]
    url: Annotated[str, "Public address; empty if none"]


VOTES = table("source_votes", Vote, key=("file_sha256", "row", "election_date", "candidate"))
