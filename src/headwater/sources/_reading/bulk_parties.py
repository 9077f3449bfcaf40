"""Parties and ids of many rows at once, equal to those that `records.party` and `stable_id` give one by one."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from headwater.base.ids import clean_name, normal_name
from headwater.sources._reading.naming import plain_names

PARTY_PARTS = ("name", "kind", "scheme", "identifier", "place", "zip5", "employer", "occupation")
_UNIT = "\x1f"
_HASHED = 8
# The two hexadecimal digits of each byte, as they lie in memory.
_HEX = np.array([list(f"{byte:02x}".encode()) for byte in range(256)], np.uint8).view(np.uint16).ravel()
_ROUGH = r"  |^ | $|[^ -~]"


class Told:
    """Which ids of a file have been told of: an id that comes again is not told again, or seldom.

    Some millions are remembered, eight bytes each; beyond that they are forgotten, and told once more.
    """

    def __init__(self, most: int = 1 << 21) -> None:
        self._most = most
        self._known = np.empty(0, np.uint64)

    def new(self, rows: pl.DataFrame, column: str = "party_id") -> pl.DataFrame:
        """The first row of each id that was not met before.

        Args:
            rows: the rows.
            column: where their ids stand, as `stable_id` makes them.
        """
        numbers = _numbers(rows.get_column(column))
        order = np.argsort(numbers, kind="stable")
        numbers = numbers[order]
        is_first = np.diff(numbers, prepend=numbers[:1]) != 0
        is_first[:1] = True
        order, numbers = order[is_first], numbers[is_first]
        places = np.searchsorted(self._known, numbers)
        is_known = np.zeros(len(numbers), np.bool_)
        inside = places < len(self._known)
        is_known[inside] = self._known[places[inside]] == numbers[inside]
        self._known = np.insert(self._known, places[~is_known], numbers[~is_known])
        if len(self._known) > self._most:
            self._known = numbers
        return rows[np.sort(order[~is_known])]


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
    return frame.with_columns(ids_of(prefix, texts.get_column(name)).alias(name) for name, (prefix, _) in keys.items())


def ids_of(prefix: str, texts: pl.Series) -> pl.Series:
    """The stable id of each text.

    Args:
        prefix: one character of ASCII.
        texts: the parts of each id, as `joined` gives them.
    """
    if not len(texts):
        return pl.Series([], dtype=pl.String)
    sha256 = hashlib.sha256
    hashed = b"".join([sha256(text).digest() for text in texts.cast(pl.Binary).to_list()])
    return _spelled(prefix, np.frombuffer(hashed, np.uint8).reshape(-1, 32)[:, :_HASHED])


def party_ids(named: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """The party id of each row, and the distinct parties with theirs, in the order in which they come.

    Args:
        named: the rows' parts of a party, each a column.
    """
    texts = named.select(joined([pl.col(part) for part in PARTY_PARTS])).to_series()
    if not len(texts):
        return pl.Series([], dtype=pl.String), named.with_columns(party_id=pl.lit(""))
    # Each text has its place in a list of them, in the order of the first of each: that is a look at each, once.
    places = np.asarray(texts.to_arrow(compat_level=pl.CompatLevel.oldest()).dictionary_encode().indices)
    most = np.maximum.accumulate(places)
    is_first = np.diff(most, prepend=-1) > 0
    ids = ids_of("P", texts.filter(pl.Series(is_first)))
    return ids.gather(places), named.filter(pl.Series(is_first)).with_columns(party_id=ids)


def numbered_ids(prefix: str, numbers: pl.Series) -> pl.Series:
    """The prefix and the 16 hexadecimal digits of each number.

    Args:
        prefix: one character of ASCII.
        numbers: of at most 19 digits, as text or as integers.
    """
    found = numbers.cast(pl.UInt64).to_numpy().astype(">u8")
    return _spelled(prefix, found.view(np.uint8).reshape(-1, _HASHED))


def _spelled(prefix: str, first: npt.NDArray[np.uint8]) -> pl.Series:
    """The prefix and the hexadecimal digits of each row of eight bytes."""
    letters = np.empty((len(first), 1 + 2 * _HASHED), np.uint8)
    letters[:, 0] = ord(prefix)
    letters[:, 1:] = _HEX[first].view(np.uint8).reshape(len(first), -1)
    ends = np.arange(0, letters.size + 1, letters.shape[1], dtype=np.int64)
    found = pa.LargeStringArray.from_buffers(len(first), pa.py_buffer(ends), pa.py_buffer(letters))
    return pl.Series(found)


def _numbers(ids: pl.Series) -> npt.NDArray[np.uint64]:
    """The numbers that ids are, after their prefix, in hexadecimal digits."""
    size = 1 + 2 * _HASHED
    text = b"".join(ids.cast(pl.Binary).to_list())
    letters = np.frombuffer(text, np.uint8).reshape(-1, size)[:, 1:]
    digits = (letters & 15) + 9 * (letters >> 6)
    pairs = np.ascontiguousarray((digits[:, ::2] << 4) | digits[:, 1::2])
    return pairs.view(np.dtype(">u8")).ravel().astype(np.uint64)


def joined(parts: Sequence[pl.Expr]) -> pl.Expr:
    """The text that a stable id is made of."""
    return pl.concat_str(parts, separator=_UNIT)


def party_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """The distinct parties among rows with ``party_id`` and the columns that it is made of."""
    distinct = frame.select("party_id", *PARTY_PARTS)
    if distinct.get_column("party_id").n_unique() < distinct.height:
        distinct = distinct.unique("party_id", keep="first", maintain_order=True)
    named = distinct.with_columns(plain_names(distinct.get_column("name")).alias("normal_name"))
    # A name with other letters, or with none at all, takes the slow way, so that both ways agree on every name.
    is_other = (pl.col("normal_name") == "") & (pl.col("name") != "")
    others = named.filter(is_other).get_column("name").unique().to_list()
    if not others:
        return named
    spelled_out = {name: normal_name(name) for name in others}
    return named.with_columns(normal_name=pl.col("name").replace_strict(spelled_out, default=pl.col("normal_name")))
