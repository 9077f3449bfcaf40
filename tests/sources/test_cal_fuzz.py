"""Damaged Californian files: whatever happens to the bytes, each line is accounted for or the file is refused."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import headwater.sources
from headwater.base.errors import InputError
from headwater.sources._reading.catalogue import find_source
from headwater.sources._reading.parsed import parse
from headwater.sources._reading.raw import raw_file
from tests.sources.workbooks import workbook

ROOT = Path(headwater.sources.__path__[0])
SAMPLES = [
    (source, path) for source in ("ca_cal", "ca_calaccess") for path in sorted((ROOT / source / "sample").iterdir())
]
PIECES = st.sampled_from([b'"', b",", b"\t", b"\n", b"\r", b"\0", b"\x81", b"\xe9", b"-", b"9" * 20, b"", b"X", b" "])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.floats(0, 1), PIECES, st.integers(0, 3)), max_size=4))
def test_no_line_is_lost(tmp_path: Path, sample: tuple[str, Path], damage: list[tuple[float, bytes, int]]) -> None:
    source, path = sample
    content = _damaged(path.read_bytes(), damage)
    damaged = tmp_path / path.name
    damaged.write_bytes(content)
    try:
        found = parse(raw_file(damaged, path.name), find_source(source))
    except InputError:
        return
    # Every line but the last empty one; a table's header is no row.
    lines = content.count(b"\n") + (not content.endswith(b"\n")) - (source == "ca_calaccess")
    assert found.counts.read == lines
    assert found.counts.kept + found.counts.ignored + found.counts.rejected == lines


EXPORTS = sorted((ROOT / "ca_netfile_export" / "sample").iterdir())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(EXPORTS), st.lists(st.tuples(st.floats(0, 1), PIECES, st.integers(0, 3)), max_size=4))
def test_no_row_of_an_export_is_lost(tmp_path: Path, path: Path, damage: list[tuple[float, bytes, int]]) -> None:
    damaged = tmp_path / path.name
    damaged.write_bytes(_damaged(path.read_bytes(), damage))
    try:
        # The reader counts the rows apart from what it makes of them; a row without a fate is a SourceError.
        found = parse(raw_file(damaged, path.name), find_source("ca_netfile_export"))
    except InputError:
        return
    assert found.counts.kept + found.counts.ignored + found.counts.rejected == found.counts.read


HEADER = (ROOT / "ca_netfile_export" / "sample" / "Summary.csv").read_text("utf-8").splitlines()[0].split(",")
WORKBOOK = workbook({"Summary": (HEADER, [dict.fromkeys(HEADER, "") | {"Filer_ID": "1900011", "Line_Item": "1"}])})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4), st.integers(0, 3)), max_size=3))
def test_a_damaged_workbook_is_refused_or_read(tmp_path: Path, damage: list[tuple[float, bytes, int]]) -> None:
    damaged = tmp_path / "a.xlsx"
    damaged.write_bytes(_damaged(WORKBOOK, damage))
    try:
        found = parse(raw_file(damaged, damaged.name), find_source("ca_netfile_export"))
    except InputError:
        return
    assert found.counts.rejected == found.counts.read


def _damaged(content: bytes, damage: list[tuple[float, bytes, int]]) -> bytes:
    for where, piece, cut in damage:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + cut :]
    return content
