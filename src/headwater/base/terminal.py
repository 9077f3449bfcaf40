"""What a person sees in a terminal: progress bars on standard error, grids on standard output."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from headwater.base.progress import Progress as Report

_PLAIN_WIDTH = 160


@contextmanager
def progress_bars() -> Iterator[Report]:
    """A function that stages report to; what it shows vanishes when the work is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield report


def show_grid(title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a table; cells are shown as they are, never read as markup. Without rows it is one line."""
    if not rows:
        print(f"{title}: none" if title else "none")
        return
    grid = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in names:
        grid.add_column(name, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console = Console(width=max(console.width, _PLAIN_WIDTH))
    console.print(grid)
