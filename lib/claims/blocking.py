"""Which pairs of claims are looked at: those of two articles that share rare things, so that time grows with the claims.

Articles are cut into passages of PASSAGE claims. Passages of two outlets that share what is rare in the corpus (words,
names, values) are held against one another, the likest first; in them, claims of one dimension.
"""

import warnings
from collections import defaultdict

import numpy as np
import pandas as pd
from scipy import sparse

from lib.claims.features import Prepared, of_length_one, one_of_each
from lib.corpus import CorpusWarning

PASSAGE = 40  # claims that stand together
COMMON = 100  # what more passages share is not rare
PARTNERS = 24  # passages that a passage is held against, the likest
LIKE = 0.05  # cosine of the rare things of two passages: below, they tell of different things
EACH, FEW = 60, 20_000  # pairs that are looked at, for each claim; and in any case


def candidates(p: Prepared) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of claims of two outlets (i, j), i < j, that could measure the same thing.

    They are of one base (two currencies with a rate are), or one is a number without unit or noun and has the value of
    the other; none are of two kinds of things or of two times (`Prepared.apart`). Of more than EACH pairs a claim,
    those of the likest passages are taken and a CorpusWarning says how many were left out.
    """
    n = len(p.articles)
    passage = _passages(p.articles)
    order = np.argsort(passage, kind="stable")
    held = [_shelves(p, members) for members in np.split(order, np.flatnonzero(np.diff(passage[order])) + 1)]
    found, left = [], 0
    room = max(FEW, EACH * n) - n
    for u, v in _alike(p, passage).tolist():
        own = _within(held[u], held[v], n)
        if len(own) > room:
            left += len(own)
            continue
        room -= len(own)
        found.append(own)
    if left:
        warnings.warn(
            f"claims were held against one another {max(FEW, EACH * n):,} times, those of the likest articles first: "
            f"{left:,} comparisons were left out, so some pairs are missing",
            CorpusWarning,
            stacklevel=3,
        )
    i, j = np.divmod(np.unique(np.concatenate([np.empty(0, int), *found])), n)
    one = ~p.apart(i, j)
    return i[one], j[one]


def _passages(articles):
    """The number of the passage of each claim: PASSAGE claims of one article that follow one another."""
    told = pd.DataFrame({"article": articles})
    return told.groupby(["article", told.groupby("article").cumcount() // PASSAGE], sort=False).ngroup().to_numpy()


def _shelves(p, members):
    """Claims of a passage by base, the bare ones and all others by value: ({base: claims}, {value: bare}, {value: others})."""
    by_base, bare, others = defaultdict(list), defaultdict(list), defaultdict(list)
    told = p.numbers["bare"].to_numpy()
    for i in members.tolist():
        by_base[p.bases[i]].append(i)
        (bare if told[i] else others)[p.plain[i, 0]].append(i)
    return [{key: np.array(claims) for key, claims in shelf.items()} for shelf in (by_base, bare, others)]


def _within(one, other, n):
    """Pairs of claims of two passages that are of one base, or of which one is bare and has the other's value.

    Returns:
        Of a pair of i < j among n claims the number i * n + j.
    """
    sides = [(one[0], other[0]), (one[1], other[2]), (one[2], other[1])]
    pairs = [(x[key], y[key]) for x, y in sides for key in x.keys() & y.keys()]
    left = np.concatenate([np.empty(0, int), *(np.repeat(x, len(y)) for x, y in pairs)])
    right = np.concatenate([np.empty(0, int), *(np.tile(y, len(x)) for x, y in pairs)])
    return np.minimum(left, right) * n + np.maximum(left, right)


def _alike(p, passage):
    """Pairs of passages of two outlets (u, v), u < v, the likest first."""
    keys = (one_of_each(passage).T @ sparse.hstack([p.words, one_of_each(p.value)])).sign().tocsr()
    n, spread = len(keys.indptr) - 1, np.asarray(keys.sum(axis=0)).ravel()
    keys = keys @ sparse.diags(np.where((spread > 1) & (spread <= COMMON), np.log(1 + n / np.maximum(spread, 1)), 0.0))
    keys = of_length_one(keys)
    outlet, found = p.outlets[np.unique(passage, return_index=True)[1]], []
    for first in range(0, n, 200):
        near = (keys[first : first + 200] @ keys.T).tocoo()
        told = pd.DataFrame({"one": near.row + first, "other": near.col, "like": near.data.round(9)})
        told = told[(outlet[told["one"]] != outlet[told["other"]]) & (told["like"] >= LIKE)]
        told = told.sort_values(["one", "like", "other"], ascending=[True, False, True])
        found.append(told.groupby("one").head(PARTNERS))
    told = pd.concat(found)
    ends = told[["one", "other"]].to_numpy()
    both = pd.DataFrame({"u": ends.min(axis=1), "v": ends.max(axis=1), "like": told["like"].to_numpy()})
    both = both.drop_duplicates(["u", "v"]).sort_values(["like", "u", "v"], ascending=[False, True, True])
    return both[["u", "v"]].to_numpy()
