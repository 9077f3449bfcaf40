"""Who is named on itemized lines: filers, conduits and candidates by id, the other party as the filer names it."""

import re
from functools import lru_cache

import polars as pl

from headwater.sources._fec.identity import CANDIDATE, COMMITTEE, ENTITIES
from headwater.sources._reading.bulk_parties import PARTY_PARTS, party_ids
from headwater.sources._reading.records import Identity, party
from headwater.sources._tables.parties import Party
from headwater.sources.fec_bulk.codes import EARMARKED

_KINDS = {"committee": re.compile(COMMITTEE), "candidate": re.compile(CANDIDATE)}


def known_parties(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with the ids of those whom the file names by an identifier alone, and who they are."""
    ids = {text: _kind_of(text) for text in rows.get_column("OTHER_ID").unique().to_list()}
    rows = rows.with_columns(other_is=pl.col("OTHER_ID").replace_strict(ids, return_dtype=pl.String))
    about = "CAND_ID" if "CAND_ID" in rows.columns else "OTHER_ID"
    is_passed_on = (pl.col("other_is") == "committee") & (pl.col("role") == "passed_on")
    is_earmarked = (pl.col("other_is") == "committee") & pl.col("TRANSACTION_TP").is_in(EARMARKED)
    is_earmarked &= pl.col("role") != "passed_on"
    known: dict[str, Party] = {}
    for name, kind, column, has in (
        ("filer_party_id", "committee", "CMTE_ID", None),
        ("about_party_id", "candidate", about, pl.col("role") == "about"),
        ("earmarked_for_party_id", "committee", "OTHER_ID", is_passed_on),
        ("conduit_party_id", "committee", "OTHER_ID", is_earmarked),
    ):
        texts = rows.get_column(column) if has is None else rows.select(pl.when(has).then(column)).to_series()
        if texts.null_count() == len(texts):
            rows = rows.with_columns(pl.lit("").alias(name))
            continue
        found = {text: _known(kind, text) for text in texts.unique().drop_nulls().to_list() if _kind_of(text) == kind}
        known |= {one.party_id: one for one in found.values()}
        party_ids = {text: one.party_id for text, one in found.items()}
        named = texts.replace_strict(party_ids, default="", return_dtype=pl.String) if found else pl.lit("")
        rows = rows.with_columns(named.alias(name))
    told = {part: [getattr(known[one], part) for one in sorted(known)] for part in ("party_id", *PARTY_PARTS)}
    return rows, pl.DataFrame(told, schema=dict.fromkeys(told, pl.String))


def other_parties(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with ``other_id``, the party that is not the filer, and the distinct parties of that role.

    A conduit's id is never the giver's own.
    """
    ids, parties = party_ids(_other(rows))
    return rows.with_columns(ids.alias("other_id")), parties


def _other(rows: pl.DataFrame) -> pl.DataFrame:
    """The parts of the party that is not the filer."""
    rows = rows.with_columns(kind_of=pl.col("ENTITY_TP").replace_strict(ENTITIES, return_dtype=pl.String))
    kind = pl.col("kind_of")
    is_own = pl.col("role").is_in(["money", "memo"]) & ~pl.col("TRANSACTION_TP").is_in(EARMARKED) & (kind != "person")
    # What several parts need is worked out once.
    rows = rows.with_columns(is_known=is_own & (pl.col("other_is") != ""))
    is_known = pl.col("is_known")
    place = pl.concat_str("CITY", "STATE", separator=", ").str.strip_chars(", ")
    return rows.select(
        pl.col("NAME").alias("name"),
        pl.when(is_known).then("other_is").otherwise(kind).alias("kind"),
        pl.when(is_known).then(pl.lit("fec")).otherwise(pl.lit("")).alias("scheme"),
        pl.when(is_known).then("OTHER_ID").otherwise(pl.lit("")).alias("identifier"),
        place.alias("place"),
        pl.col("ZIP_CODE").str.extract(r"^([0-9]{5})(?:-?[0-9]{4})?$").fill_null("").alias("zip5"),
        pl.col("EMPLOYER").alias("employer"),
        pl.col("OCCUPATION").alias("occupation"),
    )


def _kind_of(text: str) -> str:
    return next((kind for kind, shape in _KINDS.items() if shape.fullmatch(text)), "")


@lru_cache(maxsize=1 << 16)
def _known(kind: str, identifier: str) -> Party:
    return party("", kind, Identity("fec", identifier))
