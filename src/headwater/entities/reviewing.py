"""Review at a terminal: one pair at a time, decided by a key, kept before the next one is shown."""

import json
import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ibis.backends.duckdb import Backend

from headwater.base.errors import CaseError
from headwater.base.ids import clean_name
from headwater.base.money import format_cents
from headwater.base.terminal import show_grid
from headwater.entities.judgements import Judgement, append_judgement, read_judgements
from headwater.entities.records import SHOWN, Record, record_of

KEYS = {"s": "same", "d": "different", "u": "unsure"}
BACK = "b"
QUIT = ("q", "\x04", "")
ENDS, ERASES = (b"\n", b"\r"), (b"\x7f", b"\x08")
_ESCAPE = b"\x1b"
_ESCAPE_SECONDS = 0.05
"""A terminal sends the rest of an arrow key at once; a person who presses Esc does not."""
_ASK = "[s]ame  [d]ifferent  [u]nsure  [b]ack  [q]uit: "


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides, when, and where it is written."""

    author: str
    day: date
    folder: Path
    home: Path


@dataclass(frozen=True, slots=True)
class Terminal:
    """How keys and lines come in."""

    key: Callable[[], bytes]
    line: Callable[[str], str]


@contextmanager
def at_terminal() -> Iterator[Terminal]:
    """The terminal that this runs at; keys count at once while it is open, and typing ahead loses none.

    Raises:
        CaseError: if standard input or output is none.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CaseError("headwater review asks at a terminal, and standard input or output is none")
    stream = sys.stdin.fileno()
    before = termios.tcgetattr(stream)
    # Whoever started this may ignore interrupts; a person at a terminal means them.
    interrupted = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        tty.setcbreak(stream, termios.TCSADRAIN)
        yield Terminal(lambda: _key(stream), lambda asked: _line(stream, asked))
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)
        signal.signal(signal.SIGINT, interrupted)


def _key(stream: int) -> bytes:
    """The next key; Esc and what begins with it (an arrow, a function key) are read whole and are one lone Esc."""
    pressed = key = os.read(stream, 1)
    while key == _ESCAPE:
        key = _at_once(stream)
    if pressed == _ESCAPE and key in (b"[", b"O"):
        key = _at_once(stream)
        if key == b"[":
            # A console's function keys have a second bracket.
            key = _at_once(stream)
        while key and not b"@" <= key <= b"~":
            key = _at_once(stream)
    return pressed


def _at_once(stream: int) -> bytes:
    """A byte that follows without a pause; none else."""
    return os.read(stream, 1) if select.select([stream], [], [], _ESCAPE_SECONDS)[0] else b""


def _line(stream: int, asked: str) -> str:
    """A line that is typed after a question, read key by key so that what is typed ahead stays for the next one.

    Raises:
        EOFError: if the input ends.
    """
    print(asked, end="", flush=True)
    typed = bytearray()
    while (key := _key(stream)) not in ENDS:
        if not key or key == b"\x04":
            raise EOFError
        if key in ERASES:
            # A character may be several bytes, of which all but the first begin with the bits 10.
            while typed and typed.pop() & 0xC0 == 0x80:
                pass
        elif key != _ESCAPE:
            typed += key
        shown = typed.decode("utf-8", "ignore")
        print(f"\r\x1b[K{asked}{shown}", end="", flush=True)
    print()
    return typed.decode("utf-8", "replace")


def review(connection: Backend, reviewer: Reviewer, terminal: Terminal) -> int:
    """Asks about every pair that nobody has judged yet, most money times doubt first; gives how many were decided.

    One step back shows the pair before again; what is decided then is written below the first decision, and holds.

    Args:
        connection: holds ``review_offers`` and what its records are made of.
        reviewer: who decides; each decision is on the disk before the next pair is shown.
        terminal: where keys come from.
    """
    waiting = open_offers(connection, reviewer.folder)
    decided: set[int] = set()
    place = 0
    while place < len(waiting):
        offer = waiting[place]
        records = [record_of(connection, offer, side) for side in ("left", "right")]
        _show(offer, records, (place + 1, len(waiting)))
        try:
            pressed = _pressed(terminal)
            if pressed in KEYS and _kept(offer, KEYS[pressed], reviewer, terminal):
                decided.add(place)
            if pressed in QUIT:
                break
            place = _following(pressed, place, len(waiting), terminal)
        except (KeyboardInterrupt, EOFError):
            break
    left = len(waiting) - len(decided)
    print(f"\n{len(decided)} decided, {left} left" + ("" if left else ": nothing more to review"))
    return len(decided)


