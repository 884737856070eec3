"""What the other claims say of a pair: rivals, what a third claim fits, the claims beside the two.

A claim belongs to a group of claims, not only to a pair; here the group speaks.
"""

import numpy as np
import pandas as pd
from scipy import sparse

from lib.claims.features import Prepared, one_of_each

NAMES = (
    *("pair", "rival", "rivals", "third", "company", "beside", "besides", "around"),
    *("taken", "taken_group", "backed_least", "backed_most", "against", "against_most"),
)
SOME = 0.05  # a pair less likely than this is no company
LIMIT = 8.0  # of a log-odds
STRETCH = 20_000  # pairs whose features are measured at once


def likely(odds: np.ndarray) -> np.ndarray:
    """Log-odds as a probability."""
    return 1 / (1 + np.exp(-odds))


def context(p: Prepared, i: np.ndarray, j: np.ndarray, odds: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """The features NAMES of the pairs of claims (i, j), from what the step before said of all of them (odds), one row a pair.

    pair: its own log-odds; rival, rivals: how far it stands above the best other pair that one of the two claims makes
    with the other's article, for the claim with the stronger and with the weaker; third: how well a third claim fits
    both; company: how far the claims that fit one fit the other; beside, besides: how likely other claims of the two
    sentences are pairs, mean and sum; around: the same of the two claims before and after; taken: how likely one of
    the two agrees with a claim of the other's article; taken_group: the same of claims that agree with one of the two;
    backed_...: with how many articles the two agree; against, against_most: how likely one of the two disputes what claims say that
    agree with the other (sum, and the likeliest).

    Args:
        apart: which pairs have values that do not fit: these dispute, the others agree.
    """
    n, own = len(p.articles), likely(odds)
    ends = np.r_[i, j], np.r_[j, i]
    pairs, dispute = (sparse.csr_matrix((np.tile(sure, 2), ends), shape=(n, n)) for sure in (own, own * apart))
    kept, dispute = (one.multiply(one >= SOME).tocsr() for one in (pairs, dispute))
    agree = (kept - dispute).tocsr()
    best = _best(agree, p.articles)
    group, backed = (agree @ best).tocsr(), _sums(best)
    rivals = _rivals(i, j, odds, p.articles)
    above = [np.clip(odds - rival, -6, 6) for rival in (rivals.max(axis=0), rivals.min(axis=0))]
    stretches = [slice(at, at + STRETCH) for at in range(0, len(i), STRETCH)]
    told = [
        np.column_stack(
            [
                *_company(kept, i[part], j[part], own[part]),
                *_beside(p, pairs, i[part], j[part], own[part]),
                *_disputed(p, (agree, dispute, best, group, backed), i[part], j[part]),
            ]
        )
        for part in stretches
    ]
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
    total = _at(both, a, b) - _at(by_claim, i, b) - _at(by_claim, j, a) + own
    size = np.bincount(sentence, minlength=held.shape[1])
    room = np.minimum(size[a], size[b]) - 1
    around = np.zeros(len(i))
    for x in (-2, -1, 1, 2):
        for y in (-2, -1, 1, 2):
            u, v = (np.clip(k + step, 0, n - 1) for k, step in ((i, x), (j, y)))
            inside = (p.articles[u] == p.articles[i]) & (p.articles[v] == p.articles[j])
            around += _at(pairs, u, v) * inside / (abs(x) + abs(y))
    return np.where(room > 0, total / np.maximum(room, 1), 0.0), np.minimum(total, 2), around


def _best(agree, articles):
    """How likely each claim agrees with the likeliest claim of each article."""
    told = agree.tocoo()
    known = pd.DataFrame({"claim": told.row, "article": articles[told.col], "sure": told.data})
    most = known.groupby(["claim", "article"], as_index=False)["sure"].max()
    return sparse.csr_matrix(
        (most["sure"], (most["claim"], most["article"])), shape=(len(articles), articles.max() + 1)
    )


def _disputed(p, known, i, j):
    agree, dispute, best, group, backed = known
    ways = (i, j), (j, i)
    for matrix in (best, group):
        yield np.minimum(1, np.maximum(*(_at(matrix, one, p.articles[other]) for one, other in ways)))
    yield np.minimum(backed[i], backed[j])
    yield np.maximum(backed[i], backed[j])
    shared = [dispute[one].multiply(agree[other]).tocsr() for one, other in ways]
    yield np.maximum(*map(_sums, shared))
    yield np.maximum(*(one.max(axis=1).toarray().ravel() for one in shared))


def _sums(matrix):
    return np.asarray(matrix.sum(axis=1)).ravel()


def _at(matrix, rows, columns):
    return np.asarray(matrix[np.array(rows), np.array(columns)]).ravel()


def _rivals(i, j, odds, articles):
    """The log-odds of the best other pair of each of the two claims with the other's article; -LIMIT if there is none."""
    told = pd.DataFrame({"claim": np.r_[i, j], "article": articles[np.r_[j, i]], "odds": np.tile(odds, 2)})
    own = told.groupby(["claim", "article"])["odds"]
    best = own.transform("max")
    others = told.assign(odds=told["odds"].drop(own.idxmax())).groupby(["claim", "article"])["odds"]
    second = others.transform("max").fillna(-LIMIT)
    return np.where(told["odds"] >= best - 1e-12, second, best).reshape(2, -1)
