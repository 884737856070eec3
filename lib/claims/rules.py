"""Reads a table of rules for numbers, and applies it: asides.csv (what states no quantity), rates.csv (what makes a rate).

A row is: kind, before, pattern, after, if, example, not. `pattern` is what is set aside, `before` and `after` are what
must stand beside it. All three are written so (`before` may end with ~):

    word     that word in any case; with a capital letter in it, exactly that word
    NUM CAP  a shape (SHAPES); AA two capitals, DDD three digits
    <name>   a word of the list of that name in asides_lists.csv or claim_words.csv, or the pattern that stands there
    -        any dash; (-) a hyphen or none. Other signs stand for themselves, { } [ ] < | & ! ~ * \\ after a backslash
    {a|b c}  one of several               [a b]  may be missing      [a b]*3  up to three times
    !a       no a                         a&!b   an a that is no b
    a~b      with no space between them   a_b    with a space          a b    with or without

The number a rule is about is the first part that is a number or a month (else the first part). Of the rows that fit at
a number the first counts; its kind "no aside" says that none below it does. A pattern takes as much as it can before `after`
is asked. A row without a pattern says what stands around an amount (`around`). `if` names a condition that no pattern
can say. `example` and `not` hold texts where the row is found or is not, parted by " / ".
"""

import functools
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from lib.claims.lexemes import DASHES, WORDS, lexemes
from lib.claims.numbers import CARDINALS, MONTHS, ORDINALS
from lib.claims.units import CODES
from lib.corpus import CorpusError
from lib.corpus.curated import rows_added

DIGITS = "0-9"  # stands among a part's words for whatever is written in digits
ANYWHERE = (-(1 << 62), 1 << 62)
_GAPS = {"~": (0, 0), "_": (1, 1)}
_TOKEN = re.compile(r"\\.|<[A-Za-z ]+>|\(-\)|\*[0-9]|[{}\[\]|~_&!]|[^\s{}\[\]<|~_&!\\*]+")
_COLUMNS = ("before", "pattern", "after")


def _digits(pattern):
    fits = re.compile(pattern).fullmatch
    return (lambda x: x.kind == "n" and fits(x.text) is not None), frozenset({DIGITS}), (0, 2), frozenset(), pattern


# name: (test, the words it can hold for, or None for any)
SHAPES = {
    "NUM": _digits("[0-9].*"),
    "INT": _digits("[0-9]+"),
    "PLAIN": _digits(r"[0-9]{1,30}(?:\.[0-9]{1,15})?"),  # no commas
    "YEAR": _digits("1[0-9]{3}|2[01][0-9]{2}"),
    "DAY": _digits("[1-9]|0[1-9]|[12][0-9]|3[01]"),
    "CLOCK": _digits(r"(?:[01]?[0-9]|2[0-4])(?:\.[0-5][0-9])?"),
    "MARKS": _digits("[0-9]{1,3}(?:,[0-9]{1,3})+"),  # 3,14
    "DOTTED": _digits(r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}"),  # 2.1.3
    "CARD": (lambda x: x.low in CARDINALS, frozenset(CARDINALS)),
    "WORD": (lambda x: x.kind == "w", None),
    "CAP": (lambda x: x.kind == "w" and x.text[0].isupper(), None),
    "LOW": (lambda x: x.text.islower(), None),
    "ING": (lambda x: x.low.endswith("ing"), None),
    "PLURAL": (lambda x: x.low.endswith("s"), None),
    "SHORT": (lambda x: len(x.text) < 4, None),
    "MEDIUM": (lambda x: len(x.text) < 13, None),
    "ANY": (lambda x: x.kind != "", None),
    "EDGE": (lambda x: x.kind == "", None, ANYWHERE),  # where a paragraph begins or ends
}


class Part(NamedTuple):
    """One lexeme of a pattern. words: those it can be, None for any; gap: how many characters may stand before it."""

    test: Callable
    words: frozenset | None
    gap: tuple = (0, 2)
    written: frozenset = frozenset()  # the words as the table has them, where nothing else is asked
    digits: str = ""  # the pattern, where only digits are asked for


class Way(NamedTuple):
    """One way to read a row: optional parts are there or not. Parts of left and before go from right to left."""

    order: tuple
    kind: str
    condition: Callable | None
    number: Part | None  # None for a row without a pattern
    left: tuple
    right: tuple
    before: list | None
    after: list | None
    previous: frozenset | None  # the words that may stand next to the number
    following: frozenset | None


def _atom(name):
    if name in SHAPES:
        return Part(*SHAPES[name])
    if re.fullmatch("A+", name):
        fits = re.compile(f"[A-Z]{{{len(name)}}}").fullmatch
        return Part(lambda x: fits(x.text) is not None, None)
    if re.fullmatch("[D0-9.]*D[D0-9.]*", name):
        return Part(*_digits(name.replace(".", r"\.").replace("D", "[0-9]")))
    name = name.removeprefix("\\")
    if len(lexemes(name)) != 5:
        raise ValueError(f"{name!r} is more than one word or sign: put spaces between them")
    return _words([name])


