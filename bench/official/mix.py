"""What a made-up set of bulk files is mixed of: how often each story is told, and how often a line is dirty."""

from collections.abc import Mapping
from dataclasses import dataclass, field

STORIES = {
    "transfer": 0.02,
    "affiliated": 0.005,
    "repeated transfer": 0.002,
    "received first": 0.002,
    "late transfer": 0.002,
    "reused id": 0.003,
    "one-sided transfer": 0.01,
    "joint fundraising": 0.004,
    "earmark": 0.10,
    "expenditure": 0.01,
    "notice alone": 0.003,
    "expenditure with memo": 0.002,
    "amendment": 0.01,
    "reversal": 0.005,
    "refund": 0.005,
    "twin gifts": 0.005,
    "partnership": 0.003,
}
"""Stories for each line of itcont and itoth; the rest of the lines are single gifts."""

RECOVERABLE = ("quote", "cp1252", "carriage return")
"""Dirt that a reader can see through: the line still proves its payment."""

LOST = ("extra separator", "missing separator", "NUL", "bad date", "bad amount")
"""Dirt after which nobody can say what the line was: it is to be rejected."""

BLANK = "blank"
DIRT = ("", *RECOVERABLE, *LOST, BLANK)
"""Every kind by its code; 0 is clean."""


@dataclass(frozen=True, slots=True)
class Mix:
    """How much of what there is.

    ``lines`` are those of itcont and itoth together, dirty and blank ones among them; itpas2 repeats some of itoth.
    ``dirt`` is how many lines of each kind of dirt there are for each line. ``estimated`` is the share of notices whose
    amount is an estimate, ``renamed`` the share of notices under another transaction id than the periodic report's.
    ``days_apart`` is how many days the two sides of a transfer may lie apart.
    """

    lines: int
    seed: int
    stories: Mapping[str, float] = field(default_factory=lambda: dict(STORIES))
    dirt: float = 0.0002
    estimated: float = 0.1
    renamed: float = 0.3
    days_apart: int = 5

    @property
    def committees(self) -> int:
        """How many committees there are."""
        return min(20_000, max(120, self.lines // 2_000))

    @property
    def donors(self) -> int:
        """How many people give."""
        return min(400_000, max(2_000, self.lines // 8))
