"""The flow picture of an answer: left to right in the order of payment, widths in dollars, certain or only possible.

A band holds the payments between two names along one way in which the most can have arrived. Its solid part must be the
donor set's money, under every accounting; its hatched part can be. One colour for everybody: nothing encodes a party.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise

from headwater.base.errors import CaseError
from headwater.base.money import format_cents
from headwater.publish.pictures.flow import Flow, FlowBand
from headwater.publish.pictures.layout import Box, Ribbon, Space, columns_of, laid_out
from headwater.publish.pictures.text import cut, listed, shown, width_of, wrapped

PAPER, INK, SOFT, SURE, HATCH, GROUND = "#fbfaf6", "#1d1c1a", "#595650", "#6b675c", "#8f8a7d", "#ece9e0"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
BAR, LABEL, SMALL, LINE, BOLD = 9.0, 13.0, 12.0, 17.0, 1.1
LEAST_STEP, NARROW_STEP = 99.0, 170.0
NARROW, BELOW = 560, 38.0
_PNG_SCALE = 2


def title_of(flow: Flow) -> str:
    """One sentence that says what the picture shows."""
    low, high, total = (format_cents(one) for one in (flow.low_cents, flow.high_cents, flow.target_total_cents))
    part = f"exactly {low} is" if flow.low_cents == flow.high_cents else f"at least {low} and at most {high} can be"
    return f"Of {total} that reached {listed(flow.targets)}, {part} money of {listed(flow.donors)}"


def words_of(flow: Flow) -> str:
    """The picture in words, for those who do not see it; the table lists every payment."""
    said = [
        f"{_name(band.tail)} to {_name(band.head)}: {format_cents(band.cents)}, "
        f"of which {format_cents(band.low_cents)} must be money of the donor set"
        for band in flow.bands[:12]
    ]
    rest = f" And {len(flow.bands) - 12} further bands." if len(flow.bands) > 12 else ""
    return f"{title_of(flow)}. One way in which the most can have arrived, by bands: {'; '.join(said)}.{rest}"


def svg_of(
    flow: Flow, width: int = 960, name: str = "flow", anchor: str = "", *, is_headed: bool = True, source: str = ""
) -> str:
    """The picture as SVG text, to stand alone or inside a page.

    Args:
        flow: what is drawn.
        width: pixels; where the columns need more, the picture is wider, and the page lets it scroll.
        name: begins every id in it; letters, digits and hyphens, another one for each picture of a page.
        anchor: where the payments of a band stand: ``#pay-`` makes the third band a link to ``#pay-3``. Without it a
            band of one payment that has a public address links there.
        is_headed: whether the title stands above the picture; a page that has it as a heading leaves it out.
        source: one line that says where it comes from, below the picture.
    """
    last = max(columns_of(flow).values(), default=0)
    margin = _margin(flow, width)
    wide = max(float(width), 20 + margin + last * LEAST_STEP) if flow.bands else float(width)
    heading = wrapped(title_of(flow), 17 * BOLD, wide - 40, 5) if is_headed else []
    top = 34.0 + 23 * len(heading)
    body = list(_body(flow, (wide, margin), top, (name, anchor))) if flow.bands else []
    below = (5 * LINE if margin == BELOW else 0) + (LINE if source else 0)
    height = _height(flow, top) + below if flow.bands else top + 40 + below
    parts = [
        _opening(wide, height, name),
        f'<title id="{name}-title">{shown(title_of(flow))}</title>',
        f'<desc id="{name}-words">{shown(words_of(flow))}</desc>',
        _hatching(name),
        f'<rect class="flow-paper" width="100%" height="100%" fill="{PAPER}"/>',
        *(_text(20, 30 + 23 * at, line, 17, "bold") for at, line in enumerate(heading)),
        *_legend(top, wide, name),
        *(body or [_text(20, top + 28, "No money of the donor set can have reached the target.", LABEL)]),
        *([_text(20, height - 10, cut(source, SMALL, wide - 40), SMALL, "soft")] if source else []),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def png_of(svg: str) -> bytes:
    """The picture as PNG, at twice its size.

    Raises:
        CaseError: if the optional package that draws it is not installed.
    """
    if find_spec("vl_convert") is None:
        raise CaseError("PNG needs the optional package: pip install 'headwater[pictures]'")
    import vl_convert  # noqa: PLC0415 - optional

    drawn: bytes = vl_convert.svg_to_png(svg, scale=_PNG_SCALE)
    return drawn


def _opening(wide: float, height: float, name: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sankey" width="{wide:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {wide:.0f} {height:.0f}" role="group" aria-labelledby="{name}-title {name}-words" '
        f'font-family="{FONT}">'
    )


def _hatching(name: str) -> str:
    return (
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect class="flow-ground" width="6" height="6" fill="{GROUND}"/>'
        f'<rect class="flow-line" width="2" height="6" fill="{HATCH}"/></pattern></defs>'
    )


def _name(node: tuple[str, int]) -> str:
    return node[0] if len(node[0]) <= 80 else f"{node[0][:79]}…"


def _height(flow: Flow, top: float) -> float:
    column = columns_of(flow)
    most = max(list(column.values()).count(at) for at in column.values())
    return top + 64 + max(250.0 if most > 1 else 110.0, most * 96.0) + 24


def _margin(flow: Flow, width: float) -> float:
    """The room for the targets' names at the right; in a narrow picture one target has its name below its bar."""
    if width < NARROW and len({band.head for band in flow.bands if band.head[0] in flow.targets}) == 1:
        return BELOW
    return min(240.0, max(140.0, 0.19 * width))


