"""A reader's own trace on the served site: the form, the progress, the answer with its notes and its proof."""

import csv
import json
import re
import shlex
import threading
from collections.abc import Callable, Iterator
from html import escape, unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser

from headwater import answering
from headwater.answering import CaseTracer
from headwater.base.errors import CaseError
from headwater.base.ids import stable_id
from headwater.publish import addresses
from headwater.publish.questions import desk as desks
from headwater.publish.questions import routes
from headwater.publish.questions.answer_page import answer_page
from headwater.publish.questions.desk import FullError, TraceDesk
from headwater.publish.questions.question import MOST_DONORS, Question, Traced, question_of
from headwater.publish.render import render_as
from headwater.publish.server import make_app
from headwater.trace.verify import verify
from tests.publish.api.test_api import get
from tests.publish.conftest import Site
from tests.publish.reading import read
from tests.publish.serving import serving

QUILL = stable_id("E", "Marta Quill")
ASKED = urlencode([("from", "birch fund"), ("to", "Marta Quill"), ("count", "gifts")])
# world.py: of 27,500.50 dollars of gifts and 500 returned, the fund paid 7,500.50 straight and 500 came back to it;
# its 25,000 to the committee can be all of that committee's 15,000, as can the other fund's 40,000: so the least is
# what was paid straight, and the most is that and the 15,000
LEAST, MOST = 7_000_50, 22_000_50


@pytest.fixture(scope="module")
def port(site: Site) -> Iterator[int]:
    with serving(make_app(site.home, CaseTracer(site.home, 1))) as found:
        yield found


def answered(port: int, path: str) -> tuple[int, str]:
    """What comes once the trace is done."""
    status, body = 202, b""
    while status == 202:
        status, _headers, body = get(port, path)
    return status, body.decode()


def test_without_a_question_the_page_is_as_written(site: Site, port: int) -> None:
    for address in ("/traces/", "/traces/index.html", "/traces/index.html?from=&to="):
        assert answered(port, address) == (200, site.text("traces/index.html"))


def test_the_answer_has_the_planted_bounds_and_each_amount_its_note(port: int) -> None:
    status, text = answered(port, f"/traces/?{ASKED}")
    seen = read(text)
    shown = {at.partition(".")[2]: said for _, at, said in seen.numbers}

    assert status == 200
    assert (shown["low_cents"], shown["high_cents"]) == ("$7,000.50", "$22,000.50")
    assert {f"c{note}" for note, _, _ in seen.numbers} <= set(seen.ids)
    assert "https://filings.example.invalid/" in text
    assert not any(re.search(r"\$\s?\d", words) for words in seen.plain)


def test_the_command_of_the_note_gives_the_same_amounts(port: int, site: Site) -> None:
    text = answered(port, f"/traces/?{ASKED}")[1]
    (command,) = {unescape(one) for one in re.findall(r"<code>(headwater trace [^<]* --json)</code>", text)}
    words = shlex.split(command)
    given = dict(zip(words[2::2], words[3::2], strict=False))
    question = Question((given["--from"],), given["--to"], given["--count"])
    again = CaseTracer(site.home, 1)(question, lambda _: None).numbers
    told = json.loads(answered(port, f"/api/trace.json?{ASKED}")[1])

    assert (given["--case"], words[-1]) == ("CASE", "--json")
    assert (again["low_cents"], again["high_cents"]) == (LEAST, MOST)
    assert told == {**again, "command": command, "is_exact": True} | {"paths": told["paths"]}
    assert sum(path["cents"] for path in told["paths"]) == MOST


def test_the_certificate_verifies(port: int, tmp_path: Path) -> None:
    proof = tmp_path / "proof.json"
    proof.write_text(answered(port, f"/traces/certificate.json?{ASKED}")[1])

    assert verify(proof) == (LEAST, MOST)


