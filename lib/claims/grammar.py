"""The grammar of a stated quantity, and the walk that gives every number its place.

    quantity = [hedge] [currency] number [range] [scale] [unit | currency | percent] [hedge] [per]

`find` walks once over the lexemes of a paragraph. At each number it asks `asides` what is
no quantity, then reads a quantity from what is left; what neither understands is set aside
as "other", never guessed.
"""

import re
from typing import NamedTuple

from lib.claims import asides
from lib.claims.measure import counted as _counted
from lib.claims.numbers import CARDINALS, DASHES, MONTHS, PARTS, and_part, fraction, glued, lexemes, number, one_of
from lib.claims.units import (
    BEFORE_SIGN,
    CODES,
    DEGREES,
    FACTORS,
    KINDS,
    LEXICON,
    LONGEST,
    PREFIXES,
    SAME_CODE,
    SCALES,
    SIGNS,
    SMALLER,
    STARTS,
    convert,
    lookup,
)

_BEFORE = {
    "approx": "about|around|some|roughly|approximately|circa|close to|an estimated|estimated|estimated at|an average of about|in the region of|of the order of|on the order of|in the order of|"
    "somewhere around|something like|perhaps|maybe|barely|an approximate|in the vicinity of|in the neighborhood of|in the neighbourhood of|give or take|just about|"
    "approx|ca|c|~|≈|somewhere in the region of|around about|an estimated total of|more or less|reportedly around|nearer|nearer to|closer to|the equivalent of about|or about|well in the region of",
    "below": "nearly|almost|up to|under|at most|below|less than|fewer than|no more than|not more than|as much as|as many as|not exceeding|not exceed|not to exceed|a maximum of|maximum|approaching|"
    "just under|well under|well below|just below|just shy of|shy of|just short of|a little under|slightly under|slightly less than|nearing|within a whisker of|"
    "<|≤|no greater than|no higher than|at the most|up to about|up to around|close on|capped at|a little less than|slightly fewer than|far less than|far fewer than|much less than|rather less than|"
    "no longer than|not quite|short of|just less than|just fewer than|anything up to|a ceiling of|as high as|as long as|as far as|virtually|practically|a shade under|at a maximum",
    "above": "over|more than|at least|above|upwards of|upward of|in excess of|no less than|no fewer than|not less than|not fewer than|beyond|a minimum of|minimum|greater than|well over|just over|well above|just above|"
    "exceeded|exceeds|exceed|exceeding|topped|topping|tops|surpassed|surpasses|surpassing|surpass|passed|passes|passing|north of|a little over|slightly over|slightly more than|a little more than|far more than|"
    "much more than|well in excess of|>|≥|in over|no lower than|well more than|a little above|substantially more than|significantly more than|considerably more than|at the very least|a shade over|considerably over|"
    "significantly over|just more than|better than|even more than|at a minimum|a floor of|exceeded the|anything over|rather more than|top|pass|upwards of some|easily more than|longer than|higher than",
}  # fmt: skip
_AFTER = {
    "approx": "or so|or thereabouts|or thereabout|-odd|odd|-ish|-some|approximately|roughly",
    "below": "or less|or fewer|or under|or below|at most|at the most|or lower|maximum|tops|or younger|and under|and below",
    "above": "or more|or above|or over|or higher|-plus|plus|+|and above|and over|and up|and more|and counting|at least|or longer|upwards|or older|or greater|at a minimum|minimum|at the very least",
}  # fmt: skip
_HEDGES = {tuple(phrase.split()): kind for kind, phrases in _BEFORE.items() for phrase in phrases.split("|")}
_LAST = {}
for _phrase in sorted(_HEDGES, key=len, reverse=True):
    _LAST.setdefault(_phrase[-1], []).append(_phrase)
_HEDGES_AFTER = {
    tuple(re.findall(r"[-+]|\w+", phrase)): kind for kind, phrases in _AFTER.items() for phrase in phrases.split("|")
}
_FIRST_AFTER = {phrase[0] for phrase in _HEDGES_AFTER}
# "over" is "during" before a time unless one of these says that something takes that long.
_LASTING = frozenset(
    "wait waits waited for in of after lasted lasting lasts spanning spans took take takes taken taking with was were is are has have had within since at an a these those by spent serving stretching".split()
)
# Before "under two", "around two", "over two": says that the number, not a place, is meant.
_BEFORE_PLACE = frozenset(
    "just well slightly are is were was of for in children to all has had have killed with by at cost up employs anyone everyone over from reached after".split()
)
# "Edged up to 5 %" says where to, "up to 5 %" where it ends.
_PARTICLED = frozenset(
    "edge edged edging inch inched inching tick ticked ticking crept creeping nudged went moved bumped".split()
)
_TALK = frozenset("argued argue arguing talk talked talking talks speak spoke ask asked asking worried worry concern concerns concerned know knew hear heard think thought question questions questioned doubt complain complained wrote story stories report reports debate told warned warning information bring brought discussion differ differs differed disagree disagreed".split())  # fmt: skip
_PER_UNIT = {
    "annum": "year", "liter": "litre", "ton": "tonne", "tons": "tonne", "kilometre": "km", "kilometer": "km", "metre": "m", "meter": "m",
    "hr": "hour", "kilo": "kg", "kilogram": "kg", "kilogramme": "kg",
}  # fmt: skip
_ADVERBS = {
    "annually": "year", "yearly": "year", "monthly": "month", "daily": "day", "weekly": "week", "hourly": "hour", "apiece": "each", "each": "each",
}  # fmt: skip
_PERIODS = frozenset(
    "year month week day hour minute second night quarter annum decade century season term week-end weekend".split()
)
_AFTER_A = _PERIODS | frozenset(
    "tonne ton kilo kg kilogram kilogramme kilometre kilometer km mile litre liter gallon barrel head person share piece unit pop time ounce pound metre meter bushel acre hectare plate go shift household child student pupil patient seat ticket copy dose vote word kilowatt-hour megawatt-hour family game match litre bottle megawatt kilowatt watt loaf".split()
)
_DOUBLING = {
    "doubled": 2, "doubling": 2, "double": 2, "doubles": 2, "tripled": 3, "tripling": 3, "triple": 3, "triples": 3, "trebled": 3, "trebling": 3, "treble": 3,
    "quadrupled": 4, "quadrupling": 4, "quadruple": 4, "quintupled": 5, "quintuple": 5, "halved": 0.5, "halving": 0.5, "halve": 0.5, "halves": 0.5,
    "twice": 2, "thrice": 3,
}  # fmt: skip
_FOLD = re.compile(r"(" + "|".join(CARDINALS) + r")fold")
_SIXTY = re.compile("[0-5][0-9]")
_CHANGE = re.compile(
    r"(?:r[io]se[ns]?|rising|fall|falls|fell|fallen|falling|gr[eo]w[ns]?|growing|increas\w+|decreas\w+|declin\w+|dropp?\w*|climb\w*|slipp?\w*|jump\w*|surg\w+|plung\w+|shr[aiu]nk\w*|"
    r"widen\w*|narrow\w*|cuts?|cutting|rais\w+|lower\w*|expand\w*|up|down|reduc\w+|doubl\w+|improv\w+|went|go|goes|moved?|advanc\w+|revis\w+|chang\w+|slid\w*|eas\w+|brought|bring|"
    r"gained?|swell\w*|swollen|soar\w*|tumbl\w+|edg\w+|boost\w*|quadrupl\w+|tripl\w+|trebl\w+|halv\w+|ris\w+|risen|lift\w*|trimm?\w*|downgrad\w+|upgrad\w+|extend\w*|accelerat\w+|slow\w*|shift\w*|reduction|rise|cool\w*|weaken\w*|strengthen\w*|ballooned|dwindl\w+|dipp\w+|escalat\w+|mov\w+|scal\w+|crept|sank|sunk|leapt|leap\w*|multipl\w+|push\w*|deepen\w*|lengthen\w*|shorten\w*|halving|fluctuat\w+|trebl\w+)"
)
_SPANNING = frozenset("anywhere somewhere ranging ranged range ranges anything varying".split())
_NUMBER_NOUN = frozenset("million billion thousand hundred trillion".split())