def _space(flow: Flow, room: tuple[float, float], top: float) -> Space:
    wide, margin = room
    right, last = wide - margin, max(columns_of(flow).values())
    gap = 60.0 if (right - 20) / max(1, last) < NARROW_STEP else 44.0
    return Space(20, right, top + 36, _height(flow, top) - top - 60, gap, BAR)


def _body(flow: Flow, room: tuple[float, float], top: float, linked: tuple[str, str]) -> Iterator[str]:
    space = _space(flow, room, top)
    boxes, ribbons = laid_out(flow, space)
    count = max(box.column for box in boxes) + 1
    step = (space.right - space.left) / max(1, count - 1)
    yield from _days(boxes, ribbons, space, step)
    for at, ribbon in enumerate(ribbons, start=1):
        yield _ribbon(ribbon, at, linked)
    for box in boxes:
        place = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{BAR}" height="{box.height:.1f}"'
        yield f'<rect class="flow-ink" {place} fill="{INK}"/>'
    ends = [box for box in boxes if box.column == count - 1]
    for box in boxes:
        if box.column < count - 1:
            yield from _label(box, step)
        else:
            lowest = max(max(y for _, y in ribbon.edge) + ribbon.thickness for ribbon in ribbons)
            yield from _end(box, flow, (room[1], linked[0], len(ends) == 1), lowest)


def _days(boxes: list[Box], ribbons: list[Ribbon], space: Space, step: float) -> Iterator[str]:
    """Above each gap between columns, the days on which the bands that begin there were paid."""
    column = {box.node: box.column for box in boxes}
    for at in sorted(set(column.values()))[:-1]:
        begun = [ribbon.band for ribbon in ribbons if column[ribbon.band.tail] == at]
        if not begun:
            continue
        first, last = min(one.first_day for one in begun), max(one.last_day for one in begun)
        middle = space.left + BAR + (at + 0.5) * step
        said = [first] if first == last else [f"{first} to {last}"]
        if width_of(said[0], SMALL) > step - 12:
            said = [first, f"to {last}"]
        for line, words in enumerate(said):
            yield _text(middle, space.top - 10 + 14 * line, words, SMALL, "soft", "middle")


def _ribbon(one: Ribbon, number: int, linked: tuple[str, str]) -> str:
    name, anchor = linked
    sure = min(one.sure, one.thickness)
    parts = [
        _shape(one, 0, sure, f'class="flow-sure" fill="{SURE}"') if sure > 0 else "",
        _shape(one, sure, one.thickness, f'fill="url(#{name}-hatch)"') if one.thickness - sure > 0.01 else "",
        _shape(one, 0, one.thickness, f'class="flow-edge" fill="none" stroke="{SOFT}" stroke-width="0.6"'),
    ]
    inner = f"<title>{shown(band_words(one.band))}</title>{''.join(parts)}"
    href = f"{anchor}{number}" if anchor else _own_page(one.band)
    return f'<a href="{shown(href)}" class="flow-band">{inner}</a>' if href else f'<g class="flow-band">{inner}</g>'


def band_words(band: FlowBand) -> str:
    """A band in one line."""
    count = band.count
    days = band.first_day if band.first_day == band.last_day else f"{band.first_day} to {band.last_day}"
    paid = "1 payment" if count == 1 else f"{count:,} payments"
    return (
        f"{_name(band.tail)} to {_name(band.head)}: {format_cents(band.cents)} in {paid}, {days}; "
        f"{format_cents(band.low_cents)} of it must be the donor set’s"
    )


