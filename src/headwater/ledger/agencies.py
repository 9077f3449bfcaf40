"""Rules for one payment of which two agencies' records tell: each knows its filers by numbers of its own.

An organisation of one name that two agencies number is one here, unless one of them has that name twice. That makes
no two parties one: payments give way by name, amount and day together.
"""

from collections.abc import Sequence

import ibis
from ibis import _

from headwater.base.nobody import names_nobody
from headwater.ledger.book import Book, Filed
from headwater.ledger.giving_way import WHY_ELSEWHERE, WHY_SIDE, giving_way
from headwater.ledger.keyed import with_key
from headwater.ledger.numbers import NUMBER
from headwater.ledger.pairing import Sides, nearest
from headwater.ledger.party_keys import OF_A_PLACE
from headwater.ledger.sides import FLAGGED_DAYS, NEAR_DAYS, transfer
from headwater.ledger.told_otherwise import summed

_RETURNS, _REPORTS = "irs_990", "irs_527"
TAX_AGENCY = (_RETURNS, _REPORTS)
ROLES = ("payer_key", "payee_key")
_BY_NAME = "alike by name, not by a number"
NAMESAKES = "judging_namesakes"
"""The table of `namesakes`, where it is held."""


def namesakes(filed: Filed) -> ibis.Table:
    """Keys that stand for one organisation, each with the one key (``shared_key``) that they are compared by.

    Of a name that each of two agencies or more gives one number: these numbers' keys, and that of whoever is named so
    without a number. A key with two such names is left alone.
    """
    columns = ("party_id", "scheme", "identifier", "normal_name")
    parties = filed.parties.filter(~_.kind.isin(OF_A_PLACE)).select(*columns).inner_join(filed.keys, "party_id")
    numbered = parties.filter((_.identifier != "") & ~names_nobody(_.normal_name))
    by_agency = numbered.group_by("name", "scheme").aggregate(one=_.key.min(), keys=_.key.nunique())
    of_name = by_agency.group_by("name").aggregate(first=_.one.min(), last=_.one.max(), most=_.keys.max())
    shared = of_name.filter((_["first"] != _["last"]) & (_.most == 1)).select("name", shared_key="first")
    told = parties.inner_join(shared.view(), "name")
    known = told.group_by("key").aggregate(shared_key=_.shared_key.min(), keys=_.shared_key.nunique())
    return known.filter(_["keys"] == 1).select("key", "shared_key")


def under_one_key(lines: ibis.Table, aliases: ibis.Table, *roles: str) -> ibis.Table:
    """The lines with the one key of those that two agencies number, in these columns."""
    shared = with_shared_key(lines, aliases, *roles)
    told = {role: ibis.coalesce(shared[f"shared_{role}"], shared[role]) for role in roles}
    return shared.mutate(**told).select(*lines.columns)


def with_shared_key(lines: ibis.Table, aliases: ibis.Table, *roles: str) -> ibis.Table:
    """The lines with the one key of those in these columns whom two agencies number beside them; of others nothing."""
    for role in roles:
        own = aliases.select(**{role: "key", f"shared_{role}": "shared_key"}).view()
        lines = lines.left_join(own, role).drop(f"{role}_right")
    return lines


def known_to_two(filed: Filed, aliases: ibis.Table) -> ibis.Table:
    """Lines between two of whom two agencies number one, where more than one source tells of both, or both do."""
    named = filed.keys.semi_join(aliases, "key").select("party_id")
    shape = ("line_id", "record_source", "side", "payer_party_id", "payee_party_id")
    lines = filed.lines.select(*shape)
    some = ibis.union(*(lines.semi_join(named, [(f"{role}_party_id", "party_id")]) for role in ("payer", "payee")))
    keyed = under_one_key(with_key(with_key(some, filed.keys, "payer"), filed.keys, "payee"), aliases, *ROLES)
    told = keyed.group_by(*ROLES).aggregate(sources=_.record_source.nunique(), sides=_.side.nunique())
    return keyed.semi_join(told.filter((_.sources > 1) | (_.sides > 1)).view(), list(ROLES))