def _words(words):
    known = {w: DASHES.get(w) or w.lower() for w in words}
    exact = frozenset(w for w, low in known.items() if w != low)
    lows = frozenset(known) - exact
    test = (lambda x: x.low in lows or x.text in exact) if exact else lambda x: x.low in lows
    return Part(test, frozenset(known.values()), written=frozenset(words))


def _either(parts):
    gap = max((p.gap for p in parts), key=lambda gap: gap[1])
    known = all(p.words is not None for p in parts)
    words = frozenset().union(*(p.words for p in parts)) if known else None
    written = frozenset().union(*(p.written for p in parts))  # many words are looked up at once
    shapes = [p.digits for p in parts if p.digits]
    tests = [p.test for p in parts if not (p.written or p.digits)] + ([_words(written).test] if written else [])
    tests += [_digits("|".join(shapes))[0]] if shapes else []
    return Part(functools.reduce(lambda f, g: lambda x: f(x) or g(x), tests), words, gap)


def _both(a, b):
    words = a.words if b.words is None else b.words if a.words is None else a.words & b.words
    return Part(lambda x: a.test(x) and b.test(x), words, a.gap)


def _sequence(tokens, names, stop=()):
    """All ways to read the tokens up to one of `stop`, the longest first."""
    ways, gap = [()], None
    while tokens and tokens[0] not in stop:
        if tokens[0] in _GAPS:
            gap = _GAPS[tokens.pop(0)]
            continue
        more = _single(tokens, names)
        while tokens and tokens[0] == "&":
            tokens.pop(0)
            more = [(_both(_one(more), _one(_single(tokens, names))),)]
        if gap:
            more = [(m[0]._replace(gap=gap), *m[1:]) for m in more]
        ways, gap = [w + m for w in ways for m in more], None
    return ways


def _single(tokens, names):
    """All ways to read one item: a word, a shape, a list, or what stands in brackets."""
    token = tokens.pop(0)
    if token == "(-)":
        return [(_words("-")._replace(gap=(0, 0)),), ()]
    if token == "[":
        inner = _sequence(tokens, names, "]")
        tokens.pop(0)
        times = int(tokens.pop(0)[1]) if tokens and tokens[0][0] == "*" else 1
        return [sum(c, ()) for n in range(times, -1, -1) for c in itertools.product(inner, repeat=n)]
    if token == "!":
        test = _one(_single(tokens, names)).test
        return [(Part(lambda x: not test(x), None, ANYWHERE),)]
    if token == "{":
        ways = []
        while token != "}":
            ways += _sequence(tokens, names, "|}")
            token = tokens.pop(0)
        single = [w[0] for w in ways if len(w) == 1 and w[0].gap in ((0, 2), ANYWHERE)]
        longer = sorted((w for w in ways if len(w) > 1 or w[0].gap not in ((0, 2), ANYWHERE)), key=len, reverse=True)
        return longer + ([(_either(single),)] if single else [])
    if token[0] == "<" and token not in names:
        raise ValueError(f"no row of words or let is named {token}")
    return names[token] if token[0] == "<" else [(_atom(token),)]


def _one(ways):
    if len(ways) != 1 or len(ways[0]) != 1:
        raise ValueError("! and & go with single words only")
    return ways[0][0]


def _backwards(way, gap):
    """The parts from right to left, each with the gap behind it; `gap` is the one behind the last."""
    gaps = [*(p.gap for p in way), gap][1:]
    return tuple(p if p.gap == ANYWHERE else p._replace(gap=g) for p, g in zip(way, gaps, strict=True))[::-1]


def _may_be(inner, outer):
    """The words that may stand next to the number, None if any may."""
    parts = [inner[0]] if inner else [way[0] for way in outer]
    if not parts or any(p.words is None or DIGITS in p.words for p in parts):
        return None
    return frozenset().union(*(p.words for p in parts))


def _is_number(part):
    known = CARDINALS.keys() | MONTHS | {DIGITS}
    return part.words is not None and all(w in known or w[0].isdigit() for w in part.words)


