"""Tax returns read against irsx and against bare lxml, on the same files: ``python -m bench.forms [FOLDER]``."""

import json
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

from lxml import etree

from bench.page import shown_ratio
from bench.row import Row, WrongAnswerError
from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile, raw_file
from headwater.sources._tables.lines import Line
from headwater.sources._tables.totals import StatedTotal
from headwater.sources.irs_990.read import read

GRANTS = 20
_FEWEST_ROUNDS, _READINGS = 5, 800
"""The fewer returns, the more rounds, until so many readings."""
_SAMPLE = Path(__file__).resolve().parents[1] / "src" / "headwater" / "sources" / "irs_990" / "sample"
_THEIRS = """
import json, sys, time
import irsx.filing, irsx.xmlrunner
folder, names, rounds = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
irsx.filing.get_local_path = lambda name: f"{folder}/{name}_public.xml"
runner = irsx.xmlrunner.XMLRunner()
def read(name):
    runner.whole_filing_data, runner.filing_keyerr_data = [], []
    return runner.run_filing(name)
def figures(schedules):
    found = {"grants": 0, "cash": 0}
    for one in schedules:
        for grant in one["groups"].get("SkdIRcpntTbl", []) if one["schedule_name"] == "IRS990ScheduleI" else []:
            cash = int(grant.get("RcpntTbl_CshGrntAmt") or 0)
            found["grants"] += cash > 0
            found["cash"] += 100 * cash
        parts = one["schedule_parts"] if one["schedule_name"] == "IRS990" else {}
        for part, field, name in (
            ("part_viii", "TtlRvn_TtlRvnClmnAmt", "total revenue"),
            ("part_ix", "TtlFnctnlExpnss_TtlAmt", "total expenses"),
        ):
            if parts.get(part, {}).get(field):
                found[name] = 100 * int(parts[part][field])
    return found
known = {}
for name in names:
    try:
        known[name] = figures(read(name).get_result())
    except Exception:
        pass
best = float("inf")
for _ in range(rounds if known else 0):
    began = time.process_time()
    for name in known:
        read(name)
    best = min(best, time.process_time() - began)
print(json.dumps({"known": known, "seconds": best if known else 0}))
"""
Figures = Mapping[str, int]
_TOTALS = ("Form 990 Part VIII line 12", "Form 990 Part IX line 25")


def returns_against_others(count: int) -> tuple[Row, ...]:
    """Made-up returns read against irsx and against bare lxml; each side on one core, in the best of some rounds.

    Raises:
        WrongAnswerError: if irsx finds other grants or other totals.
    """
    with TemporaryDirectory() as folder:
        return compared(Path(folder), _made_up(Path(folder), count))


def compared(folder: Path, paths: Sequence[Path]) -> tuple[Row, ...]:
    """As above, of returns that are there; `folder` takes them under the names that irsx knows."""
    names = {f"2015999999999{number:05}": path for number, path in enumerate(paths)}
    for name, path in names.items():
        shutil.copy(path, folder / f"{name}_public.xml")
    theirs, rate_of_theirs = _irsx(folder, list(names))
    files = {name: folder / f"{name}_public.xml" for name in theirs}
    raws = {path: raw_file(path, names[name].name) for name, path in files.items()}
    for name, path in files.items():
        if (mine := _figures(raws[path])) is not None and mine != theirs[name]:
            raise WrongAnswerError(f"{names[name].name}: {mine} here, {theirs[name]} in irsx")
    ours = rate(list(files.values()), lambda path: _read(raws[path]))
    bare = rate(list(files.values()), lambda path: etree.fromstring(path.read_bytes()))
    said = f"{ours:,.0f} a second of a core"
    return (
        Row("tax returns read", said, f"irsx, {rate_of_theirs:,.0f}", ours / rate_of_theirs, len(files)),
        Row("tax returns read", said, f"bare lxml, which reads nothing, {bare:,.0f}", ours / bare, len(files)),
    )


def rate(paths: Sequence[Path], work: Callable[[Path], object]) -> float:
    """Files a second of processor time, in the best of some rounds."""
    best = float("inf")
    for _ in range(_rounds(len(paths))):
        began = time.process_time()
        for path in paths:
            work(path)
        best = min(best, time.process_time() - began)
    return len(paths) / best


def _rounds(files: int) -> int:
    return max(_FEWEST_ROUNDS, _READINGS // max(1, files))


def _read(raw: RawFile) -> None:
    try:
        for _ in read(raw):
            pass
    except InputError:
        return


def _figures(raw: RawFile) -> Figures | None:
    """What irsx finds too: cash grants, their sum, and two totals in cents; None of a return that is refused."""
    found = {"grants": 0, "cash": 0}
    try:
        for record in read(raw):
            if isinstance(record, Line) and record.schedule == "I" and record.kind == "monetary":
                found["grants"] += 1
                found["cash"] += record.cents
            elif isinstance(record, StatedTotal) and record.page in _TOTALS:
                found[record.measure] = record.cents
    except InputError:
        return None
    return found


def _irsx(folder: Path, names: list[str]) -> tuple[Mapping[str, Figures], float]:
    """The returns that irsx reads, with what it finds, and how many of them a second."""
    call = [sys.executable, "-c", _THEIRS, str(folder), json.dumps(names), str(_rounds(len(names)))]
    said = json.loads(run(call, capture_output=True, text=True, check=True).stdout.strip().splitlines()[-1])
    return said["known"], len(said["known"]) / said["seconds"] if said["seconds"] else 0.0


def _made_up(folder: Path, count: int) -> list[Path]:
    """Returns as long as real ones: the sample with more grants and the texts of other schedules."""
    text = (_SAMPLE / "return-990.xml").read_text("utf-8")
    begins, ends = text.index("<RecipientTable"), text.index("</RecipientTable>") + len("</RecipientTable>")
    extra = "<IRS990ScheduleO documentId='O'>" + "".join(
        f"<SupplementalInformationDetail><FormAndLineReferenceDesc>PART {n}</FormAndLineReferenceDesc>"
        f"<ExplanationTxt>{'INVENTED WORDS OF AN EXPLANATION. ' * 6}</ExplanationTxt></SupplementalInformationDetail>"
        for n in range(60)
    )
    whole = text[:begins] + text[begins:ends] * GRANTS + text[ends:]
    whole = whole.replace("</ReturnData>", extra + "</IRS990ScheduleO></ReturnData>")
    whole = whole.replace("<Return ", '<Return returnVersion="2021v4.0" ', 1) if "returnVersion" not in whole else whole
    paths = []
    for number in range(count):
        path = folder / f"made-{number}.xml"
        path.write_text(whole.replace("HARBOR SAMPLE", f"HARBOR SAMPLE {number}"), "utf-8")
        paths.append(path)
    return paths


def main(words: list[str]) -> None:
    """Measures the returns of a folder, or made-up ones."""
    with TemporaryDirectory() as made:
        paths = sorted(Path(words[0]).glob("*.xml")) if words else _made_up(Path(made), 20)
        for row in compared(Path(made), paths):
            print(f"{shown_ratio(row.ratio):>6}  {row.what}, {row.size}: {row.measured}; {row.against}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
