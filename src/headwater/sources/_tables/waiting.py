"""Lines that give no day, in files that do not tell their filing's days either; a cover in another file may.

No table of a case: the stage makes lines of those whose filing is known, and leaves the others rejected.
"""

from dataclasses import dataclass

from headwater.base.table import table
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import PARTIES, Party


@dataclass(slots=True, unsafe_hash=True)
class WaitingLine(Line):
    """A line whose days are those that its filing covers, wherever its own are not known."""


@dataclass(slots=True, unsafe_hash=True)
class WaitingParty(Party):
    """A party that such a line names."""


WAITING_LINES = table("waiting_lines", WaitingLine, LINES.key)
WAITING_PARTIES = table("waiting_parties", WaitingParty, PARTIES.key)
WAITING = (WAITING_LINES, WAITING_PARTIES)
