"""Parties and ids of many rows at once, equal to those that `records.party` and `stable_id` give one by one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from headwater.base.ids import clean_name, normal_name
from headwater.base.machine_code import late
from headwater.sources._reading.coded import Places
from headwater.sources._reading.hashing import hashes
from headwater.sources._reading.lookup import firsts_of, known_numbers, put_in, slots
from headwater.sources._reading.naming import plain_names

Numbers = npt.NDArray[Any]
PARTY_PARTS = ("name", "kind", "scheme", "identifier", "place", "zip5", "employer", "occupation")
_UNIT = "\x1f"
_HASHED = 8
_DIGITS = np.frombuffer(b"0123456789abcdef", np.uint8)
# The two of each byte, as they lie in memory.
_HEX = np.array([list(f"{byte:02x}".encode()) for byte in range(256)], np.uint8).view(np.uint16).ravel()
_ROUGH = r"  |^ | $|[^ -~]"


class Writings(NamedTuple):
    """The distinct ways in which a block's rows write a party.

    ``hashes`` is one number for each, in the order in which they come; ``places`` is each row's place among them, and
    ``firsts`` the first row of each.
    """

    hashes: Numbers
    places: Places
    firsts: Numbers


class Met:
    """The parties that a file has named so far: who is written as before is neither hashed nor told again, or seldom.

    Some millions are remembered, some dozens of bytes each; beyond that they are forgotten, and told once more.
    """

    def __init__(self, most: int = 1 << 21) -> None:
        self._most = most
        self._forget(0)

    def ids(self, hashes: Numbers, parts: Callable[[Numbers], pl.DataFrame]) -> tuple[Numbers, pl.DataFrame]:
        """The number that each party's id is, and the parties that were not met before, each with its ``party_id``.

        Args:
            hashes: the distinct ways in which parties are written.
            parts: gives the columns that an id is made of for those at some places.
        """
        numbers, is_known = known_numbers(self._written, self._ids, hashes)
        new = np.flatnonzero(~is_known)
        told = parts(new)
        found = _hashed(told.select(joined([pl.col(part) for part in PARTY_PARTS])).to_series())
        numbers[new] = found
        if self._count + len(new) > self._most:
            self._forget(len(hashes))
            self._remember(hashes, numbers)
        else:
            self._remember(hashes[new], found)
        return numbers, told.with_columns(party_id=pl.Series(spelled_ids("P", found)))

    def _forget(self, room: int) -> None:
        self._count = 0
        self._written = np.zeros(slots(room), np.uint64)
        self._ids = np.zeros(len(self._written), np.uint64)

    def _remember(self, hashes: Numbers, numbers: Numbers) -> None:
        self._count += len(hashes)
        if slots(self._count) > len(self._written):
            written, ids = self._written, self._ids
            self._written, self._ids = (np.zeros(slots(self._count), np.uint64) for _ in range(2))
            is_filled = written != 0
            put_in(self._written, self._ids, written[is_filled], ids[is_filled])
        put_in(self._written, self._ids, hashes, numbers)


class Told:
    """What a file has told so far, of which nothing is told again, or seldom: beyond some rows all is forgotten.

    Of each row 64 bits of a hash are remembered: its texts would hold those of all the file's blocks.
    """

    def __init__(self, most: int = 1 << 18) -> None:
        self._most = most
        self._hashes = np.empty(0, np.uint64)

    def new(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows that were not told before; without nulls, and distinct."""
        if len(self._hashes) > self._most:
            self._hashes = self._hashes[:0]
        found = rows.hash_rows().to_numpy()
        place = np.searchsorted(self._hashes, found)
        is_new = np.append(self._hashes, np.uint64(0))[place] != found
        is_new |= place == len(self._hashes)
        if is_new.any():
            self._hashes = np.sort(np.append(self._hashes, found[is_new]))
        return rows.filter(pl.Series(is_new))


def writings(hashes: Numbers) -> Writings:
    """The distinct ways in which rows write a party, told apart by 64 bits of a hash, as ids are.

    Two that differ are taken for one as seldom as two ids are.
    """
    firsts, places = firsts_of(hashes, slots(len(hashes)))
    return Writings(hashes[firsts], places, firsts)


