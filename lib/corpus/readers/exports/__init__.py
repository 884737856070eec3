"""Exports of news databases: one file, many articles. In: lines and the marks of data/export_marks.csv. Out: articles.

Each export is a module with one `EXPORT` of three functions (see `Export`), listed in `EXPORTS`. One whose fields all
have labels or codes (RIS) needs no module, only its rows of marks: `labelled` reads it.
"""

import re

from lib.corpus.readers.exports import europresse, factiva, labelled, nexis, proquest, reuters
from lib.corpus.readers.exports.pieces import Article, Export, Split, title_alone, unwrapped
from lib.corpus.readers.marks import Marks, Tables
from lib.corpus.readers.parts import Document, Line, Reading, Unreadable, count_words, few, has_words

_TAG = re.compile(r"<[^<>]{0,400}>|&#[0-9]{1,5};")
_ENOUGH = 40  # words from which a stated length is held against what was found
EXPORTS = (reuters.EXPORT, europresse.EXPORT, proquest.EXPORT, factiva.EXPORT, nexis.EXPORT)  # tried in this order


def recognise(lines: list[Line], tables: Tables) -> tuple[Export, Marks] | None:
    """The export whose marks the lines bear, if any."""
    known = {export.name for export in EXPORTS}
    own = (labelled.labelled_export(name) for name in tables.exports if name not in known)
    tried = ((export, tables.exports[export.name]) for export in (*EXPORTS, *own))
    return next(((export, marks) for export, marks in tried if export.recognise(lines, marks)), None)


def articles_of(lines: list[Line], tables: Tables, medium: str, wrapped: bool = False) -> Reading | None:
    """The articles of an export, or None where the lines are none.

    Args:
        lines: the file, a line or paragraph each.
        tables: the marks, with those that a corpus adds.
        medium: what the file is: text, web page, Word file ...
        wrapped: lines may be cut at a width, as in a plain text.
    Raises:
        Unreadable: it is an export without an article.
    """
    found = recognise(lines, tables)
    if not found:
        return None
    export, marks = found
    n_words = sum(count_words(line.text if export.joins else _TAG.sub(" ", line.text)) for line in lines)
    if wrapped:
        lines = unwrapped(lines, marks) if export.joins else lines
    split = export.split(lines, marks)
    articles = [_worded(export.fields(piece, marks)) for piece in split.pieces]
    kind = f"{export.name} ({medium})"
    documents, empty, bare, outside = [], [], [], [*split.aside]
    for number, article in enumerate(articles, 1):
        text = "\n\n".join(article.body) or title_alone(article)
        if not text:
            empty.append(str(number))
            outside += article.aside
            continue
        bare += [] if article.body else [str(number)]
        form = f"{kind}, document {number}"
        own = tuple(aside for aside in article.aside if aside.text)
        layout = {"layout": "lines"}
        documents.append(Document(text, form, article.fields | layout, str(number), own))
    if not documents:
        raise Unreadable(f"it is a {export.name} export that holds no article; export it anew, with the full texts")
    if len(articles) == 1:
        documents = [document._replace(form=kind, number="") for document in documents]
    notes = [*split.notes, *_notes(export, split, articles, empty)]
    if bare:
        notes.append(f"has nothing but a title in its document(s) {few(bare)}, which is taken for the article")
    return Reading(documents, notes, n_words, tuple(a for a in outside if a.text), kind, split.stated)


def _worded(article):
    """The article; a body of rules and signs alone is none."""
    return article if has_words(" ".join(article.body)) else article._replace(body=[])


def _notes(export: Export, split: Split, articles: list[Article], empty: list[str]) -> list[str]:
    notes = []
    if split.stated is not None and split.stated != len(articles):
        notes.append(
            f"says that it holds {split.stated} document(s), but {len(articles)} were found in it; look whether it is"
            f" whole, and export it anew if not"
        )
    if empty:
        notes.append(f"has no text in its document(s) {few(empty)}, which are left out")
    if short := [str(n) for n, article in enumerate(articles, 1) if _is_short(article)]:
        notes.append(
            f"states a length of which less than half was found in its document(s) {few(short)}; look whether their"
            f" texts are whole"
        )
    if brief := [str(n) for n, article in enumerate(articles, 1) if article.fields.get("genre") == "abstract"]:
        notes.append(
            f"holds of its document(s) {few(brief)} no more than abstracts, which were taken for their texts; export"
            " them with the full texts if there are any"
        )
    left_out = set(empty)
    for field in ("outlet", "date"):
        bare = [str(n) for n, a in enumerate(articles, 1) if not a.fields.get(field) and str(n) not in left_out]
        if bare:
            notes.append(
                f"is a {export.name} export; no {field} was found in document(s) {few(bare)}: look at their heads, and"
                f" say it in sources.csv or in rows of export_marks.csv"
            )
    return notes


def _is_short(article):
    """Does the head say that there are more than twice as many words, of East Asian texts characters?"""
    stated = "".join(filter(str.isdecimal, article.fields.get("length", "")))[:9]
    if not stated or int(stated) < _ENOUGH:
        return False
    text = " ".join(article.body)
    return 2 * (count_words(text) + sum(char > "\u2e7f" for char in text)) < int(stated)
