"""The grammar of a stated quantity, and the walk that gives every number its place.

    quantity = [hedge] [currency] number [range] [scale] [unit | currency | percent] [hedge] [per]

`quantities` walks once over the lexemes of a paragraph. At each number it asks `asides` what is
no quantity, then reads a quantity from what is left; what neither understands is set aside
as "other", never guessed.
"""

import functools
import itertools
import re
from pathlib import Path
from typing import NamedTuple

from lib.claims import asides
from lib.claims.amounts import (
    CHANGE,
    amount,
    currency_after,
    currency_before,
    in_range,
    part_at,
    second,
    unit_at,
    with_unit,
)
from lib.claims.hedges import Hedges, hedge_after, hedge_before, phrase_at, read_hedges
from lib.claims.lexemes import WORDS, as_written, glued, joined_by_dash, lexemes, one_of
from lib.claims.measure import counted as _counted
from lib.claims.numbers import MONTHS, PARTS, VULGAR, number, slashed
from lib.claims.rules import Rules
from lib.claims.units import SCALES, Units, read_units
from lib.corpus.curated import RULES

_SPANNING = one_of("anywhere somewhere ranging ranged range ranges anything varying")
_ARTICLE_NUMBERS = PARTS.keys() | SCALES.keys()
_TRIGGERS = asides.NUMERIC | MONTHS | {"a", "an"}
_BY_POINTS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_SUPERSCRIPTS = "¹²³⁰⁴⁵⁶⁷⁸⁹"


class Tables(NamedTuple):
    """What a paragraph is read by: rules of what is no quantity and of rates, units and currencies, hedges."""

    rules: Rules
    rates: Rules
    units: Units
    hedges: Hedges


def read_tables(folder: str | Path | None = None) -> Tables:
    """The tables of data/, before their rows those that a corpus folder adds.

    Raises:
        CorpusError: a table cannot be read, or a row of it.
    """
    own = [(name, Path(folder) / name) for name in RULES] if folder else []
    dates = tuple((name, path.stat().st_mtime_ns) for name, path in own if path.is_file())
    return _tables_of(str(folder) if dates else None, dates)


@functools.lru_cache(maxsize=8)
def _tables_of(folder, dates):
    return Tables(*asides.read_rules(folder), read_units(folder), read_hedges(folder))


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


def _is_hedge(t, start, a):
    """Does the hedge mean the number? "Over five years" is "during", "about 12 clauses" may be what was argued about."""
    return not t.rules.around(t, a, "hedge" if start == a.i - 1 else "phrase").startswith("no ")


def _per(t, j, a):
    """What the amount is told to be per by the words at lexeme j: per year, a day, /day, annually, each; "" if none."""
    told = t.rates.which(t, j, 0, a)
    if told is None or told[2].kind == "none":
        return ""
    end, kind = told[1], told[2].kind
    return _denominator(t, end) if kind == "what follows" else t[end - 1].low if kind == "itself" else kind


def _denominator(t, j):
    """The name of what a rate is per, which begins at lexeme j."""
    if t[j].kind == "n":
        n = number(t, j)
        return (as_written(t, j, n.j) + f" {_counted(t, n.j)[0]}").strip() if n else ""
    found = unit_at(t, j)
    if found and found[1] != "money" and t[j].low not in ("head", "p"):
        return found[0]
    return {"annum": "year", "d": "day"}.get(t[j].low, t[j].low)


def quantities(text: str, kind: str = "body", tables: Tables | None = None) -> list[Found]:
    """Every quantity and every number that is none, in one paragraph, in order; none overlap.

    Args:
        text: the paragraph, mended (lib.text.repair), without word joiners.
        kind: of the paragraph; in furniture all numbers are set aside.
        tables: by which it is read (`read_tables`), ours by default.
    """
    t = lexemes(text, tables or read_tables())
    shapes = asides.fixed(text)
    found, floor, following, last_unit, n_shape, done = [], 0, 0, None, 0, 0
    for i in _places(t):
        if i < following:
            continue
        x = t[i]
        while n_shape < len(shapes) and shapes[n_shape][1] <= x.start:
            n_shape += 1
        shape = (*shapes[n_shape : n_shape + 1], None)[0]
        free = shape and shape[0] <= x.start and done <= shape[0]
        if free and not _measured(t, i, shape):
            following = floor = next(k for k in range(i, len(t)) if t[k].start >= shape[1])
            done = max(shape[1], t[following - 1].end)  # to the end of "9.1": no digit is left over
            found.append(_aside(shape[0], done, shape[2]))
            continue
        what = _sign(x)
        if what:
            found.append(_aside(x.start, x.end, what))
            following, floor, done = i + 1, i + 1, x.end
            continue
        step = _step(t, i, floor, kind, last_unit) if _may_count(t, i) else None
        if step is None:
            continue
        items, j, unit = step
        items = _like(items, found, text)
        for item in items:  # never over what stands already
            found.append(item if item.start >= done else item._replace(start=done))
            done = item.end
        inside = t[max(0, i - 4)].text == "(" or "(" in (t[i - 1].text, t[i - 2].text, t[i - 3].text)
        last_unit = last_unit if inside and last_unit else unit or last_unit
        floor = following = j
    return _local(found, text)


