"""How likely two claims measure the same thing: features weighed by a fitted table, data/pair_weights.csv.

Two steps, each a logistic regression with weights of its own for pairs of the same value, of values that fit one
another, and of values that do not. The first weighs the features of the pair. The second weighs that and what other
claims say: whether one of the two fits another claim of the other's article better, and whether a third fits both.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from lib.claims import features
from lib.corpus import read_table

COLUMNS = ("step", "values", "feature", "mean", "spread", "weight")
VALUES = ("same", "fit", "apart")  # the values of a pair: the weights that are used
CONTEXT = ("pair", "rival", "rivals", "third", "company")
SECOND = (*CONTEXT, *features.NAMES)
SOME = 0.05  # a pair less likely than this is no company
LIMIT = 8.0  # of a log-odds


@dataclass
class Weights:
    """The fitted table: of each step and kind of values, mean and spread of the features, weights and constant."""

    first: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray, float]]
    second: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray, float]]
    link: float  # two groups are joined from this mean likelihood on
    agree: float  # how sure a pair must be that agrees
    conflict: float  # and one that does not


def read_weights(table: pd.DataFrame | None = None) -> Weights:
    """pair_weights.csv (columns COLUMNS), as tests.fit_pairs writes it."""
    table = (read_table("pair_weights.csv", COLUMNS) if table is None else table).astype(
        {"mean": float, "spread": float, "weight": float}
    )
    steps = {}
    for step, names in (("first", features.NAMES), ("second", SECOND)):
        steps[step] = {}
        for values in VALUES:
            own = table[(table["step"] == step) & (table["values"] == values)].set_index("feature")
            told = own.loc[list(names)]
            constant = float(own.loc["constant", "weight"])
            steps[step][values] = (*(told[name].to_numpy() for name in ("mean", "spread", "weight")), constant)
    limits = table[table["step"] == "limit"].set_index("feature")["weight"]
    return Weights(**steps, **{name: float(limits[name]) for name in ("link", "agree", "conflict")})


def kinds(measured: np.ndarray) -> np.ndarray:
    """Of each pair the number in VALUES: do the two have the same value, values that fit one another, or neither?"""
    same = [features.NAMES.index(name) for name in ("same_1", "same_2", "same_3")]
    apart = measured[:, features.NAMES.index("conflict")] > 0
    return np.where(measured[:, same].sum(axis=1) > 0, 0, np.where(apart, 2, 1))


def spoken(rows: np.ndarray, kind: np.ndarray, step: Mapping[str, tuple]) -> tuple[np.ndarray, np.ndarray]:
    """(what each feature adds to the log-odds, log-odds) of each row."""
    parts, odds = np.zeros_like(rows), np.zeros(len(rows))
    for number, values in enumerate(VALUES):
        own = kind == number
        mean, spread, weight, constant = step[values]
        parts[own] = (rows[own] - mean) / spread * weight
        odds[own] = parts[own].sum(axis=1) + constant
    return parts, np.clip(odds, -LIMIT, LIMIT)


def likely(odds: np.ndarray) -> np.ndarray:
    """Log-odds as a probability."""
    return 1 / (1 + np.exp(-odds))


def context(i: np.ndarray, j: np.ndarray, odds: np.ndarray, articles: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """The features CONTEXT of the pairs (i, j), from what the first step said of all of them.

    pair: its own log-odds; rival, rivals: how far it stands above the best other pair that one of the two claims makes
    with the other's article, for the claim with the stronger and with the weaker; of
    values apart alone third: how well a third claim fits both; company: how far the claims that fit one fit the other.
    """
    across = articles[i] != articles[j]
    ends = np.concatenate([i[across], j[across]]), np.concatenate([j[across], i[across]])
    many = int(articles.max()) + 1 if len(articles) else 1
    rivals = [
        _rival(ends, np.tile(odds[across], 2), one, other, odds, articles, many) for one, other in ((i, j), (j, i))
    ]
    third, company = _company(i, j, likely(odds), across, np.flatnonzero(kind == VALUES.index("apart")), len(articles))
    above = [np.clip(odds - rival, -6, 6) for rival in (np.maximum(*rivals), np.minimum(*rivals))]
    return np.column_stack([odds, *above, third, company]).reshape(len(i), len(CONTEXT))


def _company(i, j, p, across, apart, n):
    """The features third and company of the pairs numbered `apart`, 0 of all others."""
    kept = across & (p > SOME)
    ends = np.concatenate([i[kept], j[kept]]), np.concatenate([j[kept], i[kept]])
    fits = sparse.csr_matrix((np.tile(p[kept], 2), ends), shape=(n, n))
    roots, sums = fits.sqrt(), np.asarray(fits.sum(axis=1)).ravel()
    third, company = np.zeros(len(i)), np.zeros(len(i))
    for first in range(0, len(apart), 20_000):
        part = apart[first : first + 20_000]
        third[part] = fits[i[part]].minimum(fits[j[part]]).max(axis=1).toarray().ravel()
        shared = np.asarray(roots[i[part]].multiply(roots[j[part]]).sum(axis=1)).ravel()
        company[part] = shared / np.maximum(0.3, np.minimum(sums[i[part]], sums[j[part]]))
    return third, company


def _rival(ends, odds, one, other, own, articles, many):
    """The log-odds of the best other pair of claim `one` with the article of `other`; -LIMIT if there is none."""
    key = ends[0].astype(np.int64) * many + articles[ends[1]]
    order = np.lexsort((-odds, key))
    keys, sizes = key[order], odds[order]
    wanted = one.astype(np.int64) * many + articles[other]
    place = np.searchsorted(keys, wanted)

    def at(offset):
        spot = np.minimum(place + offset, max(0, len(keys) - 1))
        there = (place + offset < len(keys)) & (keys[spot] == wanted) if len(keys) else np.zeros(len(wanted), bool)
        return np.where(there, sizes[spot] if len(keys) else -LIMIT, -LIMIT)

    best, second = at(0), at(1)
    return np.where(own >= best - 1e-12, second, best)
