"""Reads pages as a reader's program would: links, ids, numbers and the text around them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# a picture has a cited table beside it that says the same
_OUTSIDE = {"title", "bdi", "pre", "code", "time", "svg"}


@dataclass
class Seen(HTMLParser):
    """What a page holds."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[tuple[int, str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._number: tuple[int, str] | None = None
        self._open: list[str] = []
        self._in_notes = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag with its attributes."""
        said = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes += list(said.items())
        if "id" in said:
            self.ids.append(said["id"])
        if tag == "a":
            self.links.append(said["href"])
            if said.get("class") == "n":
                self._number = (int(said["href"].removeprefix("#c")), said.get("data-at", ""))
        elif "href" in said or "src" in said:
            self.loaded.append(said.get("href") or said["src"])
        if tag == "section" and said.get("id") == "notes":
            self._in_notes = True
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Ends a number or any other run of text."""
        if tag == "a":
            self._number = None
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keeps text: a number's by its note, and what stands outside of numbers, names and notes."""
        self.words.append(data)
        if self._number is not None:
            self.numbers.append((*self._number, data))
        elif not self._in_notes and not _OUTSIDE & set(self._open):
            self.plain.append(data)


def read(text: str) -> Seen:
    """A page's contents."""
    seen = Seen()
    seen.feed(text)
    seen.close()
    return seen
