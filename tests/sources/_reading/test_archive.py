"""The archive: whole at any moment, the same whatever the order of adding."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from headwater.base.errors import InputError, WarehouseError
from headwater.base.files import hash_file
from headwater.sources._reading.archive import add, archive_key, archived, entries, walk
from tests.full_disk import room_for


def _files(folder: Path, count: int, size: int = 10) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"f{number:03d}.csv").write_bytes(os.urandom(size))
    return sorted(folder.iterdir())


def test_order_of_adding_does_not_matter(tmp_path: Path) -> None:
    paths = _files(tmp_path / "in", 6)
    (tmp_path / "in" / "copy-of-f000.csv").write_bytes(paths[0].read_bytes())
    one, two = tmp_path / "one", tmp_path / "two"
    for raw in walk([tmp_path / "in"]):
        add(one, [raw], "s")
    shuffled = walk([tmp_path / "in"])
    random.Random(7).shuffle(shuffled)  # noqa: S311 - an order, no secret
    add(two, shuffled, "s")
    assert entries(one) == entries(two)
    assert archive_key(one) == archive_key(two)
    # Seven files, two of the same content: six entries, the copy under the name that sorts first.
    assert entries(one)[0].name == "copy-of-f000.csv"
    assert len(entries(one)) == 6


def test_adding_again_changes_nothing(tmp_path: Path) -> None:
    files = walk([*_files(tmp_path / "in", 2)])
    assert add(tmp_path / "home", files, "s") == [True, True]
    key = archive_key(tmp_path / "home")
    assert add(tmp_path / "home", files, "s") == [False, False]
    assert archive_key(tmp_path / "home") == key
    assert add(tmp_path / "home", files[:1], "other") == [True]
    assert archive_key(tmp_path / "home") != key


def test_a_disk_that_is_full_keeps_no_part_of_a_file(tmp_path: Path) -> None:
    home = tmp_path / "home"
    files = walk(_files(tmp_path / "in", 1, size=100_000))
    with room_for(50_000), pytest.raises(OSError, match="too large"):
        add(home, files, "s")
    assert list((home / "archive").rglob(".*.part")) == []
    assert entries(home) == []
    assert add(home, files, "s") == [True]


def test_folders_are_walked_sorted_and_hidden_files_left(tmp_path: Path) -> None:
    for name in ("b/x.md", "a/y.md", ".git/z.md", "a/.hidden"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(name)
    assert [raw.name for raw in walk([tmp_path / "in"])] == ["a/y.md", "b/x.md"]
    with pytest.raises(InputError, match="no such file"):
        walk([tmp_path / "missing.csv"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no file"):
        walk([tmp_path / "empty"])


def test_damage_is_said(tmp_path: Path) -> None:
    add(tmp_path, walk([*_files(tmp_path / "in", 1)]), "s")
    entry = entries(tmp_path)[0]
    archived(tmp_path, entry).path.unlink()
    with pytest.raises(WarehouseError, match="is gone; add it again"):
        archived(tmp_path, entry)
    next((tmp_path / "archive" / "entries").iterdir()).write_text("{")
    with pytest.raises(WarehouseError, match="damaged archive entry"):
        entries(tmp_path)


_ADDING = """
import sys
from pathlib import Path
from headwater.sources._reading.archive import add, walk
files = walk([Path(sys.argv[2])])
print("ready", flush=True)
add(Path(sys.argv[1]), files, "s")
print("done", flush=True)
"""


def test_a_kill_leaves_a_whole_archive(tmp_path: Path) -> None:
    _files(tmp_path / "in", 60, size=200_000)
    home = tmp_path / "home"
    waits = [0.0, 0.01, 0.03, 0.06]
    for wait in waits:
        command = [sys.executable, "-c", _ADDING, str(home), str(tmp_path / "in")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as running:
            assert running.stdout is not None
            assert running.stdout.readline() == b"ready\n"
            time.sleep(wait)
            running.send_signal(signal.SIGKILL)
        for entry in entries(home) if (home / "archive").exists() else ():
            assert hash_file(archived(home, entry).path) == entry.sha256
    add(home, walk([tmp_path / "in"]), "s")
    assert len(entries(home)) == 60
    assert not list((home / "archive").rglob("*.part"))
    for path in (home / "archive" / "entries").glob("*.json"):
        json.loads(path.read_bytes())