_RUNNING = frozenset(
    "consecutive straight full whole calendar working business solid successive long short additional further extra more".split()
)


class Found(NamedTuple):
    """A quantity, or what was set aside: offsets in the paragraph; `start` to `end` is the surface."""

    start: int
    end: int
    core_start: int
    core_end: int
    low: float
    high: float
    unit: str
    kind: str
    hedge: str
    hedge_text: str
    per: str
    counted: str
    aside: str  # "" for a quantity


class _Amount(NamedTuple):
    """A number with its unit: lexemes [i, j), the core's first and last lexeme, its values."""

    i: int
    j: int
    first: int
    last: int
    low: float
    high: float
    unit: str
    scale: float
    style: str
    per: str
    ranged: bool


def unit_at(t, j):
    """The unit whose name begins at lexeme j: (unit, kind, factor, per, next place), or None."""
    if t[j].low not in STARTS and t[j].text not in ("%", "°") and t[j].text not in LEXICON:
        return None
    name, best, k = "", None, j
    for n in range(LONGEST + 1):
        if t[k].kind not in one_of("w s n") or not t[k].text:
            break
        if (n and t[k].text in one_of("/ ° ² ³")) or (t[k - 1].text in ("/", "°") and n):
            name += t[k].text
        elif n and t[k].kind == "n":
            if not glued(t, k - 1) or t[k].text not in "23":
                break
            name += t[k].text
        else:
            name += (" " if n else "") + t[k].text
        found = lookup(name)
        if found:
            best = (*found, k + 1)
        k += 1
        if t[k].low in DASHES and glued(t, k) and glued(t, k - 1):
            k += 1
    if best and best[0] == "degree" and t[best[4]].low in ("c", "f"):
        return ("degC" if t[best[4]].low == "c" else "degF", "other", 1.0, "", best[4] + 1)
    if best and t[j].low == "x" and (not glued(t, j - 1) or (glued(t, j) and t[j + 1].kind == "n")):
        return None  # 4x100
    return best


def _currency_before(t, i, first):
    """A sign, code or prefix before the number at i: (currency, first lexeme), or None."""
    x, back = t[i - 1], i - 1
    if back < first:
        return None
    if x.text in SIGNS:
        y = t[back - 1]
        if back - 1 >= first and y.kind == "w" and y.end == x.start and y.low in BEFORE_SIGN and x.text in "$¥":
            return BEFORE_SIGN[y.low], back - 1
        return SIGNS[x.text], back
    if x.text in CODES:
        return SAME_CODE.get(x.text, x.text), back
    if x.low in PREFIXES and x.text[:1].isupper() and (x.low != "re" or x.text == "Re"):
        return PREFIXES[x.low], back
    if x.text == "." and t[back - 1].low in one_of("rs fr") and back - 1 >= first and t[back - 1].text[:1].isupper():
        return PREFIXES[t[back - 1].low], back - 1
    return None


def _with_unit(t, n, first, currency=None):
    """A number with the currency before or the unit after it."""
    before = _currency_before(t, n.i, first) if currency is None else currency
    i, j, low, high, unit, per, style = n.i, n.j, n.low, n.high, "", "", n.style
    if before:
        unit, i = before
        j = j + 2 if t[j].low in DASHES and t[j + 1].low in _NUMBER_NOUN and glued(t, j) else j
        return _Amount(i, j, n.i, n.j - 1, low, high, unit, n.scale, style, per, False)
    k = j
    if t[j].text == "(" and t[j + 1].kind == "n" and t[j + 2].text == ")" and style == "words":
        again = number(t, j + 1)
        if again and again.low == low and again.j == j + 2:  # thirty-six (36)
            j = k = j + 3
            n = n._replace(j=j)
    if t[k].low in DASHES and glued(t, k - 1) and (glued(t, k) or t[k + 1].kind == "w"):
        k += 1
    if t[k].text in CODES and t[k].text != "TRY":
        return _Amount(
            i, k + 1, n.i, n.j - 1, low, high, SAME_CODE.get(t[k].text, t[k].text), n.scale, style, per, False
        )
    if t[k].text in DEGREES and glued(t, k - 1) and k == j and high <= 130 and style == "digits":
        return _Amount(i, k + 1, n.i, n.j - 1, low, high, DEGREES[t[k].text], n.scale, style, per, False)
    found = unit_at(t, k)
    if (
        found
        and found[1] == "money"
        and found[0] == "GBP"
        and t[found[4]].low == "of"
        and t[found[4] + 1].low
        not in one_of("aid funding investment debt taxpayers public cuts savings spending new help support")
    ):
        found = (
            ("lb", "mass", 1.0, "", found[4]) if t[found[4] - 1].low in ("pound", "pounds") and n.scale < 1e6 else found
        )
    if found is None and t[k].low in _RUNNING and k == j:
        found = unit_at(t, k + 1)
        found = found if found and found[1] == "duration" else None
    if found and t[k].text == "s" and t[n.i - 1].low in DASHES:
        found = None
    if (
        found
        and not (k > j and found[1] == "count")
        and (
            (found[0] == "second" and t[k].low == "second" and high > 1)
            or (t[k].low in one_of("min sec p") and k > j)
            or (
                len(t[k].text) == 1
                and t[k].kind == "w"
                and found[4] == k + 1
                and not (glued(t, k - 1) or (t[k].text in one_of("m g l t h") and t[k].start - t[k - 1].end == 1))
            )
            or (t[k].low in one_of("real pound foot yard") and k == j and high != 1 and not glued(t, k - 1))
        )
    ):
        found = None
    if found:
        unit, _, factor, per, j = found
        return _Amount(i, j, n.i, n.j - 1, low * factor, high * factor, unit, n.scale, style, per, False)
    return _Amount(i, n.j, n.i, n.j - 1, low, high, "", n.scale, style, per, False)


