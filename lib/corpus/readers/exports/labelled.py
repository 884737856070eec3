"""An export whose every field has a label: it needs no module, only rows in export_marks.csv.

Of kind `start` or `end`: the line that parts its articles. Of kind `body`: the label or line before the text.
"""

from collections import Counter

from lib.corpus.readers.exports.pieces import FIELDS, Article, Export, Split, cover, marked, put
from lib.corpus.readers.marks import Marks
from lib.corpus.readers.parts import Aside, Line


def labelled_export(name: str) -> Export:
    """The export of a name that stands in export_marks.csv alone."""
    return Export(name, _recognise, _split, fields_of)


def _recognise(lines: list[Line], marks: Marks) -> bool:
    """Do lines part articles here, and do three labels stand beside them?"""
    kinds = Counter(mark.kind for line in lines if (mark := marks.of(line)))
    return bool(kinds["start"] + kinds["end"]) and len(set(kinds) - {"start", "end"}) >= 3


def _split(lines: list[Line], marks: Marks) -> Split:
    """Cut at the lines of kind start, else behind those of kind end."""
    told = marked(lines, marks)
    stated = next((m.numbers[-1] for _, m in told if m and m.kind in ("stated", "start") and m.numbers), None)
    starts = [i for i, (_, mark) in enumerate(told) if mark and mark.kind == "start"]
    if starts:
        pieces = [lines[a + 1 : b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
        return Split(pieces, cover(lines[: starts[0]]), stated, [])
    ends = [i + 1 for i, (_, mark) in enumerate(told) if mark and mark.kind == "end"]
    pieces = [lines[a : b - 1] for a, b in zip([0, *ends], ends, strict=False)]
    return Split(pieces, cover(lines[ends[-1] :], "foot"), stated, [])


def fields_of(piece: list[Line], marks: Marks) -> Article:
    """What stands behind each label, up to the next one; a first line without a label is the title."""
    found, aside, body, kind = {}, [], [], ""
    for line, mark in marked(piece, marks):
        text = line.text.strip()
        if not text:
            continue
        value = text
        if mark and kind == "body" and mark.kind in ("caption", "link", "no text"):  # a picture between paragraphs
            aside.append(Aside(mark.kind, text))
            continue
        if mark and not (mark.kind == "copyright" and kind == "body" and len(text) > 120):
            kind, value = mark.kind, mark.value if mark.value != text else ""
        elif not kind and not found.get("title"):
            kind = "title"
        if kind == "body" and (inner := marks.of(Line(value))) and inner.kind == "no text":
            aside.append(Aside("no text", text))
            continue
        if kind == "body":
            body += [value] if value else []
            continue
        if kind in FIELDS:
            put(found, kind, value)
        aside.append(Aside(kind or "head", text))
    return Article(found, body, aside)
