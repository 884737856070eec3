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

from lib.claims import amounts, asides
from lib.claims.hedges import Hedges, hedge_after, hedge_before, phrase_at, read_hedges
from lib.claims.lexemes import WORDS, as_written, glued, joined_by_dash, lexemes, one_of
from lib.claims.measure import counted as _counted
from lib.claims.measure import plural
from lib.claims.numbers import MONTHS, PARTS, VULGAR, number, slashed
from lib.claims.rules import Rules
from lib.claims.units import SCALES, VAGUE, Units, read_units
from lib.corpus.curated import RULES, rows_added

_SPANNING = one_of("anywhere somewhere ranging ranged range ranges anything varying")
_ARTICLE_NUMBERS = PARTS.keys() | SCALES.keys()
_TRIGGERS = asides.NUMERIC | MONTHS | VULGAR.keys() | {"a", "an"}
_LEFTOVER = dict.fromkeys(SCALES.keys() | VAGUE.keys(), "vague") | {"half": "idiom"}
_BY_POINTS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_OF_THEM = re.compile(r"\s+(?:of (?:them|whom|which)|more|fewer|others)\b(?! or less)")
_WHOSE = [
    (row["first"], row["currency"], re.compile(row["where"]), re.compile(row["unless"] or "$^"))
    for row in rows_added("currency_places.csv", None, ("first", "currency", "where", "unless"))
]
_SHARED = {row[0] for row in _WHOSE}
_SENTENCE_ENDS = re.compile(r"[.!?]\W*\s")


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
    rules = (Rules(table, folder, asides.CONDITIONS) for table in ("asides", "rates"))
    return Tables(*rules, read_units(folder), read_hedges(folder))


class Before(NamedTuple):
    """The quantity before a number: its unit and value, the lexemes at which it begins and behind it, the last money."""

    unit: str
    value: float
    first: int
    end: int
    money: str


class Found(NamedTuple):
    """A quantity, or what was set aside: offsets in the paragraph; `start` to `end` is the surface."""

    start: int
    end: int
    core_start: int
    core_end: int
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    kind: str = ""
    hedge: str = ""
    hedge_text: str = ""
    per: str = ""
    counted: str = ""
    aside: str = ""  # "" for a quantity


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
    found = amounts.unit_at(t, j)
    if found and found[1] != "money":
        return found[0]
    return {"annum": "year", "d": "day"}.get(t[j].low, t[j].low)


def quantities(text: str, kind: str = "body", tables: Tables | None = None, whole: str = "") -> list[Found]:
    """Every quantity and every number that is none, in one paragraph, in order; none overlap.

    Args:
        text: the paragraph, mended (lib.text.repair), without word joiners.
        kind: of the paragraph; in furniture all numbers are set aside.
        tables: by which it is read (`read_tables`), ours by default.
        whole: the article, in small letters: it says whose money it is where the paragraph does not.
    """
    t = lexemes(text, tables or read_tables())
    shapes = asides.fixed(text)[::-1]
    found, floor, before, done = [], 0, None, 0
    for i in _places(t):
        if i < floor:
            continue
        while shapes and shapes[-1][1] <= t[i].start:
            shapes.pop()
        shape = shapes[-1] if shapes and done <= shapes[-1][0] <= t[i].start else None
        if shape and not _measured(t, i, shape[1]):
            floor = next(k for k in range(i, len(t)) if t[k].start >= shape[1])
            done = max(shape[1], t[floor - 1].end)  # to the end of "9.1": no digit is left over
            found.append(Found(shape[0], done, shape[0], done, aside=shape[2]))
            continue
        step = _step(t, i, floor, kind, before)
        if step:
            item, floor, last = step
            found.append(_like(item, found, text) if found else item)
            done = item.end
            inside = any(x.text == "(" for x in t[max(0, i - 4) : i])
            before = before if inside and before else last or before
    return _local(found, text, whole)


def _places(t):
    """The lexemes at which something numeric may begin, or be set aside by itself (`_sign`)."""
    return [
        i
        for i, (kind, text, low, _, _) in enumerate(t)
        if low in _TRIGGERS or kind in ("n", "u") or (not low.isalpha() and (kind == "w" or text.isdigit()))
    ]


