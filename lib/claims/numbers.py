"""Words and digits to values: the lexemes of a paragraph and the numerals among them.

Every function takes the list of lexemes and a place in it, looks ahead a bounded number of
lexemes or consumes them, and returns a value and the next place: so the whole is linear.
"""

import functools
import re
from typing import NamedTuple

from lib.claims.units import GLUED, SCALES, VAGUE
from lib.text import DATA_ADDRESS

# To re, superscripts, fractions and Roman numeral signs are letters.
_W = r"[^\W\d_¹²³⁰-₟①-⓿½¼¾⅐-↋]"
_LEXEME = re.compile(
    rf"(?P<u>(?:https?://|www\.|doi:)[^\s<>\"”]+|{DATA_ADDRESS.pattern})"
    r"|(?P<n>[0-9]+(?:[.,][0-9]+)*)"
    rf"|(?P<w>(?:[A-Z]\.){{2,}}|{_W}+(?:['’]{_W}+)*)"
    r"|(?P<s>[^\s])"
)
_WESTERN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,15})?")
_FEW = re.compile(r"[0-9]{1,3}")
_THREE = re.compile(r"[0-9]{3}(?:\.[0-9]+)?")

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
CARDINALS = ONES | TENS
_PARTS = "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
PARTS = {name: n for n, name in enumerate(_PARTS, 3)} | {"half": 2, "quarter": 4, "hundredth": 100, "thousandth": 1000}
PARTS |= {f"{name}s": n for name, n in PARTS.items() if name != "half"} | {"halves": 2}
_VULGAR = {
    "½": 1 / 2,
    "¼": 1 / 4,
    "¾": 3 / 4,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "⅛": 1 / 8,
    "⅜": 3 / 8,
    "⅝": 5 / 8,
    "⅞": 7 / 8,
    "⅕": 1 / 5,
}
DASHES = frozenset("-–‑−—‐")
MONTHS = {
    name: number for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept|october oct|november nov|december dec".split("|"), 1)
    for name in names.split()
}  # fmt: skip


class Lexeme(NamedTuple):
    """kind: n digits, w word, u address, s other sign; text, low (small letters), start, end."""

    kind: str
    text: str
    low: str
    start: int
    end: int


class Number(NamedTuple):
    """A numeral: its values, its lexemes [i, j), the scale word's factor (1 if none), and how it is written."""

    low: float
    high: float
    i: int
    j: int
    scale: float
    style: str  # digits, words, vague, fraction, double (doubled, tripled, ...)


_LENGTHWISE = frozenset(
    "high long wide deep tall away above below thick hurdles sprint relay steeplechase freestyle butterfly backstroke breaststroke".split()
)
END = Lexeme("", "", "", 1 << 60, 1 << 60)


class Lexemes(list):
    """The lexemes of a paragraph, then four END marks (so that looking ahead needs no test), and the rules to read it by."""

    rules = None


def lexemes(text, rules=None):
    """The lexemes of a text, with the rules (lib.claims.asides.rules) by which they are read."""
    new = tuple.__new__  # a third of the time goes into making lexemes: this halves it
    found = [
        new(Lexeme, (m.lastgroup, word := m.group(), word.lower(), m.start(), m.end())) for m in _LEXEME.finditer(text)
    ]
    made = Lexemes([*found, END, END, END, END])
    made.rules = rules
    return made


@functools.cache
def one_of(words):
    """A set of words, written with spaces between them."""
    return frozenset(words.split(" "))


def glued(t, i):
    """Does lexeme i stand directly before the next one?"""
    return t[i].end == t[i + 1].start


def value(text):
    """The value of digits as written, or None if they are grouped as no number is."""
    if _PLAIN.fullmatch(text):
        return float(text)
    if len(text) < 40 and (_WESTERN.fullmatch(text) or _INDIAN.fullmatch(text)):
        return float(text.replace(",", ""))
    return None


def _scaled(t, j, number, words=False):
    """Scale words after a numeral, parted by a space or a hyphen: (factor, next place)."""
    factor = 1.0
    while True:
        k = j + 1 if t[j].low in DASHES and glued(t, j) and t[j - 1].end == t[j].start else j
        scale = SCALES.get(t[k].low)
        if scale is None or t[k].kind != "w" or (factor > 1 and scale < 1e3):
            return factor, j
        if t[k].low in one_of("mn bn tn mln bln trn") and words:
            return factor, j
        factor, j = factor * scale, k + 1
        if factor > 1e18:
            return factor, j


