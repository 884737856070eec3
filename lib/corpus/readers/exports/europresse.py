"""Europresse (Eureka.cc): web pages, whose elements have classes. The name of the publication opens an article."""

import re

from lib.corpus.readers import dates
from lib.corpus.readers.exports.pieces import Article, Export, Split, cover, put
from lib.corpus.readers.marks import Marks
from lib.corpus.readers.parts import Aside, Line, count_words

_ISSUE = re.compile(r",\s(?:no|n°|nº|vol|num)\b.*$", re.IGNORECASE)  # La Croix, no. 43018
_LENGTH = re.compile(r"[\s,-]{0,4}(\d{1,6}\s[^\W\d_]{3,12})\b")  # 134 mots
_NAMES = 12  # words of a line of authors


def _recognise(lines: list[Line], marks: Marks) -> bool:
    return {"outlet", "title"} <= {marks.style(line) for line in lines}


def _split(lines: list[Line], marks: Marks) -> Split:
    lines = [line for line in lines if line.text.strip()]
    starts = [i for i, line in enumerate(lines) if marks.style(line) == "outlet"]
    pieces = [lines[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]
    return Split(pieces, cover(lines[: starts[0]]), None, [])


def _fields(piece: list[Line], marks: Marks) -> Article:
    fields, aside = {}, []
    kinds = [marks.style(line) or marks.of(line).kind for line in piece]
    title = kinds.index("title") if "title" in kinds else 0
    first, end = _body(piece, kinds, title)
    for place, (line, kind) in enumerate(zip(piece, kinds, strict=True)):
        if first <= place < end:
            continue
        if kind == "author" and place < title:  # above the headline it is a kicker
            kind = "kicker"
        elif not kind and title < place < first:
            kind = "author"
        if kind == "publication info":
            _put_info(fields, line.text)
        put(fields, kind, _ISSUE.sub("", line.text) if kind == "outlet" else line.text)
        aside.append(Aside(kind or "head", line.text))
    return Article(fields, [line.text for line in piece[first:end]], aside)


def _body(piece, kinds, title):
    """Where the text begins and ends: from the first line of its class to the last; before 2014 it had none."""
    if "body" in kinds:
        return kinds.index("body"), len(kinds) - kinds[::-1].index("body")
    first = next((i for i in range(title + 1, len(kinds)) if not kinds[i]), len(kinds))
    if first + 1 < len(kinds) and not kinds[first + 1] and _is_name(piece[first].text):
        first += 1
    return first, next((i for i in range(first, len(kinds)) if kinds[i]), len(kinds))


def _is_name(text):
    return count_words(text) <= _NAMES and text[-1] not in ".?!:"


def _put_info(fields, text):
    """France, mercredi 11 septembre 2024 134 mots, p. 11."""
    if found := dates.span(text):
        start, end = found
        length = _LENGTH.match(text, end)
        section = ", ".join(text[:start].strip(" ,").split(", ")[:-1])  # without the day of the week
        put(fields, "section", f"{section}; {text[length.end() if length else end :]}")
        put(fields, "date", text[start:end])
        put(fields, "length", length[1] if length else "")


EXPORT = Export("Europresse", _recognise, _split, _fields)