def _like(item, found, text):
    """More than 100 km (60 miles): what a bracket repeats in another unit has the hedge of the one before.

    34 ships, 29 of them of steel; 12 women (seven before), two more: a count without a noun has that of the one before.
    """
    before = found[-1]
    larger = next((x for x in found[:-3:-1] if x.unit == "count" and x.counted and x.high >= item.low), None)
    if item.unit == "count" and not item.counted and larger and item.start - larger.end < 99:
        between = text[larger.end : item.start]
        of_them = _OF_THEM.match(text, item.end) and not _SENTENCE_ENDS.search(between)
        if of_them or between.strip() == f"{larger.counted} (":
            return item._replace(counted=larger.counted)
    same = item.kind == before.kind != "count" and item.unit != before.unit and not item.aside
    if not same or text[before.end : item.start].strip() != "(" or item.hedge != "none" or before.hedge == "range":
        return item
    return item._replace(hedge=before.hedge, hedge_text=before.hedge_text)


def _measured(t, i, end):
    """1000-5000 protesters, 100-1000 liters: a rising range with a unit or noun behind it, no code that ends there."""
    one, other, j = t[i].text, t[i + 2].text, i + 3
    rising = one.isdigit() and other.isdigit() and t[j - 1].end == end and int(one) < int(other)
    return rising and bool(
        amounts.unit_at(t, j) or (t[j].kind == "w" and _counted(t, j)[0].endswith(("s", "people", "men")))
    )


def _sign(x):
    """What a lexeme is that is set aside by itself: an address with digits, a superscript, one's; "" if it is not."""
    if x.kind == "u":
        return "code" if any(c.isdigit() for c in x.text) else ""
    if x.kind == "s" and x.text.isdigit():  # a superscript, or digits of another script
        return "footnote" if x.text in "¹²³⁰⁴⁵⁶⁷⁸⁹" else "other"
    if x.kind == "w" and not x.low.isalpha() and re.split("['’]", x.low)[0] in asides.NUMERIC:  # one's, the five's
        return "pronoun" if x.low.startswith("one") else "other"
    return ""


@functools.lru_cache(maxsize=2)  # once an article, not once a paragraph
def _named(text):
    """Which rows of currency_places.csv a text in small letters fits: it names the country, and none of the others."""
    return [bool(told.search(text) and not bar.search(text)) for _, _, told, bar in _WHOSE]


def _local(found, text, whole):
    """Crowns, manat, som, ¥, pesos and cents are money of several countries: the paragraph says whose, or else the article."""
    low, units, swap = text.lower(), {item.unit for item in found}, {"crown": "count"}
    if units & _SHARED:
        rows = [(row, far) for row, far in zip(_WHOSE, _named(whole), strict=True) if not row[3].search(low)]
        swap |= {one: other for (one, other, *_), far in rows if far}
        swap |= {one: other for (one, other, told, _), _ in rows if told.pattern and told.search(low)}
    read = [(item.unit, text[item.start : item.end]) for item in found]
    local = [u == "crown" or (u in swap and u not in at and (u != "USD" or "cent" in at)) for u, at in read]
    return [_in_money(item, swap[item.unit]) if own else item for item, own in zip(found, local, strict=True)]


def _in_money(item, unit):
    """The quantity in this money; of crowns that may be of any country, or be worn, their number."""
    if unit != "count":
        return item._replace(unit=unit)
    return item._replace(end=max(item.core_end, item.start), unit=unit, kind=unit, counted="crowns")


def _left(t, i, j, kind):
    """Lexemes [i, j) as set aside: (Found, next place, no unit)."""
    start, end = t[i].start, t[j - 1].end
    return Found(start, end, start, end, aside=kind), j, None


def _step(t, i, floor, kind, before):
    """What stands at i: (Found, next place, unit), or None if nothing numeric does."""
    x, what, article = t[i], _sign(t[i]), t[i].low in ("a", "an")
    if what:
        return _left(t, i, i + 1, what)
    if x.kind != "n" and x.low not in _TRIGGERS:
        return None
    if article and t[i + 1].low not in _ARTICLE_NUMBERS and [y.low for y in t[i + 2 : i + 4]] != ["and", "a"]:
        return None
    if kind == "furniture" and x.low not in MONTHS:
        bracket = i > floor and t[i - 1].text == "("
        return _left(t, i - bracket, i + 1 + (bracket and t[i + 1].text == ")"), "furniture")
    priced = x.kind == "n" and (amounts.currency_before(t, i, floor) or amounts.currency_after(t, i + 1))
    where = None if priced else t.rules.at(t, i + article, floor)
    if where and not article:
        return _left(t, *where)
    if where or x.low in MONTHS:
        return None  # a third meeting, a quarter of growth; May and March
    a = amounts.amount(t, i, floor)
    if a is None:
        return None if article else _left(t, i, i + 3 if slashed(t, i) else i + 1, _LEFTOVER.get(x.low, "other"))
    return _left(t, a.i, a.j, "other") if a.unit == "?" else _quantity(t, a, floor, before)


