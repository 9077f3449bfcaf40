"""A case as commands are given it: what its folder says, and where its archive and warehouse lie."""

from dataclasses import dataclass
from pathlib import Path

from headwater.base.case import Case, read_case
from headwater.base.settings import Settings, read_settings


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case with the folder of its archive and warehouse."""

    case: Case
    home: Path
    settings: Settings


def open_case(folder: Path) -> OpenCase:
    """Reads a case folder and finds its home."""
    settings = read_settings()
    case = read_case(folder)
    return OpenCase(case, settings.case_home(folder), settings)
