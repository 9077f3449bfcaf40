"""Lines of files that do not tell what stands on their filings' covers, days or topics; another file may.

No table of a case: the stage makes lines of them. One without a day stays rejected until its filing is known.
"""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import PARTIES, Party


@dataclass(slots=True, unsafe_hash=True)
class WaitingLine(Line):
    """A line whose days are those that its filing covers, and its topic the cover's, wherever its own are not known."""


@dataclass(slots=True, unsafe_hash=True)
class WaitingParty(Party):
    """A party that such a line or the cover of its filing names."""


@dataclass(frozen=True, slots=True)
class WaitingTopic:
    """What all independent expenditures of a filing are for or against, as its cover says."""

    filing_id: Annotated[str, "The filing"]
    about_party_id: Annotated[str, "The candidate or measure"]
    stance: Annotated[str, "for, against, or empty where the cover does not say"]


WAITING_LINES = table("waiting_lines", WaitingLine, LINES.key)
WAITING_PARTIES = table("waiting_parties", WaitingParty, PARTIES.key)
WAITING_TOPICS = table("waiting_topics", WaitingTopic, ("filing_id",))
WAITING = (WAITING_LINES, WAITING_PARTIES, WAITING_TOPICS)