def digits(t, i):
    """A number in digits with its scale: "1,200", "1 200", "1.2m", "7,100 crore", "5 1/8"; None if it is none."""
    worth, j = value(t[i].text), i + 1
    if worth is None:
        return None
    if _FEW.fullmatch(t[i].text) and t[i].text[0] != "0":
        text = t[i].text
        while (
            t[j].start - t[j - 1].end == 1 and _THREE.fullmatch(t[j].text) and "." not in text and j < i + 9
        ):  # 1 200 000
            text, j = text + t[j].text, j + 1
        if (j > i + 1 and not glued(t, j - 1)) or (j > i + 1 and t[j].kind != "n"):
            worth = float(text) if len(text) < 30 else worth
        else:
            j = i + 1
    if t[j].text in _VULGAR and "." not in t[i].text:
        worth, j = worth + _VULGAR[t[j].text], j + 1
    elif t[j].kind == "n" and t[j + 1].text == "/" and glued(t, j) and glued(t, j + 1) and t[j + 2].text.isdigit():
        above, below = value(t[j].text), float(t[j + 2].text[:9])  # 5 1/8
        if above and below and above < below <= 64 and t[j].start - t[j - 1].end == 1:
            worth, j = worth + above / below, j + 3
    if glued(t, j - 1) and t[j].text == "m" and worth < 1000 and t[j + 1].low in _LENGTHWISE:
        return Number(worth, worth, i, j, 1.0, "digits")  # 3m high
    if (
        glued(t, j - 1)
        and t[j].kind == "w"
        and t[j].text in GLUED | {"M": 1, "K": 1, "B": 1, "bn": 1, "Bn": 1, "BN": 1}
    ):
        return Number(worth * GLUED[t[j].low], worth * GLUED[t[j].low], i, j + 1, GLUED[t[j].low], "digits")
    if glued(t, j - 1) and t[j].kind == "w" and t[j].low not in SCALES:
        return Number(worth, worth, i, j, 1.0, "digits")
    factor, j = _scaled(t, j, worth)
    return Number(worth * factor, worth * factor, i, j, factor, "digits")


def words(t, i):
    """A number in words: "twenty-five", "a hundred and twenty", "two and a half million", "a dozen", "half a million"; None."""
    low = t[i].low
    if low in ("half", "quarter") or (low in ("a", "an") and t[i + 1].low in ("half", "quarter")):
        return _part_of_scale(t, i)
    if low in ("a", "an"):
        if t[i + 1].low not in one_of("hundred thousand million billion trillion dozen lakh crore"):
            return None
        total, current, j = 0.0, 1.0, i + 1
    elif low in CARDINALS:
        total, current, j = 0.0, float(CARDINALS[low]), i + 1
        if low in TENS:
            k = j + 1 if t[j].low in DASHES and glued(t, i) and glued(t, j) else j
            if ONES.get(t[k].low, 0) in range(1, 10) and (k > j or t[k].start - t[j - 1].end <= 1):
                current, j = current + ONES[t[k].low], k + 1
    elif low == "dozen" and t[i - 1].low in one_of("further another first last other half"):
        return Number(12.0, 12.0, i, i + 1, 12.0, "words")
    elif low in VAGUE:
        return _vague(t, i)
    else:
        return None
    scaled = 1.0
    for _ in range(12):
        link = t[j].low in DASHES and glued(t, j) and t[j - 1].end == t[j].start
        k = j + 1 if link else j
        if t[k].low in SCALES and t[k].kind == "w" and t[k].low not in one_of("mn bn tn mln bln trn"):
            scaled = SCALES[t[k].low]
            if scaled in (100.0, 12.0):
                current, j = (current or 1.0) * scaled, k + 1
            else:
                total, current, j = total + (current or 1.0) * scaled, 0.0, k + 1
            continue
        k = j + 1 if t[j].low == "and" and scaled > 1 else j
        if scaled > 1 and current % 100 == 0 and t[k].low in CARDINALS:
            rest, k = _under_hundred(t, k)
            if rest is not None and scaled >= 100:
                current, j = current + rest, k
                continue
        break
    worth = total + current
    more, k = and_part(t, j)
    if more:  # one and a half million
        factor, k = _scaled(t, k, worth, words=True)
        return Number((worth + more) * factor, (worth + more) * factor, i, k, factor, "words")
    return Number(worth, worth, i, j, scaled, "words")


def and_part(t, j):
    """What "and a half", "and a quarter" or "-and-a-half" at lexeme j adds, and the next place; (0, j) if nothing."""
    step = 2 if t[j].low in DASHES and glued(t, j) and t[j - 1].end == t[j].start else 1
    k = j + step - 1
    if t[k].low != "and" or t[k + step].low != "a":
        return 0.0, j
    k += 2 * step
    if t[k].low == "half" or (t[k].low == "quarter" and t[k + 1].low != "of"):
        return 1 / PARTS[t[k].low], k + 1
    return 0.0, j


def _under_hundred(t, i):
    """Twenty-five, seven, ninety: (value, next place)."""
    worth, j = CARDINALS[t[i].low], i + 1
    if t[i].low in TENS:
        k = j + 1 if t[j].low in DASHES and glued(t, i) and glued(t, j) else j
        if 0 < ONES.get(t[k].low, 0) < 10:
            return worth + ONES[t[k].low], k + 1
    return worth, j


