"""The measurement of bulk reading: its three ways find the rows and the sum that the text has, counted by hand."""

import json
from pathlib import Path

import pytest

from bench import bulk
from bench.official.mix import Mix
from bench.official.writing import write
from bench.row import WrongAnswerError


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    write(folder, Mix(lines=3_000, seed=2, dirt=0))
    return folder / "bulk" / bulk.FILE


@pytest.mark.parametrize("way", bulk.WAYS)
def test_each_way_finds_what_the_text_has(way: str, text: Path, tmp_path: Path) -> None:
    amounts = [int(line.split("|")[14]) for line in text.read_text("utf-8").splitlines()]
    assert bulk.WAYS[way](text, tmp_path) == (len(amounts), 100 * sum(map(abs, amounts)))


def test_ways_are_measured_in_processes_of_their_own(text: Path) -> None:
    took = bulk.measured(text, turns=1)
    assert took.keys() == bulk.WAYS.keys()
    assert all(one.seconds > 0 and 20 < one.peak_mb < 4_000 for one in took.values())


def test_ways_that_differ_stop_the_run(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"seconds": 1, "core_seconds": 1, "peak_mb": 1, "cents": 0}
    said = iter(json.dumps({**told, "rows": rows}) for rows in (1, 1, 2))
    monkeypatch.setattr(bulk, "run", lambda *_, **__: type("Done", (), {"stdout": next(said)}))
    with pytest.raises(WrongAnswerError, match="differ"):
        bulk.measured(text, turns=1)
