"""Tax returns read against irsx and against bare lxml, on the same files: ``python -m bench.forms [FOLDER]``."""

import csv
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

import irsx  # type: ignore[import-untyped]
from lxml import etree

from bench.page import shown_ratio
from bench.row import Row, WrongAnswerError
from headwater.base.errors import InputError
from headwater.sources._reading.kept import PACK_FILES
from headwater.sources._reading.raw import RawFile, raw_file
from headwater.sources._reading.records import Record, Together
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.totals import TOTALS, StatedTotal
from headwater.sources.irs_990.read import read, read_together

GRANTS = (0, 20)
"""How many grants a made-up return lists: few organisations have any."""
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
    rows: list[Row] = []
    for grants in GRANTS:
        with TemporaryDirectory() as folder:
            rows += compared(Path(folder), _made_up(Path(folder), count, grants), f" with {grants} grants each")
    return tuple(rows)


def compared(folder: Path, paths: Sequence[Path], which: str = "") -> tuple[Row, ...]:
    """As above, of returns that are there; `folder` takes them under the names that irsx knows."""
    names = {f"2015999999999{number:05}": path for number, path in enumerate(paths)}
    for name, path in names.items():
        shutil.copy(path, folder / f"{name}_public.xml")
    theirs, rate_of_theirs = _irsx(folder, list(names))
    raws = [raw_file(folder / f"{name}_public.xml", name) for name in theirs]
    for raw, found in _figures(raws).items():
        if found is not None and found != theirs[raw.name]:
            raise WrongAnswerError(f"{names[raw.name].name}: {found} here, {theirs[raw.name]} in irsx")
    ours = rate(raws, _read)
    bare = rate(raws, lambda raws: [etree.fromstring(raw.bytes()) for raw in raws])
    said, what = f"{ours:,.0f} a second of a core", f"tax returns{which} read"
    rows = [Row(what, said, f"bare lxml, which reads nothing, {bare:,.0f}", ours / bare, len(raws))]
    if rate_of_theirs:
        rows.insert(0, Row(what, said, f"irsx, {rate_of_theirs:,.0f}", ours / rate_of_theirs, len(raws)))
    return tuple(rows)


def rate(raws: Sequence[RawFile], work: Callable[[Sequence[RawFile]], object]) -> float:
    """Files a second of processor time, in the best of some rounds."""
    best = float("inf")
    for _ in range(_rounds(len(raws))):
        began = time.process_time()
        work(raws)
        best = min(best, time.process_time() - began)
    return len(raws) / best