def _part_of_scale(t, i):
    """Half a million, a quarter of a million, half a dozen."""
    j = i + 1 if t[i].low in ("half", "quarter") else i + 2
    part = 0.5 if t[j - 1].low == "half" else 0.25
    if t[j].low in DASHES or t[j].low == "of":
        j += 1
    if t[j].low in ("a", "one"):
        k = j + 2 if t[j + 1].low in DASHES else j + 1
        if t[k].low in SCALES and SCALES[t[k].low] >= 12:
            worth = part * SCALES[t[k].low]
            return Number(worth, worth, i, k + 1, SCALES[t[k].low], "words")
    return None


def _vague(t, i):
    """Dozens, hundreds of thousands, tens of millions."""
    (low, high), j, scale = VAGUE[t[i].low], i + 1, 1.0
    while (
        t[j].low == "of" and t[j + 1].low in one_of("thousands millions billions trillions hundreds") and scale < 1e15
    ):
        scale *= SCALES[t[j + 1].low.rstrip("s")]
        j += 2
    if scale > 1:
        low, high = low * scale, (high + 1) * scale - 1
    return Number(float(low), float(high), i, j, scale, "vague")


def number(t, i):
    """The numeral at place i, or None."""
    if t[i].kind == "n":
        return digits(t, i)
    if t[i].kind == "w":
        if (
            t[i].low == "tens"
            and t[i + 1].low == "of"
            and t[i + 2].low in one_of("thousands millions billions trillions")
        ):
            scale = SCALES[t[i + 2].low.rstrip("s")]
            return Number(20 * scale, 100 * scale - 1, i, i + 3, scale, "vague")
        return words(t, i)
    if t[i].text in _VULGAR:
        return Number(_VULGAR[t[i].text], _VULGAR[t[i].text], i, i + 1, 1.0, "fraction")
    return None


def fraction(t, i):
    """Parts and shares: "two-thirds", "a fifth", "three quarters", "one in five", "two out of three", "one worker in eight"."""
    low = t[i].low
    if (
        t[i].text.isdigit()
        and t[i + 1].text == "/"
        and t[i + 2].text.isdigit()
        and t[i + 3].low in one_of("of majority")
    ):
        above, below = int(t[i].text[:3]), int(t[i + 2].text[:3])
        if glued(t, i) and glued(t, i + 1) and 0 < above < below <= 10:  # 2/3 of exports
            return Number(above / below, above / below, i, i + 3, 1.0, "fraction")
    if (low in one_of("a one an") and t[i + 1].low in PARTS) or (
        low == "one" and t[i + 1].low in DASHES and t[i + 2].low in PARTS
    ):
        j = i + 2 if t[i + 1].low in PARTS else i + 3
        return Number(1 / PARTS[t[j - 1].low], 1 / PARTS[t[j - 1].low], i, j, 1.0, "fraction")
    above = (
        CARDINALS.get(low)
        if t[i].kind == "w"
        else (int(t[i].text) if t[i].text.isdigit() and len(t[i].text) < 4 else None)
    )
    if not above:
        return None
    k = i + 2 if t[i + 1].low in DASHES and glued(t, i) and glued(t, i + 1) else i + 1
    if above > 1 and t[k].low.endswith(("s", "halves")) and t[k].low in PARTS and t[i].kind == "w":
        worth = above / PARTS[t[k].low]
        return Number(worth, worth, i, k + 1, 1.0, "fraction") if worth < 10 else None
    if t[i + 1].low in DASHES and t[i + 2].low == "in" and t[i + 3].low in DASHES:  # one-in-three
        below = number(t, i + 4)
        if below and below.low == below.high and below.low > above and below.low < 1e4:
            return Number(above / below.low, above / below.low, i, below.j, 1.0, "fraction")
    for j in range(i + 1, i + 3):  # one in five, one worker in eight, two out of five, one patient out of 250
        out = t[j].low == "out" and t[j + 1].low == "of"
        if t[j].low == "in" or out:
            below = number(t, j + (2 if out or t[j + 1].low == "every" else 1))  # one in every five
            after = t[below.j].low if below else ""
            bare = (
                below
                and below.low == below.high
                and below.low > above
                and (below.scale == 1 or out or t[i].kind == "w")
            )
            if bare and not (t[j].low == "in" and (after in _CALENDAR or 1800 < below.low < 2200 or below.low > 1e4)):
                return Number(above / below.low, above / below.low, i, below.j, 1.0, "fraction")
            return None
        if t[j].kind != "w" or t[j].low in _NOT_BETWEEN:
            return None
    return None


_CALENDAR = frozenset(
    "years year months month days day weeks week hours hour minutes minute decades consecutive straight countries".split()
)
_NOT_BETWEEN = frozenset(
    "of and or the a an to is was were are has have had per percent million billion thousand hundred died killed".split()
)
