"""Who is named on itemized lines: filers, conduits and candidates by id, the other party as the filer names it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

import numpy as np
import polars as pl

from headwater.sources._fec.identity import CANDIDATE, COMMITTEE, ENTITIES
from headwater.sources._reading.bulk_parties import PARTY_PARTS, Numbers, Writings, cleaned, writings
from headwater.sources._reading.bulk_typed import Rows
from headwater.sources._reading.coded import Coded, Holds, combined, same
from headwater.sources._reading.records import Identity, party
from headwater.sources._tables.parties import Party
from headwater.sources.fec_bulk.saying import Said, is_earmarked

_KINDS = {"committee": re.compile(COMMITTEE), "candidate": re.compile(CANDIDATE)}
_WRITTEN = ("NAME", "CITY", "STATE", "ZIP_CODE", "EMPLOYER", "OCCUPATION")
_IN_KIND = "24Z"
"""What the filer gave in kind: some name the vendor whom they paid for it."""


class Who(NamedTuple):
    """What the codes and ids of a row say of the party that is not the filer.

    ``names_vendor``: whether the row's name and place are those of a vendor, and the id alone that party's own.
    """

    kind: str
    scheme: str = ""
    identifier: str = ""
    names_vendor: bool = False


_TOLD = ("kind", "scheme", "identifier")
_WHO = {**dict.fromkeys(_TOLD, pl.String), "names_vendor": pl.Boolean}


class Others(NamedTuple):
    """The parties that are not the filer: how each row writes its party, and what its codes say of it."""

    written: Writings
    rows: Rows
    who: Coded[Who]

    def parts(self, new: Numbers) -> pl.DataFrame:
        """The parts of the parties that are written in some of the ways."""
        firsts = self.written.firsts[new]
        rows = cleaned(self.rows.frame(_WRITTEN, firsts), ("NAME", "CITY", "STATE", "EMPLOYER", "OCCUPATION"))
        who = pl.DataFrame(self.who.values, schema=_WHO, orient="row")
        told = rows.hstack(who[self.who.places[firsts]])
        told = told.with_columns(pl.when(~pl.col("names_vendor")).then(pl.col(_WRITTEN)).otherwise(pl.lit("")))
        return told.select(
            pl.col("NAME").alias("name"),
            *_TOLD,
            pl.concat_str("CITY", "STATE", separator=", ").str.strip_chars(", ").alias("place"),
            pl.col("ZIP_CODE").str.extract(r"^([0-9]{5})(?:-?[0-9]{4})?$").fill_null("").alias("zip5"),
            pl.col("EMPLOYER").alias("employer"),
            pl.col("OCCUPATION").alias("occupation"),
        )


def known_parties(said: Said) -> tuple[dict[str, Coded[str]], dict[str, Party]]:
    """The ids of those whom the file names by an identifier alone, by their columns, and who has which id."""
    kinds = said.other.of(kind_of)
    role = said.code.of(lambda code: code.role)
    is_committee = kinds.array(lambda kind: kind == "committee", np.bool_)
    is_passed_on = role.array(lambda one: one == "passed_on", np.bool_)
    is_gift = said.kind.array(is_earmarked, np.bool_) & ~is_passed_on
    about = said.recurring.get("CAND_ID", said.other)
    found: dict[str, Party] = {}
    named = {
        "filer_party_id": _named("committee", said.recurring["CMTE_ID"], found),
        "about_party_id": _named("candidate", _only(about, role.array(lambda one: one == "about", np.bool_)), found),
        "earmarked_for_party_id": _named("committee", _only(said.other, is_committee & is_passed_on), found),
        "conduit_party_id": _named("committee", _only(said.other, is_committee & is_gift), found),
    }
    return named, found


def as_rows(parties: Sequence[Party]) -> pl.DataFrame:
    """Parties as rows of what their ids are made of, with their ids."""
    told = {part: [getattr(one, part) for one in parties] for part in ("party_id", *PARTY_PARTS)}
    return pl.DataFrame(told, schema=dict.fromkeys(told, pl.String))


def other_parties(said: Said) -> Others:
    """How each row writes the party that is not the filer; a conduit's id is never the giver's own."""
    entity = said.recurring["ENTITY_TP"].of(ENTITIES.__getitem__)
    has_own_id = combined(said.code.of(lambda code: code.role in ("money", "memo")), said.kind.of(is_earmarked))
    is_own = has_own_id.array(lambda pair: pair[0] and not pair[1], np.bool_)
    is_own &= entity.array(lambda kind: kind != "person", np.bool_)
    is_own &= said.other.array(lambda text: bool(kind_of(text)), np.bool_)
    is_things = combined(said.kind, entity).of(lambda pair: pair == (_IN_KIND, "organisation"))
    who = combined(combined(_only(said.other, is_own), entity), is_things).of(_who)
    # They stand side by side in each layout.
    places = [said.rows.columns[name] for name in _WRITTEN if name in said.rows.columns]
    hashes = said.rows.fields.hashes(min(places), max(places), who.array(_number, np.uint64))
    return Others(writings(hashes), said.rows, who)


@lru_cache(maxsize=1 << 16)
def kind_of(text: str) -> str:
    """Whether an identifier is a committee's or a candidate's; empty for any other text."""
    return next((kind for kind, shape in _KINDS.items() if shape.fullmatch(text)), "")


def _who(told: tuple[tuple[str, str], bool]) -> Who:
    (identifier, kind), names_vendor = told
    return Who(kind_of(identifier), "fec", identifier, names_vendor) if identifier else Who(kind)


def _number(who: Who) -> int:
    """The same number for the same words, in whichever block they stand."""
    return int.from_bytes(sha256(repr(who).encode()).digest()[:8])


def _only(column: Coded[str], holds: Holds) -> Coded[str]:
    return column.where(holds, "") if holds.any() else same("", len(holds))


def _named(kind: str, column: Coded[str], found: dict[str, Party]) -> Coded[str]:
    """The party ids of identifiers of a kind, and none for other text; who they are is noted."""
    known = {text: _known(kind, text) for text in column.values if kind_of(text) == kind}
    found |= {one.party_id: one for one in known.values()}
    return column.of(lambda text: known[text].party_id if text in known else "")


@lru_cache(maxsize=1 << 16)
def _known(kind: str, identifier: str) -> Party:
    return party("", kind, Identity("fec", identifier))
