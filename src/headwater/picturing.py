"""The picture of an answer as a file: what `headwater trace --picture` writes."""

from datetime import date
from pathlib import Path

from headwater.base.errors import CaseError
from headwater.base.files import write_whole
from headwater.publish.pictures.flow import Flow, FlowBand, FlowPayment
from headwater.publish.pictures.sankey import png_of, svg_of
from headwater.publish.pictures.table import page_of
from headwater.trace.bands import Part, bands_of
from headwater.tracing import Asked

WIDTH = 1200


def write_picture(path: Path, asked: Asked) -> None:
    """Writes the flow picture of an answer: ``.svg``, ``.png``, or ``.html`` with the table that says the same.

    Args:
        path: where to; its ending says in which form.
        asked: the question and its answer.

    Raises:
        CaseError: if the ending is none of these, or PNG is asked for without the optional package.
    """
    flow = flow_of_asked(asked)
    forms = {
        ".svg": lambda: svg_of(flow, WIDTH).encode(),
        ".png": lambda: png_of(svg_of(flow, WIDTH)),
        ".html": lambda: page_of(flow).encode(),
    }
    if path.suffix.lower() not in forms:
        raise CaseError(f"--picture {path.name!r} ends in none of {', '.join(forms)}")
    write_whole(path, forms[path.suffix.lower()]())


def flow_of_asked(asked: Asked) -> Flow:
    """What the picture draws, of an answer."""
    answer = asked.answer

    def paid(part: Part) -> FlowPayment:
        first, last = (date.fromordinal(day).isoformat() for day in part.days)
        return FlowPayment(part.payment_id, part.cents, first, last, asked.urls.get(part.payment_id, ""))

    bands = tuple(
        FlowBand(band.tail, band.head, band.cents, band.low_cents, tuple(paid(part) for part in band.parts))
        for band in bands_of(asked.problem, answer)
    )
    return Flow(answer.donors, answer.targets, answer.target_total_cents, answer.bounds.low, answer.bounds.high, bands)