def test_both_pictures_are_files_that_say_what_the_page_says(port: int) -> None:
    page = answered(port, f"/traces/?{ASKED}")[1]
    for which in ("bar", "way"):
        for ending in (".svg", ".png", ".csv"):
            assert f'href="../traces/{which}{ending}?{escape(ASKED)}"' in page
    bar = list(csv.DictReader(answered(port, f"/traces/bar.csv?{ASKED}")[1].splitlines()))
    way = list(csv.DictReader(answered(port, f"/traces/way.csv?{ASKED}")[1].splitlines()))

    # world.py: 15,000 + 5,000 + 7,500.50 + 25 + 100.00 + 100.01 + 100.02 + 100.03 − 500; the least and most as above
    assert {row["measure"]: int(row["cents"]) for row in bar[:3]} == {
        "all of the target’s payments": 27_425_56,
        "at least": LEAST,
        "at most": MOST,
    }
    # from the fund to the committee and on, and straight: what arrives is the most, what must the least
    into = [row for row in way if row["head"] == "Marta Quill"]
    assert (sum(int(row["cents"]) for row in into), sum(int(row["low_cents"]) for row in into)) == (MOST, LEAST)
    for which in ("bar", "way"):
        assert answered(port, f"/traces/{which}.svg?{ASKED}")[1].startswith("<svg ")
        assert get(port, f"/traces/{which}.png?{ASKED}")[2][:8] == b"\x89PNG\r\n\x1a\n"


def test_without_a_way_there_is_no_picture_of_one(port: int) -> None:
    asked = urlencode([("from", "Marta Quill"), ("to", "Harbor Forward PAC")])
    status, said = answered(port, f"/traces/way.png?{asked}")

    assert status == 404, said


def test_a_way_of_too_many_bands_is_listed_and_not_drawn(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("headwater.answering.MOST_DRAWN", 2)
    question = Question(("Birch Fund",), "Marta Quill", "gifts")
    traced = CaseTracer(site.home, 1)(question, lambda _: None)
    page = render_as(site.db, addresses.TRACES, "traces.html", answer_page(site.db, question, traced)).decode()

    # world.py: from the fund to the committee, from that to the candidate, and straight: three bands
    assert not traced.flow.bands
    assert "more bands than are drawn here" in page
    assert sum(path["cents"] for path in traced.numbers["paths"]) == MOST
    assert "Payments on the path" in page
    assert traced.certificate == b""


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("from=Nobody+Here&to=Marta+Quill", "no entity is named 'Nobody Here'"),
        ("from=Alder+Fund", "name at least one donor (from) and one target (to)"),
        ("from=Harbor+Forward+PAC&to=Harbor+Forward+PAC", "named as donor and as target"),
        ("from=Alder+Fund&to=Marta+Quill&count=votes", "count: not one of"),
        ("from=Zebulon+Plantedsmall&to=Marta+Quill", "no entity is named"),
        ("from=%3Cscript%3E&to=x", "no entity is named"),
        ("form=x", "'form' is none of from, to, count"),
        ("from=Idle+Society&to=Marta+Quill", "paid nothing in these records"),
        ("&".join(f"from=x{at}" for at in range(MOST_DONORS + 1)) + "&to=y", "at most 10 donors"),
    ],
)
def test_what_cannot_be_traced_is_told_in_one_sentence(port: int, asked: str, words: str) -> None:
    for path in (f"/traces/?{asked}", f"/api/trace.json?{asked}"):
        status, text = answered(port, path)

        # 400 for what is no question, 404 for names and payments that are not there
        assert status == (400 if words.startswith(("name at", "count:", "'form'", "at most")) else 404)
        assert words in unescape(text)
        assert "Traceback" not in text
        assert "<script>" not in text or path.startswith("/api/")


def test_the_nearest_names_lead_to_their_own_questions(port: int) -> None:
    text = answered(port, "/traces/?from=Aldr+Fund&to=Marta+Quill")[1]
    instead = next(one for one in read(text).links if "from=Alder+Fund" in one)

    assert answered(port, f"/traces/{instead.partition('traces/index.html')[2]}")[0] == 200


