"""The public views: stable names over the tables, with people below the case's threshold never named.

Claims, `headwater query` and the exports read these and nothing else. A view exists where all its tables do.
"""

from dataclasses import dataclass

from ibis.backends.duckdb import Backend

from headwater.base.plain_views import AS_THEY_STAND
from headwater.base.unnamed import UNNAMED
from headwater.base.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class View:
    """One public view: its name, the tables it reads, what a row is, and its SQL."""

    name: str
    reads: tuple[str, ...]
    row: str
    sql: str


def _who(role: str) -> str:
    """Columns that name the party in one role, or say that it may not be named."""
    return (
        f"CASE WHEN {role}_e.is_named THEN {role}_e.entity_id END AS {role}_entity_id, "
        f"CASE WHEN {role}_e.is_named THEN {role}_e.name WHEN {role}_e.entity_id IS NOT NULL "
        f"THEN '{UNNAMED}' END AS {role}"
    )


def _join(alias: str, role: str) -> str:
    """Joins that lead from a party column of `alias` to the entity in one role."""
    return (
        f" LEFT JOIN private.party_entities {role}_p ON {role}_p.party_id = {alias}.{role}_party_id"
        f" LEFT JOIN private.entities {role}_e ON {role}_e.entity_id = {role}_p.entity_id"
    )


def _named(column: str, alias: str) -> str:
    """Keeps the rows whose entity may be named."""
    return f" JOIN private.entities {alias} ON {alias}.entity_id = {column} AND {alias}.is_named"


def _number(column: str, name: str) -> str:
    """A side of a pair where it is a public number; a key or a party's id is made of a name and its particulars."""
    quoted = ".".join(f'"{part}"' for part in column.split("."))
    return (
        f"CASE WHEN {quoted} LIKE '%:%' AND split_part({quoted}, ':', 1) NOT IN ('name', 'is', 'alone') "
        f"AND NOT split_part({quoted}, ':', 1) LIKE '%$_filing' ESCAPE '$' THEN {quoted} END AS {name}_number"
    )


_WHO = ("entities", "party_entities")