def _quantity(t, a, floor, before):
    """The whole quantity around an amount: its range, hedge, unit, rate and noun: (Found, next place, unit)."""
    a, opener = _spread(t, a, floor)
    if not a.unit and before:
        a = _elliptic(t, a, before)
    first, j, hedge, hedge_text = _hedged(t, a, opener, floor)
    if first > floor and a.unit in ("degC", "degF", "degree"):
        signed = t[first - 1].low == "-" and glued(t, first - 1) and not glued(t, first - 2)
        first -= signed or t[first - 1].low == "minus"
    a, j = _unit_found_later(t, a, j, first, floor)
    unit, noun, k = a.unit or ("year" if asides.is_age(t, a) else t.rules.around(t, a, "number") or "count"), "", j
    if unit == "count":
        noun, k = _counted(t, j, a.style == "vague", a.low == a.high == 1)
    if _untold(t, a, j, k, unit, noun):
        return _left(t, a.i, a.j, "other")
    place = t[first].start, max(t[j - 1].end, t[a.last].end), t[a.first].start, t[a.last].end
    kind = t.units.kinds.get(unit, "money")
    item = Found(*place, a.low, a.high, unit, kind, hedge, hedge_text, _rate(t, a, j, k, unit), noun)
    money = unit if kind == "money" else before.money if before else ""
    return item, j, Before(unit, a.low, a.first, j, money) if unit not in ("fraction", "times") else None


def _untold(t, a, j, k, unit, noun):
    """Is it untold what the number counts (its noun ends before k), or whether 1.200 people, 14.990 euros are thousands?"""
    core = t[a.last].text
    if unit == "count" and j == a.j and t[a.i].kind == "n":  # 200-plus is a quantity
        letter = glued(t, j - 1) and t[j].kind == "w" and len(t[j].text) == 1  # 45.6c, no 48MP
        bare = (core == "m" and not plural(t[k - 1])) or (a.scale == 1 and (letter or not noun))
        if bare and t.rules.around(t, a, "other") == "other":
            return True
    if a.scale > 1 or unit == "percent" or not _BY_POINTS.fullmatch(core):
        return False
    marks = (a.i == a.first) + (a.low >= 10) + core.endswith("0") if t.units.kinds.get(unit, "money") == "money" else 0
    return bool(noun) or core.endswith("00") or marks > 1  # the euro at 1.085 dollars, petrol at $3.459


def _unit_found_later(t, a, j, first, floor):
    """The unit behind a hedge or range (7,000-plus tonnes), points, a factor of: (amount, next place)."""
    if a.unit:
        return a, j
    found = amounts.unit_at(t, j) if a.ranged or j > a.j else None
    if found and found[1] != "count" and not (t[j].text == "s" and glued(t, j - 1)):  # the 16-18s
        return a._replace(unit=found[0], low=a.low * found[2], high=a.high * found[2]), found[4]
    link = j + (t[j].low == "-" and glued(t, j - 1))
    named = t[link].low in ("points", "point") and a.style in ("digits", "words")
    unit = _points(t, a, named) if named or t[a.i - 1].low in ("to", "at") else ""
    if unit:
        return a._replace(unit=unit), link + 1 if named else j
    factor = first > floor + 2 and [x.low for x in t[first - 3 : first]] == ["a", "factor", "of"]
    return (a._replace(unit="times"), j) if factor else (a, j)


def _points(t, a, named):
    """What points are: of approval, turnout, a lead or an error; of a share index; "" of a game. The Dow fell 412
    points, or 1.1 %, to 38,112.45 (which is not `named` so): points as well."""
    before = {x.low for x in t[max(0, a.i - 14) : a.i]}
    near = before | {x.low for x in t[a.i : a.j + 12]}
    if named and near & WORDS["polls"] and not near & WORDS["no polls"]:
        return "percentage_point"
    ends = t[a.j].kind != "w" or t[a.j].low in one_of("on in by after as with and while")
    told = named or (ends and "points" in before)
    return "point" if told and a.style == "digits" and (a.low > 500 or near & WORDS["indexes"]) else ""