def cleaned(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Columns as `clean_name` leaves them; only text with doubled or outer spaces or other letters is looked at."""
    is_rough = frame.select(pl.col(columns).str.contains(_ROUGH))
    # Mostly none is: of few rows each further look would take as long as the first.
    for name in [column.name for column in is_rough.get_columns() if column.any()]:
        rough = frame.get_column(name).filter(is_rough.get_column(name)).unique().to_list()
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
    return pl.Series(spelled_ids(prefix, _hashed(texts)))


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
    if is_first.all():
        ids = ids_of("P", texts)
        return ids, named.with_columns(party_id=ids)
    ids = ids_of("P", texts.filter(pl.Series(is_first)))
    return ids.gather(places), named.filter(pl.Series(is_first)).with_columns(party_id=ids)


def numbered_ids(prefix: str, numbers: pl.Series) -> pl.Series:
    """The prefix and the 16 hexadecimal digits of each number.

    Args:
        prefix: one character of ASCII.
        numbers: of at most 19 digits, as text or as integers.
    """
    return pl.Series(spelled_ids(prefix, numbers.cast(pl.UInt64).to_numpy()))


def spelled_ids(prefix: str, numbers: Numbers) -> pa.LargeStringArray:
    """The prefix and the 16 hexadecimal digits of each number, in Arrow."""
    letters = np.empty((len(numbers), 1 + 2 * _HASHED), np.uint8)
    _spell(ord(prefix), numbers.astype(np.uint64, copy=False), letters)
    ends = np.arange(0, letters.size + 1, letters.shape[1], dtype=np.int64)
    return pa.LargeStringArray.from_buffers(len(numbers), pa.py_buffer(ends), pa.py_buffer(letters))


def _spell_few(prefix: int, numbers: Numbers, letters: Numbers) -> None:
    first = numbers.astype(">u8").view(np.uint8).reshape(-1, _HASHED)
    letters[:, 0] = prefix
    letters[:, 1:] = _HEX[first].view(np.uint8).reshape(len(first), 2 * _HASHED)


@late(1 << 20, plain=_spell_few)
def _spell(prefix: int, numbers: Numbers, letters: Numbers) -> None:
    for row in range(len(numbers)):
        number = numbers[row]
        letters[row, 0] = prefix
        for place in range(2 * _HASHED, 0, -1):
            letters[row, place] = _DIGITS[number & np.uint64(15)]
            number >>= np.uint64(4)


def _hashed(texts: pl.Series) -> Numbers:
    """The first eight bytes of each text's SHA-256, as a number."""
    if not len(texts):
        return np.empty(0, np.uint64)
    written = texts.to_arrow(compat_level=pl.CompatLevel.oldest())
    if written.null_count:
        raise ValueError("an id is made of nothing")
    ends = np.frombuffer(written.buffers()[1], np.int64, len(written) + 1, written.offset * 8)
    return hashes(np.frombuffer(written.buffers()[2] or b"", np.uint8), ends)


def joined(parts: Sequence[pl.Expr]) -> pl.Expr:
    """The text that a stable id is made of."""
    return pl.concat_str(parts, separator=_UNIT)


def party_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """The distinct parties among rows with ``party_id`` and the columns that it is made of."""
    distinct = frame.select("party_id", *PARTY_PARTS)
    if distinct.get_column("party_id").n_unique() < distinct.height:
        distinct = distinct.unique("party_id", keep="first", maintain_order=True)
    return distinct.with_columns(normal_name=normal_names(distinct.get_column("name")))


def normal_names(names: pl.Series) -> pl.Series:
    """The name for exact comparison of each name."""
    plain = plain_names(names)
    # A name with other letters, or with none at all, takes the slow way, so that both ways agree on every name.
    is_other = (plain == "") & (names != "")
    if not is_other.any():
        return plain
    spelled_out = {name: normal_name(name) for name in names.filter(is_other).unique().to_list()}
    return names.replace_strict(spelled_out, default=plain)
