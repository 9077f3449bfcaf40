"""Loops that expand a ledger in time: sorting by counting, balances, and the phases of each account."""

from headwater.trace.ledger import IndexArray, IntArray

Made = tuple[IndexArray, IndexArray, IntArray, IntArray]


def counted_order(key: IndexArray, given: IndexArray, begins: IndexArray, order: IndexArray) -> None:
    """Puts things in the order of a key, those of one key in the order given.

    Args:
        key: the key of each thing, below 0 where it is to be left out.
        given: things to put in order.
        begins: zeros, one more than there are keys; becomes where the things of each key begin in ``order``.
        order: becomes the things in order; as long as there are things with a key.
    """
    for thing in given:
        if key[thing] >= 0:
            begins[key[thing] + 1] += 1
    for place in range(1, len(begins)):
        begins[place] += begins[place - 1]
    for thing in given:
        if key[thing] >= 0:
            order[begins[key[thing]]] = thing
            begins[key[thing]] += 1
    for place in range(len(begins) - 1, 0, -1):
        begins[place] = begins[place - 1]
    begins[0] = 0


def least_openings(events: IndexArray, begins: IndexArray, days: IndexArray, cents: IntArray, least: IntArray) -> None:
    """The least that each account must have had so that no day ends below zero.

    Args:
        events: 2k for what transfer k brings an account, 2k + 1 for what it takes, by account and day.
        begins: where each account's events begin.
        days: the day of each event, by its number.
        cents: of each transfer.
        least: becomes the least opening balance of each account in cents.
    """
    for account in range(len(begins) - 1):
        balance = 0
        lowest = 0
        for place in range(begins[account], begins[account + 1]):
            event = events[place]
            balance += cents[event >> 1] if event & 1 == 0 else -cents[event >> 1]
            last = place + 1 == begins[account + 1] or days[events[place + 1]] != days[event]
            if last and balance < lowest:
                lowest = balance
        least[account] = -lowest


def phases(
    events: IndexArray, begins: IndexArray, days: IndexArray, cents: IntArray, opening: IntArray, made: Made
) -> int:
    """Cuts each account's time into phases: receipts first, payments after, none of the former behind the latter.

    A new phase begins on a day with receipts behind a day with payments. Args as in ``least_openings``; ``made`` holds
    arrays to fill: the phase of each event, and of each phase its account, the cents that it carries on and all that
    comes in (receipts and what was carried to it or the opening balance).

    Returns:
        how many phases there are.
    """
    phase_of, account_of, carry, incoming = made
    phase = -1
    for account in range(len(begins) - 1):
        balance = opening[account]
        phase += 1
        account_of[phase] = account
        incoming[phase] = balance
        paid = False
        place = begins[account]
        while place < begins[account + 1]:
            end = day_end(events, days, place, begins[account + 1])
            if paid and has_receipt(events, place, end):
                carry[phase] = balance
                phase += 1
                account_of[phase] = account
                incoming[phase] = balance
                paid = False
            received, spent = day_sums(events, place, end, cents)
            for index in range(place, end):
                phase_of[events[index]] = phase
            incoming[phase] += received
            balance += received - spent
            paid = paid or spent > 0
            place = end
        carry[phase] = 0
    return phase + 1


def day_end(events: IndexArray, days: IndexArray, place: int, last: int) -> int:
    """Where the events of the day that begins at a place end."""
    end = place + 1
    while end < last and days[events[end]] == days[events[place]]:
        end += 1
    return end


def day_sums(events: IndexArray, place: int, end: int, cents: IntArray) -> tuple[int, int]:
    """Cents that some events bring and take."""
    received, spent = 0, 0
    for index in range(place, end):
        event = events[index]
        if event & 1 == 0:
            received += cents[event >> 1]
        else:
            spent += cents[event >> 1]
    return received, spent


def has_receipt(events: IndexArray, place: int, end: int) -> bool:
    """Whether some of these events bring money."""
    for index in range(place, end):  # noqa: SIM110 compiled code knows no generators
        if events[index] & 1 == 0:
            return True
    return False
