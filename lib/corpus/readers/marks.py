"""The tables that readers go by: marks of exports, names of columns, names of months.

A corpus folder that holds a file of the same name adds rows to ours.
"""

import csv
import functools
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from lib.corpus.curated import HOME
from lib.corpus.problems import CorpusError
from lib.corpus.readers.parts import Line

TABLES = {
    "export_marks.csv": ("export", "kind", "shape", "mark"),
    "column_names.csv": ("field", "name"),
    "month_names.csv": ("month", "name"),
}
NO_FIELDS = ("no outlet", "no name", "truncated")  # in column_names.csv
SHAPES = ("label", "code", "line", "class")
_LABEL = re.compile(r"([^:\uff1a\n]{1,40}?)\s{0,3}[:\uff1a]\s*")
_CODE = re.compile(r"\s{0,4}([A-Z]{2,3})(?:\s{2,}|\t\s*|\s*$)")
_REMEMBERED = 50_000  # lines of which it is remembered what they are
_LONGEST = 200  # characters of a line that may be a mark as a whole


class Mark(NamedTuple):
    """What a line is by a mark: `value` is what stands behind a label, `numbers` what its # stand for."""

    kind: str
    value: str = ""
    numbers: tuple[int, ...] = ()


class Marks:
    """The marks of one export."""

    def __init__(self, rows: list[dict]) -> None:
        self.labels = {_plain(r["mark"].rstrip(": ")): r["kind"] for r in rows if r["shape"] == "label"}
        self.codes = {r["mark"]: r["kind"] for r in rows if r["shape"] == "code"}
        self._styles = [(_shape(r["mark"]), r["kind"]) for r in rows if r["shape"] == "class"]
        self._lines = [(_core(r["mark"]), _shape(r["mark"]), r["kind"]) for r in rows if r["shape"] == "line"]
        self._known = {}

    def of(self, line: Line) -> Mark | None:
        """What a line is by its words, else None."""
        text = line.text
        if len(text) > _LONGEST:
            return self._look(text)
        if text not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[text] = self._look(text)
        return self._known[text]

    def _look(self, whole):
        named = label(whole)
        if named and (kind := self.labels.get(_plain(named[0]))):
            return Mark(kind, named[1])
        code = _CODE.match(whole) if self.codes else None
        if code and (kind := self.codes.get(code[1])):
            return Mark(kind, whole[code.end() :].strip())
        text = " ".join(whole[: 2 * _LONGEST].split())
        if len(text) > _LONGEST:
            return None
        small = text.lower()
        for core, shape, kind in self._lines:
            if core in small and (found := shape.fullmatch(text)):
                return Mark(kind, text, tuple(int(re.sub(r"[^0-9]", "", n)) for n in found.groups()))
        return None

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
def _read(paths):
    rows = {name: [] for name in TABLES}
    for path, _ in paths:
        rows[Path(path).name] += _rows(Path(path))
    exports = defaultdict(list)
    for row in rows["export_marks.csv"]:
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
    """The tables of a corpus folder: ours in data/, and the rows that the folder adds.

    Raises:
        CorpusError: a table of the folder cannot be read or lacks a column.
    """
    places = [HOME / "data" / name for name in TABLES if name != "month_names.csv"]
    if folder is not None:
        places += [own for place in places[:] if (own := Path(folder) / place.name).is_file() and own != place]
    return _read(tuple((str(place), place.stat().st_mtime_ns) for place in places))


@functools.cache
def months() -> dict[str, int]:
    """{name in small letters: number of the month}, from month_names.csv."""
    return {row["name"]: int(row["month"]) for row in _rows(HOME / "data" / "month_names.csv")}


def _rows(path):
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.DictReader(lines, restval="")
            missing = [name for name in TABLES[path.name] if name not in (reader.fieldnames or ())]
            rows = list(reader)
    except (ValueError, csv.Error, OSError) as error:
        raise CorpusError(f"{path} cannot be read as a table: {error}; save it as UTF-8 CSV") from error
    if missing:
        raise CorpusError(f"{path} lacks the column(s) {', '.join(missing)}; add them")
    if path.name == "export_marks.csv":
        odd = [row["mark"] for row in rows if row["shape"] not in SHAPES]
        if odd:
            raise CorpusError(f"{path}: the shape of {odd[0]!r} is none of {', '.join(SHAPES)}")
    return rows


def bare(name: str) -> str:
    """A name without case, blanks and signs: full_text, Full Text and fullText are one."""
    return "".join(char for char in name.casefold() if char.isalnum())


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
    start = text[:200].lstrip()
    if ":" not in start[:45] and "\uff1a" not in start[:45]:
        return None
    found = _LABEL.match(start)
    return (found[1], text[len(text[:200]) - len(start) + found.end() :].strip()) if found else None


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