def _following(pressed: str, place: int, count: int, terminal: Terminal) -> int:
    """The place of the pair to show next; after the last one it is asked whether to go back to it."""
    if pressed == BACK:
        if not place:
            print("this is the first pair")
        return max(place - 1, 0)
    if place + 1 == count:
        print("\nthat was the last pair: [b]ack, Enter ends: ", end="", flush=True)
        while (key := terminal.key()) not in ENDS and (said := key.decode("ascii", "replace").lower()) not in QUIT:
            if said == BACK:
                return place
    return place + 1


def open_offers(connection: Backend, folder: Path) -> list[dict[str, Any]]:
    """The offers on whose pair the case's file holds no judgement at all, most money times doubt first."""
    seen = {judgement.pair for judgement in read_judgements(folder)}
    table = connection.table("review_offers")
    rows = connection.to_pyarrow(table.order_by(table.expected_cents.desc(), "left", "right")).to_pylist()
    return [row for row in rows if (min(row["left"], row["right"]), max(row["left"], row["right"])) not in seen]


def _kept(offer: dict[str, Any], decision: str, reviewer: Reviewer, terminal: Terminal) -> bool:
    """Asks why and writes the judgement; False where it would contradict another one."""
    default = f"seen in review: {offer['reason']}"
    print(f"Enter alone keeps: {_plain(default)}")
    said = clean_name(terminal.line(f"why {decision}? "))
    new = Judgement(
        offer["left"], offer["right"], decision, reviewer.author, reviewer.day, said or clean_name(default), 0
    )
    try:
        append_judgement(reviewer.folder, reviewer.home, new)
    except CaseError as error:
        print(f"not kept: {error}")
        return False
    print(f"kept: {new.left} and {new.right} are {decision}" if decision != "unsure" else "kept: unsure")
    return True


def _pressed(terminal: Terminal) -> str:
    """A key that means something here; any other is asked again."""
    while True:
        print(_ASK, end="", flush=True)
        pressed = terminal.key().decode("ascii", "replace").lower()
        print(pressed if pressed.isprintable() else "")
        if pressed in KEYS or pressed == BACK or pressed in QUIT:
            return pressed


def _show(offer: dict[str, Any], records: list[Record], place: tuple[int, int]) -> None:
    now = "one entity now" if offer["is_joined"] else "two entities now"
    print(f"\n── {place[0]} of {place[1]} ── {now}; one with probability {offer['probability']:.3f}")
    print(
        f"money {format_cents(offer['money_cents'])}, times doubt {format_cents(offer['expected_cents'])}: "
        + _plain(offer["reason"])
    )
    left, right = (record.cells for record in records)
    rows = [(name, left[name], right[name], "=" if left[name] and left[name] == right[name] else "") for name in left]
    show_grid("", ("", "left", "right", ""), [tuple(_plain(cell) for cell in row) for row in rows])
    compared = json.loads(offer["evidence"])
    if compared:
        print("compared: " + "; ".join(_plain(f"{one['field']} {float(one['weight']):+.1f}") for one in compared))
    for side, record in zip(("left", "right"), records, strict=True):
        lines = [tuple(_plain(cell) for cell in line) for line in record.lines[:SHOWN]]
        show_grid(f"lines behind the {side} side", ("file", "row", "date", "payer", "payee", "amount"), lines)


def _plain(text: str) -> str:
    """A text as filed without what would steer the terminal."""
    return "".join(c if c.isprintable() else "·" for c in text)