def _places(t):
    """The lexemes at which something numeric may begin, or be set aside by itself (`_sign`)."""
    return [
        i
        for i, (kind, text, low, _, _) in enumerate(t)
        if (
            low in _TRIGGERS or not low.isalpha()
            if kind == "w"
            else kind in ("n", "u") or text in VULGAR or text.isdigit()
        )
    ]


def _like(items, found, text):
    """More than 100 km (60 miles): what a bracket repeats in another unit has the hedge of the one before."""
    item, before = items[0], found[-1] if found else items[0]
    same = item.kind == before.kind != "count" and item.unit != before.unit and not (item.aside or before.aside)
    if not same or text[before.end : item.start].strip() != "(" or item.hedge != "none" or before.hedge == "range":
        return items
    return [item._replace(hedge=before.hedge, hedge_text=before.hedge_text), *items[1:]]


def _measured(t, i, shape):
    """1000-5000 protesters, 100-1000 liters: a range with a unit or noun behind it, no code and no telephone number."""
    j = i + 3
    if t[i].kind != "n" or t[i].start != shape[0] or t[j - 1].end != shape[1] or t[i + 1].low != "-":
        return False
    rising = t[i].text.isdigit() and t[j - 1].text.isdigit() and int(t[i].text[:12]) < int(t[j - 1].text[:12])
    return rising and bool(unit_at(t, j) or (t[j].kind == "w" and _counted(t, j)[0].endswith(("s", "people", "men"))))


def _sign(x):
    """What a lexeme is that is set aside by itself: an address with digits, a superscript, one's; "" if it is not."""
    if x.kind == "u":
        return "code" if any(c.isdigit() for c in x.text) else ""
    if x.kind == "s" and x.text.isdigit():  # a superscript, or digits of another script
        return "footnote" if x.text in _SUPERSCRIPTS else "other"
    if x.kind == "w" and not x.low.isalpha() and re.split("['’]", x.low)[0] in asides.NUMERIC:  # one's, the five's
        return "pronoun" if x.low.startswith("one") else "other"
    return ""


def _may_count(t, i):
    """May something numeric begin at lexeme i?"""
    x, y = t[i], t[i + 1]
    if x.low not in ("a", "an"):
        return x.kind in ("n", "s") or x.low in _TRIGGERS
    behind = [z.low for z in t[i + 2 : i + 5]]
    if y.low == "half" and behind[0] == "-":
        return behind[1] in one_of("million dozen billion hour century point mile")
    return y.low in _ARTICLE_NUMBERS or (behind[:2] == ["and", "a"] and behind[2] in ("half", "quarter"))


def _local(found, text):
    """Manat and som are money of two countries each: the paragraph says whose."""
    low = text.lower()
    swap = {"TMT": "AZN"} if "turkmen" not in low else {}
    swap |= {"KGS": "UZS"} if "uzbek" in low and "kyrgyz" not in low else {}
    named = [item.unit in swap and item.unit not in text[item.start : item.end] for item in found]
    return [item._replace(unit=swap[item.unit]) if own else item for item, own in zip(found, named, strict=True)]


def _aside(start, end, kind):
    return Found(start, end, start, end, 0.0, 0.0, "", "", "", "", "", "", kind)


def _left(t, i, j, kind):
    """Lexemes [i, j) as set aside: ([Found], next place, no unit)."""
    return [_aside(t[i].start, t[j - 1].end, kind)], j, None


def _step(t, i, floor, kind, last_unit):
    """What stands at i: ([Found], next place, unit), or None if nothing numeric does."""
    x = t[i]
    if x.kind == "w" and x.low in MONTHS and x.low not in asides.NUMERIC:
        where = t.rules.at(t, i, floor)
        return _left(t, *where) if where else None
    if kind == "furniture":
        bracket = i > floor and t[i - 1].text == "("
        return [_aside(t[i - bracket].start, t[i + (bracket and t[i + 1].text == ")")].end, "furniture")], i + 1, None
    if x.low in ("a", "an") and t.rules.at(t, i + 1, floor):
        return None  # a third meeting, a quarter of growth
    priced = x.kind == "n" and (currency_before(t, i, floor) or currency_after(t, i + 1))
    where = None if priced else t.rules.at(t, i, floor)
    if where:
        return _left(t, *where)
    a = amount(t, i, floor)
    if a is None or a.j <= i:
        return None if x.low in ("a", "an") else _left(t, i, i + 3 if slashed(t, i) else i + 1, _leftover(x))
    return _left(t, a.i, a.j, "other") if a.unit == "?" else _quantity(t, i, a, floor, last_unit)


