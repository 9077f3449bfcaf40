"""What the rules see: the lines that may give way, framed, and what filers' reports cover."""

from dataclasses import dataclass

import ibis
from ibis import _

from headwater.ledger.keyed import with_key, with_key_and_name, with_name

SEEN = (
    "line_id", "file_sha256", "row", "source", "record_source", "filing_id", "form", "schedule", "report_number",
    "report_code", "report_date", "period_from", "period_thru", "transaction_id", "date_from", "date_to", "cents",
    "kind", "side", "stance", "is_sum", "conduit_key", "filer_key", "payer_key", "payee_key", "earmarked_for_key",
    "payer_name", "payee_name", "about_name", "other_name", "first_day", "last_day", "shown_date", "money_class",
    "tells_period", "names_amended",
)  # fmt: skip
"""What the rules see of a line: held in memory for each line that one of them may touch, so no more than they need."""
CA_NOTICES = ("465", "496", "497")
FEC_NOTICES = ("24", "6")
NOTICES = (*CA_NOTICES, *FEC_NOTICES)
NOTICE_CODES = ("24", "48")
_ITEMIZING = ("450", "460", "461")
WHOLE = "*"
_COORDINATES = ("filing_id", "filer_party_id", "form", "report_number", "report_date", "period_from", "period_thru")
_REPORT = (
    "record_source",
    "filing_id",
    "filer_key",
    "form",
    "report_number",
    "report_date",
    "period_from",
    "period_thru",
)
_PERIOD = ("record_source", "filer_key", "form", "period_from", "period_thru")
CA_REPORTS = ("401", "450", "460", "461", "465")
CALACCESS_FILING = "calaccess_filing"
"""The scheme of a filer that its lines know by the number of the filing alone."""
_NOTICE_CHAIN_DAYS = 200
_STEPS = 6
"""So many amendments that each name the one before are followed back to the root."""


@dataclass(frozen=True, slots=True)
class Book:
    """Tables beside the lines.

    ``superseded``: reports that a later report replaces, with its number as ``last_number``; where ``schedule`` is not
    empty, of the report that schedule alone.
    ``covered``: stretches of days that a filer's periodic reports itemize, by ``side`` and ``kind``; both empty where
    a report is known as a whole. ``taken``: partners that earlier rules of the same family have found
    (``pairing.Sides``).
    """

    superseded: ibis.Table
    covered: ibis.Table
    taken: ibis.Table


@dataclass(frozen=True, slots=True)
class Filed:
    """The tables of the stage `sources` that the ledger reads, and the keys of their parties."""

    lines: ibis.Table
    filings: ibis.Table
    totals: ibis.Table
    parties: ibis.Table
    keys: ibis.Table


def is_notice(lines: ibis.Table) -> ibis.Value:
    """Whether a line stands on a notice filed within days, which a periodic report will repeat."""
    return lines.form.isin(NOTICES) | lines.report_code.isin(NOTICE_CODES)


def superseded(filed: Filed) -> ibis.Table:
    """Reports that a larger report number, then a later day, of the same filer, form and period replaces.

    A filing that has no line here replaces others only where the source holds whole filings.
    """
    shape = ("record_source", *_COORDINATES)
    is_dated = _.period_from.notnull() & _.period_thru.notnull()
    # Two notices of the same days are two.
    told = filed.lines.filter(is_dated & ~_.report_code.isin(NOTICE_CODES)).select(*shape).distinct()
    held = filed.lines.filter(_.filing_id != "").select("filing_id").distinct()
    stated = _periodic(filed).filter(is_dated).mutate(record_source="source")
    whole = ibis.union(stated.filter(_.schedules == WHOLE), stated.semi_join(held, "filing_id"), distinct=True)
    reports = ibis.union(told, whole.select(*shape), distinct=True)
    keyed = with_key(reports, filed.keys, "filer")
    of_period = ibis.window(group_by=_PERIOD)
    numbered = keyed.mutate(last_number=_.report_number.max().over(of_period))
    of_last = ibis.window(group_by=[*_PERIOD, "report_number"])
    dated = numbered.mutate(last_date=_.report_date.max().over(of_last))
    older = dated.filter((_.report_number < _.last_number) | (_.report_date < _.last_date))
    shown = (*_REPORT, "last_number", "schedule")
    whole_ones = (older, _named(filed), _numbered_alike(filed))
    everything = ibis.literal("")
    return ibis.union(
        *(found.mutate(schedule=everything).select(*shown) for found in whole_ones),
        _in_other_outlets(filed).select(*shown),
        distinct=True,
    )


