"""Clusters: parties that are exactly equal, joined and kept apart by judgements."""

from collections.abc import Iterable, Mapping

from headwater.base.errors import CaseError
from headwater.entities.judgements import FILE, Judgement, refuse_contradictions, standing


def clusters(
    key_of_party: Mapping[str, str], judgements: Iterable[Judgement], spare_keys: Iterable[str] = ()
) -> tuple[dict[str, str], set[str]]:
    """The key of every party's cluster after judgements, and the keys that a judgement moved.

    Args:
        key_of_party: each party's key (an identifier, an exact name, or its own).
        judgements: what people decided, oldest first.
        spare_keys: keys that no party has, such as those of candidates without a payment.

    Returns:
        The cluster key of each party and spare key, the smallest key of the cluster; and the moved keys.

    Raises:
        CaseError: if judgements contradict one another or name nothing in these records.
    """
    held = standing(list(judgements))
    refuse_contradictions(held)
    key_of = dict(key_of_party)
    known = {*key_of.values(), *spare_keys}
    for judgement in held:
        if judgement.decision == "different":
            _set_apart(key_of, judgement)
    root = {key: key for key in {*key_of.values(), *known}}
    moved: set[str] = set()
    for judgement in held:
        if judgement.decision == "same":
            left, right = (_key(side, key_of, root, judgement) for side in (judgement.left, judgement.right))
            if left and right:
                low, high = sorted((_find(root, left), _find(root, right)))
                root[high] = low
                moved |= {left, right}
    whole = {name: _find(root, key) for name, key in key_of.items()}
    return whole | {key: _find(root, key) for key in spare_keys}, moved


def _set_apart(key_of: dict[str, str], judgement: Judgement) -> None:
    """Gives the right-hand party a key of its own where an exact name had made the two one."""
    left, right = judgement.left, judgement.right
    if left in key_of and right in key_of and key_of[left] == key_of[right]:
        key_of[right] = f"alone:{right}"


def _key(side: str, key_of: Mapping[str, str], root: Mapping[str, str], judgement: Judgement) -> str | None:
    """The key that one side of a judgement names; None where these records do not (yet) hold it."""
    if side in key_of:
        return key_of[side]
    if side in root:
        return side
    if ":" not in side and not side.startswith("P"):
        message = f"{FILE}, line {judgement.row}: {side!r} is neither an identifier such as fppc:1402586 nor a party id"
        raise CaseError(message)
    return None


def _find(root: dict[str, str], key: str) -> str:
    while root[key] != key:
        root[key] = root[root[key]]
        key = root[key]
    return key
