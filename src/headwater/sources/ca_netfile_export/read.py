"""Reads NetFile's exports: schedules in CSV or XLSX, and Open Disclosure's lists of contributions by committee."""

from collections.abc import Iterator

from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources.ca_netfile_export.lists import read_committee, read_contributions
from headwater.sources.ca_netfile_export.schedules import read_schedules


def read(raw: RawFile) -> Iterator[Record]:
    """The records of one file; which schedule it is follows from its header, never from its name.

    Raises:
        InputError: if it is none of the schedules, lists and pages that are known.
    """
    name = raw.name.lower()
    if name.endswith(".json"):
        return read_contributions(raw)
    return read_committee(raw) if name.endswith(".md") else read_schedules(raw)
