"""Strings in, spans out: repair a text, cut it into blocks, sentences and tokens.

A span is `start, end`: 0-based, half-open, in code points. Every repair puts one
character in the place of one character, so a span means the same in the file and in the
repaired text. A position with nothing left to say becomes U+2060 (word joiner), which
tokens and `display` drop.
"""

import functools
import re
import unicodedata
from typing import NamedTuple

import sentencex

JOINER = "\u2060"

# -- Tokens ---------------------------------------------------------------------------
# One pattern for Python's re, nltk, scikit-learn and polars: explicit ranges only, since
# \w and \b differ between the engines at over two thousand code points.
LETTERS = (
    "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02c1"  # Latin
    "\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f-\u0386\u0388-\u03ff"  # Greek
    "\u0400-\u0481\u048a-\u052f\u0531-\u0556\u0561-\u0587\u05d0-\u05ea"  # Cyrillic, Armenian, Hebrew
    "\u0620-\u064a\u066e-\u06d3\u06fa-\u06fc\u0710-\u072f\u074d-\u07b1"  # Arabic, Syriac, Thaana
    "\u0900-\u0963\u0971-\u0dff\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecd"  # Indic, Thai, Lao
    "\u0f40-\u0fbc\u1000-\u103f\u1050-\u10ff\u1100-\u1360\u1380-\u139f"  # Tibetan to Ethiopic
    "\u1780-\u17d3\u1820-\u18aa\u1c80-\u1cbf\u1d00-\u1dbf\u1e00-\u1fbc"  # Khmer to Greek extended
    "\u1fc2-\u1fcc\u1fd0-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ffc\u2c00-\u2ce4"
    "\u3041-\u3096\u30a1-\u30fa\u3105-\u318e\u3400-\u4dbf\u4e00-\u9fff"  # kana, CJK
    "\uac00-\ud7a3\uf900-\ufaff\ufb00-\ufb17\uff21-\uff3a\uff41-\uff5a"  # Hangul, wide forms
)
# Soft hyphen, zero-width and direction marks, combining marks: they never split a word.
IGNORED = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
COMBINING = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
APOSTROPHES = "'\u2018\u2019\u02bc\uff07"
HYPHENS = "\\-\u2010-\u2013\u2212"  # as far as the en dash; an em dash separates

_LETTER = f"[{LETTERS}]"
_INNER = f"[{LETTERS}{COMBINING}{IGNORED}]"
_WORD = (
    r"(?:(?:[A-Z]\.){2,}"  # U.S.
    rf"|[A-Z]+[{HYPHENS}]?[0-9]+(?:\+[0-9A-Z]+)*"  # G7, C5+1, COVID-19
    r"|[A-Z]+(?:\+[A-Z0-9]+)+"  # C+C5
    rf"|{_LETTER}{_INNER}*)"
)
TOKEN = (
    r"[A-Z]{1,3}\$"  # US$ is a currency, not a country
    rf"|{_WORD}(?:[{APOSTROPHES}{HYPHENS}][{COMBINING}{IGNORED}]*{_WORD})*"
    r"|[0-9]+(?:[.,][0-9]+)*(?:st|nd|rd|th|s)?"
)
_token = re.compile(TOKEN)
_dropped = re.compile(f"[{IGNORED}]")
_apostrophe = re.compile(f"[{APOSTROPHES}]")
_hyphen = re.compile(f"[{HYPHENS}]")
_thousands = re.compile(r",(?=[0-9]{3})")
_acronym = re.compile(r"[A-Z][A-Z0-9+]+")
NOTE_MARK = re.compile(r"\[[0-9]{1,3}\]")

# -- Repairs --------------------------------------------------------------------------
LAYOUTS = ("lines", "wrapped")  # a paragraph a line, or lines cut at a width
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_SWAPPED = re.compile("[" + "".join(chr(high << 8) for high in range(0x10, 0x80)) + "]{4,}")
_PAGE_NUMBER = re.compile(r"\W{0,3}(?:page\s+)?[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?\W{0,3}", re.IGNORECASE)
_CLOSED = re.compile(r"[.!?:;\u2026]['\"\u2019\u201d)\]\u2060]*(?:\[[0-9]{1,3}\])*$")
_BULLET = re.compile(r"[\u2022\u25aa\u25cf*]\s|[-\u2013]\s|\(?[0-9]{1,2}[.)]\s|\[[0-9]{1,3}\]\s")
_SUSPENDED = re.compile(r"(?:and|or|to)\b")


class Repair(NamedTuple):
    """One mended place: `was` is what stood at text[start:end] before."""

    start: int
    end: int
    kind: str
    was: str


def display(text):
    """The text as a reader should see it: word joiners dropped, white space folded."""
    return " ".join(text.replace(JOINER, "").split())


