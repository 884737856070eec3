"""Factiva: web pages and texts, with two-letter codes (HD, WC, PD ...) or with a head in a fixed order."""

import re

from lib.corpus.readers.dates import is_date_line
from lib.corpus.readers.exports.pieces import Article, Export, Split, cover, cut_behind, put
from lib.corpus.readers.marks import Mark, Marks
from lib.corpus.readers.parts import Aside, Line

_HEAD = 14  # lines behind the length in which date, outlet, code, language and copyright stand
_PAGE = re.compile(r"[A-Z]{0,3}[0-9]{1,4}(?:[-/][0-9A-Z]{1,4})?")
_BY = ("by", "von", "par", "por", "di", "door")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}\b.{0,8}")  # 09:00, 9:00 GMT


def _recognise(lines: list[Line], marks: Marks) -> bool:
    codes = {_code(line, marks).kind for line in lines[:4_000]}
    if len(codes & {"title", "length", "date", "outlet", "body", "id"}) >= 4:
        return True
    ends = any(_is_end(line, marks) for line in lines)
    lengths = any(_is_length(line, marks) for line in lines)
    styled = sum(marks.style(line) in ("body", "title") for line in lines)
    return (ends and lengths) or (styled >= 2 and (ends or lengths))


def _code(line, marks):
    opening = line.text.split(maxsplit=1)[:1]
    return marks.of(line) if opening and opening[0] in marks.codes else Mark()


def _is_end(line, marks):
    return marks.of(line).kind == "end"


def _is_length(line, marks):
    mark = marks.of(line)
    return mark.kind == "length" and bool(mark.numbers)


def _split(lines: list[Line], marks: Marks) -> Split:
    lines = [line for line in lines if line.text.strip()]
    stated = _stated(lines, marks)
    ends = [i for i, line in enumerate(lines) if _is_end(line, marks) or _is_id(lines, i, marks)]
    (pieces, rest), notes, aside = cut_behind(lines, ends), [], []
    if any(_is_length(line, marks) or marks.style(line) == "body" for line in rest):
        pieces.append(rest)
        rest = []
        if ends:
            notes.append("breaks off within its last document; export it anew if it should be whole")
    if pieces:
        n_cover = _cover(pieces[0], marks)
        aside = cover(pieces[0][:n_cover])
        pieces[0] = pieces[0][n_cover:]
    return Split([piece for piece in pieces if piece], [*aside, *cover(rest, "foot")], stated, notes)


def _is_id(lines, i, marks):
    """AN alone on its line has the number on the next, which then is the end."""
    before, code = _code(lines[i - 1], marks) if i else Mark(), _code(lines[i], marks)
    return (before.kind == "id" and not before.value) or (code.kind == "id" and bool(code.value))


def _stated(lines, marks):
    for i, line in enumerate(lines):
        mark = marks.of(line)
        if mark.kind == "stated":
            after = lines[i + 1].text.strip() if i + 1 < len(lines) else ""
            for text in (mark.value if not mark.numbers else "", after):
                if text.replace(",", "").isdigit():
                    return int(text.replace(",", ""))
            if mark.numbers:
                return mark.numbers[-1]
    return None


def _cover(piece, marks):
    """Lines before the first article: all that stands four lines before its length, or before its headline."""
    for i, line in enumerate(piece):
        if marks.style(line) == "title" or _code(line, marks).kind in ("section", "title"):
            return i - 1 if i == 1 and not marks.of(piece[0]) else i  # its section
        if _is_length(line, marks):
            return max(0, i - 4)
    return 0


def _fields(piece: list[Line], marks: Marks) -> Article:
    coded = [_code(line, marks) for line in piece]
    kinds = {mark.kind for mark in coded}
    if "title" in kinds and kinds & {"body", "outlet", "date"}:
        return _coded(piece, coded)
    return _ordered(piece, marks)


def _coded(piece, coded):
    fields, aside, body, kind = {}, [], [], "head"
    for line, mark in zip(piece, coded, strict=True):
        whole = text = line.text.strip()
        if mark:
            kind, text = mark.kind, mark.value
        if not text:
            aside.append(Aside(kind, whole))
            continue
        if kind == "body":
            body.append(text)
            continue
        if kind == "title" and fields.get("title") and not mark:  # a headline over two lines
            fields["title"] += f" {text}"
        put(fields, kind, _bare_author(text) if kind == "author" else text)
        aside.append(Aside(kind, whole))
    return Article(fields, body, aside)


def _ordered(piece, marks):
    fields, aside = {}, []
    if piece and _is_end(piece[-1], marks):
        aside.append(Aside("id", piece[-1].text.strip()))
        piece = piece[:-1]
    at = next((i for i, line in enumerate(piece) if _is_length(line, marks)), None)
    if at is None:
        at = next((i for i, line in enumerate(piece) if is_date_line(line.text)), None)
    at = 1 if at is None else at
    names, rest = piece[:at], piece[at:]
    _name(names, fields, aside, marks)
    start = _head(rest, fields, aside, marks)
    body = []
    for line in rest[start:]:
        if marks.of(line).kind == "copyright":
            aside.append(Aside("copyright", line.text.strip()))
        else:
            body.append(line.text.strip())
    return Article(fields, body, aside)


def _name(names, fields, aside, marks):
    """Section, headline and author, which stand before the length: by their class, else by their order."""
    plain = []
    for line in names:
        kind, text = marks.style(line), line.text.strip()
        if kind in ("title", "author"):
            put(fields, kind, _bare_author(text) if kind == "author" else text)
            aside.append(Aside(kind, text))
        else:
            plain.append(text)
    if len(plain) > 1 and "author" not in fields and _is_author(plain[-1]):
        aside.append(Aside("author", plain[-1]))
        put(fields, "author", _bare_author(plain.pop()))
    if "title" not in fields and plain:
        aside.append(Aside("title", plain[-1]))
        put(fields, "title", plain.pop())
    for text in plain:
        put(fields, "section", text)
        aside.append(Aside("section", text))


def _is_author(text):
    words = text.split()
    if len(words) > 9 or text.endswith((".", "?", "!", "…")) or any(map(str.isdigit, text)):
        return False
    named = [word for word in words if word[0].isupper()]
    return words[0].lower() in _BY or 1 < len(words) == len(named) <= 4


def _bare_author(text):
    first, _, rest = text.partition(" ")
    return rest if first.lower() in _BY and rest else text


def _head(rest, fields, aside, marks):
    """Take length, date, time, outlet, code, page, language and copyright; where the paragraphs begin."""
    order, end, last = [], 0, 0
    for i, line in enumerate(rest[:_HEAD]):
        if marks.style(line) == "body":
            break
        kind, end = marks.of(line).kind, i + 1
        order.append((line.text.strip(), kind))
        if kind in ("copyright", "language", "length"):
            last = i + 1
        if kind == "copyright":
            break
    else:
        end = last  # no copyright: up to the language
    named = False
    for text, own in order[:end]:
        kind = own if own in ("length", "language", "copyright") else ""
        if not kind and is_date_line(text) and "date" not in fields:
            kind = "date"
        elif not kind and _TIME.fullmatch(text):
            kind = "time"
        elif not kind and not named and (fields.get("date") or len(order[:end]) < 4):
            kind, named = "outlet", True
        elif not kind and named and _PAGE.fullmatch(text):
            kind = "page"
        put(fields, kind, text)
        aside.append(Aside(kind or "code", text))
    return end


EXPORT = Export("Factiva", _recognise, _split, _fields)
