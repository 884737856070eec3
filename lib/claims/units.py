"""Names of units, currencies and scales, as news texts write them: what each means.

They stand in data/scales.csv, data/units.csv and data/currencies.csv; a corpus may add rows to the last two. Units of one dimension
convert by `FACTORS` (checked in the tests against pint); months and years do not convert to days.
"""

import itertools
import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lib.corpus.curated import rows_added
from lib.corpus.problems import CorpusError

_BY_USE = pd.DataFrame(rows_added("scales.csv", None, ("word", "use", "value", "most", "example"))).groupby("use")
_SCALED = {use: dict(zip(rows["word"], rows["value"].astype(float), strict=True)) for use, rows in _BY_USE}
SHORT = frozenset(_SCALED["short"])  # scales that stand behind digits alone
SCALES, GLUED = _SCALED["word"] | _SCALED["short"], _SCALED["glued"] | _SCALED["short"]
MULTIPLES = _SCALED["times"]
VAGUE = {row.word: (float(row.value), float(row.most)) for row in _BY_USE.get_group("vague").itertuples()}
_PREFIXES = {
    "n": ("nano", 1e-9), "u": ("micro", 1e-6), "m": ("milli", 1e-3), "c": ("centi", 1e-2), "h": ("hecto", 1e2), "k": ("kilo", 1e3), "M": ("mega", 1e6),
    "G": ("giga", 1e9), "T": ("tera", 1e12), "P": ("peta", 1e15), "E": ("exa", 1e18), "Z": ("zetta", 1e21),
    "Ki": ("kibi", 2**10), "Mi": ("mebi", 2**20), "Gi": ("gibi", 2**30), "Ti": ("tebi", 2**40),
}  # fmt: skip
_WRITTEN = {"u": "uµμ", "k": "kK"}  # a prefix of one letter that is written in several ways
# A compound measure goes from large to small within one of these.
_CHAINS = (
    *(("century", "decade", "year", "month"), ("week", "day", "hour", "minute", "second"), ("tonne", "kg", "g")),
    *(("mile", "yard", "foot", "inch"), ("km", "m", "cm", "mm"), ("stone", "lb", "ounce")),
)
SMALLER = {(a, b) for chain in _CHAINS for a, b in itertools.combinations(chain, 2)}
DEGREES = {"C": "degC", "F": "degF"}
UNITS = ("unit", "kind", "base", "factor", "names", "symbols", "prefixed", "prefixes", "multiple", "per")
CURRENCIES = ("currency", "code", "signs", "names", "adjectives", "alone", "minor")


class Unit(NamedTuple):
    """What a name means: the unit, its kind, how many of it one is, and per what."""

    unit: str
    kind: str
    factor: float = 1.0
    per: str = ""


class Units(NamedTuple):
    """The tables of units and currencies. names: in small letters; symbols and money (before a number): as written."""

    names: dict[str, Unit]
    symbols: dict[str, Unit]
    money: dict[str, str]
    codes: frozenset[str]
    factors: dict[str, tuple[str, float]]
    kinds: dict[str, str]
    beginnings: frozenset[str]  # of names and symbols, in small letters, of any length
    ends: frozenset[str]  # last words and signs of what stands before a number

    def lookup(self, name: str) -> Unit | None:
        """What a name as written means (parts parted by one space): symbols count by their case, MW is no mW."""
        return self.symbols.get(name) or self.names.get(name.lower())


def plural(name: str) -> str:
    """The plural of a unit's name: square feet, kilometres per hour."""
    head, link, tail = next((name.partition(link) for link in (" per ", " an ") if link in name), (name, "", ""))
    if head.startswith("degree "):  # degrees Celsius
        return head.replace("degree", "degrees")
    first, _, last = head.rpartition(" ")
    last = {"foot": "feet", "inch": "inches", "century": "centuries", "hertz": "hertz"}.get(last, last + "s")
    return f"{first} {last}".strip() + link + tail


def _number(row, column):
    """A cell of a corpus's own table may be anything; an empty one means 1."""
    try:
        return float(row[column] or 1)
    except ValueError:
        raise CorpusError(f"{row['path']}: {column} of {row['unit']} is {row[column]!r}; write a number") from None


