"""A number with its currency or unit: amounts, compounds, ranges, and parts of a unit.

In: lexemes and a place. Out: an `Amount`, or None where the text says none.
"""

import re

from lib.claims.lexemes import WORDS, as_written, glued, joined_by_dash, one_of
from lib.claims.measure import plural
from lib.claims.numbers import (
    CARDINALS,
    DOUBLING,
    FOLDS,
    and_part,
    exact,
    fraction,
    number,
    part_of,
    part_of_scale,
    slashed,
)
from lib.claims.units import DEGREES, SCALES, SMALLER, convert

CHANGE = re.compile(
    r"(?:r[io]se[ns]?|rising|fall|falls|fell|fallen|falling|gr[eo]w[ns]?|growing|increas\w+|decreas\w+|declin\w+|dropp?\w*|climb\w*|slipp?\w*|jump\w*|surg\w+|plung\w+|shr[aiu]nk\w*|"
    r"widen\w*|narrow\w*|cuts?|cutting|rais\w+|lower\w*|expand\w*|up|down|reduc\w+|doubl\w+|improv\w+|went|go|goes|moved?|advanc\w+|revis\w+|chang\w+|slid\w*|eas\w+|brought|bring|"
    r"gained?|swell\w*|swollen|soar\w*|tumbl\w+|edg\w+|boost\w*|quadrupl\w+|tripl\w+|trebl\w+|halv\w+|ris\w+|lift\w*|trimm?\w*|downgrad\w+|upgrad\w+|extend\w*|accelerat\w+|slow\w*|shift\w*|reduction|cool\w*|weaken\w*|strengthen\w*|ballooned|dwindl\w+|dipp\w+|escalat\w+|mov\w+|scal\w+|crept|sank|sunk|leapt|leap\w*|multipl\w+|push\w*|deepen\w*|lengthen\w*|shorten\w*|fluctuat\w+)"
)
_SIXTY = re.compile("[0-5][0-9]")


def unit_at(t, j):
    """The unit whose name begins at lexeme j: (unit, kind, factor, per, next place), or None."""
    name, best, k = t[j].text if t[j].kind in one_of("w s") else "", None, j
    while name.lower() in t.units.beginnings:
        found = t.units.lookup(name)
        best = (*found, k + 1) if found else best
        k += 2 if joined_by_dash(t, k + 1) else 1
        x = t[k]
        if not x.text or (x.kind == "n" and not (x.text in ("2", "3") and glued(t, k - 1))):
            break
        tight = x.kind == "n" or x.text in one_of("/ ° ² ³") or t[k - 1].text in ("/", "°")
        name += x.text if tight else f" {x.text}"
    if best and t[j].low == "x" and (not glued(t, j - 1) or (glued(t, j) and t[j + 1].kind == "n")):
        return None  # 4x100
    return best


def currency_before(t, i, first):
    """A sign, code or prefix before the number at i: (currency, first lexeme), or None; "?" is an unknown dollar."""
    if t[i - 1].text not in t.units.ends or i - 1 < first:
        return None
    for start in range(max(first, i - 3), i):
        code = t.units.money.get(as_written(t, start, i))
        if not code:
            continue
        prefix = t[start - 1]
        if t[start].text == "$" and start > first and prefix.kind == "w" and glued(t, start - 1):
            return "?", start - 1  # B$5: nobody knows whose
        return code, start
    return None


def currency_after(t, j):
    """A code or sign behind the number that ends before j: (currency, next place), or None."""
    x = t[j]
    code = t.units.money.get(x.text)
    if code and x.kind == "w":
        before_digits = t[j + 1].kind == "n" and glued(t, j)
        return (code, j + 1) if len(x.text) == 3 and x.text.isupper() and not before_digits else None
    return (code, j + 1) if code and len(x.text) == 1 and t[j + 1].kind != "n" else None


