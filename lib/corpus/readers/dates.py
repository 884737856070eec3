"""Dates as they stand in files to YYYY-MM-DD; what cannot be read is said, never guessed."""

import functools
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

from lib.corpus.readers.marks import months

_YEAR = re.compile(r"\d{4}")
_LONGEST = 120  # characters in which a date is looked for
_SHAPES = (
    re.compile(r"(?<!\d)(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=T\d|$|_)"),
    re.compile(r"(?<!\d)(?P<year>\d{4})\.\s(?P<month>\d{1,2})\.\s(?P<day>\d{1,2})(?!\d)"),  # 2025. 6. 17.
    re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월](?:\s?(?P<day>\d{1,2})\s?[日일])?"),
    re.compile(  # 17 June 2025, 17. Juni 2025, 17 de junio de 2025, 26-FEB-1987
        r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|[.ºª])?[\s,-]{0,3}(?:(?:de|of)\s|d['’]\s?)?"
        r"(?P<month>[^\W\d_]{2,12})\.?[\s,-]{0,3}(?:del?\s)?(?P<year>\d{4})(?!\d)"
    ),
    re.compile(  # June 17, 2025; Jun. 17 2025
        r"(?P<month>[^\W\d_]{2,12})\.?\s{0,2}(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(?P<year>\d{4})(?!\d)"
    ),
    re.compile(  # Tue Jun 17 08:00:00 +0000 2025
        r"(?P<month>[^\W\d_]{3,9})\s{1,2}(?P<day>\d{1,2})\s[\d:]{5,8}\s(?:[A-Z]{3,4}\s|[+-]\d{4}\s)?(?P<year>\d{4})(?!\d)"
    ),
    re.compile(  # 2025. június 17.; 2025 June 17
        r"(?<!\d)(?P<year>\d{4})[.,]?\s(?P<month>[^\W\d_]{2,12})\.?\s(?P<day>\d{1,2})(?!\d)"
    ),
    re.compile(  # 17 Tuesday June 2025; junio 17 (martes) 2025
        r"(?<!\d)(?P<day>\d{1,2}),?\s[^\W\d_]{3,12},?\s(?P<month>[^\W\d_]{2,12}),?\s(?P<year>\d{4})(?!\d)"
    ),
)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_MONTH = re.compile(r"(?P<month>[^\W\d_]{2,12})\.?,?\s(?:de\s)?(?P<year>\d{4})")
_SHORT = re.compile(r"(\d{4})(?:-(\d{2}))?")
_EPOCH = re.compile(r"1?\d{9}(?:\d{3})?")
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_SEASONS = frozenset("spring summer autumn fall winter quarter early mid late of st nd rd th".split())
_LEAD = re.compile(r"[\s(\[]*(?:[^\W\d_]{2,12}\.?,?\s{1,3})?(?:the\s)?", re.IGNORECASE)  # a day of the week


def iso(text: str, day_first: bool | None = None) -> str:
    """A date as YYYY-MM-DD (YYYY-MM or YYYY where no more is said), or "" where none can be read for sure.

    Args:
        text: what a file says; times and days of the week beside the date do not matter.
        day_first: whether 03/04/2025 is 3 April; None where nobody knows, and then it is no date.
    """
    found = _find(text[:_LONGEST], day_first)
    return found[0] if found else ""


def span(text: str) -> tuple[int, int] | None:
    """Where a date stands in a line: (start, end), even where nobody knows whether the day or the month comes first."""
    text = text[:_LONGEST]
    found = _YEAR.search(text) and (_find(text, None) or _find(text, True))
    return found[1:] if found else None


def apart(source: str) -> tuple[str, str]:
    """(name, date as it stands) of a source in one line: "The Courier. (June 17, 2025): News: p4." """
    start, end = span(source) or (0, 0)
    name = source[:start].rstrip(" ,.;:|·•([–—-")
    return (name, source[start:end]) if name else (source, "")


@functools.lru_cache(maxsize=4096)
def is_date_line(text: str) -> bool:
    """Does a line hold a date and hardly more (a day of the week, a time, an edition)?"""
    text = text.strip()
    if len(text) > 90 or text.isdigit() or not _YEAR.search(text):
        return False
    found = _find(text, None) or _find(text, True)
    if not found or len(found[0]) < 7:
        return False
    _, start, end = found
    rest = text[end:].strip(" .,;|-")
    return _LEAD.fullmatch(text[:start]) is not None and len(rest.split()) <= 7 and not text.endswith(("?", ":"))


def is_meant_as_date(text: str) -> bool:
    """Is a line nothing but the parts of a date, though none may be read from it: "Spring 2024", "31 February 2024"?"""
    text = text.strip().lower()
    parts = _PARTS.findall(text) if len(text) <= 40 else []
    years = [part for part in parts if _YEAR.fullmatch(part)]
    words = [part for part in parts if not part.isdigit()]
    return len(years) == 1 and bool(words) and all(word in months() or word in _SEASONS for word in words)


def column(values: Iterable[str]) -> tuple[list[str], list[str]]:
    """The dates of one file: (each as YYYY-MM-DD or "", those that cannot be read).

    Whether the day or the month comes first in 03/04/2025 is told by others of the same file (17/06/2025).
    """
    values = list(values)
    firsts = [(int(m[1]), int(m[3])) for value in values if (m := _NUMERIC.search(value[:_LONGEST])) and m[2] != "."]
    day = any(a > 12 >= b for a, b in firsts)
    month = any(b > 12 >= a for a, b in firsts)
    day_first = None if day == month else day
    found = [iso(value, day_first) for value in values]
    return found, list(dict.fromkeys(v for v, f in zip(values, found, strict=True) if v and not f))


def _find(text, day_first):
    """(date, start, end) or None."""
    for shape in _SHAPES:
        for match in shape.finditer(text):
            year, month, day = match.group("year", "month", "day")
            if found := _day(year, months().get(month.lower(), month), day or 1):
                return found if day else found[:7], *match.span()
    for match in _NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3])
        first_is_day = True if match[2] == "." or first > 12 else False if second > 12 else day_first
        if first == second:
            first_is_day = True
        day, month = (first, second) if first_is_day else (second, first)
        if first_is_day is not None and (found := _day(match[4], month, day)):
            return found, *match.span()
    reduced = _reduced(text)
    return (reduced, 0, len(text)) if reduced else None


def _reduced(text):
    """A month, a year, or seconds since 1970, where there is nothing else; or ""."""
    whole = text.strip(" .,")
    match = _MONTH.fullmatch(whole)
    if match and (month := months().get(match["month"].lower())) and _day(match["year"], month, 1):
        return f"{match['year']}-{month:02d}"
    match = _SHORT.fullmatch(whole)
    if match and _day(match[1], match[2] or 1, 1):
        return whole
    seconds = whole.removesuffix(".0")
    if _EPOCH.fullmatch(seconds):
        return datetime.fromtimestamp(int(seconds[:10]), UTC).date().isoformat()
    return ""


def _day(year, month, day):
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return found.isoformat() if 1500 <= found.year <= 2100 else ""
