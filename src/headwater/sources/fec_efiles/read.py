"""Reads electronic filings: one, or a zip of the filings of a day; a row is a line of a filing."""

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain

import polars as pl
import pyarrow as pa

from headwater.base.errors import InputError
from headwater.sources._reading.batches import batch
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import WHOLE, Batch, Counted, IgnoredRows, KeptRows, Record
from headwater.sources._tables.filings import FILINGS
from headwater.sources._tables.parties import PARTIES
from headwater.sources._tables.rejected import REJECTED
from headwater.sources._tables.totals import TOTALS
from headwater.sources.fec_efiles.covers import NAME, Cover, read_cover, read_header, stated_totals
from headwater.sources.fec_efiles.earmarks import Conduits
from headwater.sources.fec_efiles.itemized import Found, batch_of_lines, read_block, settled
from headwater.sources.fec_efiles.opening import Document, document, is_zip, members, opened
from headwater.sources.fec_efiles.statements import statement
from headwater.sources.fec_efiles.text import Reader

_AT_ONCE = 2


def read(raw: RawFile) -> Iterator[Record]:
    """The records of one raw file.

    In a zip a filing that cannot be read has all its lines rejected with the reason, and the others are read.

    Raises:
        InputError: if a filing by itself cannot be trusted as a whole (no header, an unknown version or form), or a
            zip is damaged or beyond its limits.
    """
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        if not is_zip(raw):
            with opened(raw) as stream:
                filing = document(raw, raw.name, raw.sha256)
                lines = Reader(filing.name, stream)
                cover, head = _head(filing, lines)
                count = yield from _body(cover, head, lines, workers)
        else:
            count = 0
            for info, stream in members(raw):
                filing = document(raw, info.filename, f"{raw.sha256} {info.filename}", count)
                count += yield from _member(filing, Reader(filing.name, stream), workers)
    yield Counted(count)


def _member(filing: Document, lines: Reader, workers: ThreadPoolExecutor) -> Generator[Record, None, int]:
    """One filing of a zip; gives how many lines it has."""
    try:
        cover, head = _head(filing, lines)
    except InputError as error:
        return (yield from _refused(filing, lines, error))
    return (yield from _body(cover, head, lines, workers))


def _refused(filing: Document, lines: Reader, error: InputError) -> Generator[Record, None, int]:
    """Every line of a filing of a zip that cannot be read."""
    count = max(lines.rest(), 1)
    raw, before = filing.raw, filing.before
    rows = pl.DataFrame({"row": pl.int_range(before + 1, before + count + 1, eager=True)})
    same = {
        "source": NAME,
        "file_sha256": raw.sha256,
        "file_name": raw.name,
        "field": error.field or "",
        "reason": f"the filing is not read: {error}",
        "raw_text": "",
    }
    yield batch(REJECTED, rows, same)
    return count


def _head(filing: Document, lines: Reader) -> tuple[Cover, list[Record]]:
    """A filing's cover, and the records of its head."""
    header = read_header(filing, lines)
    cover = read_cover(filing, lines, header)
    before = filing.before
    return cover, [
        *statement(cover),
        IgnoredRows(pa.array([before + row for row in header.lines], pa.int64()), "the head of the filing"),
        KeptRows(pa.array([before + cover.row], pa.int64())),
        Batch(PARTIES, PARTIES.of_rows([cover.filer])),
        Batch(TOTALS, TOTALS.of_rows(stated_totals(cover))),
    ]


def _body(cover: Cover, head: list[Record], lines: Reader, workers: ThreadPoolExecutor) -> Generator[Record, None, int]:
    """All of a filing whose head could be read; gives how many lines it has."""
    yield from head
    conduits: Conduits = {}
    waiting: list[pl.DataFrame] = []
    came: set[str] = set()
    # A gift and the line that names its conduit stand side by side, but may fall into two blocks: each block is
    # given out when the next one is read, so that its lines stay in their order.
    last, before = Found(), Found()
    for found in chain(_blocks(cover, lines, workers), (Found(),)):
        yield from found.records
        conduits.update(found.conduits)
        came |= found.came
        done, still = settled(before.waiting, last.conduits | found.conduits)
        waiting += still
        yield from _given(cover, [*before.lines, *done], came)
        last, before = before, found
    done, nowhere = settled(waiting, conduits)
    yield from _given(cover, [*done, *nowhere], came)
    yield Batch(FILINGS, FILINGS.of_rows([cover.filing(WHOLE)]))
    return lines.row


def _given(cover: Cover, lines: list[pl.DataFrame], came: set[str]) -> Iterator[Record]:
    if lines:
        yield batch_of_lines(cover, lines, came)


def _blocks(cover: Cover, lines: Reader, workers: ThreadPoolExecutor) -> Iterator[Found]:
    """The blocks of a filing in order; one is passed over while others are typed, and few are held at a time."""
    blocks = lines.blocks()
    first = next(blocks, None)
    if first is None:
        return
    second = next(blocks, None)
    if second is None:
        yield read_block(cover, first)
        return
    pending: deque[Future[Found]] = deque()
    for block in chain((first, second), blocks):
        pending.append(workers.submit(read_block, cover, block))
        if len(pending) > _AT_ONCE:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()
