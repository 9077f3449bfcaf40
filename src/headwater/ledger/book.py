"""What the rules see: the lines that may give way, framed, and what filers' reports cover."""

from dataclasses import dataclass

import ibis
from ibis import _

from headwater.ledger.keyed import with_key, with_known_key, with_name, with_side
from headwater.ledger.numbers import NUMBER, number_of, number_of_line

SEEN = (
    "line_id", "file_sha256", "row", "source", "record_source", "filing_id", "form", "schedule", "report_number",
    "report_code", "report_date", "period_from", "period_thru", "transaction_id", "date_from", "date_to", "cents",
    "kind", "side", "stance", "is_sum", "conduit_key", "filer_key", "payer_key", "payee_key", "earmarked_for_key",
    "conduit_is_known", "payer_name", "payee_name", "about_name", "shown_date", "tells_period", "names_amended",
    "is_numbered", "part",
)  # fmt: skip
"""What is held of each line that a rule may touch, so no more than they need; `followed` adds what follows from it.

Lines, transactions, keys and names have numbers here (`numbers`), 0 where the text is empty.
"""
OF_FEW_VALUES = (
    "file_sha256", "source", "record_source", "form", "schedule", "report_code", "kind", "side", "stance",
)  # fmt: skip
"""Those of them that are texts as the lines have them, of which most cases have a few dozen."""
CA_NOTICES = ("465", "496", "497", "498")
FEC_NOTICES = ("24", "6")
NOTICES = (*CA_NOTICES, *FEC_NOTICES)
NOTICE_CODES = ("24", "48")
ITEMIZING = ("450", "460", "461")
_COVERING = ("3", "3X", "3P", "4", "5", "401", *ITEMIZING)
"""Forms that itemize again what notices tell; one of electioneering or of bundled gifts does not."""
WHOLE = "*"
COORDINATES = ("filing_id", "filer_party_id", "form", "report_number", "report_date", "period_from", "period_thru")
CA_REPORTS = ("401", "450", "460", "461", "465")
CA_FORMS = tuple(dict.fromkeys((*CA_REPORTS, *CA_NOTICES)))
NOT_ITEMIZED = " not itemized by "
"""Stands between what a party is and the filer's name, where the party is all whom the filer does not name."""

_GROWING = "fec:"
"""Of what agency the filings' numbers grow."""


@dataclass(frozen=True, slots=True)
class Book:
    """Tables beside the lines.

    ``superseded``: reports that a later report replaces, with its number as ``last_number``; where ``schedule`` is not
    empty, of the report that schedule alone. A row with ``keeps`` says the other way round what a report keeps.
    ``namesakes``: keys that two agencies' numbers make two of one organisation (`agencies.namesakes`).
    ``covered``: stretches of days that a filer's periodic reports itemize, by ``side`` and ``kind``; both empty where
    a report is known as a whole. ``taken``: partners that earlier rules of the same family have found
    (``pairing.Sides``).
    """

    superseded: ibis.Table
    covered: ibis.Table
    taken: ibis.Table
    namesakes: ibis.Table


@dataclass(frozen=True, slots=True)
class Filed:
    """The tables of the stage `sources` that the ledger reads, and the keys of their parties.

    To the rules ``keys`` are numbers, with the numbers of names beside them (`numbers.numbered`).
    """

    lines: ibis.Table
    filings: ibis.Table
    totals: ibis.Table
    parties: ibis.Table
    keys: ibis.Table


def is_notice(lines: ibis.Table) -> ibis.Value:
    """Whether a line stands on a notice filed within days, which a periodic report will repeat."""
    return lines.form.isin(NOTICES) | lines.report_code.isin(NOTICE_CODES)


def agency_number(filing_id: ibis.Value) -> ibis.Value:
    """The number that the agency gave a filing, where a later filing has a greater one; nothing for any other."""
    number = filing_id.split(":")[1].try_cast("int64")
    return ibis.ifelse(filing_id.startswith(_GROWING), number, ibis.null("int64"))


