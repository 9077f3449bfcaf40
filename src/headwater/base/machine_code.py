"""Machine code of loops, kept on disk where a place for it can be written; elsewhere it is made anew in each run."""

from collections.abc import Callable
from typing import Any


def machine_code(loop: Callable[..., Any], text: str, **options: Any) -> Callable[..., Any]:
    """A function of arrays and numbers as machine code.

    Args:
        loop: the function; it is given another name.
        text: follows from all that the code is made of. What is kept is found by it: its maker looks at the file of the
            function alone, so that code which calls a function of old, or holds a number of old, would be taken.
        options: what its maker shall know.
    """
    from numba import njit  # noqa: PLC0415 loading it takes longer than a small question

    loop.__qualname__ = f"{loop.__name__}_{text}"
    try:
        made: Callable[..., Any] = njit(cache=True, **options)(loop)
    except RuntimeError:  # Numba's word for "no place to keep compiled code can be written"
        made = njit(**options)(loop)
    return made
