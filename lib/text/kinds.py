"""Blocks of a text, and what each is: headline, byline, lead, body, caption, note, table (a row of one), furniture."""

import re
from collections import Counter
from typing import NamedTuple

from lib.text import furniture
from lib.text.characters import display, filled_lines, trim, without_ignored

KINDS = ("headline", "byline", "lead", "heading", "body", "caption", "note", "table", "furniture")
RUNNING = ("lead", "body")
_ROW = re.compile(r"\|(?:[^|\n]{0,120}\|){2,}")  # of a table of a web page; longer cells are the layout of a page
PAGE_NUMBER = re.compile(
    r"[-\u2013\u2014|\[(\s]{0,3}(?:[Pp]age\s+)?(?:[0-9]{1,4}|[ivxl]{1,5})(?:\s*(?:of|/)\s*[0-9]{1,4})?[-\u2013\u2014|\])\s]{0,3}"
)
CLOSED = re.compile(
    r"[.!?:;\u2026]\s?['\"\u2019\u201d\u201c\u00bb\u203a)\]\u2060]*(?:\[[0-9]{1,3}\])*$"
    # with a note mark
    r"|[A-Za-z'\"\u2019\u201d)][.!?][\"\u2019\u201d)]?(?:[0-9]{1,2}|[\u00b9\u00b2\u00b3\u2070-\u2079]{1,3})$"
)
BULLET = re.compile(r"[\u2022\u25aa\u25cf*]\s|[-\u2013]\s|\(?[0-9]{1,2}[.)]\s|\[[0-9]{1,3}\]\s|[QA]:\s")
_NAME = r"[A-Z\u00c0-\u00de\u0100-\u017f][\w.'\u2019-]*"
_BYLINE = re.compile(
    rf"(?:[Bb]y|BY)\s+({_NAME}(?:\s+(?:{_NAME}|and|&|in|de|van|von|bin|al)){{0,7}})(?:\s*[,|].{{0,80}})?"
)
_CAPTION = re.compile(
    r".*[\[(](?:Photo|Image|Picture|Pic|VCG|Credit)\b[^\])]{0,60}[\])]"
    r"|[*\s]*(?:Photo(?:graph)?s?|Images?|Pictures?)(?: credit)?\s*(?:by\b|:|/|\u00a9)[^.]{0,60}"
    r"|!\[[^\]]{0,200}\]\([^)]{0,200}\)"
)
_NOTE = re.compile(
    r"(?:\(?The (?:author|writer)s? (?:is|are) (?:an?|the)\b|About the author|Editor['\u2019]s note|Disclaimer"
    r"|The views expressed (?:here|herein|in this|are|by the author)\b|(?:Additional )?[Rr]eporting by\b"
    r"|This (?:article|commentary) (?:was|is) (?:first|originally) published\b"
    r"|This (?:article|story|headline|piece) was (?:amended|updated|corrected)\b"
    r"|\(.{0,200}contact us\b|\[[0-9]{1,3}\]\s|[0-9]{1,2}\s+https?://).*",
)
_INNER_STOP = re.compile(r"[a-z]{3}\.['\"\u2019\u201d]? [A-Z]")
# A line of a transcript.
_TURN = re.compile(r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de .'\u2019-]{1,40}(?:, [A-Z ]{2,30})?:\s\S")
_MARKED_HEADING = re.compile(r"#{1,6}\s")  # Markdown
_LABEL = re.compile(r"(?:Lead|Standfirst|Summary|Intro):\s+")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(  # Astana, June 17 (Xinhua) -- | ASTANA, Kazakhstan (AP) — | ASTANA –
    rf"[A-Z\u00c0-\u00de][\w'./ -]{{2,40}},\s{_MONTH}\s[0-9]{{1,2}}\s?(?:\([A-Z][A-Za-z."
    r" ]{1,30}\))?\s*(?:--?|\u2013|\u2014)\s"
    r"|[A-Z\u00c0-\u00de]{4,30}(?:[/ ][A-Z]{4,30})?(?:,\s[A-Z][A-Za-z]{2,20})?(?:\s\([A-Z][A-Za-z. ]{1,30}\))?"
    r"\s(?:--?|\u2013|\u2014)\s(?=[A-Z\"\u201c])"
)
_SIGN_OFF = re.compile(r"[.!?\u201d\"]\s+([A-Z]{2,8}|\u25a0|Enditem)$")


class Block(NamedTuple):
    """A paragraph or a piece of furniture: text[start:end], of one of KINDS."""

    start: int
    end: int
    kind: str


def blocks(text: str, shapes: furniture.Shapes | None = None) -> list[Block]:
    """Cut a repaired text into blocks in reading order and say what each is.

    Rules, each for a habit of the trade (a label, a credit, a sign-off); what they set
    aside is returned like the rest, so nothing is lost and 01-sources can show it.

    Args:
        shapes: of what pages say about themselves, as lib.text.furniture makes them; None for ours.
    """
    spans = block_spans(text)
    surfaces = [without_ignored(display(text[start:end])) for start, end in spans]
    kinds = [_own_kind(surface, shapes) for surface in surfaces]
    open_places = [i for i, kind in enumerate(kinds) if kind is None]
    prose = {i for i in open_places if _is_prose(surfaces[i], first=i == open_places[0])}
    prose = prose or set(open_places)  # nothing ends like a sentence: take all that is left as body
    first, last = (min(prose), max(prose)) if prose else (len(kinds), -1)
    names = {match[1] for surface in surfaces if (match := _BYLINE.fullmatch(surface))}
    lengths = {len(name) for name in names}
    for i in open_places:
        kinds[i] = "body" if i in prose else _kind_by_place(i, surfaces[i], kinds, prose, first, last)
        if kinds[i] == "body" and i > first and i >= last - 1 and any(surfaces[i][:n] in names for n in lengths):
            kinds[i] = "note"  # the line about the author
    if prose:
        kinds[first] = "lead"
    return [Block(start, end, kind) for (start, end), kind in zip(spans, kinds, strict=True)]


def block_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the blocks of a repaired text, without saying what each is."""
    lines = filled_lines(text)
    opened = Counter(match.group() for line in lines if (match := _DATELINE.match(text, *line)))
    once = {words for words, n in opened.items() if n == 1}  # a name before each turn of a transcript is no dateline
    spans = [piece for line in lines[:6] for piece in _pieces(text, *line, once)] + lines[6:]
    return _cut_sign_off(text, spans)


def _pieces(text, start, end, once):
    """A label ("Lead:") or a dateline ("ASTANA, June 17 (Xinhua) --") stands apart from its paragraph."""
    dateline = _DATELINE.match(text, start, end)
    match = _LABEL.match(text, start, end) or (dateline if dateline and dateline.group() in once else None)
    if not match or match.end() >= end:
        return [(start, end)]
    return [trim(text, start, match.end()), trim(text, match.end(), end)]


def _cut_sign_off(text, spans):
    """ "... mutual trust. GT": the closing initials of the last paragraph stand apart."""
    for i in range(len(spans) - 1, -1, -1):
        start, end = spans[i]
        match = _SIGN_OFF.search(text, start, end)
        if match and match.start() > start:
            return [*spans[:i], (start, match.start() + 1), (match.start(1), end), *spans[i + 1 :]]
        if end - start > 60:  # the last paragraph carries none
            break
    return spans


def stands_alone(line: str) -> bool:
    """A byline or a piece of furniture is no part of a paragraph."""
    if len(line) > 120 or not (line[0].isupper() or line.startswith("by ")):
        return False
    return furniture.is_line(line) or bool(_BYLINE.fullmatch(line) and not line.endswith("."))


def _own_kind(surface, shapes):
    """The kind that a block shows by itself, or None."""
    if _ROW.fullmatch(surface):
        return "table"
    cut = _LABEL.match(f"{surface} X") or _DATELINE.match(f"{surface} X")
    if cut and cut.end() > len(surface):
        return "furniture"
    if furniture.is_line(surface, shapes) or PAGE_NUMBER.fullmatch(surface) or not any(map(str.isalnum, surface)):
        return "furniture"
    if _BYLINE.fullmatch(surface) and not surface.endswith("."):
        return "byline"
    if _CAPTION.fullmatch(surface):
        return "caption"
    return "note" if _NOTE.fullmatch(surface) else furniture.addressed(surface, shapes)


def _is_prose(surface, first):
    """Running text by its own looks. A question or a cry may be a headline, but only where a headline stands."""
    if _MARKED_HEADING.match(surface):
        return False
    if len(surface) > 200 or BULLET.match(surface) or _TURN.match(surface):
        return True
    if not CLOSED.search(surface):
        return False
    if surface.endswith(("?", "!")) and not _INNER_STOP.search(surface):
        return not first and not _is_title(surface)
    return True


def _is_title(surface):
    """Most Words Begin With a Capital."""
    words = [word for word in surface.split() if word[0].isalpha() and len(word) > 3]
    return bool(words) and 3 * sum(word[0].isupper() for word in words) >= 2 * len(words)


def _kind_by_place(i, surface, kinds, prose, first, last):
    """The kind of a block that does not end like a sentence."""
    words = len(surface.split())
    if i > last:  # after the last sentence: a language switch, a prompt; or a paragraph that lost its stop
        return "furniture" if words <= 4 else "body"
    short = len(surface) <= 120 and not surface.endswith((",", ";", ":"))
    if i < first and "headline" not in kinds[: min(i, 12)]:
        return "headline" if words > 2 or i == 0 else "furniture"
    if i < first:
        return "heading" if words > 3 else "furniture"  # "Reuters" under a title
    return "heading" if short and i + 1 in prose and not surface[0].islower() else "body"
