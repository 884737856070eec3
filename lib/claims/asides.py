"""Numbers that state no quantity: dates, years, ordinals, names, marks; each with its kind.

What words and signs can tell stands in data/asides.csv, one rule a row (lib.claims.rules says how to read it); here are
the conditions that its rows and those of data/rates.csv name; codes and telephone numbers, known by their characters.
"""

import re

from lib.claims.amounts import part_at, unit_at
from lib.claims.hedges import hedge_before
from lib.claims.lexemes import WORDS, one_of
from lib.claims.measure import counted, plural
from lib.claims.numbers import CARDINALS, ORDINALS, PARTS, TIMES, scaled_part
from lib.claims.units import SCALES, SHORT, VAGUE

_NO_MEASURE = ("money", "multiplier", "duration", "count")
_DECADES = one_of("twenties thirties forties fifties sixties seventies eighties nineties")
_OTHERS = CARDINALS.keys() | SCALES.keys() | PARTS.keys() | VAGUE.keys() | TIMES.keys()
NUMERIC = (ORDINALS | _DECADES | {"ones"} | _OTHERS) - SHORT


def _numbers(t, start, end):
    found = [CARDINALS.get(x.low, x.text) for x in t[start:end] if x.low in CARDINALS or x.text.isdigit()]
    return [str(n) for n in found][:2]


def _rising(t, start, end, _):
    """The second number is larger, as far as it is written: 16-18, 2021-22."""
    pair = _numbers(t, start, end)
    return len(pair) < 2 or int(pair[1]) > int(pair[0][-len(pair[1]) :] if len(pair[0]) == 4 else pair[0])


def _told(t, start, _end, _amount):
    return any(x.low in WORDS["results"] for x in t[max(0, start - 6) : start])


def is_age(t, a):
    """Hart, 7, walked; aged 44; at age 22; under six (children); over-65s: years."""
    before, after = t[a.i - 1], t[a.j]
    if before.low == "-" and t[a.i - 2].low in ("over", "under") and after.low in ("s", "year", "-", "age"):
        return True
    if a.unit or a.scale > 1 or a.low > 120 or a.style not in ("digits", "words"):
        return False
    kind = t.rules.around(t, a, "age")
    return kind == "age" or (kind == "age of a person" and 1 < a.low < 110)


def _no_part_of_a_unit(t, i, _end, _amount):
    """Not half a million, a quarter of a mile."""
    part = part_at(t, i, 0)
    return not scaled_part(t, i) and (part is None or part.unit == "fraction")


def _names(t, start, end, _):
    """A Glock 19 in: neither a unit nor a plural behind, and no headline, where every word has a capital."""
    low = sum(x.text.islower() and len(x.text) > 3 for x in t[max(0, start - 12) : end + 12])
    return low > 1 and unit_at(t, end) is None and t[end].low not in SCALES and not plural(t[counted(t, end)[1] - 1])


def _bare_m(t, i, j, a):
    """A yacht of 40m: neither money nor a noun says that these are millions, nor does a word near them."""
    near = t[max(0, i - 14) : i] + t[j : j + 9]
    return t[a.last].text == "m" and not any(x.low in SCALES or x.low in WORDS["in millions"] for x in near)