def _rounds(files: int) -> int:
    return max(_FEWEST_ROUNDS, _READINGS // max(1, files))


def _read(raws: Sequence[RawFile]) -> list[tuple[Together, dict[RawFile, list[Record] | None]]]:
    """What is read of returns as `headwater add` reads them, a pack at once, some by themselves; None if refused."""
    return [_pack(raws[at : at + PACK_FILES]) for at in range(0, len(raws), PACK_FILES)]


def _pack(raws: Sequence[RawFile]) -> tuple[Together, dict[RawFile, list[Record] | None]]:
    found = read_together(raws)
    return found, {raw: _alone(raw) for raw in raws if raw not in found.files}


def _alone(raw: RawFile) -> list[Record] | None:
    try:
        return list(read(raw))
    except InputError:
        return None


def _figures(raws: Sequence[RawFile]) -> dict[RawFile, Figures | None]:
    """What irsx finds too: cash grants, their sum, and two totals in cents; None of a return that is refused."""
    found: dict[RawFile, Figures | None] = {}
    for together, alone in _read(raws):
        by_hash: dict[str, list[Record]] = {}
        for batch in together.batches:
            for row in batch.rows.to_pylist() if batch.table in (LINES, TOTALS) else ():
                record: Record = Line(**row) if batch.table is LINES else StatedTotal(**row)
                by_hash.setdefault(row["file_sha256"], []).append(record)
        for raw, file in together.files.items():
            found[raw] = _figures_of([*file.singles, *by_hash.get(raw.sha256, ())])
        found |= {raw: None if records is None else _figures_of(records) for raw, records in alone.items()}
    return found


def _figures_of(records: Iterable[Record]) -> Figures:
    found = {"grants": 0, "cash": 0}
    for record in records:
        if isinstance(record, Line) and record.schedule == "I" and record.kind == "monetary":
            found["grants"] += 1
            found["cash"] += record.cents
        elif isinstance(record, StatedTotal) and record.page in _TOTALS:
            found[record.measure] = record.cents
    return found


def _irsx(folder: Path, names: list[str]) -> tuple[Mapping[str, Figures], float]:
    """The returns that irsx reads, with what it finds, and how many of them a second."""
    call = [sys.executable, "-c", _THEIRS, str(folder), json.dumps(names), str(_rounds(len(names)))]
    said = json.loads(run(call, capture_output=True, text=True, check=True).stdout.strip().splitlines()[-1])
    return said["known"], len(said["known"]) / said["seconds"] if said["seconds"] else 0.0


def _made_up(folder: Path, count: int, grants: int) -> list[Path]:
    """Returns as long as real ones: the sample with other grants, more lines of the form, and a schedule of texts."""
    text = (_SAMPLE / "return-990.xml").read_text("utf-8")
    begins, ends = text.index("<RecipientTable"), text.rindex("</RecipientTable>") + len("</RecipientTable>")
    texts = "".join(
        f"<SupplementalInformationDetail><FormAndLineReferenceDesc>PART {n}</FormAndLineReferenceDesc>"
        f"<ExplanationTxt>{'INVENTED WORDS OF AN EXPLANATION. ' * 6}</ExplanationTxt></SupplementalInformationDetail>"
        for n in range(20)
    )
    texts = f"<IRS990ScheduleO documentId='O'>{texts}</IRS990ScheduleO></ReturnData>"
    before = text[:begins].replace("</IRS990>", f"{_lines(text)}</IRS990>")
    behind = text[ends:].replace("</ReturnData>", texts)
    paths = [folder / f"made-{number}.xml" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(before + "".join(_grant(number, place) for place in range(grants)) + behind, "utf-8")
    return paths


def _lines(text: str) -> str:
    """The amounts and questions of form 990 that irsx knows and the sample has not: some 500 elements."""
    listed = Path(irsx.__file__).parent / "metadata" / "variables.csv"
    with listed.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["parent_sked"] == "IRS990" and not row["version_end"]]
    made: dict[str, list[str]] = {}
    for row in rows:
        _, _, first, *below = row["xpath"].split("/")
        value = {"USAmountType": "12345", "BooleanType": "false"}.get(row["irs_type"], "")
        if row["in_a_group"] == "False" and value and f"<{first}" not in text and len(below) < 2:
            made.setdefault(first, []).append(f"<{below[0]}>{value}</{below[0]}>" if below else value)
    return "".join(f"<{first}>{''.join(inside)}</{first}>" for first, inside in made.items())


def _grant(number: int, place: int) -> str:
    things = "<NonCashAssistanceAmt>750</NonCashAssistanceAmt>" if place % 5 == 0 else ""
    return (
        f"<RecipientTable><RecipientBusinessName><BusinessNameLine1Txt>HARBOR SAMPLE {number} &amp; CLINIC {place}"
        "</BusinessNameLine1Txt></RecipientBusinessName><USAddress><AddressLine1Txt>2 PLANTED STREET</AddressLine1Txt>"
        "<CityNm>SAMPLETON</CityNm><StateAbbreviationCd>CA</StateAbbreviationCd><ZIPCd>95998</ZIPCd></USAddress>"
        f"<RecipientEIN>{2_000_000 + 100 * number + place:09}</RecipientEIN><IRCSectionDesc>501(C)(3)</IRCSectionDesc>"
        f"<CashGrantAmt>{5_000 + place}</CashGrantAmt>{things}<PurposeOfGrantTxt>GENERAL SUPPORT</PurposeOfGrantTxt>"
        "</RecipientTable>"
    )


def main(words: list[str]) -> None:
    """Measures the returns of a folder, or made-up ones."""
    with TemporaryDirectory() as folder:
        rows = compared(Path(folder), sorted(Path(words[0]).glob("*.xml"))) if words else returns_against_others(200)
        for row in rows:
            print(f"{shown_ratio(row.ratio):>6}  {row.what}, {row.size}: {row.measured}; {row.against}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
