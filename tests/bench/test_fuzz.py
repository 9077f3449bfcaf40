"""The harness that feeds damaged files: the same damage for the same seed, and every kind of fault is seen."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from bench import fuzz
from bench.damage import damaged
from bench.fuzz import Sample, Worker, samples
from headwater.sources._reading.catalogue import catalogue


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    found = Worker(tmp_path_factory.mktemp("fuzz"))
    yield found
    found.end()


def _program(monkeypatch: pytest.MonkeyPatch, reading: str, folder: Path) -> Worker:
    """A worker whose reading is replaced by a statement."""
    begins, ends = fuzz._WORKER.index("        counts ="), fuzz._WORKER.index("    except SourceError")
    monkeypatch.setattr(fuzz, "_WORKER", fuzz._WORKER[:begins] + f"        {reading}\n" + fuzz._WORKER[ends:])
    return Worker(folder)


def _lots(number: int) -> Random:
    return Random(f"1-{number}")  # noqa: S311 the lots are no secret


def test_damage_is_the_same_for_the_same_draw() -> None:
    content = b"date,amount\n2020-01-01,5.00\nwords,12\n" * 3
    made = [damaged(content, _lots(number)) for number in range(300)]
    assert made == [damaged(content, _lots(number)) for number in range(300)]
    assert len(set(made)) > 250


def test_nothing_is_too_small_to_be_damaged() -> None:
    for number in range(500):
        assert isinstance(damaged(b"", _lots(number)), bytes)


def test_every_source_has_a_sample_that_it_reads(worker: Worker) -> None:
    known = samples()
    assert {sample.source for sample in known} == set(catalogue())
    own = [sample for sample in known if sample.source in ("irs_990", "ny_boe")]
    for sample in own:
        told = worker.read(sample, sample.content)
        assert told["fate"] == "read", (sample.name, told)


def test_a_refused_file_is_no_fault(worker: Worker) -> None:
    assert worker.read(Sample("irs_990", "a.xml", b""), b"<a>")["fate"] == "refused"


@pytest.mark.parametrize(
    ("reading", "what"),
    [
        ("raise ValueError('planted')", "ValueError"),
        ("raise RecursionError('planted')", "RecursionError"),
        ("raise SourceError('planted')", "SourceError"),
        ("raise HeadwaterError('two\\nlines')", "several lines"),
        ("held = [b'x' * (600 << 20)]; return {'fate': 'read'}", "more than 500 MB"),
        ("os._exit(3)", "the process ended"),
        ("import time; time.sleep(60)", "more than 20 seconds"),
    ],
)
def test_each_kind_of_fault_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reading: str, what: str) -> None:
    monkeypatch.setattr(fuzz, "SECONDS", 1 if "sleep" in reading else 20)
    worker = _program(monkeypatch, reading, tmp_path)
    try:
        told = worker.read(Sample("irs_990", "a.xml", b""), b"")
    finally:
        worker.end()
    assert told["fate"] == "wrong"
    assert told["what"].startswith(what)


def test_the_smallest_file_keeps_what_makes_the_fault() -> None:
    content = b"a" * 500 + b"FAULT" + b"b" * 500
    assert fuzz._smallest(content, lambda tried: b"FAULT" in tried) == b"FAULT"