def _compound(t, a, first):
    """2 hours and 25 minutes; 6ft 2in; 5 years and 3 months: in the smallest unit stated."""
    while a.unit in KINDS and a.low == a.high:
        k = a.j + 1 if t[a.j].low == "and" else a.j
        n = number(t, k) if t[k].kind == "n" or t[k].low in CARDINALS else None
        if n is None or n.scale > 1:
            break
        more = _with_unit(t, n, n.i)
        if a.unit == "foot" and not more.unit and t[n.j].low == "in" and glued(t, n.j - 1):
            more = more._replace(unit="inch", j=n.j + 1)  # 6ft 2in
        if (a.unit, more.unit) not in SMALLER:
            break
        rest = convert(a.low, a.unit, more.unit)
        limit = convert(1.0, a.unit, more.unit)
        if rest is None or more.low >= limit:
            break
        worth = round(rest + more.low, 9)
        a = a._replace(j=more.j, last=more.last, low=worth, high=worth, unit=more.unit)
    more, j = and_part(t, a.j)
    if more and a.unit in FACTORS and a.low == a.high and a.style == "words":
        a = a._replace(j=j, last=j - 1, low=a.low + more, high=a.low + more)
    return a


def _range(t, a, first, between):
    """The second number of a range and the scale, currency or unit that both share; None if there is none."""
    link = t[a.j]
    dash = link.low in DASHES
    if dash and t[a.j + 1].low in one_of("to or") and not a.unit:  # two- to three-year, two- to threefold
        link, dash, a = t[a.j + 1], False, a._replace(j=a.j + 1)
    if not (dash or link.low == "to" or link.low == "or" or (between and link.low == "and")):
        return None
    k = a.j + 1
    fold = _FOLD.fullmatch(t[k].low)
    if fold and a.low < CARDINALS[fold.group(1)]:
        return a._replace(j=k + 1, last=k, high=float(CARDINALS[fold.group(1)]), unit="times", ranged=True)
    start = k
    while (
        t[k].text in SIGNS
        or (t[k].low in BEFORE_SIGN and t[k + 1].text in SIGNS)
        or t[k].text in CODES
        or (t[k].low in PREFIXES and t[k].text[:1].isupper())
    ):
        k += 1
        if k > start + 2:
            return None
    n = number(t, k) if t[k].kind == "n" or t[k].low in CARDINALS or t[k].low in one_of("a half") else None
    if n is None or n.style not in ("digits", "words") or n.low != n.high:
        return None
    if dash and link.start - t[a.j - 1].end != t[k].start - link.end and not (t[k].start - link.end <= 1):
        return None
    b = _with_unit(t, n, start) if k == start else _with_unit(t, n, start, _currency_before(t, n.i, start))
    unit = a.unit
    if a.unit and b.unit and (a.unit != b.unit or (link.low == "to" and _moved(t, a.i, floor=first))):
        return None
    signed = a.i < a.first and start < k  # $89 to $93 billion
    if link.low == "to" and a.unit and b.unit and not signed and t[a.i].low != t[k].low and b.low > 4 * a.low:
        return None  # 45 cents to $12.30
    if a.unit and not b.unit and (a.unit not in KINDS or KINDS[a.unit] == "money") and not dash and link.low == "or":
        return None
    if a.unit in KINDS and KINDS.get(a.unit) != "money" and not b.unit:
        return None  # "five years to 12": not one quantity
    low, scale = a.low, a.scale
    if a.scale == 1 and b.scale > 1 and a.low <= n.high / n.scale:
        low, scale = a.low * b.scale, b.scale
    if not a.unit and n.high:
        low *= b.high / n.high  # 35 to 45 cents
    if link.low == "or" and not (a.style == b.style and 0 < b.high - low <= max(2, low) and n.scale == scale):
        return None
    if low >= b.high:
        return None
    if a.unit and not b.unit and KINDS.get(a.unit, "money") == "money":
        b = b._replace(unit=a.unit)
    return a._replace(
        j=b.j,
        last=b.last,
        low=low,
        high=b.high,
        unit=b.unit or unit,
        scale=max(a.scale, b.scale),
        per=a.per or b.per,
        ranged=True,
    )


def _moved(t, i, floor):
    """Gained $11 to $2,041: the first number is by how much, the second is where to."""
    back = [x.low for x in t[max(0, i - 4) : i]]
    return not {"between", "from"} & set(back[-1:]) and any(
        _CHANGE.fullmatch(x) or x in ("add", "added", "adding", "lost", "lose", "shed") for x in back
    )


def _hedge_before(t, i, first):
    """(kind, first lexeme) of the hedge that ends just before lexeme i, or None."""
    last = i - 1
    if last < first:
        return None
    if t[last].low == "the" and t[last - 1].low in one_of("above below exceeded exceeds") and last - 1 >= first:
        last -= 1
    if t[last].text == "." and t[last - 1].low in one_of("c ca approx"):
        return "approx", last - 1
    if t[last].low in DASHES and t[last - 1].low in one_of("over under") and last - 1 >= first and glued(t, last):
        return ("above" if t[last - 1].low == "over" else "below"), last - 1  # over-65s
    for phrase in _LAST.get(t[last].low, ()):
        start = last - len(phrase) + 1
        if start >= first and all(t[start + n].low == word for n, word in enumerate(phrase)):
            return _HEDGES[phrase], start
    return None


