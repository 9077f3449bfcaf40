"""Which reports a later one replaces: by period, by name, by number, and schedule by schedule over several outlets."""

from collections.abc import Sequence

import ibis
from ibis import _

from headwater.ledger.book import (
    CA_NOTICES,
    CA_REPORTS,
    COORDINATES,
    NOTICE_CODES,
    WHOLE,
    Filed,
    agency_number,
    periodic,
)
from headwater.ledger.extracts import amended_in_place, in_extracts
from headwater.ledger.keyed import with_key, with_name
from headwater.ledger.numbers import CALACCESS_FILING, NONE, NUMBER
from headwater.ledger.redated import redated

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
_PERIOD = ("record_source", "filer_key", "statement", "about_name", "begins", "period_thru")
STATEMENTS = {"450": "460", "990EZ": "990", "990PF": "990"}
"""Forms that make the statement of another: who should have used that one amends it by that one."""
_RETURN, _RETURNS = "990", "irs_990:"
"""The statement of a tax year, which ends on a day that the agency knows and begins where the filer says."""
_GRANTED = ("grants to domestic organisations and governments", "grants paid during the year")
"""What returns state of the grants that they list."""
_BY_TOPIC = "465"
"""A form of which filers file one for each candidate or measure, of the same days."""
_STATEMENT = "9"
"""A form filed for each day of advertisements, of which several may give the same days of coverage."""
_BY_PAYMENT = tuple(form for form in CA_NOTICES if form != _BY_TOPIC)
_NOTICE_CHAIN_DAYS = 200
_STEPS = 6
"""So many amendments that each name the one before are followed back to the root."""


def superseded(filed: Filed, again: ibis.Table) -> ibis.Table:
    """Reports that a larger report number, then a later day, of the same filer, form and period replaces.

    A filing that has no line here replaces others only where the source holds whole filings.

    Args:
        filed: the tables of the stage `sources`.
        again: lines that a later filing may hold again, as `in_extracts` takes them.
    """
    shape = ("record_source", *COORDINATES)
    # Two notices of the same days are two.
    is_dated = _.period_from.notnull() & _.period_thru.notnull() & ~_.form.isin(_BY_PAYMENT)
    told = _with_topic(filed.lines.filter(is_dated & ~_.report_code.isin(NOTICE_CODES)), filed, shape)
    held = filed.lines.filter(_.filing_id != "").select("filing_id").distinct()
    stated = periodic(filed).filter(is_dated).mutate(record_source="source")
    known = (stated.filter(_.schedules == WHOLE), stated.semi_join(held, "filing_id"), _without_grants(stated, filed))
    whole = ibis.union(*known, distinct=True)
    whole = whole.filter(_.form != _BY_TOPIC).mutate(about_name=ibis.literal(NONE, NUMBER))
    reports = ibis.union(told, whole.select(*told.columns), distinct=True)
    # A statement within a day of an advertisement replaces no other of its days, but the one that it names.
    naming = filed.filings.filter((_.form == _STATEMENT) & (_.amends != "")).select("filing_id").distinct()
    older = _older(_stating(with_key(reports.anti_join(naming, "filing_id"), filed.keys, "filer")))
    older = older.filter((_.form != _STATEMENT) | (_.last_number > 0))
    shown = (*_REPORT, "last_number", "schedule", "keeps")
    nothing, parts = ibis.literal(""), _stating(_dated_parts(filed))
    replaced = (
        *(found.mutate(schedule=nothing) for found in (older, _named(filed), _numbered_alike(filed))),
        _in_other_outlets(parts, filed),
        redated(parts, filed),
        in_extracts(filed, again),
        amended_in_place(filed, again),
    )
    return ibis.union(
        *(found.mutate(keeps=nothing).select(*shown) for found in replaced),
        _lacked(filed).select(*shown),
        distinct=True,
    )


