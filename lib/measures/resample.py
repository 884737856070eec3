"""How sure a difference in words is, with the paragraph as the unit that varies.

Tokens are not independent: a paragraph about railways says "railway" often. So intervals
resample paragraphs within each article, p-values permute passages between the sides, and
Benjamini-Hochberg pays for the number of terms looked at. Every function takes a seed and
gives the same numbers for it, whatever the order of the articles. Where there is nothing to
compare (no tokens, one outlet, no term at the floor) tables are empty and single numbers are NaN.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from math import comb, prod
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, issparse
from scipy.special import chdtrc, ndtr, stdtrit

from lib import corpus as _corpus
from lib.corpus.kept import once_a_build
from lib.measures import terms as _terms

FLOOR = {"freq": 5, "n_paragraphs": 3}  # below it nearly every term is "significant" for being seen once
PASSAGE = 100  # tokens that make a passage for permutations
MOST = 2_000  # terms by which overlap is measured, of a larger vocabulary the most frequent
TESTED = 400  # terms tested at most
MANY = 5  # articles of an outlet from which whole articles, not paragraphs, are drawn and dealt (see `_pooled`)
CELLS = 50_000  # units x terms x outlets from which fewer permutations are paid for,
LEAST = 499  # and how many at least
LEVEL = 0.95  # of intervals
LONG = 500  # units from which a draw or a deal is made in the way that is quicker for many
CHUNK = 100_000  # numbers of a deal's table at a time: what they need stays in the processor's cache
EXACT = 2**24  # tokens up to which 32-bit floats hold every whole number
COLUMNS = [
    *("comparison", "term", "freq", "freq_rest", "log_odds", "z", "g2", "log_ratio", "low", "high"),
    *("p", "p_adj", "least_p", "naive_p", "naive_p_adj", "loo_low", "loo_high", "survives"),
]
CONTRASTS = ["term", "outlet", "freq", "per_1000", "elsewhere", "low", "high", "p", "p_adj", "least_p"]
DIFFERENCES = ["term", "freq", "outlets", "p", "p_adj"]
KINDS = {  # other columns are floats
    **{"comparison": str, "term": str, "outlet": str},
    **{"freq": int, "freq_rest": int, "outlets": int, "survives": bool},
}
CHOICES = ["tested", "naive", "naive_corrected", "survive", "survivors", "uneven", "p_together"]


class Units(NamedTuple):
    """Term counts by unit (paragraph or passage): counts (unit x term), sizes (tokens), terms, outlet, article."""

    counts: np.ndarray
    sizes: np.ndarray
    terms: list[str]
    outlet: np.ndarray
    article: np.ndarray


def false_discovery(p: Sequence[float]) -> np.ndarray:
    """P-values corrected for the false discovery rate (Benjamini & Hochberg, 10.1111/j.2517-6161.1995.tb02031.x)."""
    from scipy.stats import false_discovery_control  # takes a second to start, which few notebooks need

    return false_discovery_control(p)


def testable(tokens: pd.DataFrame, stopwords: Collection[str] = ()) -> list[str]:
    """The terms worth testing, sorted: content terms at or above the floor in all articles together, the most
    frequent of them.
    """
    return _testable(_terms.counts(tokens), stopwords)


def _testable(counts, stopwords):
    """The same from counts of each outlet: a paragraph is of one outlet."""
    table = _terms.content(counts, stopwords).groupby("term", as_index=False)[list(FLOOR)].sum()
    enough = table[(table[list(FLOOR)] >= pd.Series(FLOOR)).all(axis=1)]
    return sorted(enough.sort_values(["freq", "term"], ascending=[False, True])["term"].head(TESTED))


def affordable(n: int, u: Units, groups: int) -> int:
    """Permutations that can be paid for: `n`, or fewer on a large corpus."""
    cells = max(1, len(u.sizes) * len(u.terms) * groups)
    return int(min(n, max(LEAST, n * CELLS / cells)))


def units(tokens: pd.DataFrame, terms: Collection[str], length: int | None = None) -> Units:
    """Count `terms` in each paragraph, or in passages of at least `length` tokens.

    A passage is a run of neighbouring paragraphs of one article; a short rest joins the
    last. Passages of like length make outlets with short and with long paragraphs
    exchangeable, which paragraphs as they stand are not.

    Args:
        tokens: columns article_id, outlet, paragraph_id, term.
    Returns:
        Units, sorted by article and place.
    """
    words = _corpus.word_tokens(tokens)
    return place_units(words, words, "term", list(terms), length)


def place_units(
    tokens: pd.DataFrame, found: pd.DataFrame, column: str, names: Sequence[str], length: int | None = None
) -> Units:
    """How often each paragraph holds each thing that was found, or each passage of at least `length` tokens.

    Args:
        tokens: as in `units`; what has no term (an address) is no word, and does not count in the sizes.
        found: one row a place: article_id, paragraph_id, outlet and `column`, which says what was found there.
        names: the things, in order; one without a place has a column of zeros, others are not counted.
    Returns:
        Units as `units` makes them, the names as their terms.
    """
    keys = ["article_id", "paragraph_id", "outlet"]
    sizes = (_corpus.word_tokens(tokens) if "term" in tokens else tokens).groupby(keys).size()
    row = sizes.index.get_indexer(pd.MultiIndex.from_frame(found[keys]))
    thing = pd.Index(names, dtype=object).get_indexer(found[column])
    known, shape = (row >= 0) & (thing >= 0), (len(sizes), len(names))
    counts = np.bincount(row[known] * len(names) + thing[known], minlength=prod(shape)).reshape(shape)
    article, _, outlet = (sizes.index.get_level_values(key).to_numpy(object) for key in keys)
    u = Units(counts.astype(float), sizes.to_numpy(dtype=float), list(names), outlet, article)
    return u if length is None else joined(u, length)


def joined(u: Units, length: int) -> Units:
    """Paragraphs joined to passages of at least `length` (in what their sizes count), as `units` says.

    To whole articles where every outlet has five or more: passages of one article are too alike to be dealt one by one.
    Of words that come in clumps 18 % had a p below 0.05 between two simulated outlets of ten articles that do not
    differ; dealt by articles 4 %.

    Args:
        u: Units of paragraphs, sorted by article and place.
    """
    if not len(u.sizes):
        return u
    if pd.DataFrame({"of": u.outlet, "article": u.article}).groupby("of")["article"].nunique().min() >= MANY:
        numbers = np.unique(u.article.astype(str), return_inverse=True)[1]
    else:
        numbers = np.array(_passages(pd.DataFrame({"article_id": u.article, "size": u.sizes}), length))
    first = np.unique(numbers, return_index=True)[1]
    counts = np.add.reduceat(u.counts, first)
    return Units(counts, np.bincount(numbers, u.sizes), u.terms, u.outlet[first], u.article[first])


def _passages(sizes, length):
    """A passage number for each paragraph."""
    numbers, number = [], -1
    for _, article in sizes.groupby("article_id", sort=False)["size"]:
        filled, opened = length, number
        rests = article.to_numpy()[::-1].cumsum()[::-1].tolist()
        for size, rest in zip(article.tolist(), rests, strict=True):
            if filled >= length and (rest >= length or number == opened):
                number, filled = number + 1, 0
            numbers.append(number)
            filled += size
    return numbers


class _Sides(NamedTuple):
    """A target and all others: counts, sizes and articles of each, and the pseudo-tokens of each term."""

    left: np.ndarray
    n_left: np.ndarray
    left_article: np.ndarray
    right: np.ndarray
    n_right: np.ndarray
    right_article: np.ndarray
    pseudo: np.ndarray


def _split(u, target, prior):
    left = np.isin(u.outlet, _terms.sides(sorted(set(u.outlet)), target)[0])
    parts = [part[side] for side in (left, ~left) for part in (u.counts, u.sizes, u.article)]
    return _Sides(*parts, prior * u.counts.sum(axis=0) / u.sizes.sum())


@once_a_build
def intervals(
    u: Units, target: str | list[str], prior: float = 500, n: int = 2000, seed: int = 0, widen: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Bootstrap intervals of the log-odds against all others: paragraphs drawn with replacement within each article.

    An outlet of five articles or more is drawn from by whole articles.

    Percentile intervals of n units are too short by sqrt((n-1)/n) and by the normal's
    thin tails; the widened ones take the percentiles that put both right for the smaller
    side. A term that one side lacks would not vary there at all: for it the side is given
    the largest count that still leaves it out of all n paragraphs in 2.5 % of samples.

    Args:
        u: Units of paragraphs.
        n: resamples. widen: False for plain percentiles.
    Returns:
        (low, high): one value a term of `u`; NaN if a side has fewer than two units.
    Source: Hesterberg 2015, doi:10.1080/00031305.2015.1089789. Zero counts: Clopper & Pearson 1934.
    """
    s = _split(u, target, prior)
    left, n_left, left_article = _pooled(s.left, s.n_left, s.left_article)
    right, n_right, right_article = _pooled(s.right, s.n_right, s.right_article)
    s = s._replace(left=left, right=right)
    smaller = min(len(left), len(right))
    if smaller < 2:
        return _unknown(u), _unknown(u)
    rng = np.random.default_rng(seed)
    tail = _tail(smaller) if widen else (1 - LEVEL) / 2
    left, n_left = _redraw(left, n_left, left_article, n, rng)
    right, n_right = _redraw(right, n_right, right_article, n, rng)

    def ends(left, right, shares, at=slice(None)):
        odds, _ = _terms.log_odds(left[:, at], n_left, right[:, at], n_right, s.pseudo[at], prior)
        with np.errstate(invalid="ignore"):  # a term of neither side stays NaN
            return np.quantile(odds, shares, axis=0, overwrite_input=True)

    low, high = ends(left, right, [tail, 1 - tail])
    if widen:
        no_left, no_right = s.left.sum(axis=0) == 0, s.right.sum(axis=0) == 0
        if no_left.any():
            high[no_left] = ends(left + _most_unseen(s.left, s.right), right, 1 - tail, no_left)
        if no_right.any():
            low[no_right] = ends(left, right + _most_unseen(s.right, s.left), tail, no_right)
    return low, high