def repair(raw, layout=None):
    """Mend a text character for character; its length never changes.

    After it, each paragraph stands on one line: breaks inside a paragraph are spaces (or
    U+2060 after a hyphen), breaks between paragraphs stay.

    Args:
        raw: the decoded file, line breaks as they are.
        layout: "lines" (a line is a paragraph), "wrapped" (lines are cut at a width), or
            None to judge by the length of the lines.
    Returns:
        (text, repairs): len(text) == len(raw); repairs in order of `start`.
    """
    chars = list(raw)
    repairs = []

    def put(start, new, kind):
        repairs.append(Repair(start, start + len(new), kind, raw[start : start + len(new)]))
        chars[start : start + len(new)] = new

    for match in _SWAPPED.finditer(raw):
        mended = _unswap(match.group())
        if mended:
            put(match.start(), mended, "byte-swapped run")
    for match in _SPACE.finditer("".join(chars)):
        put(match.start(), " ", "unusual space")
    for match in _CONTROL.finditer("".join(chars)):
        put(match.start(), JOINER, "control character")

    text = "".join(chars)
    lines = _lines(text)
    layout = layout or judge_layout(text)
    if layout not in LAYOUTS:
        raise ValueError(f"layout is {layout!r}; it must be one of {LAYOUTS}")
    words = _words(text)
    for before, after, numbers in _joints(text, lines, layout):
        for start, end in numbers:
            put(start, JOINER * (end - start), "page number")
        _join(text, before, after, words, put)
    return "".join(chars), sorted(repairs)


def _unswap(run):
    """The Latin text in a run whose bytes were swapped, as long as the run; None if it is other.

    U+4300 is "C" (43 00) read in the wrong order. Bytes 20 1x are General Punctuation
    (20 13 is the en dash): two positions for one character, so the second is left over.
    """
    high = [ord(char) >> 8 for char in run]
    if len({byte for byte in high if 0x41 <= byte <= 0x7A}) < 3:
        return None  # U+4E00, the Chinese "one", also ends in 00
    mended, i = [], 0
    while i < len(high):
        if high[i] == 0x20 and i + 1 < len(high) and 0x10 <= high[i + 1] <= 0x1F:
            mended += [chr(0x2000 + high[i + 1]), JOINER]
            i += 2
        else:
            mended.append(chr(high[i]) if high[i] >= 0x20 else JOINER)
            i += 1
    return "".join(mended)