# The column "if": what no pattern can say of lexemes [i, j), or of the amount that they are.
CONDITIONS = {
    "a whole number": lambda t, i, j, a: "." not in t[i].text,
    "a whole number in digits": lambda t, i, j, a: t[i].text.isdigit(),
    "rising": _rising,
    "a number in digits": lambda t, i, j, a: t[i].kind == "n",
    "a decimal": lambda t, i, j, a: t[i].text.count(".") == 1,
    "no part": lambda t, i, j, a: part_at(t, i, 0) is None,
    "no part of a unit": _no_part_of_a_unit,
    "a leading zero": lambda t, i, j, a: len(t[i].text) > 1 and t[i].text[0] == "0" and t[i].text[1] != ".",
    "a unit follows": lambda t, i, j, a: len(t[j].text) > 1 and (unit_at(t, j) or ["", "money"])[1] not in _NO_MEASURE,
    "Of stands before": lambda t, i, j, a: any(x.text == "Of" for x in t[max(0, i - 14) : i]),
    "from stands before": lambda t, i, j, a: any(x.low == "from" for x in t[max(0, i - 9) : i]),
    "falling": lambda t, i, j, a: not _rising(t, i, j, a),
    "the year after": lambda t, i, j, a: (int(t[j - 1].text) - int(t[i].text)) % 100 == 1,
    "a bare m": _bare_m,
    "a race": lambda t, i, j, a: a.low in (60, 100, 200, 400, 800, 1500, 3000, 5000, 10_000),
    "a thousand or more": lambda t, i, j, a: a.low >= 1000,
    "a name": _names,
    "a result is told": _told,
    "hedged": lambda t, i, j, a: hedge_before(t, i, 0) is not None,
    "an age": lambda t, i, j, a: is_age(t, a),
    "one": lambda t, i, j, a: a.low == 1,
    "a unit": lambda t, i, j, a: a.unit != "",
    "no unit": lambda t, i, j, a: a.unit == "",
    "no unit, in words": lambda t, i, j, a: a.unit == "" and a.style != "digits",
    "not of days": lambda t, i, j, a: a.unit != "day",
    "a fraction": lambda t, i, j, a: a.unit == "fraction",
    "a duration": lambda t, i, j, a: t.units.kinds.get(a.unit) == "duration",
    "a duration in digits": lambda t, i, j, a: t.units.kinds.get(a.unit) == "duration" and a.style == "digits",
    "a hyphened duration": lambda t, i, j, a: t.units.kinds.get(a.unit) == "duration" and t[a.last + 1].low == "-",
    "in words": lambda t, i, j, a: a.style == "words",
    # "the graves, over twenty": no place is under, over or around so many
    "few in words": lambda t, i, j, a: a.style == "words" and not a.unit and a.low < 20,
    "falling, a result is told": lambda t, i, j, a: not _rising(t, i, j, a) and _told(t, i, j, a),
}


_PHONE = re.compile(  # what each begins with stands first: so most characters are passed over at once
    r"(?=[+(0-9])(?:\+[0-9][0-9 ()\-]{6,18}[0-9]|\([0-9]{2,4}\) ?[0-9]{3}[- ][0-9]{4}|[0-9]{3}-[0-9]{3}-[0-9]{4}|[0-9]{3}-[0-9]{4}(?![0-9-])"
    r"|(?<![0-9.,])(?:0[0-9]{1,4}|1 8[0-9]{2}) [0-9]{3,4} ?[0-9]{3,4}(?![0-9]))"
)
_CODE = re.compile(
    r"(?=[A-Z0-9])(?:[A-Z]{1,6}(?:[./][A-Za-z0-9]{1,8}){1,6}(?:[./-][0-9]{1,6})+(?![A-Za-z0-9])"  # S/2010/433, WT/DS/1187, E.25.II.D.7
    r"|(?:[0-9]{1,7}[-‑]){4,5}[0-9X]{1,5}|(?:[0-9]{1,5}[-‑]){3}[0-9X]{1,5}|(?!(?:19|20)[0-9]{2}-(?:19|20))[0-9]{4}-[0-9]{3}[0-9X](?![0-9])"  # ISBN, ISSN
    r"|[0-9]{1,3}(?:\.[0-9]{1,3}){3,}|10\.[0-9]{4,5}/[^\s,;]{1,60}"
    r"|[A-Z]{2}[0-9]{9,12}|[A-Z]{1,2}[0-9]{1,2}[A-Z]? [0-9][A-Z]{2}\b|[0-9]:[0-9]{2}-[a-z]{2}-[0-9]+)"
)


def fixed(text):
    """Phone numbers and codes, by their shape: [(start, end, kind)]."""
    found = [(*m.span(), "phone") for m in _PHONE.finditer(text) if sum(c.isdigit() for c in m.group()) >= 7]
    found += [(*m.span(), "code") for m in _CODE.finditer(text)]
    return sorted(found)
