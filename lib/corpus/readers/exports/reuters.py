"""Reuters-21578: news of 1987 in SGML, some thousand articles a file."""

import html
import re

from lib.corpus.readers.exports.pieces import Article, Export, Split, cover, put
from lib.corpus.readers.marks import Marks
from lib.corpus.readers.parts import CONTROL, Aside, Line

_OPEN = re.compile(r"\s*<REUTERS\s[^>]{0,400}>")
_PART = re.compile(
    r"<(TITLE|DATELINE|AUTHOR|BODY|DATE|TOPICS|PLACES|PEOPLE|ORGS|EXCHANGES|COMPANIES|UNKNOWN|MKNOTE)>(.*?)</\1>",
    re.DOTALL,
)
_TEXT = re.compile(r"<TEXT[^>]{0,80}>(.*?)</TEXT>", re.DOTALL)
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
    for name, value in _PART.findall(whole):
        plain = " ".join(_plain(value.replace("</D>", "; ")).split()).strip(" ;")
        kind = {"TITLE": "title", "AUTHOR": "author", "DATE": "date", "TOPICS": "section", "DATELINE": "dateline"}.get(
            name
        )
        if name == "BODY":
            body = _plain(value)
            continue
        if kind == "author":
            plain = re.sub(r"^by\s|,\s*(?:Reuters?)$", "", plain, flags=re.IGNORECASE)
        put(fields, kind or "", plain)
        aside.append(Aside(kind or "indexing", plain))
    if not body:  # a brief is its title; an unprocessed one has no parts
        text = _TEXT.search(whole)
        body = _plain(_PART.sub("", text[1] if text else whole.partition(">")[2]))
    paragraphs, last = _paragraphs(body)
    return Article(fields, paragraphs, [*aside, *([Aside("sign-off", last)] if last else [])])


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
