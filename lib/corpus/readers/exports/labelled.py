"""An export whose every field has a label or a code: it needs no module, only rows in export_marks.csv.

Of kind `start` or `end`: the line that parts its articles. Of kind `body`: the label or line before the text.
"""

from itertools import pairwise

from lib.corpus.readers.exports.pieces import FIELDS, Article, Export, Split, cover, cut_behind, kinds_of, marked, put
from lib.corpus.readers.marks import Marks
from lib.corpus.readers.parts import Aside, Line


def labelled_export(name: str) -> Export:
    """The export of a name that stands in export_marks.csv alone."""
    return Export(name, _recognise, _split, fields_of)


def _recognise(lines: list[Line], marks: Marks) -> bool:
    """Do lines part articles here, and do three labels stand beside them?"""
    kinds = kinds_of(lines, marks)
    return bool(kinds["start"] + kinds["end"]) and len(set(kinds) - {"start", "end"}) >= 3


def _split(lines: list[Line], marks: Marks) -> Split:
    """Cut at the lines of kind start, else behind those of kind end."""
    told = marked(lines, marks)
    stated = next((m.numbers[-1] for _, m in told if m.kind in ("stated", "start") and m.numbers), None)
    starts = [i for i, (_, mark) in enumerate(told) if mark.kind == "start"]
    if starts:
        pieces = [lines[a + 1 : b] for a, b in pairwise([*starts, len(lines)])]
        return Split(pieces, cover(lines[: starts[0]]), stated, [])
    pieces, rest = cut_behind(lines, [i for i, (_, mark) in enumerate(told) if mark.kind == "end"])
    return Split([piece[:-1] for piece in pieces], cover(rest, "foot"), stated, [])


def fields_of(piece: list[Line], marks: Marks) -> Article:
    """What stands behind each label, up to the next one; a first line without a label is the title."""
    found, aside, body, kind = {}, [], [], ""
    for line, mark in marked(piece, marks):
        text = line.text.strip()
        if not text:
            continue
        value = text
        if kind == "body" and mark.kind in ("caption", "link", "no text"):  # a picture between paragraphs
            aside.append(Aside(mark.kind, text))
            continue
        if mark and not (mark.kind == "copyright" and kind == "body" and len(text) > 120):
            kind, value = mark.kind, mark.value if mark.value != text else ""
        elif not kind and not found.get("title"):
            kind = "title"
        if kind == "body" and marks.of(Line(value)).kind == "no text":
            aside.append(Aside("no text", text))
            continue
        if kind == "body":
            body += [value] if value else []
            continue
        if kind in FIELDS:
            put(found, kind, value)
        aside.append(Aside(kind or "head", text))
    return Article(found, body, aside) if body else _of_abstract(found, aside, marks)


def _of_abstract(found, aside, marks):
    """An article of which nothing but an abstract is there, whose genre then says so; else one without a text."""
    lines = [(a.text, marks.of(Line(a.text))) for a in aside if a.kind == "abstract"]
    told = (mark.value if mark else text for text, mark in lines if mark.value != text)
    body = [text for text in dict.fromkeys(told) if text]
    rest = [a for a in aside if a.kind != "abstract"] if body else aside
    return Article(found | {"genre": "abstract"} if body else found, body, rest)
