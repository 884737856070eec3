"""Words that hedge a number, before it and behind it: data/hedges.csv."""

from pathlib import Path
from typing import NamedTuple

from lib.claims.lexemes import glued
from lib.corpus.curated import rows_added


class Hedges(NamedTuple):
    """The rows of hedges.csv: phrases before a number by their last word, longest first; and those behind it."""

    kinds: dict[tuple, str]
    by_last: dict[str, list]
    after: dict[tuple, str]
    first_after: frozenset[str]


def read_hedges(folder: str | Path | None = None) -> Hedges:
    """The hedges of data/hedges.csv, before them the rows that a corpus folder adds."""
    kinds, by_last, after = {}, {}, {}
    for row in rows_added("hedges.csv", folder, ("place", "phrase", "hedge")):
        words = tuple(row["phrase"].replace("plus sign", "+").replace("hyphen", "-").split())
        (after if row["place"] == "after" else kinds).setdefault(words, row["hedge"])
    for phrase in sorted(kinds, key=len, reverse=True):
        by_last.setdefault(phrase[-1], []).append(phrase)
    return Hedges(kinds, by_last, after, frozenset(phrase[0] for phrase in after))


def hedge_before(t: list, i: int, first: int) -> tuple[str, int] | None:
    """(kind, first lexeme) of the hedge that ends just before lexeme i, or None."""
    last = i - 1
    if last < first:
        return None
    for phrase in t.hedges.by_last.get(t[last].low, ()):
        start = last - len(phrase) + 1
        if start >= first and all(t[start + n].low == word for n, word in enumerate(phrase)):
            return (t.hedges.kinds[phrase], start) if phrase[-1] != "-" or glued(t, last) else None
    return None


def hedge_after(t: list, j: int) -> tuple[str, int] | None:
    """(kind, next place) of a hedge that begins at lexeme j, or None."""
    if t[j].low not in t.hedges.first_after or (t[j].text == "+" and t[j + 1].kind == "n" and glued(t, j)):  # 20 +5
        return None
    for size in (4, 3, 2, 1):
        words = tuple(x.low for x in t[j : j + size])
        if words in t.hedges.after:
            return t.hedges.after[words], j + size
    return None


def phrase_at(t: list, i: int) -> int:
    """The place behind the phrase that hedges what follows it, or i."""
    sizes = (size for size in (3, 2, 1) if tuple(x.low for x in t[i : i + size]) in t.hedges.kinds)
    return i + next(sizes, 0)
