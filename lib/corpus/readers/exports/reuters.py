"""Reuters-21578: news of 1987 in SGML, some thousand articles a file."""

import html
import re

from lib.corpus.readers.exports.pieces import Article, Export, Split, cover, put
from lib.corpus.readers.marks import Marks
from lib.corpus.readers.parts import CONTROL, Aside, Line

_OPEN = re.compile(r"\s*<REUTERS\s[^>]{0,400}>")
_PARTS = "TITLE DATELINE AUTHOR BODY DATE TOPICS PLACES PEOPLE ORGS EXCHANGES COMPANIES UNKNOWN MKNOTE".split()
_KINDS = {"TITLE": "title", "AUTHOR": "author", "DATE": "date", "TOPICS": "section", "DATELINE": "dateline"}
_TEXT = re.compile(r"<TEXT([^>]{0,80})>")
_TAG = re.compile(r"</?[A-Z]{1,12}[^>]{0,400}>")
_SIGN_OFF = re.compile(r"\s*(?:REUTER|Reuter|Reuters)\s*")


def _recognise(lines: list[Line], marks: Marks) -> bool:
    return any(line.text.lstrip().startswith("<REUTERS") and marks.of(line) for line in lines)


def _split(lines: list[Line], marks: Marks) -> Split:
    places = [i for i, line in enumerate(lines) if _OPEN.match(line.text)]
    pieces = [lines[a:b] for a, b in zip(places, [*places[1:], len(lines)], strict=True)]
    notes = []
    if pieces and not any("</REUTERS>" in line.text for line in pieces[-1]):
        notes.append("breaks off within its last document; look whether it is whole")
    return Split(pieces, cover(lines[: places[0]] if places else lines), None, notes)


def _fields(piece: list[Line], marks: Marks) -> Article:
    whole = "\n".join(line.text for line in piece)
    fields, aside = {"outlet": "Reuters"}, []
    body = ""
    rest, told = _parts(whole)
    for name, value in told:
        plain = " ".join(_plain(value.replace("</D>", "; ")).split()).strip(" ;")
        kind = _KINDS.get(name)
        if name == "BODY":
            body = _plain(value)
            continue
        if kind == "author":
            plain = re.sub(r"^by\s|,\s*(?:Reuters?)$", "", plain, flags=re.IGNORECASE)
        put(fields, kind or "", plain)
        aside.append(Aside(kind or "indexing", plain))
    if not body:  # a brief is its title, whose text is a filler; an unprocessed one has no parts
        text = _TEXT.search(rest)
        inner = rest[text.end() :].partition("</TEXT>")[0] if text else rest.partition(">")[2]
        body = _plain(inner).strip("\n *")
        if text and "BRIEF" in text[1] and fields.get("title"):
            aside.append(Aside("filler", " ".join(body.split())))
            body = ""
    paragraphs, last = _paragraphs(body)
    return Article(fields, paragraphs, [*aside, *([Aside("sign-off", last)] if last else [])])


def _parts(whole):
    """What is left of a document, and its parts in their order: [(name, value)]; each name counts once."""
    found = []
    for name in _PARTS:
        start = whole.find(f"<{name}>")
        end = whole.find(f"</{name}>", start) if start >= 0 else -1
        if end >= 0:
            found.append((start, end + len(name) + 3, name, whole[start + len(name) + 2 : end]))
    pieces, last = [], 0
    for start, end, _, _ in sorted(found):
        if start >= last:
            pieces.append(whole[last:start])
            last = end
    return "".join([*pieces, whole[last:]]), [(name, value) for _, _, name, value in sorted(found)]


def _plain(text):
    return CONTROL.sub(" ", html.unescape(_TAG.sub(" ", text)))


def _paragraphs(body):
    """Its paragraphs, which open with blanks, and the sign-off."""
    found, last = [], ""
    for line in body.split("\n"):
        text = line.strip()
        if not text:
            continue
        if _SIGN_OFF.fullmatch(text):
            last = text
        elif line.startswith("   ") or not found:
            found.append(text)
        else:
            found[-1] += f" {text}"
    if found and (match := re.search(r"\s(REUTER|Reuter)$", found[-1])):
        last, found[-1] = match[1], found[-1][: match.start()].rstrip()
    return found, last


EXPORT = Export("Reuters-21578", _recognise, _split, _fields, joins=False)