VIEWS = (
    View(
        "payments",
        ("payments", *_WHO),
        "One payment: each physical dollar once.",
        "SELECT y.payment_id, y.date_from, y.date_to, y.cents, y.kind, "
        f"{_who('payer')}, {_who('payee')}, {_who('about')}, y.stance, y.is_sum, y.line_count, "
        "y.returns_kind, y.doubt, y.filing_id, y.source, y.url FROM private.payments y"
        + _join("y", "payer")
        + _join("y", "payee")
        + _join("y", "about"),
    ),
    View(
        "lines",
        ("lines", *_WHO),
        "One line of a filing, with the payment it is evidence of and whether it counts.",
        "SELECT l.line_id, l.source, l.file_name, l.row, l.record_source, l.record_id, l.filing_id, "
        f"{_who('filer')}, l.form, l.schedule, l.report_number, l.period_from, l.period_thru, l.transaction_id, "
        f"l.date_from, l.date_to, l.cents, l.kind, l.side, {_who('payer')}, "
        f"{_who('payee')}, {_who('about')}, l.stance, "
        "CASE WHEN payer_e.is_named AND payee_e.is_named THEN l.description END AS description, "
        "l.publisher, l.url, l.payment_id, l.counts, l.why_not FROM private.lines l"
        + _join("l", "filer")
        + _join("l", "payer")
        + _join("l", "payee")
        + _join("l", "about"),
    ),
    View(
        "filings",
        ("source_filings", *_WHO),
        "One document that a filer submitted.",
        f"SELECT f.filing_id, f.source, f.number, {_who('filer')}, f.form, f.report_number, f.report_date, "
        "f.period_from, f.period_thru, f.schedules, f.url FROM private.source_filings f" + _join("f", "filer"),
    ),
    View(
        "entities",
        ("entities",),
        "One person or organisation that may be named.",
        "SELECT entity_id, name, kind, party_count FROM private.entities WHERE is_named",
    ),
    View(
        "identifiers",
        ("identifiers", "entities"),
        "One identifier of an entity that may be named.",
        "SELECT i.* FROM private.identifiers i JOIN private.entities e USING (entity_id) WHERE e.is_named",
    ),
    View(
        "redirects",
        ("redirects", "entities"),
        "One former id and the entity it leads to, where that may be named and is no person.",
        "SELECT r.old_id, r.entity_id, a.name FROM private.redirects r"
        + _named("r.entity_id", "a")
        + " AND a.kind <> 'person'",
    ),
    View(
        "reconciliation",
        ("reconciliation", *_WHO),
        "One stated total against the ledger; filer_number is equal for the totals of one filer in these records.",
        f"SELECT {_who('whose')}, "
        "dense_rank() OVER (ORDER BY coalesce(whose_p.entity_id, r.whose_party_id)) AS filer_number, "
        "r.* EXCLUDE (party_id, whose_party_id) FROM "
        "(SELECT *, party_id AS whose_party_id FROM private.reconciliation) r" + _join("r", "whose"),
    ),
    View(
        "conservation",
        ("conservation", *_WHO),
        "One account's books.",
        f"SELECT {_who('whose')}, r.* EXCLUDE (party_id, whose_party_id) FROM "
        "(SELECT *, party_id AS whose_party_id FROM private.conservation) r" + _join("r", "whose"),
    ),
    View(
        "coverage",
        ("coverage", *_WHO),
        "What the records hold of one filer, form, schedule and month, or a month that they lack.",
        f"SELECT c.source, {_who('filer')}, c.form, c.schedule, c.year, c.month, c.state, c.line_count, c.cents "
        "FROM private.coverage c" + _join("c", "filer"),
    ),
    View(
        "rejected",
        ("rejected",),
        "One row that could not be read; its text stays in the archived file.",
        "SELECT source, file_name, row, field, reason FROM private.rejected",
    ),
    View(
        "linking_levels",
        ("linking_levels", "entities"),
        "One donor set tied to one entity or candidate at one level of a linking rule.",
        "SELECT k.link_id, k.rule, k.version, k.level, k.thresholds, k.donor_set, k.subject, "
        f"{_who('whose')}, k.target_class, k.arm, {_who('via')}, "
        "k.cents, k.low_cents, k.high_cents, k.is_above_high FROM private.linking_levels k "
        "LEFT JOIN private.entities whose_e ON whose_e.entity_id = k.entity_id "
        "LEFT JOIN private.entities via_e ON via_e.entity_id = k.via_entity_id",
    ),
    View(
        "linking_overlaps",
        ("linking_overlaps", "entities"),
        "One target whose dollars a level of a linking rule counts for two donor sets or more.",
        f"SELECT k.rule, k.version, k.level, {_who('whose')}, k.target_class, k.set_count, "
        "k.donor_sets, k.sum_cents, k.once_cents, k.shared_cents FROM private.linking_overlaps k "
        "LEFT JOIN private.entities whose_e ON whose_e.entity_id = k.entity_id",
    ),
    View(
        "entity_explanations",
        ("entity_explanations", "entities"),
        "One link that makes an entity one, or a near miss that was kept apart; both may be named.",
        f"SELECT x.entity_id, {_number('x.left', 'left')}, {_number('x.right', 'right')}, x.left_name, x.right_name, "
        "x.other_entity_id, x.is_joined, x.why, x.weight, x.probability, x.author, x.judged_date, x.reason, x.evidence "
        "FROM private.entity_explanations x" + _named("x.entity_id", "a") + _named("x.other_entity_id", "b"),
    ),
    View(
        "review_offers",
        ("review_offers", "entities"),
        "One pair that a person may judge, both of whom may be named; what was compared stays in the terminal.",
        f"SELECT {_number('o.left', 'left')}, {_number('o.right', 'right')}, o.left_entity_id, o.left_name, "
        "o.right_entity_id, o.right_name, o.origin, o.is_joined, o.probability, o.money_cents, o.expected_cents, "
        "CASE o.origin WHEN 'name' THEN 'one exact name in two states' ELSE o.reason END AS reason "
        "FROM private.review_offers o" + _named("o.left_entity_id", "a") + _named("o.right_entity_id", "b"),
    ),
    View(
        "merges",
        ("merges", "entities"),
        "One pair that made two clusters of an entity that may be named one, with the money on either side.",
        f"SELECT m.entity_id, a.name, {_number('m.left_key', 'left')}, {_number('m.right_key', 'right')}, m.why, "
        "m.weight, m.probability, m.left_cents, m.right_cents FROM private.merges m" + _named("m.entity_id", "a"),
    ),
    View(
        "merge_effects",
        ("merge_effects", "review_offers", "entities"),
        "One figure that moves with the other answer to one offer; sides that may not be named are said to be so.",
        f"SELECT {_who('left')}, {_who('right')}, o.is_joined, x.donor_set, x.target_entity_id, x.target_class, "
        "x.figure, x.now_cents, x.other_cents, x.moved_cents FROM private.merge_effects x "
        'JOIN private.review_offers o ON o."left" = x."left" AND o."right" = x."right" '
        "LEFT JOIN private.entities left_e ON left_e.entity_id = o.left_entity_id "
        "LEFT JOIN private.entities right_e ON right_e.entity_id = o.right_entity_id",
    ),
    View(
        "families",
        ("families", "entities"),
        "One committee of a family: like names and evidence besides the name.",
        "SELECT f.family_id, f.entity_id, a.name, f.stem FROM private.families f" + _named("f.entity_id", "a"),
    ),
    View(
        "family_evidence",
        ("family_evidence", "entities"),
        "One thing that two committees of a family share; of a treasurer or address only that it is one.",
        "SELECT f.family_id, f.left_entity_id, a.name AS left_name, f.right_entity_id, b.name AS right_name, f.field, "
        f"{_who('donor')}, f.amount_cents, f.days_apart FROM private.family_evidence f"
        + _named("f.left_entity_id", "a")
        + _named("f.right_entity_id", "b")
        + " LEFT JOIN private.entities donor_e ON donor_e.entity_id = f.donor_entity_id",
    ),
    View(
        "committee_lives",
        ("committee_lives", "entities"),
        "One committee's days and sums in these records.",
        "SELECT l.entity_id, a.name, l.* EXCLUDE (entity_id) FROM private.committee_lives l"
        + _named("l.entity_id", "a"),
    ),
    *(View(name, (name,), row, f"SELECT * FROM private.{name}") for name, row in AS_THEY_STAND.items()),
)


def open_public(warehouse: Warehouse, threads: int = 0, most_mb: int = 0) -> Backend:
    """A connection whose plain names are the public views; the tables stand in the schema ``private``.

    Nothing outside the warehouse's folder can be read and nothing can be written through it.

    Args:
        warehouse: the tables.
        threads: threads that the database may use.
        most_mb: memory that it may use, and as much again on disk; 0: what the settings allow.
    """
    connection = warehouse.connect(threads, schema="private")
    have = set(warehouse.manifest.tables)
    for view in VIEWS:
        if set(view.reads) <= have:
            connection.raw_sql(f'CREATE VIEW main."{view.name}" AS {view.sql}')
    folder = str(warehouse.folder.resolve()).replace("'", "''")
    connection.raw_sql(f"SET allowed_directories = ['{folder}']")
    if most_mb:
        connection.raw_sql(f"SET memory_limit = '{most_mb}MB'")
        connection.raw_sql(f"SET max_temp_directory_size = '{most_mb}MB'")
    connection.raw_sql("SET enable_external_access = false")
    connection.raw_sql("SET lock_configuration = true")
    return connection
