"""Features of a pair of claims: plain numbers that speak for or against the two measuring the same thing.

`once_read` reads each claim once (words, names, years, the noun counted, what the value may be, in the base of its unit);
`measured` compares many pairs of them at once.
"""

import bisect
import functools
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import numpy as np
import pandas as pd
import snowballstemmer
from scipy import sparse

from lib.claims.aspects import mark_by, pair_aspects, values_beside
from lib.claims.relations import PADDING, base, interval, is_money
from lib.claims.units import KINDS, SCALES
from lib.claims.wording import NUMBER
from lib.corpus import read_table
from lib.corpus.curated import rows_added

CLOSE = 2  # words of a clip on either side of its number
FADE, STEP = 5.0, 3.0  # in how many words a word's weight falls to 1/e; how many a mark or another number counts for
BESIDE = 9.0  # distance within which a name or a year belongs to the number
FAR = 14.0  # and a year, which may end the sentence
OPENING = 5.0  # within which a time at the head of a sentence belongs to all its numbers
WORDS = ("term", "kind", "as", "example")
PLURALS = (("", ""), ("s", ""), ("es", ""), ("ies", "y"), ("men", "man"))  # an ending, and that of the singular
FEATURES = pd.DataFrame(rows_added("pair_features.csv", None, ("feature", "of", "speaks", "said", "meaning")))
NAMES = tuple(FEATURES.loc[FEATURES["of"] == "pair", "feature"])
TIMES = {"now": 1, "earlier": -1}
_TOKEN = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d[\d.,]*\d|\d|[,;:.()–—•\n]")
_MARK = re.compile(r"[,;:()–—]|\b(?:and|but|while|from|against|compared|versus|after)\b")
_BEHIND = re.compile(r"(?<=[\w,;] )[^\W\d_]+(?:[-’'][^\W\d_]+)*")  # no first word, whose capital says nothing
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@functools.cache
def pair_words() -> tuple[frozenset[str], dict[str, str], dict[str, frozenset[str]]]:
    """(words that say nothing, {stem: the stem that stands for it}, {cue: its stems}) of pair_words.csv."""
    table = read_table("pair_words.csv", WORDS)
    stem = snowballstemmer.stemmer("english").stemWord
    empty = frozenset(table.loc[table["kind"] == "empty", "term"])
    same = table[table["kind"] == "same"]
    cues = {kind: frozenset(map(stem, own)) for kind, own in table.groupby("kind")["term"]}
    return empty, dict(zip(map(stem, same["term"]), map(stem, same["as"]), strict=True)), cues


def thing_kinds(counted: Iterable[str], folder: str | Path | None = None) -> tuple[np.ndarray, np.ndarray]:
    """(of each noun counted the number of what it may be, which of these numbers are of two things) by counted_kinds.csv.

    A noun may be of several kinds, as one thing goes by several names: homes are counted as houses and as households.
    What the table does not know is never of two things. A corpus folder may bring rows of its own.
    """
    known = {}
    for row in rows_added("counted_kinds.csv", folder, ("kind", "nouns")):
        for noun in row["nouns"].split():
            known.setdefault(noun, set()).add(row["kind"])

    def kinds(phrase):
        last = phrase.lower().rpartition(" ")[2]
        stems = (last.removesuffix(end) + one for end, one in PLURALS if last.endswith(end))
        return frozenset().union(*(known.get(stem, ()) for stem in stems))

    numbers, sets = pd.factorize(np.array([*map(kinds, counted), None], object)[:-1])
    apart = [bool(a and b and not a & b) for a in sets for b in sets]
    return numbers, np.array(apart, bool).reshape(len(sets), len(sets))


