"""Settings: read from the environment once, here and nowhere else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from headwater.base.errors import CaseError

SETTINGS = (
    (
        "HEADWATER_HOME",
        "",
        "Folder that holds every case's archive and warehouse; empty: `.headwater` in the case",
    ),
    ("HEADWATER_LOG", "warning", "How much is logged to standard error: debug, info, warning or error"),
    ("HEADWATER_MEMORY", "600", "Memory that the database may use before it turns to the disk, in MB"),
    ("HEADWATER_THREADS", "0", "Threads the database may use; 0: one for each core"),
)

MOST_THREADS = 1024
"""More than any machine's cores; the database would try to start them all."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, with defaults filled in."""

    home: Path | None
    log_level: str
    threads: int
    memory_mb: int = 600

    def case_home(self, case_folder: Path) -> Path:
        """The folder of a case's archive and warehouse."""
        return self.home / case_folder.resolve().name if self.home else case_folder / ".headwater"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Reads the settings.

    Raises:
        CaseError: naming the variable whose value is not understood.
    """
    env = os.environ if environment is None else environment
    value = {name: env.get(name, default) or default for name, default, _ in SETTINGS}
    level = value["HEADWATER_LOG"].lower()
    if level not in {"debug", "info", "warning", "error"}:
        raise CaseError(f"HEADWATER_LOG is {level!r}: say debug, info, warning or error")
    threads, memory_mb = (_whole(name, value[name]) for name in ("HEADWATER_THREADS", "HEADWATER_MEMORY"))
    if threads > MOST_THREADS:
        raise CaseError(
            f"HEADWATER_THREADS is {value['HEADWATER_THREADS'][:20]}: at most {MOST_THREADS}, 0 for one a core"
        )
    home = value["HEADWATER_HOME"]
    return Settings(Path(home) if home else None, level, threads, memory_mb)


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise CaseError(f"{name} is {text!r}: say a whole number")
    return int(text) if len(text) < 20 else 10**20
