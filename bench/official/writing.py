"""Writes made-up bulk files with the truth planted in them, stretch by stretch, in bounded memory."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from bench.official.cast import Cast, cast_of, register
from bench.official.draw import Draw
from bench.official.mix import DIRT, RECOVERABLE, Mix
from bench.official.rendering import FIRST_RECORD, bytes_of, name_as_read, text_columns
from bench.official.stories import TOLD, tell
from bench.official.summing import Sums

STRETCH = 250_000
FILES = ("itcont.txt", "itoth.txt", "itpas2.txt")
_ROOM = 8 * STRETCH


@dataclass(frozen=True, slots=True)
class Written:
    """How much was written: lines by file, and true payments."""

    lines: dict[str, int]
    payments: int


def write(folder: Path, mix: Mix) -> Written:
    """Writes ``bulk/`` (the official files) and ``truth/`` below a folder; the same mix gives the same bytes.

    ``truth/payments.parquet`` holds the true payments, ``truth/evidence.parquet`` each line's record id, story, and the
    payment that it proves (``is_best``: the line whose amount must count), ``truth/dirt.parquet`` each dirty line by
    file and row.

    Args:
        folder: where; what stood in its two folders is removed.
        mix: how much of what.
    """
    bulk, truth = folder / "bulk", folder / "truth"
    for one in (bulk, truth):
        shutil.rmtree(one, ignore_errors=True)
        one.mkdir(parents=True)
    cast, counts, dirt = cast_of(mix), dict.fromkeys(FILES, 0), []
    sums, payments = Sums(cast, mix.seed), 0
    (bulk / "cm.txt").write_text("\n".join(register(cast)) + "\n", "utf-8")
    with ExitStack() as stack:
        files = {name: stack.enter_context((bulk / name).open("wb")) for name in FILES}
        kept = _Truth(stack, truth)
        for draw, lines in _stretches(mix, cast):
            paid = pl.concat(draw.payments)
            sums.add(paid, lines)
            kept.add(_payments_as_told(paid, cast), _evidence(lines))
            dirt.append(_put(files, counts, lines, cast))
            payments += paid.height
    (bulk / "webk20.txt").write_text("\n".join(sums.texts()) + "\n", "utf-8")
    pl.concat(dirt).write_parquet(truth / "dirt.parquet")
    return Written({**counts, **dict.fromkeys(("cm.txt", "webk20.txt"), len(cast.ids) - 1)}, payments)


def _stretches(mix: Mix, cast: Cast) -> Iterator[tuple[Draw, pl.DataFrame]]:
    for part, first in enumerate(range(0, mix.lines, STRETCH)):
        draw = Draw(mix, cast, part, part * _ROOM + 1)
        lines = tell(draw, min(STRETCH, mix.lines - first))
        mixed = lines.gather(draw.rng.permutation(lines.height))
        yield draw, mixed.with_columns(record=FIRST_RECORD + first + 1 + np.arange(mixed.height))


class _Truth:
    """The files of the truth, written on as the stretches come."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack, self._folder = stack, folder
        self._writers: dict[str, Any] = {}

    def add(self, payments: pl.DataFrame, evidence: pl.DataFrame) -> None:
        for name, frame in (("payments", payments), ("evidence", evidence)):
            rows = frame.to_arrow()
            if name not in self._writers:
                writer = pq.ParquetWriter(self._folder / f"{name}.parquet", rows.schema, compression="zstd")
                self._writers[name] = self._stack.enter_context(writer)
            self._writers[name].write_table(rows)


def _put(files: Mapping[str, BinaryIO], counts: dict[str, int], lines: pl.DataFrame, cast: Cast) -> pl.DataFrame:
    """Writes a stretch into the three files; gives its dirty lines with their place."""
    text = text_columns(lines, cast)
    places = (lines["is_other"].not_(), lines["is_other"], lines["is_other"] & (lines["candidate"] > 0))
    dirt = []
    for name, which in zip(FILES, places, strict=True):
        found = text.filter(which)
        files[name].write(bytes_of(found if name == "itpas2.txt" else found.drop("CAND_ID")))
        own = lines.filter(which)
        rows = own.with_columns(row=counts[name] + 1 + np.arange(own.height)).filter(pl.col("dirt") > 0)
        kinds = pl.Series(DIRT).gather(rows["dirt"])
        dirt.append(
            rows.select(
                file=pl.lit(name),
                row="row",
                kind=kinds,
                is_recoverable=kinds.is_in(RECOVERABLE),
                record="record",
                cents=pl.col("dollars") * 100,
            )
        )
        counts[name] += own.height
    return pl.concat(dirt)


def _payments_as_told(payments: pl.DataFrame, cast: Cast) -> pl.DataFrame:
    """The true payments in words: committees by their ids, others by their names as a good reader reads them."""
    found = payments.select(
        payment="payment",
        story=pl.Series(list(TOLD)).gather(payments["story"]),
        payer=cast.keys.gather(payments["payer"]),
        payee=cast.keys.gather(payments["payee"]),
        date_from=pl.col("first_day").cast(pl.Int32).cast(pl.Date),
        date_to=pl.col("last_day").cast(pl.Int32).cast(pl.Date),
        cents=pl.col("dollars") * 100,
        kind="kind",
        about=cast.candidates.gather(payments["candidate"]),
        stance="stance",
        conduit=cast.ids.gather(payments["conduit"]),
    )
    at = (payments["dirt"] > 0).arg_true()
    kinds = (DIRT[code] for code in payments["dirt"].gather(at).to_list())
    names = [name_as_read(name, kind) for name, kind in zip(found["payer"].gather(at).to_list(), kinds, strict=True)]
    return found.with_columns(found["payer"].scatter(at, pl.Series(names, dtype=pl.String)))


def _evidence(lines: pl.DataFrame) -> pl.DataFrame:
    """Each line by its record id; dirt after which a line is lost proves nothing."""
    return lines.select(
        record="record", story=pl.Series(list(TOLD)).gather(lines["story"]), payment="payment", is_best="is_best"
    )
