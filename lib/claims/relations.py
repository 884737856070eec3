"""What a claim allows a value to be, and whether two claims agree: equal, compatible or in conflict.

Relations follow from intervals, never from the text.
"""

import functools
import math
import re
from collections.abc import Mapping

from lib.claims.units import FACTORS, KINDS, amount

PADDING = 0.03  # of a sum at the day's rate: the day and the rounding are not known
# What converts beside FACTORS: (unit, base, factor, offset) so that base = factor x value + offset.
_BASES = {"fraction": ("percent", 100.0, 0.0), "degF": ("degC", 1 / 1.8, -32 / 1.8)}
_NEARLY = re.compile(r"nearly|almost|close on|just (?:under|below|short)|shy|nigh|getting|part of")


@functools.lru_cache(maxsize=10_000)  # `align` asks for each claim many times
def interval(low: float, high: float, unit: str, hedge: str, hedge_text: str, core: str) -> tuple[float, float]:
    """What a claim allows the value to be: (least, most).

    As stated, give or take the smaller of half its last significant digit and 2.5 %;
    approx 10 %; nearly, almost from 0.88 of it; other upper bounds from 0; lower bounds
    without end; parts (a third) 4 %; ranges as they stand.
    """
    if low != high:
        return low, high
    if hedge == "below":
        return (0.88 * low if _NEARLY.search(hedge_text.lower()) else 0.0), low
    if hedge == "above":
        return low, math.inf
    give = 0.1 if hedge == "approx" else 0.04 if unit == "fraction" else None
    give = give * low if give is not None else min(0.025 * low, half_digit(core, low))
    return low - give, low + give


def half_digit(core: str, value: float) -> float:
    """Half a unit of the last significant digit of a number as written: 94.8 billion → 0.05 billion, 100 → 50, ninety → 5."""
    digits = re.search(r"[0-9][0-9,. \u00a0\u202f]*", core)
    if not value:
        return 0.5
    if not digits:  # in words
        return 0.5 * value / int(f"{value:.10e}".partition("e")[0].replace(".", "").rstrip("0"))
    plain = re.sub(r"[^0-9.]", "", digits.group()).rstrip(".")
    shown = float(plain or 0)
    last = 10 ** -len(plain.partition(".")[2]) if "." in plain else 10 ** (len(plain) - len(plain.rstrip("0")))
    return 0.5 * last * (value / shown if shown else 1.0)


def base(unit: str) -> tuple[str, float, float]:
    """(base, factor, offset) of a unit: a value in the base is factor x value + offset. A currency is its own base.

    A fraction is a percentage, degrees Fahrenheit go to Celsius; months and years do not convert to days.
    """
    if unit in _BASES:
        return _BASES[unit]
    return (*FACTORS.get(unit, (unit, 1.0)), 0.0)


def is_money(unit: str) -> bool:
    """Is the unit a currency?"""
    return KINDS.get(unit, "money") == "money"


def relation(
    a: Mapping, b: Mapping, rates: Mapping[str, float] | None = None
) -> tuple[str, str, tuple[float, float], tuple[float, float]] | None:
    """(relation, why, intervals) of two claims (mappings with the columns of `extract`) in the unit of a; None if no unit serves both.

    Args:
        rates: {currency: its units in one dollar}; sums in two currencies need both, and are compatible or nothing.
    """
    if a["per"] != b["per"] and "each" not in (a["per"], b["per"]) and a["per"] and b["per"]:
        return None
    one, two = (
        interval(c["value_low"], c["value_high"], c["unit"], c["hedge"], c["hedge_text"], c["core"]) for c in (a, b)
    )
    (name, factor, offset), (other, ratio, shift) = base(a["unit"]), base(b["unit"])
    crossed = name != other and is_money(name) and is_money(other)
    if crossed and rates and {name, other} <= rates.keys():
        ratio, shift, padding = rates[name] / rates[other], 0.0, PADDING
    elif name != other:
        return None if crossed else _bare(a, b, one, two)
    else:
        ratio, shift, padding = ratio / factor, (shift - offset) / factor, 0.0
    two = ratio * two[0] * (1 - padding) + shift, ratio * two[1] * (1 + padding) + shift
    ends = ("value_low", "value_high")
    same = not crossed and all(math.isclose(a[end], ratio * b[end] + shift, rel_tol=1e-9) for end in ends)
    if same and a["hedge"] == b["hedge"]:
        return "equal", "the same value, hedged alike", one, two
    allowed = f"{a['surface']} allows {_told(one)}, {b['surface']} {_told(two)} {a['unit']}"
    if max(one[0], two[0]) <= min(one[1], two[1]) * (1 + 1e-12):
        return "compatible", f"{allowed}: they overlap" + (" at the rate given" if crossed else ""), one, two
    return None if crossed else ("conflict", f"{allowed}: no value fits both", one, two)


def _bare(a, b, one, two):
    """A number without unit or noun ("from 6 to 9 per cent") may be of the other's unit, if it has its value."""
    without = [c["unit"] == "count" and c.get("counted") == "" for c in (a, b)]
    if sum(without) != 1 or any(not math.isclose(a[end], b[end], rel_tol=1e-9) for end in ("value_low", "value_high")):
        return None
    return "compatible", f"{a['surface']} and {b['surface']}: the same number, once without its unit", one, two


def _told(allowed):
    low, high = (float(f"{end:.12g}") for end in allowed)
    return f"{amount(low, 4)} or more" if math.isinf(high) else f"{amount(low, 4)} to {amount(high, 4)}"
