"""A number with its currency or unit: amounts, compounds, ranges, and parts of a unit.

In: lexemes and a place. Out: an `Amount`, or None where the text says none.
"""

import re

from lib.claims.lexemes import WORDS, as_written, glued, joined_by_dash, one_of
from lib.claims.measure import plural
from lib.claims.numbers import CARDINALS, TIMES, and_part, exact, fraction, number, part_of, scaled_part, slashed, value
from lib.claims.units import DEGREES, GLUED, SCALES, SMALLER, convert

_CLOCK = re.compile(r"([0-9]+):([0-5][0-9]):([0-9]{2}(?:\.[0-9]{1,3})?)")  # 2:04:31


def unit_at(t, j):
    """The unit whose name begins at lexeme j: (unit, kind, factor, per, next place), or None."""
    name, best, k = t[j].text if t[j].kind in one_of("w s") else "", None, j
    if name == "in" and not (t[j - 1].kind == "n" and glued(t, j - 1)):  # a 6.7in screen, 6 in June
        return None
    while name.lower() in t.units.beginnings:
        found = t.units.lookup(name)
        best = (*found, k + 1) if found else best
        k += 2 if joined_by_dash(t, k + 1) else 1
        x = t[k]
        if not x.text or (x.kind == "n" and not (x.text in ("2", "3") and glued(t, k - 1))):
            break
        tight = x.kind == "n" or x.text in one_of("/ ° ² ³") or t[k - 1].text in ("/", "°")
        name += x.text if tight else f" {x.text}"
    return best


def currency_before(t, i, first):
    """A sign, code or prefix before the number at i: (currency, first lexeme), or None; "?" is an unknown dollar."""
    if t[i - 1].text in t.units.ends:
        for start in range(max(first, i - 3), i):
            sign = as_written(t, start, i)
            code = t.units.money.get(sign)
            if len(sign) == 1 and "A" <= sign <= "Z" and not _sum(t, i):
                continue
            if code and t[start].text == "$" and start > first and t[start - 1].kind == "w" and glued(t, start - 1):
                return "?", start - 1  # B$5: nobody knows whose
            if code:
                return code, start
    return None


def _sum(t, i):
    """Does the number at i look like money behind a letter: R3.7 billion, N95,000, but no R8?"""
    return "," in t[i].text or t[i + 1].low in SCALES or (t[i + 1].text in GLUED and glued(t, i))


def currency_after(t, j):
    """A code or sign behind the number that ends before j: (currency, next place), or None."""
    code, word = t.units.money.get(t[j].text), t[j].kind == "w"
    fits = not word or (len(t[j].text) == 3 and t[j].text.isupper())
    taken = t[j + 1].kind == "n" and (glued(t, j) or not word)
    return (code, j + 1) if code and fits and not taken else None


def with_unit(t, n, first):
    """A number with the currency before or around it, or the unit after it."""
    before, j = currency_before(t, n.i, first), n.j
    if before:
        unit, i = before
        again = currency_after(t, j)
        if again:  # $5 USD
            unit, j = again
        elif n.style == "digits" and _unknown(t, j):
            unit, j = "?", j + (t[j].kind == "w")
        return n._replace(i=i, j=j, unit=unit)
    if n.style == "words" and t[j].text == "(" and t[j + 2].text == ")" and value(t[j + 1].text) == n.low:
        j += 3  # thirty-six (36)
        n = n._replace(j=j, last=j - 1)
    k = j + (t[j].low == "-" and glued(t, j - 1))
    after = currency_after(t, k)
    hot = 2000 if t[n.i - 1].low in WORDS["heated"] and glued(t, j - 1) else 130
    if after:
        unit, j = after
        factor = SCALES.get(t[j].low, 1.0) if n.scale == 1 else 1.0  # 75 USD million
        n = n._replace(scale=n.scale * factor)
        found = unit, "money", factor, "", j + (factor > 1)
    elif t[j].text in DEGREES and n.high <= hot and n.style == "digits" and (glued(t, j - 1) or _by_itself(t, j)):
        found = DEGREES[t[j].text], "temperature", 1.0, "", j + 1
    else:
        found = _unit_after(t, n, j, k)
    if not found:
        return n
    unit, _, factor, per, j = found
    return n._replace(j=j, low=n.low * factor, high=n.high * factor, unit=unit, per=per)


def _by_itself(t, j):
    """Does lexeme j stand between a space and a word or sign that is no noun: 41 C in?"""
    return t[j].start - t[j - 1].end == 1 and (t[j + 1].low in ("", *".,;()") or t[j + 1].low in WORDS["no noun"])


def _unknown(t, j):
    """Is an amount of money followed by a glued letter that nobody knows ($4.5q), or by shillings (£3 4s 6d)?"""
    letter = t[j].kind == "w" and glued(t, j - 1) and len(t[j].text) < 4 and t[j].low not in ("pw", "pcm")
    return letter or (t[j].kind == "n" and t[j + 1].low == "s" and glued(t, j))


