"""People's names and employers taken apart: family, given, middle, generation; a firm without its form."""

import re
from collections.abc import Callable
from functools import cache

import polars as pl
from cleanco.termdata import terms_by_country  # type: ignore[import-untyped]  # ships no types

from headwater.entities.matching.preparing import LONGEST, canonical_names, plain, somebody

TITLES = (
    "mr|mrs|ms|miss|dr|doctor|hon|honorable|rev|reverend|prof|sir|sen|rep|judge|capt|col|maj|lt|sgt|esq|esquire"
    "|md|phd|dds|cpa|jd"
)
GENERATIONS = {
    "sr": "1", "senior": "1", "jr": "2", "junior": "2", "ii": "2", "2nd": "2",
    "iii": "3", "3rd": "3", "iv": "4", "4th": "4",
}  # fmt: skip
"""Suffixes by the generation that they say; a second of the name is a junior of it or his nephew: never his elder."""
PARTICLES = "de|la|las|los|van|von|del|della|di|da|dos|der|den|ter|st|mac|mc|le|du|el|al|bin|ibn|o"


def person_columns(records: pl.DataFrame, name: str) -> pl.DataFrame:
    """Adds ``family``, ``given``, ``middle`` (an initial), ``generation`` and ``canon`` to records.

    ``Family, Given Middle Suffix`` and ``Given Middle Family Suffix`` are understood; ``canon`` is the full name that
    the given name most likely stands for in these records.
    """
    found = _once_each(records, name, _taken_apart)
    canon = canonical_names(found["given"].drop_nulls().to_list())
    return found.with_columns(canon=pl.col("given").replace(canon))


def firm_columns(records: pl.DataFrame, column: str) -> pl.DataFrame:
    """Makes a column of firms' names plain, without their legal forms, and adds ``<column>_key``, its first words.

    Cutting two words to four letters makes most abbreviations (University, Univ.) one. What names nobody is null.
    """

    def made(values: pl.Series) -> pl.DataFrame:
        text = pl.DataFrame({"text": values}).select(plain("text")).select(somebody("text"))
        bare = pl.col("text").str.replace(r"^the ", "").str.replace(rf"(?: (?:{_forms()}))+$", "")
        text = text.select(filled(bare.str.replace_all(r"\band\b ?", "").str.strip_chars()).alias("text"))
        key = pl.col("text").str.replace_all(r"\b(\w{1,4})\w*", "${1}").str.extract(r"^([^ ]+(?: [^ ]+)?)")
        return text.select(pl.col("text").alias(column), key.alias(f"{column}_key"))

    kept = records.rename({column: "_as_filed"})
    return _once_each(kept, "_as_filed", made).drop("_as_filed")


def filled(text: pl.Expr) -> pl.Expr:
    """A text, null where it is empty."""
    return pl.when(text == "").then(None).otherwise(text)


def _once_each(records: pl.DataFrame, column: str, made: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """Adds columns made of one column's values, each different value worked on once."""
    values = records[column].unique(maintain_order=True)
    worked = pl.concat([pl.DataFrame({column: values}), made(values)], how="horizontal")
    return records.join(worked, on=column, how="left", nulls_equal=True, maintain_order="left")


def _taken_apart(names: pl.Series) -> pl.DataFrame:
    """Family and given name, middle initial and generation of each name."""
    said = pl.DataFrame({"name": names}).select(pl.col("name").cast(pl.String).str.slice(0, LONGEST))
    text = said.select(_plain_of(pl.col("name").str.replace(",", " \u241f ", literal=True)).alias("text"))
    suffix = "|".join(GENERATIONS)
    generation = pl.col("text").str.extract(rf" ({suffix})(?: |$)")
    text = text.with_columns(
        generation=generation.replace_strict(GENERATIONS, default=None, return_dtype=pl.String),
        text=pl.col("text").str.replace_all(rf" (?:{suffix})(?: |$)", " ").str.strip_chars(),
    )
    halves = pl.col("text").str.splitn("\u241f", 2)
    parts = text.select(
        "generation",
        before=halves.struct.field("field_0").str.strip_chars(),
        after=halves.struct.field("field_1").str.strip_chars(),
    ).with_columns(turned=pl.col("after").is_null() | (pl.col("after") == ""))
    family = rf"((?:(?:{PARTICLES}) )*[^ ]+)$"
    last = pl.col("before").str.extract(family)
    rest = pl.when("turned").then(pl.col("before").str.replace(family, "")).otherwise(pl.col("after"))
    parts = parts.with_columns(family=pl.when("turned").then(last).otherwise(pl.col("before")), rest=rest)
    return parts.select(
        filled(pl.col("family").str.replace_all(" ", "")).alias("family"),
        filled(pl.col("rest").str.extract(r"^([^ ]+)")).alias("given"),
        filled(pl.col("rest").str.extract(r"^[^ ]+ ([^ ])")).alias("middle"),
        "generation",
    )


@cache
def _forms() -> str:
    """Legal forms of firms of the United States as cleanco lists them, as alternatives of a pattern."""
    known = {re.sub(r"[^a-z ]", "", term.lower()).strip() for term in terms_by_country["United States of America"]}
    return "|".join(sorted((known | {"co", "company"}) - {"", "and"}, key=lambda term: (-len(term), term)))


def _plain_of(text: pl.Expr) -> pl.Expr:
    """Plain text in which the first comma is kept as a sign of its own, without forms of address."""
    made = text.str.normalize("NFKD").str.to_lowercase().str.replace_all(r"\p{M}+", "").str.replace_all(r"['’`.]", "")
    made = made.str.replace_all(r"[^\p{L}\p{N}\x{241f}]+", " ").str.strip_chars()
    cut = made.str.replace_all(rf"(?:^|\b)(?:{TITLES})(?: |$)", " ").str.replace_all("  +", " ").str.strip_chars()
    return pl.when(cut.str.strip_chars(" \u241f") == "").then(made).otherwise(cut)
