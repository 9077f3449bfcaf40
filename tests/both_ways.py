"""Loops that are compiled where there is much to do: a test runs them both ways."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from headwater.base import machine_code

BOTH_WAYS = pytest.mark.parametrize("is_compiled", [False, True], ids=["as it stands", "compiled"])


@contextmanager
def one_way(is_compiled: bool) -> Iterator[None]:
    """However little there is to do, loops run as machine code, or none of them does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machine_code, "is_loaded", lambda: is_compiled)
        yield
