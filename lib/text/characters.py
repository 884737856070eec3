"""Which characters are letters, breaks, blanks or nothing; lines of text; a text as readers see it.

Ranges are explicit, since \\w, \\b and \\s differ between Python's re and polars at over two thousand code points.
"""

import re

JOINER = "\u2060"
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
_ignored = re.compile(f"[{IGNORED}]")
BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
SURROGATE = re.compile("[\ud800-\udfff]")


def display(text: str) -> str:
    """The text as a reader should see it: word joiners dropped, white space folded."""
    return " ".join(text.replace(JOINER, "").split())


def opening(text: str, most: int) -> str:
    """The first words of a text as a reader should see it, at most so many characters: "The rain came …"."""
    text = display(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return f"{cut.rpartition(' ')[0] or cut[:-1]} …"  # where no space parts words it is cut as it is


def filled_lines(text: str) -> list[tuple[int, int]]:
    """Spans of the lines that hold anything, white space and joiners trimmed."""
    spans, start = [], 0
    for match in [*BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        span = trim(text, start, end)
        if span:
            spans.append(span)
        start = match.end() if match else end
    return spans


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    blank = " \t" + JOINER
    inner = text[start:end].lstrip(blank)
    start = end - len(inner)
    inner = inner.rstrip(blank)
    return (start, start + len(inner)) if inner.strip() else None


def without_ignored(text: str) -> str:
    """The text without soft hyphens, zero-width and direction marks."""
    return _ignored.sub("", text)
