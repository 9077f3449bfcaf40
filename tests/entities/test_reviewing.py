"""Review: asked at a real terminal, each decision on the disk before the next pair, going on where it stopped."""

import csv
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from datetime import date
from pathlib import Path
from random import Random
from uuid import uuid4

import ibis
import pytest

from headwater.base.build import build
from headwater.base.case import Case, read_case
from headwater.base.errors import CaseError
from headwater.base.new_case import new_case
from headwater.base.warehouse import Warehouse
from headwater.entities import reviewing
from headwater.entities.judgements import COLUMNS, Judgement, append_judgement, read_judgements
from headwater.entities.reviewing import Reviewer, Terminal, at_terminal, review
from headwater.run import STAGES

PAIRS = 11
UP_TO_REVIEW = STAGES[: [stage.name for stage in STAGES].index("entities.review") + 1]
HEADWATER = Path(sys.executable).parent / "headwater"


def new(left: str, right: str, decision: str, reason: str = "seen") -> Judgement:
    return Judgement(left, right, decision, "A. Editor", date(2026, 1, 2), reason, sys.maxsize)


def test_a_judgement_is_added_and_what_stood_stays_byte_for_byte(tmp_path: Path) -> None:
    before = b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b'\r\nfppc:1,fppc:2,same,A,2026-01-01,"so, it is"'
    (tmp_path / "judgements.csv").write_bytes(before)
    append_judgement(tmp_path, tmp_path / "home", new("P1", "fppc:3", "unsure", 'said "maybe", twice'))

    assert (tmp_path / "judgements.csv").read_bytes().startswith(before)
    assert [(one.left, one.reason) for one in read_judgements(tmp_path)] == [
        ("fppc:1", "so, it is"),
        ("P1", 'said "maybe", twice'),
    ]


def test_a_judgement_that_contradicts_is_not_written(tmp_path: Path) -> None:
    append_judgement(tmp_path, tmp_path, new("fppc:1", "fppc:2", "same"))
    append_judgement(tmp_path, tmp_path, new("fppc:2", "fppc:3", "same"))
    before = (tmp_path / "judgements.csv").read_bytes()

    with pytest.raises(CaseError, match=r"line 4: .* fppc:3 = fppc:2 = fppc:1"):
        append_judgement(tmp_path, tmp_path, new("fppc:3", "fppc:1", "different"))
    assert (tmp_path / "judgements.csv").read_bytes() == before


def test_two_who_write_at_once_lose_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import date;"
        "from headwater.entities.judgements import Judgement, append_judgement as add;"
        "f = Path(sys.argv[1]);"
        "[add(f, f, Judgement(sys.argv[2], f'fppc:{n}', 'unsure', 'A', date(2026, 1, 1), 'r', 9)) for n in range(20)]"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), side]) for side in ("P1", "P2")]

    assert [one.wait() for one in both] == [0, 0]
    assert len({one.pair for one in read_judgements(tmp_path)}) == 40


