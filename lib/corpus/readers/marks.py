"""The tables that readers go by: marks of exports, names of columns, names of months, endings of files.

Of the first two a corpus folder may hold a file of the same name, whose rows go before ours.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from lib.corpus.curated import HOME, rows_added
from lib.corpus.problems import CorpusError
from lib.corpus.readers.parts import Line

TABLES = {  # to which a corpus may add rows
    "export_marks.csv": ("export", "kind", "shape", "mark"),
    "column_names.csv": ("field", "name"),
}
NO_FIELDS = ("no outlet", "no name", "truncated")  # in column_names.csv
SHAPES = ("label", "code", "line", "class")
_LABEL = re.compile(r"\s{0,99}([^:\uff1a\s][^:\uff1a\n]{0,39})[:\uff1a]")
_CODE = re.compile(r"\s{0,4}([A-Z][A-Z0-9]{1,2})(?:\s{1,4}-(?:\s+|$)|\s{2,}|\t\s*|\s*$)")  # HD  Cranes; TI  - Cranes
_LONGEST = 200  # characters of a line that may be a mark as a whole


class Mark(NamedTuple):
    """What a line is by a mark: `value` is what stands behind a label, `numbers` what its # stand for.

    A line that no mark fits has the kind "", and its mark is false.
    """

    kind: str = ""
    value: str = ""
    numbers: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kind)


class Marks:
    """The marks of one export."""

    def __init__(self, rows: list[dict]) -> None:
        """Of several rows with one mark the first counts."""
        self.labels = {_plain(r["mark"].rstrip(": ")): r["kind"] for r in rows[::-1] if r["shape"] == "label"}
        self.codes = {r["mark"]: r["kind"] for r in rows[::-1] if r["shape"] == "code"}
        self._styles = [(_shape(r["mark"]), r["kind"]) for r in rows if r["shape"] == "class"]
        self._lines = [(_core(r["mark"]), _shape(r["mark"]), r["kind"]) for r in rows if r["shape"] == "line"]
        self._known = functools.lru_cache(maxsize=50_000)(self._look)

    def of(self, line: Line) -> Mark:
        """What a line is by its words."""
        return (self._look if len(line.text) > _LONGEST else self._known)(line.text)

    def _look(self, whole):
        named = label(whole)
        if named and (kind := self.labels.get(_plain(named[0]))):
            return Mark(kind, named[1])
        code = _CODE.match(whole) if self.codes else None
        if code and (kind := self.codes.get(code[1])):
            return Mark(kind, whole[code.end() :].strip())
        text = " ".join(whole[: 2 * _LONGEST].split())
        if len(text) > _LONGEST:
            return Mark()
        small = text.lower()
        for core, shape, kind in self._lines:
            if core in small and (found := shape.fullmatch(text)):
                return Mark(kind, text, tuple(int(re.sub(r"[^0-9]", "", n)) for n in found.groups()))
        return Mark()

    def style(self, line: Line) -> str:
        """What a line is by the class of its element or its style, else ""."""
        names = line.style.split()
        return next((kind for shape, kind in self._styles if any(map(shape.fullmatch, names))), "")


class Tables(NamedTuple):
    """All the tables, with what a corpus adds."""

    exports: dict[str, Marks]
    columns: dict[str, str]  # name without case and signs: field, in the order of the table
    no_outlets: frozenset[str]  # names of folders that say nothing
    fillers: frozenset[str]  # words in the name of a column that say nothing


@functools.lru_cache(maxsize=8)
def _read(folder, _):
    rows = {name: rows_added(name, folder, columns) for name, columns in TABLES.items()}
    exports = defaultdict(list)
    for row in rows["export_marks.csv"]:
        if row["shape"] not in SHAPES:
            raise CorpusError(f"{row['path']}: the shape of {row['mark']!r} is none of {', '.join(SHAPES)}")
        exports[row["export"]].append(row)
    named = [(row["field"], row["name"]) for row in rows["column_names.csv"]]
    columns = {}
    for field, name in named:
        if field not in NO_FIELDS:
            columns.setdefault(bare(name), field)
    return Tables(
        {name: Marks(own) for name, own in exports.items()},
        columns,
        *(frozenset(bare(name) for field, name in named if field == own) for own in ("no outlet", "no name")),
    )


def known_tables(folder: str | Path | None = None) -> Tables:
    """The tables of a corpus folder: the rows that it adds, and ours in data/.

    Raises:
        CorpusError: a table of the folder cannot be read or lacks a column.
    """
    places = [place / name for name in TABLES for place in (HOME / "data", *([Path(folder)] if folder else []))]
    return _read(folder, tuple(place.stat().st_mtime_ns for place in places if place.is_file()))


@functools.cache
def months() -> dict[str, int]:
    """{name in small letters: number of the month}, from month_names.csv."""
    return {row["name"]: int(row["month"]) for row in rows_added("month_names.csv", None, ("month", "name"))}


@functools.cache
def endings(kind: str) -> dict[str, str]:
    """{ending of a name: what to do} of a kind in file_endings.csv: files not read, page parts (folders of them)."""
    rows = rows_added("file_endings.csv", None, ("kind", "ending", "advice"))
    return {row["ending"].removeprefix("*"): row["advice"] for row in rows if row["kind"] == kind}


def bare(name: str) -> str:
    """A name without case, blanks and signs: full_text, Full Text and fullText are one; so are Turkish ı and i."""
    return "".join(char for char in name.casefold().replace("ı", "i") if char.isalnum())


def _plain(label):
    return " ".join(label.casefold().split())


def _shape(mark):
    """A mark as a pattern: # is a number, @ a code of letters and digits, * any words."""
    parts = re.split(r"([#@*])", " ".join(mark.split()))
    code = "(?=[A-Za-z]{0,40}[0-9])[A-Za-z0-9-]{8,60}"
    shapes = {"#": r"([0-9](?:[0-9.,]{0,10}[0-9])?)", "@": code, "*": f".{{0,{_LONGEST}}}"}
    return re.compile("".join(shapes.get(part, re.escape(part)) for part in parts), re.IGNORECASE)


def label(text: str) -> tuple[str, str] | None:
    """(label, what stands behind it) of a line that opens with a label and a colon, else None."""
    found = _LABEL.match(text)
    return (found[1].rstrip(), text[found.end() :].strip()) if found else None


def _core(mark):
    """The longest run of plain words in a mark, in small letters: a line without it is not that mark."""
    return max(re.split(r"[#@*]", " ".join(mark.split())), key=len).strip().lower()


def count_labels(lines: Iterable[Line], marks: Marks, kinds: Iterable[str]) -> int:
    """How many different labels of some kinds open a line."""
    kinds, found = set(kinds), set()
    for line in lines:
        named = label(line.text)
        if named and marks.labels.get(_plain(named[0])) in kinds:
            found.add(_plain(named[0]))
    return len(found)
