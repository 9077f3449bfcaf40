"""Loops that move lots of money which keep their origin: accounts pay out the oldest or the newest receipt first."""

from headwater.trace.ledger import IndexArray, IntArray

Steps = tuple[IndexArray, IndexArray, IntArray, IndexArray]
"""Source and destination of each step, cents, and the origin of what comes from outside."""

Lots = tuple[IntArray, IndexArray, IndexArray, IndexArray, IndexArray]
"""Cents and origin of each lot, the next older and newer lot of its account (-1: none), and a list of unused lots."""

TARGET = -1


def follow_lots(
    steps: Steps, lots: Lots, ends: tuple[IndexArray, IndexArray], unused: int, newest: bool, found: IntArray
) -> None:
    """Follows every lot through the steps.

    Args:
        steps: in order; sources below 0 stand outside.
        lots: those of opening balances stand in their accounts, all others are unused.
        ends: the oldest and the newest lot of each account, -1 for none.
        unused: how many lots are unused.
        newest: whether accounts pay out their newest lot first.
        found: becomes the cents that reach the target, by origin.
    """
    source, dest, _, _ = steps
    for step in range(len(source)):
        first, last, unused = taken(step, steps, lots, ends, unused, newest)
        if dest[step] >= 0:
            unused = join(dest[step], first, last, lots, ends, unused)
            continue
        unused = spend(first, dest[step] == TARGET, lots, unused, found)


def taken(
    step: int, steps: Steps, lots: Lots, ends: tuple[IndexArray, IndexArray], unused: int, newest: bool
) -> tuple[int, int, int]:
    """Takes a step's cents out of its source: the oldest and the newest lot of a row, and how many are unused now."""
    source, _, cents, origin = steps
    amount, owner, older, newer, spare = lots
    oldest, latest = ends
    account = source[step]
    if account < 0:
        unused -= 1
        lot = spare[unused]
        amount[lot], owner[lot], older[lot], newer[lot] = cents[step], origin[step], -1, -1
        return lot, lot, unused
    left = cents[step]
    begin = latest[account] if newest else oldest[account]
    lot = begin
    while amount[lot] < left:
        left -= amount[lot]
        lot = older[lot] if newest else newer[lot]
    if amount[lot] > left:
        unused -= 1
        rest = spare[unused]
        split_off(lot, rest, left, lots, newest)
        if newest and oldest[account] == lot:
            oldest[account] = rest
        if not newest and latest[account] == lot:
            latest[account] = rest
    kept = older[lot] if newest else newer[lot]
    if newest:
        cut(kept, lot, older, newer)
        latest[account] = kept
        if kept < 0:
            oldest[account] = -1
        return lot, begin, unused
    cut(lot, kept, older, newer)
    oldest[account] = kept
    if kept < 0:
        latest[account] = -1
    return begin, lot, unused


def split_off(lot: int, rest: int, left: int, lots: Lots, newest: bool) -> None:
    """Leaves ``left`` cents in a lot and puts the rest of it into a new lot on the side that stays behind."""
    amount, owner, older, newer, _ = lots
    amount[rest], owner[rest] = amount[lot] - left, owner[lot]
    amount[lot] = left
    if newest:
        older[rest], newer[rest] = older[lot], lot
        if older[lot] >= 0:
            newer[older[lot]] = rest
        older[lot] = rest
    else:
        newer[rest], older[rest] = newer[lot], lot
        if newer[lot] >= 0:
            older[newer[lot]] = rest
        newer[lot] = rest


def cut(before: int, behind: int, older: IndexArray, newer: IndexArray) -> None:
    """Parts two neighbours; -1 is nobody."""
    if before >= 0:
        newer[before] = -1
    if behind >= 0:
        older[behind] = -1


def join(account: int, first: int, last: int, lots: Lots, ends: tuple[IndexArray, IndexArray], unused: int) -> int:
    """Puts a row of lots behind an account's newest; lots of one origin that meet become one. Gives the unused."""
    amount, owner, older, newer, spare = lots
    oldest, latest = ends
    top = latest[account]
    if top >= 0 and owner[top] == owner[first]:
        amount[top] += amount[first]
        following = newer[first]
        spare[unused] = first
        unused += 1
        if following < 0:
            return unused
        first = following
    if top >= 0:
        newer[top] = first
    else:
        oldest[account] = first
    older[first] = top
    latest[account] = last
    return unused


def spend(first: int, counts: bool, lots: Lots, unused: int, found: IntArray) -> int:
    """Lets a row of lots go, counted by origin if it reaches the target. Gives the unused."""
    amount, owner, _, newer, spare = lots
    lot = first
    while lot >= 0:
        if counts:
            found[owner[lot]] += amount[lot]
        spare[unused] = lot
        unused += 1
        lot = newer[lot]
    return unused
