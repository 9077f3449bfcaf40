"""The table `source_parties`: who is named on a line, as filed."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


# Not frozen, as lines are not.
@dataclass(slots=True, unsafe_hash=True)
class Party:
    """One party as it is named on lines: the same name with the same particulars is one row."""

    party_id: Annotated[str, "Opaque id made of the columns name to occupation"]
    name: Annotated[str, "Name as filed, white space collapsed"]
    kind: Annotated[str, "person, candidate, committee, organisation, measure, unnamed or unknown, as the form says"]
    scheme: Annotated[str, "Who gave the identifier (fppc, fec, ein, sfethics …); empty without one"]
    identifier: Annotated[str, "The identifier as filed; empty without one"]
    place: Annotated[str, "City and state as filed, matching evidence, never shown; for a candidate the OCD division"]
    zip5: Annotated[str, "First five digits of the ZIP code, evidence for matching, never shown"]
    employer: Annotated[str, "Employer as filed, evidence for matching"]
    occupation: Annotated[str, "Occupation as filed, evidence for matching"]
    normal_name: Annotated[str, "The name for exact comparison (base.ids.normal_name); not part of the id"]


PARTIES = table("source_parties", Party, key=("party_id",))