def _rate(t, a, j, k, unit):
    """The rate of a quantity that ends before j, its noun before k; in a bracket's wake, or after the thing ("of gas a year")."""
    link = j + 1 if t[j].low == "-" and glued(t, j - 1) else k  # a $5-million-a-year project
    shut = next((n + 1 for n in range(k, min(k + 8, len(t))) if t[n].text == ")"), k)
    places = [k, shut if t[k].text in ("(", ")") else k, link]
    if unit != "count" and t[j].low == "of":
        words = itertools.takewhile(lambda n: t[n].kind == "w", range(j + 1, j + 5))
        places += [n for n in words if t[n].low not in one_of("each every for of on in")]
    return a.per or next(filter(None, (_per(t, place, a) for place in dict.fromkeys(places))), "")


def _spread(t, a, floor):
    """The amount as a range, if it is one, and the place of the "between" or "from" that opens it."""
    before = t[a.i - 1].low if a.i > floor else ""
    if before == "from" and not joined_by_dash(t, a.j) and t[a.i - 2].low not in _SPANNING:
        clause = itertools.takewhile(lambda x: x.text not in (".", ";", ":"), reversed(t[max(0, a.i - 10) : a.i - 1]))
        if any(x.low in WORDS["changes"] for x in clause):  # grew from 21 to 27
            return _borrowed(t, a), None
    fits = before == "between" if a.unit == "fraction" else a.style in ("digits", "words") and not a.ranged
    a = (fits and amounts.in_range(t, a, floor, before == "between")) or a
    spelt = any(x.low in ("to", "and") for x in t[a.first : a.last])  # from 5-6 states: no range begins there
    if not a.ranged or before not in ("between", "from") or not spelt:
        return a, None
    wide = a.i - 2 >= floor and t[a.i - 2].low in ("somewhere", "anywhere", "anything")
    return a, a.i - 2 if wide else a.i - 1


def _hedged(t, a, opener, floor):
    """(first lexeme of the surface, the place behind it, hedge, its words). "Over five years" is "during", "about 12
    clauses" may be what was argued about: no hedges."""
    hedge, first = ("range", opener) if opener is not None else hedge_before(t, a.i, floor) or ("none", a.i)
    group = "hedge" if first == a.i - 1 else "phrase"
    if first < a.i and opener is None and t.rules.around(t, a, group).startswith("no "):
        hedge, first = "none", a.i
    words, after = as_written(t, first, a.i), None if t.rules.around(t, a, "after") else hedge_after(t, a.j)
    if a.ranged or not after or hedge not in ("none", after[0]):
        return first, a.j, "range" if a.ranged else hedge, words
    dashed = t[a.j].low == "-"
    return first, after[1], after[0], words or "-" * dashed + as_written(t, a.j + dashed, after[1])


def _borrowed(t, a):
    """From 21 to 27 per cent, from $89 to $93 billion: the first number has the second one's unit and scale."""
    signed = a.i < a.first
    if t[a.j].low not in one_of("to in a") or (a.unit and not signed):
        return a
    k = next((n for n, x in enumerate(t[a.j : a.j + 6], a.j + 1) if x.low == "to"), None)
    n = k and amounts.second(t, phrase_at(t, k))
    if n is None:
        return a
    b = amounts.with_unit(t, n, k)
    if signed and b.unit != a.unit and (b.unit or t[b.j].kind == "w"):
        return a  # from $3 to 2 million people
    scale = b.scale if a.scale == 1 and a.low < 1000 and a.style == "digits" else 1.0
    return a._replace(unit=b.unit or a.unit, low=a.low * scale, high=a.high * scale, scale=max(a.scale, scale))


def _elliptic(t, a, before):
    """From nine days to six; 9 billion cubic metres and 7.4 billion for: the unit of the one before, where nothing else is counted."""
    told = t.rules.around(t, a, "same")
    unit = before.money if told == "same money" else before.unit
    if not told or unit in ("", "count") or t.rules.around(t, a, "number"):
        return a
    kind = t.units.kinds.get(unit, "money")
    large = a.scale > 1 and kind != "percent"
    near = a.i - before.end < 40 and not any(x.text in (".", ";", "?", "!") for x in t[before.end : a.i])
    like = near and before.value / 6 < a.low < before.value * 6
    level = t[before.first - 1].low in WORDS["levels"] or t[a.i - 2].low in ("up", "down")
    whole = a.low < before.value and t[before.first - 1].low not in one_of("along over in of for within after at on by")
    fits = {
        "same unit": not a.ranged,
        "same time": kind == "duration" and a.low < 100,
        "same scale": large,
        "same as before": large or (like and (kind not in ("percent", "duration") or level)),
        "same money": large,
        "same part": near and whole and (large or kind not in ("money", "percent", "duration")),
        "same decimal": like and not large and a.low % 1 > 0,
    }
    return a._replace(unit=unit) if fits.get(told) else a