def test_without_a_terminal_it_is_one_clear_error(tmp_path: Path) -> None:
    with chdir(tmp_path):
        folder = new_case("invented").resolve()
    ran = subprocess.run(
        [HEADWATER, "review", str(folder)], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 2
    assert ran.stderr.splitlines() == [
        "headwater: headwater review asks at a terminal, and standard input or output is none"
    ]


@contextmanager
def typing() -> Iterator[tuple[int, Terminal]]:
    """A terminal as standard input and output, and what a person types at it."""
    person, ours = os.openpty()
    with pytest.MonkeyPatch.context() as patch, os.fdopen(ours, "r+b", buffering=0) as raw:
        shown = io.TextIOWrapper(raw, write_through=True)
        patch.setattr(sys, "stdin", raw)
        patch.setattr(sys, "stdout", shown)
        with at_terminal() as terminal:
            yield person, terminal
        shown.detach()
    os.close(person)


@pytest.mark.parametrize("sent", ["[D", "[B", "OD", "[1;5D", "[3~", "[[D", "\x1b[D", ""])
def test_an_arrow_key_is_one_lone_escape_and_none_of_its_letters(sent: str) -> None:
    """Left, Down, Left of a keypad, with Ctrl, Delete, F4 at a console, with Alt, Esc itself; then s is typed."""
    with typing() as (person, terminal):
        os.write(person, f"\x1b{sent}".encode())
        first = terminal.key()
        os.write(person, b"s")
        second = terminal.key()

    assert (first, second) == (b"\x1b", b"s")


@pytest.mark.parametrize(("typed", "meant"), [("é", ""), ("caf\u00e9", "caf"), ("水", ""), ("a", "")])
def test_backspace_takes_a_whole_character(typed: str, meant: str) -> None:
    with typing() as (person, terminal):
        os.write(person, f"{typed}\x7f\x1b[D!\n".encode())
        said = terminal.line("why? ")

    assert said == f"{meant}!"


@pytest.mark.parametrize(
    ("keys", "decisions"), [("su\n", "su"), ("sub\x1bxd\n", "sud"), ("sux\x1bq", "su"), ("su\x04", "su"), ("su", "su")]
)
def test_the_last_pair_can_be_gone_back_to(
    keys: str, decisions: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two pairs each decision is one line; b goes back to the last one, any other key but Enter and q is nothing."""
    offers = [{"left": f"fppc:{n}", "right": f"fppc:{n + 5}", "reason": "name"} for n in range(2)]
    monkeypatch.setattr(reviewing, "open_offers", lambda *_: offers)
    monkeypatch.setattr(reviewing, "record_of", lambda *_: None)
    monkeypatch.setattr(reviewing, "_show", lambda *_: None)
    pressed = iter(keys.encode())
    terminal = Terminal(lambda: bytes([one]) if (one := next(pressed, None)) is not None else b"", lambda _asked: "")
    reviewer = Reviewer("Tester", date(2026, 1, 2), tmp_path, tmp_path / "home")

    assert review(ibis.duckdb.connect(), reviewer, terminal) == 2
    assert "".join(one.decision[0] for one in read_judgements(tmp_path)) == decisions


class Pane:
    """A command in a real terminal, driven through tmux."""

    def __init__(self, socket: str, command: list[str]) -> None:
        self._tmux = ["tmux", "-L", socket]
        self._run("new-session", "-d", "-x", "170", "-y", "60", " ".join(command) + "; echo ENDED $?; exec sleep 600")

    def press(self, *keys: str) -> None:
        """Sends keys as tmux names them."""
        self._run("send-keys", *keys)

    def wait(self, text: str, then: str = "", seconds: float = 400) -> str:
        """The screen, once it shows a text, and after it another."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            screen = self._run("capture-pane", "-p", "-S", "-200")
            if text in screen and then in screen.rpartition(text)[2]:
                return screen
            time.sleep(0.2)
        raise AssertionError(f"{text!r} was never shown:\n{screen}")

    def _run(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def socket() -> Iterator[str]:
    if not shutil.which("tmux"):
        pytest.skip("tmux is not installed")
    name = f"headwater-{uuid4().hex[:8]}"
    yield name
    subprocess.run(["tmux", "-L", name, "kill-server"], capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case with eleven committees that two agencies know by one name, each with more money than the last."""
    with chdir(tmp_path):
        made = new_case("invented").resolve()
    rows = [
        f"2020-03-0{1 + side},Invented Fund {chr(65 + pair)},Invented Vehicle,{1000 * (pair + 1)},monetary,"
        f"{scheme}:{pair + 100},fppc:7777777,,invented,https://example.org/{pair}"
        for pair in range(PAIRS)
        for side, scheme in enumerate(("fppc", "sfethics"))
    ]
    with (made / "payments.csv").open("a") as facts:
        facts.write("".join(f"{row}\n" for row in rows))
    return made


def judged(folder: Path) -> list[tuple[str, str, str]]:
    with (folder / "judgements.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [(row["left"], row["decision"], row["reason"]) for row in rows]


def test_ten_pairs_by_keys_quit_half_way_and_go_on(folder: Path, socket: str) -> None:
    """Most money comes first: the pairs are numbered 100 to 110 by their money."""
    command = [str(HEADWATER), "review", str(folder), "--author", "Tester"]
    keys = ["s", "d", "u", "s", "d", "u", "s", "d", "u", "s"]
    words = {"s": "same", "d": "different", "u": "unsure"}
    first = Pane(socket, command)
    for place, key in enumerate(keys[:5]):
        screen = first.wait(f"{place + 1} of {PAIRS}", "[q]uit:")
        assert f"fppc:{110 - place}" in screen
        first.press("x")  # no decision: asked again
        first.press(key, f"reason {place}", "Enter")
    first.wait(f"6 of {PAIRS}", "[q]uit:")
    first.press("q")
    first.wait("5 decided, 6 left")
    first.wait("ENDED 0")
    half = judged(folder)
    second = Pane(f"{socket}2", command)
    try:
        for place, key in enumerate(keys[5:]):
            second.wait(f"{place + 1} of {PAIRS - 5}", "[q]uit:")
            second.press(key, f"reason {place + 5}", "Enter")
        second.wait(f"6 of {PAIRS - 5}", "[q]uit:")
        second.press("C-c")
        second.wait("5 decided, 1 left")
    finally:
        subprocess.run(["tmux", "-L", f"{socket}2", "kill-server"], capture_output=True, check=False)

    assert half == judged(folder)[:5]
    assert judged(folder) == [(f"fppc:{110 - n}", words[key], f"reason {n}") for n, key in enumerate(keys)]


def test_random_decisions_taken_back_by_keys_leave_every_table_as_it_was(folder: Path, socket: str) -> None:
    """Ten pairs decided, ten steps back, ten times unsure: the same bytes as if nobody had ever decided."""
    draw = Random(7)  # noqa: S311 - the same keys on every run are the point
    keys, case, home = draw.choices("sd", k=10), read_case(folder), folder / ".headwater"
    before = written(case, home)
    pane = Pane(socket, [str(HEADWATER), "review", str(folder), "--author", "Tester"])
    for place, key in enumerate(keys):
        pane.wait(f"{place + 1} of {PAIRS}", "[q]uit:")
        pane.press(key, "Enter")
    pane.wait(f"11 of {PAIRS}", "[q]uit:")
    decided = judged(folder)
    pane.press(*"b" * 11)  # one more than there are pairs before
    pane.wait("this is the first pair")
    for _key in keys:
        pane.press("u", "Enter")
    pane.press("q")
    pane.wait("10 decided, 1 left")
    pane.wait("ENDED 0")
    undone = judged(folder)
    text = (folder / "judgements.csv").read_text()
    (folder / "judgements.csv").write_text("".join(text.splitlines(keepends=True)[:11]))
    meant = written(case, home)
    (folder / "judgements.csv").write_text(text)

    assert [row[1] for row in decided] == [{"s": "same", "d": "different"}[key] for key in keys]
    assert (undone[:10], [row[1] for row in undone[10:]]) == (decided, ["unsure"] * 10)
    assert meant != before
    assert written(case, home) == before


def written(case: Case, home: Path) -> dict[str, list[str]]:
    """The hashes of all tables up to what is asked in review."""
    build(UP_TO_REVIEW, case, home)
    names = {table.name for stage in UP_TO_REVIEW for table in stage.writes}
    tables = Warehouse(home).manifest.tables.items()
    return {
        name: sorted(file.sha256 for file in one.files)
        for name, one in tables
        if name in names and hasattr(one, "files")
    }


def test_nothing_to_ask_is_said(tmp_path: Path, socket: str) -> None:
    with chdir(tmp_path):
        folder = new_case("invented").resolve()
    pane = Pane(socket, [str(HEADWATER), "review", str(folder)])

    pane.wait("0 decided, 0 left: nothing more to review", "ENDED 0")


def test_what_a_killed_writer_left_is_swept_away(tmp_path: Path) -> None:
    """A kill between the writing and the renaming leaves a part beside the file, which was never read."""
    append_judgement(tmp_path, tmp_path / "home", new("fppc:1", "fppc:2", "same"))
    (tmp_path / ".judgements.csv.99999.part").write_bytes(b"left,right,decision,author,date,reason\nfppc:1,fp")
    append_judgement(tmp_path, tmp_path / "home", new("fppc:3", "fppc:4", "same"))

    assert [one.left for one in read_judgements(tmp_path)] == ["fppc:1", "fppc:3"]
    assert [path.name for path in tmp_path.glob(".*.part")] == []