def with_unit(t, n, first):
    """A number with the currency before or around it, or the unit after it."""
    before = currency_before(t, n.i, first)
    made, j = n, n.j
    if before:
        unit, i = before
        again = currency_after(t, j)  # $5 USD
        if again and unit in (again[0], "USD"):
            unit, j = again
        elif n.style == "digits" and _unknown(t, j):
            unit, j = "?", j + (1 if t[j].kind == "w" else 4 if t[j + 3].low == "d" else 2)
        return made._replace(i=i, j=j, unit=unit)
    j = _again(t, n)
    made = made._replace(j=j, last=j - 1)
    k = j
    if t[k].low == "-" and glued(t, k - 1) and (glued(t, k) or t[k + 1].kind == "w"):
        k += 1
    after = currency_after(t, k)
    if after and not (t[n.i - 1].kind == "w" and glued(t, n.i - 1)):  # no h11 $
        scale = SCALES.get(t[after[1]].low, 1.0) if n.scale == 1 else 1.0  # 75 USD million
        made = made._replace(low=n.low * scale, high=n.high * scale, scale=n.scale * scale)
        return made._replace(unit=after[0], j=after[1] + (scale > 1))
    if t[k].text in DEGREES and glued(t, k - 1) and k == j and n.high <= 130 and n.style == "digits":
        return made._replace(unit=DEGREES[t[k].text], j=k + 1)
    found = _unit_after(t, n, j, k)
    if found:
        unit, _, factor, per, j = found
        return made._replace(j=j, low=n.low * factor, high=n.high * factor, unit=unit, per=per)
    return made


def _unknown(t, j):
    """Is an amount of money followed by a glued letter that nobody knows ($4.5q), or by shillings?"""
    if t[j].kind == "n" and t[j + 1].low == "s" and glued(t, j) and t[j].start - t[j - 1].end == 1:
        return True  # £3 4s 6d
    return t[j].kind == "w" and glued(t, j - 1) and len(t[j].text) < 4


def _again(t, n):
    """The place behind a number in words and, in brackets, in digits: thirty-six (36)."""
    bracket = t[n.j].text == "(" and t[n.j + 1].kind == "n" and t[n.j + 2].text == ")"
    again = number(t, n.j + 1) if bracket and n.style == "words" else None
    return n.j + 3 if again and again.low == n.low and again.j == n.j + 2 else n.j


def _unit_after(t, n, j, k):
    """The unit at k behind a number that ends before j, if it is one of the number."""
    found = unit_at(t, k)
    if found is None and t[k].low in WORDS["running"] and k == j:
        found = unit_at(t, k + 1)
        return found if found and found[1] == "duration" else None
    if not found or (t[k].text == "s" and t[n.i - 1].low == "-") or (k > j and t[k].low in one_of("min sec p")):
        return None
    if found[0] == "GBP" and t[found[4]].low == "of" and t[found[4] + 1].low not in WORDS["spent on"] and n.scale < 1e6:
        return ("lb", "mass", 1.0, "", found[4]) if t[found[4] - 1].low in ("pound", "pounds") else found
    return None if found[4] == k + 1 and _misread(t, n, k, k > j) else found


def _misread(t, n, k, dashed):
    """Is one word at k no unit of the number: a letter of a name, the second, 50 real men, 50 foot soldiers?"""
    x, low = t[k], t[k].low
    if len(x.text) == 1 and x.kind == "w":
        return not _letter(t, k)
    if low in one_of("foot yard") and t[k + 1].kind == "w" and not plural(t[k + 1]):
        return False  # a 50 foot wave
    return (low == "second" and n.high > 1) or (low in one_of("real pound foot yard") and not dashed and n.high != 1)


def _letter(t, k):
    """Does the letter at k behind a number stand for a unit? Not in 24703L202, 651 W Main Street."""
    x, y = t[k], t[k + 1]
    if glued(t, k) and (y.kind == "n" or (y.low == "-" and t[k + 2].kind == "n" and x.text.isupper())):
        return False
    if glued(t, k - 1):
        return True
    apart = x.start - t[k - 1].end == 1 and not (x.text.isupper() and y.text[:1].isupper())
    return apart and x.text in one_of("m g l t h L W V")


def compound(t, a):
    """2 hours and 25 minutes; 6ft 2in; 7 feet, 10 inches; five dollars and forty cents: in the smallest unit stated."""
    while a.unit in t.units.kinds and a.low == a.high:
        k = _goes_on(t, a)
        n = number(t, k)
        if n is None or n.scale > 1 or n.low != n.high:
            break
        more = with_unit(t, n, n.i)
        inches = t[n.j].low == "in" and t[n.j + 1].low not in ("the", "a")  # 6ft 2in
        if a.unit == "foot" and not more.unit and (inches or t[k - 1].low == "-"):
            more = more._replace(unit="inch", j=n.j + inches)
        if _said_aloud(t, a, n, more):
            a = a._replace(j=n.j, last=n.j - 1, low=a.low + n.low / 100, high=a.low + n.low / 100)
            break
        if a.unit == "GBP" and more.unit == "ounce" and t[a.j - 1].low in ("pound", "pounds"):
            a = a._replace(unit="lb")  # 4 pounds, 9 ounces
        together = _together(t, a, more)
        if not together:
            break
        worth, unit = together
        a = a._replace(j=more.j, last=more.last, low=round(worth, 9), high=round(worth, 9), unit=unit)
    more, j = and_part(t, a.j)
    if more and a.unit in t.units.factors and a.low == a.high and a.style == "words":
        a = a._replace(j=j, last=j - 1, low=a.low + more, high=a.low + more)
    return a


