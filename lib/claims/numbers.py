"""Words and digits to values: the numerals among the lexemes of a paragraph.

Every function takes the list of lexemes and a place in it, looks ahead a bounded number of
lexemes or consumes them, and returns a value and the next place: so the whole is linear.
"""

import itertools
import re
from typing import NamedTuple

from lib.claims.lexemes import WORDS, glued, joined_by_dash, one_of
from lib.claims.units import GLUED, MULTIPLES, OURS, SCALES, SHORT, VAGUE

_VALUE = re.compile(
    r"(?:[0-9]{0,30}|[0-9]{1,3}(?:,[0-9]{3}){1,9}|[0-9]{1,2}(?:,[0-9]{2}){1,9},[0-9]{3})(?:\.[0-9]{1,15})?"
)
_BELOW = frozenset(map(str, (2, 3, 4, 5, 6, 8, 10, 16, 32, 64)))
_COMMA = re.compile("(?:0|[1-9][0-9]{0,2}),[0-9]{1,2}")
_FEW = re.compile(r"[1-9][0-9]{0,2}")
_THREE = re.compile(r"[0-9]{3}(?:\.[0-9]+)?")

_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
ONES = {name: n for n, name in enumerate(f"zero one two three four five six seven eight nine {_TEENS}".split())}
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
CARDINALS = ONES | TENS
_PARTS = "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_TENTHS = [f"{name}th" for name in [*_TEENS.split()[3:], "hundred", "thousand", "million"]]
ORDINALS = frozenset([*_PARTS, *_TENTHS, *(f"{name[:-1]}ieth" for name in TENS)])
ORDINALS |= one_of("first second firsts seconds thirds umpteenth")
PARTS = {name: n for n, name in enumerate(_PARTS, 3)} | {"half": 2, "quarter": 4, "hundredth": 100, "thousandth": 1000}
PARTS |= {f"{name}s": n for name, n in PARTS.items() if name != "half"} | {"halves": 2}
VULGAR = dict(zip("½¼¾⅓⅔⅛⅜⅝⅞⅕", (1 / 2, 1 / 4, 3 / 4, 1 / 3, 2 / 3, 1 / 8, 3 / 8, 5 / 8, 7 / 8, 1 / 5), strict=True))
TIMES = MULTIPLES | {f"{name}fold": float(n) for name, n in CARDINALS.items()}
MONTHS = one_of(
    "january jan february feb march mar april apr may june jun july jul august aug september sep sept october oct "
    "november nov december dec"
)


class Amount(NamedTuple):
    """A number, with its unit if it has one ("?" is an unknown one): its lexemes [i, j), the first and last of the bare
    number, its values, the scale word's factor (1 if none), how it is written, per what, and whether it is a range."""

    i: int
    j: int
    first: int
    last: int
    low: float
    high: float
    style: str  # digits, words, vague, fraction, double (doubled, tripled, ...)
    scale: float = 1.0
    unit: str = ""
    per: str = ""
    ranged: bool = False


def exact(i, j, worth, style="words", scale=1.0, unit=""):
    """The amount of one value that lexemes [i, j) state."""
    return Amount(i, j, i, j - 1, worth, worth, style, scale, unit)


def value(text):
    """The value of digits as written, or None if they are grouped as no number is."""
    return float(text.replace(",", "")) if _VALUE.fullmatch(text) else None


def _scaled(t, j, words=False):
    """Scale words after a numeral, parted by a space or a hyphen: (factor, next place)."""
    factor = 1.0
    while factor <= 1e18:
        k = j + joined_by_dash(t, j)
        scale = SCALES.get(t[k].low, 0)
        if scale < (1e3 if factor > 1 else 12) or (words and t[k].low in SHORT):
            break
        factor, j = factor * scale, k + 1
    return factor, j