def _leftover(x):
    if x.low in one_of("hundreds thousands tens millions million billion billions hundred thousand trillion dozen"):
        return "vague"
    return "idiom" if x.low in one_of("half double triple doubles treble") else "other"


def _quantity(t, i, a, floor, last_unit):
    """The whole quantity around an amount: its range, hedge, unit, rate and noun: ([Found], next place, unit)."""
    a, opener = _spread(t, a, floor)
    if not a.unit and last_unit and not a.ranged:
        a = _elliptic(t, a, last_unit)
    first, hedge, hedge_text = _hedged(t, a, opener, floor)
    if first > floor and a.unit in ("degC", "degF", "degree"):
        signed = t[first - 1].low == "-" and glued(t, first - 1) and not glued(t, first - 2)
        first -= signed or t[first - 1].low == "minus"
    j, after = a.j, None if t.rules.around(t, a, "after") else hedge_after(t, a.j)
    if after and not a.ranged and (hedge in ("none", after[0])):
        hedge, j = after
        dashed = t[a.j].low == "-"
        hedge_text = hedge_text or ("-" if dashed else "") + as_written(t, a.j + dashed, j)
    a, j = _unit_found_later(t, a, j, first, floor)
    unit, noun, k = a.unit or _unit_of_none(t, a, floor), "", j
    if unit == "count":
        noun, k = _counted(t, j, a.style == "vague", a.low == a.high == 1)
        bare = j == a.j and t[a.i].kind == "n" and a.scale == 1 and not noun  # 200-plus is a quantity
        if bare and t.rules.around(t, a, "other") == "other":
            return _left(t, a.i, a.j, "other")
    if _is_grouped(t, a, unit, noun):
        return _left(t, a.i, a.j, "other")
    per = _rate(t, a, j, k, unit)
    core = t[a.first].start, t[a.last].end
    kind, end = t.units.kinds.get(unit, "money"), max(t[j - 1].end, core[1])
    item = Found(t[first].start, end, *core, a.low, a.high, unit, kind, hedge, hedge_text, per, noun, "")
    return [item], j, unit if unit not in ("fraction", "times") else None


def _is_grouped(t, a, unit, noun):
    """1.200 people, 24.000 euros: thousands as other languages write them, or a decimal? That cannot be told."""
    text = t[a.last].text
    return a.scale == 1 and bool(_BY_POINTS.fullmatch(text)) and unit != "percent" and bool(noun or text.endswith("00"))


def _unit_found_later(t, a, j, first, floor):
    """The unit behind a hedge or range (7,000-plus tonnes), points, a factor of: (amount, next place)."""
    if a.unit:
        return a, j
    if a.ranged or j > a.j:
        found = unit_at(t, j)
        if found and found[1] != "count":
            return a._replace(unit=found[0], low=a.low * found[2], high=a.high * found[2]), found[4]
    link = j + 1 if t[j].low == "-" and glued(t, j - 1) else j
    if t[link].low in ("points", "point") and a.style in ("digits", "words"):
        unit = _points(t, a)
        return (a._replace(unit=unit), link + 1) if unit else (a, j)
    if _level(t, a):
        return a._replace(unit="point"), j
    factor = first > floor + 2 and [x.low for x in t[first - 3 : first]] == ["a", "factor", "of"]
    return (a._replace(unit="times"), j) if factor else (a, j)


def _unit_of_none(t, a, floor):
    """Without a unit: an age, a number of nothing (magnitude 6.4), else a count."""
    if asides.is_age(t, a):
        return "year"
    return t.rules.around(t, a, "number") or "count"


def _rate(t, a, j, k, unit):
    """The rate of a quantity that ends before j, its noun before k."""
    link = j + 1 if t[j].low == "-" and glued(t, j - 1) else k  # a $5-million-a-year project
    places = dict.fromkeys((k, _past_bracket(t, k), link))
    per = a.per or next(filter(None, (_per(t, place, a) for place in places)), "")
    return per or (_per_later(t, j, a) if unit != "count" and t[j].low == "of" else "")