def some_known_to_two(lines: ibis.Table) -> ibis.Value:
    """Whether two agencies number anybody: not whose lines these are, for others' would then decide what they say."""
    held = ibis.table({"key": NUMBER, "shared_key": NUMBER}, name=NAMESAKES)
    return (lines.count() > 0) & (held.count().as_scalar() > 0)


def of_tax_agency(lines: ibis.Table) -> ibis.Value:
    """Whether the tax agency and some other source have lines, or both its own kinds."""
    return lines.record_source.isin(TAX_AGENCY).any() & (lines.record_source.nunique() > 1)


def returns_elsewhere(lines: ibis.Table, book: Book) -> ibis.Table:
    """A grant on a return that the filer's own report to another agency has as paid on a day of that year.

    Political organisations list what they give on form 8872, among expenditures, and again on their returns.
    """
    others = ~lines.record_source.startswith("fec_") & (lines.record_source != _RETURNS)
    return _elsewhere(_again(lines, book, lines.record_source == _RETURNS, others))


def reports_elsewhere(lines: ibis.Table, book: Book) -> ibis.Table:
    """A line of form 8872 of which the filer tells a state as well; in doubt, as names alone tell that it is one filer.

    What goes to the federal agency is another account's (26 U.S.C. 527(j)(5)).
    """
    others = ~lines.record_source.startswith("fec_") & ~lines.record_source.isin(TAX_AGENCY)
    pairs = _again(lines, book, lines.record_source == _REPORTS, others)
    return _elsewhere(pairs, ibis.literal(_BY_NAME))


def sides_across(lines: ibis.Table, book: Book) -> ibis.Table:
    """The payer's line of a transfer that the payee reports within a week, where two agencies number one of them.

    In doubt: a name alone tells that what two agencies number, or one numbers and the other names, is one.
    """
    sides = _transfers(lines, book, ("gift", "spending"))
    return giving_way(nearest(sides, NEAR_DAYS), ibis.literal(WHY_SIDE), _.other_line, ibis.literal(_BY_NAME))


def sides_across_apart(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same of gifts within 45 days."""
    pairs = nearest(_transfers(lines, book, ("gift",)), FLAGGED_DAYS)
    said = ibis.literal(f"{_BY_NAME}; the two sides state days ").concat(pairs.gap_days.cast("string"), " days apart")
    return giving_way(pairs, ibis.literal(WHY_SIDE), _.other_line, said)


def summed_across(lines: ibis.Table, book: Book) -> ibis.Table:
    """One sum for some stretch of days, as a tax return has, where another agency's records hold the payments."""
    return summed(_aliased(lines, book), book)


def _aliased(lines: ibis.Table, book: Book) -> ibis.Table:
    """Lines of which two agencies number a party, under one key."""
    known = ibis.or_(*(lines[role].isin(book.namesakes.key) for role in ROLES))
    return under_one_key(lines.filter(known), book.namesakes, *ROLES)


def _transfers(lines: ibis.Table, book: Book, paid_as: Sequence[str]) -> Sides:
    sides = transfer(_aliased(lines, book), book, (*ROLES, "cents"))
    is_gift = _.money_class == "gift"
    return sides._replace(left=sides.left.filter(_.money_class.isin(paid_as)), right=sides.right.filter(is_gift))


def _again(lines: ibis.Table, book: Book, own: ibis.Value, others: ibis.Value) -> ibis.Table:
    """Lines of one source against those of others on the same side, on days that both allow."""
    kept = ~lines.schedule.endswith(" earmark") & (lines.money_class != "loan")
    one, other = (under_one_key(lines.filter(which & kept), book.namesakes, *ROLES) for which in (own, others))
    return nearest(Sides(one, other, ("side", *ROLES, "cents"), book.taken), 0)


def _elsewhere(pairs: ibis.Table, doubt: ibis.Value | None = None) -> ibis.Table:
    return giving_way(pairs, ibis.literal(WHY_ELSEWHERE), _.other_line, doubt)