def _hedge_after(t, j):
    """(kind, next place) of a hedge that begins at lexeme j, or None."""
    if t[j].low not in _FIRST_AFTER:
        return None
    if t[j].text == "+" and t[j + 1].kind == "n" and glued(t, j):
        return None
    for size in (4, 3, 2, 1):
        words = tuple(x.low for x in t[j : j + size])
        if words in _HEDGES_AFTER:
            if words[0] in one_of("plus odd tops minimum approximately roughly upwards") and t[j - 1].end != t[j].start:
                return None
            if (words == ("at", "least") and t[j + 2].kind == "n") or (
                words == ("or", "so") and t[j + 2].low in one_of("he she they it i we goes")
            ):
                return None
            if (
                size == 2
                and words[0] in ("or", "and")
                and words[1] in one_of("more less over above below under")
                and t[j + 2].low in one_of("than a the if of")
            ):
                return None
            return _HEDGES_AFTER[words], j + size
    return None


def _is_hedge(t, kind, start, a, first):
    """Does the hedge mean the number? "Over five years" is "during", "about 12 clauses" may be what was argued about."""
    if t[a.i - 1].low == "the" and KINDS.get(a.unit) == "duration" and t[a.last + 1].low in DASHES:
        return False  # above the five-year average
    if start < a.i - 1:
        return not (t[start].low == "up" and t[start + 1].low == "to" and t[start - 1].low in _PARTICLED)
    only, before = t[start].low, t[start - 1].low if start > first else ""
    timely, plain = KINDS.get(a.unit) == "duration", a.style == "words" and not a.unit
    if only == "over" and timely:
        return _lasts(t, a, before, start == first)
    if only in ("under", "over") and _age(t, a, first):
        return True
    if only == "over" and before == "spread":
        return False
    if only in one_of("under above below around over beyond") and plain:
        return before in _BEFORE_PLACE
    if only == "about":
        return before not in _TALK and not (
            t[start - 2].low in _TALK and before in one_of("the us them him her me out")
        )
    if only in one_of("passed passes passing pass top tops"):
        return a.style != "words" and before not in one_of("the its their a")
    return not (only in one_of("minimum maximum nearer better") or (only == "beyond" and before in ("go", "goes")))


def _lasts(t, a, before, opens):
    """Over five years: is it said that something takes longer, or only that it happens meanwhile?"""
    after = t[a.j].low
    if before in one_of("the spread spent averaged invest paid"):
        return False
    if before in _LASTING or after in one_of("of ago old later after") or (opens and after in one_of("later have has")):
        return True
    return (before.endswith("ing") and before not in ("during", "covering")) or (
        before in one_of("that but still and missing") and a.style == "digits"
    )


def _per(t, j, a):
    """(denominator, next place to look from) of a rate: per year, a day, /day, annually, each; ("", j) if none."""
    x = t[j]
    if x.low == "per" and t[j + 1].kind in ("w", "n") and t[j + 1].low != "cent":
        return _denominator(t, j + 1)
    if x.text == "/" and t[j + 1].kind == "w" and glued(t, j) and glued(t, j - 1):
        return _denominator(t, j + 1)
    if (
        x.low in one_of("a an")
        and t[j + 1].low in _AFTER_A
        and not (KINDS.get(a.unit) == "duration" and t[j + 1].low not in _PERIODS)
        and not (t[j + 1].low in _PERIODS and _otherwise(t, j + 2, a))
    ):
        if (t[j + 1].low == "time" and t[j].low == "a") or (
            t[j + 1].low == "second" and t[j + 2].kind == "w" and t[j + 2].low not in one_of("in and to")
        ):
            return ("time", j + 2) if t[j + 1].low == "time" else ("", j)
        if (
            t[j + 1].low in one_of("unit go share head term word game match season quarter")
            and not a.unit
            and a.style != "digits"
        ):
            return "", j
        return _denominator(t, j + 1)
    if x.low in _ADVERBS:
        if (
            x.low in one_of("daily weekly monthly hourly yearly")
            and t[j + 1].kind == "w"
            and t[j + 1].low not in one_of("in by to and from on at for since the after under")
        ):
            return "", j
        return _ADVERBS[x.low], j + 1
    if x.low == "every" and t[j + 1].low in _PERIODS and a.unit not in ("day",):
        return _denominator(t, j + 1)
    if x.low == "in" and t[j + 1].low == "each" and a.low == 1 and t[j + 2].low == "of":
        return (t[j + 5].low if t[j + 4].kind in "nw" and t[j + 3].low == "the" else ""), j
    if x.low in one_of("for of on in") and t[j + 1].low in one_of("every each") and t[j + 2].kind == "w":
        return (
            (_denominator(t, j + 2))
            if (a.unit and x.low != "in") or x.low == "for" or (x.low == "in" and a.low == 1)
            else ("", j)
        )
    if (
        x.low in one_of("on to")
        and t[j + 1].low == "the"
        and t[j + 2].low in one_of("dollar euro pound tonne ton barrel hectare acre")
        and a.unit
    ):
        return _PER_UNIT.get(t[j + 2].low, t[j + 2].low), j + 3
    return "", j


def _otherwise(t, j, a):
    """A year earlier, a month ago, an hour and a half, two years a week before: no rate."""
    low = t[j].low
    return (
        low in one_of("ago earlier later old long ahead")
        or (low == "and" and t[j + 1].low == "a")
        or (low in ("before", "after") and not a.unit)
    )


def _denominator(t, j):
    if t[j].low == "d":
        return "day", j + 1
    if t[j].kind == "n":
        n = number(t, j)
        noun, k = _counted(t, n.j) if n else ("", j)
        return (" ".join(x.text for x in t[j : n.j]) + f" {noun}").strip() if n else "", k
    found = unit_at(t, j)
    if found and found[1] != "money" and t[j].low not in one_of("head p"):
        return found[0], found[4]
    return _PER_UNIT.get(t[j].low, t[j].low), j + 1


def _and_a_half(t, i):
    """An hour and a half, an hour and a quarter."""
    if t[i].low in one_of("a an") and t[i + 2].low == "and" and t[i + 3].low == "a":
        found, (more, j) = unit_at(t, i + 1), and_part(t, i + 2)
        if more and found and found[4] == i + 2 and found[0] in FACTORS:
            return _Amount(i, j, i, j - 1, 1.0 + more, 1.0 + more, found[0], 1.0, "words", "", False)
    return None


