"""LexisNexis and Nexis Uni: text, Word and web pages, old ("1 of 10 DOCUMENTS") and new ("End of Document")."""

from collections import Counter
from itertools import pairwise

from lib.corpus.readers.dates import is_date_line, is_meant_as_date
from lib.corpus.readers.exports import pieces as shared
from lib.corpus.readers.exports.pieces import FIELDS, Article, Export, Split, cover, kinds_of, marked, put
from lib.corpus.readers.marks import Mark, Marks, count_labels
from lib.corpus.readers.parts import Aside, Line

_MAY_DATE = ("", "date", "edition")  # marks of a line that may give the date: "Thursday Late Edition - Final" behind it
_HEAD = {"author", "section", "length", "title", "outlet", "page", "url", "dateline", "highlight", "abstract", "series"}
_FOOT = {"load date", "language", "publication type", "indexing", "code", "graphic", "notes", "url"}
_OWN = {"copyright", "edition", "page header", "cover", "notes", "start", "end", "stated"}  # lines without a label
_LOOK = 40  # paragraphs of a piece in which its head is looked for


def _recognise(lines: list[Line], marks: Marks) -> bool:
    kinds = kinds_of(lines, marks)
    labels = count_labels(lines, marks, _HEAD | _FOOT)
    if kinds["start"]:
        return bool(labels or kinds["start"] > 2 or kinds["copyright"])
    if kinds["end"]:
        return bool(labels or kinds["body"])
    covers = count_labels(lines, marks, {"cover"})
    return covers >= 3 and len(lines) < 200  # a cover without an article


def _split(lines: list[Line], marks: Marks) -> Split:
    told = marked(lines, marks)
    stated = _stated(told)
    starts = [(i, mark.numbers) for i, (_, mark) in enumerate(told) if mark.kind == "start"]
    if starts:
        total = Counter(numbers[-1] for _, numbers in starts if numbers).most_common(1)[0][0]
        places = [i for i, numbers in starts if numbers and numbers[-1] == total]
        pieces = [lines[a + 1 : b] for a, b in pairwise([*places, len(lines)])]
        return Split(pieces, cover(lines[: places[0]]), max(total, stated or 0), [])
    ends = [i for i, (_, mark) in enumerate(told) if mark.kind == "end"]
    (pieces, rest), notes = shared.cut_behind(lines, ends), []
    if ends and _is_article(rest, marks):
        pieces.append(rest)
        rest = []
        notes.append("breaks off within its last document; export it anew if it should be whole")
    return Split(pieces, cover(rest, "foot" if ends else "cover"), stated, notes)


def _stated(told):
    """How many documents the cover says there are."""
    for _, mark in told:
        if mark.kind == "stated" and mark.numbers:
            return mark.numbers[0]
    ranges = (shared.stated_range(mark.value) for _, mark in told if mark.kind == "cover")
    return next(filter(None, ranges), None)


def _is_article(lines, marks):
    kinds = kinds_of(lines, marks)
    return "body" in kinds or len(kinds.keys() & _HEAD) > 1


def _fields(piece: list[Line], marks: Marks) -> Article:
    told = [(line, mark) for line, mark in marked(piece, marks) if line.text.strip()]
    fields, aside = {}, []
    day = _date_place(told)
    new = any(mark.kind == "end" for _, mark in told)
    before, after = _around(told, day)
    names = []
    for line, mark in before:
        if mark.kind in _OWN:
            aside.append(Aside(mark.kind, line.text.strip()))
        elif mark.kind in _HEAD:
            put(fields, mark.kind, mark.value)
            aside.append(Aside(mark.kind, line.text.strip()))
        else:
            names.append(line.text.strip())
    if day is not None:
        fields["date"] = told[day][0].text.strip()
        aside.append(Aside("date", fields["date"]))
    body, title_left = _take_head(after if new else _without_body(after), fields, aside)
    if new:
        aside.append(Aside("subtitle", title_left))
    elif title_left:
        names.append(title_left)
    _name(names, fields, aside, new)
    return Article(fields, _take_foot(body, fields, aside), aside)