def _older(reports: ibis.Table) -> ibis.Table:
    """Reports of one filer, statement and period that another replaces.

    Where the agency's own numbers grow, the last amendment by them stands (TRACING §5, FEC 4): which amendment it is
    says the filer's program, which may begin to count anew, and paper does not say it. Of two returns of one day the
    one prepared at a later moment stands: its id ends with that.
    """
    of_period = ibis.window(group_by=_PERIOD)
    told = reports.mutate(last_number=_.report_number.max().over(of_period), own=agency_number(reports.filing_id))
    amending = ibis.ifelse(told.report_number > 0, told.own, ibis.null("int64"))
    of_last = ibis.window(group_by=[*_PERIOD, "report_number"])
    dated = told.mutate(
        last_date=_.report_date.max().over(of_last),
        last_filing=_.filing_id.max().over(group_by=[*_PERIOD, "report_number", "report_date"]),
        last_own=amending.max().over(of_period),
        is_known=(_.own.count().over(of_period) == _.count().over(of_period)),
    )
    is_last = dated.own == dated.last_own
    named = dated.mutate(own_last=ibis.ifelse(is_last, dated.report_number, 0).max().over(of_period))
    is_by_agency = named.is_known & named.last_own.notnull()
    is_before = named.filing_id.startswith(_RETURNS) & (named.filing_id < named.last_filing)
    is_older = (named.report_number < named.last_number) | (named.report_date < named.last_date) | is_before
    shown = ibis.ifelse(is_by_agency, named.own_last, named.last_number)
    return named.filter(ibis.ifelse(is_by_agency, named.own != named.last_own, is_older)).mutate(last_number=shown)


def _stating(reports: ibis.Table) -> ibis.Table:
    """The reports with the statement that their form makes, and the day from which it is told from others.

    A return is of the year that ends on its last day: an amended one may correct the first day, or be on another form.
    """
    told = reports.mutate(statement=reports.form.substitute(STATEMENTS))
    return told.mutate(begins=ibis.ifelse(told.statement == _RETURN, told.period_thru, told.period_from))


def _without_grants(stated: ibis.Table, filed: Filed) -> ibis.Table:
    """Amended returns that state no grants: what the one before lists was no grant of that year."""
    granting = filed.totals.filter(_.measure.isin(_GRANTED) & (_.cents != 0)).select("filing_id").distinct()
    listing = filed.lines.filter(_.filing_id != "").select("filing_id").distinct()
    amending = stated.filter(_.form.isin((_RETURN, "990PF")) & (_.report_number > 0))
    return amending.anti_join(granting, "filing_id").anti_join(listing, "filing_id")


def _with_topic(lines: ibis.Table, filed: Filed, shape: Sequence[str]) -> ibis.Table:
    """Reports as lines tell them, each once; of a form for each candidate or measure with whom it is about."""
    about = ibis.ifelse(lines.form == _BY_TOPIC, lines.about_party_id, "")
    told = with_name(
        lines.mutate(about_party_id=about).select(*shape, "about_party_id").distinct(), filed.keys, "about"
    )
    return told.select(*shape, about_name=told.about_name.fill_null(NONE)).distinct()


def _lacked(filed: Filed) -> ibis.Table:
    """What a replaced report keeps: a total that the last one states without a line of it in these records.

    A county's export is a file for each schedule, and the last report may be here by its summary page alone.
    """
    shape = ("record_source", *COORDINATES)
    dated = filed.filings.filter(
        _.form.isin(CA_REPORTS) & (_.schedules != WHOLE) & _.period_from.notnull() & _.period_thru.notnull()
    )
    reports = _stating(with_key(dated.mutate(record_source="source").select(*shape).distinct(), filed.keys, "filer"))
    newest_first = [_.report_number.desc(), _.report_date.desc(nulls_first=False), _.filing_id]
    period = tuple(name for name in _PERIOD if name != "about_name")
    ranked = reports.mutate(place=ibis.row_number().over(ibis.window(group_by=period, order_by=newest_first)))
    lines = filed.lines.filter(_.form.isin(CA_REPORTS)).mutate(keeps=_.adds_to.split("?")[0])
    told = lines.select("filing_id", "keeps").distinct()
    stated = filed.totals.filter(_.itemizes & (_.cents != 0)).select("filing_id", keeps="measure").distinct()
    last = ranked.filter(_.place == 0).inner_join(stated, "filing_id").anti_join(told, ["filing_id", "keeps"])
    held = (
        ranked.view().inner_join(told.view(), "filing_id").semi_join(last.select(*period, "keeps"), [*period, "keeps"])
    )
    of_total = ibis.window(group_by=[*period, "keeps"], order_by=newest_first)
    kept = held.mutate(place=ibis.row_number().over(of_total)).filter(_.place == 0)
    return kept.mutate(last_number=_.report_number, schedule=ibis.literal(""))


