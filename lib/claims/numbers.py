"""Words and digits to values: the numerals among the lexemes of a paragraph.

Every function takes the list of lexemes and a place in it, looks ahead a bounded number of
lexemes or consumes them, and returns a value and the next place: so the whole is linear.
"""

import re
from typing import NamedTuple

from lib.claims.lexemes import WORDS, glued, joined_by_dash, one_of
from lib.claims.units import GLUED, OURS, SCALES, SHORT, VAGUE

_WESTERN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]{0,30}(?:\.[0-9]{1,15})?")
_BELOW = frozenset(map(str, (2, 3, 4, 5, 6, 8, 10, 16, 32, 64)))
_RACES = (60, 100, 200, 400, 800, 1500, 3000, 5000, 10_000)
_FEW = re.compile(r"[0-9]{1,3}")
_THREE = re.compile(r"[0-9]{3}(?:\.[0-9]+)?")

_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
ONES = {name: n for n, name in enumerate(f"zero one two three four five six seven eight nine {_TEENS}".split())}
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
CARDINALS = ONES | TENS
ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth "
    "ninetieth hundredth thousandth millionth firsts seconds thirds umpteenth".split()
)
_PARTS = "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
PARTS = {name: n for n, name in enumerate(_PARTS, 3)} | {"half": 2, "quarter": 4, "hundredth": 100, "thousandth": 1000}
PARTS |= {f"{name}s": n for name, n in PARTS.items() if name != "half"} | {"halves": 2}
VULGAR = dict(zip("½¼¾⅓⅔⅛⅜⅝⅞⅕", (1 / 2, 1 / 4, 3 / 4, 1 / 3, 2 / 3, 1 / 8, 3 / 8, 5 / 8, 7 / 8, 1 / 5), strict=True))
_MULTIPLES = {
    0.5: "halve halved halves halving",
    2: "double doubled doubles doubling twice",
    3: "triple tripled triples tripling treble trebled trebling thrice",
    4: "quadruple quadrupled quadrupling",
    5: "quintupled",
}
DOUBLING = {word: float(n) for n, words in _MULTIPLES.items() for word in words.split()}
FOLDS = {f"{name}fold": float(n) for name, n in CARDINALS.items()}
MONTHS = {
    name: number for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept|october oct|november nov|december dec".split("|"), 1)
    for name in names.split()
}  # fmt: skip


class Number(NamedTuple):
    """A numeral: its values, its lexemes [i, j), the scale word's factor (1 if none), and how it is written."""

    low: float
    high: float
    i: int
    j: int
    scale: float
    style: str  # digits, words, vague, fraction, double (doubled, tripled, ...)


def value(text):
    """The value of digits as written, or None if they are grouped as no number is."""
    if _PLAIN.fullmatch(text):
        return float(text)
    if len(text) < 40 and (_WESTERN.fullmatch(text) or _INDIAN.fullmatch(text)):
        return float(text.replace(",", ""))
    return None


def _scaled(t, j, words=False):
    """Scale words after a numeral, parted by a space or a hyphen: (factor, next place)."""
    factor = 1.0
    while True:
        k = j + 1 if joined_by_dash(t, j) else j
        scale = SCALES.get(t[k].low)
        if scale is None or (factor > 1 and scale < 1e3) or (words and t[k].low in SHORT):
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
        worth, j = _spaced(t, i, worth)
    if t[j].text in VULGAR and "." not in t[i].text:
        worth, j = worth + VULGAR[t[j].text], j + 1
    elif t[j].kind == "n" and t[j].start - t[j - 1].end == 1 and slashed(t, j):  # 5 1/8
        worth, j = worth + slashed(t, j), j + 3
    x = t[j]
    code = glued(t, j) and t[j + 1].kind == "n" and len(x.text) == 1 and x.text != "m"
    if glued(t, j - 1) and x.kind == "w" and not code:
        scale = GLUED.get(x.text)
        if scale and not _metres(t, i, j, worth):
            return Number(worth * scale, worth * scale, i, j + 1, scale, "digits")
    factor, j = _scaled(t, j)
    return Number(worth * factor, worth * factor, i, j, factor, "digits")


def _spaced(t, i, worth):
    """1 200 000: groups of three parted by single spaces: (value, next place)."""
    text, j = t[i].text, i + 1
    while t[j].start - t[j - 1].end == 1 and _THREE.fullmatch(t[j].text) and "." not in text and j < i + 9:
        text, j = text + t[j].text, j + 1
    if j == i + 1 or (glued(t, j - 1) and t[j].kind == "n"):
        return worth, i + 1
    return (float(text) if len(text) < 30 else worth), j


