"""The tables of margins: to the runner-up, against the same counties' top of the ticket, and of what voters did."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table
from headwater.base.vote_columns import DenominatorKind


@dataclass(frozen=True, slots=True)
class Margin:
    """One count of one contest: who leads, who is second, and by how much."""

    contest_id: Annotated[str, "The contest"]
    count_id: Annotated[str, "The count"]
    leader: Annotated[str, "Name with the most votes"]
    runner_up: Annotated[str, "Name with the second most; empty where nobody else is on the ballot"]
    is_contested: Annotated[bool, "Whether a second name is on the ballot"]
    margin_votes: Annotated[int | None, "Votes of the leader less those of the runner-up; null if there is none"]
    margin_share: Annotated[float | None, "margin_votes ÷ the count's denominator"]
    two_way_share: Annotated[float | None, "Leader's votes ÷ votes of leader and runner-up"]
    two_way_margin: Annotated[float | None, "margin_votes ÷ votes of leader and runner-up"]
    denominator: Annotated[int | None, "Votes that margin_share is taken of"]
    denominator_kind: DenominatorKind


@dataclass(frozen=True, slots=True)
class TicketGap:
    """One name in one count against one party's candidate for president in the same counties."""

    contest_id: Annotated[str, "The contest"]
    count_id: Annotated[str, "The count"]
    candidate: Annotated[str, "Name on the ballot"]
    against: Annotated[str, "DEM or REP: whose candidate for president"]
    is_own_party: Annotated[bool | None, "Whether the name stood for that party; null where the ballot gives none"]
    base: Annotated[str, "as_counted (the contest's denominator, all votes for president) or two_way (the first two)"]
    share: Annotated[float, "The name's share in the contest"]
    top_share: Annotated[float, "The party's share for president"]
    share_gap: Annotated[float, "share less top_share"]
    margin: Annotated[float | None, "share less that of the strongest other name; null if there is none"]
    top_margin: Annotated[float, "top_share less the other party's"]
    margin_gap: Annotated[float | None, "margin less top_margin"]
    ticket_year: Annotated[int, "Year of the presidential election: the same, or the one before"]
    is_same_ballot: Annotated[bool, "Whether both stood on one ballot"]
    county_count: Annotated[int, "Counties summed for president, all of the jurisdiction's"]
    ticket_file: Annotated[str, "File with the votes for president"]


@dataclass(frozen=True, slots=True)
class VoterBound:
    """Between how many and how many of a party's voters for president chose one name, in one county or all."""

    contest_id: Annotated[str, "The contest"]
    count_id: Annotated[str, "The count"]
    candidate: Annotated[str, "Name on the ballot"]
    party: Annotated[str, "DEM or REP: whose voters for president"]
    county: Annotated[str, "OCD division id of the county; empty for the sum over all counties of the jurisdiction"]
    votes: Annotated[int, "Votes of the name"]
    party_votes: Annotated[int, "Votes of the party's candidate for president"]
    ballots: Annotated[int, "Ballots supposed: the larger of all votes in the contest and all votes for president"]
    low: Annotated[int, "Least number of the party's voters who chose the name, however the rest voted"]
    high: Annotated[int, "Most"]
    low_share: Annotated[float, "low ÷ party_votes"]
    high_share: Annotated[float, "high ÷ party_votes"]
    low_share_if_alike: Annotated[float, "Least share if those who left the contest blank were like those who did not"]
    ticket_file: Annotated[str, "File with the votes for president"]


MARGINS = table("margins", Margin, key=("contest_id", "count_id"))
TICKET_GAPS = table("ticket_gaps", TicketGap, key=("contest_id", "count_id", "candidate", "against", "base"))
VOTER_BOUNDS = table("voter_bounds", VoterBound, key=("contest_id", "count_id", "candidate", "party", "county"))
