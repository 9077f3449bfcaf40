"""One way in which the most can have arrived from a donor set at a target: the flow picture of a page, and its rows."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from headwater.publish import addresses
from headwater.publish.apart import target_name, told_apart
from headwater.publish.citing import Citations, sql_text
from headwater.publish.evidence import lines_of
from headwater.publish.pictures.drawing import Picture
from headwater.publish.pictures.flow import Flow, FlowBand, FlowPayment
from headwater.publish.pictures.sankey import svg_of, title_of, words_of
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import source_line, target_words

WIDE, NARROW, FILE = 1080, 356, 1200
COLUMNS = {
    "tail": "From",
    "head": "To",
    "first_date": "First day",
    "last_date": "Last day",
    "payment_count": "Payments",
    "cents": "Dollars",
    "low_cents": "Must be the donor set’s",
    "possible_cents": "Can be",
}
_HEIGHT = re.compile(r' height="(\d+)"')


def keys(db: SiteDb) -> Iterator[str]:
    """One for each donor set, target and class that money can have reached, the three ids with line ends between."""
    if db.has("trace_bands", "trace_steps", "payments"):
        sql = "SELECT DISTINCT donor_set, target_entity_id, target_class FROM trace_bands ORDER BY 1, 2, 3"
        for row in db.rows(sql):
            yield "\n".join(row.values())


def way(db: SiteDb, cites: Citations, key: str) -> Picture:
    """The picture of one donor set, target and class, whose rows are numbers with a note of `cites`."""
    donor_set, target, target_class = key.split("\n")
    page = addresses.trace(donor_set, target)
    rows = bands(cites, key)
    flow = _flow(db, key, rows)
    said = target_words(target_class, is_option=target in db.options)
    inside, height = drawn_twice(flow, target_class, said, f"#{row_anchor(target_class)}")
    of_target = db.value("SELECT name FROM entities WHERE entity_id = ?", (target,)) or flow.targets[0]
    named = replace(flow, targets=(target_name(db, target, of_target),))
    return Picture(
        title=f"{title_of(named)}: {said}",
        alt=words_of(flow),
        height=height,
        marks="",
        columns=COLUMNS,
        rows=rows,
        page=page,
        address=addresses.picture("way", page.removesuffix(".html") + f"-{target_class}.html"),
        inside=inside,
        whole=svg_of(named, FILE, "way", source=source_line(db.case)),
    )


def drawn_twice(flow: Flow, name: str, said: str, anchor: str = "") -> tuple[str, int]:
    """The picture for a page, of which a wide one is shown or a narrow one, and the wide one's height.

    Args:
        flow: what is drawn.
        name: ends every id in it.
        said: what it is of; our own words.
        anchor: see `sankey.svg_of`.
    """
    drawn = {
        size: svg_of(flow, width, f"{size}-{name}", anchor, is_headed=False)
        for size, width in (("wide", WIDE), ("narrow", NARROW))
    }
    region = 'role="region" tabindex="0"'
    inside = "".join(
        f'<div class="scroll flow-{size}" {region} aria-label="{label}: {said}">\n{drawn[size]}</div>\n'
        for size, label in (("wide", "Picture"), ("narrow", "Picture, narrow"))
    )
    return inside, int(found[1]) if (found := _HEIGHT.search(drawn["wide"])) else 0


def row_anchor(target_class: str) -> str:
    """What the ids of a table's rows begin with, each a band's."""
    return f"band-{target_class}-"


def of_key(key: str, alias: str = "") -> str:
    """Selects one donor set, target and class; ``alias`` is the table's, with a point."""
    parts = zip(("donor_set", "target_entity_id", "target_class"), key.split("\n"), strict=True)
    return " AND ".join(f"{alias}{name} = {sql_text(value)}" for name, value in parts)


def lines_on(key: str) -> str:
    """Lists the lines of all payments on the listed paths."""
    return lines_of(f"payment_id IN (SELECT payment_id FROM trace_steps WHERE {of_key(key)})")


def bands(cites: Citations, key: str) -> list[dict[str, Any]]:
    """The bands of a picture, in their order; each with its ``payments`` on the listed paths."""
    found = cites.table(
        "SELECT b.band, nullif(b.tail_entity_id, '') AS tail_entity_id, coalesce(t.name, b.tail) AS tail, "
        "b.tail AS tail_label, b.tail_place, nullif(b.head_entity_id, '') AS head_entity_id, "
        "coalesce(h.name, b.head) AS head, b.head AS head_label, b.head_place, b.first_date, b.last_date, "
        "b.payment_count, b.cents, b.low_cents, b.cents - b.low_cents AS possible_cents "
        f"FROM (SELECT * FROM trace_bands WHERE {of_key(key)}) b "
        "LEFT JOIN entities t ON t.entity_id = b.tail_entity_id "
        "LEFT JOIN entities h ON h.entity_id = b.head_entity_id ORDER BY b.band",
        {"payment_count": "count", "cents": "cents", "low_cents": "cents", "possible_cents": "cents"},
        "Payments between the same two along one way in which the most can have arrived; of their cents what must be "
        "the donor set’s in these payments taken together, under every accounting, and what else can be.",
        lines_on(key),
    )
    paid = cites.table(
        "SELECT s.band, s.payment_id, p.date_from, p.date_to, p.url, sum(s.cents) AS cents FROM trace_steps s "
        f"JOIN payments p ON p.payment_id = s.payment_id WHERE {of_key(key, 's.')} AND s.band > 0 "
        "GROUP BY s.band, s.payment_id, p.date_from, p.date_to, p.url ORDER BY s.band, p.date_from, s.payment_id",
        {"cents": "cents"},
        "The part of each payment that goes along this way.",
        lines_on(key),
    )
    by_band: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in paid:
        by_band[row["band"]].append(row)
    apart = told_apart(cites.db)
    for row in found:
        row["payments"] = by_band[row["band"]]
        for end in ("tail", "head"):
            words = apart.get(row[f"{end}_entity_id"] or "")
            # a trace tells two of one name apart by their ids
            if words and row[f"{end}_label"] != row[end]:
                row[f"{end}_label"] = f"{row[end]}, {words}"
    return found


def _flow(db: SiteDb, key: str, rows: list[dict[str, Any]]) -> Flow:
    donor_set, target, _ = key.split("\n")
    row = db.rows(f"SELECT target_total_cents, low_cents, high_cents FROM traces WHERE {of_key(key)}")[0]
    name = next((one["head_label"] for one in rows if one["head_entity_id"] == target), target)
    given = db.value("SELECT name FROM site_donor_sets WHERE donor_set = ?", (donor_set,)) or donor_set
    total, low, high = row["target_total_cents"], row["low_cents"], row["high_cents"]
    return Flow((given,), (name,), total, low, high, tuple(_band(one) for one in rows))


def _band(row: dict[str, Any]) -> FlowBand:
    paid = tuple(
        FlowPayment(one["payment_id"], one["cents"].value, one["date_from"], one["date_to"], one["url"])
        for one in row["payments"]
    )
    return FlowBand(
        tail=(row["tail_label"], row["tail_place"]),
        head=(row["head_label"], row["head_place"]),
        cents=row["cents"].value,
        low_cents=row["low_cents"].value,
        payments=paid,
        further=row["payment_count"].value - len(paid),
        days=(row["first_date"], row["last_date"]),
    )
