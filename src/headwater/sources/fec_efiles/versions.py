"""The columns of each kind of record in each version of the format, from the maps that the package `fecfile` keeps."""

import json
import re
from functools import lru_cache
from importlib.metadata import distribution

from headwater.base.errors import SourceError

VERSION = r"[12]\.[0-9]{1,2}|3\.0{1,2}|5\.[0-3]0?|6\.[1-4]|7\.0|8\.[0-5]|P[123]\.[0-9]"
"""Electronic versions from 1, and the Commission's own (P) for filings on paper."""
_KNOWN = re.compile(VERSION)
_RECORD = re.compile(r"[A-Z][A-Z0-9/()-]{1,11}")


def is_known(version: str) -> bool:
    """Whether filings of this version of the format are read."""
    return _KNOWN.fullmatch(version) is not None


@lru_cache(maxsize=4096)
def columns(record: str, version: str) -> tuple[str, ...]:
    """The names of a record's fields in order, each once; nothing where the version has no such record.

    Args:
        record: what the record begins with, in capitals, such as ``SA11AI``, ``F3XN`` or ``TEXT``.
        version: a known version.
    """
    if not _RECORD.fullmatch(record):
        return ()
    for shape, by_version in _maps().items():
        if re.match(shape, record, re.IGNORECASE):
            found = next((names for known, names in by_version.items() if re.match(known, version)), None)
            return _distinct(found) if found else ()
    return ()


@lru_cache(maxsize=1)
def _maps() -> dict[str, dict[str, list[str]]]:
    # The file is read where it lies: importing the package would load its client for the network too.
    path = distribution("fecfile").locate_file("fecfile/mappings.json")
    try:
        with open(str(path), "rb") as stream:  # noqa: PTH123 the location has no type of its own
            found: dict[str, dict[str, list[str]]] = json.load(stream)
    except (OSError, ValueError) as error:
        raise SourceError(f"{path}: the columns of electronic filings cannot be read ({error})") from error
    return found


def _distinct(names: list[str]) -> tuple[str, ...]:
    """The names with a number behind each that has none of its own, or that another field has before it."""
    seen: set[str] = set()
    found = []
    for place, name in enumerate(names):
        own = name if name and name not in seen else f"{name}_{place}"
        seen.add(own)
        found.append(own)
    return tuple(found)