def _tail(n):
    """The percentile, of one end, by which an interval of n units is widened."""
    return ndtr(-np.sqrt(n / (n - 1)) * stdtrit(n - 1, (1 + LEVEL) / 2))


def _unknown(u):
    return np.full(len(u.terms), np.nan)


def _pooled(counts, sizes, article):
    """(counts, sizes, article) as they are drawn from: paragraphs within articles, or, of many articles, whole ones.

    What an article is about fills its paragraphs alike, and a short one of one paragraph would not vary within itself
    at all. Of words that come in clumps, an article much of them or none, nominal 95 % intervals held the true rate in
    41 to 44 % of simulated outlets of 5 to 12 articles by paragraphs, in 83 to 87 % by articles; of 3 in 43 and 72 %.
    """
    if len(set(article)) < MANY:
        return counts, sizes, article
    counts, sizes = _by_article(counts, sizes, article)
    return counts, sizes, np.full(len(sizes), "", dtype=object)


def _by_article(counts, sizes, article):
    """Counts and sizes of whole articles, sorted by name."""
    _, codes = np.unique(article.astype(str), return_inverse=True)
    member = csr_matrix((np.ones(len(codes)), (codes, np.arange(len(codes)))))
    return member @ counts, member @ sizes


def _redraw(counts, sizes, article, n, rng):
    """Counts and tokens of `n` resamples: (n x terms), (n x 1)."""
    weights = np.zeros((n, len(sizes)))
    for name in sorted(set(article)):
        own = np.flatnonzero(article == name)
        if len(own) >= LONG:
            drawn = rng.integers(0, len(own), (n, len(own))) + len(own) * np.arange(n)[:, None]
            weights[:, own] = np.bincount(drawn.ravel(), minlength=drawn.size).reshape(drawn.shape)
            continue
        weights[:, own] = rng.multinomial(len(own), np.full(len(own), 1 / len(own)), size=n)
    return weights @ counts, (weights @ sizes)[:, None]


