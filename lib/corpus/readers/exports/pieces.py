"""What all exports share: the interface, lines joined to paragraphs, labelled fields."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from lib.corpus.readers.dates import is_date_line
from lib.corpus.readers.marks import Mark, Marks
from lib.corpus.readers.parts import Aside, Line, field, has_words

FIELDS = ("title", "outlet", "author", "date", "section", "page", "length", "url")
_LONG = 110  # characters of a line that nobody cut at a width
_CENTRED = 8  # blanks before a line that stands in the middle
_CLOSED = re.compile(r"[.!?:;\u2026]['\"\u2019\u201d\u00bb)\]]*$")
_PAGE = re.compile(r"(?:Pg|pp?|S|Page|Seite|Pag|Blz|Bl)\.?\s{0,2}(?P<page>[A-Z]{0,3}-?\d[\w.,-]{0,12})", re.IGNORECASE)
_COUNT = re.compile(r"\d[\d.,]{0,9}")


class Article(NamedTuple):
    """One piece of an export."""

    fields: dict[str, str]
    body: list[str]  # paragraphs
    aside: list[Aside]


class Split(NamedTuple):
    """An export cut into its pieces."""

    pieces: list[list[Line]]
    aside: list[Aside]  # cover, table of contents, foot
    stated: int | None  # how many the export says there are
    notes: list[str]


class Export(NamedTuple):
    """A kind of export."""

    name: str  # as in export_marks.csv
    recognise: Callable[[list[Line], Marks], bool]  # do the lines bear its marks?
    split: Callable[[list[Line], Marks], Split]
    fields: Callable[[list[Line], Marks], Article]  # of one piece
    joins: bool = True  # lines that were cut at a width are joined before it is split


def unwrapped(lines: list[Line], marks: Marks) -> list[Line]:
    """The lines of a plain text as paragraphs: what was cut at a width is joined; blank lines are dropped.

    Heads stay line by line: nothing is joined to a mark, a date, a centred line, or the line before a date.
    """
    filled = [line for line in lines if line.text.strip()]
    lengths = sorted(len(line.text.rstrip()) for line in filled)
    long = sum(length > _LONG for length in lengths)
    if 20 * long > len(filled) or len(filled) == len(lines):
        return [Line(line.text.rstrip(), line.style) for line in filled]
    width = lengths[int(0.98 * (len(lengths) - 1))] if lengths else 0
    found, alone, gap, before = [], True, True, ""
    for i, line in enumerate(lines):
        text = line.text.rstrip()
        if not text.strip():
            gap = True
            continue
        after = lines[i + 1].text if i + 1 < len(lines) else ""
        mark = marks.of(line)
        new = gap or alone or _had_room(before, text, width) or _opens(text, before) or _is_alone(line, mark)
        new = new or (is_date_line(after) and not is_date_line(text))
        if new:
            found.append([text])
            alone = _is_alone(line, mark) and mark.value in ("", " ".join(text.split()))
        else:
            found[-1].append(text.strip())
        gap, before = False, text
    return [Line(" ".join(pieces)) for pieces in found]


def _is_alone(line, mark):
    """A mark, a date or a centred line is a paragraph of its own."""
    indent = len(line.text) - len(line.text.lstrip())
    return indent >= _CENTRED or bool(mark) or is_date_line(line.text)


def _had_room(before, text, width):
    """The first word of the line had room on the line before, so nobody cut there."""
    return len(before) + 1 + len(text.split(maxsplit=1)[0]) <= width


def _opens(text, before):
    """After a closed line an indented one opens a paragraph."""
    return bool(_CLOSED.search(before)) and 2 <= len(text) - len(text.lstrip()) < _CENTRED


def marked(lines: Iterable[Line], marks: Marks) -> list[tuple[Line, Mark]]:
    """Each line with what it is."""
    return [(line, marks.of(line)) for line in lines]


def kinds_of(lines: Iterable[Line], marks: Marks) -> Counter:
    """How many lines are of each kind of mark."""
    return Counter(mark.kind for _, mark in marked(lines, marks) if mark)


def cut_behind(lines: list[Line], ends: list[int]) -> tuple[list[list[Line]], list[Line]]:
    """(pieces that go to each of these places, itself included; what stands behind the last)."""
    edges = [0, *(end + 1 for end in ends)]
    return [lines[a:b] for a, b in pairwise(edges)], lines[edges[-1] :]


def put(fields: dict[str, str], kind: str, value: str) -> None:
    """Set a field of an article from what stands behind its label; the first that says something counts."""
    value = field(value)
    if kind not in FIELDS or not has_words(value) or fields.get(kind):
        return
    if kind == "section" and (page := _PAGE.search(value)):
        fields.setdefault("page", page["page"].rstrip(".,"))
        value = (value[: page.start()] + value[page.end() :]).strip(" ;,.")
    if kind == "length":
        count = _COUNT.search(value)
        value = count[0] if count else value
    if kind == "outlet":
        value = value.partition(";")[0].strip()
    if value:
        fields[kind] = value


def title_alone(article: Article) -> str:
    """An article of which nothing but the title is left is its title, if that says anything: a rule is none."""
    title = article.fields.get("title", "")
    return title if has_words(title) else ""


def stated_range(value: str) -> int | None:
    """How many documents "Selected Items: 1-49" are."""
    match = re.search(r"(\d{1,6})\s?[-\u2013]\s?(\d{1,6})", value)
    return int(match[2]) - int(match[1]) + 1 if match and int(match[2]) >= int(match[1]) else None


def cover(lines: Iterable[Line], kind: str = "cover") -> list[Aside]:
    """Lines that stand before the first article."""
    return [Aside(kind, text) for line in lines if (text := line.text.strip())]