def _numbered_alike(filed: Filed) -> ibis.Table:
    """Filings of which a later one of the filer and form has the number, and a larger report number.

    Cal-Access gives one number to a filing and its amendments; of a notice it is the filer's own, which begins anew
    with each election. Where no cover of a filing is here, its lines know the filer by that number.
    """
    shape = ("record_source", *_COORDINATES, "number")
    stated = filed.filings.filter(_.number != "").mutate(record_source="source").select(*shape)
    unnamed = filed.parties.filter(_.scheme == CALACCESS_FILING).select(filer_party_id="party_id", number="identifier")
    told = filed.lines.select("record_source", *_COORDINATES).inner_join(unnamed, "filer_party_id").select(*shape)
    keyed = with_key(ibis.union(stated, told, distinct=True), filed.keys, "filer")
    alike = ("filer_key", "form", "number")
    newer = keyed.select(
        *alike, new_filing="filing_id", last_number="report_number", new_date="report_date"
    ).distinct().view()  # fmt: skip
    pairs = keyed.inner_join(newer, [*alike, keyed.report_number < newer.last_number])
    days = pairs.new_date.delta(pairs.report_date, unit="day").abs().fill_null(0)
    is_near = ~pairs.form.isin(CA_NOTICES) | (days <= _NOTICE_CHAIN_DAYS)
    return pairs.filter((pairs.filing_id != pairs.new_filing) & is_near)


def _in_other_outlets(filed: Filed) -> ibis.Table:
    """Schedules of Californian reports of which any outlet has a larger report number of the filer, form and period.

    A county's export holds schedules one by one: what it amends are those that it holds. A report that is known as a
    whole, and of which lines are here, amends all of an older one.
    """
    days = {"known_from": _.period_from.min(), "known_thru": _.period_thru.min(), "known_date": _.report_date.min()}
    known = filed.filings.filter(_.filing_id != "").group_by("filing_id").aggregate(**days)
    shape = ("record_source", *_COORDINATES, "schedule")
    own = (
        filed.lines.filter(_.form.isin(CA_REPORTS)).mutate(schedule=_.schedule.split(" ")[0]).select(*shape).distinct()
    )
    found = own.left_join(known, "filing_id")
    held = with_key(
        found.mutate(
            period_from=ibis.coalesce(found.period_from, found.known_from),
            period_thru=ibis.coalesce(found.period_thru, found.known_thru),
            report_date=ibis.coalesce(found.report_date, found.known_date),
        ).select(*shape),
        filed.keys,
        "filer",
    ).filter(_.period_from.notnull() & _.period_thru.notnull())
    period = ("filer_key", "form", "period_from", "period_thru")
    whole_ids = filed.filings.filter(_.schedules == WHOLE).select("filing_id").distinct()
    whole = held.semi_join(whole_ids, "filing_id").group_by(*period).aggregate(of_whole=_.report_number.max())
    one = held.group_by(*period, "schedule").aggregate(of_schedule=_.report_number.max())
    both = held.left_join(one.view(), [*period, "schedule"]).select(*held.columns, "of_schedule")
    both = both.left_join(whole.view(), list(period)).select(*both.columns, "of_whole")
    last = ibis.greatest(both.of_schedule, ibis.coalesce(both.of_whole, both.of_schedule))
    return both.mutate(last_number=last).filter(_.report_number < _.last_number)


def _periodic(filed: Filed) -> ibis.Table:
    """Filings but those whose lines say that they stand on a notice: a form can be either."""
    notices = filed.lines.filter(_.report_code.isin(NOTICE_CODES) & (_.filing_id != ""))
    return filed.filings.anti_join(notices.select("filing_id").distinct(), "filing_id")


