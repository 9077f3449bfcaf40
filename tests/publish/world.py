"""A small invented warehouse: a county, two candidates, four donors, and everything a page can show."""

from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from headwater.base.case import Case, DonorSet, FilePublisher, Gap
from headwater.base.ids import normal_name, stable_id
from headwater.base.stage import Inputs
from headwater.base.table import Table
from headwater.base.warehouse import Warehouse
from headwater.entities.tables import (
    ENTITIES,
    IDENTIFIERS,
    PARTY_ENTITIES,
    REDIRECTS,
    Entity,
    Identifier,
    PartyEntity,
    Redirect,
)
from headwater.ledger.lines import LINES, LedgerLine
from headwater.ledger.payments import PAYMENTS, Payment
from headwater.sources._tables.catalogue import SOURCES, SourceInfo
from headwater.sources._tables.files import FILES, SourceFile
from headwater.sources._tables.filings import FILINGS, Filing
from headwater.sources._tables.parties import PARTIES, Party
from headwater.sources._tables.rejected import REJECTED, Rejected
from headwater.trace import stage as trace
from headwater.trace.tables import TRACE_CERTIFICATES
from tests.publish import world_linking, world_offices, world_tables
from tests.publish.world_tables import DIVISION, FILE

HASH = "0" * 64
SMALL_DONOR, SMALL_ZIP, STREET = "Zebulon Plantedsmall", "98765", "12 Plantedhidden Lane"
FORMER = ("Harbor Forward PAC", SMALL_DONOR)
"""Entities that once had another id."""
SCRIPT = "<script>alert('x')</script> & \"Sons\""
FORMULA = '=HYPERLINK("http://example.invalid","click")'
REVERSED = "Alpha \u202egnirts\u202c Omega"
LONG = "Long" + "name" * 2499
CORRECTIONS = """# Corrections

Newest first.

## 2030-07-02: results

| contest | the file says | the case says |
|---|---|---|
| Example 2030 | <b>Quil</b> | Quill |

- One spelling
  of *one* name.
"""
HOSTILE = (SCRIPT, FORMULA, REVERSED, LONG)


@dataclass
class Book:
    """Rows of every table, as they are written to the warehouse."""

    entities: dict[str, Entity] = field(default_factory=dict)
    identifiers: list[Identifier] = field(default_factory=list)
    parties: dict[str, Party] = field(default_factory=dict)
    joins: list[PartyEntity] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    lines: list[LedgerLine] = field(default_factory=list)

    def entity(self, name: str, kind: str, number: str = "", *, is_named: bool = True) -> str:
        """Adds an entity with one party of its name and returns the party's id."""
        entity_id = stable_id("E", name)
        party_id = stable_id("P", name)
        self.entities[entity_id] = Entity(entity_id, name, kind, is_named, 1)
        zip5 = "" if is_named else SMALL_ZIP
        scheme = "fppc" if number else ""
        self.parties[party_id] = row_of(
            Party,
            party_id=party_id,
            name=name,
            kind=kind,
            scheme=scheme,
            identifier=number,
            place="Example, ZZ",
            zip5=zip5,
            normal_name=normal_name(name),
        )
        self.joins.append(PartyEntity(party_id, entity_id, "identifier" if number else "alone"))
        if number:
            self.identifiers.append(Identifier(entity_id, "fppc", number))
        return party_id

    def pay(
        self,
        day: str,
        cents: int,
        kind: str,
        payer: str,
        payee: str,
        *,
        about: str = "",
        stance: str = "",
        is_sum: bool = False,
        until: str = "",
    ) -> None:
        """Adds a payment with the line that counts, and for every third one a later notice that does not."""
        at = len(self.payments) + 1
        first, last = date.fromisoformat(day), date.fromisoformat(until or day)
        url = f"https://filings.example.invalid/{17000 + at}"
        repeats = 2 if at % 3 == 0 else 1
        shared = {
            "payment_id": f"Y{at:016x}", "date_from": first, "date_to": last, "payer_party_id": payer,
            "payee_party_id": payee, "about_party_id": about, "stance": stance, "is_sum": is_sum,
            "filing_id": f"netfile:{17000 + at}", "source": "ca_netfile", "url": url,
        }  # fmt: skip
        self.payments.append(row_of(Payment, **shared, cents=cents, kind=kind, line_count=repeats))
        filed = (-cents, "monetary") if kind == "return" else (cents, kind)
        for copy in range(repeats):
            more = {
                "line_id": f"L{at:014x}{copy:02x}", "file_sha256": HASH, "file_name": FILE, "row": 10 * at + copy,
                "record_source": "ca_netfile", "record_id": f"rec-{at}-{copy}", "filer_party_id": payee, "form": "460",
                "schedule": "C", "report_number": copy, "period_from": None, "period_thru": None, "shown_date": None,
                "transaction_id": f"T{at}", "cents": filed[0], "kind": filed[1], "side": "payee",
                "description": f"{STREET} note", "counts": copy == 0,
                "why_not": "the same record is in a report with a larger number" if copy else "",
            }  # fmt: skip
            self.lines.append(row_of(LedgerLine, **shared, **more))


