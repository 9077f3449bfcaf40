"""Records made ready to be compared: plain text, nobody made empty, and what each role needs beside it."""

from collections import Counter
from collections.abc import Iterable
from functools import cache

import polars as pl
from nicknames import NickNamer

from headwater.base.nobody import PATTERN
from headwater.entities.matching.fields import Profile

LONGEST = 200
"""Characters of a value that are compared: what is longer is no name, and comparing costs its square."""


def plain(column: str) -> pl.Expr:
    """A column as plain text: no accents, case or punctuation, white space single; null where nothing is left.

    A text without one Latin letter or digit keeps its own letters, so that two scripts never become one empty name.
    """
    text = pl.col(column).cast(pl.String).str.slice(0, 5 * LONGEST).str.normalize("NFKD").str.to_lowercase()
    text = text.str.replace_all(r"\p{M}+", "").str.replace_all("&", " and ").str.replace_all(r"['’`]", "")
    latin = text.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars().str.slice(0, LONGEST)
    own = text.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars().str.slice(0, LONGEST)
    kept = pl.when(latin != "").then(latin).otherwise(own)
    return pl.when(kept == "").then(None).otherwise(kept).alias(column)


def made_plain(records: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Columns of which many records share a value made plain, each different value worked on once."""
    made = []
    for column in columns:
        known = records.select(column).unique(maintain_order=True)
        worked = known.with_columns(known.select(plain(column).alias("_plain")))
        beside = records.select(column).join(worked, on=column, how="left", nulls_equal=True, maintain_order="left")
        made.append(beside["_plain"].alias(column))
    return records.with_columns(made)


def somebody(column: str) -> pl.Expr:
    """A plain column with what names nobody made null."""
    return pl.when(pl.col(column).str.contains(PATTERN)).then(None).otherwise(pl.col(column)).alias(column)


def with_roles(records: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """The records with what the roles of a profile's fields need: other forms of a given name, sets of words.

    Args:
        records: plain text columns, null where empty.
        profile: which column plays which role.
    """
    added = []
    for field in profile.fields:
        if field.role == "given":
            values = records[field.column].drop_nulls().unique().to_list()
            forms = {value: forms_of(value) for value in values}
            listed = pl.col(field.column).replace_strict(forms, default=None, return_dtype=pl.List(pl.String))
            added.append(listed.alias(f"{field.column}_forms"))
        if field.role == "words":
            words = pl.col(field.column).str.split(" ").list.unique().list.sort()
            added.append(words.alias(f"{field.column}_words"))
    return records.with_columns(added)


@cache
def _namer() -> NickNamer:
    return NickNamer()


def forms_of(given: str) -> list[str]:
    """A given name and the full names that it is a short form of, sorted."""
    return sorted({given} | _namer().canonicals_of(given))


def canonical_names(values: Iterable[str]) -> dict[str, str]:
    """For each given name the name it most likely stands for: the commonest, in these values, of itself and its forms.

    Ties go to the first in alphabetical order.
    """
    counts = Counter(values)
    return {value: min(forms_of(value), key=lambda form: (-counts[form], form)) for value in counts}
