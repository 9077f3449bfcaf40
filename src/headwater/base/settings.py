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
    ("HEADWATER_THREADS", "0", "Threads the database may use; 0: one for each core"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, with defaults filled in."""

    home: Path | None
    log_level: str
    threads: int

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
    level, threads = value["HEADWATER_LOG"].lower(), value["HEADWATER_THREADS"]
    if level not in {"debug", "info", "warning", "error"}:
        raise CaseError(f"HEADWATER_LOG is {level!r}: say debug, info, warning or error")
    if not threads.isdecimal():
        raise CaseError(f"HEADWATER_THREADS is {threads!r}: say a whole number")
    home = value["HEADWATER_HOME"]
    return Settings(Path(home) if home else None, level, int(threads))