@dataclass
class Prepared:
    """Claims, each read once: rows of matrices and arrays, one a claim."""

    table: pd.DataFrame
    words: sparse.csr_matrix  # by nearness and rarity
    near: sparse.csr_matrix  # those beside the number alone
    phrase: sparse.csr_matrix  # of `measure`, those beside its number
    nouns: sparse.csr_matrix  # the noun counted, with what modifies it
    head: np.ndarray  # number of the counted noun's last word, -1 without
    names: sparse.csr_matrix
    years: sparse.csr_matrix
    people: np.ndarray  # which count a noun for anybody
    opened: np.ndarray  # which have an earlier time at the head of the sentence
    values: np.ndarray  # low, high; what it allows: least, most; all in the base
    plain: np.ndarray  # the same in its own unit
    bases: np.ndarray  # number of the base
    numbers: pd.DataFrame  # digits, hedge, rate, unit and kind as numbers
    articles: np.ndarray
    outlets: np.ndarray
    sentences: np.ndarray  # number of the sentence each stands in
    used: sparse.csr_matrix  # which words an article uses, one row an article
    events: sparse.csr_matrix  # one row an article: words, names and values, by rarity
    size: np.ndarray  # the length of each row of events
    aspects: sparse.csr_matrix  # what is said of it by aspects.pair_aspects
    families: sparse.csr_matrix  # the families of these
    marks: np.ndarray  # as aspects.mark_by gives them
    beside: sparse.csr_matrix  # as aspects.values_beside gives it
    stated: sparse.csr_matrix  # which values each article has
    time: np.ndarray  # 1 of now (this year), -1 of an earlier time, 0 unknown
    things: np.ndarray  # number of what the counted noun may be
    two_things: np.ndarray  # which of these numbers are of two things
    alike: np.ndarray  # how many claims of its article have the base of each claim, and that and its noun
    rare: np.ndarray  # what the value of each claim adds to the likeness of two articles
    value: np.ndarray  # number of the value in its base

    def apart(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        """Pairs that count two kinds of things, or of which one is of now and one of an earlier time, a mask."""
        return self.two_things[self.things[i], self.things[j]] | (self.time[i] * self.time[j] < 0)


class _Reader:
    """Reads the words around a claim; each sentence and word once."""

    def __init__(self, sentences):
        found = {word for sentence in set(sentences) for word in _BEHIND.findall(sentence)}
        self.named = {word for word in found if word[0].isupper() and word.lower() not in found}
        aspects = pair_aspects()
        stem = snowballstemmer.stemmer("english").stemWord
        self.empty, same, self.cues = pair_words()

        @functools.cache
        def normal(word):
            root = stem(word.lower().replace("’", "'"))
            return same.get(root, root)

        @functools.lru_cache(maxsize=2_000)  # a sentence may hold many claims
        def tokens(sentence):
            found, place = [], 0.0
            loud = sum(c.isupper() for c in sentence) > 0.6 * max(1, sum(c.isalpha() for c in sentence))
            opens, last = True, ("", 0, 0.0)  # a capital here says nothing
            for m in _TOKEN.finditer(sentence):
                word = m.group()
                if not word[0].isalpha():
                    place += STEP
                    last = ("#", *last[1:]) if word[0].isdigit() else last
                    if _YEAR.fullmatch(word):
                        found.append((word, m.start(), place, "year"))
                    opens = opens or word in ".:•\n"
                    continue
                place += 1
                low = word.lower()
                root = normal(word)
                if low not in self.empty and low not in SCALES:
                    name = word[0].isupper() and not loud and (not opens or word in self.named)
                    found.append((root, m.start(), place, "name" if name else "word"))
                for kind in TIMES:
                    if root in self.cues[kind]:
                        found.append((root, m.start(), place, kind))
                    if f"{last[0]} {root}" in self.cues[kind]:  # this year
                        found.append((root, *last[1:], kind))
                told = aspects.get(f"{last[0]} {low}") or aspects.get(low, ())  # "made up" is no "up"
                found += [(aspect, m.start(), place, "aspect") for aspect in told]
                opens, last = False, (low, m.start(), place)
            return found

        self.normal, self.tokens = normal, tokens

    def beside(self, measure):
        """The stems of the words of a clip that say something, CLOSE of them on either side of its number."""
        before, _, behind = measure.partition(NUMBER)
        return [*self.phrase(before)[-CLOSE:], *self.phrase(behind)[:CLOSE]]

    def phrase(self, text):
        """The stems of a phrase that say something."""
        words = [m.group() for m in _TOKEN.finditer(text)]
        return [self.normal(w) for w in words if w[0].isalpha() and w.lower() not in self.empty]

    def around(self, sentence, at, end, spans):
        """(words, near, names, years, aspects, opened, time, mark) around sentence[at:end]: the first five {root: weight}.

        opened: whether an earlier time stands at the head; time: 1 of now, -1 of an earlier time. It is that of the
        nearest of the numbers at `spans` ("7 million this year, after 5 last year"); one at the head of a sentence is
        that of all numbers without another.
        """
        found = self.tokens(sentence)
        left = max((t[2] for t in found if t[1] < at), default=0.0)
        right = min((t[2] for t in found if t[1] >= end), default=left + 1)
        words, near, names, years, aspects, times = {}, {}, {}, {}, {}, (set(), set())
        opened = False
        for root, start, place, kind in found:
            if at <= start < end:
                continue
            far = left - place if start < at else place - right
            weight = math.exp(-far / FADE)
            if kind in ("word", "name"):
                words[root] = max(words.get(root, 0.0), 0.25, min(1.0, 1.6 * weight))
                near[root] = max(near.get(root, 0.0), weight)
            opens = kind in ("year", *TIMES) and start < at and place <= OPENING
            if far > (FAR if kind == "year" else BESIDE) and not opens:
                continue
            if kind == "name":
                names[root] = 1.0
            elif kind == "year":
                years[root] = 1.0
            elif kind == "aspect":
                aspects |= {root: 1.0} if (at, end) == _nearest(sentence, start, spans) else {}
            elif kind != "word":
                beside = (at, end) == _nearest(sentence, start, spans)
                if beside or opens:
                    times[not beside].add(TIMES[kind])
                opened = opened or (opens and kind == "earlier")
        time = sum(times[0] or times[1])
        mark = mark_by(aspects, time, self.compared(sentence[max(0, at - 40) : at]))
        return words, near, names, years, aspects, opened, time, mark

    def compared(self, before):
        """Do the words before a number say that another is compared with it: "up from", "after a loss of"?"""
        said = reversed([self.normal(word) for word in _TOKEN.findall(before)])
        return next(itertools.dropwhile(self.cues["between"].__contains__, said), "") in self.cues["compared"]


def _nearest(sentence, start, spans):
    """The number nearest to a word at `start`, of those at `spans`: by characters; a mark counts for some words."""

    def gap(span):
        between = sentence[start : span[0]] if start < span[0] else sentence[span[1] : start]
        return len(between) + 20 * len(_MARK.findall(between))

    return min(spans[max(0, bisect.bisect(spans, (start,)) - 1) :][:2], key=gap)


def _matrix(rows, numbers, weights=None, unit=False):
    """Sparse rows of {root: weight}, times `weights` of the root; of length one if `unit`."""
    data, columns, ends = [], [], [0]
    for row in rows:
        for root, weight in row.items():
            columns.append(numbers.setdefault(root, len(numbers)))
            data.append(weight * (weights[root] if weights else 1.0))
        ends.append(len(columns))
    parts, shape = (np.array(data, float), np.array(columns, np.int64), ends), (len(rows), max(1, len(numbers)))
    made = sparse.csr_matrix(parts, shape=shape)
    return of_length_one(made) if unit else made


def of_length_one(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """The rows, each divided by its length; empty ones as they are."""
    norms = np.sqrt(dot(matrix, matrix))
    return (sparse.diags(1 / np.where(norms > 0, norms, 1.0)) @ matrix).tocsr()


def _read(claims):
    """Of each claim words, near, phrase, nouns, names, years, aspects, people, opened, time and mark, each a list."""
    reader, rows = _Reader(claims["sentence"]), []
    at = claims["start"] - claims["sentence_start"]
    claims = claims.assign(at=at, till=at + claims["end"] - claims["start"])
    for _, told in itertools.groupby(claims.itertuples(), key=attrgetter("article_id", "sentence_id", "sentence")):
        told = list(told)
        spans = [(c.at, c.till) for c in told]
        for c, span in zip(told, spans, strict=True):
            counted = reader.phrase(c.counted)
            words, near, names, years, aspects, *times = reader.around(c.sentence, *span, spans)
            people = bool(counted) and counted[-1] in reader.cues["person"]
            words, near = words | dict.fromkeys(counted, 1.5), near | dict.fromkeys(counted, 1.0)
            phrase = dict.fromkeys(reader.beside(c.measure), 1.0)
            rows.append((words, near, phrase, counted, names, years, aspects, people, *times))
    return list(zip(*rows, strict=True)) or [()] * 11


def once_read(claims: pd.DataFrame, rates: dict[str, float] | None = None) -> Prepared:
    """Read each claim once.

    Args:
        claims: a table as pairing.readied makes it.
        rates: {currency: units in one dollar}: sums in these currencies are compared in dollars.
    """
    words, near, phrases, nouns, names, years, aspects, people, opened, times, marks = _read(claims)
    places, numbers = list(zip(claims["article_id"], claims["sentence_id"], strict=True)), {}
    seen = Counter(root for _, root in {(at, root) for at, own in zip(places, words, strict=True) for root in own})
    n = max(1, len(set(places)))
    idf = defaultdict(lambda: math.log(1 + n), {root: math.log(1 + n / held) for root, held in seen.items()})
    beside, closest = _by_article(words, near, places)
    made = {
        "words": _matrix(beside, numbers, unit=True),
        "near": _matrix(closest, numbers, unit=True),
        "phrase": _matrix(phrases, numbers, idf, unit=True),
        "nouns": _matrix([dict.fromkeys(own, 1.0) for own in nouns], numbers),
        "names": _matrix(names, numbers, idf),
    }
    for matrix in made.values():
        matrix.resize((len(claims), max(1, len(numbers))))
    families = _matrix([dict.fromkeys((family for family, _ in own), 1.0) for own in aspects], {})
    made |= {"years": _matrix(years, {}), "aspects": _matrix(aspects, {}), "families": families}
    marks = np.array(marks, int)
    articles, outlets = (_numbered(claims[name]) for name in ("article_id", "outlet"))
    values, plain, bases = _values(claims, rates)
    value = _numbered(pd.DataFrame({"base": bases, "value": [f"{v:.6g}" for v in values[:, 0]]}))
    head = np.array([numbers[own[-1]] if own else -1 for own in nouns], int)
    counts = _numbers(claims)
    belongs, several = one_of_each(articles).T, sparse.diags((counts["digits"] > 1).to_numpy(float))  # 2 says little
    used, called = ((belongs @ made[name]).sign().tocsr() for name in ("words", "names"))
    stated = (belongs @ (several @ one_of_each(value))).sign().tocsr()
    rarity = np.array([idf[root] for root in numbers] or [0.0]) / max(idf.values(), default=1.0)
    events, rare = _events(used, called, rarity, stated)
    things, two_things = thing_kinds(claims["counted"], claims.attrs.get("folder"))
    made |= {"table": claims, "head": head, "values": values, "plain": plain, "bases": bases, "numbers": counts}
    made |= {"things": things, "two_things": two_things}
    made |= {"articles": articles, "outlets": outlets, "sentences": _numbered(claims[["article_id", "sentence_id"]])}
    made |= {"marks": marks, "used": used, "stated": stated, "events": events, "size": np.sqrt(dot(events, events))}
    made |= {"people": np.array(people, bool), "opened": np.array(opened, bool), "time": np.array(times, int)}
    made["alike"] = np.column_stack([_held(articles, bases), _held(articles, bases, head)])
    return Prepared(**made, beside=values_beside(claims, marks, value, articles), rare=rare[value], value=value)


def _numbered(table):
    """Of each row the number of what it holds, as it first appears."""
    table = table.to_frame() if table.ndim == 1 else table
    return table.groupby(list(table), sort=False).ngroup().to_numpy()


def _held(*parts):
    """Of each claim how many have the same parts."""
    table = pd.DataFrame(dict(enumerate(parts)))
    return table.groupby(list(table))[0].transform("size").to_numpy(float)


def _values(claims, rates):
    """Low, high, least, most of each claim in the base of its unit, and the number of the base."""
    rows, plain, bases = [], [], []
    ends = ("value_low", "value_high", "unit", "hedge", "hedge_text", "core")
    for low, high, unit, *rest in zip(*(claims[name] for name in ends), strict=True):
        name, factor, offset = base(unit)
        if rates and is_money(unit) and unit in rates:
            name, factor = "in dollars", rates["USD"] / rates[unit] if "USD" in rates else 1 / rates[unit]
        plain.append([low, high, *interval(low, high, unit, *rest)])
        rows.append([factor * value + offset for value in plain[-1]])
        bases.append(name)
    values, plain = (np.array(made, float).reshape(len(rows), 4) for made in (rows, plain))
    return values, plain, pd.factorize(np.array(bases, object))[0]


def _numbers(claims):
    """Digits, hedge, rate, unit and kind of unit as numbers; mantissa: which digits, of three or more in any order."""
    shown = [f"{value:.10e}".partition("e")[0].replace(".", "").strip("0") or "0" for value in claims["value_low"]]
    told = {
        "digits": [len(d) for d in shown],
        "mantissa": pd.factorize(pd.Series(["".join(sorted(d)) if len(d) > 2 else d for d in shown], dtype=object))[0],
        "hedge": pd.factorize(claims["hedge"])[0],
        "unit": pd.factorize(claims["unit"])[0],
        "rate": (claims["per"] != "").to_numpy(),
        "bare": ((claims["unit"] == "count") & (claims["counted"] == "")).to_numpy(),
        "money": [is_money(unit) for unit in claims["unit"]],
        **{kind: [KINDS.get(unit) == kind for unit in claims["unit"]] for kind in ("percent", "count", "duration")},
    }
    return pd.DataFrame(told)


NONE, FULL = 0.05, 0.09  # likeness of articles below which they tell of two events, and from which they tell of one
MANY = 250  # articles from which these two hold; among fewer, less likeness will do
SHRINK = 4.0  # shared things that two short articles lack to be told to tell of one event


def _alike(p, i, j):
    """Likeness of the articles of two claims, 0 to 1: cosine of their words, names and values, shrunk for short ones."""
    a, b = p.articles[i], p.articles[j]
    same = (p.bases[i] == p.bases[j]) & np.isclose(p.values[i, 0], p.values[j, 0], rtol=1e-6, atol=0)
    shared = dot(p.events[a], p.events[b]) - np.where(same, p.rare[i], 0.0)  # apart from the value that is in question
    like = shared / (p.size[a] * p.size[b] + SHRINK)
    scale = min(1.0, math.log(max(2, p.events.shape[0])) / math.log(MANY))  # among many, two are sooner alike by chance
    return np.clip((like / scale - NONE) / (FULL - NONE), 0, 1)


def _events(used, called, rarity, stated):
    """One row an article: its words, names and values by rarity, to tell whether two articles tell of one event.

    Args:
        used, called, stated: which words, names and values each article has. rarity: of each word, at most 1.
    Returns:
        The rows, and what each value adds to the product of two of them.
    """
    n, spread = stated.shape[0], np.asarray(stated.sum(axis=0)).ravel()
    rare = np.where(spread > 0, np.log(1 + n / np.maximum(spread, 1)) / np.log(1 + n), 0.0)
    words = (used + 0.5 * used.multiply(called)) @ sparse.diags(rarity)
    return sparse.hstack([words, 1.5 * stated @ sparse.diags(rare)]).tocsr(), (1.5 * rare) ** 2


def _by_article(words, near, places):
    """Words weigh by how few of the article's sentences with claims hold them: those of the whole event tell little."""
    told = {(*place, root) for place, own in zip(places, words, strict=True) for root in own}
    held, size = Counter((article, root) for article, _, root in told), Counter(article for article, _ in set(places))

    def weighed(article, own):
        return {root: w * math.log(1 + size[article] / held[article, root]) for root, w in own.items()}

    return [[weighed(at, own) for (at, _), own in zip(places, rows, strict=True)] for rows in (words, near)]


def one_of_each(numbers: np.ndarray) -> sparse.csr_matrix:
    """Rows of zeros with a one in the column of each number."""
    shape = (len(numbers), max(numbers, default=0) + 1)
    return sparse.csr_matrix((np.ones(len(numbers)), (np.arange(len(numbers)), numbers)), shape=shape)


def _elsewhere(rows, other, used):
    """How much of what stands beside one number the other article uses, but not beside the other number."""
    whole = np.asarray(rows.sum(axis=1)).ravel()
    there = np.asarray(rows.multiply(used).sum(axis=1)).ravel()
    here = np.asarray(rows.multiply(other > 0).sum(axis=1)).ravel()
    return np.divide(there - here, whole, out=np.zeros(len(whole)), where=whole > 0)


def dot(one: sparse.csr_matrix, other: sparse.csr_matrix) -> np.ndarray:
    """The product of each row of one with that of the other."""
    return np.asarray(one.multiply(other).sum(axis=1)).ravel()


def in_cells(matrix: sparse.csr_matrix, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The cells of a matrix at some places."""
    return np.asarray(matrix[np.array(rows), np.array(columns)]).ravel()


def _least(one, other):
    """Shared weight over that of the lighter one; 0 where one is empty."""
    weight = np.minimum(np.asarray(one.sum(axis=1)).ravel(), np.asarray(other.sum(axis=1)).ravel())
    shared = np.asarray(one.minimum(other).sum(axis=1)).ravel()
    return np.divide(shared, weight, out=np.zeros_like(shared), where=weight > 0)


def _some(matrix):
    return np.diff(matrix.indptr) > 0


def _told_elsewhere(p, i, j):
    """The features of what one article says elsewhere."""
    theirs, ours = p.used[p.articles[j]], p.used[p.articles[i]]
    near = _elsewhere(p.near[i], p.words[j], theirs) + _elsewhere(p.near[j], p.words[i], ours)
    names = _elsewhere(p.names[i], p.words[j], theirs), _elsewhere(p.names[j], p.words[i], ours)
    return {"elsewhere": near / 2, "names_elsewhere": np.maximum(*names)}


def _aspects(p, i, j):
    """The features of what is said of the two numbers, and of a number that stands by another under a mark, and here without."""
    same, ways = dot(p.aspects[i], p.aspects[j]), ((i, j), (j, i))
    told = [in_cells(p.beside, a, p.value[b]) * (1 - in_cells(p.stated, p.articles[b], p.value[a])) for a, b in ways]
    apart, differ = dot(p.families[i], p.families[j]) > same, p.marks[i] != p.marks[j]
    return {"aspect": same > 0, "aspects_differ": apart, "marks_differ": differ, "instead": np.maximum(*told) * ~differ}


def _rounded(a, b, c, d, digits, others, never):
    """The features of a value that is the other one, rounded to two or three of its digits (a, b in the base, c, d as stated)."""
    best = np.zeros(len(a), int)
    for one, other, own, shown in ((a, b, c, digits), (b, a, d, others)):
        told = (one > 0) & (other > 0) & (shown > 1) & ~never
        own, ratio = np.where(told, own, 1.0), np.divide(other, one, out=np.ones(len(a)), where=told)
        last = 10.0 ** (np.floor(np.log10(own) + 1e-9) - shown + 1)
        best = np.where(told & (np.abs(ratio * own - own) <= last / 2 * (1 + 1e-9)), np.maximum(best, shown), best)
    return {"rounded_2": best == 2, "rounded_3": best > 2}


def measured(p: Prepared, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """The features NAMES of the pairs of claims (i, j), one row a pair; symmetric in i and j."""
    n, numbers = len(i), p.numbers
    bare = p.bases[i] != p.bases[j]  # a number whose unit is left out takes that of the other
    a, b = (np.where(bare[:, None], p.plain[k], p.values[k]) for k in (i, j))
    same = np.isclose(a[:, 0], b[:, 0], rtol=1e-9, atol=0) & np.isclose(a[:, 1], b[:, 1], rtol=1e-9, atol=0)
    crossed = ~bare & numbers["money"].to_numpy()[i] & (numbers["unit"].to_numpy()[i] != numbers["unit"].to_numpy()[j])
    give = np.where(crossed, 1 + PADDING, 1.0)
    overlap = np.maximum(a[:, 2], b[:, 2]) <= np.minimum(a[:, 3], b[:, 3]) * give * (1 + 1e-12)
    bounded = np.isinf(a[:, 3]) | np.isinf(b[:, 3]) | (a[:, 2] == 0) | (b[:, 2] == 0)
    small, large = np.minimum(a[:, 0], b[:, 0]), np.maximum(a[:, 0], b[:, 0])
    ratio = np.divide(small, large, out=np.ones(n), where=large > 0)
    closeness = np.clip(1 + np.log(np.clip(ratio, 1e-3, 1)) / math.log(4), 0, 1)
    many, mantissa, unit = (numbers[name].to_numpy() for name in ("digits", "mantissa", "unit"))
    shown = np.maximum(many[i], many[j])
    head, counted = p.head[i] == p.head[j], (p.head[i] >= 0, p.head[j] >= 0)
    both_nouns = counted[0] & counted[1]
    beside = (dot(p.nouns[i], p.words[j]) > 0) | (dot(p.nouns[j], p.words[i]) > 0)
    called, dated = (_some(p.names[i]) & _some(p.names[j])), (_some(p.years[i]) & _some(p.years[j]))
    names, years = _least(p.names[i], p.names[j]), _least(p.years[i], p.years[j])
    kinds = {name: numbers[name].to_numpy()[i] for name in ("money", "percent", "count", "duration")}
    sentence = p.table["sentence_id"].to_numpy()
    event = _alike(p, i, j)
    found = {
        "words": dot(p.words[i], p.words[j]),
        "near": dot(p.near[i], p.near[j]),
        "phrase": dot(p.phrase[i], p.phrase[j]),
        "noun": both_nouns & head,
        "nouns_differ": both_nouns & ~head & ~beside,
        "noun_beside": beside & ~(both_nouns & head),
        "one_noun": counted[0] != counted[1],
        "people": p.people[i] & p.people[j],
        "same_1": same & (shown == 1),
        "same_2": same & (shown == 2),
        "same_3": same & (shown > 2),
        "overlap": overlap & ~same & ~bounded,
        "closeness": np.where(same, 0.0, closeness),
        "conflict": ~overlap,
        "bound": ~same & bounded,
        **_rounded(a[:, 0], b[:, 0], p.plain[i, 0], p.plain[j, 0], many[i], many[j], same | crossed | bare),
        "other_unit": (unit[i] != unit[j]) & ~same & np.isclose(p.plain[i, 0], p.plain[j, 0], rtol=1e-9, atol=0),
        "same_digits": (mantissa[i] == mantissa[j]) & ~same & (shown > 1),
        "hedges_differ": numbers["hedge"].to_numpy()[i] != numbers["hedge"].to_numpy()[j],
        "names": names,
        "names_differ": called & (names == 0),
        "years": years,
        "years_differ": dated & (years == 0),
        **_aspects(p, i, j),
        "same_unit": unit[i] == unit[j],
        "unit_rare": 1 / np.maximum(p.alike[i, 0], p.alike[j, 0]) * event,
        "noun_rare": (both_nouns & head) * (1 / np.maximum(p.alike[i, 1], p.alike[j, 1])) * event,
        **kinds,
        "event": event,
        "first": ((sentence[i] <= 3) & (sentence[j] <= 3)) * event,
        **_told_elsewhere(p, i, j),
        "bare": bare,
    }
    return np.column_stack([np.asarray(found[name], float) for name in NAMES]).reshape(n, len(NAMES))
