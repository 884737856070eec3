"""Which column of a table is what: the text, the outlet, the date ..., under any usual name.

Names are those of column_names.csv, whatever their case; a name higher up in it goes before one further down.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from lib.corpus.readers import parts
from lib.corpus.readers.marks import Tables, bare

_WORD = re.compile(r"[^\W\d_]+|\d+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
HEADS = 20  # rows in which the names of the columns are looked for
LONGEST = 100  # characters of the name of a column: a longer one is an article
SAMPLE = 200  # rows from which it is told what a column holds


class Choice(NamedTuple):
    """What was taken for what."""

    taken: dict[str, str]  # field: column
    notes: list[str]
    host: bool  # the outlet is the host of the address, for want of a name
    rivals: tuple[str, ...] = ()  # other columns that might be the text


def roles(columns: Iterable[str], rows: list[Mapping], tables: Tables) -> Choice:
    """Which column holds what.

    Args:
        columns: the names, as they stand.
        rows: the table, or its first rows: {column: value}.
        tables: names of columns, with those that a corpus adds.
    Returns:
        The column for each field found; a note where a name is not ours, or two columns could be meant.
    """
    candidates = _candidates(columns, tables)
    taken, notes, rivals = {}, [], ()
    for field, found in candidates.items():
        filled = [(column, _values(rows, column)) for column in found]
        fit = [(column, values) for column, values in filled if _fits(field, values)]
        fit = fit or (filled if field == "text" else [])
        if not fit:
            continue
        own = [column for column, values in fit if column == field and values]
        if field == "text" and not own:  # the column with most to say is the article, not its teaser
            fit.sort(key=lambda pair: -sum(map(len, pair[1])))
        rivals = tuple(column for column, _ in fit[1:]) if field == "text" and not own else rivals
        taken[field] = own[0] if own else fit[0][0]
        if doubt := _doubt(field, taken[field], fit, bool(own)):
            notes.append(doubt)
    host = "outlet" not in taken and "url" in taken
    if told := [f"{column} as {field}" for field, column in taken.items() if bare(column) != bare(field)]:
        notes.append(f"has columns under other names: took {parts.few(told)}; rename what is wrong")
    return Choice(taken, notes, host, rivals)


def _doubt(field, chosen, fit, own):
    """What to say where several columns could be meant; "" where none is in doubt."""
    others = [column for column, _ in fit if column != chosen]
    if field == "text" and own:  # it has our name, and yet another may hold the articles
        sizes = {column: sum(map(len, values)) for column, values in fit}
        more = [column for column in others if sizes[column] > 2 * sizes[chosen]]
        told = f"has a column text, which was taken, and one that holds more ({parts.few(more)}); call that one text"
        return f"{told} if it has the articles" if more else ""
    if not others or own or field not in ("text", "outlet", "date"):
        return ""
    why = "it holds most" if field == "text" else "it stands first in column_names.csv"
    return (
        f"has several columns that may be the {field} ({chosen}, {parts.few(others)}): {chosen} was taken, since {why};"
        f" call the right one {field}"
    )


def _candidates(columns, tables):
    """{field: its columns, in the order of column_names.csv}."""
    order = {name: place for place, name in enumerate(tables.columns)}
    found = {}
    columns = list(columns)
    for column in columns:
        first, _, last = column.partition(".")
        if last and first in columns and not known_name(last, tables):  # source.dataType, beside source
            continue
        if known := known_name(column, tables):
            found.setdefault(tables.columns[known], []).append((order[known], column))
    return {field: [column for _, column in sorted(own, key=lambda pair: pair[0])] for field, own in found.items()}


def known_name(column: str, tables: Tables) -> str:
    """The name of column_names.csv under which a column is known, or "".

    Its own, else what is left of it without words that say little (date of publication, content_html), else the last
    part of a nested one (fields.bodyText).
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)
    words = [word for word in map(bare, _WORD.findall(parted)) if word not in tables.fillers]
    names = [bare(column), "".join(words)]
    if len(last := [bare(part) for part in column.split(".")]) > 1:
        names += [last[-1], last[0]]
    return next((name for name in names if name in tables.columns), "")


def field_of(column: str, tables: Tables) -> str:
    """What a column of that name holds, or ""."""
    return tables.columns.get(known_name(column, tables), "")


def header(rows: list[list], tables: Tables) -> int | None:
    """Which of the first rows holds the names of the columns: two that are known, or that of the text; if any does."""
    known = []
    for row in rows[:HEADS]:
        cells = [str(cell) for cell in row if cell not in (None, "")]
        if any(len(cell) > LONGEST for cell in cells):
            break
        found = [name for cell in cells if (name := field_of(cell, tables))]
        known.append(len(found) if len(found) > 1 or ("text" in found and len(cells) > 1) else 0)
    at = next((i for i, n in enumerate(known) if n), None)
    below = known[at + 1 : at + 2] if at is not None else []
    return at + 1 if below and below[0] > known[at] else at  # names of groups may stand above those of the columns


def _values(rows, column):
    return [value for row in rows[:SAMPLE] if (value := parts.shown(row.get(column)).strip())]


def _fits(field, values):
    """Could these be what the name says? An address is no outlet and no author, nor is a number."""
    if not values:
        return False
    addresses = sum(_ADDRESS.fullmatch(value) is not None for value in values)
    if field == "url":
        return 2 * addresses > len(values)
    if field in ("outlet", "author"):
        bare_numbers = sum(value.replace(".", "").isdigit() for value in values)
        return 2 * (addresses + bare_numbers) < len(values)
    if field == "text":
        return 2 * addresses < len(values)
    if field == "date":  # "data" is a date in Italian and much else elsewhere
        return 2 * sum(len(value) <= LONGEST and any(map(str.isdigit, value)) for value in values) > len(values)
    return True


def missing_text(columns: Iterable[str], rows: list[Mapping], taken: Mapping) -> str:
    """Why a table has no articles, and what to do."""
    columns = list(columns)
    names = parts.few(columns) or "none"
    sizes = {column: sum(map(len, _values(rows, column))) / max(1, len(rows[:SAMPLE])) for column in columns}
    longest = max(sizes, key=sizes.get, default="")
    hint = ""
    if sizes.get(longest, 0) > 100 and longest != taken.get("url"):
        hint = f"; {parts.few([longest])} holds the longest texts: call it text if these are the articles"
    if taken.get("file"):
        hint = "; if it says something of the other files, call it sources.csv"
    if "url" in taken:
        return (
            f"it is a table without a column text: it holds addresses ({taken['url']}) but not the articles themselves;"
            f" fetch the pages (trafilatura does) and put their text into a column text{hint}; its columns are {names}"
        )
    return f"it is a table without a column text; its columns are {names}{hint or '; rename the one with the articles'}"


def host(address: str) -> str:
    """The host of an address without www., or ""."""
    try:
        name = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.")
