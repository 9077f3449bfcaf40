"""Machine code: made wherever the function comes from, and never that of an older text."""

from typing import Any

from headwater.base.machine_code import machine_code


def _of_no_file(text: str) -> Any:
    """A function for whose code no place on the disk can be found."""
    found: dict[str, Any] = {}
    exec(text, found)  # noqa: S102 - a text of our own
    return found["times"]


def test_it_is_made_where_none_can_be_kept() -> None:
    assert machine_code(_of_no_file("def times(number): return 6 * number"), "one")(7) == 42


def _twice(number: int) -> int:
    return 2 * number


def test_what_is_kept_is_found_by_the_text_that_it_is_made_of() -> None:
    # The maker's file names begin with the qualified name.
    made: list[Any] = [machine_code(_twice, text) for text in ("old", "new")]

    assert [one(21) for one in made] == [42, 42]
    assert "_new" in made[1].py_func.__qualname__
