"""What an export is: its name, what it holds, and who writes its files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ibis.backends.duckdb import Backend

from headwater.publish.site_db import SiteDb


@dataclass(frozen=True, slots=True)
class Material:
    """What exports are written from.

    Attributes:
        db: the site's file, in which people below the naming threshold are masked.
        path: where that file lies.
        public: a connection to the public views of the warehouse, for types; masked in the same way.
        meanings: what a column says, by ``view.column``; columns of views that join others may be missing.
    """

    db: SiteDb
    path: Path
    public: Backend
    meanings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of export; ``write`` is given a folder that exists and is empty."""

    kind: str
    words: str
    write: Callable[[Material, Path], None]