def _numbered_alike(filed: Filed) -> ibis.Table:
    """Filings of which a later one of the filer and form has the number, and a larger report number.

    Cal-Access gives one number to a filing and its amendments; of a notice it is the filer's own, which begins anew
    with each election. Where no cover of a filing is here, its lines know the filer by that number.
    """
    shape = ("record_source", *COORDINATES, "number")
    stated = filed.filings.filter(_.number != "").mutate(record_source="source").select(*shape)
    unnamed = filed.parties.filter(_.scheme == CALACCESS_FILING).select(filer_party_id="party_id", number="identifier")
    named = filed.lines.filter(_.form.isin((*CA_REPORTS, *CA_NOTICES)))
    told = named.select("record_source", *COORDINATES).inner_join(unnamed, "filer_party_id").select(*shape)
    keyed = with_key(ibis.union(stated, told, distinct=True), filed.keys, "filer")
    alike = ("filer_key", "form", "number")
    newer = keyed.select(
        *alike, new_filing="filing_id", last_number="report_number", new_date="report_date"
    ).distinct().view()  # fmt: skip
    pairs = keyed.inner_join(newer, [*alike, keyed.report_number < newer.last_number])
    days = pairs.new_date.delta(pairs.report_date, unit="day").abs().fill_null(0)
    is_near = ~pairs.form.isin(CA_NOTICES) | (days <= _NOTICE_CHAIN_DAYS)
    return pairs.filter((pairs.filing_id != pairs.new_filing) & is_near)


def _in_other_outlets(held: ibis.Table, filed: Filed) -> ibis.Table:
    """Schedules of Californian reports of which any outlet has a larger report number of the filer, form and period.

    A county's export holds schedules one by one: what it amends are those that it holds. A report that is known as a
    whole, and of which lines are here, amends all of an older one.

    Args:
        held: schedules of reports, with the days of their filings and the statement that they are part of.
        filed: the tables of the stage `sources`.
    """
    period = _PERIOD[1:]
    whole_ids = filed.filings.filter(_.schedules == WHOLE).select("filing_id").distinct()
    whole = held.semi_join(whole_ids, "filing_id").group_by(*period).aggregate(of_whole=_.report_number.max())
    one = held.group_by(*period, "schedule").aggregate(of_schedule=_.report_number.max())
    both = held.left_join(one.view(), [*period, "schedule"]).select(*held.columns, "of_schedule")
    both = both.left_join(whole.view(), list(period)).select(*both.columns, "of_whole")
    last = ibis.greatest(both.of_schedule, ibis.coalesce(both.of_whole, both.of_schedule))
    return both.mutate(last_number=last).filter(_.report_number < _.last_number)


def _dated_parts(filed: Filed) -> ibis.Table:
    """Schedules of Californian reports of which lines are here, with the days of their filings."""
    days = {"known_from": _.period_from.min(), "known_thru": _.period_thru.min(), "known_date": _.report_date.min()}
    known = filed.filings.filter(_.filing_id != "").group_by("filing_id").aggregate(**days)
    shape = ("record_source", *COORDINATES, "schedule")
    lines = filed.lines.filter(_.form.isin(CA_REPORTS)).mutate(schedule=_.schedule.split(" ")[0])
    own = _with_topic(lines, filed, shape)
    found = own.left_join(known, "filing_id")
    return with_key(
        found.mutate(
            period_from=ibis.coalesce(found.period_from, found.known_from),
            period_thru=ibis.coalesce(found.period_thru, found.known_thru),
            report_date=ibis.coalesce(found.report_date, found.known_date),
        ).select(*own.columns),
        filed.keys,
        "filer",
    ).filter(_.period_from.notnull() & _.period_thru.notnull())


def _named(filed: Filed) -> ibis.Table:
    """Filings that a later one names as amended, or that amend the same filing as a later one does.

    An amendment may name the original or the amendment before it: what is named is followed to its root. The agency's
    numbers grow, so that of a chain the largest number is the last (TRACING §5, FEC 4).
    """
    shape = ("record_source", *COORDINATES, "number", "amends")
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