def test_how_far_it_is_is_shown_until_it_is_done(site: Site) -> None:
    may_go_on = threading.Event()
    real = CaseTracer(site.home, 1)

    def slow(question: Question, tell: Callable[[int], None]) -> Traced:
        tell(2)
        may_go_on.wait(30)
        return real(question, tell)

    desk = TraceDesk(slow)
    question = question_of([("from", "Birch Fund"), ("to", QUILL)])
    assert question is not None
    job = desk.ask(question, "edition")

    assert job.within(0.05) is None
    assert job.step == 2
    assert desk.ask(question, "edition") is job
    for at in range(desks.MOST_WAITING - 1):
        desk.ask(Question((f"x{at}",), QUILL, ""), "edition")
    with pytest.raises(FullError, match="try again"):
        desk.ask(Question(("one more",), QUILL, ""), "edition")
    may_go_on.set()
    done = job.within(30)
    assert done is not None
    assert done.numbers["direct_cents"] == 7_000_50


def test_the_form_has_the_payments_read_once_before_anything_is_asked() -> None:
    made: list[str] = []

    class Reading:
        def __call__(self, question: Question, _tell: Callable[[int], None]) -> Traced:
            raise CaseError(f"{question.target} after {len(made)}")

        def make_ready(self) -> None:
            made.append("read")

    desk = TraceDesk(Reading())
    for mark in ("first", "first", "second"):
        desk.make_ready(mark)

    with pytest.raises(CaseError, match="T after 2"):
        desk.ask(Question(("D",), "T", ""), "second").within(30)


class Waited:
    """Says when it is made ready, and answers nothing."""

    def __init__(self) -> None:
        self.read = threading.Event()

    def __call__(self, question: Question, _tell: Callable[[int], None]) -> Traced:
        """No answer."""
        raise CaseError(question.target)

    def make_ready(self) -> None:
        """Takes note."""
        self.read.set()


def test_the_payments_are_read_before_anybody_asks_but_for_very_many(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    early, late = Waited(), Waited()
    with serving(make_app(site.home, early)):
        assert early.read.wait(30)
    monkeypatch.setattr(routes, "MOST_AT_ONCE", 1)
    with serving(make_app(site.home, late)) as port:
        assert get(port, "/index.html")[0] == 200
        assert not late.read.is_set()
        assert get(port, "/traces/")[0] == 200
        assert late.read.wait(30)


def test_a_first_question_of_its_own_changes_no_answer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "ENOUGH", 1)
    ready = CaseTracer(site.home, 1)
    ready.make_ready()
    found = ready(Question(("birch fund",), "Marta Quill", "gifts"), lambda _step: None)

    assert (found.numbers["low_cents"], found.numbers["high_cents"]) == (LEAST, MOST)


def test_an_empty_form_asks_nothing_and_an_unknown_word_is_refused() -> None:
    assert question_of([("from", " "), ("to", "")]) is None
    with pytest.raises(CaseError, match="more than 300"):
        question_of([("to", "x" * 301)])


@pytest.mark.browser
@pytest.mark.parametrize("has_script", [True, False])
def test_a_reader_chooses_donor_and_target_and_walks_to_the_filing(
    browser: Browser, port: int, *, has_script: bool
) -> None:
    context = browser.new_context(java_script_enabled=has_script, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/traces/")
    page.locator("#from-1").press_sequentially("Birch Fu")
    if has_script:
        page.locator("#names option[value='Birch Fund']").wait_for(state="attached")
    page.locator("#from-1").fill("Birch Fund")
    page.locator("#to").fill("Marta Quill")
    page.get_by_role("button", name="Trace").click()
    page.locator("h1", has_text="From Birch Fund to Marta Quill").wait_for(timeout=30_000)
    page.locator("main a.n").first.click()

    assert page.locator(":target code").first.inner_text().startswith("headwater trace --case CASE --from E")
    assert page.locator(":target .lines a[href^='https://filings.example.invalid/']").count()
    assert page.locator("html").evaluate("root => root.scrollWidth <= root.clientWidth")
    context.close()


def test_the_progress_page_asks_again_by_itself(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("headwater.publish.questions.routes.SECONDS", 0.0)
    asked = urlencode([("from", "Birch Fund"), ("from", "Alder Fund"), ("to", "Marta Quill")])
    status, headers, body = get(port, f"/traces/?{asked}")

    if status == 202:  # the answer may have come at once
        assert headers["refresh"] == "1"
        assert "<progress" in body.decode()
    assert answered(port, f"/traces/?{asked}")[0] == 200
