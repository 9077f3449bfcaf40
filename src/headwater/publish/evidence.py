"""The SQL that pages cite, in pieces: what is selected, how it is summed, and what lists the lines behind it."""

from headwater.publish.behind import behind
from headwater.publish.citing import sql_list, sql_text

SUM = "coalesce(sum(cents), 0)"
NET = "coalesce(sum(CASE WHEN kind = 'return' THEN -cents ELSE cents END), 0)"
GIFTS = "count(CASE WHEN kind <> 'return' THEN 1 END)"
WINDOW_WORDS = (
    "whose last possible day lies in the two years from July 1 of the year before the election, minus what came back"
)
WINDOW = (
    "12 * CAST(substr(CAST(p.date_to AS VARCHAR), 1, 4) AS INTEGER) + CAST(substr(CAST(p.date_to AS VARCHAR), 6, 2) "
    "AS INTEGER) BETWEEN 12 * c.year - 5 AND 12 * c.year + 18"
)
"""Whether a payment `p` belongs to the election of a contest `c` with its `year`."""
OWN_COMMITTEE = "(';' || replace(d.committees, ' ', '') || ';') LIKE ('%;' || i.scheme || ':' || i.identifier || ';%')"
"""Whether an identifier `i` is of a committee that a candidacy `d` names."""
YEAR = "CAST(substr(CAST(date_from AS VARCHAR), 1, 4) AS INTEGER)"


def lines_of(where: str) -> str:
    """Lists the lines that are evidence of the payments a condition selects."""
    return behind(where)


def gifts_to(entities: list[str]) -> str:
    """Selects money and in-kind gifts to any of some entities, and what they returned."""
    ids = sql_list(entities)
    return (
        f"(kind IN ('monetary', 'in_kind') AND payee_entity_id IN {ids} "
        f"OR kind = 'return' AND about_entity_id IS NULL AND payer_entity_id IN {ids})"
    )


def window_of(year: int) -> tuple[str, str]:
    """The first and the last of the days that belong to an election's year."""
    return f"{year - 1}-07-01", f"{year + 1}-06-30"


def in_window(year: int) -> str:
    """Selects payments whose last possible day lies in the two years that belong to an election's year."""
    first, last = window_of(year)
    return f"date_to BETWEEN '{first}' AND '{last}'"


def spending_about(entities: list[str], year: int) -> str:
    """Selects independent expenditures about any of some candidates around one election, and what came back.

    They are those whose last possible day lies in the two years from July 1 of the year before the election: reports
    that close a campaign reach into the next year, and where only a report's range is known its last day is that.
    """
    ids = sql_list(entities)
    return f"kind IN ('independent_expenditure', 'return') AND about_entity_id IN {ids} AND {in_window(year)}"


def by_giver(where: str, limit: int) -> str:
    """Sums gifts by who gave them, the largest first; people below the threshold are one row without an id."""
    return (
        "SELECT CASE WHEN kind = 'return' THEN payee_entity_id ELSE payer_entity_id END AS giver_id, "
        "CASE WHEN kind = 'return' THEN payee ELSE payer END AS giver, "
        f"{GIFTS} AS gifts, {NET} AS total_cents FROM payments WHERE {where} "
        f"GROUP BY 1, 2 ORDER BY total_cents DESC, giver NULLS LAST, giver_id NULLS LAST LIMIT {limit}"
    )


def by_spender(where: str) -> str:
    """Sums independent expenditures by spender, candidate and stance, each with its share of them all."""
    return (
        "SELECT CASE WHEN kind = 'return' THEN payee_entity_id ELSE payer_entity_id END AS spender_id, "
        "CASE WHEN kind = 'return' THEN payee ELSE payer END AS spender, "
        f"about_entity_id, about, stance, {GIFTS} AS payments, {NET} AS total_cents, "
        f"CAST({NET} AS DOUBLE) / nullif((SELECT {NET} FROM payments WHERE {where}), 0) AS share "
        f"FROM payments WHERE {where} GROUP BY 1, 2, 3, 4, 5 "
        "ORDER BY total_cents DESC, spender NULLS LAST, spender_id NULLS LAST, about_entity_id, stance"
    )


def results_of(contest_id: str) -> str:
    """Lists the published rows of a contest's count."""
    return (
        "SELECT publisher, source, as_of, file_name, row, url FROM results "
        f"WHERE contest_id = {sql_text(contest_id)} ORDER BY publisher, file_name, row"
    )


def files_of(source: str = "") -> str:
    """Lists the raw files of one source, or of all."""
    where = f"WHERE source = {sql_text(source)} " if source else ""
    return f"SELECT source, file_name, file_sha256 FROM source_files {where}ORDER BY source, file_name, file_sha256"