def _own_page(band: FlowBand) -> str:
    url = band.payments[0].url if band.count == 1 else ""
    return url if url.startswith(("https://", "http://")) else ""


def _shape(one: Ribbon, above: float, below: float, paint: str) -> str:
    """The part of a ribbon between two depths, as a closed path: curves between columns, straight past a column."""
    there = _along([(x, y + above) for x, y in one.edge])
    back = _along([(x, y + below) for x, y in reversed(one.edge)])
    return f'<path d="M{there}L{back}Z" {paint}/>'


def _along(points: list[tuple[float, float]]) -> str:
    said = [f"{points[0][0]:.1f} {points[0][1]:.1f}"]
    for at, ((x0, y0), (x1, y1)) in enumerate(pairwise(points)):
        bend = (x0 + x1) / 2
        curve = f"C{bend:.1f} {y0:.1f} {bend:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
        said.append(curve if at % 2 == 0 else f"L{x1:.1f} {y1:.1f}")
    return "".join(said)


def _label(box: Box, step: float) -> Iterator[str]:
    lines = wrapped(box.node[0], LABEL * BOLD, max(60.0, step - 12), 2 if step < NARROW_STEP else 1)
    for at, words in enumerate(reversed(lines)):
        yield _text(box.x, box.y - 22 - 15 * at, words, LABEL, "bold halo")
    yield _text(box.x, box.y - 7, format_cents(box.cents), SMALL, "halo")


def _end(box: Box, flow: Flow, scaled: tuple[float, str, bool], lowest: float) -> Iterator[str]:
    """A target: beside its bar what must and what can be the donor set's in all, and its name at the right.

    In a narrow picture the name stands below everything, that no band runs through it.
    """
    margin, name, is_only = scaled
    x, most = box.x + BAR + 7, margin - BAR - 20 if margin > BELOW else 200.0
    lines = [(line, "bold") for line in wrapped(box.node[0], LABEL * BOLD, most, 4)]
    if is_only:
        sure = box.height * flow.low_cents / max(1, box.cents)
        bar = f'x="{box.x + BAR:.1f}" y="{box.y:.1f}" width="{BAR}"'
        yield f'<rect {bar} height="{box.height:.1f}" fill="url(#{name}-hatch)"/>'
        if sure:
            yield f'<rect class="flow-sure" {bar} height="{sure:.1f}" fill="{SURE}"/>'
        x, most = x + BAR, most - BAR
        lines += [(f"most {format_cents(flow.high_cents)}", ""), (f"least {format_cents(flow.low_cents)}", "")]
    else:
        lines.append((format_cents(box.cents), ""))
    anchor, y = "start", box.y + box.height / 2 - LINE * (len(lines) - 1) / 2 + 4
    if margin == BELOW:
        anchor, x, y = "end", box.x + 2 * BAR, max(lowest, box.y + box.height) + LINE
    for at, (words, look) in enumerate(lines):
        yield _text(x, y + LINE * at, words, LABEL if look else SMALL, f"{look} halo", anchor)


def _legend(top: float, wide: float, name: str) -> Iterator[str]:
    y, x = top + 2, 20.0
    keys = ((f'class="flow-sure" fill="{SURE}"', "must be the donor set’s"), (f'fill="url(#{name}-hatch)"', "can be"))
    for paint, words in keys:
        yield f'<rect x="{x:.1f}" y="{y - 10:.1f}" width="16" height="11" {paint}/>'
        yield _text(x + 22, y, words, SMALL, "soft")
        x += 38 + width_of(words, SMALL)
    note = "Widths are dollars, along one way in which the most can have arrived."
    if x + width_of(note, SMALL) < wide - 16:
        yield _text(x + 4, y, note, SMALL, "soft")


def _text(x: float, y: float, words: str, size: float, look: str = "", anchor: str = "start") -> str:
    """A line of text; ``look`` is bold, soft, or a halo (plain or bold) that keeps it legible across bands."""
    more = ' font-weight="600"' if "bold" in look else ""
    if "halo" in look:
        more += f' class="flow-halo" stroke="{PAPER}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"'
    elif look == "soft":
        more += ' class="flow-soft"'
    if anchor != "start":
        more += f' text-anchor="{anchor}"'
    colour = SOFT if look == "soft" else INK
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}"{more}>{shown(words)}</text>'
