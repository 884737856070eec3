"""Strings in, spans out: repair a text, cut it into blocks, sentences and tokens.

A span is `start, end`: 0-based, half-open, in code points. Every repair puts one
character in the place of one character, so a span means the same in the file and in the
repaired text. A position with nothing left to say becomes U+2060 (word joiner), which
tokens and `display` drop.
"""

import functools
import itertools
import re
import unicodedata
from collections import Counter
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
APOSTROPHES = "'\u2018\u2019\u02bb\u02bc\uff07"
HYPHENS = "\\-\u2010-\u2013\u2212"  # as far as the en dash; an em dash separates

_LETTER = f"[{LETTERS}]"
_INNER = f"[{LETTERS}{COMBINING}{IGNORED}]"
_WORD = (
    r"(?:(?:[A-Z]\.){2,}"  # U.S.
    rf"|[A-Z]+[{HYPHENS}]?[0-9]+(?:\+(?:[0-9]+|{_LETTER}{_INNER}*))*"  # G7, C5+1, C5+Japan, COP-28
    r"|[A-Z]+(?:\+[A-Z]+[0-9]*)+"  # C+C5
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
_thousands = re.compile(r",(?=[0-9]{3}(?![0-9]))")
_numbered = re.compile(r"(?<![A-Z])([A-Z]+)-([0-9]+)")  # from the first capital: a run of them is read once
_acronym = re.compile(r"[A-Z][A-Z0-9+]+")
NOTE_MARK = re.compile(r"\[[0-9]{1,3}\]")
# A file written out as an address: no words, and its digits count nothing.
DATA_ADDRESS = re.compile(
    r"data:(?:[A-Za-z]{1,20}/[A-Za-z0-9.+-]{1,80}(?:;[A-Za-z0-9.=+-]{1,80}){0,5}|;base64),[^\s<>\"\u201d')]+"
)
_NO_WORDS = re.compile(f"{NOTE_MARK.pattern}|{DATA_ADDRESS.pattern}")

# -- Repairs --------------------------------------------------------------------------
LAYOUTS = ("lines", "wrapped")  # a paragraph a line, or lines cut at a width
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# How printers made bold (x, back, x) and underlined (_, back, x): one letter counts.
_OVERSTRUCK = re.compile("(?:_\x08)*([^\\s\x08])(?:\x08(?:\\1|_))*")
_ESCAPE = re.compile("\x1b\\[[0-9;?]{0,40}[@-~]")  # a terminal's colours: ESC[31m
# UTF-8 read as cp1252 ("â€™" for "’") or, for punctuation, as cp1251 ("вЂ™").
_SIGN = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
_BYTE = {sign: byte for byte, sign in _SIGN.items()}
_next = "[" + "".join(_SIGN[byte] for byte in range(0x80, 0xC0)) + "]"
_GARBLED = re.compile(
    f"(?:[{_SIGN[0xC2]}-{_SIGN[0xDF]}]{_next}|[{_SIGN[0xE0]}-{_SIGN[0xEF]}]{_next}{{2}}|[{_SIGN[0xF0]}-{_SIGN[0xF4]}]{_next}{{3}})+"
    "|\u0432\u0402[^\x00-\x7f]"
)
_AFTER_A_LETTER = "\u2019\u201d\u2013\u2014\u2026"  # "Ã’" may be the end of a word in quotes: too little to go by
_SWAPPED = re.compile("[" + "".join(chr(high << 8) for high in range(0x10, 0x80)) + "]{4,}")
_PAGE_NUMBER = re.compile(
    r"[-\u2013\u2014|\[(\s]{0,3}(?:[Pp]age\s+)?(?:[0-9]{1,4}|[ivxl]{1,5})(?:\s*(?:of|/)\s*[0-9]{1,4})?[-\u2013\u2014|\])\s]{0,3}"
)
_CLOSED = re.compile(
    r"[.!?:;\u2026]['\"\u2019\u201d)\]\u2060]*(?:\[[0-9]{1,3}\])*$"
    r"|[A-Za-z'\"\u2019\u201d)][.!?][\"\u2019\u201d)]?(?:[0-9]{1,2}|[\u00b9\u00b2\u00b3\u2070-\u2079]{1,3})$"  # with a note mark
)
_BULLET = re.compile(r"[\u2022\u25aa\u25cf*]\s|[-\u2013]\s|\(?[0-9]{1,2}[.)]\s|\[[0-9]{1,3}\]\s|[QA]:\s")
_SUSPENDED = re.compile(r"(?:and|or|to)\s")


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
    for match in _GARBLED.finditer(raw):
        mended = _ungarble(match.group())
        if mended:
            put(match.start(), mended, "mojibake")
    for match in _ESCAPE.finditer(raw):
        put(match.start(), JOINER * len(match.group()), "terminal escape")
    for match in _OVERSTRUCK.finditer(raw) if "\x08" in raw else ():
        for start, end in ((match.start(), match.start(1)), (match.end(1), match.end())):
            if start < end:
                put(start, JOINER * (end - start), "overstrike")
    for match in _SPACE.finditer("".join(chars)):
        put(match.start(), " ", "unusual space")
    for match in _CONTROL.finditer("".join(chars)):
        put(match.start(), JOINER, "control character")

    text = "".join(chars)
    lines = _lines(text)
    layout = layout or judge_layout(text)
    if layout not in LAYOUTS:
        raise ValueError(f"layout is {layout!r}; it must be one of {LAYOUTS}")
    joints = list(_joints(text, lines, layout))
    words = _words(text) if joints else {}
    for before, after, numbers in joints:
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


def _ungarble(run):
    """What a run of garbled characters was before, filled up with joiners; None if it may be what was meant.

    UTF-8 takes two to four bytes for what is one character, so what is mended always has room.
    """
    if len(run) == 2 and run[1] in _AFTER_A_LETTER:
        return None
    try:
        mended = run.encode("cp1251").decode() if run[0] == "\u0432" else bytes(map(_BYTE.get, run)).decode()
    except UnicodeError:
        return None
    again = _GARBLED.fullmatch(mended) and _ungarble(mended)  # garbled twice
    return (again or mended).ljust(len(run), JOINER)


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
    """ "wrapped" where most lines break off in mid-sentence near a common width, else "lines"."""
    lines = [text[start:end] for start, end in _lines(text)]
    if len(lines) < 2 or sorted(map(len, lines))[len(lines) // 2] > 160:
        return "lines"
    cut = [line for line in lines[:-1] if not _CLOSED.search(line)]
    width = _width(map(len, lines))
    near = [line for line in cut if len(line) >= 0.7 * width]
    return "wrapped" if 2 * len(cut) > len(lines) - 1 and 2 * len(near) >= len(cut) else "lines"


def _width(lengths):
    """The width at which lines are cut: the 90th percentile of their lengths, so that a stray long one does not count."""
    lengths = sorted(lengths)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _joints(text, lines, layout):
    """Neighbouring lines that are one paragraph: (line, next line, page numbers between)."""
    width = _width(end - start for start, end in lines) if layout == "wrapped" else 0
    breaks = [len(_BREAK.findall(text[a[1] : b[0]])) for a, b in itertools.pairwise(lines)]
    single = min(breaks) if len(breaks) > 4 else 1  # in a double-spaced file two breaks are one
    i = 0
    while i + 1 < len(lines):
        end, j, numbers = lines[i][1], i + 1, []
        while j + 1 < len(lines) and j - i < 4 and _PAGE_NUMBER.fullmatch(text, *lines[j]):
            numbers.append(lines[j])
            j += 1
        here, there = text[slice(*lines[i])], text[slice(*lines[j])]
        page_break = "\x0c" in text[end : lines[j][0]] or (bool(numbers) and breaks[i] > single)
        if numbers and not page_break:  # a number that ends the sentence: "in / 2023"
            j, numbers, there = i + 1, [], text[slice(*lines[i + 1])]
        if _stands_alone(here) or _stands_alone(there):
            joined = False
        elif layout == "lines" or page_break or breaks[i] > single:
            joined = _is_cut(here, there, page_break, width)
        else:
            joined = not _starts_anew(here, there, width)
        if joined:
            yield lines[i], lines[j], numbers
        i = j if joined else i + 1


def _stands_alone(line):
    """A byline or a piece of furniture is no part of a paragraph."""
    if len(line) > 120 or not (line[0].isupper() or line.startswith("by ")):
        return False
    return bool(_FURNITURE.fullmatch(line) or (_BYLINE.fullmatch(line) and not line.endswith(".")))


def _is_cut(here, there, page_break, width):
    """Does the break stand in the middle of a sentence? After a full line a page break may part "the / United States"."""
    if len(here.split()) < 4 or _CLOSED.search(here) or _BULLET.match(there):
        return False
    full = page_break and width and len(here) >= 0.8 * width
    return there[0].islower() or here[-1] in "-\u2010" or bool(full and there[0].isalnum())


def _starts_anew(here, there, width):
    """In wrapped lines: the next line opens a paragraph if its first word had room on this one."""
    closed = _CLOSED.search(here)
    if _BULLET.match(there) and (closed or _BULLET.match(here)):
        return True
    if there[0].islower() or here[-1] in "-,\u2010\u2013":
        return False
    needed = len(here) + 1 + len(there.split(maxsplit=1)[0])
    return needed <= width if closed else needed < 0.8 * width


def _words(text):
    return Counter(map(str.lower, _token.findall(text)))


@functools.lru_cache(maxsize=1)
def _dictionary():
    from spellchecker import SpellChecker  # here: a tenth of a second, for wrapped texts alone

    return SpellChecker(language="en", distance=1)


def _join(text, before, after, words, put):
    """Replace what stands between two lines of one paragraph."""
    gap = range(before[1], after[0])
    last = text[before[1] - 1]
    whole = text[max(before[0], before[1] - 40) : before[1] - 1]
    left = re.search(f"[{LETTERS}]*$", whole).group()
    right = re.match(f"[{LETTERS}]*", text[slice(*after)][:40]).group()
    inner = bool(whole) and not whole[-1].isspace()  # a dash that stands apart is no hyphen
    glued = last in "-\u2010\u2011\u2013\u00ad" and inner and not _SUSPENDED.match(text, after[0])
    if glued and (last == "\u00ad" or (last in "-\u2010" and _is_soft(left, right, words))):
        put(before[1] - 1, JOINER, "hyphen at a line end")
    for i in gap:
        if text[i] == JOINER:
            continue
        new = JOINER if glued or (text[i] == "\n" and text[i - 1] == "\r") else " "
        if text[i] != new:
            put(i, new, "line break")


def _is_soft(left, right, words):
    """Was the hyphen put there by the line end ("coop-/eration"), or is it the word's ("China-/Central")?

    Args:
        words: how often each word stands in the text, the two pieces included.
    """
    if not left or not right.islower() or f"{left}-{right}".lower() in words:
        return False
    joined, known = (left + right).lower(), _dictionary()
    if joined in words:
        return True
    rest_is_word = words[right] > 1 or right in known
    if left.lower() in ("non", "anti", "self") and rest_is_word:  # hyphenated as often as not: leave it
        return False
    american = joined.replace("is", "iz"), joined.replace("our", "or")
    return joined in known or any(form in known for form in american) or not rest_is_word


# -- Blocks ---------------------------------------------------------------------------
KINDS = ("headline", "byline", "lead", "heading", "body", "caption", "note", "furniture")
RUNNING = ("lead", "body")

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
    r"|\(.{0,200}contact us\b|\[[0-9]{1,3}\]\s|[0-9]{1,2}\s+https?://).*",
)
_FURNITURE = re.compile(
    r"(?:tags?|topics|comments?(?: \([0-9]+\))?|share(?: this (?:article|story|post|page))?"
    r"|related(?: (?:articles?|stories|news|topics|posts|reading|links))?|read (?:more|also)\b.{0,100}"
    r"|subscribe(?: (?:now|here|today|to .{0,60}))?|advertisement|sign up (?:here|now|for .{0,60}|to our .{0,60})"
    r"|follow (?:us|@\S+).{0,60}|leave (?:a|the first) comment|print|e-?mail|copy link|back to top"
    r"|what is your opinion.*|copyright (?:\u00a9|\(c\)|[0-9]{4}).*|\u00a9.*|.*all rights reserved"
    r"|https?://\S+|enditem|-30-|#+|\u25a0)\W{0,2}",
    re.IGNORECASE,
)
_INNER_STOP = re.compile(r"[a-z]{3}\.['\"\u2019\u201d]? [A-Z]")
_MARKED_HEADING = re.compile(r"#{1,6}\s")  # Markdown
_LABEL = re.compile(r"(?:Lead|Standfirst|Summary|Intro):\s+")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(  # Astana, June 17 (Xinhua) -- | ASTANA, Kazakhstan (AP) — | ASTANA –
    rf"[A-Z\u00c0-\u00de][\w'./ -]{{2,40}},\s{_MONTH}\s[0-9]{{1,2}}\s?(?:\([A-Z][A-Za-z. ]{{1,30}}\))?\s*(?:--?|\u2013|\u2014)\s"
    r"|[A-Z\u00c0-\u00de]{4,30}(?:[/ ][A-Z]{4,30})?(?:,\s[A-Z][A-Za-z]{2,20})?(?:\s\([A-Z][A-Za-z. ]{1,30}\))?"
    r"\s(?:--?|\u2013|\u2014)\s(?=[A-Z\"\u201c])"
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
    spans = paragraphs(text)
    surfaces = [_dropped.sub("", display(text[start:end])) for start, end in spans]
    kinds = [_own_kind(surface) for surface in surfaces]
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


def paragraphs(text):
    """Spans of the blocks of a repaired text, without saying what each is."""
    lines = _lines(text)
    spans = [piece for line in lines[:6] for piece in _pieces(text, *line)] + lines[6:]
    return _cut_sign_off(text, spans)


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
    cut = _LABEL.match(f"{surface} X") or _DATELINE.match(f"{surface} X")
    if cut and cut.end() > len(surface):
        return "furniture"
    if (len(surface) <= 120 and _FURNITURE.fullmatch(surface)) or _PAGE_NUMBER.fullmatch(surface):
        return "furniture"
    if not any(c.isalnum() for c in surface):
        return "furniture"
    if _BYLINE.fullmatch(surface) and not surface.endswith("."):
        return "byline"
    if _CAPTION.fullmatch(surface):
        return "caption"
    return "note" if _NOTE.fullmatch(surface) else None


def _is_prose(surface, first):
    """Running text by its own looks. A question or a cry may be a headline, but only where a headline stands."""
    if _MARKED_HEADING.match(surface):
        return False
    if len(surface) > 200 or _BULLET.match(surface):
        return True
    if not _CLOSED.search(surface):
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


# -- Sentences and tokens -------------------------------------------------------------
_LONG = 5_000  # characters: a paragraph beyond them is handed on in stretches
_STOP = re.compile('[.!?]["\u201d\u2019)]?\\s+(?=["\u201c]?[A-Z])|[\u3002\uff01\uff1f]')


def sentences(text):
    """Spans of the sentences of one paragraph, white space trimmed (sentencex, English)."""
    sound = _SURROGATE.sub("\ufffd", text)  # half a character, which sentencex cannot take
    spans, whole = [], True
    for start, end, at_stop in _stretches(sound):
        bounds = sentencex.get_sentence_boundaries("en", sound[start:end])
        found = [span for b in bounds if (span := _trim(text, start + b["start_index"], start + b["end_index"]))]
        if spans and found and not whole:  # the cut went through a sentence
            found[0] = (spans.pop()[0], found[0][1])
        spans += found
        whole = at_stop if found else whole
    return spans


def _stretches(text):
    """Cut a very long paragraph after a stop, else at a blank: (start, end, was it a stop?).

    sentencex takes quadratic time where quotes stay open, or in Chinese; in short stretches it cannot.
    """
    start = 0
    while len(text) - start > _LONG:
        middle, limit = start + _LONG // 2, start + _LONG
        stops = [match.end() for match in _STOP.finditer(text, middle, limit)]
        end = stops[-1] if stops else text.rfind(" ", middle, limit) + 1 or limit
        yield start, end, bool(stops)
        start = end
    yield start, len(text), True


def tokens(text):
    """Spans of the tokens. A footnote mark ("[3]") is not a token, nor is any part of a `data:` address."""
    blanked = _NO_WORDS.sub(lambda match: " " * len(match.group()), text)
    return [match.span() for match in _token.finditer(blanked)]


def foreign(text, stopwords):
    """Why a text is plainly not in the language of the stop list; "" where it is, or is too short to say.

    Args:
        text: a repaired text; its first 100,000 characters are looked at.
        stopwords: the stop list, whose words make up a third to a half of running English.
    """
    words = [text[start:end] for start, end in tokens(text[:100_000])]
    letters = [char for word in words for char in word if char.isalpha()]
    other = sum(not char.isascii() and ord(char) > 0x24F for char in letters)
    if len(letters) >= 20 and 2 * other > len(letters):
        name = unicodedata.name(next(char for char in letters if ord(char) > 0x24F)).split()[0].capitalize()
        return f"{other / len(letters):.0%} of its letters are not Latin ({name})"
    words = [word for word in words if word[0].isalpha()]
    known = sum(term(word, fold=True) in stopwords for word in words)
    if len(words) >= 50 and 5 * known < len(words):
        return f"{known / len(words):.0%} of its words are on the stop list"
    return ""


def is_all_caps(line):
    """A line without one small letter, of two words or a long one: its capitals say nothing."""
    if line.upper() != line or line.lower() == line:
        return False
    words = _token.findall(line)
    return len(words) > 1 or any(len(word) > 5 for word in words)


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
    bare = _numbered.sub(r"\1\2", word.replace(".", ""))  # G-7 is G7
    if _acronym.fullmatch(bare) and not fold:
        return bare
    parts = bare.lower().split("-")
    return "-".join((variants or {}).get(part, part) for part in parts)