def periodic(filed: Filed) -> ibis.Table:
    """Filings but those whose lines say that they stand on a notice: a form can be either."""
    notices = filed.lines.filter(_.report_code.isin(NOTICE_CODES) & (_.filing_id != ""))
    return filed.filings.anti_join(notices.select("filing_id").distinct(), "filing_id")


def framed(lines: ibis.Table, filed: Filed) -> ibis.Table:
    """Lines with the keys and names of their parties; what the line does not say of its report, from the filing."""
    known = (
        filed.filings.filter(_.filing_id != "")
        .group_by("filing_id")
        .aggregate(
            known_from=_.period_from.min(),
            known_thru=_.period_thru.min(),
            known_date=_.report_date.min(),
            names_amended=(_.amends != "").any(),
            # A filing without a number is filed under its id.
            is_numbered=((_.number != "") & (_.source.concat(":", _.number) != _.filing_id)).any(),
        )
    )
    told = lines.left_join(known, "filing_id").drop("filing_id_right")
    told = told.mutate(tells_period=told.period_from.notnull())
    found = told.mutate(
        period_from=ibis.coalesce(told.period_from, told.known_from),
        period_thru=ibis.coalesce(told.period_thru, told.known_thru),
        report_date=ibis.coalesce(told.report_date, told.known_date),
        names_amended=told.names_amended.fill_null(False),
        is_numbered=told.is_numbered.fill_null(False),
    ).drop("known_from", "known_thru", "known_date")
    for role in ("filer", "earmarked_for"):
        found = with_key(found, filed.keys, role)
    found = _with_sides(found, filed)
    found = with_name(with_known_key(found, filed.keys, "conduit"), filed.keys, "about")
    return found.mutate(
        line_id=number_of_line(found.line_id),
        transaction_id=number_of(found.transaction_id),
        conduit_is_known=_.conduit_is_known.fill_null(False),
        part=ibis.ifelse(found.form.isin(CA_REPORTS), found.adds_to.split("?")[0], ""),
    ).select(*SEEN)


def followed(lines: ibis.Table) -> ibis.Table:
    """Framed lines as the rules see them: with days as numbers, the other party's name, and the class of the money."""
    start = ibis.date("1970-01-01")
    return lines.mutate(
        first_day=lines.date_from.delta(start, unit="day"),
        last_day=lines.date_to.delta(start, unit="day"),
        other_name=ibis.ifelse(lines.side == "payee", lines.payer_name, lines.payee_name),
        money_class=ibis.ifelse(lines.kind.isin(("loan", "spending")), lines.kind, "gift"),
    )


def is_of_nobody_named(lines: ibis.Table) -> ibis.Value:
    """Whether the filer names nobody on the other side of a framed line."""
    return (lines.payee_key == _unnamed(lines, "payee")) | (lines.payer_key == _unnamed(lines, "payer"))


def _with_sides(lines: ibis.Table, filed: Filed) -> ibis.Table:
    """Lines with the keys and names of payer and payee; all whom a filer does not name are one party of this filer.

    Outlets spell a filer's name in different ways, and one gives its number alone.
    """
    unnamed = filed.parties.filter((_.kind == "unnamed") & _.name.contains(NOT_ITEMIZED)).select("party_id").distinct()
    keys = filed.keys.left_join(unnamed.mutate(is_unnamed=ibis.literal(value=True)), "party_id")
    keys = keys.mutate(is_unnamed=keys.is_unnamed.fill_null(False))
    for role in ("payer", "payee"):
        found = with_side(lines, keys, role)
        own = {f"{role}_{what}": found[f"{role}_{what}"] for what in ("key", "name")}
        is_unnamed = found[f"{role}_is_unnamed"].fill_null(False)
        told = {name: ibis.ifelse(is_unnamed, _unnamed(found, role), column) for name, column in own.items()}
        lines = found.mutate(**told).drop(f"{role}_is_unnamed")
    return lines


def _unnamed(lines: ibis.Table, role: str) -> ibis.Value:
    """The number of all whom the filer of a line does not name as payers or payees."""
    return lines.filer_key ^ ibis.literal({"payer": 1, "payee": 2}[role], NUMBER)


