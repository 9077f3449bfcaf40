"""The table `source_registrations`: what a committee's registration says of it, as evidence of who is behind it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class Registration:
    """One registration of a committee. Neither its treasurer's name nor its street stands here: only what is equal."""

    source: Annotated[str, "The source whose reader read it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    filer_party_id: Annotated[str, "The committee"]
    treasurer_hash: Annotated[str, "Digest of its treasurer's first and last name, evidence, never shown; or empty"]
    address_hash: Annotated[str, "Digest of its own street and ZIP code, evidence, never shown; empty without both"]
    opened_date: Annotated[date | None, "Day on which it registered or became a committee; null if not given"]
    closed_date: Annotated[date | None, "Day on which it ended; null if not given"]


REGISTRATIONS = table("source_registrations", Registration, key=("file_sha256", "row"))