def _most_unseen(side, other):
    """The count a term may have on a side that shows none of it, in as many paragraphs as chance can hide."""
    hidden = len(side) * (1 - ((1 - LEVEL) / 2) ** (1 / len(side)))
    occupied = (other > 0).sum(axis=0)
    return hidden * np.where(occupied > 0, other.sum(axis=0) / np.maximum(occupied, 1), 1.0)


@once_a_build
def permutation_p(u: Units, target: str | list[str], prior: float = 500, n: int = 19_999, seed: int = 0) -> np.ndarray:
    """Two-sided p of z when passages are dealt anew between the target and the others.

    A deal that gives the target just as often the term counts as as extreme, whatever
    its number of tokens: otherwise an outlet whose passages are all a little shorter
    would win every tie, and rare terms would come out significant for that alone.

    Args:
        u: Units of passages of like length (`units` with a length).
        n: permutations; the smallest p is 1 / (n + 1).
    Returns:
        One value a term of `u`; NaN without a reference.
    """
    s = _split(u, target, prior)
    if not len(s.right):
        return _unknown(u)
    seen, n_seen = s.left.sum(axis=0), s.n_left.sum()
    few, many, first = _limits(s, seen, n_seen, prior)
    few[first + seen.astype(int)] = np.inf  # just as often

    def extreme(used, words):
        at = used.astype(np.intp) + first
        return (words <= few.take(at)) | (words >= many.take(at))

    return _share_of_deals(s, extreme, n, seed)


def _share_of_deals(s, extreme, n, seed):
    """p of each term: the share of deals, the one seen among them, whose counts and tokens of the target are
    `extreme`.
    """
    counts, sizes = _compact(np.vstack([s.left, s.right]), np.concatenate([s.n_left, s.n_right]))
    times = np.zeros(s.left.shape[1])
    for dealt in _deals(n, len(sizes), len(s.left), seed, _step(max(len(sizes), len(times)))):
        dealt = dealt.astype(sizes.dtype)
        times += extreme(_summed(dealt, counts), (dealt @ sizes)[:, None]).sum(axis=0)
    return (1 + times) / (1 + n)


