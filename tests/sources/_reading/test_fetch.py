"""Fetching from a server that stalls, breaks off, lies and changes its mind: whole files or nothing."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from headwater.base.errors import HeadwaterError, InputError, SourceError
from headwater.sources._reading.fetching.failures import FetchError
from headwater.sources._reading.fetching.register import held, read_register, superseded
from tests.sources._reading.fetch_case import BODY, World, world
from tests.sources._reading.fetch_server import LONG_AGO, NOW, Act, Request, Stored, failing

__all__ = ["world"]
ONE = Stored(BODY)
TWO = Stored(BODY.replace(b"7", b"8") + b"1\n")


def acts(world: World, *given: object) -> None:
    world.server.acts["/lines.txt"] = list(given)  # type: ignore[arg-type]


def test_a_file_is_fetched_added_and_noted(world: World) -> None:
    acts(world, ONE.honest)
    report = world.fetch()
    assert world.archive() == {"lines.txt": [BODY]}
    assert "20,000 ignored" in report.text
    assert world.left() == []
    entry = read_register(world.home)[0]
    newest = entry.newest
    assert newest is not None
    # The etag is the first digits of the body's SHA-256, taken by the test's server.
    assert newest.etag.strip('"') == newest.sha256[:12]
    assert (entry.url, newest.bytes, newest.last_modified) == (world.server.url("/lines.txt"), len(BODY), LONG_AGO)
    assert newest.fetched_at == "2024-03-01T00:00:00Z"
    assert world.server.asked[0].headers["user-agent"].startswith("headwater")
    assert world.server.asked[0].headers["accept-encoding"] == "identity"


def test_unchanged_upstream_is_said_and_nothing_is_sent(world: World) -> None:
    acts(world, ONE.honest)
    world.fetch()
    world.clock.seconds = 86_400
    report = world.fetch()
    assert "unchanged upstream since 2024-03-01T00:00:00Z" in report.text
    assert world.server.asked[1].headers["if-none-match"] == ONE.etag
    assert world.server.asked[1].headers["if-modified-since"] == LONG_AGO
    newest = read_register(world.home)[0].newest
    assert newest is not None
    assert (newest.fetched_at, newest.checked_at) == ("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z")
    assert world.archive() == {"lines.txt": [BODY]}


def test_the_same_bytes_under_new_marks_are_unchanged(world: World) -> None:
    acts(world, ONE.honest, replace(ONE, etag='"other"').honest)
    world.fetch()
    assert world.fetch().files[0].outcome == "unchanged"
    assert world.fetch().files[0].outcome == "unchanged"
    assert world.server.asked[2].headers["if-none-match"] == '"other"'
    assert world.archive() == {"lines.txt": [BODY]}


def test_a_changed_file_is_added_and_the_old_one_kept(world: World) -> None:
    acts(world, ONE.honest, TWO.honest)
    first = world.fetch().files[0].now.sha256
    report = world.fetch()
    assert report.files[0].outcome == "changed"
    assert "changed upstream since 2024-03-01T00:00:00Z" in report.text
    assert sorted(world.archive()["lines.txt"]) == sorted([BODY, TWO.body])
    assert superseded(world.home) == {("fetched_here", first)}
    assert len(read_register(world.home)[0].fetches) == 2


def test_a_file_gone_from_the_archive_is_fetched_again(world: World) -> None:
    acts(world, ONE.honest)
    world.fetch()
    for path in (world.home / "archive" / "entries").iterdir():
        path.unlink()
    world.fetch()
    assert "if-none-match" not in world.server.asked[1].headers
    assert world.archive() == {"lines.txt": [BODY]}


@pytest.mark.parametrize("broken", ["cut", "reset"])
def test_a_break_is_resumed_where_it_was(world: World, broken: str) -> None:
    acts(world, getattr(ONE, broken)(50_000), ONE.honest)
    world.fetch()
    assert world.archive() == {"lines.txt": [BODY]}
    start = int(world.ranges[1].removeprefix("bytes=").removesuffix("-"))
    # A hard reset may take bytes with it that were sent; never one that was written.
    assert start == 50_000 if broken == "cut" else 0 <= start <= 50_000
    assert world.server.asked[1].headers["if-range"] == ONE.etag
    # One failure: the first back-off of one second, in which the host's interval of one second passes too.
    assert world.clock.slept == [1.0]


def test_a_stall_ends_and_the_rest_is_asked_for(world: World) -> None:
    is_over = threading.Event()
    acts(world, ONE.stalled(1000, is_over), ONE.honest)
    world.fetch(stall_timeout=0.4)
    is_over.set()
    assert world.ranges == ["", "bytes=1000-"]
    assert world.archive() == {"lines.txt": [BODY]}


def test_a_trickle_is_a_stall(world: World) -> None:
    def trickle(request: Request) -> None:
        request.send(200, b"", {**ONE.marks, "Content-Length": str(len(BODY))})
        for number in range(100):
            request.connection.sendall(BODY[number : number + 1])
            time.sleep(0.01)

    acts(world, trickle, ONE.honest)
    world.fetch(stall_timeout=0.3, clock=time.monotonic)
    assert len(world.server.asked) == 2
    assert world.ranges[1].startswith("bytes=")
    assert world.archive() == {"lines.txt": [BODY]}


def test_a_head_that_trickles_is_a_stall(world: World) -> None:
    def trickle(request: Request) -> None:
        request.connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(100):
            request.connection.sendall(b"a")
            time.sleep(0.02)
        request.connection.sendall(b"\r\nContent-Length: 2\r\n\r\n1\n")

    acts(world, trickle, ONE.honest)
    world.fetch(stall_timeout=0.3, clock=time.monotonic)
    assert len(world.server.asked) == 2
    assert world.archive() == {"lines.txt": [BODY]}


def test_a_server_that_ignores_ranges_starts_over(world: World) -> None:
    acts(world, ONE.cut(50_000), ONE.plain)
    report = world.fetch()
    assert world.ranges == ["", "bytes=50000-"]
    assert world.archive() == {"lines.txt": [BODY]}
    assert report.files[0].resumed_from == 0


def test_a_file_that_changes_mid_way_is_never_mixed(world: World) -> None:
    acts(world, ONE.cut(50_000), TWO.honest)
    world.fetch()
    assert world.archive() == {"lines.txt": [TWO.body]}


def test_a_part_of_another_version_is_refused(world: World) -> None:
    """The server ignores If-Range and gives the rest of a changed file."""

    def mixed(request: Request) -> None:
        size = len(TWO.body)
        span = {"Content-Range": f"bytes 50000-{size - 1}/{size}"}
        request.send(206, TWO.body[50_000:], {**TWO.marks, **span})

    acts(world, ONE.cut(50_000), mixed, TWO.honest)
    world.fetch()
    assert world.ranges == ["", "bytes=50000-", ""]
    assert world.archive() == {"lines.txt": [TWO.body]}


def test_a_part_of_no_stated_version_is_refused(world: World) -> None:
    size = len(BODY)
    span = {"Content-Range": f"bytes 40000-{size - 1}/{size}"}
    acts(world, ONE.cut(40_000), lambda request: request.send(206, TWO.body[40_000:size], span), ONE.honest)
    world.fetch()
    assert world.archive() == {"lines.txt": [BODY]}
    assert world.ranges == ["", "bytes=40000-", ""]


@pytest.mark.parametrize("odd", [replace(ONE, etag='"caf\u00e9"'), replace(ONE, modified="caf\u00e9")])
def test_a_mark_that_cannot_be_sent_back_is_none(world: World, odd: Stored) -> None:
    # RFC 9110 lets an ETag hold the bytes 0x80 to 0xFF, of which nobody says what letters they are.
    acts(world, odd.plain)
    world.fetch()
    assert world.fetch().files[0].outcome == "unchanged"
    assert not [text for text in world.server.asked[1].headers.values() if "caf" in text]


def test_a_break_behind_a_mark_that_cannot_be_sent_back_starts_over(world: World) -> None:
    odd = Stored(BODY, '"caf\u00e9"', NOW)
    acts(world, odd.cut(40_000), odd.plain)
    world.fetch()
    assert world.archive() == {"lines.txt": [BODY]}
    assert world.ranges == ["", ""]


def test_a_number_without_end_is_no_part(world: World) -> None:
    # Python reads no number of more than 4,300 digits.
    span = {"Content-Range": f"bytes {'9' * 5000}-7/8"}
    acts(world, ONE.cut(40_000), lambda request: request.send(206, b"12345", span), ONE.honest)
    world.fetch()
    assert world.archive() == {"lines.txt": [BODY]}


def test_a_rest_that_is_cut_is_none_though_nobody_stated_the_whole_before(world: World) -> None:
    size = len(BODY)
    in_pieces = {"Content-Length": "", "Transfer-Encoding": "chunked", **ONE.marks}
    span = {"Content-Range": f"bytes 40000-{size - 1}/{size}", **ONE.marks}
    # 0x9C40 is 40,000: one piece, and no end behind it. The rest is 50 bytes shorter than it is said to be.
    acts(
        world,
        lambda request: request.send(200, b"9C40\r\n" + BODY[:40_000] + b"\r\n", in_pieces),
        lambda request: request.send(206, BODY[40_000:-50], span),
        ONE.honest,
    )
    world.fetch()
    assert world.archive() == {"lines.txt": [BODY]}
    assert world.ranges == ["", "bytes=40000-", ""]


@pytest.mark.parametrize(
    "said", [{"Content-Encoding": "x" * 50_000}, {"Retry-After": "9" * 5000}], ids=["encoding", "retry"]
)
def test_a_flood_of_words_is_no_error_line(world: World, said: dict[str, str]) -> None:
    status = 503 if "Retry-After" in said else 200
    acts(world, lambda request: request.send(status, b"1\n", said))
    with pytest.raises(FetchError) as caught:
        world.fetch()
    assert len(str(caught.value)) < 400
    assert "inf" not in str(caught.value)


def test_a_wrong_part_is_refused(world: World) -> None:
    def shifted(request: Request) -> None:
        size = len(BODY)
        span = {"Content-Range": f"bytes 49999-{size - 1}/{size}"}
        request.send(206, BODY[49_999:], {**ONE.marks, **span})

    acts(world, ONE.cut(50_000), shifted, ONE.honest)
    world.fetch()
    assert world.archive() == {"lines.txt": [BODY]}


def test_a_file_that_never_stops_changing_is_given_up(world: World) -> None:
    turn = iter(range(100))

    def restless(request: Request) -> None:
        stored = Stored(BODY, etag=f'"{next(turn)}"')
        if "range" in request.headers:
            span = {"Content-Range": f"bytes 10-{len(BODY) - 1}/{len(BODY)}"}
            request.send(206, BODY[10:], {**stored.marks, **span})
        else:
            stored.cut(10)(request)

    acts(world, restless)
    with pytest.raises(FetchError, match="changed the file while it was downloaded, 4 times"):
        world.fetch()
    assert world.archive() == {}


@pytest.mark.parametrize("marks", [{}, {"ETag": 'W/"weak"'}, {"Last-Modified": "Fri, 01 Mar 2024 00:00:00 GMT"}])
def test_without_a_sure_mark_nothing_is_resumed(world: World, marks: dict[str, str]) -> None:
    def cut(request: Request) -> None:
        dated = {"Date": "Fri, 01 Mar 2024 00:00:00 GMT", **marks}
        request.send(200, BODY[:5000], {**dated, "Content-Length": str(len(BODY))})

    acts(world, cut, ONE.plain)
    world.fetch()
    assert world.ranges == ["", ""]
    assert world.archive() == {"lines.txt": [BODY]}


def test_an_old_day_is_mark_enough(world: World) -> None:
    def cut(request: Request) -> None:
        marks = {name: text for name, text in ONE.marks.items() if name != "ETag"}
        request.send(200, BODY[:5000], {**marks, "Content-Length": str(len(BODY))})

    acts(world, cut, ONE.honest)
    world.fetch()
    assert world.server.asked[1].headers["if-range"] == LONG_AGO
    assert world.ranges == ["", "bytes=5000-"]


def test_less_than_the_stated_length_is_never_a_file(world: World) -> None:
    def liar(request: Request) -> None:
        request.send(200, BODY[:5000], {**ONE.marks, "Content-Length": "5010"})

    acts(world, liar)
    with pytest.raises(FetchError, match=r"expected 5010|received 5000") as caught:
        world.fetch()
    assert "given up after 6 attempts" in str(caught.value)
    assert str(caught.value).startswith(world.server.url("/lines.txt"))
    assert world.archive() == {}
    assert read_register(world.home) == []


@pytest.mark.parametrize("size", [5000, len(BODY)])
def test_more_than_the_stated_length_is_never_a_file(world: World, size: int) -> None:
    def liar(request: Request) -> None:
        request.send(200, BODY[:size], {**ONE.marks, "Content-Length": str(size - 10)})

    acts(world, liar)
    with pytest.raises(FetchError, match=rf"stated {size - 10:,} bytes and sent {size:,} or more"):
        world.fetch()
    assert world.archive() == {}


def test_heads_in_advance_are_not_counted(world: World) -> None:
    def early(request: Request) -> None:
        request.connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n")
        ONE.honest(request)

    acts(world, early)
    world.fetch()
    assert len(world.server.asked) == 1
    assert world.archive() == {"lines.txt": [BODY]}


def test_pieces_of_unstated_length_are_whole_or_nothing(world: World) -> None:
    def pieces(end: bytes) -> Act:
        def act(request: Request) -> None:
            request.send(200, b"4\r\n1\n2\n\r\n" + end, {"Content-Length": "", "Transfer-Encoding": "chunked"})

        return act

    acts(world, pieces(b"2\r\n3"), pieces(b"2\r\n3\n\r\n0\r\n\r\n"))
    world.fetch()
    assert len(world.server.asked) == 2
    assert world.archive() == {"lines.txt": [b"1\n2\n3\n"]}


def test_a_length_that_nobody_states_is_said(world: World) -> None:
    acts(world, lambda request: request.send(200, BODY, {"Content-Length": ""}))
    assert "the server stated no length" in world.fetch().text
    newest = read_register(world.home)[0].newest
    assert newest is not None
    assert not newest.length_stated


def test_errors_that_pass_are_waited_out_in_doubling_steps(world: World) -> None:
    acts(world, *[failing(500)] * 5, ONE.honest)
    world.fetch()
    # The schedule has no chance in it: 1, 2, 4, 8, 16 seconds.
    assert world.clock.slept == [1, 2, 4, 8, 16]
    assert world.archive() == {"lines.txt": [BODY]}


@pytest.mark.parametrize("said", ["7", "Fri, 01 Mar 2024 00:00:07 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured(world: World, status: int, said: str) -> None:
    acts(world, failing(status, {"Retry-After": said}), ONE.honest)
    world.fetch()
    assert world.clock.slept == [7]


def test_a_long_retry_after_is_told_to_the_person(world: World) -> None:
    acts(world, ONE.cut(5000), failing(429, {"Retry-After": "3600"}))
    with pytest.raises(FetchError, match=r"429.*asks to wait 3,600 seconds.*5,000 bytes are kept"):
        world.fetch()
    assert world.clock.slept == [1]
    acts(world, ONE.honest)
    assert "resumed from byte 5,000" in world.fetch().text


@pytest.mark.parametrize("status", [401, 403, 404, 410, 501])
def test_errors_that_stay_are_not_asked_again(world: World, status: int) -> None:
    acts(world, failing(status))
    with pytest.raises(FetchError, match=f"the server answered {status}"):
        world.fetch()
    assert len(world.server.asked) == 1


def test_a_server_that_breaks_off_at_one_place_is_given_up(world: World) -> None:
    acts(world, ONE.cut(5000))
    with pytest.raises(FetchError, match="given up after 6 attempts"):
        world.fetch()
    # One attempt that got somewhere and five that got no further.
    assert len(world.server.asked) == 6


def test_a_refused_connection_is_a_line(world: World) -> None:
    world.source('name = "lines"\nurl = "http://127.0.0.1:9/lines.txt"')
    with pytest.raises(FetchError, match=r"http://127.0.0.1:9/lines.txt: the connection failed .*given up after 6"):
        world.fetch()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_goes_wrong_the_file_is_one_version_whole(world: World, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - an order, no secret
    turns: list[object] = []
    for _ in range(5):
        stored, at = chance.choice([ONE, TWO]), chance.randrange(len(BODY))
        turns.append(chance.choice([stored.cut(at), stored.reset(at), failing(503), resting(stored, at)]))
    acts(world, *turns, chance.choice([ONE, TWO]).honest)
    world.fetch()
    assert world.archive()["lines.txt"] in ([BODY], [TWO.body])


def resting(stored: Stored, at: int) -> Act:
    """Gives a rest that breaks off again, with the marks of its own version; else breaks off from the start."""

    def act(request: Request) -> None:
        start = int(request.headers.get("range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        if not start or start >= len(stored.body):
            stored.cut(at)(request)
            return
        size = len(stored.body)
        span = {"Content-Range": f"bytes {start}-{size - 1}/{size}", "Content-Length": str(size - start)}
        request.send(206, stored.body[start : start + at], {**stored.marks, **span})

    return act


def test_a_web_page_is_not_the_file(world: World) -> None:
    acts(world, lambda request: request.send(200, b"<p>1", {"Content-Type": "text/html; charset=utf-8"}))
    with pytest.raises(FetchError, match="a web page instead of the file"):
        world.fetch()


def test_an_encoding_nobody_asked_for_is_refused(world: World) -> None:
    acts(world, lambda request: request.send(200, BODY, {"Content-Encoding": "br"}))
    with pytest.raises(FetchError, match="encoded as 'br'"):
        world.fetch()


def test_what_came_of_another_version_makes_room_for_the_new_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    acts(world, ONE.cut(60_000), TWO.honest)
    with pytest.raises(FetchError, match="60,000 bytes are kept"):
        world.fetch(attempts=1)
    # Less than the new version has, but not once the 60,000 bytes of the old one are gone.
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=len(TWO.body) - 1))
    world.fetch()
    assert world.archive() == {"lines.txt": [TWO.body]}


def test_a_file_too_large_is_refused_before_it_comes(world: World) -> None:
    acts(world, ONE.honest)
    with pytest.raises(FetchError, match="is larger than 1,000 bytes"):
        world.fetch(largest_bytes=1000)
    acts(world, lambda request: request.send(200, BODY, {"Content-Length": ""}))
    with pytest.raises(FetchError, match="is larger than 1,000 bytes"):
        world.fetch(largest_bytes=1000)


def test_hosts_are_asked_at_a_polite_rate(world: World) -> None:
    files = ["a", "b", "c"]
    world.source(*(f'name = "{name}"\nurl = "SERVER/{name}.txt"' for name in files))
    for name in files:
        world.server.acts[f"/{name}.txt"] = [Stored(f"{ord(name)}\n".encode()).honest]
    world.fetch(host_interval=2.5)
    assert world.clock.slept == [2.5, 2.5]
    assert sorted(world.archive()) == ["a.txt", "b.txt", "c.txt"]


def test_files_before_the_one_that_fails_stay(world: World) -> None:
    world.source(*(f'name = "{name}"\nurl = "SERVER/{name}.txt"' for name in ("a", "b")))
    world.server.acts["/a.txt"] = [Stored(b"1\n").honest]
    with pytest.raises(FetchError, match="404"):
        world.fetch()
    assert sorted(world.archive()) == ["a.txt"]
    world.server.acts["/b.txt"] = [Stored(b"2\n").honest]
    assert [file.outcome for file in world.fetch().files] == ["unchanged", "new"]


def test_a_file_that_its_reader_refuses_is_not_added(world: World) -> None:
    acts(world, Stored(b"\0\n").honest)
    with pytest.raises(InputError, match="NUL"):
        world.fetch()
    assert world.archive() == {}
    assert read_register(world.home) == []
    acts(world, ONE.honest)
    world.fetch()
    assert world.archive() == {"lines.txt": [BODY]}


def test_what_was_whole_before_a_kill_is_not_sent_again(world: World) -> None:
    """Reader refuses, bytes stay: the next run asks only whether they are still the newest."""
    stored = Stored(b"1\n\0")
    acts(world, stored.honest)
    for _ in range(2):
        with pytest.raises(HeadwaterError):
            world.fetch()
    assert world.server.asked[1].headers["if-none-match"] == stored.etag
    assert world.ranges == ["", ""]


def test_two_fetches_of_one_case_do_not_meet(world: World) -> None:
    acts(world, ONE.honest)
    with held(world.home), pytest.raises(SourceError, match="another fetch of this case is running"):
        world.fetch()
    assert world.server.asked == []


def test_a_damaged_state_costs_a_new_start(world: World) -> None:
    acts(world, ONE.cut(5000), failing(404))
    with pytest.raises(FetchError):
        world.fetch()
    state = next((world.home / "fetched" / "partial").glob("*.json"))
    state.write_text("{", "utf-8")
    acts(world, ONE.honest)
    assert world.fetch().files[0].resumed_from == 0
    assert world.archive() == {"lines.txt": [BODY]}


_CHILD = """
import sys
from pathlib import Path
from headwater.sources._reading.fetching.download import Download, Wanted
from headwater.sources._reading.fetching.manner import Manner, Pace
from headwater.sources._reading.fetching.partial import Partial
from headwater.sources._reading.fetching.register import entry_key, folder_of
from headwater.sources._reading.fetching.wire import Wire, connected

