"""Runs of capitalised words in a paragraph, and what of each is a name: without titles, days and opening words."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from lib.people.cues import Cues

_DESCRIBED = re.compile(r"[A-Z][a-z]+(?:-[a-z]+)+")  # Co-star Ann Lee, Ten-year-old Ann Lee, Mum-of-three Ann
_POSSESSIVE = re.compile(r"['’]s?$")
_OPENING = ".!?:…\"“”‘’'«»„)—–"  # a word behind one of these opens a sentence or a passage
ARTICLES = ("the", "a", "an")
POSSESSIVES = ("its", "her", "his", "their")


class Word(NamedTuple):
    """A token outside quotations or within: its place in the article, and the term under which it is counted."""

    start: int
    end: int
    token: str
    term: str


class Block(NamedTuple):
    """A paragraph: its text, the place of its first character in the article, its words."""

    text: str
    start: int
    words: list[Word]

    def gap(self, i: int) -> str:
        """What stands between word i and the one before."""
        return self.text[self.words[i - 1].end - self.start : self.words[i].start - self.start] if i else ""

    def term(self, i: int) -> str:
        """The term of word i, "" beyond the paragraph."""
        return self.words[i].term if 0 <= i < len(self.words) else ""

    def opens(self, i: int) -> bool:
        """Does word i open a sentence or a passage?"""
        before = self.text[: self.words[i].start - self.start].rstrip()
        return not before or before[-1] in _OPENING


class Run(NamedTuple):
    """Capitalised words in a row: words first to last of a paragraph, and the titles and the name among them."""

    paragraph: int
    first: int
    last: int
    titles: tuple
    parts: tuple

    @property
    def plain(self) -> tuple:
        """The name without a possessive, in small letters: ("ann", "lee") of "Ann Lee’s"."""
        return tuple(plain(part).lower() for part in self.parts)

    @property
    def owns(self) -> bool:
        """Is it a possessive: "Lee’s", "the Lees’"?"""
        return bool(_POSSESSIVE.search(self.parts[-1])) and self.parts[-1][-1] in "s'’"


def plain(part: str) -> str:
    """A word of a name without a possessive: "Lee" of "Lee’s"."""
    return _POSSESSIVE.sub("", part)


def runs_of(blocks: Sequence[Block], cues: Cues) -> list[Run]:
    """The names of an article, paragraph by paragraph: "Then Mayor Ann van der Lee left" has one, with a title."""
    small = Counter(w.token for block in blocks for w in block.words if w.token.islower())
    rows = ((n, *ends) for n, block in enumerate(blocks) for ends in _capitalised(block, cues))
    runs = (_named(blocks[n], n, first, last, small, cues) for n, first, last in rows)
    return [run for run in runs if run]


def _capitalised(block, cues):
    """(first, last) of capitalised words in a row, with particles between: "Ann van der Lee", "Dr. Lee"."""
    found, i = [], 0
    while i < len(block.words):
        j = i
        while j < len(block.words) and _capital(block.words[j], cues) and (j == i or _joined(block, j, cues)):
            j = _over_particles(block, j + 1, cues)
            if _POSSESSIVE.search(block.words[j - 1].token):
                break
        if j > i:
            found.append((i, j - 1))
        i = max(i + 1, j)
    return found


def _over_particles(block, j, cues):
    """The capitalised word behind particles that begin with word j, else j: "Ann van der Lee"."""
    k = j
    while k < len(block.words) and block.words[k].token in cues.particle and _joined(block, k, cues):
        k += 1
    named = k > j and k < len(block.words) and _capital(block.words[k], cues) and _joined(block, k, cues)
    return k if named else j


def _capital(word, cues):
    head, _, tail = word.token.partition("-")
    name = word.token[0].isupper() or (head in cues.particle and tail[:1].isupper())  # Ali al-Amri
    return name and word.token != "I" and word.token not in cues.days


def _joined(block, j, cues):
    """Is word j of one name with the one before: by a blank, or a stop behind an initial or a title?"""
    between, before = block.gap(j), block.words[j - 1].token
    return between == " " or (between == ". " and (len(before) == 1 or before.lower() in cues.titles))


def _named(block, number, first, last, small, cues):
    """The run with its titles and its name; None for what names nobody."""
    parts = [w.token for w in block.words[first : last + 1]]
    while parts and _no_name(parts, block.opens(first), small, cues):
        first, parts = first + 1, parts[1:]
    if not parts or _is_office(block, parts, first, cues):
        return None
    opening = cues.titles | (cues.groups if block.opens(first) else frozenset())
    last_title = max((i for i, part in enumerate(parts[:-1]) if part.lower().rstrip(".") in opening), default=-1)
    titles, name = tuple(p.lower() for p in parts[: last_title + 1]), parts[last_title + 1 :]
    office = _office(block, first, cues) if block.term(first - 1) in ("of", "the") else ""
    if office and len(parts) > 2:  # President of Vardenia Levon Tarkhanyan
        place = " ".join(part.lower() for part in parts[:-2])
        name, titles = parts[-2:], (office, f"{office} of {place}")
    while len(name) > 1 and name[-1].lower() in cues.letters:
        name = name[:-1]  # Ann Lee KC
    if name[0].lower() in cues.function:
        return None  # Ask God, Sir. He keeps no hours
    return Run(number, first, last, titles, tuple(name))


def _no_name(parts, opens, small, cues):
    """Is the first word of a run none of a name: a function word, a day, "Co-star", a common word at an opening?"""
    word = parts[0].lower()
    many = len(parts) == 1 and cues.speaks(word) and (word in cues.body or word.endswith("s"))
    common = opens and (many or (small[word] and word not in cues.titles))
    return word in cues.function or parts[0] in cues.days or bool(_DESCRIBED.fullmatch(parts[0])) or bool(common)


def _is_office(block, parts, first, cues):
    """Does a run name an office and nobody: "Foreign Minister", "the Transport Minister"?"""
    if all(part.lower().rstrip(".") in cues.titles for part in parts) and len(parts) < 3:
        return True
    return block.term(first - 1) in ARTICLES + POSSESSIVES and parts[-1].lower() in cues.titles


def _office(block, first, cues):
    """The title that stands before "of (the)" and a name: "minister" of "Minister of the …"; "" for none."""
    i = first - 1
    while i >= 0 and block.term(i) in ("of", "the"):
        i -= 1
    title = i >= 0 and block.words[i].token[0].isupper() and block.term(i) in cues.titles | cues.groups
    return block.term(i) if title else ""
