"""Bytes in, texts out: what kind of file it is, in which encoding, and the texts within.

    reading = readers.read("page.html", raw)
    reading.documents, reading.notes

Nothing is run and nothing is fetched. What a file holds beside its text (a title, the columns of a table, the head of
an export) comes out as data. A kind of file is a module and a line in `READERS`; an export is a module in `exports/`
and rows in data/export_marks.csv. lxml, trafilatura, pypdf, openpyxl, yaml and pyarrow are imported where a file asks
for them, so that a folder of plain texts loads fast.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import PurePath

from lib.corpus.readers import archive, bound, captions, columns, exports, markup, pdf, plain, rtf, tables, web, word
from lib.corpus.readers.dates import is_date_line, span
from lib.corpus.readers.encodings import decode, refuse_binary, text_of
from lib.corpus.readers.marks import Tables, bare, endings, known_tables, label
from lib.corpus.readers.parts import (
    PLAIN,
    Aside,
    Document,
    Line,
    Reading,
    Unreadable,
    count_words,
    few,
    field,
    has_words,
    words_kept,
)

_ENOUGH = 100  # visible words from which it is said that most of them were not kept
_ONCE = ("title", "headline", "url", "author", "byline", "copyright")  # labels that an article has once
# a line of EndNote, of Web of Science, of BibTeX
_REFERENCE = re.compile(r"%[A-Z0-9]\s|[A-Z][A-Z0-9]\s{1,4}\S|\s*\w{2,20}\s?=\s?[{\"]|@[a-z]{3,15}\{|\}$")
_RULE = re.compile(r"\s{0,8}(?:={4}|\*{4}|_{4}|-{4}|~{4}|#\s|<(?:text|doc|article)[\s>])")
_DEEPEST = 2  # archives within archives


def read(name: str, raw: bytes, marks: Tables | None = None, depth: int = 0) -> Reading:
    """The texts of one file.

    Args:
        name: the file's name; its suffix says the kind, unless the first bytes know better.
        raw: its bytes.
        marks: marks of exports and names of columns; None for ours.
        depth: how many archives it lies in.
    Returns:
        One Document a text (a table has one a row, an export one an article), remarks for
        the reader, each to be read after the file's name, and what belongs to no text.
    Raises:
        Unreadable: there is no text to be had.
    """
    marks = marks or known_tables()
    kind, notes = _kind(PurePath(name).suffix.lower(), raw)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(f"it is an old Word or Excel file, or one with a password; {endings('not read')['.doc']}")
    try:
        reading = _archive(raw, marks, depth) if kind == ".zip" else _BY_ENDING.get(kind, _text)(raw, marks)
    except RecursionError as error:
        raise Unreadable("it is nested without end; save its text as .txt") from error
    return reading._replace(notes=[*notes, *reading.notes, *_lost(reading)])


def _kind(suffix, raw):
    """The suffix, or that of what the first bytes say it is; and a note where they differ."""
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF-") and suffix != ".pdf":
        return ".pdf", ["is a PDF by its content and was read as one"]
    may_be_page = suffix in (".txt", ".md", ".markdown", ".rtf")
    if may_be_page and re.match(rb"(?i)(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype html|<html[\s>])", head):
        return ".html", ["is a web page by its content and was read as one"]
    if may_be_page and re.match(rb"<\?xml\s|<rss[\s>]|<feed[\s>]", head):
        raise Unreadable(f"it is XML by its content; {endings('not read')['.xml']}")
    if head.startswith(b"{\\rtf") and suffix != ".rtf":
        return ".rtf", ["is RTF by its content and was read as such"]
    if raw.startswith(b"PK\x03\x04") and suffix == ".rtf" and b"word/" in raw:
        return ".docx", ["is a .docx by its content and was read as one"]
    return suffix, []


def _more(reading, notes):
    return reading._replace(notes=[*notes, *reading.notes])


def _text(raw, marks, markdown=False):
    """A plain text: an export, or one article with or without a head."""
    text, encoding, note = decode(raw)
    refuse_binary(text)
    notes = [note] if note else []
    whole = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = [Line(line) for line in whole.split("\n")]
    found = exports.articles_of(lines, marks, "text", wrapped=True)
    if found:
        return _more(found, notes)
    tags = [line.text.strip()[:2] for line in lines if _REFERENCE.match(line.text)]
    if {"%T", "TI", "T1", "ti"} & set(tags) and 2 * len(tags) > sum(bool(line.text.strip()) for line in lines):
        raise Unreadable(endings("not read")[".bib"])
    if not markdown and tables.is_table(whole, marks):
        return _more(tables.delimited(raw, marks), ["is a table by its content and was read as one"])
    form = PLAIN if encoding == "utf-8" else f"{encoding} text"
    form = f"{form}, mended" if form == PLAIN and note else form
    pieces = plain.parted(text, marks)
    if not pieces:
        several = _several(lines) or _parted(lines)
        return Reading([_headed(text, form, marks, markdown)], [*notes, *several], count_words(text), (), "text")
    notes.append(f"holds {len(pieces)} articles, each with a head of its own: it was parted there")
    documents = [_headed(piece, f"{form}, document {n}", marks, markdown, str(n)) for n, piece in enumerate(pieces, 1)]
    return Reading(documents, notes, count_words(text), (), "text")


def _headed(text, form, marks, markdown=False, number=""):
    """One article, its head and what nobody reads of Markdown masked; its outlet by the head, else by its address."""
    fields, places = plain.head(text, marks)
    if markdown:
        places = [*places, *plain.links(text)]
    masked, mended = plain.mask(text, places)
    if fields.get("outlet"):
        fields["outlet_from"] = "head of the file"
    elif name := columns.host(fields.get("url", "")):
        fields |= {"outlet": name, "outlet_from": "address in the head of the file"}
    return Document(masked, form, fields, number, (), mended)


def _several(lines, page=False):
    """A question where lines of a head come again and again: there may be many articles in one text."""
    short = [line for line in lines if line.text and len(line.text) < 90]
    n_words = sum(count_words(line.text) for line in lines)
    labels = Counter(named[0].lower() for line in short if (named := label(line.text)) and named[0][0].isalpha())
    name, heads = max(((name, labels[name]) for name in _ONCE), key=lambda pair: pair[1])
    alike = Counter(n for n in labels.values() if n > 1)  # three labels or more, each as often as the others
    also = max((n for n in alike if alike[n] > 2), default=0)
    if heads < 2 and also:
        name, heads = next(name for name in labels if labels[name] == also), also
    if heads > 1 and n_words >= 30 * heads:
        return [
            f"looks like {heads} articles in one text ({heads} lines begin with {name.capitalize()}:), of which one was"
            " made; give each a file, or say in rows of export_marks.csv what parts them"
        ]
    days = [line for line in short if is_date_line(line.text) or (not page and _is_outlet_and_date(line.text))]
    if len(days) > 2 and n_words >= 60 * len(days):
        return [
            f"looks like {len(days)} articles in one text ({len(days)} lines are a date and nothing else, or one behind"
            " a name): is it an export of a database? It was read as one article; give each a file, or rows of"
            " export_marks.csv"
        ]
    return []


def _parted(lines):
    """A question where rules, or marks of corpus programs (IRaMuTeQ's ****, <doc>), part a text."""
    n = sum(bool(_RULE.match(line.text)) for line in lines)
    if n < 2 or sum(count_words(line.text) for line in lines) < 60 * n:
        return []
    return [f"is parted by {n} lines of signs (====, ****, #, <doc>); if they part articles, give each a file"]


def _is_outlet_and_date(text):
    """Is a line a few words and, behind a sign, a date: "The Courier, 17 June 2025", "Courier | 17 June 2025 | Roe"?"""
    start, end = span(text) or (0, 0)
    name, behind = text[:start].rstrip(), text[end:]
    parted = name.endswith((",", "|", "·", "•")) and not behind.endswith((".", "!", "?"))
    return parted and 0 < count_words(name) < 7 and count_words(behind) < 7


def _web(raw, marks):
    """A web page: an export, or the article that is on it."""
    page, notes = text_of(raw, web.named_encoding(raw))
    return _page(page, marks, notes)


def _page(page, marks, notes):
    refuse_binary(page)
    page = markup.clean(page)
    seen = markup.lines_of(page)
    found = exports.articles_of(seen.lines, marks, "web page")
    if found:
        return _more(found, notes)
    text, fields, more = web.main_text(page)
    several = web.lost(seen, text) or _several(seen.lines, page=True)
    document = Document(text, "web page", fields | {"layout": "lines"})
    return Reading([document], [*notes, *more, *several], seen.n_words, (), "web page")


def _mail(raw, marks, form):
    """A mail, or a page that a browser saved as one: the page within, or the text where there is none."""
    text, is_page, told = bound.mail(raw)
    reading = _page(text, marks, []) if is_page else _text(text.encode(), marks)
    if len(reading.documents) != 1:
        return reading
    (document,) = reading.documents
    own = {name: value for name, value in document.fields.items() if value}
    fields = own | told if form == "mail" else told | own
    return reading._replace(documents=[document._replace(form=form, fields=fields)])


def _book(raw, marks):
    """An .epub: each chapter with a text is one."""
    documents, notes, n_words, (chapters, told) = [], [], 0, bound.chapters(raw)
    for number, chapter in enumerate(chapters, 1):
        try:
            reading = _web(chapter, marks)
        except Unreadable:  # a cover, a picture
            continue
        notes, n_words = [*notes, *reading.notes], n_words + reading.words
        documents += [
            document._replace(form=f"e-book, chapter {number}", number=str(number), fields=document.fields | told)
            for document in reading.documents
        ]
    if not documents:
        raise Unreadable("it is an e-book without a text; save its texts as .txt or .html")
    return Reading(documents, list(dict.fromkeys(notes)), n_words, (), "e-book")


def _pdf(raw, marks):
    text, notes = pdf.pages_of(raw)
    lines = [Line(line) for line in re.split("[\n\f]", text)]
    if found := exports.articles_of(lines, marks, "PDF", wrapped=True):
        return _more(found, notes)
    body, address, aside = pdf.unprinted(text)
    fields = {"url": address, "outlet": columns.host(address), "outlet_from": "address on the pages"} if address else {}
    document = Document(body, "PDF", fields, "", aside)
    return Reading([document], [*notes, *_several(lines)], count_words(text), (), "PDF")


def _pages(raw, marks, opened, medium):
    """A document of paragraphs, opened by one of our readers: an export, or one article."""
    pages = opened(raw)
    n_words = sum(count_words(line.text) for line in pages.lines) + sum(
        count_words(aside.text) for aside in pages.aside
    )
    found = exports.articles_of(pages.lines, marks, medium)
    if found:
        return _more(found, pages.notes)._replace(aside=(*found.aside, *pages.aside), words=n_words)
    text = "\n\n".join(line.text for line in pages.lines if line.text)
    if not has_words(text):
        raise Unreadable(f"it is a {medium} without text, pictures perhaps; save its text as .txt")
    document = _headed(text, medium, marks)
    document = document._replace(fields=document.fields | {"layout": "lines"}, aside=tuple(pages.aside))
    heads = sum(line.style.endswith("1") and len(line.text) < 90 for line in pages.lines)  # Heading1, berschrift1
    question = f"looks like {heads} articles in one text (so many headings of the first level); give each a file"
    several = [question] if heads > 2 and n_words >= 60 * heads else _several(pages.lines)
    return Reading([document], [*pages.notes, *several], n_words, (), medium)


def _captions(raw, _):
    whole, notes = text_of(raw)
    text, aside = captions.spoken(whole)
    n_words = count_words(text) + sum(count_words(a.text) for a in aside)
    document = Document(text, "captions", {"layout": "lines"}, "", tuple(aside))
    return Reading([document], notes, n_words, (), "captions")


def _archive(raw, marks, depth):
    """All that is in a .zip, each file as if it lay in a folder."""
    if depth >= _DEEPEST:
        raise Unreadable("it is an archive within an archive within an archive; unpack it there, as a folder")
    documents, asides, n_words, sources = [], [], 0, {}
    parts = beside_pages(archive.opened(raw, "archive").namelist())
    notes = [f"({folder[:-1]}) {PAGE_PARTS}" for folder in parts]
    for place, content in archive.members(raw):
        name = place.rpartition("/")[2]
        if is_no_text(name) or place.startswith(parts):
            continue
        if name == "sources.csv" and isinstance(content, bytes):
            sources |= _sources(place, content, marks)
            continue
        try:
            if isinstance(content, Unreadable):
                raise content
            if not name.lower().endswith(SUFFIXES):
                raise Unreadable(advice(name))
            reading = read(name, content, marks, depth + 1)
        except Unreadable as error:
            notes.append(f"({place}) was not read: {error}")
            continue
        notes += [f"({place}) {note}" for note in reading.notes]
        asides += reading.aside
        n_words += reading.words
        documents += [
            document._replace(
                form=f"{place}: {document.form}", fields=document.fields | {"place": _joined(place, document)}
            )
            for document in reading.documents
        ]
    if not documents:
        why = f" ({few(notes)})" if notes else ""
        raise Unreadable(f"it is an archive without a text{why}; put texts into it")
    documents = [_sourced(document, sources.get(document.fields["place"], {})) for document in documents]
    return Reading(documents, notes, n_words, tuple(asides), "archive")


def _sources(place, content, marks):
    """{path in the archive: its row} of a sources.csv in an archive."""
    names, rows, _ = tables.rows_of(decode(content)[0].removeprefix("\ufeff"), blanks=True)
    known = [marks.columns.get(bare(name), name) for name in names]
    folder, found = place.rpartition("/")[0], {}
    for row in rows:
        told = {name: cell.strip() for name, cell in zip(known, row, strict=False) if name and cell.strip()}
        if file := told.pop("file", ""):
            found.setdefault(f"{folder}/{file}".lstrip("/"), told)
    return found


def _sourced(document, row):
    """A document with what a sources.csv beside it says."""
    row = {name: field(value) for name, value in row.items() if name != "text"}
    origin = {"outlet_from": "sources.csv"} if row.get("outlet") else {}
    return document._replace(fields=document.fields | row | origin)


def _joined(place, document):
    inner = document.fields.get("place")
    return f"{place}/{inner}" if inner else place


def is_no_text(name: str) -> bool:
    """A file that belongs to a corpus without being one of its texts."""
    begins = (".", "_", "~$", "README", "LICENSE", "readme.", "license.", "licence.")
    return name.startswith(begins) or name in ("Thumbs.db", "desktop.ini")


PAGE_PARTS = "was not read: it holds the pictures, scripts and frames of the saved page beside it"


def beside_pages(places: Iterable[str]) -> tuple[str, ...]:
    """The folders among these paths, each with its "/", in which a browser laid the parts of a page it saved there."""
    pages = {place.rpartition(".")[0] for place in places if place.lower().endswith((".html", ".htm", ".xhtml"))}
    folders = {str(folder) for place in places if pages for folder in PurePath(place).parents}
    parts = endings("page parts")
    return tuple(sorted(f"{f}/" for f in folders for end in parts if f.endswith(end) and f[: -len(end)] in pages))


def advice(name: str) -> str:
    """Why a file of this name is not read, and what to do."""
    suffix = PurePath(name).suffix.lower()
    if told := endings("not read").get(suffix):
        return f"{suffix} files are not read; {told}"
    return f"only {', '.join(SUFFIXES)} files are; save it as UTF-8 text"


def _lost(reading):
    """A warning where less than half of what a reader of the file sees became articles or was set aside with a kind."""
    texts, asides = words_kept(reading)
    if reading.words < _ENOUGH or 2 * (texts + asides) >= reading.words:
        return []
    return [
        f"was read only in part: {texts + asides:,} of its {reading.words:,} words"
        f" ({(texts + asides) / reading.words:.0%}) were kept; look whether the article is whole,"
        " else save its text as .txt"
    ]


READERS = {
    ".txt": _text,
    ".md .markdown": partial(_text, markdown=True),
    ".html .htm .xhtml": _web,
    ".pdf": _pdf,
    ".docx .docm": partial(_pages, opened=word.docx, medium="Word file"),
    ".rtf": partial(_pages, opened=rtf.rtf, medium="RTF"),
    ".odt": partial(_pages, opened=word.odt, medium="OpenDocument text"),
    ".srt .vtt": _captions,
    ".csv": tables.delimited,
    ".tsv .tab": partial(tables.delimited, mark="\t"),
    ".xlsx .xlsm": tables.sheets,
    ".json": tables.as_json,
    ".jsonl .jl .ndjson": tables.json_lines,
    ".parquet": tables.parquet,
    ".eml": partial(_mail, form="mail"),
    ".mht .mhtml": partial(_mail, form="web archive"),
    ".epub": _book,
    ".ris .sgm .sgml": _text,
}
_BY_ENDING = {ending: reader for own, reader in READERS.items() for ending in own.split()}
SUFFIXES = (*_BY_ENDING, ".zip")