def _said_aloud(t, a, n, more):
    """Are n, which stands behind the amount a, its hundredths: two metres twenty, three dollars fifty?"""
    whole = a.style == n.style == "words" and a.low % 1 == 0 and a.scale == 1 and n.i == a.j and 10 <= n.low < 100
    alone = not more.unit and t[n.j].low not in one_of("times of") and not plural(t[n.j])
    return whole and alone and (a.unit == "m" or t.units.kinds[a.unit] == "money")


def _goes_on(t, a):
    """Where a smaller amount may stand behind this one: 7 feet, 10 inches; 6 ft. 4 in.; six-foot-four."""
    low = t[a.j].low
    dotted = low == "." and t[a.j - 1].low in one_of("ft lb lbs oz hr hrs yd")
    dashed = a.unit == "foot" and low == "-" and glued(t, a.j)
    linked = low in ("and", ",") or dotted or dashed
    return a.j + linked + (low == "," and t[a.j + 1].low == "and")


def _together(t, a, more):
    """(value, unit) of an amount and a smaller one of the same kind; None if they are two."""
    if a.unit == more.unit and t.units.kinds[a.unit] == "money" and t[a.j].low == "and":
        return (a.low + more.low, a.unit) if 0 < more.low < 1 and a.low == int(a.low) else None  # $13 and 45 cents
    if (a.unit, more.unit) not in SMALLER or more.low >= convert(1.0, a.unit, more.unit):
        return None
    return convert(a.low, a.unit, more.unit) + more.low, more.unit


def in_range(t, a, first, between):
    """The amount with the second number of a range and what both share: scale, currency, unit; None if there is none."""
    link = t[a.j]
    dash = link.low == "-"
    if dash and t[a.j + 1].low in one_of("to or") and not a.unit:  # two- to three-year, two- to threefold
        link, dash, a = t[a.j + 1], False, a._replace(j=a.j + 1)
    if not dash and link.low not in ("to", "or", "and")[: 2 + between]:
        return None
    start = a.j + 1
    if a.low < FOLDS.get(t[start].low, 0):
        return a._replace(j=start + 1, last=start, high=FOLDS[t[start].low], unit="times", ranged=True)
    n = second(t, start)
    if n is None or (dash and link.start - t[a.j - 1].end != t[start].start - link.end > 1):
        return None
    b = with_unit(t, n, start)
    if _apart(t, a, b, link, dash, start < n.i):
        return None
    low, scale = a.low, a.scale
    if a.scale == 1 and b.scale > 1 and a.low <= n.high / n.scale:
        low, scale = a.low * b.scale, b.scale
    if not a.unit and n.high:
        low *= b.high / n.high / (b.scale / n.scale)  # 35 to 45 cents
    if link.low == "or" and not (a.style == b.style and 0 < b.high - low <= max(2, low) and n.scale == scale):
        return None
    scale = max(a.scale, b.scale)
    if low >= b.high:
        return None
    made = a._replace(j=b.j, last=b.last, low=low, high=b.high, scale=scale, ranged=True)
    return made._replace(unit=b.unit or a.unit, per=a.per or b.per)


def second(t, start):
    """The second number of a range, which a currency may precede, or None."""
    k, money = start, t.units.money
    while k < start + 3 and t[k].kind != "n" and (t[k].text in money or as_written(t, start, k + 2) in money):
        k += 1
    n = number(t, k)
    return n if n and n.style in ("digits", "words") and n.low == n.high else None


def _apart(t, a, b, link, dash, second_signed):
    """Are two amounts none of one range: other units, or the first says by how much?"""
    money = t.units.kinds.get(a.unit) == "money"
    if a.unit and b.unit:
        if a.unit != b.unit or (link.low == "to" and _moved(t, a.i)):
            return True
        signed = a.i < a.first and second_signed  # $89 to $93 billion
        return link.low == "to" and not signed and t[a.i].low != t[b.i].low and b.low > 4 * a.low  # 45 cents to $12.30
    if not a.unit or b.unit:
        grown = link.low == "to" and a.scale > 1 and b.low > 4 * a.low  # fell 2m to 14.5m tonnes
        return grown and not a.unit and _moved(t, a.i)
    return not money or (not dash and link.low == "or")  # "five years to 12": not one quantity


