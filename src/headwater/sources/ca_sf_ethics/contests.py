"""Pages of contests and measures: the totals that the commission states there, and who is a candidate."""

from collections.abc import Iterator

from headwater.base.ids import clean_name
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.records import Kept, Record
from headwater.sources._tables.parties import Party
from headwater.sources._tables.votes import Vote
from headwater.sources.ca_sf_ethics.sheet import (
    DIVISION,
    NAME,
    Entry,
    Sheet,
    committee,
    filled_cents,
    nested,
)
from headwater.sources.ca_sf_ethics.topics import candidate

PUBLISHER = "San Francisco Ethics Commission"
OFFICES = {
    "Board of Education": "school board member",
    "City Attorney": "city attorney",
    "Community College Board": "community college board member",
    "District Attorney": "district attorney",
    "Mayor": "mayor",
    "Sheriff": "sheriff",
    "Treasurer": "treasurer",
    **{f"Board of Supervisors D{number:02d}": f"supervisor, district {number}" for number in range(1, 12)},
}
_WORDS = {"SUPPORT": "for", "OPPOSE": "against", "MULTIPLE": "for and against"}


def candidate_records(sheet: Sheet, entry: Entry) -> Iterator[Record]:
    """A candidate of a contest page: the committee's totals as stated there, and the candidacy."""
    take = entry.take()
    name = take.filled("candidate_name")
    whose = committee(take.filled("committee_name"), take.text("filer_id"), take.text("filer_nid"))
    funds, expenses = take.cents("funds"), take.cents("expenses")
    take.done()
    yield whose
    yield sheet.total(entry, whose, ("receipts", "contest page", funds))
    yield sheet.total(entry, whose, ("expenditures", "contest page", expenses))
    yield candidate(name)
    yield _candidacy(sheet, entry, name, whose)


def spender_records(sheet: Sheet, entry: Entry) -> Iterator[Record]:
    """Committees that spent for or against one candidate, with what the contest page states of each."""
    take = entry.take()
    name = clean_name(take.filled("candidate_name"))
    take.ignore("filer_id", "committees")
    take.done()
    yield Kept(entry.row)
    yield candidate(name)
    for one in nested(entry.value.get("committees"), "committees", entry.row):
        inner = one.take()
        yield from _spender(sheet, entry, inner, name)
        inner.done()


def measure_records(sheet: Sheet, entry: Entry) -> Iterator[Record]:
    """A committee of a measure's page: its own totals, or what it spent on this measure beside other things."""
    take = entry.take()
    if take.optional("ies"):
        take.ignore("ies", "filer_nid")
        yield Kept(entry.row)
        yield from _spender(sheet, entry, take, clean_name(sheet.text("title")))
        take.done()
        return
    take.ignore("ies", "position")
    whose = committee(take.filled("committee_name"), take.text("filer_id"), take.text("filer_nid"))
    funds, expenses = filled_cents(take, "funds"), filled_cents(take, "expenses")
    take.done()
    yield whose
    if funds is None and expenses is None:
        raise FieldError("funds", "neither funds nor expenses are stated")
    for measure, cents in (("receipts", funds), ("expenditures", expenses)):
        if cents is not None:
            yield sheet.total(entry, whose, (measure, "measure page", cents))


def _spender(sheet: Sheet, entry: Entry, take: Take, topic: str) -> Iterator[Record]:
    position = take.choice("position", _WORDS)
    whose = committee(take.filled("committee_name"), take.text("filer_id"), "")
    funds, expenses = filled_cents(take, "funds"), filled_cents(take, "expenses")
    page = "contest page" if sheet.text("layout") == "contest_candidate" else "measure page"
    yield whose
    # Zero funds only say that the committee's funds are shown at another contest: no total of the committee.
    if funds:
        yield sheet.total(entry, whose, ("receipts", page, funds))
    measure = f"independent expenditures {position} {topic}"
    if expenses is not None:
        yield sheet.total(entry, whose, (measure, page, expenses))


def _candidacy(sheet: Sheet, entry: Entry, name: str, whose: Party) -> Vote:
    title = sheet.text("title")
    if title not in OFFICES:
        raise FieldError("title", f"{title[:40]!r} is no office that is known here")
    return Vote(
        source=NAME,
        file_sha256=sheet.raw.sha256,
        file_name=sheet.raw.name,
        row=entry.row,
        division=DIVISION,
        office=OFFICES[title],
        election_date=sheet.election_date,
        stage="general",
        candidate=clean_name(name),
        party="",
        votes=None,
        elected=None,
        denominator=None,
        denominator_kind="listed_candidates",
        count_status="unknown",
        as_of=None,
        committees=f"{whose.scheme}:{whose.identifier}" if whose.identifier else "",
        publisher=PUBLISHER,
        url="",
    )