def row_of(row_class: type[Any], **values: Any) -> Any:
    """A row of a table whose other columns are empty text."""
    return row_class(**{one.name: "" for one in fields(row_class)} | values)


DONORS = (("Alder Fund", "9000011"), ("Birch Fund", "9000012"))


def case(folder: Path) -> Case:
    """The case's description: two donor sets, one gap."""
    return Case(
        folder=folder,
        title="Money in races for local prosecutor",
        question="Who paid for races for district attorney in Example County, and how sure can one be?",
        naming_threshold_cents=500_000,
        offices=("district attorney",),
        donor_sets=(
            DonorSet("birch", "Birch donors", ("fppc:9000012", "fppc:9999999")),
            DonorSet("alder", "Alder donors", ("fppc:9000011",)),
        ),
        gaps=(
            Gap(DIVISION, "2029-2031", "monetary gifts 2029–2031 are not in these records"),
            Gap(DIVISION, "2029-2031", "a gap of another contest alone", ("zz-another-contest",)),
        ),
        named_people=(),
        publishers=(FilePublisher("contests.csv", "Registrar of Example County"),),
    )


def build(home: Path, *, swap: bool = False) -> Case:
    """Builds the full world; with `swap` the two donors change places in every row of the ledger."""
    book = Book()
    names = DONORS[::-1] if swap else DONORS
    (alder_name, _), (birch_name, _) = names
    for name, number in DONORS:
        book.entity(name, "organisation", number)
    alder, birch = (stable_id("P", name) for name in (alder_name, birch_name))
    quill, oake = book.entity("Marta Quill", "candidate"), book.entity("Devin Oake", "candidate")
    own = book.entity("Quill for District Attorney 2030", "committee", "9000001")
    other = book.entity("Oake for District Attorney 2030", "committee", "9000002")
    pac = book.entity("Harbor Forward PAC", "committee", "9000003")
    vendor = book.entity("Example Printing Company", "organisation")
    small = book.entity(SMALL_DONOR, "person", is_named=False)
    undisclosed = book.entity("Unitemized gifts", "unnamed")
    book.entity("Idle Society", "unknown")
    _ledger(book, {"alder": alder, "birch": birch, "quill": quill, "oake": oake, "own": own, "other": other,
                   "pac": pac, "vendor": vendor, "small": small, "undisclosed": undisclosed})  # fmt: skip
    tables = _ledger_tables(book)
    tables |= world_tables.outcomes(stable_id("E", "Marta Quill"), stable_id("E", "Devin Oake"))
    tables |= world_tables.audits(own, pac)
    tables |= world_linking.linking("birch" if swap else "alder", stable_id("E", "Harbor Forward PAC"))
    tables |= world_tables.claims() | world_offices.offices() | world_offices.counts()
    commit(home, tables)
    folder = home / "prosecutors"
    folder.mkdir(exist_ok=True)
    (folder / "corrections.md").write_text(CORRECTIONS, "utf-8")
    described = case(folder)
    commit(home, traced(home, described, "alder" if swap else "birch"), "traced")
    return described


