"""Mend a text character for character, so that a span means the same in the file and in the mended text.

Every repair puts one character in the place of one character. A position with nothing left to say becomes
U+2060 (word joiner), which tokens and `display` drop.
"""

import functools
import itertools
import re
from collections import Counter
from typing import NamedTuple

from lib.text.characters import BREAK, JOINER, LETTERS, SPACE, filled_lines
from lib.text.kinds import BULLET, CLOSED, PAGE_NUMBER, stands_alone
from lib.text.words import TOKEN

LAYOUTS = ("lines", "wrapped")  # a paragraph a line, or lines cut at a width
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
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
_MAY_BE_GARBLED = re.compile(f"[{_SIGN[0xC2]}-{_SIGN[0xF4]}\u0432]")
_AFTER_A_LETTER = "\u2019\u201d\u2013\u2014\u2026"  # "Ã’" may be the end of a word in quotes: too little to go by
_SWAPPED = re.compile("[" + "".join(chr(high << 8) for high in range(0x10, 0x80)) + "]{4,}")
_SUSPENDED = re.compile(r"(?:and|or|to)\s")


class Repair(NamedTuple):
    """One mended place: `was` is what stood at text[start:end] before."""

    start: int
    end: int
    kind: str
    was: str


def repair(raw: str, layout: str | None = None) -> tuple[str, list[Repair]]:
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
        if mended := _unswap(match.group()):
            put(match.start(), mended, "byte-swapped run")
    for match in _GARBLED.finditer(raw) if _MAY_BE_GARBLED.search(raw) else ():
        if mended := _ungarble(match.group()):
            put(match.start(), mended, "mojibake")
    for match in _ESCAPE.finditer(raw):
        put(match.start(), JOINER * len(match.group()), "terminal escape")
    for match in _OVERSTRUCK.finditer(raw) if "\x08" in raw else ():
        for start, end in ((match.start(), match.start(1)), (match.end(1), match.end())):
            if start < end:
                put(start, JOINER * (end - start), "overstrike")
    for match in SPACE.finditer("".join(chars)):
        put(match.start(), " ", "unusual space")
    for match in _CONTROL.finditer("".join(chars)):
        put(match.start(), JOINER, "control character")

    text = "".join(chars)
    lines = filled_lines(text)
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


def judge_layout(text: str) -> str:
    """ "wrapped" where most lines break off in mid-sentence near a common width, else "lines"."""
    lines = [text[start:end] for start, end in filled_lines(text)]
    if len(lines) < 2 or sorted(map(len, lines))[len(lines) // 2] > 160:
        return "lines"
    cut = [line for line in lines[:-1] if not CLOSED.search(line)]
    width = _width(map(len, lines))
    near = [line for line in cut if len(line) >= 0.7 * width]
    return "wrapped" if 2 * len(cut) > len(lines) - 1 and 2 * len(near) >= len(cut) else "lines"


def _width(lengths):
    """The width at which lines are cut: the 90th percentile of their lengths, so that a stray long one does not
    count.
    """
    lengths = sorted(lengths)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _joints(text, lines, layout):
    """Neighbouring lines that are one paragraph: (line, next line, page numbers between)."""
    width = _width(end - start for start, end in lines) if layout == "wrapped" else 0
    breaks = [len(BREAK.findall(text[a[1] : b[0]])) for a, b in itertools.pairwise(lines)]
    single = min(breaks) if len(breaks) > 4 else 1  # in a double-spaced file two breaks are one
    i = 0
    while i + 1 < len(lines):
        end, j, numbers = lines[i][1], i + 1, []
        while j + 1 < len(lines) and j - i < 4 and PAGE_NUMBER.fullmatch(text, *lines[j]):
            numbers.append(lines[j])
            j += 1
        here, there = text[slice(*lines[i])], text[slice(*lines[j])]
        page_break = "\x0c" in text[end : lines[j][0]] or (bool(numbers) and breaks[i] > single)
        if numbers and not page_break:  # a number that ends the sentence: "in / 2023"
            j, numbers, there = i + 1, [], text[slice(*lines[i + 1])]
        if stands_alone(here) or stands_alone(there):
            joined = False
        elif layout == "lines" or page_break or breaks[i] > single:
            joined = is_cut(here, there, page_break, width)
        else:
            joined = not _starts_anew(here, there, width)
        if joined:
            yield lines[i], lines[j], numbers
        i = j if joined else i + 1


def is_cut(here: str, there: str, page_break: bool, width: int) -> bool:
    """Does the break stand in the middle of a sentence?

    After a full line a page break may part "the / United States".
    """
    if len(here.split()) < 4 or CLOSED.search(here) or BULLET.match(there):
        return False
    full = page_break and width and len(here) >= 0.8 * width
    return there[0].islower() or here[-1] in "-\u2010" or bool(full and there[0].isalnum())


def _starts_anew(here, there, width):
    """In wrapped lines: the next line opens a paragraph if its first word had room on this one."""
    closed = CLOSED.search(here)
    if BULLET.match(there) and (closed or BULLET.match(here)):
        return True
    if there[0].islower() or here[-1] in "-,\u2010\u2013":
        return False
    needed = len(here) + 1 + len(there.split(maxsplit=1)[0])
    return needed <= width if closed else needed < 0.8 * width


def _words(text):
    return Counter(map(str.lower, re.findall(TOKEN, text)))


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
