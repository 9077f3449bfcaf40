"""The table `nameless_sides`: whoever a line does not name is somebody else on each side of each payment.

Lines that name nobody in the same words are one party as filed, which lets two lines of one payment find each other. As
an account it would be one of which nobody knows that it is one: money would seem to pass through it.
"""

from dataclasses import dataclass
from typing import Annotated

import ibis
from ibis import _

from headwater.base.table import table

ALONE = "alone"
"""Why a party that names nobody has its key (``party_keys.why``)."""
_SIGNS = {"payer": "0", "payee": "1"}


@dataclass(frozen=True, slots=True)
class NamelessSide:
    """One side of a payment on which the line that counts names nobody."""

    party_id: Annotated[str, "The party that payments have there: of this side of this payment alone"]
    payment_id: Annotated[str, "The payment"]
    filed_party_id: Annotated[str, "The party as filed, which other lines may have as well"]


NAMELESS_SIDES = table("nameless_sides", NamelessSide, key=("party_id",))


def nobodies(keys: ibis.Table) -> ibis.Table:
    """The parties as filed that name nobody, by their ``party_id``."""
    return keys.filter(_.why == ALONE).select("party_id")


def nameless_sides(paid: ibis.Table, keys: ibis.Table) -> ibis.Table:
    """The sides of payments that name nobody.

    Args:
        paid: payments with the parties of the lines that count.
        keys: the keys of parties as filed.
    """
    nobody = nobodies(keys).rename(filed_party_id="party_id")
    sides = (
        paid.select("payment_id", party_id=_own(paid, sign), filed_party_id=f"{role}_party_id")
        for role, sign in _SIGNS.items()
    )
    return ibis.union(*(side.semi_join(nobody, "filed_party_id") for side in sides)).select(*NAMELESS_SIDES.names)


def each_its_own(paid: ibis.Table, sides: ibis.Table) -> ibis.Table:
    """The payments with the own party of each nameless side."""
    own = sides.group_by("payment_id").aggregate(
        **{f"own_{role}": _.party_id.max(where=_.party_id.endswith(sign)) for role, sign in _SIGNS.items()}
    )
    joined = paid.left_join(own, "payment_id")
    roles = {f"{role}_party_id": ibis.coalesce(joined[f"own_{role}"], joined[f"{role}_party_id"]) for role in _SIGNS}
    return joined.mutate(**roles).select(*paid.columns)


def with_sides(keys: ibis.Table, sides: ibis.Table) -> ibis.Table:
    """The keys of parties as filed and of nameless sides."""
    own = sides.select("party_id", key=ibis.literal(f"{ALONE}:").concat(sides.party_id), why=ibis.literal(ALONE))
    return ibis.union(keys.select("party_id", "key", "why"), own)


def _own(paid: ibis.Table, sign: str) -> ibis.Value:
    return ibis.literal("P").concat(paid.payment_id.substr(1), sign)