class Rules:
    """A table of rules, the rows of a corpus folder before ours.

    Raises:
        CorpusError: a row cannot be read; the message names it.
    """

    def __init__(self, table: str, folder: str | Path | None, conditions: dict[str, Callable]) -> None:
        self.rows = rows_added(f"{table}.csv", folder, ("kind", *_COLUMNS, "if"))
        known = {"months": MONTHS, "currency codes": CODES, "ordinals": ORDINALS} | WORDS
        names = {f"<{name}>": [(_words(words),)] for name, words in known.items()}
        self._ways, self._beside, self._seen = {}, frozenset(), {}
        for row in rows_added("asides_lists.csv", folder, ("name", "words", "pattern")):
            words, pattern = row["words"].split(), _TOKEN.findall(row["pattern"])
            names.setdefault(f"<{row['name']}>", [(_words(words),)] if words else _sequence(pattern, names))
        for n, row in enumerate(self.rows):
            try:
                cells = [_sequence(_TOKEN.findall(row[column]), names) for column in _COLUMNS]
                self._add(n, row["kind"], conditions[row["if"]] if row["if"] else None, *cells)
            except (ValueError, KeyError, IndexError) as error:
                where = f"{row['path']}: {row['kind']}, {row['pattern'] or row['before']}"
                raise CorpusError(f"{where}: {error}") from error

    def _add(self, n, kind, condition, before, patterns, after):
        on = after if all(after) else None
        for m, way in enumerate(patterns):
            if way:
                at = next((k for k, part in enumerate(way) if _is_number(part)), 0)
                gap, number, right = way[0].gap, way[at], way[at + 1 :]
                keys, left = number.words, _backwards(way[:at], number.gap)
            else:  # only what stands beside an amount
                gap = _GAPS["~"] if self.rows[n]["before"].endswith("~") else (0, 2)
                keys, number, left, right = {f" {kind.removeprefix('no ').split()[0]}"}, None, (), ()  # no word is so
            if way and gap in _GAPS.values() and not all(before):
                raise ValueError("a pattern that begins with ~ or _ needs something before it")
            if keys is None:
                raise ValueError("nothing in the pattern is a number or a word")
            back = [_backwards(b, gap) for b in before] if all(before) else None
            beside = _may_be(left, back or ()), _may_be(right, on or ())
            made = Way((n, m), kind, condition, number, left, right, back, on, *beside)
            for key in keys:
                self._ways.setdefault(key, []).append(made)
            self._beside |= (beside[0] or frozenset()) | (beside[1] or frozenset())

    def at(self, t: list, i: int, first: int) -> tuple[int, int, str] | None:
        """(start, next, kind) of what is set aside at lexeme i, `first` being the first that is free; None if nothing is."""
        found = self.which(t, i, first)
        return (found[0], found[1], found[2].kind) if found and found[2].kind != "no aside" else None

    def which(self, t: list, i: int, first: int, a: tuple | None = None) -> tuple[int, int, Way] | None:
        """(start, next, way) of the first row that fits; a: the amount that its conditions ask about."""
        x, failed = t[i], -1
        word = x.low if x.low in self._ways else ""
        keys = (word, DIGITS) if x.kind == "n" else (word,)
        for way in self._possible(keys, x, t[i - 1].low, t[i + 1].low):
            if way.order[0] == failed or not way.number.test(x):
                continue
            start = _along(t, i, way.left, -1, first) if way.left else i
            last = _along(t, i, way.right, 1) if way.right else i
            if start is None or last is None:
                continue
            if _stands(t, start, last + 1, way, a):
                return start, last + 1, way
            failed = way.order[0]
        return None

    def around(self, t: list, a: tuple, group: str) -> str:
        """The kind of the first row without a pattern that fits around the amount, of those of the group: the kind up
        to its first space, or what stands behind "no "; "" if none does."""
        way = self.which_around(t, a, group)
        return way.kind if way else ""

    def which_around(self, t: list, a: tuple, group: str) -> Way | None:
        """That row."""
        ways = self._possible((f" {group}",), None, t[a.i - 1].low, t[a.j].low)
        return next((way for way in ways if _stands(t, a.i, a.j, way, a)), None)

    def _possible(self, keys, x, previous, following):
        """The ways under these keys to read rules that a number (x, or any) between two words may have, in order."""
        text = x.text if x and (len(x.text) < 5 or x.kind == "w") else ""  # long numbers are not kept
        known = self._beside
        told = keys, text, previous if previous in known else "", following if following in known else ""
        if told not in self._seen:
            if len(self._seen) > 50_000:
                self._seen.clear()
            ways = [way for key in keys for way in self._ways.get(key, ()) if not text or way.number.test(x)]
            ways = [way for way in ways if way.previous is None or previous in way.previous]
            ways = [way for way in ways if way.following is None or following in way.following]
            self._seen[told] = sorted(ways, key=lambda way: way.order)
        return self._seen[told]


def _stands(t, i, j, way, a):
    """Does one of the ways of `before` end at lexeme i, one of `after` begin at j, and does the condition hold?"""
    if way.before is not None and not any(_along(t, i, parts, -1) is not None for parts in way.before):
        return False
    if way.after is not None and not any(_along(t, j - 1, parts, 1) is not None for parts in way.after):
        return False
    return way.condition is None or way.condition(t, i, j, a)


def _along(t, k, parts, step, first=-9):
    """The place of the last of the parts, which stand behind lexeme k (step 1) or before it (-1), or None."""
    for part in parts:
        k += step
        left = min(k, k - step)
        if k < first or not part.test(t[k]) or not part.gap[0] <= t[left + 1].start - t[left].end <= part.gap[1]:
            return None
    return k
