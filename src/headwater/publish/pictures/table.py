"""The table that says the same as a flow picture, and a page that holds both."""

from collections.abc import Iterator

from headwater.base.money import format_cents
from headwater.publish.pictures.flow import Flow, FlowPayment
from headwater.publish.pictures.sankey import svg_of, title_of
from headwater.publish.pictures.text import shown

ANCHOR = "band-"
NAME_LIMIT = 300
AMOUNTS = ("Dollars", "Must be the donor set’s", "Can be")
_STYLE = """\
body { margin: 0 auto; max-width: 80rem; padding: 1rem; background: #fbfaf6; color: #1d1c1a;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.35rem; line-height: 1.3; max-width: 44em; overflow-wrap: anywhere; }
a { color: #0f5a5e; }
.picture { overflow-x: auto; }
.picture svg { max-width: none; }
table { border-collapse: collapse; width: 100%; margin-top: 1rem; font-size: 0.94rem; }
caption { text-align: left; color: #595650; padding-bottom: 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 1.1rem 0.45rem 0; border-bottom: 1px solid #d8d4c9;
  overflow-wrap: anywhere; }
.num { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr:target { background: #fdf0bf; }
ul { list-style: none; margin: 0; padding: 0; }
@media (min-width: 46.01rem) { .narrow { display: none; } }
@media (max-width: 46rem) {
  .wide { display: none; }
  table, tbody, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0.2rem 1rem; padding-block: 0.7rem;
    border-bottom: 1px solid #d8d4c9; }
  th, td { display: block; padding: 0; border: 0; min-width: 0; }
  .num { text-align: left; }
  .whole { grid-column: 1 / -1; }
  [data-label]::before { content: attr(data-label); display: block; font: 0.82rem/1.4 system-ui, sans-serif;
    color: #595650; }
}
"""


def table_of(flow: Flow, anchor: str = ANCHOR) -> str:
    """The bands as an HTML table, each row with its payments; the third row's id is ``band-3``.

    Names are escaped, direction marks written out, and only addresses of the web are linked.
    """
    heads = (("From", ""), ("To", ""), *((words, ' class="num"') for words in AMOUNTS), ("Payments", ""))
    head = "".join(f'<th scope="col"{mark}>{words}</th>' for words, mark in heads)
    caption = (
        "The same in numbers: one way in which the most can have arrived, band by band. A band’s certain part is what "
        "its own payments must hold."
    )
    return "\n".join(
        (
            '<table class="stack">',
            f"<caption>{caption}</caption>",
            f"<thead><tr>{head}</tr></thead>",
            "<tbody>",
            *_rows(flow, anchor),
            "</tbody>",
            "</table>",
        )
    )


def page_of(flow: Flow) -> str:
    """A whole page with the picture, wide and narrow, and its table; it loads nothing."""
    title = shown(title_of(flow))
    wide, narrow = (
        svg_of(flow, width, name, f"#{ANCHOR}", is_headed=False) for width, name in ((1200, "wide"), (358, "narrow"))
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{title}</title>\n<link rel="icon" href="data:,">\n<style>\n{_STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n<h1>{title}</h1>\n"
        f'<div class="picture wide" role="region" aria-label="Picture" tabindex="0">\n{wide}</div>\n'
        f'<div class="picture narrow" role="region" aria-label="Picture, narrow" tabindex="0">\n{narrow}</div>\n'
        f"{table_of(flow)}\n</main>\n</body>\n</html>\n"
    )


def _rows(flow: Flow, anchor: str) -> Iterator[str]:
    for number, band in enumerate(flow.bands, start=1):
        cents = (band.cents, band.low_cents, band.cents - band.low_cents)
        amounts = "".join(
            f'<td class="num" data-label="{words}">{format_cents(one)}</td>'
            for words, one in zip(AMOUNTS, cents, strict=True)
        )
        paid = "".join(f"<li>{_payment(one)}</li>" for one in band.payments)
        yield (
            f'<tr id="{anchor}{number}"><th scope="row" data-label="From">{_name(band.tail[0])}</th>'
            f'<td data-label="To">{_name(band.head[0])}</td>{amounts}'
            f'<td class="whole" data-label="Payments"><ul>{paid}</ul></td></tr>'
        )


def _payment(one: FlowPayment) -> str:
    words = f"{one.day}, {format_cents(one.cents)}, payment {one.payment_id[:NAME_LIMIT]}"
    if one.url.startswith(("https://", "http://")):
        return f'<a href="{shown(one.url)}" rel="noreferrer">{shown(words)}</a>'
    return shown(words)


def _name(text: str) -> str:
    return f"<bdi>{shown(text if len(text) <= NAME_LIMIT else f'{text[:NAME_LIMIT]}…')}</bdi>"
