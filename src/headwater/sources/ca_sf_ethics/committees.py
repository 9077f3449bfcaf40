"""Pages of committees: who gave how much, what was spent, on whom, and which filings there are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from headwater.base.ids import clean_name, stable_id
from headwater.base.money import format_cents
from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.records import Ignored, Record, blank_line, party
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.ca_sf_ethics.categories import CATEGORIES, CONTRIBUTION_CATEGORY, IES_CATEGORY
from headwater.sources.ca_sf_ethics.filings import form_of, span_of
from headwater.sources.ca_sf_ethics.outlays import CONTRIBUTION, INDEPENDENT, settle
from headwater.sources.ca_sf_ethics.sheet import (
    NAME,
    Entry,
    Sheet,
    committee,
    identity,
)
from headwater.sources.ca_sf_ethics.topics import UNITEMIZED, about, is_measure, stance_of

_UNITEMIZED_FACTS = {"Unitemized Contributions": "info", "Total Unitemized Contributions": "data"}
_OTHER_FACTS = frozenset(
    {
        "Contributions from Individuals",
        "Contributions within California",
        "Contributions within San Francisco",
    }
)
_REPEATED = (
    "the page rests on notices (forms 496 and 497) alone; each notice lists its contributors again, so the sum "
    "holds one contribution several times"
)


@dataclass(frozen=True, slots=True)
class Committee:
    """What all rows of a committee's page share."""

    sheet: Sheet
    party: Party
    span: tuple[date, date]
    form: str
    has_only_notices: bool
    kinds: tuple[str, ...] | None
    why_unsettled: str

    def line(self, entry: Entry, *record: str) -> Line:
        """A line of the page: a sum over the span of the committee's reports."""
        key = self.party.identifier or stable_id("", self.party.name)
        record_id = f"{self.sheet.election_date}:{key}:{entry.list_name}:{stable_id('', *record)}"
        base = blank_line(self.sheet.raw, NAME, entry.row, self.span[0], (NAME, record_id))
        return replace(base, date_to=self.span[1], form=self.form, filer_party_id=self.party.party_id, is_sum=True)

    def paid(self, line: Line, payee: Party) -> Line:
        """The line as a payment of the committee."""
        return replace(line, side="payer", payer_party_id=self.party.party_id, payee_party_id=payee.party_id)

    def received(self, line: Line, payer: Party) -> Line:
        """The line as a gift to the committee."""
        return replace(
            line,
            kind="monetary",
            side="payee",
            payer_party_id=payer.party_id,
            payee_party_id=self.party.party_id,
        )

    def unnamed(self, who: str) -> Party:
        """The parties that this committee's page does not name; another committee's are others."""
        return party(f"{who} not itemized by {self.party.name}", "unnamed")


def committee_of(sheet: Sheet) -> Committee:
    """Reads what all rows of a committee's page share."""
    whose = committee(sheet.text("filer_name"), sheet.text("filer_id"), sheet.text("filer_nid"))
    forms = {form_of(entry) for entry in sheet.entries("filings")}
    kinds, why = _settled(sheet)
    has_report = "460" in forms
    return Committee(
        sheet=sheet,
        party=whose,
        span=span_of(sheet),
        form="460" if has_report else "",
        has_only_notices=bool(forms) and not has_report,
        kinds=kinds,
        why_unsettled=why,
    )


def total_records(whose: Committee, entry: Entry) -> Iterator[Record]:
    """The page's own totals: receipts first, then expenditures."""
    first = whose.sheet.entries("totals")[0].row
    if not isinstance(entry.value, str):
        raise FieldError("totals", "is no amount")
    if not entry.value:
        yield Ignored(entry.row, "a total that the page leaves empty")
        return
    measure = "receipts" if entry.row == first else "expenditures"
    cents = Entry("totals", entry.row, [entry.value]).take("total").cents("total")
    yield whose.sheet.total(entry, whose.party, (measure, "committee page", cents))


def contributor_records(whose: Committee, entry: Entry) -> Iterator[Record]:
    """One contributor's sum: first name (empty for an organisation), name, committee number, amount."""
    if whose.has_only_notices:
        raise FieldError("contributors", _REPEATED)
    take = entry.take("first", "name", "number", "amount")
    first, name, number = take.text("first"), take.filled("name"), take.text("number")
    identifier = identity(number)
    kind = "person" if first else "committee" if identifier.identifier else "organisation"
    giver = party(f"{first} {name}", kind, identifier)
    line = whose.received(whose.line(entry, first, name, number), giver)
    yield giver
    yield replace(line, cents=take.cents("amount"))


