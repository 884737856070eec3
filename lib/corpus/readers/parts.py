"""What readers hand on: lines, pieces of a file, documents; and how they say that there is no text."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from lib.text.repairs import Repair

CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")  # no escape: terminals colour texts with it
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]\S*")
PLAIN = "UTF-8 text"  # the one form whose spans hold in the file, too
LARGEST = 200_000_000  # bytes of one part of an archive, once unpacked


class Unreadable(ValueError):
    """A file that holds no text for us: why, and what to do."""


class Line(NamedTuple):
    """A line of a plain text, or a paragraph of anything else."""

    text: str
    style: str = ""  # the class of its element in a page, its style in Word


class Aside(NamedTuple):
    """Something a file holds beside its texts: the head of an export, a table, a footnote."""

    kind: str
    text: str


class Document(NamedTuple):
    """One text of a file."""

    text: str
    form: str  # what it was read from: UTF-8 text, cp1252 text, web page, row 3 ...; each of a file has its own
    fields: dict  # what the file itself says of it, by column of the articles
    number: str = ""  # which of the file's texts it is, where there are several
    aside: tuple[Aside, ...] = ()
    mended: tuple[Repair, ...] = ()  # places of the file that were masked: links, a head


class Reading(NamedTuple):
    """All of one file."""

    documents: list[Document]
    notes: list[str]  # remarks for the reader, each to be read after the file's name
    words: int = 0  # that a reader of the file would see
    aside: tuple[Aside, ...] = ()  # what belongs to no document: a cover, a table of contents
    kind: str = ""  # what it was taken for: Nexis in Word, CSV
    stated: int | None = None  # how many texts the file says that it holds


def count_words(text: str) -> int:
    """How many words a text has: runs between white space that hold a letter or digit."""
    return len(_WORD.findall(text))


def words_kept(reading: Reading) -> tuple[int, int]:
    """Words that became articles (with title and author), and words set aside with their kind."""
    texts = sum(count_words(d.text) + count_words(d.fields.get("title", "")) for d in reading.documents)
    asides = [*reading.aside, *(aside for d in reading.documents for aside in d.aside)]
    return texts, sum(count_words(aside.text) for aside in asides if aside.kind != "title")


def shown(value: object) -> str:
    """A cell as text: nothing for nothing, a day for a day, no point behind a whole number."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(shown, value)))
    if isinstance(value, dict):
        return shown(next((value[name] for name in ("name", "title", "main", "text") if value.get(name)), None))
    return value.date().isoformat() if callable(getattr(value, "date", None)) else str(value)


def field(value: object) -> str:
    """What is said of a text, on one line and without control characters."""
    return " ".join(CONTROL.sub("", sound(shown(value))).replace("\x1b", "").split())


def sound(text: str) -> str:
    """Half a character (JSON and PDF may hold one) cannot be saved: U+FFFD in its place."""
    return _SURROGATE.sub("\ufffd", text)


def few(names: Iterable[str]) -> str:
    """The first names of a list that may be long."""
    names = list(names)
    return ", ".join(name[:60] for name in names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def short(error: BaseException) -> str:
    """An error of a library in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:120]}"


def has_words(text: str) -> bool:
    """Is there a letter or digit?"""
    return any(map(str.isalnum, text))