def digits(t, i):
    """A number in digits with its scale: "1,200", "1 200", "1.2m", "7,100 crore", "5 1/8"; None if it is none."""
    comma = _COMMA.fullmatch(t[i].text) and SCALES.get(t[i + 1].low, 0) >= 1e6  # 12,5 million euros
    worth, j = value(t[i].text.replace(",", ".") if comma else t[i].text), i + 1
    if worth is None:
        return None
    if _FEW.fullmatch(t[i].text):
        worth, j = _spaced(t, i)
    if t[j].text in VULGAR and "." not in t[i].text:
        worth, j = worth + VULGAR[t[j].text], j + 1
    elif t[j].start - t[j - 1].end == 1 and slashed(t, j):  # 5 1/8
        worth, j = worth + slashed(t, j), j + 3
    code = glued(t, j) and t[j + 1].kind == "n" and len(t[j].text) == 1 and t[j].text != "m"
    free = t[j].text in "BM" and "." in t[i].text and t[j + 1].text not in ("-", "&")  # $1.1 B, 2.5 M users
    apart = free and (t[i - 1].text in OURS.money or t[j + 1].low.endswith("s"))
    if (apart or glued(t, j - 1)) and t[j].text in GLUED and not code and not _metres(t, i, j, worth):
        factor, j = GLUED[t[j].text], j + 1
    else:
        factor, j = _scaled(t, j)
    return exact(i, j, worth * factor, "digits", factor)


def _spaced(t, i):
    """1 200 000: groups of three parted by single spaces: (value, next place)."""
    text, j = t[i].text, i + 1
    while t[j].start - t[j - 1].end == 1 and _THREE.fullmatch(t[j].text) and "." not in text and j < i + 9:
        text, j = text + t[j].text, j + 1
    return float(text), j


def _metres(t, i, j, worth):
    """Is the letter at j, glued to a number, metres or tonnes, no scale: 3m high, 32m2, a 50m pool, 37m (121ft), the 100m?"""
    if t[i - 1].text in OURS.money or t[j].text not in ("m", "t") or (t[i - 2].text == "$" and glued(t, i - 2)):
        return False
    area = t[j + 1].text in ("2", "3", "²", "³") and glued(t, j)
    return t[j].text == "t" or area or t.rules.around(t, exact(i, j + 1, worth), "metres") == "metres"


def slashed(t, i):
    """The value of a fraction with a slash (1/2, 3/8, 5/16) at lexeme i, else 0."""
    if not (t[i + 1].text == "/" and glued(t, i) and glued(t, i + 1)) or (t[i + 3].text == "/" and glued(t, i + 2)):
        return 0.0
    above, below = t[i].text, t[i + 2].text
    fits = above.isdigit() and len(above) < 3 and below in _BELOW and 0 < int(above) < int(below)
    return int(above) / int(below) if fits else 0.0


def part_of(t, i):
    """A part at lexeme i (half, a quarter, three-quarters, two thirds, 1/2): (its value, next place), or (0, i)."""
    low, worth = t[i].low, slashed(t, i)
    if worth:
        return worth, i + 3
    if low in ("half", "quarter"):
        return 1 / PARTS[low], i + 1
    many = 1 if low in ("a", "an") else CARDINALS.get(low, 0)
    k = i + 2 if joined_by_dash(t, i + 1) or (low == "one" and t[i + 1].low == "-") else i + 1
    if not 0 < many < 20 or t[k].low not in PARTS or (many > 1) != t[k].low.endswith("s"):
        return 0.0, i
    return many / PARTS[t[k].low], k + 1


def scaled_part(t, i):
    """Half a million, half million, a quarter of a million, half a dozen, 1/2 million: an Amount, or None."""
    worth, k = part_of(t, i)
    j = k + (t[k].low in ("of", "-"))
    article = t[j].low in ("a", "one")
    j += article and 1 + (t[j + 1].low == "-")
    scale = SCALES.get(t[j].low, 0)
    if not worth or scale < 12 or t[j].low.endswith("s") or (t[k].low == "of" and not article):
        return None
    return exact(i, j + 1, worth * scale, scale=scale)


def words(t, i):
    """A number in words: "twenty-five", "a hundred and twenty", "two and a half million", "a dozen", "half a million"; None."""
    low, part = t[i].low, scaled_part(t, i)
    if part:
        return part
    if low in CARDINALS:
        current, j = _under_hundred(t, i)
    elif low in ("a", "an") and t[i + 1].low in one_of("hundred thousand million billion trillion dozen lakh crore"):
        current, j = 1, i + 1
    elif low == "dozen" and t[i - 1].low in one_of("further another first last other"):
        current, j = 1, i
    else:
        return _vague(t, i) if low in VAGUE else None
    if t[j].low == "point" and t[j + 1].low in CARDINALS:
        tail = "".join(map(str, itertools.takewhile(lambda n: n < 10, (ONES.get(x.low, 10) for x in t[j + 1 : j + 7]))))
        factor, k = _scaled(t, j + 1 + len(tail), words=True)
        return exact(i, k, float(f"{current}.{tail}") * factor, scale=factor)
    worth, j, scaled = _with_scales(t, j, current)
    more, k = and_part(t, j)
    if more:  # one and a half million, a dozen and a half
        worth += more * (1 if scaled == 100 else scaled)
        scaled, j = _scaled(t, k, words=True)
        worth *= scaled
    return exact(i, j, float(worth), scale=scaled)


