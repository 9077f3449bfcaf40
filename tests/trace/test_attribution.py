"""Attribution of transfers between a candidate's own committees, against the published vector and hand-made cases."""

from headwater.trace.attribution import Attributed, attribute_transfer

# The published vector, in cents: gifts in order of their days; Thomas had given the receiving committee 4,000 dollars.
GIFTS = [("Smith", 100_000), ("Z Corp", 500_000), ("Thomas", 100_000)]
LIMIT, GIVEN = 490_000, {"Thomas": 400_000}


def test_vector_3() -> None:
    found = attribute_transfer(GIFTS, 680_000, LIMIT, GIVEN)
    assert found == Attributed({"Smith": 100_000, "Z Corp": 490_000, "Thomas": 90_000}, 0)


def test_newest_gifts_go_first() -> None:
    assert attribute_transfer(GIFTS, 150_000, LIMIT, GIVEN).by_donor == {"Z Corp": 60_000, "Thomas": 90_000}


def test_what_the_limit_keeps_back_is_left() -> None:
    assert attribute_transfer(GIFTS, 700_000, LIMIT, GIVEN).left_cents == 20_000


def test_two_gifts_of_one_donor_share_the_limit() -> None:
    found = attribute_transfer([("A", 300), ("B", 100), ("A", 300)], 700, 400, {})
    assert found == Attributed({"A": 400, "B": 100}, 200)
