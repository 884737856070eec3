"""How likely two claims measure the same thing: features weighed by a fitted table, data/pair_weights.csv.

Three steps, each a logistic regression with weights of its own for pairs of the same value, of values that fit one
another, and of values that do not. The first weighs the features of the pair; the second and third weigh them again with
what other claims say (context) by the step before, for the pairs to which the first gives a chance.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.claims import context, features
from lib.claims.aspects import AHEAD, EARLIER, OTHER, PART
from lib.corpus import read_table

COLUMNS = ("step", "values", "feature", "mean", "spread", "weight")
VALUES = ("same", "fit", "apart")  # the values of a pair: the weights that are used
STEPS = {"first": features.NAMES, **dict.fromkeys(("second", "third"), (*context.NAMES, *features.NAMES))}
FAR, FEW = 0.5, 13  # of the larger value: further apart, a bound says nothing; counts below are of any set
NOTHING, LITTLE, WORDLESS = 0.03, 0.25, 0.35  # cosines below which they share no word, hardly one, and none of weight
ELSEWHERE = 0.5  # share of the names beside a number that the other article has, but not beside its own
ONE_EVENT = 0.5  # likeness of two articles below which they contradict one another in nothing
CHANCE = -4.0  # log-odds of the first step below which a pair is dropped


@dataclass
class Weights:
    """The fitted table."""

    steps: dict[str, dict[str, tuple]]  # of each step and kind of values mean, spread, weights (arrays) and constant
    agree: float  # how likely a pair must be that agrees
    conflict: float  # and one that does not
    many: float  # the same among many articles, which hold more pairs to err in


def read_weights(table: pd.DataFrame | None = None) -> Weights:
    """pair_weights.csv (columns COLUMNS), as tests.fit_pairs writes it."""
    table = read_table("pair_weights.csv", COLUMNS) if table is None else table
    table = table.astype(dict.fromkeys(COLUMNS[3:], float))
    told, steps = table.set_index(["step", "values", "feature"]), {step: {} for step in STEPS}
    for (step, names), values in itertools.product(STEPS.items(), VALUES):
        own = told.reindex([(step, values, name) for name in (*names, "constant")]).to_numpy().T
        steps[step][values] = (*own[:, :-1], own[2, -1])
    limits = (("limit", "all", name) for name in ("agree", "conflict", "many"))
    return Weights(steps, *(float(told.loc[limit, "weight"]) for limit in limits))


def no_pairs(p: features.Prepared, i: np.ndarray, j: np.ndarray, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Pairs that are none whatever speaks for them: of each kind of these a mask.

    Args:
        rows: the features of the pairs (i, j).
    """
    known = {name: rows[:, number] for number, name in enumerate(features.NAMES)}
    low, high = (pick(p.values[i, 0], p.values[j, 0]) for pick in (np.minimum, np.maximum))
    marks, heads = (p.marks[i], p.marks[j]), (p.head[i], p.head[j])
    scaleless, dated = p.numbers["bare"].to_numpy() & (p.plain[:, 0] % 1 > 0), np.diff(p.years.indptr) > 0
    kinds = {
        # "Two years" twice, not a word in common; "two years ago", hardly one.
        "a short time": (known["same_1"] + known["duration"] == 2)
        & (known["words"] < np.where(np.minimum(*marks) == EARLIER, LITTLE, NOTHING)),
        # A small number takes no unit of another: "a jury of seven", "seven euros".
        "a unit too far": (known["bare"] > 0) & (known["same_1"] > 0) & (p.plain[i, 0] < FEW),
        # "Over $30 billion" agrees with any more, whatever they are.
        "an empty bound": (known["bound"] > known["conflict"]) & (low < FAR * high),
        # "Rose by 30 %" is no "40 % of debt".
        "two shares": known["percent"] * known["aspects_differ"] > 0,
    }
    conflicts = {
        "two events": known["event"] < ONE_EVENT,
        "two years": (known["years_differ"] > 0) | (dated[i] != dated[j]),
        # "Last year, so the port says, 310 ships called"; "the port expects 310 ships", and 280 came.
        "two times": (p.opened[i] != p.opened[j]) | ((marks[0] == AHEAD) != (marks[1] == AHEAD)),
        # Last year's "three point nine" without its million.
        "a scale lost": scaleless[i] | scaleless[j],
        # Few may be any set, if nothing says that the same is meant: five countries, six countries.
        "any set": (known["words"] < WORDLESS) & (known["count"] > 0) & (high < FEW),
        # "12 of them" and "7 of them"; "other candidates: 630 votes".
        "parts and others": (np.minimum(*marks) == PART) | ((marks[0] == OTHER) != (marks[1] == OTHER)),
        # 12 cooperation documents, 24 cooperation agreements.
        "two things": (heads[0] != heads[1]) & (np.minimum(*heads) >= 0) & (features.dot(p.nouns[i], p.nouns[j]) > 0),
        # 5,260 cases in Blantyre, 6,100 in Mozambique, where one article has both names.
        "two places": (known["names_elsewhere"] > ELSEWHERE) & (known["same_digits"] == 0),
    }
    return kinds | {name: mask & (known["conflict"] > 0) for name, mask in conflicts.items()}


def kinds(measured: np.ndarray) -> np.ndarray:
    """Of each pair the number in VALUES: do the two have the same value, values that fit one another, or neither?"""
    same = [features.NAMES.index(name) for name in ("same_1", "same_2", "same_3")]
    apart = measured[:, features.NAMES.index("conflict")] > 0
    return np.where(measured[:, same].sum(axis=1) > 0, 0, np.where(apart, 2, 1))


def weighed(rows: np.ndarray, step: dict[str, tuple], kind: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(what each feature adds to the log-odds, log-odds) of each row, whose kind of values is `kind`."""
    parts, odds = np.zeros_like(rows, dtype=float), np.zeros(len(rows))
    for number, values in enumerate(VALUES):
        own = kind == number
        mean, spread, weight, constant = step[values]
        parts[own] = (rows[own] - mean) / spread * weight
        odds[own] = parts[own].sum(axis=1) + constant
    return parts, np.clip(odds, -context.LIMIT, context.LIMIT)


def judged(
    p: features.Prepared, i: np.ndarray, j: np.ndarray, fitted: Weights
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of the pairs (i, j) those with a chance: (i, j, their features, what each of STEPS["third"] adds, log-odds).

    What a step adds includes what the one before did, as far as it takes that over.
    """
    kept, rows, parts, odds = [], [], [], []
    for at in range(0, len(i), context.STRETCH):
        part = features.measured(p, i[at : at + context.STRETCH], j[at : at + context.STRETCH])
        told, first = weighed(part, fitted.steps["first"], kinds(part))
        some = np.flatnonzero(first >= CHANCE)
        for made, one in zip((kept, rows, parts, odds), (at + some, part[some], told[some], first[some]), strict=True):
            made.append(one)
    if not kept:
        return i, j, *np.empty((2, 0, len(features.NAMES))), np.empty(0)
    kept, rows, parts, odds = map(np.concatenate, (kept, rows, parts, odds))
    i, j, kind = i[kept], j[kept], kinds(rows)
    parts = np.hstack([np.zeros((len(i), len(context.NAMES))), parts])
    for step in (fitted.steps["second"], fitted.steps["third"]):
        before = np.array([step[values][2][0] / step[values][1][0] for values in VALUES])[kind][:, None] * parts
        parts, odds = weighed(np.hstack([context.context(p, i, j, odds, kind == 2), rows]), step, kind)
        parts += before
    return i, j, rows, parts, odds
