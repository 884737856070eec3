"""The lexemes of a paragraph: digits, words, addresses and signs, each with its place."""

import functools
import re
from typing import NamedTuple

from lib.corpus.curated import rows_added
from lib.text import DATA_ADDRESS

# A year with a footnote mark at the end of a sentence (2016.4) is no decimal. To re, superscripts, fractions and Roman numeral signs are letters.
_W = r"[^\W\d_¹²³⁰-₟①-⓿½¼¾⅐-↋]"
_LEXEME = re.compile(
    rf"(?P<u>(?:https?://|www\.|doi:)[^\s<>\"”]+|{DATA_ADDRESS.pattern})"
    r"|(?P<n>(?:19|20)[0-9]{2}(?=\.[1-9][0-9]?(?:$|\s+[A-Z][a-z]))|[0-9]+(?:[.,][0-9]+)*|(?<![\w.,)\]”’\"'%])\.[0-9]+)"
    rf"|(?P<w>(?:[A-Z]\.){{2,}}|[A-Z]{_W}{{3,}}\+(?=\s)|[mk]\.p\.[hg]\.?|{_W}+(?:['’]{_W}+)*)"
    r"|(?P<s>[^\s])"
)
DASHES = dict.fromkeys("-–‑−—‐", "-")

# Words that a rule in code asks for, by the name of their list.
WORDS = {row["name"]: frozenset(row["words"].split()) for row in rows_added("claim_words.csv", None, ("name", "words"))}


class Lexeme(NamedTuple):
    """kind: n digits, w word, u address, s other sign; text, low (small letters, any dash as "-"), start, end."""

    kind: str
    text: str
    low: str
    start: int
    end: int


END = Lexeme("", "", "", 1 << 60, 1 << 60)


class Lexemes(list):
    """The lexemes of a paragraph, then four END marks (so that looking ahead needs no test), and the tables to read it by."""

    rules = rates = units = hedges = None


def lexemes(text, tables=None):
    """The lexemes of a text, with the tables (lib.claims.grammar.read_tables) by which they are read."""
    new = tuple.__new__  # a third of the time goes into making lexemes: this halves it
    found = [
        new(Lexeme, (m.lastgroup, word := m[0], DASHES.get(word) or word.lower(), m.start(), m.end()))
        for m in _LEXEME.finditer(text)
    ]
    made = Lexemes([*found, END, END, END, END])
    made.rules, made.rates, made.units, made.hedges = tables or (None,) * 4
    return made


@functools.cache
def one_of(words):
    """A set of words, written with spaces between them."""
    return frozenset(words.split(" "))


def as_written(t, i, j):
    """The text of lexemes [i, j), with one space wherever any stands."""
    text = ""
    for k in range(i, j):
        text += t[k].text if k == i or t[k - 1].end == t[k].start else f" {t[k].text}"
    return text


def glued(t, i):
    """Does lexeme i stand directly before the next one?"""
    return t[i].end == t[i + 1].start


def joined_by_dash(t, k):
    """Is lexeme k a dash with no space on either side?"""
    return t[k].low == "-" and glued(t, k - 1) and glued(t, k)