def _moved(t, i):
    """Gained $11 to $2,041: the first number is by how much, the second is where to."""
    back = [x.low for x in t[max(0, i - 4) : i]]
    told = one_of("add added adding lost lose shed")
    return not {"between", "from"} & set(back[-1:]) and any(CHANGE.fullmatch(x) or x in told for x in back)


def amount(t, i, first):
    """The quantity that begins at the numeral at i, or None."""
    if t[i].low in DOUBLING or t[i].low in FOLDS:
        worth, style = DOUBLING.get(t[i].low) or FOLDS[t[i].low], "double" if t[i].low in DOUBLING else "words"
        return exact(i, i + 1, worth, style, unit="times")
    part = part_at(t, i, first)
    if part or slashed(t, i):
        return part
    n = number(t, i)
    if n is None:
        return None
    long = n.style == "digits" and t[n.j].text == ":" and t[n.j + 2].text == ":" and _SIXTY.fullmatch(t[n.j + 1].text)
    if long and glued(t, n.j - 1) and t[n.j + 3].kind == "n" and glued(t, n.j + 2):  # 2:04:31
        worth = 3600 * n.low + 60 * float(t[n.j + 1].text) + float(t[n.j + 3].text.replace(",", "")[:6])
        return exact(i, n.j + 4, worth, "digits", unit="second")
    if n.style == "vague":
        j = n.j + 1 if t[n.j].low == "of" else n.j
        found = unit_at(t, j)
        known = found and found[1] not in ("percent", "multiplier")
        return n._replace(unit=found[0], j=found[4]) if known else n
    return compound(t, with_unit(t, n, first))


def part_at(t, i, first):
    """Part of a unit or of all: half an hour, a quarter point, an hour and a half, 1/2 pound, half of exports, one in five."""
    low, scaled = t[i].low, part_of_scale(t, i)
    if scaled:  # half a million: a number
        return None
    if low in ("a", "an") and t[i + 2].low == "and" and t[i + 3].low == "a":  # an hour and a half
        found, (more, j) = unit_at(t, i + 1), and_part(t, i + 2)
        if more and found and found[4] == i + 2 and found[0] in t.units.factors:
            return exact(i, j, 1.0 + more, unit=found[0])
    if CARDINALS.get(low, 0) > 1 and t[i + 1].low == "quarters" and t[i + 2].low not in WORDS["after quarters"]:
        return exact(i, i + 1, float(CARDINALS[low]), unit="quarter")._replace(j=i + 2)
    worth, k = part_of(t, i)
    if worth:
        found = _of_unit(t, i, k, worth)
        if found:
            return found
    made = fraction(t, i)
    if not made and worth and t[k].low != "-" and _of_all(t, i, k, first):
        made = exact(i, k, worth, "fraction", unit="fraction")
    return made


def _of_all(t, i, k, first):
    """Is the bare part at i (half, 2/3), which ends before k, one of a whole? Not: the second half, half time."""
    if slashed(t, i):
        return t[k].low in ("of", "majority")
    lone = t[i - 1].low in one_of("first second other latter better this that") and i > first
    return t[i].low == "half" and not lone and t[k].low not in one_of("time year term hearted past")


def _of_unit(t, i, k, worth):
    """Half an hour, half of 1 percent, a quarter of a mile, 1/2 pound, a quarter point: a part that ends before k, of a unit."""
    j = k + 1 if t[k].low in ("of", "-") else k
    inner = number(t, j) if t[k].low == "of" and t[j].kind == "n" else None
    if inner:
        found = unit_at(t, inner.j)
        if found and found[1] == "percent":
            return exact(i, inner.j, worth * inner.low, unit=found[0])._replace(j=found[4])
        return None
    if t[j].low == "point" and worth in (0.25, 0.5) and not slashed(t, i):
        return exact(i, k, worth, unit="percentage_point")._replace(j=j + 1)
    article = t[j].low in ("a", "an", "one")
    found = unit_at(t, j + 1 if article else j)
    if found and found[0] == "GBP" and t[found[4]].low == "of" and t[found[4] - 1].low == "pound":
        found = ("lb", "mass", 1.0, "", found[4])
    if not found or ((found[0] == "GBP" or found[1] == "multiplier") and not slashed(t, i)):
        return None  # half a pound: of money, or of weight?
    halved = slashed(t, i) or (t[found[4] - 1].low in WORDS["halved"] and worth in (0.25, 0.5, 0.75))
    if not article and (t[k].low == "of" or not halved):
        return None
    return exact(i, k, worth * found[2], unit=found[0])._replace(j=found[4], per=found[3])