def ratio_p(u: Units, target: str, n: int = 19_999, seed: int = 0) -> np.ndarray:
    """As `permutation_p` against all others, by another statistic: the plain ratio of the two rates, half a use added.

    It says how far an answer hangs on the statistic.
    """
    s = _split(u, target, 1.0)
    if not len(s.right):
        return _unknown(u)

    def apart(used, words):
        used, words = used.astype(float), words.astype(float)  # so that ties stay ties
        rest, n_rest = u.counts.sum(axis=0) - used, u.sizes.sum() - words
        return np.abs(np.log((used + 0.5) / words) - np.log((rest + 0.5) / n_rest))

    seen = apart(s.left.sum(axis=0), s.n_left.sum()) - 1e-9
    return _share_of_deals(s, lambda used, words: apart(used, words) >= seen, n, seed)


def _compact(counts, sizes):
    """Whole numbers in the smallest floats that hold their sums exactly; floats, since BLAS multiplies no others.

    Of many units the counts are sparse, for most hold few of the terms.
    """
    kind = np.float32 if sizes.sum() < EXACT else np.float64
    counts = counts.astype(kind)
    return counts if len(sizes) < LONG else csr_matrix(counts.T), sizes.astype(kind)


def _summed(dealt, counts):
    """The counts of each deal, as `_compact` makes them, summed over its units."""
    return (counts @ dealt.T).T if issparse(counts) else dealt @ counts


def _limits(s, seen, n_seen, prior):
    """Up to how many tokens, and from how many, a target with so many of a term has a |z| as large as the one seen.

    z falls as the target's tokens grow, so two limits for each count that a term may have stand in the
    place of two logarithms for each deal.

    Returns:
        (few, many, first): the limits of term t with a count of c stand at first[t] + c.
    """
    total, size = seen + s.right.sum(axis=0), n_seen + s.n_right.sum()
    z = np.abs(_terms.log_odds(seen, n_seen, total - seen, size - n_seen, s.pseudo, prior)[1]) - 1e-9
    lengths = total.astype(int) + 1
    first = np.append(0, lengths.cumsum()[:-1]).astype(np.intp)
    term = np.repeat(np.arange(len(total)), lengths)
    left = np.arange(len(term)) - first[term]
    a, b = left + s.pseudo[term], total[term] - left + s.pseudo[term]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        odds = np.exp(z[term] * np.sqrt(1 / a + 1 / b))
        few, many = ((a * (size + prior - b) - e * b * (prior - a)) / (a + e * b) for e in (odds, 1 / odds))
    return few, many, first