def _amount(t, i, first):
    """The quantity that begins at the numeral at i, or None."""
    x = t[i]
    low = x.low
    half = _and_a_half(t, i)
    if half:
        return half
    if x.kind == "w" and low in _DOUBLING and low not in CARDINALS:
        return _doubling(t, i, first)
    fold = _FOLD.fullmatch(low) if x.kind == "w" else None
    if fold:
        worth = float(CARDINALS[fold.group(1)])
        return _Amount(i, i + 1, i, i, worth, worth, "times", 1.0, "words", "", False)
    part = _share(t, i, first) or fraction(t, i)
    if part:
        return (
            part
            if isinstance(part, _Amount)
            else _Amount(i, part.j, i, part.j - 1, part.low, part.high, "fraction", 1.0, "fraction", "", False)
        )
    n = number(t, i)
    if n is None:
        return None
    if (
        n.style == "digits"
        and t[n.j].text == ":"
        and glued(t, n.j - 1)
        and _SIXTY.fullmatch(t[n.j + 1].text)
        and t[n.j + 2].text == ":"
        and t[n.j + 3].kind == "n"
        and glued(t, n.j + 2)
    ):
        worth = 3600 * n.low + 60 * float(t[n.j + 1].text) + float(t[n.j + 3].text.replace(",", "")[:6])
        return _Amount(i, n.j + 4, i, n.j + 3, worth, worth, "second", 1.0, "digits", "", False)
    if n.style == "vague":
        return _vague(t, n, first)
    a = _with_unit(t, n, first)
    if not a.ranged and a.unit and KINDS.get(a.unit):
        a = _compound(t, a, first)
    return a


def _vague(t, n, first):
    j = n.j + 1 if t[n.j].low == "of" else n.j
    found = unit_at(t, j) if j > n.j or t[j].low in STARTS else None
    if found and found[1] not in ("percent", "multiplier"):
        return _Amount(n.i, found[4], n.i, n.j - 1, n.low, n.high, found[0], n.scale, "vague", "", False)
    return _Amount(n.i, n.j, n.i, n.j - 1, n.low, n.high, "", n.scale, "vague", "", False)


def _share(t, i, first):
    """Half of, half the, by half; half an hour; a quarter of a percentage point; the poorest fifth; a quarter, a third."""
    low, before = t[i].low, t[i - 1].low if i > first else ""
    k = i + 1 if low in ("a", "one") else i
    if t[k].low in ("half", "quarter"):  # a quarter point, a half-point
        p = k + 2 if t[k + 1].low in DASHES else k + 1
        if t[p].low == "point":
            worth = 0.5 if t[k].low == "half" else 0.25
            return _Amount(i, p + 1, i, k, worth, worth, "percentage_point", 1.0, "words", "", False)
    if low == "half":
        j = i + 1
        n = number(t, i)
        if n:
            return None
        if t[j].low in DASHES:
            return None
        if t[j].low in one_of("a an") or (t[j].low == "of" and (t[j + 1].kind == "n" or t[j + 1].low == "a")):
            k = j + 1 if t[j].low != "of" else j + 1 + (t[j + 1].low == "a")
            if t[j].low == "of" and t[j + 1].kind == "n":
                inner = number(t, j + 1)
                found = unit_at(t, inner.j) if inner else None
                if found and found[0] in ("percent", "percentage_point"):
                    return _Amount(
                        i, found[4], i, inner.j - 1, 0.5 * inner.low, 0.5 * inner.low, found[0], 1.0, "words", "", False
                    )
            found = unit_at(t, k)
            if found and found[1] != "money":
                return _Amount(i, found[4], i, i, 0.5, 0.5, found[0], 1.0, "words", "", False)
            if t[j].low in one_of("a an") and t[k].low == "chance":
                return None
        if before in one_of("first second other latter better") or t[j].low in one_of("time year term hearted"):
            return None
        return _Amount(i, j, i, i, 0.5, 0.5, "fraction", 1.0, "fraction", "", False)
    if (
        low in CARDINALS
        and CARDINALS[low] > 1
        and t[i + 1].low == "quarters"
        and t[i + 2].low not in one_of("of in the are were said have")
    ):
        return _Amount(i, i + 2, i, i, float(CARDINALS[low]), float(CARDINALS[low]), "quarter", 1.0, "words", "", False)
    if (
        low in one_of("a one three")
        and t[i + 1].low in one_of("quarter quarters half third")
        and t[i + 2].low == "of"
        and t[i + 3].low in one_of("a one")
    ):
        found = unit_at(t, i + 4)
        if found and found[1] != "money":
            worth = CARDINALS.get(low, 1) / PARTS[t[i + 1].low]
            return _Amount(i, found[4], i, i + 1, worth, worth, found[0], 1.0, "words", "", False)
    if (
        low in one_of("fifth third quarter tenth")
        and before
        in one_of(
            "poorest richest top bottom highest lowest largest smallest oldest youngest wealthiest remaining final other"
        )
        and t[i + 1].low == "of"
    ):
        return _Amount(i, i + 1, i, i, 1 / PARTS[low], 1 / PARTS[low], "fraction", 1.0, "fraction", "", False)
    return None


def _doubling(t, i, first):
    """Doubled, to double, more than double the, twice as, twice a year."""
    low, before, after = t[i].low, t[i - 1].low if i > first else "", t[i + 1].low
    if low in one_of("double triple treble quadruple"):
        hedged = _hedge_before(t, i, first)
        verb = before in one_of(
            "to will would could can may might should must and almost nearly roughly than is was about not they we"
        )
        follows = (
            after
            in one_of(
                "the that its their what his her this our in by to from as those since over within output production exports trade capacity"
            )
            or t[i + 1].kind != "w"
        )
        if not (hedged or (verb and follows) or after in one_of("the that its their what those")):
            return None
    if low in one_of("doubles halves triples") and (
        before in one_of("the men's women's mixed both two of in")
        or after not in one_of("the as its every to in by that their")
    ):
        return None
    if (low == "doubling" and after == "down") or (low == "doubled" and after in one_of("down over back up")):
        return None
    worth = float(_DOUBLING[low])
    return _Amount(i, i + 1, i, i, worth, worth, "times", 1.0, "double", "", False)


def _age(t, a, first):
    """Hart, 7, walked; aged 44; at age 22; under six (children); over-65s: years."""
    before, after = t[a.i - 1], t[a.j]
    if before.low in DASHES and t[a.i - 2].low in one_of("over under") and after.low in ("s", "year", *DASHES, "age"):
        return True
    if a.unit or a.scale > 1 or a.low > 120 or a.style not in ("digits", "words"):
        return False
    kind = t.rules.around(t, a.i, a.j)
    return kind == "age" or (kind == "age of a person" and 1 < a.low < 110)


