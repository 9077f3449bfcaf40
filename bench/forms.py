"""Tax returns read against bare lxml and against irsx, on the same files: ``python -m bench.forms [FOLDER]``.

irsx is no part of the project: ``--irsx PYTHON`` names an interpreter that has it. Without it, and where this one has
none, that ratio is left out with a message.
"""

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import etree

from bench.page import shown_ratio
from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile, raw_file
from headwater.sources.irs_990.read import read

ROUNDS = 40
_SAMPLE = Path(__file__).resolve().parents[1] / "src" / "headwater" / "sources" / "irs_990" / "sample"
_THEIRS = """
import json, sys, time
import irsx.filing, irsx.xmlrunner
folder, names, rounds = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
irsx.filing.get_local_path = lambda name: f"{folder}/{name}_public.xml"
runner = irsx.xmlrunner.XMLRunner()
def read(name):
    runner.whole_filing_data, runner.filing_keyerr_data = [], []
    runner.run_filing(name)
known = []
for name in names:
    try:
        read(name)
        known.append(name)
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


def main() -> None:
    """Prints files a second and the ratios; each side on one core, in the best of some rounds."""
    words = argparse.ArgumentParser(description="Reads returns with Headwater, with bare lxml and with irsx.")
    words.add_argument("folder", type=Path, nargs="?", help="returns (*.xml); made-up ones without it")
    words.add_argument("--irsx", type=Path, help="an interpreter that has irsx")
    words.add_argument("--grants", type=int, default=20, help="grants of a made-up return")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        paths = sorted(asked.folder.glob("*.xml")) if asked.folder else _made_up(folder, asked.grants)
        _compare(folder, paths, _interpreter(asked.irsx))


def rate(paths: Sequence[Path], work: Callable[[Path], object], rounds: int = ROUNDS) -> float:
    """Files a second of processor time, in the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        for path in paths:
            work(path)
        best = min(best, time.process_time() - began)
    return len(paths) / best


def _compare(folder: Path, paths: Sequence[Path], python: Path | None) -> None:
    names = {f"2015999999999{number:05}": path for number, path in enumerate(paths)}
    for name, path in names.items():
        shutil.copy(path, folder / f"{name}_public.xml")
    known = list(names)
    theirs = 0.0
    if python is None:
        print("irsx is not installed here: that ratio is left out (--irsx PYTHON names an interpreter that has it)")
    else:
        known, theirs = _irsx(folder, known, python)
    files = [folder / f"{name}_public.xml" for name in known]
    raws = {path: raw_file(path, path.name) for path in files}
    size = sum(path.stat().st_size for path in files) / max(1, len(files))
    mine = rate(files, lambda path: _read(raws[path]))
    bare = rate(files, lambda path: etree.fromstring(path.read_bytes()))
    print(f"{len(files)} returns of {size:,.0f} bytes on the average")
    print(f"{mine:>10,.0f} a second, Headwater")
    print(f"{bare:>10,.0f} a second, bare lxml, which reads nothing out of the tree: ratio {shown_ratio(mine / bare)}")
    if theirs:
        print(f"{theirs:>10,.0f} a second, irsx: ratio {shown_ratio(mine / theirs)}")


def _read(raw: RawFile) -> None:
    try:
        for _ in read(raw):
            pass
    except InputError:
        return


def _irsx(folder: Path, names: list[str], python: Path) -> tuple[list[str], float]:
    """The returns that irsx reads, and how many of them a second."""
    call = [str(python), "-c", _THEIRS, str(folder), json.dumps(names), str(ROUNDS)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout.strip().splitlines()[-1])
    return said["known"], len(said["known"]) / said["seconds"] if said["seconds"] else 0.0


def _interpreter(asked: Path | None) -> Path | None:
    return asked or (Path(sys.executable) if importlib.util.find_spec("irsx") else None)


def _made_up(folder: Path, grants: int) -> list[Path]:
    """Returns as long as real ones: the sample with more grants and the texts of other schedules."""
    text = (_SAMPLE / "return-990.xml").read_text("utf-8")
    begins, ends = text.index("<RecipientTable"), text.index("</RecipientTable>") + len("</RecipientTable>")
    extra = "<IRS990ScheduleO documentId='O'>" + "".join(
        f"<SupplementalInformationDetail><FormAndLineReferenceDesc>PART {n}</FormAndLineReferenceDesc>"
        f"<ExplanationTxt>{'INVENTED WORDS OF AN EXPLANATION. ' * 6}</ExplanationTxt></SupplementalInformationDetail>"
        for n in range(60)
    )
    whole = text[:begins] + text[begins:ends] * grants + text[ends:]
    whole = whole.replace("</ReturnData>", extra + "</IRS990ScheduleO></ReturnData>")
    whole = whole.replace("<Return ", '<Return returnVersion="2021v4.0" ', 1) if "returnVersion" not in whole else whole
    paths = []
    for number in range(20):
        path = folder / f"made-{number}.xml"
        path.write_text(whole.replace("HARBOR SAMPLE", f"HARBOR SAMPLE {number}"), "utf-8")
        paths.append(path)
    return paths


if __name__ == "__main__":
    main()
