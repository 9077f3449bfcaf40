"""What a fetch did, in words and as data."""

from dataclasses import dataclass

from headwater.sources._reading.fetching.register import Fetch
from headwater.sources.add import AddReport


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file: the version that is here now, the one that was here before, and what was added."""

    name: str
    url: str
    now: Fetch
    before: Fetch | None = None
    added: AddReport | None = None
    left_out: int = 0
    resumed_from: int = 0

    @property
    def outcome(self) -> str:
        """``unchanged``, ``changed`` (upstream, since the last fetch) or ``new``."""
        if self.added is None:
            return "unchanged"
        return "changed" if self.before and self.before.sha256 != self.now.sha256 else "new"

    @property
    def text(self) -> str:
        """The report in words: one line, and one for each file that was added."""
        if self.added is None:
            return f"{self.name}: unchanged upstream since {self.now.fetched_at}, nothing added"
        said = f"{self.name}: {self.now.bytes:,} bytes, sha256 {self.now.sha256[:16]}…"
        if self.resumed_from:
            said += f", resumed from byte {self.resumed_from:,}"
        if not self.now.length_stated:
            said += ", the server stated no length"
        if self.left_out:
            said += f", {self.left_out:,} members of the archive left out"
        if self.outcome == "changed" and self.before:
            said += f"; changed upstream since {self.before.fetched_at}: the new version is added, the old one kept"
        return f"{said}\n{self.added.text}"


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What `headwater fetch` did."""

    source: str
    files: tuple[Fetched, ...]

    @property
    def text(self) -> str:
        """The report in words."""
        return "\n".join(fetched.text for fetched in self.files)