def _with_scales(t, j, current):
    """A numeral below a hundred and the scale words behind it: (value, next place, the last scale)."""
    total, scaled = 0.0, 1.0
    for _ in range(12):
        k = j + joined_by_dash(t, j)
        scale = SCALES.get(t[k].low)
        if scale and t[k].low not in SHORT:
            if scale < 1e3:
                current = (current or 1) * scale
            elif current:
                total, current = total + current * scale, 0
            else:
                total *= scale  # three thousand million
            scaled, j = scale, k + 1
            continue
        k = j + 1 if t[j].low == "and" and scaled > 1 else j
        if scaled < 100 or current % 100 or t[k].low not in CARDINALS:
            break
        rest, j = _under_hundred(t, k)
        current += rest
    return total + current, j, scaled


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
    k = i + 1 + joined_by_dash(t, i + 1)
    more = ONES.get(t[k].low, 0) if t[i].low in TENS else 0
    return (CARDINALS[t[i].low] + more, k + 1) if 0 < more < 10 else (CARDINALS[t[i].low], i + 1)


def _vague(t, i):
    """Dozens, hundreds of thousands, tens of millions."""
    (low, high), j, scale = VAGUE[t[i].low], i + 1, 1.0
    while (
        t[j].low == "of" and t[j + 1].low in one_of("thousands millions billions trillions hundreds") and scale < 1e15
    ):
        scale *= SCALES[t[j + 1].low.rstrip("s")]
        j += 2
    if t[i].low == "tens" and scale < 1e3:
        return None
    high = (high + 1) * scale - 1 if scale > 1 else high
    return Amount(i, j, i, j - 1, float(low * scale), float(high), "vague", scale)


def number(t, i):
    """The numeral at place i, as an Amount without a unit, or None."""
    if t[i].kind == "n":
        return digits(t, i)
    if t[i].kind == "w":
        return words(t, i)
    return exact(i, i + 1, VULGAR[t[i].text], "fraction") if t[i].text in VULGAR else None


def fraction(t, i):
    """Parts and shares: "two-thirds", "a fifth", "three quarters", "one in five", "two out of three", "one worker in eight"."""
    x, (worth, j) = t[i], part_of(t, i)
    if worth and x.low not in ("half", "quarter") and x.kind == "w":
        return exact(i, j, worth, "fraction", unit="fraction")
    if x.low in PARTS and t[i + 1].low == "of" and t[i - 1].low in WORDS["of those"]:  # the poorest fifth of
        return exact(i, i + 1, 1 / PARTS[x.low], "fraction", unit="fraction")
    above = int(x.text) if x.text.isdigit() and len(x.text) < 4 else CARDINALS.get(x.low)
    return _one_in(t, i, above) if above else None


def _one_in(t, i, above):
    """One in five, one-in-three, one worker in eight, two out of five, one patient out of 250; "32 goals in 36 games" is none."""
    first = i + 1 + (t[i + 1].low == "-")
    for j in (first, first + 1):
        out = t[j].low == "out" and t[j + 1].low == "of"
        if t[j].low == "in" or out:
            below = number(t, j + 1 + (out or t[j + 1].low in ("every", "-")))
            share = below and above < below.low == below.high and (out or not _no_share(t, i, j, below, above))
            return exact(i, below.j, above / below.low, "fraction", unit="fraction") if share else None
        if t[j].kind != "w" or t[j].low in WORDS["not in a share"]:
            return None
    return None


def _no_share(t, i, j, below, above):
    """3 in 2010, 5 in 12 months, 32 goals in 36 games: no "one in five"."""
    large = (below.scale > 1 and t[i].kind != "w") or (below.low > 1e4 and above > 1) or 1800 < below.low < 2200
    after = t[below.j]
    share = t[i + 1].low in WORDS["persons"] and (after.kind != "w" or after.low in WORDS["not in a share"])
    named = j > i + 1 and t[i + 1].low != "-"
    return large or (named and above > 1 and not share) or after.low in WORDS["of a calendar"]