def quantities(text, kind="body", rules=None):
    """Every quantity and every number that is none, in one paragraph, in order; none overlap.

    Args:
        text: the paragraph, mended (lib.text.repair), without word joiners.
        kind: of the paragraph; in furniture all numbers are set aside.
        rules: of what is no quantity (lib.claims.asides.rules), ours by default.
    Returns:
        list of Found.
    """
    t = lexemes(text, rules or asides.rules())
    shapes = asides.fixed(text)
    found, floor, i, last_unit, n_shape = [], 0, 0, None, 0
    while t[i].kind:
        x = t[i]
        if (
            x.kind == "w"
            and x.low not in _TRIGGERS
            and x.low.isalpha()
            and (n_shape == len(shapes) or x.end <= shapes[n_shape][0])
        ):
            i += 1
            continue
        while n_shape < len(shapes) and shapes[n_shape][1] <= x.start:
            n_shape += 1
        if (
            n_shape < len(shapes)
            and shapes[n_shape][0] <= x.start
            and (not found or found[-1].end <= shapes[n_shape][0])
        ):
            start, end, what = shapes[n_shape]
            while t[i].kind and t[i].start < end:
                i += 1
            found.append(
                _aside(start, max(end, t[i - 1].end), what)
            )  # to the end of "9.1", of which no digit is left over
            floor = i
            continue
        if x.kind == "u":
            if any(c.isdigit() for c in x.text):
                found.append(_aside(x.start, x.end, "code"))
            i = floor = i + 1
            continue
        if (
            x.low in one_of("a an")
            and t[i + 1].low == "half"
            and t[i + 2].low in DASHES
            and t[i + 3].low not in one_of("million dozen billion hour century")
        ):
            i += 1
            continue
        if x.kind == "s" and x.text.isdigit():  # a superscript, or digits of another script
            found.append(_aside(x.start, x.end, "footnote" if x.text in _SUPERSCRIPTS else "other"))
            i = floor = i + 1
            continue
        if x.kind == "w" and not x.low.isalpha() and re.split("['’]", x.low)[0] in asides.NUMERIC:  # one's, the five's
            found.append(_aside(x.start, x.end, "pronoun" if x.low.startswith("one") else "other"))
            i = floor = i + 1
            continue
        word = x.kind == "w" and (
            x.low in asides.NUMERIC
            or (
                x.low in one_of("a an quarter")
                and (
                    t[i + 1].low in _ARTICLE_NUMBERS
                    or (t[i + 2].low == "and" and t[i + 3].low == "a" and t[i + 4].low in one_of("half quarter"))
                )
            )
            or (x.low.endswith("fold") and _FOLD.fullmatch(x.low))
            or x.low in one_of("one’s one's oneself")
        )
        if not (
            x.kind == "n" or word or (x.kind == "s" and x.text in _VULGAR_SIGNS) or (x.low in MONTHS and x.kind == "w")
        ):
            i += 1
            continue
        step = _step(t, i, floor, kind, last_unit)
        if step is None:
            i += 1
            continue
        item, j, unit = step
        if isinstance(item, list):
            found += item
        elif item is not None:
            if found and item.start < found[-1].end:  # never over what stands already
                item = item._replace(start=max(item.start, found[-1].end))
            found.append(item)
        inside = t[max(0, i - 4)].text == "(" or "(" in (t[i - 1].text, t[i - 2].text, t[i - 3].text)
        last_unit = last_unit if inside and last_unit else unit or last_unit
        floor, i = j, max(j, i + 1)
    return _local(found, text)


def _local(found, text):
    """Manat and som are money of two countries each: the paragraph says whose."""
    low = text.lower()
    swap = {"TMT": "AZN"} if "turkmen" not in low else {}
    swap |= {"KGS": "UZS"} if "uzbek" in low and "kyrgyz" not in low else {}
    return [item._replace(unit=swap[item.unit]) if item.unit in swap else item for item in found]


_ARTICLE_NUMBERS = frozenset(PARTS) | frozenset(SCALES)
_TRIGGERS = asides.NUMERIC | frozenset(MONTHS) | {"a", "an", "quarter"} | {f"{name}fold" for name in CARDINALS}
_SUPERSCRIPTS = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_VULGAR_SIGNS = "½¼¾⅓⅔⅛⅜⅝⅞⅕"


def _aside(start, end, kind):
    return Found(start, end, start, end, 0.0, 0.0, "", "", "", "", "", "", kind)


def _span(t, i, j):
    return t[i].start, t[j - 1].end


def _step(t, i, floor, kind, last_unit):
    """What stands at i: (Found or None, next place, unit), or None if nothing numeric does."""
    x = t[i]
    if x.kind == "w" and x.low in MONTHS and x.low not in asides.NUMERIC:
        where = t.rules.at(t, i, floor)
        return (_aside(*_span(t, *where[:2]), where[2]), where[1], None) if where else None
    if kind == "furniture":
        j = i + 1
        start = i - 1 if i > floor and t[i - 1].text == "(" else i
        return _aside(t[start].start, t[j].end if start < i and t[j].text == ")" else x.end, "furniture"), j, None
    item = _set_aside(t, i, floor)
    if item:
        return item
    a = _amount(t, i, floor)
    if a is None or a.j <= i:
        where = asides.ordinal(t, i)
        if where:
            return _aside(*_span(t, i, where), "ordinal"), where, None
        if x.low in one_of("a an"):
            return None
        return _aside(x.start, x.end, _leftover(x)), i + 1, None
    return _quantity(t, i, a, floor, last_unit)


def _leftover(x):
    if x.low in one_of("hundreds thousands tens millions million billion billions hundred thousand trillion dozen"):
        return "vague"
    return "idiom" if x.low in one_of("half double triple doubles treble") else "other"


def _set_aside(t, i, floor):
    x = t[i]
    where = t.rules.at(t, i, floor)
    if where:
        return _aside(*_span(t, *where[:2]), where[2]), where[1], None
    border = (
        asides.marked_year(x)
        if x.kind == "n"
        and (not glued(t, i) or t[i + 1].kind == "")
        and not _currency_before(t, i, floor)
        and (t[i + 1].text[:1].isupper() or t[i + 1].kind == "")
        else None
    )
    if border:
        return [_aside(x.start, border, "year"), _aside(border + 1, x.end, "footnote")], i + 1, None
    part = fraction(t, i) if x.low not in one_of("first second") else None
    j = asides.ordinal(t, i)
    if j and not (part and part.j > i + 1) and not _share(t, i, floor):
        return _aside(*_span(t, i, j), "ordinal"), j, None
    if (
        part
        and t[i].low in one_of("a one")
        and t[part.j - 1].low not in one_of("half quarter")
        and t[part.j].kind == "w"
        and t[part.j].low not in _AFTER_PART
        and t[part.j - 1].low in PARTS
        and t[part.j - 1].low not in one_of("thirds")
    ):
        if t[i].low == "one":
            return None
        return _aside(*_span(t, part.j - 1, part.j), "ordinal"), part.j, None  # a third meeting
    if x.low in one_of("quarter quarters") or (
        x.low in one_of("a one the")
        and t[i + 1].low == "quarter"
        and t[i + 2].low not in one_of("of million century below above less more fewer lower higher")
        and t[i - 1].low not in one_of("by than nearly almost about around over under some to roughly and")
    ):
        k = i if x.low in one_of("quarter quarters") else i + 1
        return _aside(t[k].start if x.low != "one" else x.start, t[k].end, "other"), k + 1, None
    return None


