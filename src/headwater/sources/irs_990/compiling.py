"""Functions over the letters of returns as machine code."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from headwater.base.ids import stable_id
from headwater.base.machine_code import machine_code

_TEXT = stable_id("C", *(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.py"))))
F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compiles a function of this package."""
    made: Any = machine_code(function, _TEXT)
    found: F = made
    return found


def uncounted(function: F) -> F:
    """Compiles what makes no arrays and is called by what holds them all.

    To count who holds which array would take three quarters of the time of what is called for each tag; to hand all
    arrays on to what is called, a third of the rest.
    """
    made: Any = machine_code(function, _TEXT, _nrt=False, forceinline=True)
    found: F = made
    return found
