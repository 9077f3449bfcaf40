"""What a page kind is: its template, the addresses of its pages, and what each of them shows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from headwater.publish.site_db import SiteDb

Context = dict[str, Any]
"""What a template is given: at least ``title``, ``crumbs`` and ``cites``."""

Paths = Callable[[SiteDb], Iterable[tuple[str, str]]]
"""All pages of a kind: the address and the key of each."""


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page."""

    kind: str
    template: str
    paths: Paths
    context: Callable[[SiteDb, str], Context]
    shows: Callable[[str], str] | None = None
    """For a page that shows another one's contents in another form: the address of that one, by the key."""