_AFTER_PART = frozenset(
    "of in from by to more less as is was were are and or since over on at for compared between that after during than will would had have has below above when while though but this last because higher lower bigger smaller larger if with".split()
)


def _quantity(t, i, a, floor, last_unit):
    """The whole quantity around an amount: its range, hedge, unit, rate and noun: (Found, next place, unit)."""
    a, opener = _spread(t, a, floor)
    if not a.unit and last_unit and not a.ranged:
        a = _elliptic(t, a, floor, last_unit)
    first, hedge, hedge_text = _hedged(t, a, opener, floor)
    if first > floor and a.unit in ("degC", "degF", "degree"):
        signed = t[first - 1].text in one_of("- –") and glued(t, first - 1) and not glued(t, first - 2)
        first -= signed or t[first - 1].low in ("minus", "−")
    j, after = a.j, _hedge_after(t, a.j)
    if after and not a.ranged and (hedge in ("none", after[0])):
        hedge, j = after
        hedge_text = hedge_text or ("-" if t[a.j].low in DASHES else "") + _text(t, a.j + (t[a.j].low in DASHES), j)
    if not a.unit and (a.ranged or j > a.j):  # 7,000-plus tonnes
        found = unit_at(t, j)
        if found and found[1] != "count":
            a, j = a._replace(unit=found[0], low=a.low * found[2], high=a.high * found[2]), found[4]
    link = j + 1 if t[j].low in DASHES and glued(t, j - 1) else j
    if not a.unit and t[link].low in ("points", "point") and a.style in ("digits", "words"):
        unit = "percentage_point" if _polled(t, a) else "point" if a.style == "digits" and _index(t, a, floor) else ""
        a, j = (a._replace(unit=unit), link + 1) if unit else (a, j)
    elif not a.unit and _level(t, a, floor):
        a = a._replace(unit="point")
    elif not a.unit and first > floor + 2 and [x.low for x in t[first - 3 : first]] == ["a", "factor", "of"]:
        a = a._replace(unit="times")
    unit, noun, k = a.unit or ("year" if _age(t, a, floor) else "number" if _pure(t, a, floor) else "count"), "", j
    if unit == "count":
        noun, k = _counted(t, j, a.style == "vague", a.low == a.high == 1)
        if j == a.j and not _plausible(t, i, a, noun, floor):  # 200-plus is a quantity
            return _aside(t[a.i].start, t[a.j - 1].end, "other"), a.j, None
    per = a.per or _per(t, k, a)[0] or _per(t, _past_bracket(t, k), a)[0]
    if (
        not per and link > j and t[link].low in ("a", "per") and t[link + 1].low in DASHES
    ):  # a $5-million-a-year project
        per = _denominator(t, link + 2)[0] if t[link + 2].low in _AFTER_A else ""
    if not per and unit != "count" and t[j].low == "of":
        per = _per_later(t, j, a)
    core = t[a.first].start, t[a.last].end
    kind = KINDS.get(unit, "money")
    item = Found(
        t[first].start, max(t[j - 1].end, core[1]), *core, a.low, a.high, unit, kind, hedge, hedge_text, per, noun, ""
    )
    return item, j, unit if unit not in ("fraction", "times") else None


def _spread(t, a, floor):
    """The amount as a range, if it is one, and the place of the "between" or "from" that opens it."""
    before = t[a.i - 1].low if a.i > floor else ""
    between = before == "between"
    dashed = t[a.j].low in DASHES and t[a.j].text and glued(t, a.j - 1) and glued(t, a.j)
    changed = before == "from" and not dashed and t[a.i - 2].low not in _SPANNING and _changes(t, a.i - 1)
    if between and a.unit == "fraction" and t[a.j].low == "and":
        other = fraction(t, a.j + 1) or _share(t, a.j + 1, floor)
        if other and other.high > a.low:
            a = a._replace(j=other.j, last=other.j - 1, high=other.high, ranged=True)
    elif changed:
        return _borrowed(t, a), None
    elif a.unit != "fraction" and a.style in ("digits", "words") and not a.ranged:
        a = _range(t, a, floor, between) or a
    spelt = any(
        x.low in ("to", "and") for x in t[a.first : a.last]
    )  # "from 5-6 states" names where, not a range's start
    if not a.ranged or before not in ("between", "from") or not spelt:
        return a, None
    wide = a.i - 2 >= floor and t[a.i - 2].low in ("somewhere", "anywhere", "anything")
    return a, a.i - 2 if wide else a.i - 1


def _hedged(t, a, opener, floor):
    """(first lexeme of the surface, hedge, its words)."""
    if opener is not None:
        return opener, "range", _text(t, opener, a.i)
    told = _hedge_before(t, a.i, floor)
    if told and _is_hedge(t, *told, a, floor):
        return told[1], "range" if a.ranged else told[0], _text(t, told[1], a.i)
    return a.i, "range" if a.ranged else "none", ""


def _polled(t, a):
    """Points of approval, turnout, a lead or a margin of error."""
    words = {x.low for x in t[max(0, a.i - 14) : a.j + 10]}
    return bool(
        words & one_of("approval rating ratings lead turnout support poll polls percent ahead margin % behind")
    ) and not words & one_of(
        "index dow nasdaq ftse shares stocks nikkei game scored season match points-per-game rebounds playoff"
    )


def _index(t, a, floor):
    """Points of a share index, not of a game."""
    words = {x.low for x in t[max(0, a.i - 14) : a.j + 12]}
    return (
        bool(words & one_of("index shares stocks ftse dow nasdaq nikkei bourse exchange traders dax sensex"))
        or a.low > 500
    )