def _metres(t, i, j, worth):
    """Is the letter at j, glued to a number, metres or tonnes, no scale: 3m high, 32m2, a 50m pool, 37m (121ft)?"""
    x, after = t[j], t[j + 1]
    money = t[i - 1].text in OURS.money or (t[i - 2].text == "$" and glued(t, i - 2))
    if x.text == "t":
        return not money
    if x.text == "m" and t[i - 1].low == "the" and worth in _RACES and after.low in WORDS["no noun"] | {".", ","}:
        return True  # the 100m in ten seconds
    if x.text != "m" or worth >= 1000 or money:
        return False
    if after.text in ("2", "3", "²", "³") and glued(t, j):
        return True
    beside = after.text == "(" and t[j + 2].kind == "n" and t[j + 3].low in one_of("ft feet foot yd yards in")
    return beside or after.low in WORDS["lengthwise"] or (after.text == "-" and t[j + 2].low in WORDS["lengthwise"])


def slashed(t, i):
    """The value of a fraction with a slash (1/2, 3/8, 5/16) at lexeme i, else 0."""
    if not (t[i].kind == "n" and t[i + 1].text == "/" and t[i + 2].kind == "n" and glued(t, i) and glued(t, i + 1)):
        return 0.0
    above, below = t[i].text, t[i + 2].text
    if not (above.isdigit() and below in _BELOW and len(above) < 3) or (t[i + 3].text == "/" and glued(t, i + 2)):
        return 0.0
    return int(above) / int(below) if 0 < int(above) < int(below) else 0.0


def part_of(t, i):
    """A part at lexeme i (half, a quarter, three-quarters, two thirds, 1/2): (its value, next place), or (0, i)."""
    if t[i].kind == "n":
        worth = slashed(t, i)
        return (worth, i + 3) if worth else (0.0, i)
    low = t[i].low
    if low in ("half", "quarter"):
        return 1 / PARTS[low], i + 1
    many = 1 if low in ("a", "an") else CARDINALS.get(low, 0)
    k = i + 2 if joined_by_dash(t, i + 1) or (low == "one" and t[i + 1].low == "-") else i + 1
    if not 0 < many < 20 or t[k].low not in PARTS or (many > 1) != (t[k].low.endswith("s") or t[k].low == "halves"):
        return 0.0, i
    return many / PARTS[t[k].low], k + 1


def part_of_scale(t, i):
    """Half a million, half million, a quarter of a million, half a dozen, 1/2 million: a Number, or None."""
    worth, k = part_of(t, i)
    if not worth:
        return None
    j = k + 1 if t[k].low == "-" or t[k].low == "of" else k
    article = t[j].low in ("a", "one")
    j = j + 1 if article else j
    j = j + 1 if article and t[j].low == "-" else j
    scale = SCALES.get(t[j].low, 0)
    if scale < 12 or t[j].low.endswith("s") or (t[k].low == "of" and not article):
        return None
    return Number(worth * scale, worth * scale, i, j + 1, scale, "words")


def words(t, i):
    """A number in words: "twenty-five", "a hundred and twenty", "two and a half million", "a dozen", "half a million"; None."""
    low = t[i].low
    part = part_of_scale(t, i)
    if part:
        return part
    if low in ("a", "an"):
        if t[i + 1].low not in one_of("hundred thousand million billion trillion dozen lakh crore"):
            return None
        current, j = 1.0, i + 1
    elif low in CARDINALS:
        current, j = _under_hundred(t, i)
    elif low == "dozen" and t[i - 1].low in one_of("further another first last other half"):
        return Number(12.0, 12.0, i, i + 1, 12.0, "words")
    else:
        return _vague(t, i) if low in VAGUE else None
    if t[j].low == "point" and t[j + 1].low in CARDINALS:
        return _decimal(t, i, j, current)
    worth, j, scaled = _with_scales(t, j, float(current))
    more, k = and_part(t, j)
    if more:  # one and a half million, a dozen and a half
        more *= 1.0 if scaled == 100 else scaled
        factor, k = _scaled(t, k, words=True)
        return Number((worth + more) * factor, (worth + more) * factor, i, k, factor, "words")
    return Number(worth, worth, i, j, scaled, "words")


