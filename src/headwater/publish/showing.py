"""How text of unknown origin is shown: isolated, of bounded length, with nothing in it that can reorder a page."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from headwater.base.unnamed import UNNAMED
from headwater.publish import addresses
from headwater.publish.citing import Number

NAME_LIMIT = 300
BELOW_THRESHOLD = "people below the naming threshold"
_TITLE_LIMIT = 120
# a filing or a record has a number in its address; ``pub2`` is a folder
_FILING = re.compile(r"\d{3}")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The same text with control, zero-width and direction characters written out, such as ``⟨U+202E⟩``."""
    # Unicode calls all of them unprintable, and most text is quickly seen to have none
    return text if text.isprintable() else _INVISIBLE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def bounded(text: str, limit: int = NAME_LIMIT) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= limit else f"{text[:limit]}…"


@lru_cache(maxsize=1 << 14)
def name(text: str) -> Markup:
    """A name as an isolated run of text, so that its direction cannot touch its surroundings."""
    return _trusted(f"<bdi>{escape(visible(bounded(text)))}</bdi>")


def page_title(text: str) -> str:
    """A name for a page's title and description, where markup has no place."""
    return visible(bounded(text, _TITLE_LIMIT))


def numbers_of_page(used: set[int]) -> Callable[..., Markup]:
    """Writes the numbers of one page as links to their notes, and keeps which notes they use in `used`.

    The first link that the page writes for a note is where the note's way back leads.
    """

    def number(found: Number | None, absent: str = "") -> Markup:
        if found is None:
            return Markup('<span class="absent">{}</span>').format(absent) if absent else Markup("")
        mark = "" if found.panel in used else f' id="r{found.panel}" data-note="{found.panel}"'
        used.add(found.panel)
        at = f' data-at="{found.row}.{found.column}"' if found.column else ""
        return _trusted(f'<a class="n" href="#c{found.panel}"{mark}{at}>{figure(found.text)}</a>')

    return number


@lru_cache(maxsize=1 << 14)
def figure(text: str) -> Markup:
    """A figure as markup; the same ones stand on a page and on its notes."""
    return escape(visible(text))


def page_words(url: str) -> str:
    """What a link to a line's page says: a filing's or a record's own page, or only its publisher's site."""
    path = url.partition("://")[2].partition("/")[2]
    return "published page" if _FILING.search(path) else "publisher’s site"


def who_on(address: str, options: frozenset[str], apart: Mapping[str, str]) -> Callable[..., Markup]:
    """Links of one page to entities: the name linked where it has a page, else in words that nobody is named.

    The function returned takes an entity's id and name, and whether the row stands for several payments. The options
    of a recall, Yes and No, have no page. `apart` are words beside names that say too little alone, see `apart`.
    """
    top = addresses.rel(address)

    def who(entity_id: str | None, text: str | None, *, is_sum: bool = False) -> Markup:
        if not entity_id:
            words = BELOW_THRESHOLD if is_sum and text == UNNAMED else text or "not stated"
            return Markup('<span class="unnamed">{}</span>').format(words)
        shown = name(text or entity_id)
        if entity_id not in options:
            shown = _trusted(f'<a href="{top}{addresses.entity(entity_id)}">{shown}</a>')
        if entity_id in apart:
            shown += Markup(' <span class="small absent">({})</span>').format(visible(bounded(apart[entity_id])))
        return shown

    return who


def to_on(address: str) -> Callable[[str], str]:
    """Relative addresses as seen from one page."""
    top = addresses.rel(address)
    return lambda target: f"{top}{target}"


def _trusted(markup: str) -> Markup:
    """Marks markup of our own, whose every foreign part went through `escape`; formatting is slower by half.

    Straight, as `Markup` first asks what it is given whether it is markup.
    """
    return str.__new__(Markup, markup)
