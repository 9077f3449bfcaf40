"""Which lines the rules need to see at all."""

from typing import NamedTuple

import ibis
from ibis import _

from headwater.ledger.agencies import known_to_two
from headwater.ledger.book import ITEMIZING, Filed, is_notice
from headwater.ledger.keyed import with_key, with_name
from headwater.ledger.new_york import BOARD
from headwater.ledger.numbers import NONE, hash_of
from headwater.ledger.own_accounts import ALLOCATED
from headwater.ledger.recurring import ALIKE, hashed_alike

OFTEN = "_often"
_WHOLE = ("401", *ITEMIZING, "9")
"""Forms of which the rules see every line: what a report covers, too, is told by its lines."""
_MARKED = "judging_wanted"
AGAIN = "judging_again"
SAID = (
    "line_id", "filing_id", "filer_party_id", "report_code", "report_number", "schedule", "transaction_id",
    "date_from", "period_from",
)  # fmt: skip
"""What `said_again` has of each line."""


class Wanted(NamedTuple):
    """Lines that some rule may look at, or their marks, and a step that numbers what must recur, if something must."""

    found: ibis.Table
    numbers: ibis.Table | None = None


def wanted(filed: Filed, replaced: ibis.Table, again: ibis.Table, alike: ibis.Table) -> dict[str, Wanted]:
    """Marks of lines that some rule may look at: each condition is necessary for a rule and cheap to see.

    Most lines of a large ledger are gifts that one recipient reports once; the rules need not see them. The conditions
    are asked one after the other: what counts all lines at once takes memory for each.

    Returns:
        By name; where numbers must recur, those that do stand in a table of that name and `OFTEN`.
    """
    lines = filed.lines
    plain = lines.filter(
        (_.cents <= 0) | _.schedule.endswith(" memo") | _.schedule.endswith(" earmark") | _.is_sum
        | (_.side == "payer") | _.form.isin(_WHOLE) | (_.schedule == ALLOCATED) | is_notice(lines)
    )  # fmt: skip
    named = lines.filter(_.transaction_id != "")
    unnamed = lines.filter((_.transaction_id == "") & _.period_from.notnull())
    counted = {
        "line": hashed_alike(lines, "line_id"),
        "transaction": hashed_alike(named, "transaction_id", "cents", "date_from"),
        "unnamed": hashed_alike(unnamed, "cents", "date_from"),
        "of_filing": hashed_alike(named, "filing_id", "transaction_id"),
    }
    found = (
        plain,
        lines.semi_join(replaced, "filing_id"),
        again,
        _amended_elsewhere(filed),
        _partners(filed),
        _named_as_filers(filed),
        _aims(filed),
        _of_two_sources(filed),
        known_to_two(filed, alike),
    )
    recurring = {
        f"{_MARKED}_{name}": Wanted(_marks(_often(f"{_MARKED}_{name}", table)), table.select(ALIKE))
        for name, table in counted.items()
    }
    return recurring | {f"{_MARKED}_{number}": Wanted(_marks(table)) for number, table in enumerate(found)}


def said_again(filed: Filed) -> Wanted:
    """Lines of which another one of the filer's may have the report's code and the transaction's id; some have none.

    Outlets of an agency give a filer in different ways: of filers that stand in two, all coded lines.
    """
    named = filed.lines.filter(_.transaction_id != "")
    hashed = hashed_alike(named, "filer_party_id", "report_code", "transaction_id")
    coded = _coded(_of_several(filed))
    bare = coded.filter(_.period_from.isnull())
    elsewhere = _of_filers(filed, bare, coded.filter(_.period_from.notnull() & (_.report_number > 0)))
    both = ibis.union(*(found.select(*SAID) for found in (_often(AGAIN, hashed), elsewhere)))
    return Wanted(both, hashed.select(ALIKE))


def _often(name: str, hashed: ibis.Table) -> ibis.Table:
    often = ibis.table({ALIKE: hashed.schema()[ALIKE]}, name=name + OFTEN)
    return hashed.semi_join(often, ALIKE)


def _marks(lines: ibis.Table) -> ibis.Table:
    return lines.select(mark=_mark(lines)).distinct()


def suspects(lines: ibis.Table, marks: ibis.Table) -> ibis.Table:
    """The lines that have one of the marks."""
    return lines.mutate(mark=_mark(lines)).semi_join(marks, "mark").drop("mark")