def _around(told, day):
    """What stands before and behind the date; without a date, before and behind the first label."""
    if day is not None:
        return told[:day], told[day + 1 :]
    labels = _HEAD | {"body", "copyright"}
    first = next((i for i, (_, mark) in enumerate(told[:_LOOK]) if mark.kind in labels), 2)
    behind = max((i + 1 for i, (_, mark) in enumerate(told[:first]) if not mark), default=0)
    return told[:behind], told[behind:]


def _date_place(told):
    """Where the date of the head stands: a line with a date and little more, with the marks of a head around it."""
    known = _HEAD | {"copyright", "body", "edition"}
    places = [i for i, (line, mark) in enumerate(told) if mark.kind in _MAY_DATE and is_date_line(line.text)]
    for i in places:
        if i and any(mark.kind in known for _, mark in told[max(0, i - 4) : i + 9]):
            return i
    meant = [i for i, (line, mark) in enumerate(told[:7]) if i and not mark and is_meant_as_date(line.text)]
    return next((i for i in (places[:1] or meant) if 0 < i <= 6), None)


def _without_body(after):
    """In old exports the word Body alone on a line is a word of the article; the mark has a colon."""
    return [(line, Mark() if mark.kind == "body" and ":" not in line.text else mark) for line, mark in after]


def _take_head(after, fields, aside):
    """Take the labels off the head; (what is left, the title where it stands behind the date)."""
    title, i = "", 0
    while i < len(after):
        line, mark = after[i]
        text = line.text.strip()
        if mark.kind == "body":
            rest = [(Line(mark.value), Mark())] if mark.value and mark.value != text else []
            return rest + after[i + 1 :], title
        if mark.kind in _HEAD | _OWN | {"language", "publication type", "load date", "graphic"}:
            put(fields, mark.kind, mark.value)
            aside.append(Aside(mark.kind, text))
        elif not _goes_on(after[i + 1 : i + 16]) and (title or fields.get("title") or i):
            return after[i:], title
        elif len(line.text) - len(text) >= 8 and not title:  # in the middle: an edition
            aside.append(Aside("edition", text))
        elif not title and "title" not in fields:
            title = text
        elif title.endswith(";"):  # a headline of several decks
            title = f"{title} {text}"
        else:
            aside.append(Aside("subtitle", text))
        i += 1
    return [], title


def _goes_on(after):
    """Is there more of the head: a label near, or the mark of the body?"""
    near = any(mark.kind in _HEAD - _FOOT for _, mark in after[:4])  # the foot of a short article is near, too
    return near or any(mark.kind == "body" for _, mark in after)


def _name(names, fields, aside, new):
    """Outlet and title of the lines of a head that bear no mark.

    Old exports name the outlet, then (behind the date) the title; new ones the title, then the outlet.
    """
    if not names:
        return
    if new:
        *others, title, outlet = ["", *names]
    elif fields.get("title") or len(names) == 1:
        *others, outlet, title = [*names, ""]
    else:
        *others, outlet, title = names
    fields.setdefault("outlet", outlet)
    fields.setdefault("title", title)
    others = list(filter(None, others))
    aside += [Aside("cover" if len(others) > 4 else "head", other) for other in others]
    aside += [Aside("outlet", outlet), Aside("title", title)]


def _take_foot(body, fields, aside):
    """The paragraphs, without the foot."""
    first, n_marks = len(body), 0
    for i in range(len(body) - 1, -1, -1):
        if body[i][1].kind in _FOOT | _OWN:
            n_marks += 1
            if 2 * n_marks >= len(body) - i:
                first = i
    kind, paragraphs = "foot", []
    for i, (line, mark) in enumerate(body):
        text = line.text.strip()
        if mark and (i >= first or mark.kind in ("page header", "copyright")):
            kind = mark.kind
            if kind in FIELDS:
                put(fields, kind, mark.value)
            aside.append(Aside(kind, text))
        elif i >= first:
            aside.append(Aside("caption" if kind == "graphic" else kind, text))
        else:
            paragraphs.append(text)
    return paragraphs


EXPORT = Export("Nexis", _recognise, _split, _fields)
