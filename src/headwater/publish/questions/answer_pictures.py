"""The pictures of one reader's trace: the bar with its rules, and one way; on the page and as files."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from headwater.publish import addresses
from headwater.publish.apart import target_name
from headwater.publish.citing import Citations, Number
from headwater.publish.pictures.drawing import Picture
from headwater.publish.pictures.listed import ENDINGS, file_of
from headwater.publish.pictures.reach import COLUMNS, marks_of, rows_of
from headwater.publish.pictures.sankey import svg_of, title_of, words_of
from headwater.publish.pictures.way import COLUMNS as BAND_COLUMNS
from headwater.publish.pictures.way import FILE, drawn_twice
from headwater.publish.questions.question import Question, Traced
from headwater.publish.showing import bounded
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import source_line, target_words

BAR, WAY = "bar", "way"
FILE_ENDINGS = {ending: media_type for ending, media_type in ENDINGS.items() if ending != ".html"}
"""What each picture is answered as; a frame would trace again at each sight, so there is none."""
MEASURES = ("target_total_cents", "low_cents", "high_cents")
_PATH = "paths."


def amounts_of(traced: Traced, paths: int) -> dict[str, int]:
    """Every amount of the answer by name, with those of the first paths and what goes along the others."""
    numbers = traced.numbers
    found = {name: numbers[name] for name in (*MEASURES, "direct_cents")}
    found |= {f"rules.{rule}": cents for rule, cents in numbers["rules"].items()}
    found |= {f"{_PATH}{at}": path["cents"] for at, path in enumerate(numbers["paths"][:paths])}
    return found | {"unlisted": sum(path["cents"] for path in numbers["paths"][paths:])}


def row_of(db: SiteDb, question: Question, traced: Traced, cents: Mapping[str, Number]) -> dict[str, Any]:
    """The one row of the bar: the measures and each rule, under words that fit a narrow picture."""
    words = [target_words(one, is_option=traced.target[0] in db.options) for one in question.classes]
    said = words[0] if len(words) == 1 else "payments that count"
    named = {"direct": cents["direct_cents"], **{rule: cents[f"rules.{rule}"] for rule in traced.numbers["rules"]}}
    low, high = traced.numbers["low_cents"], traced.numbers["high_cents"]
    rules = [
        {"rule": rule, "cents": number, "is_possible": low <= (number.value or 0) <= high}
        for rule, number in named.items()
    ]
    return {name: cents[name] for name in MEASURES} | {"target_words": said, "rules": rules}


def bar(db: SiteDb, traced: Traced, row: dict[str, Any]) -> Picture:
    """The bounds with every rule in them."""
    marks, height = marks_of([row])
    rows = list(rows_of([row]))
    said = "; ".join(f"{one['measure']} {one['cents'].text}" for one in rows)
    donors = bounded(", ".join(name for _, name in traced.donors), 80)
    return Picture(
        title=f"What can have reached {bounded(target_name(db, *traced.target), 120)} from {donors}",
        alt=f"A bar with the least, the most and each rule marked. {said}.",
        height=height,
        marks=marks,
        columns=COLUMNS,
        rows=rows,
        page=addresses.TRACES,
        address=f"traces/{BAR}",
    )


def way(db: SiteDb, traced: Traced) -> Picture | None:
    """One way in which the most can have arrived; none where its bands are too many to draw."""
    if not traced.flow.bands:
        return None
    flow, named = traced.flow, replace(traced.flow, targets=(target_name(db, *traced.target),))
    inside, height = drawn_twice(flow, "asked", "one way")
    rows = [
        {
            "tail": band.tail[0],
            "head": band.head[0],
            "first_date": band.first_day,
            "last_date": band.last_day,
            "payment_count": band.count,
            "cents": band.cents,
            "low_cents": band.low_cents,
            "possible_cents": band.cents - band.low_cents,
        }
        for band in flow.bands
    ]
    return Picture(
        title=title_of(named),
        alt=words_of(flow),
        height=height,
        marks="",
        columns=BAND_COLUMNS,
        rows=rows,
        page=addresses.TRACES,
        address=f"traces/{WAY}",
        inside=inside,
        whole=svg_of(named, FILE, WAY, source=source_line(db.case)),
    )


def picture_file(db: SiteDb, question: Question, traced: Traced, which: str, ending: str) -> bytes:
    """One of the pictures as a file; empty where there is none."""
    if which == WAY:
        drawn = way(db, traced)
    else:
        cents = Citations(db).traced(amounts_of(traced, 0), "", "", "")
        drawn = bar(db, traced, row_of(db, question, traced, cents))
    return file_of(db, drawn, ending) if drawn else b""
