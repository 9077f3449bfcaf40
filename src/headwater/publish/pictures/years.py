"""Money in and out of an entity by year: two strips of columns on one scale."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, are_named, sql_text
from headwater.publish.evidence import YEAR, lines_of
from headwater.publish.pictures.drawing import Picture, level, rect, words
from headwater.publish.showing import bounded
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import say

_STRIP = 84
_TOP = 26
_COLUMNS = {"year": "Year", "in_cents": "Received", "out_cents": "Paid"}
_SIDES = (("in_cents", "received"), ("out_cents", "paid"))
_WITH_PAYMENTS = (
    "SELECT entity_id FROM (SELECT payer_entity_id AS entity_id FROM payments UNION SELECT payee_entity_id "
    "FROM payments) WHERE entity_id IS NOT NULL AND {named} ORDER BY entity_id"
)


def keys(db: SiteDb) -> Iterator[str]:
    """Entities with payments."""
    if db.has("payments", "entities"):
        yield from (row["entity_id"] for row in db.rows(_WITH_PAYMENTS.format(named=are_named(db.options))))


def years(db: SiteDb, cites: Citations, entity_id: str) -> Picture | None:
    """The picture, whose rows are numbers with a note of `cites`; None without payments."""
    me = sql_text(entity_id)
    either = f"(payer_entity_id = {me} OR payee_entity_id = {me})"
    if not db.has("payments") or not db.value(f"SELECT 1 FROM payments WHERE {either} LIMIT 1"):
        return None
    rows = cites.table(
        f"SELECT {YEAR} AS year, sum(CASE WHEN payee_entity_id = {me} THEN cents END) AS in_cents, "
        f"sum(CASE WHEN payer_entity_id = {me} THEN cents END) AS out_cents FROM payments WHERE {either} "
        "GROUP BY 1 ORDER BY 1",
        dict.fromkeys(("in_cents", "out_cents"), "cents"),
        "Payments received and made by this entity by calendar year, returns and loans among them; a payment whose "
        "day is only known to lie in a range stands in the year in which the range begins.",
        lines_of(either),
    )
    name = str(db.value("SELECT name FROM entities WHERE entity_id = ?", (entity_id,)))
    first, last = rows[0]["year"], rows[-1]["year"]
    spanned = str(first) if first == last else f"{first} to {last}"
    page = addresses.entity(entity_id)
    return Picture(
        title=f"Money received and paid by year: {bounded(name, 120)}",
        alt=f"Columns by year, {spanned}: received above, paid below, on one scale. The table has the sums.",
        height=_TOP + 2 * _STRIP + 24,
        marks="".join(_marks(rows)),
        columns=_COLUMNS,
        rows=rows,
        page=page,
        address=addresses.picture("years", page),
    )


def _marks(rows: list[dict[str, Any]]) -> Iterator[str]:
    first, span = rows[0]["year"], rows[-1]["year"] - rows[0]["year"] + 1
    top = max((row[side].value for row in rows for side, _ in _SIDES if row[side]), default=0)
    yield words(0, 14, f"the highest column is {say(top, 'cents')} in one year")
    for number, (side, said) in enumerate(_SIDES):
        base = _TOP + _STRIP * (number + 1) - 6
        yield words(0, base - _STRIP + 20, said, "strong")
        yield level(base)
        for row in rows:
            if row[side] and top and row[side].value > 0:
                high = max(1.5, round(54 * row[side].value / top, 1))
                x, width = 100 * (row["year"] - first) / span, min(70 / span, 9)
                yield rect(x, base - high, width, high, "fill")
    step = -(-span // 6)
    for at in range(0, span, step):
        yield words(100 * at / span, _TOP + 2 * _STRIP + 12, str(first + at))
