"""Style: tense, boosters, words of conflict, we, causes, adversatives, counted by lists that are data (style.csv).

A row of the list is a word or phrase and, where the word alone would mislead, the contexts in which it counts or
does not. How well a list does is told by reading what it finds (`scored`), not by where it comes from.
"""

import re
from collections.abc import Sequence
from fnmatch import translate
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lib.corpus import read_table
from lib.measures.scores import precision_recall
from lib.measures.terms import matching

MARKERS = ("marker", "pattern", "only", "unless", "source", "example", "not")
FOUND = ["article_id", "outlet", "paragraph_id", "sentence_id", "start", "end", "marker", "pattern"]
SCORES = ["marker", "found", "right", "precision", "there", "recall"]
APART, ALIKE = "told from chance", "not told from chance"
HERE, GAP, REACH = "_", "…", 8  # in a context: the match itself, and up to eight words


class _Row(NamedTuple):
    """A row of the list, its contexts as (parts before, nearest first; parts after)."""

    marker: str
    pattern: str
    only: list
    unless: list


def read_markers(path: str | Path | None = None) -> pd.DataFrame:
    """style.csv: marker, pattern, only, unless, source, example, not (a near miss).

    A pattern is a term or a phrase, `*` for any letters. The contexts in `only` (one of them must hold) and `unless`
    (none may hold), parted by ;, are words around the match, for which _ stands: "_ also" is the match before *also*,
    "has * _" one behind *has* and any word, "not only … _" one up to eight words behind *not only*.
    """
    return read_table("style.csv", MARKERS, path)


def occurrences(tokens: pd.DataFrame, markers: pd.DataFrame) -> pd.DataFrame:
    """Every place where a marker occurs; of two patterns of a marker that begin at one word the longer one.

    Args:
        tokens: a table as corpus.tokens makes it, in reading order.
        markers: a table as `read_markers` makes it.
    Returns:
        article_id, outlet, paragraph_id, sentence_id, start, end, marker, pattern.
    Raises:
        ValueError: a context has no _ or two, or more than one … on a side.
    """
    rows = [_Row(row.marker, row.pattern, _contexts(row.only), _contexts(row.unless)) for row in markers.itertuples()]
    rows.sort(key=lambda row: -len(row.pattern.split()))
    found, taken = [], {}  # behind the last word of each marker in each sentence
    for places, words, i, end, row in matching(tokens, [(row.pattern, row) for row in rows]):
        first = places[i]
        key = (first.article_id, first.sentence_id, row.marker)
        if i >= taken.get(key, 0) and _counts(row, words, i, end):
            taken[key] = end
            place = (first.article_id, first.outlet, first.paragraph_id, first.sentence_id, first.start)
            found.append((*place, places[end - 1].end, row.marker, row.pattern))
    return pd.DataFrame(found, columns=FOUND)


def _contexts(cell):
    """The contexts of a cell, as `_Row` has them."""
    shapes = []
    for context in filter(None, map(str.strip, cell.split(";"))):
        before, here, after = (part.split() for part in f" {context} ".partition(f" {HERE} "))
        if not here or HERE in after or max(before.count(GAP), after.count(GAP)) > 1:
            raise ValueError(f"context {context!r} in style.csv: it needs one {HERE}, and one {GAP} a side at most")
        sides = before[::-1], after
        shapes.append(tuple([GAP if p == GAP else re.compile(translate(p)) for p in side] for side in sides))
    return shapes


def _counts(row, words, i, end):
    """Do the words i to end of a sentence stand in a context in which a row counts?"""
    before, after = words[max(0, i - 2 * REACH) : i][::-1], words[end : end + 2 * REACH]

    def holds(context):
        return _stand(context[0], before) and _stand(context[1], after)

    return (not row.only or any(map(holds, row.only))) and not any(map(holds, row.unless))


def _stand(parts, words):
    """Do the parts of a context stand at the beginning of these words?"""
    if not parts:
        return True
    if parts[0] == GAP:
        return any(_stand(parts[1:], words[k:]) for k in range(min(REACH, len(words)) + 1))
    return bool(words) and bool(parts[0].match(words[0])) and _stand(parts[1:], words[1:])


def profile(rates: pd.DataFrame, tests: pd.DataFrame, markers: Sequence[str], outlets: Sequence[str]) -> dict:
    """What charts.forest draws of some markers: {marker: value, low, high and group by outlet}.

    Args:
        rates: as resample.rate_intervals makes them of `resample.place_units`.
        tests: as resample.contrasts makes them of the same.
    Returns:
        Only markers that occur; the group is APART where an outlet's rate is told from chance, else ALIKE.
    """
    apart = set(tests.loc[tests["p_adj"] < 0.05, ["term", "outlet"]].itertuples(index=False, name=None))
    panels = {}
    for marker in markers:
        own = rates[rates["term"] == marker].set_index("outlet").reindex(list(outlets))
        own = own.rename(columns={"per_1000": "value"})[["freq", "value", "low", "high"]]
        if (own["freq"] > 0).any():
            group = [APART if (marker, outlet) in apart else ALIKE for outlet in outlets]
            panels[marker] = own[["value", "low", "high"]].assign(group=group)
    return panels


def scored(found: pd.DataFrame, read: pd.DataFrame) -> pd.DataFrame:
    """What the lists find against what a reader says of it.

    Args:
        found: as `occurrences` makes it.
        read: marker, article_id, start, right (yes, no), read (all: the text was read for every occurrence;
            found: only what a list finds), as style_read.csv has them.
    Returns:
        marker, found, right, precision, there (right ones the reader saw), recall; the last two are missing where only
        what is found was read. Only markers that were read.
    """
    place, rows = ["article_id", "start"], []
    for marker, own in read.groupby("marker", sort=False):
        yes = set(own.loc[own["right"] == "yes", place].itertuples(index=False, name=None))
        hits = set(found.loc[found["marker"] == marker, place].itertuples(index=False, name=None))
        whole = (own["read"] == "all").all() and bool(yes)
        rows.append((marker, len(hits), len(hits & yes), len(yes) if whole else float("nan")))
    table = precision_recall(pd.DataFrame(rows, columns=["marker", "found", "right", "gold"]))
    return table.rename(columns={"gold": "there"})[SCORES]