def _mark(lines: ibis.Table) -> ibis.Value:
    """By the hash of its id a line is found with less memory, and a few more by accident do no harm."""
    return hash_of(lines.line_id)


def _amended_elsewhere(filed: Filed) -> ibis.Table:
    """Lines of filers whose reports stand in two outlets, one of which tells of amendments and not their periods."""
    coded = _coded(filed.lines.view())
    bare = coded.filter(_.period_from.isnull() & (_.report_number > 0))
    return _of_filers(filed, coded.filter(_.period_from.notnull()), bare)


def _coded(lines: ibis.Table) -> ibis.Table:
    return lines.filter((_.transaction_id != "") & (_.report_code != ""))


def _of_filers(filed: Filed, *both: ibis.Table) -> ibis.Table:
    """Coded lines of those who filed lines of both kinds."""
    parties = filed.keys.view()
    for some in both:
        filers = with_key(some.select("filer_party_id").distinct(), filed.keys, "filer")
        parties = parties.semi_join(filers.select(key="filer_key").distinct(), "key")
    return _coded(filed.lines.view()).semi_join(parties.select(filer_party_id="party_id"), "filer_party_id")


def _partners(filed: Filed) -> ibis.Table:
    """What payees report from those who report payments of their own, or that they gave something back."""
    paid, returned = filed.lines.filter(_.side == "payer"), filed.lines.filter((_.side == "payee") & (_.cents < 0))
    payers = paid.select("payer_party_id").union(returned.select(payer_party_id="payee_party_id"), distinct=True)
    keys = with_key(payers, filed.keys, "payer").select(key="payer_key").distinct()
    parties = filed.keys.view().semi_join(keys, "key").select(payer_party_id="party_id")
    return filed.lines.view().filter(_.side == "payee").semi_join(parties, "payer_party_id")


def _named_as_filers(filed: Filed) -> ibis.Table:
    """What New York's filers report from whoever has the name of one of them that paid: several may have it."""
    own = filed.lines.filter(_.record_source == BOARD)
    paid = own.filter(_.side == "payer").select("payer_party_id").distinct()
    names = with_name(paid, filed.keys, "payer").filter(_.payer_name != NONE).select(name="payer_name").distinct()
    parties = filed.keys.view().semi_join(names, "name").select(payer_party_id="party_id")
    return own.view().filter(_.side == "payee").semi_join(parties, "payer_party_id")


def _aims(filed: Filed) -> ibis.Table:
    """What the named payees of money that a conduit passed on report of givers and amounts that the conduit names."""
    passed = with_key(filed.lines.filter(_.schedule.endswith(" earmark")), filed.keys, "earmarked_for")
    told = with_name(passed, filed.keys, "payer").select("cents", recipient="earmarked_for_key", giver="payer_name")
    keys = told.select(key="recipient").distinct()
    parties = filed.keys.view().semi_join(keys, "key").select(payee_party_id="party_id", recipient="key")
    own = filed.lines.view().filter(_.side == "payee").select("line_id", "payer_party_id", "payee_party_id", "cents")
    near = own.inner_join(parties, "payee_party_id").select("line_id", "payer_party_id", "cents", "recipient")
    named = with_name(near, filed.keys, "payer").rename(giver="payer_name")
    return named.semi_join(told.distinct(), ["recipient", "giver", "cents"])


def _of_two_sources(filed: Filed) -> ibis.Table:
    """Payments between parties that both stand in the records of more than one source."""
    found = filed.lines.view()
    for role in ("payer", "payee"):
        seen = _of_several(filed).select(f"{role}_party_id", "record_source").distinct()
        keyed = with_key(seen, filed.keys, role).select("record_source", key=f"{role}_key").distinct()
        often = keyed.group_by("key").aggregate(times=_.count()).filter(_.times > 1)
        parties = filed.keys.view().semi_join(often, "key").select(**{f"{role}_party_id": "party_id"})
        found = found.semi_join(parties, f"{role}_party_id")
    return found


def _of_several(filed: Filed) -> ibis.Table:
    """The lines where there are several sources; nothing is read where there is only one."""
    several = filed.lines.view().aggregate(sources=_.record_source.nunique()).filter(_.sources > 1)
    return filed.lines.cross_join(several)