def _unit_after(t, n, j, k):
    """The unit at k behind a number that ends before j, if it is one of the number."""
    if t[k].low in WORDS["running"] and k == j and not unit_at(t, k):
        found = unit_at(t, k + 1)  # three consecutive days
        return found if found and found[1] == "duration" else None
    found = unit_at(t, k)
    if not found or (found[4] == k + 1 and _misread(t, n, k, k > j)):
        return None
    end = found[4]
    if found[0] != "GBP" or t[end - 1].low not in ("pound", "pounds"):
        return found
    of_it = t[end].low == "of" and t[end + 1].low not in WORDS["spent on"] and n.scale < 1e6
    weighed = of_it or any(x.low in WORDS["weighs"] for x in t[max(0, n.i - 4) : n.i])
    return ("lb", "mass", 1.0, "", end) if weighed else found


def _misread(t, n, k, dashed):
    """Is one word at k no unit of the number: a letter of a name, the second, 50 real men, 50 foot soldiers?"""
    x, y, low = t[k], t[k + 1], t[k].low
    if len(x.text) == 1 and x.kind == "w":  # not in 24703L202, 651 W Main Street
        dashed_code = y.low == "-" and t[k + 2].kind == "n" and x.text.isupper()
        code = glued(t, k) and (dashed_code or (y.kind == "n" and t[k + 2].low != "m"))
        named = x.text.isupper() and y.text[:1].isupper()
        code = code or (x.text == "s" and t[n.i - 1].low in ("-", "under", "over"))  # the over-65s, under 5s
        return code or not (glued(t, k - 1) or (x.text in one_of("m g l t h L W V") and not named))
    wave = low in ("foot", "yard") and not plural(y)  # a 50 foot wave
    return low in one_of("second real pound foot yard") and n.high != 1 and not dashed and not wave


def compound(t, a):
    """2 hours and 25 minutes; 6ft 2in; 7 feet, 10 inches; five dollars and forty cents: in the smallest unit stated."""
    while a.unit in t.units.kinds and a.low == a.high:
        k = _goes_on(t, a)
        n = number(t, k)
        if n is None or n.scale > 1 or n.low != n.high:
            break
        more = with_unit(t, n, n.i)
        inches = t[n.j].low == "in" and t[n.j + 1].low not in ("the", "a")  # 6ft 2in
        if a.unit == "hour" and more.unit == "m":  # 1h 20m
            more = more._replace(unit="minute")
        last = n.i == a.j and n.low < 12 and (t[n.j].kind != "w" or t[n.j].low in WORDS["no noun"])  # 5 feet 11
        if a.unit == "foot" and not more.unit and (inches or last or t[k - 1].low == "-"):
            more = more._replace(unit="inch", j=n.j + inches)
        if a.unit == "GBP" and more.unit == "ounce" and t[a.j - 1].low in ("pound", "pounds"):
            a = a._replace(unit="lb")  # 4 pounds, 9 ounces
        together = _together(t, a, n, more)
        if not together:
            break
        worth, unit = together
        a = a._replace(j=more.j, last=more.last, low=round(worth, 9), high=round(worth, 9), unit=unit)
    more, j = and_part(t, a.j)  # two years and a half
    fits = more and a.unit in t.units.factors and a.low == a.high and a.style == "words"
    return a._replace(j=j, last=j - 1, low=a.low + more, high=a.low + more) if fits else a


def _goes_on(t, a):
    """Where a smaller amount may stand behind this one: 7 feet, 10 inches; 6 ft. 4 in.; six-foot-four."""
    low = t[a.j].low
    dotted = low == "." and t[a.j - 1].low in one_of("ft lb lbs oz hr hrs yd")
    dashed = a.unit == "foot" and low == "-" and glued(t, a.j)
    return a.j + (low in ("and", ",") or dotted or dashed) + (low == "," and t[a.j + 1].low == "and")


def _together(t, a, n, more):
    """(value, unit) of an amount and a smaller one behind it (n without its unit); None if they are two."""
    money = t.units.kinds[a.unit] == "money"
    if not more.unit:  # two metres twenty, three dollars fifty
        whole = a.style == n.style == "words" and a.low % 1 == 0 and a.scale == 1 and n.i == a.j and 10 <= n.low < 100
        alone = t[n.j].low not in ("times", "of") and not plural(t[n.j])
        return (a.low + n.low / 100, a.unit) if whole and alone and (money or a.unit == "m") else None
    if money and a.unit == more.unit and t[a.j].low == "and":  # $13 and 45 cents
        return (a.low + more.low, a.unit) if 0 < more.low < 1 and a.low % 1 == 0 else None
    if (a.unit, more.unit) not in SMALLER or more.low >= convert(1.0, a.unit, more.unit):
        return None
    return convert(a.low, a.unit, more.unit) + more.low, more.unit