def factoid_records(whose: Committee, entry: Entry) -> Iterator[Record]:
    """The contributions that the page states without naming who gave; shares of other kinds are left out."""
    take = entry.take()
    title = take.text("title")
    if title in _OTHER_FACTS:
        yield Ignored(entry.row, "a share of contributions that stand elsewhere on the page")
        return
    if title not in _UNITEMIZED_FACTS:
        raise FieldError("title", f"{title[:40]!r} is no fact that is known here")
    cents = take.cents(_UNITEMIZED_FACTS[title])
    if not cents:
        yield Ignored(entry.row, "an amount of nothing")
        return
    if whose.has_only_notices:
        raise FieldError("factoids", _REPEATED)
    givers = whose.unnamed("Contributors")
    yield givers
    yield replace(whose.received(whose.line(entry, "unitemized"), givers), cents=cents)


def category_records(whose: Committee, entry: Entry) -> Iterator[Record]:
    """One category of expenditure; the two that the page itemizes elsewhere give way where that is settled."""
    take = entry.take("category", "amount")
    category, cents = take.filled("category"), take.cents("amount")
    if category not in CATEGORIES:
        raise FieldError("category", f"{category[:60]!r} is no category that is known here")
    kind = {IES_CATEGORY: INDEPENDENT, CONTRIBUTION_CATEGORY: CONTRIBUTION}.get(category, "spending")
    if kind != "spending" and whose.kinds is not None:
        yield Ignored(entry.row, "a category whose payments the page itemizes")
        return
    payees = whose.unnamed("Recipients" if kind == CONTRIBUTION else "Payees")
    line = whose.paid(whose.line(entry, category), payees)
    yield payees
    yield replace(line, cents=cents, kind=kind, schedule="E", description=category)


def outlay_records(whose: Committee, entry: Entry) -> Iterator[Record]:
    """One entry of the list that holds independent expenditures and contributions made alike."""
    take = entry.take()
    name, cents = clean_name(take.filled("name")), take.cents("total")
    position = take.text("position")
    take.done()
    at = [one.row for one in whose.sheet.entries("ies")].index(entry.row)
    kind = whose.kinds[at] if whose.kinds is not None else "unclassified"
    topic = None if kind == CONTRIBUTION and not is_measure(name) else about(name, _candidates(whose.sheet))
    is_named = kind == CONTRIBUTION and name != UNITEMIZED and topic is None
    payee = party(name, "unknown") if is_named else whose.unnamed("Recipients" if kind == CONTRIBUTION else "Payees")
    line = whose.paid(whose.line(entry, name, position), payee)
    yield payee
    if topic is not None:
        yield topic
        line = replace(line, about_party_id=topic.party_id, stance=stance_of(position))
    yield replace(
        line,
        cents=cents,
        kind=kind,
        schedule="D",
        description=whose.why_unsettled if kind == "unclassified" else "",
    )


def noticed_records(whose: Committee, entry: Entry) -> Iterator[Record]:
    """One candidate or measure of a committee that reports its independent expenditures by notice (form 496)."""
    take = entry.take()
    contest, position, cents = take.filled("contest"), take.filled("position"), take.cents("total")
    name = take.optional("candidate_name") or contest
    take.done()
    if whose.sheet.entries("expenditures"):
        raise FieldError(entry.list_name, "the page's categories of expenditure hold this money already")
    topic = about(name, (name,) if name != contest else ())
    if topic is None or topic.kind == "unknown":
        raise FieldError(entry.list_name, f"{name[:60]!r} is neither a candidate nor a measure")
    payees = whose.unnamed("Payees")
    line = whose.paid(whose.line(entry, name, position), payees)
    yield payees
    yield topic
    yield replace(
        line,
        form="496",
        kind=INDEPENDENT,
        cents=cents,
        about_party_id=topic.party_id,
        stance=stance_of(position),
    )


def _settled(sheet: Sheet) -> tuple[tuple[str, ...] | None, str]:
    """The kind of each entry of the list ``ies``, or nothing and the reason in words."""
    try:
        amounts = [entry.take().cents("total") for entry in sheet.entries("ies")]
        sums = {
            taken.text("category"): taken.cents("amount")
            for taken in (entry.take("category", "amount") for entry in sheet.entries("expenditures"))
        }
    except FieldError as error:
        return None, f"the page's amounts cannot all be read ({error})"
    independent, contributed = sums.get(IES_CATEGORY, 0), sums.get(CONTRIBUTION_CATEGORY, 0)
    why = (
        "the page does not settle whether this is an independent expenditure or a contribution made: its entries "
        f"add up to {format_cents(sum(amounts))}, its categories to {format_cents(independent)} of independent "
        f"expenditures and {format_cents(contributed)} of contributions; the categories hold the same money"
    )
    return settle(amounts, independent, contributed), why


def _candidates(sheet: Sheet) -> tuple[str, ...]:
    return tuple(part for part in sheet.text("candidate_name").split(" and ") if part)
