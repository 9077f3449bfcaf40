"""The table `judged_groups`: which groups of lines have been judged, so that the next build leaves them as they are."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class JudgedGroup:
    """One group of lines that can bear on one another, as it stood when it was judged."""

    signature: Annotated[int, "Follows from all that rules see of its lines, and from the code"]


JUDGED_GROUPS = table("judged_groups", JudgedGroup, key=("signature",))
