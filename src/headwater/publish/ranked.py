"""Entities by their money: the query that a page cites, and the table in which the site's file holds its answer."""

from headwater.publish.site_db import OPTIONS

_COLUMNS = "entity_id, name, kind, in_cents, out_cents"
_RANKED = (
    f"SELECT {_COLUMNS} FROM (SELECT e.entity_id, e.name, e.kind, "
    "(SELECT sum(p.cents) FROM payments p WHERE p.payee_entity_id = e.entity_id) AS in_cents, "
    "(SELECT sum(p.cents) FROM payments p WHERE p.payer_entity_id = e.entity_id) AS out_cents "
    "FROM entities e) m WHERE {where} ORDER BY coalesce(in_cents, 0) + coalesce(out_cents, 0) DESC, name, entity_id"
)
_SIDE = (
    "SELECT {side}_entity_id AS side_id, sum(cents) AS cents, "
    "sum(CASE WHEN evidence_of IS NULL THEN line_count ELSE evidence_lines END) AS line_rows, "
    "max(CASE WHEN evidence_of IS NULL THEN date_to ELSE evidence_last END) AS last FROM payments "
    "LEFT JOIN site_evidence ON evidence_of = payments.rowid WHERE {side}_entity_id IS NOT NULL GROUP BY 1"
)
FILL_MONEY = (
    "INSERT INTO site_money SELECT e.entity_id, e.name, e.kind, i.cents, o.cents, i.line_rows, i.last, o.line_rows, "
    f"o.last FROM entities e LEFT JOIN ({_SIDE.format(side='payee')}) i ON i.side_id = e.entity_id "
    f"LEFT JOIN ({_SIDE.format(side='payer')}) o ON o.side_id = e.entity_id WHERE e.entity_id NOT IN ({OPTIONS}) "
    "ORDER BY coalesce(i.cents, 0) + coalesce(o.cents, 0) DESC, e.name, e.entity_id"
)
"""Puts every entity, the largest sums first, into ``site_money``, with how many lines are behind either sum; a recall's
options are ballot words and nobody."""


def ranked(where: str, limit: int, offset: int) -> str:
    """A slice of the entities that a condition selects, the largest sums of payments first."""
    return f"{_RANKED.format(where=where)} LIMIT {limit} OFFSET {offset}"


def ranked_here(limit: int, offset: int) -> str:
    """The same slice of all entities but a recall's options, as the site's own file holds it."""
    return f"SELECT {_COLUMNS} FROM site_money WHERE rowid > {offset} AND rowid <= {offset + limit} ORDER BY rowid"