def _measures(rows):
    names, symbols, factors = {}, {}, {}
    for row in rows:
        unit, kind, times, factor = row["unit"], row["kind"], _number(row, "multiple"), _number(row, "factor")
        own = Unit(unit, kind, times, row["per"])
        factors.setdefault(unit, (row["base"] or unit, factor))
        long = row["names"].split(":") if row["names"] else []
        made = dict.fromkeys(long, own)
        symbols = dict.fromkeys(row["symbols"].split(), own) | symbols
        stems = row["prefixed"].split()
        for prefix in row["prefixes"].split():
            word, worth = _PREFIXES[prefix]
            one = Unit(prefix + stems[0].removesuffix("ps").removesuffix("/s"), kind, times, row["per"])
            one = one._replace(unit=one.unit + "it" * (stems[0] == "b"))
            factors.setdefault(one.unit, (row["base"] or unit, factor * worth))
            made |= {word + name: one for name in long}
            written = _WRITTEN.get(prefix, prefix) if len(prefix) == 1 else (prefix,)
            symbols = {letter + stem: one for letter in written for stem in stems} | symbols
        plain = [name for name in made if "/" not in name and (len(name) > 3 or name in ("day", "ton", "bit"))]
        names = made | {plural(name): made[name] for name in plain} | names
    return names, symbols, factors


def _currencies(rows):
    names, symbols, money, codes = {}, {}, {}, set()
    for row in rows:
        code = row["currency"]
        cells = {column: [cell.strip().lower() for cell in row[column].split(";") if cell] for column in CURRENCIES[3:]}
        alone = cells["alone"] if cells["adjectives"] else cells["names"] + cells["alone"]
        both = dict.fromkeys([*cells["names"], *cells["alone"]])
        alone += [f"{adjective} {name}" for adjective in cells["adjectives"] for name in both]
        worth = [(name, 1.0) for name in alone] + [(name, 0.01) for name in cells["minor"]]
        for name, factor in worth:
            for each in (name, name + "s"):
                (names if len(name) > 1 else symbols).setdefault(each, Unit(code, "money", factor))
        signs = [sign.strip() for sign in row["signs"].split("|") if sign.strip()]
        if row["code"] == "yes":
            codes.add(code)
            signs += [code, *(f"{c}{gap}$" for c in (code, code.lower(), code.title()) for gap in ("", " ") if "dollar" in both or "peso" in both)]  # fmt: skip
        money = dict.fromkeys(signs, code) | money
    return names, symbols, money, frozenset(codes)


def read_units(folder: str | Path | None = None) -> Units:
    """The units of data/units.csv and currencies of data/currencies.csv, before them the rows that a corpus folder adds."""
    coins, small, money, codes = _currencies(rows_added("currencies.csv", folder, CURRENCIES))
    names, symbols, factors = _measures(rows_added("units.csv", folder, UNITS))
    names, symbols = coins | names, small | symbols
    every = [*names.values(), *symbols.values()]
    kinds = {one.unit: one.kind for one in every} | {"count": "count", "fraction": "fraction"}
    kinds |= {"number": "other", "point": "other", "quarter": "duration"}
    beginnings = frozenset(name[:n].lower() for name in (*names, *symbols) for n in range(1, len(name) + 1))
    ends = frozenset(re.findall(r"\w+|\W", sign)[-1] for sign in money)
    return Units(names, symbols, money, codes, factors, kinds, beginnings, ends)


OURS = read_units()
CODES, FACTORS, KINDS = OURS.codes, OURS.factors, OURS.kinds
LEXICON = OURS.names | OURS.symbols


def beside(unit: str, value: float) -> str:
    """A unit as it is written behind a value: 2 years, 1 year, 95 USD, 35 percent."""
    name = unit.replace("_", " ")
    several = len(name) > 2 and value != 1 and OURS.kinds.get(unit) != "percent" and plural(name) in LEXICON
    return plural(name) if several else name


def amount(value: float, digits: int = 3, thousands: str = "") -> str:
    """26000000000 as "26 billion"; a whole number below a million in full: "123,456".

    Args:
        digits: significant digits of every other value.
        thousands: "," to part the thousands in those too.
    """
    for word in ("trillion", "billion", "million"):
        if value >= SCALES[word]:
            return f"{value / SCALES[word]:{thousands}.{digits}g} {word}"
    return f"{value:,.0f}" if value % 1 == 0 else f"{value:{thousands}.{digits}g}"


def convert(value: float, unit: str, to: str) -> float | None:
    """A value in another unit of the same dimension; None where none is defined."""
    (base, factor), (other, divisor) = FACTORS.get(unit, (unit, 1.0)), FACTORS.get(to, (to, 1.0))
    return value * factor / divisor if base == other else None
