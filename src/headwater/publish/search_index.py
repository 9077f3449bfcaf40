"""The search index: small files that a page's script loads as they are needed, made of names that may be shown.

A word stands in the shard of each pair that is left when one of its first three letters is dropped, so a query with
one letter wrong, missing, doubled or swapped still shares a pair with it (the deletion neighbourhood of Mor and
Fraenkel, 1982, on a prefix). A query of one word loads at most three shards, whatever the size of the site.
"""

import json
import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from string import ascii_lowercase, digits

BLOCK = 100
"""Entries in one file of entries."""
MOST_ENTRIES_OF_A_WORD = 2_000
_WORDS_OF_A_SHARD = 400
_MOST_SHARDS = 2_048
_LONGEST_WORD = 24
_MOST_WORDS = 60
_LONGEST_TITLE = 160
_BASE = digits + ascii_lowercase
_APOSTROPHES = re.compile("['’‘`]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a search can find: the kind and address of a page, its title, a note beside it, and further words."""

    kind: str
    address: str
    title: str
    note: str
    words: str = ""


@dataclass
class Index:
    """Words with the numbers of the entries that hold them; entries are numbered in the order of their weight."""

    entries: int = 0
    found: dict[str, "array[int]"] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Adds the next entry."""
        for word in dict.fromkeys(words_of(f"{entry.title} {entry.words}")[:_MOST_WORDS]):
            self.found.setdefault(word, array("L")).append(self.entries)
        self.entries += 1

    def shards(self) -> Iterator[tuple[int, str]]:
        """Each shard's number and content: a word a line, with its entries as differences in base 36."""
        count = self.shard_count
        words: dict[int, list[str]] = {}
        for word in sorted(self.found):
            for shard in sorted({shard_of(pair, count) for pair in pairs_of(word)}):
                words.setdefault(shard, []).append(word)
        for shard in range(count):
            yield shard, "\n".join(f"{word} {_packed(self.found[word])}" for word in words.get(shard, ()))

    @property
    def shard_count(self) -> int:
        """How many shards there are: a power of two, so that each holds a few hundred words."""
        count = 1
        while count < _MOST_SHARDS and count * _WORDS_OF_A_SHARD < 3 * len(self.found):
            count *= 2
        return count


def index_files(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """The index as scripts: the name and text of each file; the same entries give the same bytes.

    Args:
        entries: what can be found, the weightiest first.
    """
    index, block = Index(), []
    for entry in entries:
        index.add(entry)
        block.append([entry.kind, entry.address, entry.title[:_LONGEST_TITLE], entry.note])
        if len(block) == BLOCK:
            yield _entries_file(index.entries // BLOCK - 1, block)
            block = []
    if block:
        yield _entries_file(index.entries // BLOCK, block)
    for shard, text in index.shards():
        yield f"w{shard}.js", f"headwater.words({shard},{_script(text)});\n"
    facts = {"shards": index.shard_count, "block": BLOCK, "entries": index.entries, "most": MOST_ENTRIES_OF_A_WORD}
    yield "index.js", f"headwater.index({_script(facts)});\n"


def words_of(text: str) -> list[str]:
    """The words of a text as the page's script cuts them: lower case, without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.lower()))
    bare = "".join(one for one in plain if not unicodedata.category(one).startswith("M"))
    return [word[:_LONGEST_WORD] for word in _WORD.findall(bare)]


def pairs_of(word: str) -> list[str]:
    """The pairs that stand for a word: what its first three letters leave when one is dropped."""
    first = word[:3]
    if len(first) < 3:
        return [first]
    return list(dict.fromkeys((first[:2], first[0] + first[2], first[1:])))


def shard_of(pair: str, count: int) -> int:
    """The shard of a pair."""
    mark = 7
    for letter in pair:
        mark = (mark * 31 + ord(letter)) % 65_521
    return mark % count


def _entries_file(number: int, block: list[list[str]]) -> tuple[str, str]:
    return f"e{number}.js", f"headwater.entries({number},{_script(block)});\n"


def _packed(entries: "array[int]") -> str:
    """Entry numbers as differences; a word that very many entries hold keeps the weightiest and an exclamation mark."""
    kept = entries[:MOST_ENTRIES_OF_A_WORD]
    differences = (at - before for before, at in zip([0, *kept], kept, strict=False))
    return " ".join(map(_in_base_36, differences)) + ("!" if len(entries) > len(kept) else "")


def _in_base_36(number: int) -> str:
    text = ""
    while number >= 36:
        number, left = divmod(number, 36)
        text = _BASE[left] + text
    return _BASE[number] + text


def _script(value: object) -> str:
    """JSON that is also a script and holds no end of one: line separators and ``<`` are written out."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
