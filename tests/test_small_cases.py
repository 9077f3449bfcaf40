"""What a small case does not wait for."""

import subprocess
import sys
from pathlib import Path

import headwater.sources

_BUILD = """
import sys
from pathlib import Path
from headwater.base.build import build
from headwater.base.case import read_case
from headwater.base.new_case import new_case
from headwater.run import STAGES
from headwater.sources.add import add_files

case, home = read_case(new_case("invented").resolve()), Path("home").resolve()
for source, sample in zip(sys.argv[1::2], sys.argv[2::2]):
    add_files(home, [Path(sample)], source)
build(STAGES, case, home)
sys.exit("numba" in sys.modules)
"""


def test_a_small_build_makes_no_machine_code(tmp_path: Path) -> None:
    # Loading what makes it takes longer than all that it would do here; its own process, for others have loaded it.
    sources = Path(headwater.sources.__path__[0])
    given = [part for name in ("fec_bulk", "fec_efiles") for part in (name, str(sources / name / "sample"))]
    run = subprocess.run([sys.executable, "-c", _BUILD, *given], cwd=tmp_path, capture_output=True, text=True)  # noqa: PLW1510
    assert run.returncode == 0, run.stderr