def _step(width):
    """Deals at a time, so that a table of `width` numbers for each stays small."""
    return max(1, CHUNK // max(1, width))


@lru_cache(maxsize=4)
def _orders(n, units, seed):
    """`n` random orders of the units (n x units), the same for every comparison under a seed."""
    rng, kind, step = np.random.default_rng(seed), np.uint8 if units <= 256 else np.uint16, 10 * _step(units)
    blocks = (rng.random((min(step, n - i), units)).argsort(axis=1, kind="stable") for i in range(0, n, step))
    return np.concatenate([block.astype(kind) for block in blocks])


def _deals(n, units, k, seed, step):
    """Blocks of `n` deals, `step` or fewer rows each: True for the `k` units that fall to the target."""
    if units < LONG:
        yield from (_orders(n, units, seed)[i : i + step] < k for i in range(0, n, step))
        return
    rng = np.random.default_rng(seed)
    for i in range(0, n, step):
        order = rng.random((min(step, n - i), units))
        yield order <= np.partition(order, k - 1, axis=1)[:, [k - 1]]


@once_a_build
def omnibus(u: Units, n: int = 19_999, seed: int = 0) -> tuple[np.ndarray, float]:
    """Do the outlets differ at all, each term between all of them and all terms together?

    The statistic is G2 of the table outlets x (term, other tokens); passages are dealt
    anew among the outlets, as many to each as it has. A deal that gives each outlet just
    its frequency of the term counts as at least as extreme, as in `permutation_p`.

    Args:
        u: Units of passages of like length.
    Returns:
        (p, p_all): one p a term of `u`, and one for the sum of G2 over all terms; NaN for fewer
        than two outlets or without a term.
    """
    if len(set(u.outlet)) < 2 or not u.terms:
        return _unknown(u), np.nan
    names, codes = np.unique(u.outlet.astype(str), return_inverse=True)
    n, member = affordable(n, u, len(names)), np.eye(len(names), dtype=np.float32)[codes]
    counts, sizes = _compact(u.counts, u.sizes)
    total, size = u.counts.sum(axis=0), u.sizes.sum()
    x_log_x = np.arange(int(size) + 1, dtype=float)
    x_log_x[1:] *= np.log(x_log_x[1:])
    same = x_log_x[int(size)] - x_log_x[total.astype(int)] - x_log_x[(size - total).astype(int)]  # in every deal

    def g2(counts, sizes):
        """Of (outlets x deals x terms) and (outlets x deals x 1): deals x terms."""
        value = np.zeros(counts.shape[1:])
        for own, tokens in zip(counts.astype(np.intp), sizes.astype(np.intp), strict=True):
            value += x_log_x.take(own)
            value += x_log_x.take(tokens - own)
            value -= x_log_x.take(tokens)
        return 2 * (value + same)

    seen = _summed(member.T, counts)[:, None]
    g2_seen = g2(seen, (member.T @ sizes)[:, None, None])[0] - 1e-9
    extreme, extreme_all = np.zeros(len(u.terms)), 0
    orders, step = _orders(n, len(codes), seed), _step(max(len(u.terms), member.size // 50))
    for i in range(0, n, step):
        dealt = member[orders[i : i + step]].transpose(2, 0, 1)  # outlets x deals x units
        held = np.ascontiguousarray(dealt).astype(sizes.dtype)
        own = np.stack([_summed(one, counts) for one in held])
        value = g2(own, (held @ sizes)[:, :, None])
        extreme += ((value >= g2_seen) | (own == seen).all(axis=0)).sum(axis=0)
        extreme_all += (value.sum(axis=1) >= g2_seen.sum()).sum()
    return (1 + extreme) / (1 + n), (1 + extreme_all) / (1 + n)


def least_p(u: Units, target: str | list[str]) -> np.ndarray:
    """The smallest p that a term could reach if all its passages fell to the target: too high where they are too few.

    Returns:
        One value a term of `u`; NaN without a reference.
    """
    s = _split(u, target, 1)
    if not len(s.right):
        return _unknown(u)
    k, units = len(s.left), len(s.left) + len(s.right)
    occupied = (s.left > 0).sum(axis=0) + (s.right > 0).sum(axis=0)
    ways = comb(units, k)
    least = {m: comb(units - m, k - m) / ways if m <= k else 1 / ways for m in set(occupied.tolist())}
    return np.array([least[m] for m in occupied.tolist()])


def leave_one_out(u: Units, target: str | list[str], prior: float = 500) -> tuple[np.ndarray, np.ndarray]:
    """The smallest and the largest log-odds when one article of the others is left out in turn; NaN if they have
    one.
    """
    s = _split(u, target, prior)
    names = sorted(set(s.right_article))
    if len(names) < 2:
        return _unknown(u), _unknown(u)
    own, n_own = _by_article(s.right, s.n_right, s.right_article)
    right, n_right = s.right.sum(axis=0) - own, (s.n_right.sum() - n_own)[:, None]
    odds = _terms.log_odds(s.left.sum(axis=0), s.n_left.sum(), right, n_right, s.pseudo, prior)[0]
    return np.min(odds, axis=0), np.max(odds, axis=0)


def holm(p: np.ndarray) -> np.ndarray:
    """p-values corrected for their number: the chance of any false alarm stays below the level, however they hang
    together. What is NaN was no test.

    Source: Holm 1979, doi:10.2307/4615733.
    """
    p = np.asarray(p, dtype=float)
    tests = int((~np.isnan(p)).sum())
    order = np.argsort(p, kind="stable")[:tests]
    adjusted = np.full(len(p), np.nan)
    adjusted[order] = np.maximum.accumulate(np.minimum(1, p[order] * np.arange(tests, 0, -1)))
    return adjusted


def contrasts(u: Units, length: int = PASSAGE, n: int = 19_999, seed: int = 0) -> pd.DataFrame:
    """A few features chosen beforehand, each tested once in each outlet against the others; one family (Holm).

    Passages of like length are dealt anew between an outlet and the others (`permutation_p`). A feature that occurs
    nowhere is no question and no test.

    Args:
        u: Units of paragraphs, the features as their terms.
        length: what a passage holds at least, in what the sizes count.
    Returns:
        One row a feature and outlet: term, outlet, freq, per_1000, elsewhere (per 1,000), low, high (widened bootstrap
        of the rate), p, p_adj, least_p (see `least_p`). No row for fewer than two outlets.
    """
    names = sorted(set(u.outlet))
    seen = u.counts.sum(axis=0) > 0
    if len(names) < 2 or not seen.any():
        return pd.DataFrame({name: pd.Series(dtype=KINDS.get(name, float)) for name in CONTRASTS})
    dealt = joined(u, length)
    table = rate_intervals(u, affordable(2000, u, len(names)), seed=seed)
    n = affordable(n, dealt, len(names))
    tests = [
        pd.DataFrame({"outlet": name, "term": u.terms, "p": permutation_p(dealt, name, n=n, seed=seed)}).assign(
            elsewhere=1000 * u.counts[u.outlet != name].sum(axis=0) / u.sizes[u.outlet != name].sum(),
            least_p=least_p(dealt, name),
        )[seen]
        for name in names
    ]
    table = pd.concat(tests).merge(table, on=["outlet", "term"])
    table["p_adj"] = holm(table["p"])
    return table.sort_values(["term", "outlet"], key=_terms.in_order(term=u.terms), ignore_index=True)[CONTRASTS]


def differences(u: Units, length: int = PASSAGE, n: int = 19_999, seed: int = 0) -> pd.DataFrame:
    """A few features chosen beforehand, each tested once over all outlets together; one family (Holm).

    Args:
        u, length: as in `contrasts`. The statistic is that of `omnibus`.
    Returns:
        One row a feature that occurs: term, freq, outlets (that have it), p, p_adj. No row for fewer than two outlets.
    """
    seen = u.counts.sum(axis=0) > 0
    if len(set(u.outlet)) < 2 or not seen.any():
        return pd.DataFrame({name: pd.Series(dtype=KINDS.get(name, float)) for name in DIFFERENCES})
    u = u._replace(counts=u.counts[:, seen], terms=[t for t, kept in zip(u.terms, seen, strict=True) if kept])
    p, _ = omnibus(joined(u, length), n, seed)
    has = [len(set(u.outlet[column > 0])) for column in u.counts.T]
    freq = u.counts.sum(axis=0).astype(int)
    return pd.DataFrame({"term": u.terms, "freq": freq, "outlets": has, "p": p, "p_adj": holm(p)})[DIFFERENCES]


def smallest_p(n_articles: int, n_target: int) -> float:
    """The smallest p that permuting whole articles can give: one over the ways to pick the target's."""
    return 1 / comb(n_articles, n_target)


def compare(
    tokens: pd.DataFrame,
    targets: dict[str, str | list[str]] | None = None,
    stopwords: Collection[str] = (),
    prior: float = 500,
    length: int | None = PASSAGE,
    n: int = 19_999,
    seed: int = 0,
) -> pd.DataFrame:
    """Keyness of several comparisons with everything that says how sure it is; one family for the correction.

    Args:
        tokens: columns article_id, outlet, paragraph_id, term.
        targets: {name of the comparison: outlet or list of outlets}, each against all others;
            None for each outlet by itself.
        length: tokens that make a passage for the permutations.
        n: permutations; of a large corpus fewer are made, and fewer resamples, but at least LEAST.
    Returns:
        One row per comparison and tested term, in the order of `targets` and of the alphabet: comparison, the
        columns of terms.keyness, low, high (widened bootstrap), p, p_adj (permutation,
        Benjamini-Hochberg over all rows), least_p (see `least_p`), naive_p, naive_p_adj (the same from g2 as if
        tokens were independent), loo_low, loo_high, survives (p_adj < 0.05, an interval
        and leave-one-out range on one side of 0). No row for a comparison without a reference, and none where no
        term reaches the floor.
    Raises:
        ValueError: an outlet is not in `tokens`.
    Source: Benjamini & Hochberg 1995, by scipy.
    """
    return _compared(tokens, targets, stopwords, prior, length, n, seed)[0]


def _compared(tokens, targets, stopwords, prior, length, n=19_999, seed=0):
    """The table of `compare`, and the passages that were dealt, with the terms of the table."""
    outlets = tokens["outlet"].unique()
    targets = {outlet: outlet for outlet in outlets} if targets is None else targets
    targets = {name: target for name, target in targets.items() if _terms.sides(outlets, target)[1]}
    counts = _terms.counts(tokens)
    tested = _testable(counts, stopwords) if targets else []
    if not tested:
        none = pd.DataFrame({name: pd.Series(dtype=KINDS.get(name, float)) for name in COLUMNS})
        return none, units(tokens, [], length)
    paragraphs = units(tokens, tested)
    passages = paragraphs if length is None else joined(paragraphs, length)
    n, draws = affordable(n, passages, len(targets)), affordable(2000, paragraphs, len(targets))
    tables = []
    for name, target in targets.items():
        table = _terms.keyness(counts, target, prior=prior).set_index("term").reindex(tested)
        table["low"], table["high"] = intervals(paragraphs, target, prior=prior, n=draws, seed=seed)
        table["p"] = permutation_p(passages, target, prior=prior, n=n, seed=seed)
        table["least_p"] = least_p(passages, target)
        table["loo_low"], table["loo_high"] = leave_one_out(paragraphs, target, prior=prior)
        tables.append(table.reset_index().assign(comparison=name))
    table = pd.concat(tables, ignore_index=True)
    table["naive_p"] = chdtrc(1, table["g2"])
    table["p_adj"] = false_discovery(table["p"])
    table["naive_p_adj"] = false_discovery(table["naive_p"])
    return table.assign(survives=_survives(table))[COLUMNS], passages


def _survives(table):
    """Which rows of `compare` are told from chance by all that is computed for them? A mask."""
    above, below = (table["low"] > 0) & (table["loo_low"] > 0), (table["high"] < 0) & (table["loo_high"] < 0)
    return (above | below) & (table["p_adj"] < 0.05)


def choices(paragraphs: pd.DataFrame, stopwords: Collection[str] = ()) -> pd.DataFrame:
    """What `compare` (each outlet against the others) and `omnibus` find under other reasonable choices.

    Args:
        paragraphs: a table as corpus.paragraphs makes it, headlines and furniture among them.
    Returns:
        One row a choice, its name as the index: tested (differences), naive and naive_corrected (those with a naive p
        below 0.05, before and after correction), survive, survivors (the first ten: "term (outlet)"), uneven (terms
        spread unevenly over all outlets, corrected), p_together (all terms together, NaN if none is tested).
        No row for fewer than two outlets.
    """
    from nltk.stem import SnowballStemmer  # here: both start slowly
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    sentences = _corpus.sentences(_corpus.running(paragraphs))
    tokens = _corpus.tokens(sentences)
    if tokens["outlet"].nunique() < 2:
        return pd.DataFrame(columns=CHOICES).rename_axis("choice")
    stemmer = SnowballStemmer("english")
    stem = {term: stemmer.stem(term) for term in tokens["term"].unique()}
    stems = tokens.assign(term=tokens["term"].map(stem))
    whole = _corpus.tokens(_corpus.sentences(paragraphs))
    other = {
        "as above": {},
        **{f"prior of {prior:,}": {"prior": prior} for prior in (50, 5000)},
        **{f"passages of {length} tokens": {"length": length} for length in (60, 80, 150, 200)},
        "paragraphs as they stand": {"length": None},
        "a family for each outlet": {"families": True},
        "scikit-learn's stop list": {"stopwords": ENGLISH_STOP_WORDS},
        "Snowball stems": {"tokens": stems},
        "bigrams": {"tokens": _terms.ngrams(tokens, 2, stopwords)},
        "tokens as they stand": {"tokens": tokens.assign(term=tokens["token"].str.lower())},
        "no spelling table": {"tokens": _corpus.tokens(sentences, {})},
        "headlines and furniture too": {"tokens": whole},
    }
    rows = {name: _found(**({"tokens": tokens, "stopwords": stopwords} | choice)) for name, choice in other.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=CHOICES).rename_axis("choice")


def _found(tokens, stopwords, prior=500, length=PASSAGE, families=False):
    """A row of `choices`; with `families` the correction is made within each comparison."""
    table, passages = _compared(tokens, None, stopwords, prior, length)
    if families:
        table["p_adj"] = table.groupby("comparison")["p"].transform(false_discovery)
    stays = table[_survives(table)]
    p, together = omnibus(passages)
    naive = (table["naive_p"] < 0.05).sum(), (table["naive_p_adj"] < 0.05).sum()
    who = ", ".join(f"{row.term} ({row.comparison})" for row in stays.head(10).itertuples())
    return len(table), *naive, len(stays), who, (false_discovery(p) < 0.05).sum(), together


def rate_intervals(u: Units, n: int = 2000, seed: int = 0) -> pd.DataFrame:
    """Tokens per 1,000 of each term in each outlet, with widened paragraph-bootstrap intervals.

    Returns:
        outlet, term, freq, per_1000, low, high; an absent term has low 0 and the upper
        bound that its outlet's paragraphs allow; NaN for an outlet of one paragraph.
    """
    rows = []
    for outlet in sorted(set(u.outlet)):
        own = u.outlet == outlet
        counts, sizes, article = _pooled(u.counts[own], u.sizes[own], u.article[own])
        k = len(sizes)
        low = high = np.full(len(u.terms), np.nan)
        if k > 1:
            tail = _tail(k)
            drawn, size = _redraw(counts, sizes, article, n, np.random.default_rng(seed))
            low, high = np.quantile(1000 * drawn / size, [tail, 1 - tail], axis=0)
            unseen = 1000 * _most_unseen(counts, u.counts[~own]) / sizes.sum()
            high = np.where(counts.sum(axis=0) == 0, unseen, high)
        freq = counts.sum(axis=0)
        values = zip(u.terms, freq.astype(int), 1000 * freq / sizes.sum(), low, high, strict=True)
        rows += [(outlet, *row) for row in values]
    return pd.DataFrame(rows, columns=["outlet", "term", "freq", "per_1000", "low", "high"])


def percent_intervals(u: Units, name: str) -> pd.DataFrame:
    """As `rate_intervals`, in percent: outlet, `name` (of the term), freq, percent, low, high."""
    table = rate_intervals(u).rename(columns={"term": name, "per_1000": "percent"})
    table[["percent", "low", "high"]] = (table[["percent", "low", "high"]] / 10).clip(upper=100)
    return table


def overlap(u: Units) -> pd.DataFrame:
    """How alike the word choice of two outlets is, and of each outlet with itself.

    Morisita's index: 1 if both draw their tokens independently from one distribution, 0
    if they share none; unlike shared types or the cosine it hardly depends on the texts'
    lengths. Words that come in clumps lower it, so an outlet with itself (its odd against
    its even paragraphs) is the yardstick, not 1.

    Args:
        u: Units of paragraphs over the content terms.
    Returns:
        One row a pair: outlet_a, outlet_b, morisita, low, high (jackknife over
        paragraphs, of many articles over articles, t with the smaller side's degrees of freedom).
        No row for fewer than two outlets.
    Source: Morisita 1959; Wolda 1981, doi:10.1007/BF00344966.
    """
    own = {name: u.outlet == name for name in sorted(set(u.outlet))}
    sides = {name: _pooled(u.counts[at], u.sizes[at], u.article[at])[0] for name, at in own.items()}
    pairs = [(a, b, sides[a], sides[b]) for a, b in combinations(sides, 2)]
    pairs += [(name, name, own[::2], own[1::2]) for name, own in sides.items() if pairs]
    rows = []
    for a, b, x, y in pairs:
        value, spread = _morisita(x.sum(axis=0), y.sum(axis=0)), np.nan
        k = min(len(x), len(y))
        if k > 1:
            without_x = _morisita(x.sum(axis=0) - x, y.sum(axis=0))
            without_y = _morisita(x.sum(axis=0), y.sum(axis=0) - y)
            spread = np.sqrt(sum(np.var(w) * (len(w) - 1) for w in (without_x, without_y)))
            spread *= stdtrit(k - 1, (1 + LEVEL) / 2)
        rows.append((a, b, value, value - spread, value + spread))
    return pd.DataFrame(rows, columns=["outlet_a", "outlet_b", "morisita", "low", "high"])


def _morisita(x, y):
    n, m = x.sum(axis=-1), y.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        same = (x * (x - 1)).sum(axis=-1) / (n * (n - 1)) + (y * (y - 1)).sum(axis=-1) / (m * (m - 1))
        return 2 * (x * y).sum(axis=-1) / (same * n * m)


def alike(tokens: pd.DataFrame, stopwords: Collection[str] = (), least: int = 300) -> pd.DataFrame:
    """Overlap of the outlets over all content terms, and over those that not every outlet uses.

    Args:
        least: tokens that an outlet must have: in less hardly a word comes twice.
    Returns:
        The rows of `overlap`, pairs of two outlets first, the most alike on top: its columns, group ("two outlets" or
        "an outlet with itself"), without_common, low_without, high_without (the same without the words that all use).
        Of a larger vocabulary the MOST most frequent terms count.
    """
    counts, sizes = _terms.content(_terms.counts(tokens), stopwords), tokens["outlet"].value_counts()
    enough = tokens[tokens["outlet"].isin(sizes.index[sizes >= least])]
    often = counts.groupby("term")["freq"].sum().nlargest(MOST).index
    spread = counts.groupby("term")["outlet"].nunique()
    table = overlap(units(enough, sorted(often)))
    table["group"] = (table["outlet_a"] == table["outlet_b"]).map({True: "an outlet with itself", False: "two outlets"})
    table = table.sort_values(["group", "morisita", "outlet_a"], ascending=[False, False, True])
    rest = overlap(units(enough, sorted(often.difference(spread.index[spread == len(sizes)]))))
    names = {"morisita": "without_common", "low": "low_without", "high": "high_without"}
    return table.merge(rest.rename(columns=names), on=["outlet_a", "outlet_b"])


def nearest(pairs: pd.DataFrame, outlets: Iterable[str]) -> pd.DataFrame:
    """For each outlet the one whose choice of words is most like its own, and the next.

    Args:
        pairs: as `alike` makes them.
    Returns:
        One row an outlet, in the order of `outlets`; of those in no pair none: outlet, nearest, morisita, then (the
        next; "" for none), morisita_then, apart (do the intervals of the two lie apart?).
    """
    columns = ["outlet", "nearest", "morisita", "low", "high"]
    two = pairs.loc[pairs["group"] == "two outlets", ["outlet_a", "outlet_b", *columns[2:]]]
    other = two[["outlet_b", "outlet_a", *columns[2:]]]
    both = pd.concat([two.set_axis(columns, axis=1), other.set_axis(columns, axis=1)])
    ranked = both.sort_values("morisita", ascending=False, kind="stable").groupby("outlet", sort=False)
    first, then = ranked.nth(0).set_index("outlet"), ranked.nth(1).set_index("outlet")
    table = first[["nearest", "morisita"]].assign(then=then["nearest"], morisita_then=then["morisita"])
    table["then"] = table["then"].fillna("").astype(str)
    table["apart"] = first["low"] > then["high"].reindex(first.index)
    table = table.reindex([name for name in outlets if name in table.index]).reset_index()
    return table.astype({"morisita": float, "morisita_then": float})  # numbers, though there be none


def overlapping(low: pd.DataFrame, high: pd.DataFrame) -> float:
    """Share of the pairs of intervals within a row (a term, say; a column an outlet) that overlap; NaN without a
    pair.
    """
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    pairs = [(low[:, a] <= high[:, b]) & (low[:, b] <= high[:, a]) for a, b in combinations(range(low.shape[1]), 2)]
    return float(np.mean(pairs)) if np.size(pairs) else np.nan