def in_range(t, a, first, between):
    """The amount with the second number of a range and what both share: scale, currency, unit; None if there is none."""
    if t[a.j].low == "-" and t[a.j + 1].low in ("to", "or") and not a.unit:  # two- to three-year, two- to threefold
        a = a._replace(j=a.j + 1)
    link = t[a.j].low
    start = a.j + 1 + (link != "-" and joined_by_dash(t, a.j + 1))  # two-to-three-day
    if link not in ("-", "to", "or", "and")[: 3 + between]:
        return None
    if a.low < TIMES.get(t[start].low, 0):
        return a._replace(j=start + 1, last=start, high=TIMES[t[start].low], unit="times", ranged=True)
    n = part_at(t, start, first) if a.unit == "fraction" else second(t, start)
    b = n and with_unit(t, n, start)
    if b is None or _apart(t, a, b, link, start < n.i):
        return None
    low, scale = a.low, max(a.scale, b.scale)
    if a.scale == 1 and a.low <= n.high / n.scale:
        low *= b.scale
    if not a.unit and n.high:
        low *= b.high / n.high / (b.scale / n.scale)  # 35 to 45 cents
    if low >= b.high or (
        link == "or" and not (a.style == b.style and b.high <= low + max(2, low) and n.scale == scale)
    ):
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


def _apart(t, a, b, link, second_signed):
    """Are two amounts none of one range: other units, or the first says by how much?"""
    if not a.unit:  # fell 2m to 14.5m tonnes
        return link == "to" and a.scale > 1 and b.low > 4 * a.low and _moved(t, a.i)
    if not b.unit:
        return link == "or" or t.units.kinds.get(a.unit) != "money"  # "five years to 12": not one quantity
    grown = second_signed and a.i == a.first and b.low > 4 * a.low  # 45 cents to $12.30
    return a.unit != b.unit or (link == "to" and (grown or _moved(t, a.i)))


def _moved(t, i):
    """Gained $11 to $2,041: the first number is by how much, the second is where to."""
    back = [x.low for x in t[max(0, i - 4) : i]]
    told = one_of("add added adding lost lose shed")
    return not {"between", "from"} & set(back[-1:]) and any(x in WORDS["changes"] or x in told for x in back)


def amount(t, i, first):
    """The quantity that begins at the numeral at i, or None."""
    low = t[i].low
    if low in TIMES:
        return exact(i, i + 1, TIMES[low], "words" if low.endswith("fold") else "double", unit="times")
    clock = t[i + 1].text == ":" and _CLOCK.fullmatch(as_written(t, i, i + 5))
    if clock:
        hours, minutes, seconds = map(float, clock.groups())
        return exact(i, i + 5, 3600 * hours + 60 * minutes + seconds, "digits", unit="second")
    part = part_at(t, i, first)
    if part or slashed(t, i):
        return part
    n = number(t, i)
    if n and n.style == "vague":
        found = unit_at(t, n.j + (t[n.j].low == "of"))
        known = found and found[1] not in ("percent", "multiplier")
        return n._replace(unit=found[0], j=found[4]) if known else n
    return n and compound(t, with_unit(t, n, first))


def part_at(t, i, first):
    """Part of a unit or of all: half an hour, a quarter point, an hour and a half, 1/2 pound, half of exports, one in five."""
    low = t[i].low
    if scaled_part(t, i):  # half a million: a number
        return None
    if low in ("a", "an") and t[i + 2].low == "and" and t[i + 3].low == "a":  # an hour and a half
        found, (more, j) = unit_at(t, i + 1), and_part(t, i + 2)
        if more and found and found[4] == i + 2 and found[0] in t.units.factors:
            return exact(i, j, 1.0 + more, unit=found[0])
    if CARDINALS.get(low, 0) > 1 and t[i + 1].low == "quarters" and t[i + 2].low not in WORDS["after quarters"]:
        return exact(i, i + 1, float(CARDINALS[low]), unit="quarter")._replace(j=i + 2)
    worth, k = part_of(t, i)
    made = (worth and _of_unit(t, i, k, worth)) or fraction(t, i)
    return made or (exact(i, k, worth, "fraction", unit="fraction") if worth and _of_all(t, i, k, first) else None)


def _of_all(t, i, k, first):
    """Is the bare part at i (half, 2/3), which ends before k, one of a whole? Not: the second half, half time."""
    if slashed(t, i):
        return t[k].low in ("of", "majority")
    lone = t[i - 1].low in one_of("first second other latter better this that") and i > first
    return t[i].low == "half" and not lone and t[k].low not in one_of("- time year term hearted past")


def _of_unit(t, i, k, worth):
    """Half an hour, half of 1 percent, a quarter of a mile, 1/2 pound, a quarter point: a part that ends before k, of a unit."""
    j = k + (t[k].low in ("of", "-"))
    if t[j].kind == "n":
        found, worth = unit_at(t, j + 1), worth * (value(t[j].text) or 0)
        return exact(i, j + 1, worth, unit=found[0])._replace(j=found[4]) if found and found[1] == "percent" else None
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
