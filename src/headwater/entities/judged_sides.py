"""What judgements speak of: their sides found among parties, keys and identifiers of these records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import _
from ibis.backends.duckdb import Backend

from headwater.base.errors import CaseError
from headwater.entities.clusters import Pair
from headwater.entities.judgements import FILE, Judgement


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides of judgements that these records hold; a judgement on any other waits.

    Attributes:
        label_of: the party, or the key of parties, that each side names.
        key_of: the key of each party among them.
    """

    label_of: Mapping[str, str]
    key_of: Mapping[str, str]

    @property
    def labels(self) -> list[str]:
        """Every party and key that is named, and the keys of these parties."""
        return sorted({*self.label_of.values(), *self.key_of.values()})

    def pairs(self, standing: Sequence[Judgement], decision: str, number: Mapping[str, int]) -> list[Pair]:
        """The pairs that were judged so, each side by its number."""
        found = []
        for one in standing:
            left, right = self.label_of.get(one.left), self.label_of.get(one.right)
            if one.decision == decision and left and right:
                found.append((number[left], number[right]))
        return found

    def held(self, standing: Sequence[Judgement], number: Mapping[str, int]) -> list[Pair]:
        """Each party with its key; those last that stand on the right of a *different*: they are the ones to part."""
        last = {one.right for one in standing if one.decision == "different"}
        parties = sorted(self.key_of, key=lambda party: (party in last, party))
        return [(number[party], number[self.key_of[party]]) for party in parties]


def sides_of(connection: Backend, judgements: Sequence[Judgement]) -> Sides:
    """Finds the sides of judgements.

    Args:
        connection: holds ``party_keys``, ``source_parties`` and ``all_keys``.
        judgements: those that stand.

    Raises:
        CaseError: if a side can be neither an identifier nor a party.
    """
    sides = sorted({side for judgement in judgements for side in (_checked(judgement, 0), _checked(judgement, 1))})
    asked = ibis.memtable(pa.table({"side": pa.array(sides, pa.string())}))
    keys, parties, known = (connection.table(name) for name in ("party_keys", "source_parties", "all_keys"))
    numbered = parties.filter(_.identifier != "").mutate(side=_.scheme.concat(":", _.identifier))
    ways = (
        asked.inner_join(numbered, "side").inner_join(keys, "party_id").group_by("side").aggregate(key=_.key.min()),
        asked.semi_join(known, asked.side == known.key).mutate(key="side"),
    )
    label_of: dict[str, str] = {}
    for way in ways if sides else ():
        label_of |= {row["side"]: row["key"] for row in connection.to_pyarrow(way).to_pylist()}
    by_party = asked.inner_join(keys, asked.side == keys.party_id).select("side", "key")
    key_of = {row["side"]: row["key"] for row in connection.to_pyarrow(by_party).to_pylist()} if sides else {}
    return Sides(label_of | {party: party for party in key_of}, key_of)


def _checked(judgement: Judgement, place: int) -> str:
    side = (judgement.left, judgement.right)[place]
    if ":" not in side and not side.startswith("P"):
        message = f"{FILE}, line {judgement.row}: {side!r} is neither an identifier such as fppc:1402586 nor a party id"
        raise CaseError(message)
    return side
