"""The lines of a block by the records that they begin with, each group as a frame of the fields that are wanted."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from headwater.base.errors import SourceError
from headwater.sources._reading.bulk_typed import ROW
from headwater.sources.fec_efiles.survey import OUTER_SPACE, QUOTED, ROUGH, WIDTH, record_turns, survey
from headwater.sources.fec_efiles.text import FS, Block, Odd, Rows, shown

_FS, _LF = b"\x1c", b"\n"
_SCHEDULE = re.compile(r"(S[AB][0-9]+[A-Z]?)([12])?")
_LOAN = re.compile(r"(SC[12]?|SD|SL|SI)(?:[/0-9].*)?")


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of some records that share their fields: their text and their places."""

    name: str
    text: bytes
    rows: Rows


@dataclass(frozen=True, slots=True)
class Framed:
    """Lines as text columns, those columns in which some text may not be clean, and the lines that are left out."""

    rows: pl.DataFrame
    rough: frozenset[str]
    odd: list[Odd]


def groups(block: Block, name_of: Callable[[str], str]) -> Iterator[Group]:
    """The lines of a block in groups, each in the order of the filing.

    Args:
        block: the lines.
        name_of: the group of what a line begins with.
    """
    if not len(block.rows):
        return
    ends = block.ends
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1))
    turns = record_turns(np.frombuffer(block.text, np.uint8), starts)
    stops = np.append(turns[1:], len(starts))
    names = [name_of(_first_field(block.text, begin)) for begin in starts[turns].tolist()]
    for name in dict.fromkeys(names):
        runs = [(a, b) for a, b, own in zip(turns.tolist(), stops.tolist(), names, strict=True) if own == name]
        if len(runs) == len(turns):
            yield Group(name, block.text, block.rows)
            continue
        text = b"".join(block.text[starts[a] : ends[b - 1] + 1] for a, b in runs)
        yield Group(name, text, np.concatenate([block.rows[a:b] for a, b in runs]))


def record_of(begins: str) -> str:
    """The record that a line's first field names, one spelling for all versions: ``SA11A1`` is ``SA11AI``."""
    bare = begins.strip().strip('"').strip().upper()
    for sign in "()-. ":
        bare = bare.replace(sign, "")
    found = _SCHEDULE.fullmatch(bare)
    if found and found.group(2):
        return found.group(1) + "I" * int(found.group(2))
    found = _LOAN.fullmatch(bare)
    return found.group(1) if found else bare


def frame(group: Group, columns: Sequence[str], wanted: Sequence[str]) -> Framed:
    """A group as text columns with the column ``row``, and the lines that have more than the record's fields.

    A line may have fewer fields than its record, whose last ones are empty then, and empty ones behind the last.

    Args:
        group: the lines.
        columns: the record's fields.
        wanted: the fields to read; those that the record has not are empty. All others are never looked at.

    Raises:
        SourceError: if the parser does not see each line once, which is a mistake in the reader.
    """
    text, rows = group.text, group.rows
    odd: list[Odd] = []
    held = survey(np.frombuffer(text, np.uint8), len(columns)).tolist()
    if held.pop():
        text, rows, odd = _within(group, len(columns))
        held = survey(np.frombuffer(text, np.uint8), len(columns)).tolist()
    here = [name for name in dict.fromkeys(wanted) if name in columns]
    holds = {name: held[columns.index(name)] for name in here}
    filled = [name for name in here if holds[name]] or here[:1]
    found = _parsed(text, columns, filled)
    if found.height != len(rows):
        raise SourceError(f"the parser sees {found.height} rows where {len(rows)} lines are of {group.name}")
    found = found.with_columns(
        *(pl.col(name).str.strip_chars(" ") for name in filled if holds[name] & OUTER_SPACE), pl.Series(ROW, rows)
    )
    found = found.with_columns(
        pl.when(pl.col(name).str.contains('^".*"$'))
        .then(pl.col(name).str.slice(1, pl.col(name).str.len_chars() - 2).str.strip_chars(" "))
        .otherwise(pl.col(name))
        .alias(name)
        for name in filled
        if holds[name] & QUOTED
    )
    empty = [pl.lit("").alias(name) for name in dict.fromkeys(wanted) if name not in filled]
    rough = frozenset(name for name in filled if holds[name] & ROUGH)
    return Framed(found.with_columns(empty), rough, odd)


def _parsed(text: bytes, columns: Sequence[str], here: Sequence[str]) -> pl.DataFrame:
    if not text:
        return pl.DataFrame(schema=dict.fromkeys(here, pl.String))
    found = pl.read_csv(
        text,
        separator=FS,
        quote_char=None,
        has_header=False,
        schema=dict.fromkeys(columns, pl.String),
        columns=[columns.index(name) for name in here],
        empty_string_is_null=False,
        missing_columns="insert",
    )
    return found.with_columns(pl.col(here).fill_null("")) if sum(found.null_count().row(0)) else found


def _within(group: Group, most: int) -> tuple[bytes, Rows, list[Odd]]:
    """A group's lines with at most so many fields: empty ones behind are cut off, lines with others left out."""
    kept: list[bytes] = []
    odd: list[Odd] = []
    stays = np.ones(len(group.rows), np.bool_)
    for index, line in enumerate(group.text.split(_LF)[:-1]):
        if line.count(_FS) < most:
            kept.append(line)
            continue
        parts = line.split(_FS)
        if any(part.strip(b' "') for part in parts[most:]):
            stays[index] = False
            reason = f"{len(parts)} fields where a record of {group.name} has {most} in this version"
            odd.append(Odd(int(group.rows[index]), reason, shown(line, has_commas=False)))
        else:
            kept.append(_FS.join(parts[:most]))
    return b"".join(line + _LF for line in kept), group.rows[stays], odd


def _first_field(text: bytes, begin: int) -> str:
    """The first field of a line, as far as it is so wide: no record's name is wider."""
    return text[begin : begin + WIDTH].partition(_LF)[0].partition(_FS)[0].decode("latin-1")