def covered(framed_lines: ibis.Table, filed: Filed) -> ibis.Table:
    """Days that periodic reports cover, with what they itemize.

    A report that is known by its lines alone covers lines of the same side and kind: a notice stays where the
    schedule for it is not in these records, for dropping it would lose the money. Reports whose period the records do
    not give (the FEC's bulk files) cover from the filer's first line to its last, or to the end that the agency's
    summary states, for lines of sides and kinds that they hold in that two-year cycle.
    """
    shape = ("filer_key", "side", "kind", "covering_from", "covering_thru")
    named = {"covering_from": "period_from", "covering_thru": "period_thru"}
    told = (
        framed_lines.filter(framed_lines.form.isin(ITEMIZING) & _.period_from.notnull())
        .select("filer_key", "side", "kind", **named)
        .distinct()
    )
    whole = with_key(periodic(filed).filter((_.schedules == WHOLE) & _.period_from.notnull()), filed.keys, "filer")
    whole = whole.filter(whole.form.isin(_COVERING))
    everything = {"side": ibis.literal(""), "kind": ibis.literal("")}
    return ibis.union(
        told.select(*shape),
        whole.mutate(**everything).select(*shape[:3], **named),
        _spans(filed).select(*shape),
        distinct=True,
    )


def _spans(filed: Filed) -> ibis.Table:
    """Days from a filer's first line to its last; where its records lack a two-year cycle, none of that one's days."""
    periodic = filed.lines.filter(
        (_.report_code != "") & ~_.report_code.isin(NOTICE_CODES) & ~_.form.isin(NOTICES) & _.period_from.isnull()
    )
    periodic = periodic.mutate(cycle=_cycle(_.date_to), begun=_begun(periodic))
    of_cycle = ("filer_key", "cycle")
    by_party = periodic.group_by("filer_party_id", "cycle").aggregate(first=_.begun.min(), last=_.date_to.max())
    lines = (
        with_key(by_party, filed.keys, "filer").group_by(*of_cycle).aggregate(first=_.first.min(), last=_.last.max())
    )
    ends = with_key(
        filed.totals.filter(_.period_from.isnull() & _.period_thru.notnull()).select(
            "period_thru", filer_party_id="party_id", cycle=_cycle(_.period_thru)
        ),
        filed.keys,
        "filer",
    )
    stated = ends.group_by(*of_cycle).aggregate(end=_.period_thru.max())
    joined = lines.left_join(stated, of_cycle).select(*lines.columns, "end")
    before = ibis.window(group_by="filer_key", order_by="cycle")
    follows = joined.mutate(earlier=_.cycle.lag().over(before), earlier_last=_.last.lag().over(before))
    spans = follows.select(
        *of_cycle,
        covering_from=ibis.ifelse(_.earlier == _.cycle - 1, _.earlier_last, _.first),
        covering_thru=ibis.greatest(_.last, ibis.coalesce(_.end, _.last)),
    )
    kinds = with_key(periodic.select("filer_party_id", "side", "kind", "cycle").distinct(), filed.keys, "filer")
    return spans.inner_join(kinds.select(*of_cycle, "side", "kind").distinct(), of_cycle)


def _begun(lines: ibis.Table) -> ibis.Value:
    """A day on which the federal report of a line had begun: its period's first, where its code says it (11 CFR 104.5).

    A line of days outside that period, reported late, tells nothing of it.
    """
    day, code = lines.date_from, lines.report_code
    month, is_odd = day.month(), day.year() % 2 == 1
    return ibis.cases(
        (code == ibis.literal("Q").concat(day.quarter().cast("string")), day.truncate("Q")),
        (code == ibis.literal("M").concat((month + 1).cast("string")), day.truncate("M")),
        # Before the general election, which is in November; reports of an odd year's end begin in July or October.
        ((code == "12G") & (month == 10), day.truncate("M")),
        ((code == "MY") & (month <= 6), day.truncate("Y")),
        ((code == "YE") & (month >= 10) & is_odd, day.truncate("Q")),
        ((code == "YE") & (month == 12), day.truncate("M")),
        else_=day,
    )


def _cycle(day: ibis.Value) -> ibis.Value:
    """The federal two-year cycle of a day, of which each bulk file holds one."""
    return (day.year() + 1) // 2
