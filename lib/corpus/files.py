"""Bytes in, texts out: what kind of file it is, in which encoding, and the texts within.

    documents, notes = files.read("page.html", raw)

Nothing is run and nothing is fetched. What a file holds beside its text (a title, the
columns of a table) comes out as data. trafilatura, pypdf and pyarrow are imported where a
file asks for them, so that a folder of plain texts loads fast.
"""

import codecs
import csv
import io
import json
import logging
import re
import unicodedata
from itertools import count
from pathlib import PurePath
from typing import NamedTuple

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".csv", ".jsonl", ".parquet")
PLAIN = "UTF-8 text"  # the one form whose spans hold in the file, too


class Unreadable(ValueError):
    """A file that holds no text for us: why, and what to do."""


class Document(NamedTuple):
    """One text of a file."""

    text: str
    form: str  # what it was read from: UTF-8 text, cp1252 text, web page, PDF, row 3 ...
    fields: dict  # what the file itself says of it, by column of the articles


def read(name: str, raw: bytes) -> tuple[list[Document], list[str]]:
    """The texts of one file.

    Args:
        name: the file's name; its suffix says the kind, unless the first bytes know better.
        raw: its bytes.
    Returns:
        (documents, notes): one Document a text (a table has one a row), and remarks for
        the reader, each to be read after the file's name.
    Raises:
        Unreadable: there is no text to be had.
    """
    kind = PurePath(name).suffix.lower()
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    notes = []
    if head.startswith(b"%PDF-") and kind != ".pdf":
        kind, notes = ".pdf", ["is a PDF by its content and was read as one"]
    elif kind in (".txt", ".md") and re.match(rb"(?i)<!doctype html|<html[\s>]", head):
        kind, notes = ".html", ["is a web page by its content and was read as one"]
    readers = {".html": _page, ".htm": _page, ".pdf": _pdf, ".csv": _csv, ".jsonl": _jsonl, ".parquet": _parquet}
    documents, more = readers.get(kind, _plain)(raw)
    return documents, notes + more