home, url = Path(sys.argv[1]), sys.argv[2]
manner = Manner(allow_loopback_http=True, sync_bytes=20_000)
partial = Partial(folder_of(home) / "partial", entry_key("fetched_here", url), url)
with connected(manner) as client:
    Download(Wanted(url), partial, manner, lambda done, total: None).run(Wire(manner, Pace(manner), (), client))
"""


def test_a_kill_leaves_bytes_that_the_next_run_builds_on(world: World) -> None:
    is_over = threading.Event()
    acts(world, ONE.stalled(60_000, is_over), ONE.honest)
    arguments = [sys.executable, "-c", _CHILD, str(world.home), world.server.url("/lines.txt")]
    environment = {name: text for name, text in os.environ.items() if "proxy" not in name.lower()}
    child = subprocess.Popen(arguments, env={**environment, "PYTHONPATH": "src"}, cwd=Path(__file__).parents[3])
    partial = world.home / "fetched" / "partial"
    end = time.monotonic() + 5
    while time.monotonic() < end and not _safe_bytes(partial):
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait(5)
    is_over.set()
    safe = _safe_bytes(partial)
    assert 0 < safe <= 60_000
    with next(partial.glob("*.part")).open("ab") as out:
        out.write(b"bytes that were written but never made safe")
    assert f"resumed from byte {safe:,}" in world.fetch().text
    assert world.ranges[-1] == f"bytes={safe}-"
    assert world.archive() == {"lines.txt": [BODY]}


def _safe_bytes(partial: Path) -> int:
    states = list(partial.glob("U*.json")) if partial.is_dir() else []
    return int(json.loads(states[0].read_bytes())["safe_bytes"]) if states else 0
