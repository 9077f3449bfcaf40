"""Columns that every table of votes has, from what a publisher states to what a contest comes to: said once."""

from datetime import date
from typing import Annotated

ElectionDay = Annotated[date, "Election day"]
Stage = Annotated[str, "primary, general, special, runoff or recall"]
Party = Annotated[str, "Party on the ballot as stated; empty if none"]
Votes = Annotated[int | None, "Votes; null where the count is not in these records"]
Elected = Annotated[bool | None, "Whether the publisher says the name won this contest; null if it does not say"]
Denominator = Annotated[int | None, "Votes that shares are taken of; null: the sum over the names listed"]
DenominatorKind = Annotated[str, "listed_candidates, all_votes_cast, ballots or two_party"]
CountStatus = Annotated[str, "night, partial, certified or unknown"]
AsOf = Annotated[date | None, "Day to which the count stands"]
Publisher = Annotated[str, "Who publishes the result"]
Url = Annotated[str, "Public address; empty if none"]
Jurisdiction = Annotated[str, "OCD division id of the jurisdiction"]
OfficeAndNomination = Annotated[str, "Office, with the nomination that a primary decides"]
