"""How people and firms are matched: their fields and roles, the keys of the key tier, and what no group may mix."""

from dataclasses import dataclass
from itertools import combinations

from headwater.entities.matching.fields import Field, Profile


@dataclass(frozen=True, slots=True)
class Plan:
    """A profile for the model, keys from the most to the least special, and labels in which a group's members agree.

    ``told_apart``: the label by whose differences the keys are judged. ``carried``: the columns that a group hands on
    to the model, each at its commonest value.
    """

    profile: Profile
    keys: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    told_apart: str
    carried: tuple[str, ...]


PEOPLE = Plan(
    profile=Profile(
        "person",
        fields=(
            Field("given", "given", swaps_with="family"),
            Field("family", "family", swaps_with="given"),
            Field("middle", "initial"),
            Field("zip5", "home"),
            Field("employer", "words"),
            Field("occupation", "words"),
        ),
        blocking=(
            ("family", "canon"),
            ("family", "zip5"),
            ("canon", "zip5"),
            ("left(family, 4)", "left(given, 3)", "left(zip5, 3)"),
            ("canon", "employer_key"),
            ("family", "employer_key"),
            ("left(family, 3)", "left(given, 2)", "zip5"),
            ("family", "given", "state"),
        ),
        training=(("given", "family"), ("zip5", "employer"), ("zip5", "occupation")),
        household=("family", "zip5"),
    ),
    keys=(
        ("family", "canon", "zip5", "employer_key"),
        ("family", "canon", "zip5", "middle"),
        ("family", "canon", "zip5", "occupation_key"),
        ("family", "canon", "state", "employer_key"),
        ("family", "canon", "zip5"),
        ("canon", "zip5", "employer_key", "middle"),
        ("family", "first", "zip5", "employer_key", "middle"),
    ),
    labels=("generation", "middle"),
    told_apart="middle",
    carried=(
        "family", "given", "canon", "middle", "generation", "zip5", "city", "state",
        "employer", "employer_key", "occupation", "occupation_key",
    ),
)  # fmt: skip

FIRMS = Plan(
    profile=Profile(
        "organisation",
        fields=(Field("bare", "words"), Field("zip5", "home")),
        blocking=(
            ("bare_key", "state"),
            ("bare", "state"),
            ("bare",),
            ("left(bare, 6)", "zip5"),
            ("bare_key", "left(zip5, 3)"),
        ),
        training=(("zip5",), ("bare",)),
    ),
    keys=(("bare", "zip5"), ("bare", "city", "state")),
    labels=("identifier",),
    told_apart="identifier",
    carried=("bare", "bare_key", "zip5", "city", "state", "identifier"),
)

_PARTS = {"given": 3, "family": 3, "date": 4, "postcode": 3, "words": 5}


def pairwise_blocking(fields: tuple[Field, ...]) -> tuple[tuple[str, ...], ...]:
    """Blocking rules that follow from the roles alone: every two fields whole, or one whole and the start of the other.

    A code (a number given to one person) blocks by itself; a field of few values does not block.
    """
    keyed = [field for field in fields if field.role not in {"choice", "initial", "home"}]
    rules: list[tuple[str, ...]] = [(field.column,) for field in keyed if field.role == "code"]
    for one, other in combinations(keyed, 2):
        rules.append((one.column, other.column))
        for whole, cut in ((one, other), (other, one)):
            if cut.role in _PARTS:
                rules.append((whole.column, f"left({cut.column}, {_PARTS[cut.role]})"))
    return tuple(rules)
