"""Links between agencies: committees with two agencies' numbers that may be one, offered with their evidence.

They are never merged by name: the name only says which pairs are looked at. What counts is what their records share:
the treasurer and address of their registrations, the place and ZIP code, counterparties, and payments that both report.
"""

import ibis
from ibis import _

from headwater.entities.registered import same_registered

SHARED_DAYS = 7
NAME_ALONE, WITH_PLACE, WITH_REGISTRATION, WITH_PAYMENT = 0.3, 0.6, 0.8, 0.9
"""Fixed beforehand: of a pair with one name and nothing else, one place, one treasurer or address, one payment."""
_FORM = r"\b(inc|llc|pac|political action committee|committee|the|id|sponsored by.*|[0-9]{6,})\b"
_KINDS = ("committee", "organisation", "unknown")


def linked(parties: ibis.Table, payments: ibis.Table, said: ibis.Table) -> ibis.Table:
    """Pairs of keys of two schemes whose names agree but for their legal form, with what else agrees.

    Args:
        parties: ``source_parties`` with the ``key``, ``entity_id`` and ``why`` of each.
        payments: the table ``payments`` with the entities of both sides.
        said: what registrations say, as ``registered.registered`` gives it.

    Returns:
        One row for a pair, as ``offers.offers`` takes it.
    """
    core = parties.normal_name.re_replace(_FORM, " ").re_replace(" +", " ").strip()
    numbered = parties.mutate(core=core).filter(
        (_.identifier != "") & (_.key == _.scheme.concat(":", _.identifier)) & _.kind.isin(_KINDS) & (_.core != "")
    )
    names = numbered.select("key", "scheme", "core", "entity_id").distinct()
    left, right = (
        names.rename(**{f"{side}_{name}": name for name in names.columns if name != "core"})
        for side in ("left", "right")
    )
    pairs = left.inner_join(right, "core").filter(
        (_.left_key < _.right_key) & (_.left_scheme != _.right_scheme) & (_.left_entity_id != _.right_entity_id)
    )
    pairs = pairs.select("left_key", "right_key", "left_entity_id", "right_entity_id").distinct()
    found = pairs.left_join(_same_place(pairs, parties), ["left_key", "right_key"]).drop(
        "left_key_right", "right_key_right"
    )
    found = found.left_join(same_registered(pairs, said), ["left_key", "right_key"]).drop(
        "left_key_right", "right_key_right"
    )
    found = found.left_join(_same_payments(pairs, payments), ["left_key", "right_key"])
    return _told(found.drop("left_key_right", "right_key_right"))


def _same_place(pairs: ibis.Table, parties: ibis.Table) -> ibis.Table:
    """Pairs that stand with one ZIP code or one place on some line or register."""
    placed = parties.filter((_.zip5 != "") | (_.place != "")).select("key", "zip5", place=_.place.upper()).distinct()
    one = placed.rename(left_key="key", left_zip="zip5", left_place="place")
    other = placed.rename(right_key="key", right_zip="zip5", right_place="place")
    both = pairs.select("left_key", "right_key").inner_join(one, "left_key").inner_join(other, "right_key")
    is_zip = (both.left_zip == both.right_zip) & (both.left_zip != "")
    is_place = (both.left_place == both.right_place) & (both.left_place != "")
    agreed = both.mutate(is_zip=is_zip, is_place=is_place).group_by("left_key", "right_key")
    return agreed.aggregate(is_zip=_.is_zip.any(), is_place=_.is_place.any())


def _same_payments(pairs: ibis.Table, payments: ibis.Table) -> ibis.Table:
    """Of each pair: counterparties on the same side, and payments of one amount with one of them within a week."""
    sides = [("payer", "payee"), ("payee", "payer")]
    moved = ibis.union(
        *(
            payments.select(
                me=f"{own}_entity_id",
                other=f"{other}_entity_id",
                side=ibis.literal(own),
                day="date_from",
                cents="cents",
            )
            for own, other in sides
        )
    )
    one = moved.rename(left_entity_id="me", left_day="day", left_cents="cents")
    other = moved.rename(right_entity_id="me", right_day="day", right_cents="cents")
    both = pairs.inner_join(one, "left_entity_id").inner_join(other, ["right_entity_id", "other", "side"])
    near = (both.left_day.epoch_seconds() - both.right_day.epoch_seconds()).abs() <= SHARED_DAYS * 86_400
    is_same = near & (both.left_cents == both.right_cents)
    return (
        both.mutate(is_same=is_same)
        .group_by("left_key", "right_key")
        .aggregate(others=_.other.nunique(), same=_.is_same.cast("int64").sum())
    )


def _told(found: ibis.Table) -> ibis.Table:
    """The pairs with their probability and what agrees, in words and as evidence."""
    is_zip, is_place = found.is_zip.fill_null(False), found.is_place.fill_null(False)
    is_treasurer, is_address = found.is_treasurer.fill_null(False), found.is_address.fill_null(False)
    others, same = found.others.fill_null(0), found.same.fill_null(0)
    fields = [
        (ibis.literal(True), ibis.literal("name"), "1.0"),
        (is_place, ibis.literal("place"), "2.0"),
        (is_zip, ibis.literal("zip5"), "3.0"),
        (is_treasurer, ibis.literal("treasurer of record"), "4.0"),
        (is_address, ibis.literal("address of record"), "4.0"),
        (others > 0, ibis.literal("counterparties shared: ").concat(others.cast("string")), "1.0"),
        (same > 0, ibis.literal("payments that both report: ").concat(same.cast("string")), "5.0"),
    ]
    said = [ibis.ifelse(holds, words, ibis.null("string")) for holds, words, _weight in fields]
    noted = [
        ibis.ifelse(
            holds,
            ibis.literal('{"field": "').concat(words, f'", "left": "", "right": "", "weight": {weight}}}'),
            ibis.null("string"),
        )
        for holds, words, weight in fields
    ]
    joined = ibis.array(noted).filter(lambda one: one.notnull()).join(", ")
    words = ibis.array(said).filter(lambda one: one.notnull()).join(", ")
    return found.select(
        "left_key",
        "right_key",
        probability=ibis.cases(
            (same > 0, WITH_PAYMENT),
            (is_treasurer | is_address, WITH_REGISTRATION),
            (is_zip | is_place, WITH_PLACE),
            else_=NAME_ALONE,
        ),
        reason=ibis.literal("numbers of two agencies; what agrees: ").concat(words),
        evidence=ibis.literal("[").concat(joined, "]"),
        origin=ibis.literal("link"),
        cents=ibis.null("int64"),
    )
