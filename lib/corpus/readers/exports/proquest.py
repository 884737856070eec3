"""ProQuest: web pages and texts. Every field has a label; a rule, or nothing but a new title, parts the articles."""

import re

from lib.corpus.readers.exports import labelled
from lib.corpus.readers.exports.pieces import Article, Export, Split, cover, kinds_of, marked, put
from lib.corpus.readers.marks import Marks
from lib.corpus.readers.parts import Aside, Line

_RULE = re.compile(r"\s*(?:_{10,}|-{10,}|={10,}|\*{10,})\s*")
_INFO = re.compile(r"(?P<outlet>[^;\[]{2,120}?)\s*(?:;|,\s|\[|$)")
_INFO_DATE = re.compile(r"\]\.?\s?(?P<date>[^:\]]{6,40}?)(?::\s?(?P<page>[\w.,-]{1,20})|\.?$)")
# Finch, Orla. The Gazette ; Dunmere [Dunmere]. 14 Nov 2023: 7.
_PERSON = re.compile(r"(?:[^;,.\[\]]{1,60},\s[^;\[\]]{1,40}?[^\s;][.;]\s+)+(?=\S)")
_EDITION = re.compile(r",\s[^,;]{0,40}(?:[Ee]dition|\().{0,60}$")


def _recognise(lines: list[Line], marks: Marks) -> bool:
    kinds = kinds_of(lines, marks)
    return "id" in kinds and bool({"body", "abstract", "outlet", "publication info"} & set(kinds))


def _split(lines: list[Line], marks: Marks) -> Split:
    pieces, late, aside, stated = [[]], False, [], None
    for line, mark in marked((line for line in lines if line.text.strip()), marks):
        starts, parts = mark.kind == "start", mark.kind == "start" or _RULE.fullmatch(line.text)
        if starts and mark.numbers:
            stated = mark.numbers[-1]
        if parts or (late and mark.kind in ("", "title")):
            pieces.append([])
            late = False
        if parts:
            aside += [Aside("start", line.text.strip())] if starts else []
            continue
        late = late or mark.kind == "id"
        pieces[-1].append(line)
    whole, rest = [], []
    for own in pieces:
        is_article = kinds_of(own, marks).keys() & {"body", "abstract", "id", "publication info"}
        (whole if is_article else rest).append(own)
    aside += [a for own in rest for a in cover(own)]
    return Split(whole, aside, stated, [])


def _fields(piece: list[Line], marks: Marks) -> Article:
    article = labelled.fields_of(piece, marks)
    fields = article.fields
    info = next((a.text for a in article.aside if a.kind == "publication info"), "")
    info = info.partition(":")[2].strip() or _under_title(article)
    if info and (found := _INFO.match(info)):
        put(fields, "outlet", found["outlet"])
    if info and (found := _INFO_DATE.search(info)):
        put(fields, "date", found["date"])
        put(fields, "page", (found["page"] or "").rstrip("."))
    if fields.get("outlet"):
        fields["outlet"] = _EDITION.sub("", fields["outlet"])
    return article


def _under_title(article):
    """Author and publication, which stand without a label below the title; the author is put, the rest handed back."""
    lines = [a.text for a in article.aside[:5] if a.kind in ("title", "head")][1:]
    place = next((i for i, line in enumerate(lines) if _INFO_DATE.search(line)), None)
    if place is None:
        return ""
    person = _PERSON.match(lines[place])
    names = [*lines[:place], person[0] if person else ""]
    put(article.fields, "author", "; ".join(filter(None, (name.strip(" .;") for name in names))))
    return lines[place][person.end() if person else 0 :]


EXPORT = Export("ProQuest", _recognise, _split, _fields)