def _spread(t, a, floor):
    """The amount as a range, if it is one, and the place of the "between" or "from" that opens it."""
    before = t[a.i - 1].low if a.i > floor else ""
    between = before == "between"
    dashed = joined_by_dash(t, a.j)
    changed = before == "from" and not dashed and t[a.i - 2].low not in _SPANNING and _changes(t, a.i - 1)
    if between and a.unit == "fraction" and t[a.j].low == "and":
        other = part_at(t, a.j + 1, floor)
        if other and other.high > a.low:
            a = a._replace(j=other.j, last=other.j - 1, high=other.high, ranged=True)
    elif changed:
        return _borrowed(t, a), None
    elif a.unit != "fraction" and a.style in ("digits", "words") and not a.ranged:
        a = in_range(t, a, floor, between) or a
    spelt = any(x.low in ("to", "and") for x in t[a.first : a.last])  # from 5-6 states: no range begins there
    if not a.ranged or before not in ("between", "from") or not spelt:
        return a, None
    wide = a.i - 2 >= floor and t[a.i - 2].low in ("somewhere", "anywhere", "anything")
    return a, a.i - 2 if wide else a.i - 1


def _hedged(t, a, opener, floor):
    """(first lexeme of the surface, hedge, its words)."""
    if opener is not None:
        return opener, "range", as_written(t, opener, a.i)
    told = hedge_before(t, a.i, floor)
    if told and _is_hedge(t, told[1], a):
        return told[1], "range" if a.ranged else told[0], as_written(t, told[1], a.i)
    return a.i, "range" if a.ranged else "none", ""


def _points(t, a):
    """What points are: of approval, turnout, a lead or an error; of a share index; "" of a game."""
    words = {x.low for x in t[max(0, a.i - 14) : a.j + 10]}
    if words & WORDS["polls"] and not words & WORDS["no polls"]:
        return "percentage_point"
    return "point" if a.style == "digits" and _index(t, a) else ""


def _index(t, a):
    """Points of a share index, not of a game."""
    return a.low > 500 or any(x.low in WORDS["indexes"] for x in t[max(0, a.i - 14) : a.j + 12])


def _level(t, a):
    """The Dow fell 412 points, or 1.1 %, to 38,112.45: points as well."""
    after = t[a.j]
    ends = after.kind != "w" or after.low in one_of("on in by after as with and while")
    if not ends or a.style != "digits" or t[a.i - 1].low not in ("to", "at"):
        return False
    return any(x.low == "points" for x in t[max(0, a.i - 14) : a.i]) and _index(t, a)


def _changes(t, k):
    """Is "from" (lexeme k) that of a change (grew from 21 to 27), not of a span?"""
    for x in reversed(t[max(0, k - 9) : k]):
        if x.text in (".", ";", ":"):
            return False
        if CHANGE.fullmatch(x.low):
            return True
    return False


def _borrowed(t, a):
    """From 21 to 27 per cent, from $89 to $93 billion: the first number has the second one's unit and scale."""
    signed = a.i < a.first
    if t[a.j].low not in one_of("to in a") or (a.unit and not signed):
        return a
    k = next((k + 1 for k in range(a.j, a.j + 6) if t[k].low == "to"), None)
    n = k and second(t, phrase_at(t, k))
    if n is None:
        return a
    b = with_unit(t, n, k)
    if not b.unit and b.scale == 1:
        return a
    if signed and b.unit != a.unit and (b.unit or t[b.j].kind == "w"):
        return a  # from $3 to 2 million people
    scale = b.scale if a.scale == 1 and b.scale > 1 and a.low < 1000 and a.style == "digits" else 1.0
    return a._replace(unit=b.unit or a.unit, low=a.low * scale, high=a.high * scale, scale=max(a.scale, scale))


def _elliptic(t, a, last_unit):
    """From nine days to six; 9 billion cubic metres and 7.4 billion for: the unit of the one before, where nothing else is counted."""
    kind = t.units.kinds.get(last_unit, "money")
    if a.style == "vague" or kind == "count":
        return a
    same = t.rules.around(t, a, "same")
    fits = {
        "same unit": True,
        "same time": kind == "duration" and a.low < 100,
        "same large unit": a.scale > 1 or (kind == "duration" and t[a.i - 1].low != "than" and a.low < 1000),
        "same scale": a.scale > 1,
    }
    return a._replace(unit=last_unit) if fits.get(same) else a


def _past_bracket(t, j):
    """Past "(bcm)" or "($105m)": the rate may stand behind it."""
    if t[j].text == ")":
        return j + 1
    if t[j].text != "(":
        return j
    return next((k + 1 for k in range(j + 1, min(j + 8, len(t))) if t[k].text == ")"), j)


def _per_later(t, j, a):
    """$60 ... "of gas a year": a rate after the thing."""
    words = itertools.takewhile(lambda k: t[k].kind == "w", range(j + 1, j + 5))
    found = (_per(t, k, a) for k in words if t[k].low not in one_of("each every for of on in"))
    return next(filter(None, found), "")
