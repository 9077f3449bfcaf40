"""Plants claims in a case's folder and a small warehouse for their queries; all names and numbers are invented."""

from datetime import date
from pathlib import Path

from ibis.backends.duckdb import Backend

from headwater.base.views import open_public
from headwater.base.warehouse import Warehouse
from headwater.claims.deciding import decide
from headwater.claims.reading import read_claim
from headwater.claims.tables import Verdict
from headwater.outcomes.tables import TERMS, TICKET_TOPS, Term, TicketTop

TOP = """
id = "{id}"
statement = "An invented statement."
speaker = "An invented speaker"
publication = "An invented paper, 2 January 2020"
article = "{article}"
lines = "3, 7-9"
kind = "share"
unit = "percent"
definition = "Votes for it over members present."
needs = "The minutes."
"""
ARTICLE = "ab" * 32
STATED = '\n[stated]\ncomparison = ">"\nvalue = 50\n'
FACTS = (
    '\n[facts.ayes]\nvalue = 12\nunit = "votes"\nline = 7\n\n[facts.present]\nvalue = 25\nunit = "members"\nline = 9\n'
)


def text_of(
    query: str = "SELECT 100 * ayes / present AS value FROM facts", claim_id: str = "X1", rest: str = ""
) -> str:
    """The text of a claim: more than 50 percent, of 12 in 25, unless `rest` says otherwise."""
    top = TOP.format(id=claim_id, article=ARTICLE)
    return f'{top}query = """{query}"""\n{rest or STATED + FACTS}'


def planted(folder: Path, text: str, name: str = "X1.toml") -> Path:
    """Writes one claim into a case's folder."""
    path = folder / "claims" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def records(home: Path) -> Backend:
    """The public views over a warehouse with one term and one county's presidential count."""
    warehouse = Warehouse(home)
    warehouse.folder.mkdir(parents=True)
    division = "ocd-division/country:us/state:zz/county:planted"
    term = Term(
        "T1", division, "Planted County, ZZ", "district attorney", "Ada Example", date(2019, 1, 1), "elected",
        date(2020, 12, 31), "term_end", "An invented county", "", "roster.csv", 2,
    )  # fmt: skip
    top = TicketTop(division, 2020, 600, 300, 1000, "contest_csv", "contests.csv", 2)
    tables = {"terms": TERMS.of_rows([term]), "ticket_tops": TICKET_TOPS.of_rows([top])}
    warehouse.commit("planted", "key", tables)
    return open_public(warehouse, threads=1)


def verdict_of(folder: Path, text: str) -> Verdict:
    """The verdict on one claim over the planted records."""
    claim = read_claim(planted(folder, text))
    connection = records(folder / "home")
    try:
        return decide(claim, connection)
    finally:
        connection.disconnect()