def _with_scales(t, j, current):
    """A numeral below a hundred and the scale words behind it: (value, next place, the last scale)."""
    total, scaled = 0.0, 1.0
    for _ in range(12):
        k = j + 1 if joined_by_dash(t, j) else j
        if t[k].low in SCALES and t[k].low not in SHORT:
            scaled = SCALES[t[k].low]
            if scaled in (100.0, 12.0):
                current, j = (current or 1.0) * scaled, k + 1
            elif not current and total:
                total, j = total * scaled, k + 1  # three thousand million
            else:
                total, current, j = total + (current or 1.0) * scaled, 0.0, k + 1
            continue
        k = j + 1 if t[j].low == "and" and scaled > 1 else j
        if scaled < 100 or current % 100 or t[k].low not in CARDINALS:
            break
        rest, j = _under_hundred(t, k)
        current += rest
    return total + current, j, scaled


def _decimal(t, i, j, whole):
    """Two point five million: the Number whose "point" stands at j."""
    text = ""
    while t[j + 1].low in ONES and ONES[t[j + 1].low] < 10 and len(text) < 6:
        text, j = text + str(ONES[t[j + 1].low]), j + 1
    factor, j = _scaled(t, j + 1, words=True)
    worth = (whole + float(f"0.{text or 0}")) * factor
    return Number(worth, worth, i, j, factor, "words")


def and_part(t, j):
    """What "and a half", "and a quarter" or "-and-a-half" at lexeme j adds, and the next place; (0, j) if nothing."""
    step = 2 if joined_by_dash(t, j) else 1
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
        k = j + 1 if joined_by_dash(t, j) else j
        if 0 < ONES.get(t[k].low, 0) < 10:
            return worth + ONES[t[k].low], k + 1
    return worth, j


def _vague(t, i):
    """Dozens, hundreds of thousands, tens of millions."""
    (low, high), j, scale = VAGUE[t[i].low], i + 1, 1.0
    many = one_of("thousands millions billions trillions hundreds")
    if t[i].low == "tens" and (t[j].low != "of" or t[j + 1].low not in many - {"hundreds"}):
        return None
    while t[j].low == "of" and t[j + 1].low in many and scale < 1e15:
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
        return words(t, i)
    if t[i].text in VULGAR:
        return Number(VULGAR[t[i].text], VULGAR[t[i].text], i, i + 1, 1.0, "fraction")
    return None


def fraction(t, i):
    """Parts and shares: "two-thirds", "a fifth", "three quarters", "one in five", "two out of three", "one worker in eight"."""
    x, (worth, j) = t[i], part_of(t, i)
    if worth and x.low not in ("half", "quarter") and x.kind == "w":
        return Number(worth, worth, i, j, 1.0, "fraction")
    if x.low in PARTS and t[i + 1].low == "of" and t[i - 1].low in WORDS["of those"]:  # the poorest fifth of
        return Number(1 / PARTS[x.low], 1 / PARTS[x.low], i, i + 1, 1.0, "fraction")
    few = int(x.text) if x.text.isdigit() and len(x.text) < 4 else None
    above = CARDINALS.get(x.low) if x.kind == "w" else few
    return _one_in(t, i, above) if above else None


def _one_in(t, i, above):
    """One in five, one-in-three, one worker in eight, two out of five, one patient out of 250; "32 goals in 36 games" is none."""
    if t[i + 1].low == "-" and t[i + 2].low == "in" and t[i + 3].low == "-":
        below = number(t, i + 4)
        if below and below.low == below.high and above < below.low < 1e4:
            return Number(above / below.low, above / below.low, i, below.j, 1.0, "fraction")
    for j in range(i + 1, i + 3):
        out = t[j].low == "out" and t[j + 1].low == "of"
        if t[j].low == "in" or out:
            below = number(t, j + (2 if out or t[j + 1].low == "every" else 1))
            if not below or below.low != below.high or below.low <= above:
                return None
            if not out and (_no_share(t, i, j, below, above)):
                return None
            return Number(above / below.low, above / below.low, i, below.j, 1.0, "fraction")
        if t[j].kind != "w" or t[j].low in WORDS["not in a share"]:
            return None
    return None


def _no_share(t, i, j, below, above):
    """3 in 2010, 5 in 12 months, 32 goals in 36 games: no "one in five"."""
    large = (below.scale > 1 and t[i].kind != "w") or below.low > 1e4 or 1800 < below.low < 2200
    after = t[below.j]
    share = t[i + 1].low in WORDS["persons"] and (after.kind != "w" or after.low in WORDS["not in a share"])
    return large or (j > i + 1 and above > 1 and not share) or after.low in WORDS["of a calendar"]