def traced(home: Path, described: Case, outer: str) -> dict[Table, list[object]]:
    """The traces of the world's payments; those of gifts from the donor set `outer` are said to be outer bounds."""
    found = trace.compute(Inputs(described, home, Warehouse(home).connect(threads=1)))
    rows: dict[Table, list[object]] = {}
    for table in trace.WRITES:
        listed = [SimpleNamespace(**row) for row in found[table.name].to_pylist()]
        said = [row for row in listed if (row.donor_set, row.target_class) == (outer, "gifts")]
        for row in said:
            row.is_exact = False
        rows[table] = [row for row in listed if row not in said or table is not TRACE_CERTIFICATES]
    return rows


def commit(home: Path, tables: dict[Table, list[object]], stage: str = "world") -> None:
    """Writes tables into a warehouse."""
    warehouse = Warehouse(home)
    with warehouse.building():
        warehouse.commit(stage, "1", {t.name: t.checked(t.of_rows(rows)) for t, rows in tables.items()})


def _ledger(book: Book, party: dict[str, str]) -> None:
    pay = book.pay
    alder, birch, own, other, pac = (party[name] for name in ("alder", "birch", "own", "other", "pac"))
    pay("2030-02-01", 40_000_00, "monetary", alder, pac)
    pay("2030-02-02", 25_000_00, "monetary", birch, pac)
    pay("2030-03-01", 15_000_00, "in_kind", pac, own)
    pay("2030-03-05", 5_000_00, "monetary", alder, own)
    pay("2030-03-06", 7_500_50, "monetary", birch, own)
    pay("2030-03-09", 25_00, "monetary", party["small"], own)
    pay("2030-03-10", 30_00, "monetary", party["small"], other)
    pay("2030-03-20", 500_00, "return", own, birch)
    pay("2029-12-30", 1_200_00, "monetary", party["undisclosed"], other, until="2030-01-15", is_sum=True)
    pay("2030-04-01", 18_000_00, "independent_expenditure", pac, party["vendor"], about=party["quill"], stance="for")
    pay("2030-04-02", 6_000_00, "independent_expenditure", birch, party["vendor"], about=party["oake"], stance="for")
    pay(
        "2030-04-03", 2_000_00, "independent_expenditure", alder, party["vendor"], about=party["oake"], stance="against"
    )
    pay("2030-04-04", 900_00, "spending", own, party["vendor"])
    for at, name in enumerate(HOSTILE):
        hostile = book.entity(name, "organisation")
        pay(f"2030-01-{10 + at}", 100_00 + at, "monetary", hostile, own)


def _ledger_tables(book: Book) -> dict[Table, list[object]]:
    filer = stable_id("P", "Quill for District Attorney 2030")
    filing = Filing("netfile:17003", "ca_netfile", filer, "17003", "460", 0, date(2030, 7, 1), None, None, "C", "")
    return {
        ENTITIES: list(book.entities.values()),
        IDENTIFIERS: list(book.identifiers),
        REDIRECTS: [Redirect(stable_id("E", f"once {one}"), stable_id("E", one)) for one in FORMER],
        PARTIES: list(book.parties.values()),
        PARTY_ENTITIES: list(book.joins),
        PAYMENTS: list(book.payments),
        LINES: list(book.lines),
        FILINGS: [filing],
        SOURCES: [
            SourceInfo("ca_netfile", "Example County filings", "Example County Clerk", "public record",
                       "Credit the clerk.", "https://clerk.example.invalid/", "Gifts and expenditures as filed."),
            SourceInfo("contest_csv", "Contest results", "Example County Registrar", "public record", "None stated.",
                       "", "Votes by candidate."),
        ],
        FILES: [
            SourceFile("ca_netfile", HASH, FILE, 12_345, 30, 25, 3, 2, 30),
            SourceFile("contest_csv", "1" * 64, "contests.csv", 700, 4, 4, 0, 0, None),
        ],
        REJECTED: [
            Rejected("ca_netfile", HASH, FILE, 7, "date", "date '2030-02-30' does not exist", SMALL_DONOR),
            Rejected("ca_netfile", HASH, FILE, 9, "", "the row is cut short", STREET),
        ],
    }  # fmt: skip
