"""Parties and ids of many rows at once, equal to those that `records.party` and `stable_id` give one by one."""

import hashlib
from collections.abc import Mapping, Sequence

import polars as pl

from headwater.base.ids import clean_name, normal_name

PARTY_PARTS = ("name", "kind", "scheme", "identifier", "place", "zip5", "employer", "occupation")
_UNIT = "\x1f"
_ROUGH = r"  |^ | $|[^ -~]"


def cleaned(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Columns as `clean_name` leaves them; only text with doubled or outer spaces or other letters is looked at."""
    for name in columns:
        rough = frame.get_column(name).filter(frame.get_column(name).str.contains(_ROUGH)).unique().to_list()
        if rough:
            smooth = {text: clean_name(text) for text in rough}
            frame = frame.with_columns(pl.col(name).replace(smooth))
    return frame


def stable_ids(frame: pl.DataFrame, keys: Mapping[str, tuple[str, pl.Expr]]) -> pl.DataFrame:
    """A frame with columns of stable ids.

    Args:
        frame: the rows.
        keys: the id's column → its prefix and the text of its parts, as `joined` gives it.
    """
    texts = frame.select(text.alias(name) for name, (_, text) in keys.items())
    sha256 = hashlib.sha256
    found = {
        name: [prefix + sha256(text.encode()).hexdigest()[:16] for text in texts.get_column(name).to_list()]
        for name, (prefix, _) in keys.items()
    }
    return frame.with_columns(pl.Series(name, ids, pl.String) for name, ids in found.items())


def joined(parts: Sequence[pl.Expr]) -> pl.Expr:
    """The text that a stable id is made of."""
    return pl.concat_str(parts, separator=_UNIT)


def party_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """The distinct parties among rows with ``party_id`` and the columns that it is made of."""
    distinct = frame.select("party_id", *PARTY_PARTS).unique("party_id", keep="first", maintain_order=True)
    spelled = pl.col("name").str.replace_all("&", " and ", literal=True).str.replace_all("'", "", literal=True)
    plain = spelled.str.to_lowercase().str.replace_all("[^0-9a-z]+", " ").str.strip_chars(" ")
    named = distinct.with_columns(normal_name=plain)
    # A name with other letters, or with none at all, takes the slow way, so that both ways agree on every name.
    is_other = pl.col("name").str.contains(r"[^\x00-\x7f]") | ((pl.col("normal_name") == "") & (pl.col("name") != ""))
    others = named.filter(is_other).get_column("name").unique().to_list()
    if not others:
        return named
    spelled_out = {name: normal_name(name) for name in others}
    return named.with_columns(normal_name=pl.col("name").replace_strict(spelled_out, default=pl.col("normal_name")))