def _lines(text):
    """Spans of the lines that hold anything, white space and joiners trimmed."""
    spans, start = [], 0
    for match in [*_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        span = _trim(text, start, end)
        if span:
            spans.append(span)
        start = match.end() if match else end
    return spans


def _trim(text, start, end):
    blank = " \t" + JOINER
    inner = text[start:end].lstrip(blank)
    start = end - len(inner)
    inner = inner.rstrip(blank)
    return (start, start + len(inner)) if inner.strip() else None


def judge_layout(text):
    """ "wrapped" where most lines break off in mid-sentence and none is long, else "lines"."""
    lines = [text[start:end] for start, end in _lines(text)]
    lengths = sorted(len(line) for line in lines)
    if len(lines) < 2 or lengths[int(0.9 * (len(lines) - 1))] > 120 or lengths[-1] > 240:
        return "lines"
    open_ended = [line for line in lines[:-1] if not _CLOSED.search(line)]
    return "wrapped" if 2 * len(open_ended) > len(lines) - 1 else "lines"


def _joints(text, lines, layout):
    """Neighbouring lines that are one paragraph: (line, next line, page numbers between)."""
    widths = sorted(end - start for start, end in lines)
    width = widths[int(0.9 * (len(widths) - 1))] if widths else 0
    i = 0
    while i + 1 < len(lines):
        start, end = lines[i]
        j, numbers = i + 1, []
        while j + 1 < len(lines) and _PAGE_NUMBER.fullmatch(text, *lines[j]):
            numbers.append(lines[j])
            j += 1
        gap = text[end : lines[j][0]]
        here, there = text[start:end], text[slice(*lines[j])]
        page_break = bool(numbers) or "\x0c" in gap
        if page_break or len(_BREAK.findall(gap)) > 1:
            joined = _is_cut(here, there, page_break)
        else:
            joined = layout == "wrapped" and not _starts_anew(here, there, width)
        if joined:
            yield lines[i], lines[j], numbers
        i = j if joined else i + 1


def _is_cut(here, there, page_break):
    """Does a blank line or a page break stand in the middle of a sentence?"""
    if len(here.split()) < 4 or _CLOSED.search(here) or _BULLET.match(there):
        return False
    return there[0].islower() or here[-1] in "-\u2010" or (page_break and there[0].isalnum())


def _starts_anew(here, there, width):
    """In wrapped lines: the next line opens a paragraph if its first word had room on this one."""
    if _BULLET.match(there) and (_CLOSED.search(here) or _BULLET.match(here)):
        return True
    first = there.split(maxsplit=1)[0]
    return len(here) + 1 + len(first) < 0.8 * width and not there[0].islower() and here[-1] not in "-,\u2010\u2013"


def _words(text):
    return frozenset(match.group().lower() for match in _token.finditer(text))


@functools.lru_cache(maxsize=1)
def _dictionary():
    from spellchecker import SpellChecker  # here: a tenth of a second, for wrapped texts alone

    return SpellChecker(language="en", distance=1)


def _join(text, before, after, words, put):
    """Replace what stands between two lines of one paragraph."""
    gap = range(before[1], after[0])
    last = text[before[1] - 1]
    left = re.search(f"[{LETTERS}0-9]*$", text[before[0] : before[1] - 1]).group()
    right = re.match(f"[{LETTERS}]*", text[slice(*after)]).group()
    glued = last in "-\u2010\u2011\u2013\u00ad" and left and not _SUSPENDED.match(text, after[0])
    if glued and (last == "\u00ad" or (last in "-\u2010" and _is_soft(left, right, words))):
        put(before[1] - 1, JOINER, "hyphen at a line end")
    for i in gap:
        if text[i] == JOINER:
            continue
        new = JOINER if glued or (text[i] == "\n" and text[i - 1] == "\r") else " "
        if text[i] != new:
            put(i, new, "line break")


def _is_soft(left, right, words):
    """Was the hyphen put there by the line end ("coop-/eration"), or is it the word's ("China-/Central")?"""
    if not right or not right.islower() or not left.isalpha() or f"{left}-{right}".lower() in words:
        return False
    joined = (left + right).lower()
    known = _dictionary()
    if joined in words or joined in known:
        return True
    return right not in words and right not in known


# -- Blocks ---------------------------------------------------------------------------
KINDS = ("headline", "byline", "lead", "heading", "body", "caption", "note", "furniture")
RUNNING = ("lead", "body")

_NAME = r"[A-Z][\w.'\u2019-]*"
_BYLINE = re.compile(rf"(?:By|BY)\s+({_NAME}(?:\s+(?:{_NAME}|and|de|van|von|bin|al)){{0,7}})(?:\s*[,|].{{0,80}})?")
_CAPTION = re.compile(
    r".*[\[(](?:Photo|Image|Picture|Pic|VCG|Credit)\b[^\])]{0,60}[\])]"
    r"|[*\s]*(?:Photo(?:graph)?s?|Images?|Pictures?)(?: credit)?\s*(?:by\b|:|/|\u00a9).{0,120}"
)
_NOTE = re.compile(
    r"(?:\(?The (?:author|writer)s? (?:is|are)\b|About the author|Editor['\u2019]s note|Disclaimer"
    r"|The views expressed|\[[0-9]{1,3}\]\s|[0-9]{1,2}\s+https?://).*",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:tags?|topics|comments?(?: \([0-9]+\))?|share(?: this.*)?|related(?: (?:articles?|stories|news|topics|posts|reading|links))?|read (?:more|also)\b.*|subscribe.*"
    r"|advertisement|sign up.*|follow us.*|leave (?:a|the first) comment|print|e-?mail|copy link|back to top"
    r"|what is your opinion.*|copyright (?:\u00a9|\(c\)|[0-9]{4}).*|\u00a9.*|.*all rights reserved|https?://\S+|enditem|-30-|#+|\u25a0)\W{0,2}",
    re.IGNORECASE,
)
_INNER_STOP = re.compile(r"[a-z]{2}[.!?]['\"\u2019\u201d]? [A-Z]")
_LABEL = re.compile(r"(?:Lead|Standfirst|Summary|Intro):\s+")
_DATELINE = re.compile(
    r"[A-Z][A-Z' .-]+(?:,\s[^()]{0,40})?\s?\((?:[A-Z][A-Za-z. ]{1,30})\)\s*(?:--?|\u2013|\u2014)\s*|[A-Z]{3,}[A-Z, .]*\s(?:--|\u2014)\s"
)
_SIGN_OFF = re.compile(r"[.!?\u201d\"]\s+([A-Z]{2,8}|\u25a0|Enditem)$")


class Block(NamedTuple):
    """A paragraph or a piece of furniture: text[start:end], of one of KINDS."""

    start: int
    end: int
    kind: str


def blocks(text):
    """Cut a repaired text into blocks in reading order and say what each is.

    Rules, each for a habit of the trade (a label, a credit, a sign-off); what they set
    aside is returned like the rest, so nothing is lost and 01-sources can show it.
    """
    spans = [piece for line in _lines(text) for piece in _pieces(text, *line)]
    spans = _cut_sign_off(text, spans)
    surfaces = [display(text[start:end]) for start, end in spans]
    kinds = [_own_kind(surface) for surface in surfaces]
    running = [i for i, kind in enumerate(kinds) if kind is None and _is_prose(surfaces[i])]
    if not running:  # nothing ends like a sentence: take all that is left as body
        running = [i for i, kind in enumerate(kinds) if kind is None]
    first, last = (running[0], running[-1]) if running else (len(kinds), -1)
    names = [match[1] for surface in surfaces if (match := _BYLINE.fullmatch(surface))]
    for i, surface in enumerate(surfaces):
        if kinds[i] is None:
            kinds[i] = _kind_by_place(i, surface, kinds, running, first, last)
        if kinds[i] == "body" and i > first and i >= last - 1 and any(surface.startswith(name) for name in names):
            kinds[i] = "note"  # the line about the author
    if running:
        kinds[first] = "lead"
    return [Block(start, end, kind) for (start, end), kind in zip(spans, kinds, strict=True)]


def _pieces(text, start, end):
    """A label ("Lead:") or a dateline ("ASTANA, June 17 (Xinhua) --") stands apart from its paragraph."""
    match = _LABEL.match(text, start, end) or _DATELINE.match(text, start, end)
    if not match or match.end() >= end:
        return [(start, end)]
    return [_trim(text, start, match.end()), _trim(text, match.end(), end)]


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


def _own_kind(surface):
    """The kind that a block shows by itself, or None."""
    if _LABEL.fullmatch(surface + " ") or _DATELINE.fullmatch(surface + " "):
        return "furniture"
    if (
        (len(surface) <= 120 and _FURNITURE.fullmatch(surface))
        or _PAGE_NUMBER.fullmatch(surface)
        or not any(c.isalnum() for c in surface)
    ):
        return "furniture"
    if _BYLINE.fullmatch(surface) and not surface.endswith("."):
        return "byline"
    if _CAPTION.fullmatch(surface):
        return "caption"
    return "note" if _NOTE.fullmatch(surface) else None


def _is_prose(surface):
    if len(surface) > 200 or _INNER_STOP.search(surface):
        return True
    return bool(_CLOSED.search(surface)) and not surface.endswith("?")  # a question may be a headline


def _kind_by_place(i, surface, kinds, running, first, last):
    """The kind of a block that only its place tells."""
    if i in running:
        return "body"
    short = len(surface) <= 120 and not surface.endswith((".", ",", ";", ":"))
    if i > last:
        return "furniture" if short else "body"
    if i < first:
        if not any(kind == "headline" for kind in kinds[:i]) and len(surface) <= 240:
            return "headline" if len(surface.split()) > 2 or i == 0 else "furniture"
        return "heading" if len(surface.split()) > 3 else "furniture"  # "Reuters" under a title
    return "heading" if short and i + 1 in running and surface[0].isupper() else "body"


# -- Sentences and tokens -------------------------------------------------------------
def sentences(text):
    """Spans of the sentences of one paragraph, white space trimmed (sentencex, English)."""
    bounds = [(b["start_index"], b["end_index"]) for b in sentencex.get_sentence_boundaries("en", text)]
    return [span for start, end in bounds if (span := _trim(text, start, end))]


def tokens(text):
    """Spans of the tokens. A footnote mark ("[3]") is not a token."""
    blanked = NOTE_MARK.sub(lambda match: " " * len(match.group()), text)
    return [match.span() for match in _token.finditer(blanked)]


def is_all_caps(line):
    """A line of two words or more without one small letter: its capitals say nothing."""
    return line.upper() == line and line.lower() != line and len(_token.findall(line)) > 1


def term(token, variants=None, fold=False):
    """The form under which a token is counted.

    Small letters, but acronyms keep their capitals (US is not us; U.S. is US); any
    apostrophe and any dash alike; a possessive 's dropped; 3,000 as 3000; each part of a
    compound in its standard spelling.

    Args:
        token: as it stands in the text.
        variants: {spelling: standard spelling}, both in small letters.
        fold: True for a token from a line all in capitals.
    """
    word = unicodedata.normalize("NFC", _dropped.sub("", token))
    word = _hyphen.sub("-", _apostrophe.sub("'", word))
    if word.endswith("$"):
        return word
    if word[:1].isdigit():
        return _thousands.sub("", word)
    if word.endswith(("'s", "'S")):
        word = word[:-2]
    bare = word.replace(".", "")
    if _acronym.fullmatch(bare) and not fold:
        return bare
    parts = bare.lower().split("-")
    return "-".join((variants or {}).get(part, part) for part in parts)