# -- Encodings ------------------------------------------------------------------------
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What charset-normalizer may choose from: what news is written in. Left to its hundred tables it
# puts cp775, of the Baltic, before cp1252 for an English text with one "é".
_LEGACY = ["cp1252", "cp1251", "gb18030", "big5", "cp932", "euc_jp", "cp949", "koi8_r", "cp1250", "cp1253", "cp1256"]
_NAMED = re.compile(r"(?:cp|iso8859|gb|big5|euc|shift_jis|koi8|mac)[\w-]*")
_LATIN = ("iso8859-1", "ascii")  # what pages call cp1252
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")  # no escape: terminals colour texts with it
# As many of these are no text. A backspace between two characters is: so printers made bold and underlined letters.
_ODD = re.compile("[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f\ufffd]|(?<![^\x00-\x20])\x08|\x08(?![^\x00-\x20])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PICTURE = re.compile(r"data:[\w.+/-]{1,80};base64,[A-Za-z0-9+/=]+")  # inside a saved page
LARGEST_PAGE = 5_000_000  # characters of HTML, pictures apart: beyond it trafilatura may take hours
SAMPLE = 60_000  # bytes from which a legacy encoding is guessed


def decode(raw: bytes, named: str | None = None) -> tuple[str, str, str]:
    """Bytes as text.

    Args:
        raw: the bytes.
        named: the encoding that the file itself names, if any; taken where the bytes are no UTF-8.
    Returns:
        (text, encoding, note): note says what was guessed or lost, "" if nothing. A byte
        order mark stays in a UTF-8 text, where each span must hold in the file.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _lenient(raw[len(mark) :], encoding)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        encoding = _wide(raw)
        if encoding or _is_nearly_utf8(raw, error):
            return _lenient(raw, encoding or "utf-8")
    else:
        encoding = _wide(raw) if "\0" in text and _is_odd(text) else None
        return _lenient(raw, encoding) if encoding else (text, "utf-8", "")
    known = _known(named)
    text, encoding, note = _lenient(raw, known or _legacy(raw))
    guess = (
        "" if known else f"is not UTF-8: it was read as {encoding}, which is a guess; look at it, or save it as UTF-8"
    )
    return text, encoding, "; ".join(filter(None, (guess, note)))


def _lenient(raw, encoding):
    text = raw.decode(encoding, "replace")
    lost = text.count("\ufffd") - (raw.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0)
    note = f"has {lost} broken character(s) for {encoding}, which stand as U+FFFD; look at its end, it may be cut off"
    return text, encoding, note if lost > 0 else ""


def _wide(raw):
    """UTF-16 without a mark, known by its blanks and stops, or None."""
    sample = raw[: SAMPLE // 2 * 2]
    scores = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        odd = sum(unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") and char not in "\t\n\r\f" for char in text)
        if 50 * (odd + text.count("\ufffd")) <= len(text):
            scores[encoding] = sum(char in " \n\r,.\u3001\u3002\uff0c" for char in text)
    best = max(scores, key=scores.get, default=None)
    return best if best and scores[best] else None


def _is_nearly_utf8(raw, error):
    """Cut off in the middle of a character, or one broken byte among many sound characters?"""
    if error.reason == "unexpected end of data" and len(raw) - error.start < 4:
        return True
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return 10 * broken <= sum(not char.isascii() for char in text) - broken


def _known(named):
    """The codec of that name if it is a legacy one (never punycode or unicode_escape), else None."""
    try:
        name = codecs.lookup(named).name
    except (LookupError, TypeError, ValueError):
        return None
    return "cp1252" if name in _LATIN else name if _NAMED.fullmatch(name) else None


def _legacy(raw):
    """The likeliest of _LEGACY, judged from where the first byte beyond ASCII stands."""
    from charset_normalizer import from_bytes

    start = _HIGH.search(raw).start()
    sample = raw[max(0, start - 1000) : start + SAMPLE]
    if start + SAMPLE < len(raw):  # not in the middle of a character of two bytes
        sample = sample[: max(sample.rfind(b" "), sample.rfind(b"\n")) + 1 or None]
    high = [match.start() for match in _HIGH.finditer(sample)]
    places = set(high)
    alone = sum(place - 1 not in places and place + 1 not in places for place in high)
    if 2 * alone >= len(high):  # é among plain letters: Western, as English texts are
        return "cp1252"
    best = from_bytes(sample, cp_isolation=_LEGACY).best()
    return best.encoding if best else "cp1252"


# -- Kinds of files -------------------------------------------------------------------
def _plain(raw):
    text, encoding, note = decode(raw)
    _refuse_binary(text)
    form = PLAIN if encoding == "utf-8" else f"{encoding} text"
    return [Document(text, f"{form}, mended" if form == PLAIN and note else form, {})], [note] if note else []


def _refuse_binary(text):
    if 50 * text.count("\0") > len(text):  # fewer are slips, which lib.text mends like other control characters
        raise Unreadable("it holds NUL bytes, so it is not a text; save it as UTF-8 text")
    if _is_odd(text):
        odd = sum(1 for _ in _ODD.finditer(text))
        raise Unreadable(f"{odd} of its {len(text)} characters are none that a text has; save it as UTF-8 text")


def _is_odd(text):
    """More than one in twenty characters is none that a text has."""
    return 20 * sum(1 for _ in _ODD.finditer(text)) > len(text)


def _page(raw):
    """The main text of a web page with what its head says of it; nothing in it is run, nothing it names is fetched."""
    from trafilatura import bare_extraction, html2txt

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds wrong is said below, once
    named = re.search(rb"""(?i)<meta[^>]{0,200}charset=["']?([\w-]{1,40})""", raw[:4096])
    page, _, note = decode(raw, named and named[1].decode())
    _refuse_binary(page)
    notes = [note] if note else []
    page = _CONTROL.sub(" ", _PICTURE.sub("", page.lstrip("\ufeff")))
    if len(page) > LARGEST_PAGE:
        raise Unreadable(f"it is a web page of {len(page):,} characters; save its text as .txt")
    try:
        # the date from the head alone: elsewhere it would be a guess
        found = bare_extraction(
            page, with_metadata=True, include_comments=False, date_extraction_params={"extensive_search": False}
        )
        text = found.text if found and found.text else ""
        if not text:
            text = html2txt(f"<html><body>{page}</body></html>")
            notes.append("has no main text that could be told from its menus: all that it says was taken")
    except Exception as error:  # a parser of other people's pages: whatever it stumbles over is said, not raised
        raise Unreadable(f"its HTML broke the parser ({_short(error)}); save its text as .txt") from error
    if not any(char.isalnum() for char in text):
        raise Unreadable("no text could be found in its HTML; save its text as .txt")
    fields = {name: _field(getattr(found, name, None)) for name in ("title", "author", "date", "url")}
    return [Document(_sound(text), "web page", fields | {"layout": "lines"})], notes


def _pdf(raw):
    """The text of a PDF, a form feed between pages."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports each small flaw of a file on stderr
    pages, broken = [], []
    try:
        for number, page in enumerate(PdfReader(io.BytesIO(raw)).pages, 1):
            try:
                pages.append(page.extract_text())
            except Exception as error:  # one broken page, of which there are many kinds
                broken.append(f"page {number} could not be read ({_short(error)}) and is missing")
    except Exception as error:  # as many kinds again for the file
        raise Unreadable(f"its PDF is locked or broken ({_short(error)}); save its text as .txt") from error
    text = _sound("\f".join(pages))
    if not any(char.isalnum() for char in text):
        raise Unreadable("it is a PDF without text, a scan perhaps; save its text as .txt")
    return [Document(text, "PDF", {})], broken


def _csv(raw):
    text, _, note = decode(raw)
    _refuse_binary(text)
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # an article may be longer than 128 kB
    notes = [note] if note else []
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        notes.append(f"is no sound CSV ({error}): look whether its last article is whole; close all quotes")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    columns = [name.strip() for name in rows[0]] if rows else []
    records = [dict(zip(columns, row, strict=False)) for row in rows[1:] if row]
    longer = [str(number) for number, row in enumerate(filter(None, rows[1:]), 1) if len(row) > len(columns)]
    if longer:
        notes.append(f"has more fields than its header in row(s) {_few(longer)}; put quotes around a text with commas")
    documents, more = _records(records, columns)
    return documents, notes + more


def _jsonl(raw):
    text, _, note = decode(raw)
    _refuse_binary(text)
    records, broken, columns = {}, [], {}
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):  # no JSON, or brackets without end
            record = None
        if isinstance(record, dict):
            records[number] = record
            columns.update(dict.fromkeys(record))
        else:
            broken.append(str(number))
    notes = [note] if note else []
    if broken:
        notes.append(f"has no JSON object in line(s) {_few(broken)}, which are left out")
    documents, more = _records(records.values(), columns, records)
    return documents, notes + more


def _parquet(raw):
    from pyarrow import parquet

    try:
        table = parquet.read_table(io.BytesIO(raw))
        records = table.to_pylist()
    except Exception as error:  # Arrow raises a dozen kinds for a broken file
        raise Unreadable(f"its Parquet is broken ({_short(error)}); write it anew") from error
    return _records(records, table.column_names)


def _records(records, columns, numbers=None):
    """One Document a row of a table, its other columns as fields. A row of JSONL has the number of its line."""
    columns = [str(name) for name in columns]
    if "text" not in columns:
        raise Unreadable(
            f"it is a table without a column text; its columns are {_few(columns) or 'none'}; rename the one with the"
            " articles"
        )
    documents, empty = [], []
    for number, record in zip(numbers or count(1), records, strict=False):
        text = _sound(_shown(record.get("text")))
        fields = {str(k): _field(v) for k, v in record.items() if k and k != "text"}
        if any(char.isalnum() for char in text):
            documents.append(Document(text, f"row {number}", fields))
        else:
            empty.append(str(number))
    if not documents:
        raise Unreadable("it is empty, a table without one text; add its texts or delete it")
    notes = [f"has no text in row(s) {_few(empty)}, which are left out"] if empty else []
    return documents, notes


def _shown(value):
    """A cell as text: nothing for nothing, a day for a day."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.date().isoformat() if callable(getattr(value, "date", None)) else str(value)


def _field(value):
    """What is said of a text, on one line and without control characters."""
    return " ".join(_CONTROL.sub("", _sound(_shown(value))).replace("\x1b", "").split())


def _sound(text):
    """Half a character (JSON and PDF may hold one) cannot be saved: U+FFFD in its place."""
    return _SURROGATE.sub("\ufffd", text)


def _few(names):
    """The first names of a list that may be long."""
    return ", ".join(name[:60] for name in names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _short(error):
    return f"{type(error).__name__}: {' '.join(str(error).split())[:120]}"