def _named(filed: Filed) -> ibis.Table:
    """Filings that a later one names as amended, or that amend the same filing as a later one does.

    An amendment may name the original or the amendment before it: what is named is followed to its root. The agency's
    numbers grow, so that of a chain the largest number is the last (TRACING §5, FEC 4).
    """
    shape = ("record_source", *_COORDINATES, "number", "amends")
    filings = filed.filings.filter(_.number != "").mutate(record_source="source").select(*shape).distinct()
    keyed = with_key(filings, filed.keys, "filer").mutate(scheme=_.filing_id.split(":")[0])
    own = ("scheme", "filer_key")
    naming = keyed.filter(_.amends != "").group_by(*own, named="number").aggregate(before=_.amends.min())
    told = keyed.mutate(root=ibis.ifelse(_.amends == "", _.number, _.amends), own=_.number.try_cast("int64"))
    columns = told.columns
    for _step in range(_STEPS):
        # A filing that says nothing of what it amends may be told elsewhere, as in the extract of another outlet.
        found = told.left_join(naming.view(), [*own, ("root", "named")])
        told = found.mutate(root=ibis.coalesce(found.before, found.root)).select(*columns)
    of_chain = told.filter(_.root != _.number).group_by(*own, "root").aggregate(
        last_number=_.report_number.max(), last_filing=_.own.max()
    )  # fmt: skip
    chained = told.inner_join(of_chain.view(), [*own, "root"]).filter(_.own < _.last_filing)
    by = keyed.filter(_.amends != "").group_by(*own, number="amends").aggregate(
        last_number=_.report_number.max(), last_filing=_.number.try_cast("int64").max()
    )  # fmt: skip
    direct = told.inner_join(by.view(), [*own, "number"]).filter(_.own < _.last_filing)
    shown = (*_REPORT, "last_number")
    return ibis.union(chained.select(*shown), direct.select(*shown), distinct=True)


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
        )
    )
    told = lines.left_join(known, "filing_id").drop("filing_id_right")
    told = told.mutate(tells_period=told.period_from.notnull())
    found = told.mutate(
        period_from=ibis.coalesce(told.period_from, told.known_from),
        period_thru=ibis.coalesce(told.period_thru, told.known_thru),
        report_date=ibis.coalesce(told.report_date, told.known_date),
        names_amended=told.names_amended.fill_null(False),
    ).drop("known_from", "known_thru", "known_date")
    for role in ("filer", "earmarked_for", "conduit"):
        found = with_key(found, filed.keys, role)
    for role in ("payer", "payee"):
        found = with_key_and_name(found, filed.keys, filed.parties, role)
    found = with_name(found, filed.parties, "about")
    start = ibis.date("1970-01-01")
    return found.mutate(
        first_day=_.date_from.delta(start, unit="day"),
        last_day=_.date_to.delta(start, unit="day"),
        other_name=ibis.ifelse(found.side == "payee", found.payer_name, found.payee_name),
        money_class=ibis.ifelse(found.kind.isin(("loan", "spending")), found.kind, "gift"),
    ).select(*SEEN)


def covered(framed_lines: ibis.Table, filed: Filed) -> ibis.Table:
    """Days that periodic reports cover, with what they itemize.

    A report that is known by its lines alone covers lines of the same side and kind: a notice stays where the
    schedule for it is not in these records, for dropping it would lose the money. Reports whose period the records do
    not give (the FEC's bulk files) cover from the filer's first line to its last, or to the end that the agency's
    summary states, for lines of sides and kinds that they hold.
    """
    shape = ("filer_key", "side", "kind", "covering_from", "covering_thru")
    named = {"covering_from": "period_from", "covering_thru": "period_thru"}
    told = (
        framed_lines.filter(framed_lines.form.isin(_ITEMIZING) & _.period_from.notnull())
        .select("filer_key", "side", "kind", **named)
        .distinct()
    )
    whole = with_key(_periodic(filed).filter((_.schedules == WHOLE) & _.period_from.notnull()), filed.keys, "filer")
    whole = whole.filter(~whole.form.isin(NOTICES))
    everything = {"side": ibis.literal(""), "kind": ibis.literal("")}
    return ibis.union(
        told.select(*shape),
        whole.mutate(**everything).select(*shape[:3], **named),
        _spans(filed).select(*shape),
        distinct=True,
    )


def _spans(filed: Filed) -> ibis.Table:
    periodic = filed.lines.filter(
        (_.report_code != "") & ~_.report_code.isin(NOTICE_CODES) & ~_.form.isin(NOTICES) & _.period_from.isnull()
    )
    by_party = periodic.group_by("filer_party_id").aggregate(first=_.date_from.min(), last=_.date_to.max())
    lines = (
        with_key(by_party, filed.keys, "filer")
        .group_by("filer_key")
        .aggregate(covering_from=_.first.min(), last=_.last.max())
    )
    ends = with_key(
        filed.totals.filter(_.period_from.isnull() & _.period_thru.notnull()).select(
            "period_thru", filer_party_id="party_id"
        ),
        filed.keys,
        "filer",
    )
    stated = ends.group_by("filer_key").aggregate(end=_.period_thru.max()).rename(stated_key="filer_key")
    joined = lines.left_join(stated, lines.filer_key == stated.stated_key)
    spans = joined.select(
        "filer_key", "covering_from", covering_thru=ibis.greatest(_.last, ibis.coalesce(_.end, _.last))
    )
    kinds = with_key(periodic.select("filer_party_id", "side", "kind").distinct(), filed.keys, "filer")
    return spans.inner_join(kinds.select("filer_key", "side", "kind").distinct(), "filer_key")
