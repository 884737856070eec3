"""What the other claims say of a pair: rivals, what a third claim fits, the claims beside the two.

A claim belongs to a group of claims, not only to a pair; here the group speaks.
"""

import itertools

import numpy as np
import pandas as pd
from scipy import sparse

from lib.claims.features import FEATURES, Prepared, dot, in_cells, of_length_one, one_of_each

NAMES = tuple(FEATURES.loc[FEATURES["of"] == "others", "feature"])
SOME = 0.05  # a pair less likely than this is no company
LIMIT = 8.0  # of a log-odds
STRETCH = 20_000  # pairs whose features are measured at once


def likely(odds: np.ndarray) -> np.ndarray:
    """Log-odds as a probability."""
    return 1 / (1 + np.exp(-odds))


def context(p: Prepared, i: np.ndarray, j: np.ndarray, odds: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """The features NAMES of the pairs of claims (i, j), from what the step before said of all of them (odds), one row a pair.

    data/pair_features.csv says what each is.

    Args:
        apart: which pairs have values that do not fit: these dispute, the others agree.
    """
    n, own = len(p.articles), likely(odds)
    ends = np.r_[i, j], np.r_[j, i]
    pairs, dispute = (sparse.csr_matrix((np.tile(sure, 2), ends), shape=(n, n)) for sure in (own, own * apart))
    kept, dispute = (one.multiply(one >= SOME).tocsr() for one in (pairs, dispute))
    agree = (kept - dispute).tocsr()
    best = _best(agree, p.articles)
    group, backed, friends = (agree @ best).tocsr(), _sums(best), pairs.multiply(pairs).tocsr()
    rivals = _rivals(i, j, odds, p.articles)
    above = [np.clip(odds - rival, -6, 6) for rival in (rivals.max(axis=0), rivals.min(axis=0))]
    told, known = [], (agree, dispute, best, group, backed)
    for at in range(0, len(i), STRETCH):
        a, b, sure = (part[at : at + STRETCH] for part in (i, j, own))
        said = (_company(kept, a, b, sure), _beside(p, pairs, a, b, sure), _friends(p, kept, friends, a, b, sure))
        told.append(np.column_stack([*itertools.chain(*said), *_disputed(p, known, a, b)]))
    rest = np.concatenate(told) if told else np.empty((0, len(NAMES) - 3))
    return np.column_stack([odds, *above, rest]).reshape(len(i), len(NAMES))


def _company(kept, i, j, own):
    shared, sums = kept[i].minimum(kept[j]), _sums(kept)
    least = np.minimum(sums[i], sums[j]) - np.where(own >= SOME, own, 0)
    return shared.max(axis=1).toarray().ravel(), np.clip(_sums(shared) / np.maximum(0.3, least), 0, 2)


def _beside(p, pairs, i, j, own):
    """How likely the other claims of the two sentences are pairs, and the two claims before and after each."""
    n, sentence, held = len(p.articles), p.sentences, one_of_each(p.sentences)
    by_claim = (pairs @ held).tocsr()
    both = (held.T @ by_claim).tocsr()
    a, b = sentence[i], sentence[j]
    total = in_cells(both, a, b) - in_cells(by_claim, i, b) - in_cells(by_claim, j, a) + own
    size = np.bincount(sentence, minlength=held.shape[1])
    room = np.minimum(size[a], size[b]) - 1
    around = np.zeros(len(i))
    for x in (-2, -1, 1, 2):
        for y in (-2, -1, 1, 2):
            u, v = (np.clip(k + step, 0, n - 1) for k, step in ((i, x), (j, y)))
            inside = (p.articles[u] == p.articles[i]) & (p.articles[v] == p.articles[j])
            around += in_cells(pairs, u, v) * inside / (abs(x) + abs(y))
    return np.where(room > 0, total / np.maximum(room, 1), 0.0), np.minimum(total, 2), around


def _friends(p, kept, friends, i, j, own):
    """How many claims that fit the two have, the lesser and the greater, and how like the words of one are to those of the other's."""
    sums, weight, less, ways = _sums(kept), _sums(friends), own**2, ((i, j), (j, i))
    yield np.minimum(sums[i], sums[j]) - own
    yield np.maximum(sums[i], sums[j]) - own
    for plain in (p.near, p.phrase, of_length_one(p.names)):
        theirs, length = (friends @ plain).tocsr(), dot(plain, plain)
        both = [(dot(plain[a], theirs[b]) - less * length[a]) / np.maximum(0.5, weight[b] - less) for a, b in ways]
        yield np.maximum(*both)


def _best(agree, articles):
    """How likely each claim agrees with the likeliest claim of each article."""
    told = agree.tocoo()
    known = pd.DataFrame({"claim": told.row, "article": articles[told.col], "sure": told.data})
    most = known.groupby(["claim", "article"], as_index=False)["sure"].max()
    shape = (len(articles), articles.max() + 1)
    return sparse.csr_matrix((most["sure"], (most["claim"], most["article"])), shape=shape)


def _disputed(p, known, i, j):
    agree, dispute, best, group, backed = known
    ways = (i, j), (j, i)
    for matrix in (best, group):
        yield np.minimum(1, np.maximum(*(in_cells(matrix, one, p.articles[other]) for one, other in ways)))
    yield np.minimum(backed[i], backed[j])
    yield np.maximum(backed[i], backed[j])
    shared = [dispute[one].multiply(agree[other]).tocsr() for one, other in ways]
    yield np.maximum(*map(_sums, shared))
    yield np.maximum(*(one.max(axis=1).toarray().ravel() for one in shared))


def _sums(matrix):
    return np.asarray(matrix.sum(axis=1)).ravel()


def _rivals(i, j, odds, articles):
    """The log-odds of the best other pair of each of the two claims with the other's article; -LIMIT if there is none."""
    told = pd.DataFrame({"claim": np.r_[i, j], "article": articles[np.r_[j, i]], "odds": np.tile(odds, 2)})
    own = told.groupby(["claim", "article"])["odds"]
    best = own.transform("max")
    others = told.assign(odds=told["odds"].drop(own.idxmax())).groupby(["claim", "article"])["odds"]
    second = others.transform("max").fillna(-LIMIT)
    return np.where(told["odds"] >= best - 1e-12, second, best).reshape(2, -1)
