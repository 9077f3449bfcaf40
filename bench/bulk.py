"""Official bulk text against bare Polars: validated and typed, and as finished lines; seconds, cores' time and memory.

``python -m bench.bulk 1000000 10000000`` measures files of these many lines. Each way of reading runs in a process of
its own, so that its peak of memory is its own.
"""

import json
import resource
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.official.mix import Mix
from bench.official.writing import write
from bench.row import Row, WrongAnswerError, shown_seconds
from headwater.base.parts import PartWriter
from headwater.sources._reading.bulk import Block
from headwater.sources._reading.bulk_typed import days, typed_block, worked
from headwater.sources._reading.catalogue import find_source
from headwater.sources._reading.coded import text
from headwater.sources._reading.gathering import Gathering
from headwater.sources._reading.parsed import read_into
from headwater.sources._reading.raw import RawFile
from headwater.sources.fec_bulk.itemized import layout_of
from headwater.sources.fec_bulk.layouts import ITEMIZED

SEED, TURNS = 5, 3
FILE = "itcont.txt"
_UNLIKE = ("SUB_ID", "TRAN_ID", "NAME", "IMAGE_NUM", "row")
_DOLLARS, _DAY = "TRANSACTION_AMT", "TRANSACTION_DT"


@dataclass(frozen=True, slots=True)
class Took:
    """What one way of reading one file took, and what it found: rows, and their amounts' sizes in cents."""

    seconds: float
    core_seconds: float
    peak_mb: int
    rows: int
    cents: int


def bare(path: Path, out: Path) -> tuple[int, int]:
    """Polars alone: text to Parquet, nothing looked at."""
    text = pl.scan_csv(
        path, separator="|", quote_char=None, has_header=False, schema=dict.fromkeys(ITEMIZED, pl.String)
    ).collect()
    text.write_parquet(out / "bare.parquet")
    amounts = text.get_column(_DOLLARS).cast(pl.Int64).abs()
    return text.height, int(amounts.sum()) * 100


def typed(path: Path, out: Path) -> tuple[int, int]:
    """Text that has been passed over, checked and typed, to Parquet."""
    layout = layout_of(ITEMIZED)
    others = [name for name in ITEMIZED if name not in (*layout.recurring, layout.amount)]

    def work(block: Block) -> pa.Table:
        found = typed_block(block, layout)
        few = {name: text(column) for name, column in found.recurring.items() if name != _DAY}
        columns = {name: found.good.text(name) for name in others} | few
        columns |= {"day": days(found.recurring[_DAY]), "row": pa.array(found.good.rows)}
        return pa.table(columns | {"amount": pa.array(found.good.amounts)})

    rows = total = 0
    writer: PartWriter | None = None
    with ThreadPoolExecutor(1) as beside:
        # A block is written while the next one is read, as a build does it.
        writing = beside.submit(lambda: None)
        for found in worked(_archived(path), len(ITEMIZED), work):
            writer = writer or PartWriter(out / "typed.parquet", found.schema, _UNLIKE)
            writing.result()
            writing = beside.submit(writer.write, found)
            rows += found.num_rows
            total += pc.sum(pc.abs(found.column("amount"))).as_py()
        writing.result()
    if writer:
        writer.close()
    return rows, total


def lines(path: Path, out: Path) -> tuple[int, int]:
    """Finished lines with their ids, parties and filings, as a build reads them."""
    gathering = Gathering(out)
    counts, _left_out = read_into(gathering, _archived(path), find_source("fec_bulk"))
    part = gathering.close()["source_lines"]
    amounts = pq.read_table(part.path, columns=["cents"]).column("cents")
    return counts.kept, int(pl.Series(amounts).abs().sum())


def _archived(path: Path) -> RawFile:
    """The file as a build finds it: its hash was taken when it was added."""
    return RawFile(FILE, "0" * 64, path)


WAYS: dict[str, Callable[[Path, Path], tuple[int, int]]] = {"bare": bare, "typed": typed, "lines": lines}
SAID = {"typed": "bulk text, checked and typed, in Parquet", "lines": "bulk text as finished lines with their parties"}


def against_bare_polars(count: int) -> tuple[Row, ...]:
    """Both of our ways against Polars alone, on one clean invented file."""
    with TemporaryDirectory() as folder:
        write(Path(folder), Mix(lines=count, seed=SEED, dirt=0))
        took = measured(Path(folder) / "bulk" / FILE)
    against = f"bare Polars, {_shown(took['bare'])}"
    return tuple(
        Row(SAID[way], _shown(took[way]), against, took["bare"].seconds / took[way].seconds, count) for way in SAID
    )


def measured(path: Path, turns: int = TURNS) -> dict[str, Took]:
    """The quickest turn of each way of reading a file; the ways take turns.

    Raises:
        WrongAnswerError: if one finds other rows or another sum than Polars alone.
    """
    turns_of: dict[str, list[Took]] = {way: [] for way in WAYS}
    for _ in range(turns):
        for way, took in turns_of.items():
            with TemporaryDirectory(dir=path.parent) as out:
                words = [sys.executable, "-m", "bench.bulk", way, str(path), out]
                said = run(words, check=True, capture_output=True, text=True).stdout
            took.append(Took(**json.loads(said)))
    best = {way: min(took, key=lambda one: one.seconds) for way, took in turns_of.items()}
    if len({(took.rows, took.cents) for took in best.values()}) > 1:
        raise WrongAnswerError(f"the ways of reading differ: {best}")
    return best


def _shown(took: Took) -> str:
    return f"{shown_seconds(took.seconds)} ({shown_seconds(took.core_seconds)} of the cores, {took.peak_mb:,} MB)"


def _one(way: str, path: Path, out: Path) -> str:
    """Reads a file in one way and says what it took, as JSON; no library is loaded in that time, nor is Polars."""
    import numba  # noqa: PLC0415 read where much is to be read
    import scipy.linalg  # noqa: F401, PLC0415 Numba loads it with the first machine code

    # The first list makes Arrow look for what other libraries are there, and load them; so does Numba's first code.
    pa.array([""])
    numba.njit("int64()")(lambda: 0)

    begin, cores = perf_counter(), process_time()
    rows, total = WAYS[way](path, out)
    seconds, core_seconds = perf_counter() - begin, process_time() - cores
    took = Took(seconds, core_seconds, peak_mb(), rows, total)
    return json.dumps({name: getattr(took, name) for name in Took.__slots__})


def peak_mb() -> int:
    """The peak of this process's memory; where the system says it, without what its parent had before it began."""
    status = Path("/proc/self/status")
    if status.exists():
        (peak,) = (line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(words: list[str]) -> None:
    """Measures files of so many lines, or, in a child, one way of reading one file."""
    if words[0] in WAYS:
        print(_one(words[0], Path(words[1]), Path(words[2])))
        return
    for count in map(int, words):
        for row in against_bare_polars(count):
            print(f"{1 / row.ratio:5.2f} x  {row.what}, {count:,} lines: {row.measured}; {row.against}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