def _level(t, a, floor):
    """The Dow fell 412 points, or 1.1 %, to 38,112.45: points as well."""
    after = t[a.j]
    return (
        a.style == "digits"
        and t[a.i - 1].low in ("to", "at")
        and (after.kind != "w" or after.low in one_of("on in by after as with and while"))
        and any(x.low == "points" for x in t[max(0, a.i - 14) : a.i])
        and _index(t, a, floor)
    )


def _pure(t, a, floor):
    """Magnitude 6.4, a 6.4-magnitude quake, a coefficient of 0.42, a score of 2.7: a number of nothing."""
    words = [x.low for x in t[max(floor, a.i - 3) : a.i]]
    if a.style == "digits" and (
        t[a.j + (t[a.j].low in DASHES)].low == "magnitude" or (words[-2:-1] == ["magnitude"] and words[-1] in DASHES)
    ):
        return True
    return (
        a.style == "digits"
        and bool({"magnitude", "coefficient", "score", "ratio", "index", "gpa", "rating", "elasticity"} & set(words))
        and words[-1] in one_of("is was of at magnitude to")
    )


def _text(t, i, j):
    parts = []
    for k in range(i, j):
        if parts and t[k - 1].end != t[k].start:
            parts.append(" ")
        parts.append(t[k].text)
    return "".join(parts)


def _changes(t, k):
    """Is "from" (lexeme k) that of a change (grew from 21 to 27), not of a span?"""
    for x in reversed(t[max(0, k - 9) : k]):
        if x.text in (".", ";", ":"):
            return False
        if _CHANGE.fullmatch(x.low):
            return True
    return False


def _borrowed(t, a):
    """From 21 to 27 per cent, from $89 to $93 billion: the first number has the second one's unit and scale."""
    signed = a.i < a.first
    if t[a.j].low not in one_of("to in a") or (a.unit and not signed):
        return a
    k = a.j
    for k in range(a.j, a.j + 6):
        if t[k].low == "to":
            break
    else:
        return a
    i = k + 1
    while t[i].text in SIGNS or t[i].text in CODES:
        i += 1
    told = _hedge_phrase(t, i)
    i = told or i
    n = number(t, i) if t[i].kind == "n" or t[i].low in CARDINALS else None
    if n is None:
        return a
    b = _with_unit(t, n, k + 1)
    if not b.unit and b.scale == 1:
        return a
    if signed and b.unit != a.unit and (b.unit or t[b.j].kind == "w"):
        return a  # from $3 to 2 million people
    scale = b.scale if a.scale == 1 and b.scale > 1 and a.low < 1000 and a.style == "digits" else 1.0
    return a._replace(unit=b.unit or a.unit, low=a.low * scale, high=a.high * scale, scale=max(a.scale, scale))


def _hedge_phrase(t, i):
    for size in (3, 2, 1):
        if tuple(x.low for x in t[i : i + size]) in _HEDGES:
            return i + size
    return None


def _elliptic(t, a, floor, last_unit):
    """From nine days to six; 9 billion cubic metres and 7.4 billion for: the unit of the one before, where nothing else is counted."""
    after, before = t[a.j], t[a.i - 1].low if a.i > floor else ""
    if a.style == "vague" or KINDS.get(last_unit, "money") == "count":
        return a
    if after.kind == "w" and after.low not in one_of(
        "for in by from last this a at and on the to after between during over when as with while but or if against is was will has"
    ):
        return a
    if before == "to" and t[a.i - 2].low not in one_of("up") and any(x.low == "from" for x in t[max(0, a.i - 9) : a.i]):
        return a._replace(unit=last_unit)
    if before in ("in", "within") and KINDS.get(last_unit) == "duration" and after.kind != "w" and a.low < 100:
        return a._replace(unit=last_unit)
    if before == "under" and KINDS.get(last_unit) == "duration" and after.kind != "w":
        return a._replace(unit=last_unit)
    if after.low == "for" and a.scale > 1 and before == "and":
        return a._replace(unit=last_unit)
    back = [x.low for x in t[max(0, a.i - 3) : a.i]]
    compared = before in one_of("against versus with than") or back[-2:] in (
        ["up", "from"],
        ["down", "from"],
        ["compared", "to"],
        ["of", "which"],
    )
    part = back[-2:] == ["of", "which"] and after.low in one_of("is was will has")
    loose = part or after.kind != "w" or after.low in one_of("a last this in by for")
    if (
        compared
        and loose
        and (a.scale > 1 or (KINDS.get(last_unit) == "duration" and before != "than" and a.low < 1000))
    ):
        return a._replace(unit=last_unit)
    if before in one_of("costs least earns") and KINDS.get(last_unit, "money") in ("multiplier",) and after.kind != "w":
        return a._replace(unit=last_unit)
    return a


def _past_bracket(t, j):
    """Past "(bcm)" or "($105m)": the rate may stand behind it."""
    if t[j].text == ")":
        return j + 1
    if t[j].text != "(":
        return j
    return next((k + 1 for k in range(j + 1, min(j + 8, len(t))) if t[k].text == ")"), j)


def _per_later(t, j, a):
    """$60 ... "of gas a year": a rate after the thing."""
    for k in range(j + 1, j + 5):
        if t[k].kind != "w":
            return ""
        per, _nxt = _per(t, k, a)
        if per and t[k].low not in one_of("each every for of on in"):
            return per
    return ""


def _plausible(t, i, a, noun, floor):
    """A bare number counts something only where the text lets it: not inside a code or a formula."""
    x, before, after = t[a.i], t[a.i - 1], t[a.j]
    if x.kind == "n" and a.scale == 1 and not noun:
        if before.text in one_of("/ _ # * = ^ \\ @ |") and not (before.text == "=" and t[a.i - 2].low == "n"):
            return False
        if after.text in one_of("/ _ * ^ \\ @ | =") or (after.kind == "w" and glued(t, a.j - 1)):
            return False
        if (before.low in DASHES and glued(t, a.i - 1)) or (after.low in DASHES and glued(t, a.j - 1)):
            return False
        if len(x.text) > 1 and x.text[0] == "0" and x.text[1] not in ".":
            return False
        if (after.text == ":" and glued(t, a.j - 1) and t[a.j + 1].kind == "n") or (
            before.text == ":" and glued(t, a.i - 1)
        ):
            return False
        if (
            before.text in "(["
            and after.text in ")]"
            and before.text
            and after.text
            and t[a.i - 2].low not in one_of("n")
        ):
            return False
        if i == 0 and t[a.j].kind == "":
            return False
        if x.text.count(".") == 1 and after.kind != "w" and i == 0:
            return False
    return True
