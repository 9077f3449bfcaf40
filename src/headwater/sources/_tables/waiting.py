"""Lines of files that do not tell all of themselves, such as days or topics that stand on covers; another file may.

No table of a case: the stage makes lines of them. One without a day stays rejected until its filing is known, one that
was received or made, nothing tells which, until the other side's notice is.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table
from headwater.sources._tables.filings import FILINGS, Filing
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import PARTIES, Party


@dataclass(slots=True, unsafe_hash=True)
class WaitingLine(Line):
    """A line whose days are those that its filing covers, and its topic the cover's, wherever its own are not known."""


@dataclass(slots=True, unsafe_hash=True)
class WaitingParty(Party):
    """A party that such a line or the cover of its filing names."""


@dataclass(slots=True, unsafe_hash=True)
class WaitingFiling(Filing):
    """The filing of such a line, where no other line may stand in it."""


@dataclass(frozen=True, slots=True)
class NoticedSide:
    """Which part of a notice of form 497 a contribution between two committees stands in, as far as its row tells."""

    line_id: Annotated[str, "The line"]
    filer: Annotated[str, "The filer's number"]
    other: Annotated[str, "The other committee's number, as filed"]
    cents: Annotated[int, "Amount as filed, cents"]
    day: Annotated[date, "Day of the contribution"]
    side: Annotated[str, "Which side filed it: payer or payee; empty where the row does not tell"]


@dataclass(frozen=True, slots=True)
class WaitingTopic:
    """What all independent expenditures of a filing are for or against, as its cover says."""

    filing_id: Annotated[str, "The filing"]
    about_party_id: Annotated[str, "The candidate or measure"]
    stance: Annotated[str, "for, against, or empty where the cover does not say"]


WAITING_LINES = table("waiting_lines", WaitingLine, LINES.key)
WAITING_PARTIES = table("waiting_parties", WaitingParty, PARTIES.key)
WAITING_TOPICS = table("waiting_topics", WaitingTopic, ("filing_id",))
WAITING_FILINGS = table("waiting_filings", WaitingFiling, FILINGS.key)
NOTICED_SIDES = table("noticed_sides", NoticedSide, ("line_id", "side"))
WAITING = (WAITING_LINES, WAITING_PARTIES, WAITING_TOPICS, WAITING_FILINGS, NOTICED_SIDES)
