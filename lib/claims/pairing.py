"""Claims of several outlets that measure the same thing, and whether they agree.

Precision first: which pairs measure the same thing is learned from labelled events (weights), each claim is seen with
those that are likely to measure the same (context), and a conflict is shown only where the pair is surer than for
agreement. Relations follow from intervals, never from the text (relations).
"""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from lib.claims import features as _features
from lib.claims import weights as _weights
from lib.claims.blocking import candidates
from lib.claims.context import likely
from lib.claims.lexemes import WORDS
from lib.claims.relations import relation
from lib.claims.wording import group_name
from lib.corpus import table_of
from lib.corpus.kept import once_a_build

PAIRS = [
    *("article_a", "start_a", "end_a", "article_b", "start_b", "end_b", "measure", "relation", "why", "sure", "group"),
    *("outlet_a", "outlet_b", "surface_a", "surface_b", "low_a", "high_a", "low_b", "high_b", "unit"),
]
EMPTY = ["hedge_text", "per", "counted", "measure", "sentence"]  # columns of claims that may hold no word
ARTICLES = 20, 250  # so many are few, and many: in between, the limit of conflicts rises with their logarithm
ALIKE = 20  # how often the same statement of one passage is looked at


@once_a_build
def align(claims: pd.DataFrame, rates: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Pairs of claims, of different outlets, that measure the same thing.

    How likely a pair is comes from a fitted table (data/pair_weights.csv); its scores, each event judged by a fit
    without it, are in data/pair_scores.csv. A conflict must be likelier than an agreement, the more so the more articles
    there are, and its articles must agree on something else.
    What a sentence states over and over in the same words is looked at ALIKE times at most; where claims would be held
    against one another too often, a CorpusWarning says what was left out.

    Args:
        claims: a table as `extract` makes it.
        rates: {currency: units in one dollar}, for pairs in two currencies.
    Returns:
        PAIRS, surest first: relation is equal, compatible or conflict; why says it in words and names the three
        features that spoke most; sure: how likely they measure one thing, 0 to 1; group: number of the claims that
        hang together by pairs; low_a, high_a, low_b, high_b: what each allows, in `unit` (that of a).

    Example:
        >>> from lib import claims, corpus
        >>> pairs = claims.align(claims.extract(corpus.load("data/example")))
        >>> pairs.loc[pairs["relation"] == "conflict", ["surface_a", "surface_b", "unit"]].values.tolist()
        [['24', '26', 'count'], ['24', '26', 'count']]
    """
    table = readied(claims)
    if table["outlet"].nunique() < 2:
        return table_of([], PAIRS)
    fitted = _weights.read_weights()
    prepared = _features.once_read(table, rates)
    found = sure_enough(prepared, _weights.judged(prepared, *candidates(prepared), fitted), fitted, rates)
    pairs = table_of(found, PAIRS)
    order = ["sure", "article_a", "start_a", "article_b", "start_b"]
    pairs = pairs.sort_values(order, ascending=[False, True, True, True, True], ignore_index=True)
    number = np.array(groups(table, pairs), int)[_rows(table, pairs, "a")]
    return pairs.assign(group=pd.factorize(number)[0])


def filled(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims in which what is empty is no NaN and a surface is text: read back from a CSV file, it may be."""
    told = {name: claims[name].astype(object).fillna("") for name in EMPTY}
    return claims.assign(**told, surface=claims["surface"].astype(str)).reset_index(drop=True)


def readied(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims that are looked at, each once, with core (the number as written) and sentence_start."""
    claims = filled(claims).drop_duplicates(["article_id", "start"])
    same = ["article_id", "sentence_id", "sentence", "surface", "unit", "hedge", "per", "counted", "measure"]
    table = claims[claims.groupby(same).cumcount() < ALIKE].sort_values(["article_id", "start"], ignore_index=True)
    places = zip(*(table[name] for name in ("surface", "start", "core_start", "core_end", "sentence")), strict=True)
    told = [(s[c - a : d - a], a - max(0, sentence.find(s))) for s, a, c, d, sentence in places]
    return table.assign(core=[core for core, _ in told], sentence_start=[start for _, start in told])


def sure_enough(
    prepared: _features.Prepared, told: tuple[np.ndarray, ...], fitted: _weights.Weights, rates: Mapping | None
) -> list[tuple]:
    """Rows of PAIRS (group left 0) of the pairs that are sure enough; told: as `weights.judged` gives it."""
    i, j, features, parts, odds = told
    sure = likely(odds)
    enough = np.flatnonzero(sure >= min(fitted.agree, fitted.conflict))
    none = _weights.no_pairs(prepared, i[enough], j[enough], features[enough]).values()
    enough = enough[~np.any([*none], axis=0)]
    surer = np.interp(np.log(prepared.used.shape[0]), np.log(ARTICLES), (fitted.conflict, fitted.many))
    rows, found = prepared.table.to_dict("records"), []
    nouns_differ = features[:, _features.NAMES.index("nouns_differ")] > 0
    for k, three in zip(enough.tolist(), _spoke(parts[enough]), strict=True):
        a, b = rows[i[k]], rows[j[k]]
        said = relation(a, b, rates)
        if said is None or sure[k] < (surer if said[0] == "conflict" else fitted.agree):
            continue
        places = [one[name] for one in (a, b) for name in ("article_id", "start", "end")]
        measure = group_name([(one["measure"], one["sentence"]) for one in (a, b)])
        why = f"{said[1]}; for the pair speak {three}"
        ends = (a["outlet"], b["outlet"], a["surface"], b["surface"], *said[2], *said[3], a["unit"])
        row = (*places, measure, said[0], why, round(float(sure[k]), 4), 0, *ends)
        found.append((frozenset(places[::3]), row, said[0] == "conflict" or bool(nouns_differ[k])))
    # A doubtful pair stands only if its articles agree on something else: who agrees on nothing may tell of two things.
    agreed = {both for both, _, doubtful in found if not doubtful}
    return [row for both, row, doubtful in found if not doubtful or both in agreed]


def _spoke(parts):
    """The three things that spoke most for each pair, in words."""
    said = _features.FEATURES.set_index("feature")["said"][list(_weights.STEPS["third"])].to_numpy()
    words = said[np.argsort(-parts, axis=1, kind="stable")].tolist()
    return [", ".join(list(dict.fromkeys(filter(None, row)))[:3]) for row in words]


def groups(claims, pairs):
    """Claims of one measure: the parts of the graph whose edges are the pairs and an outlet's own repetitions.

    Args:
        claims: as `extract` makes them. pairs: as `align` makes them.
    Returns:
        One number a claim, in the order of `claims`; groups are numbered as they first appear.
    """
    claims, several = filled(claims), {"", *WORDS["persons"]}
    told = zip(claims["measure"], claims["counted"].str.lower(), strict=True)
    own = [measure if noun.rpartition(" ")[2] in several else noun for measure, noun in told]
    repeated = claims[["outlet", "unit", "value_low", "value_high", "hedge"]].assign(own=own)
    said = repeated.groupby(list(repeated), dropna=False).ngroup().to_numpy()  # a point for what is repeated
    more = {"a": np.arange(len(claims)), "b": len(claims) + said}
    ends = [np.r_[_rows(claims, pairs, side), points] for side, points in more.items()]
    size = 1 + max(ends[1], default=0)
    graph = sparse.coo_matrix((np.ones(len(ends[0])), ends), shape=(size, size))
    return pd.factorize(csgraph.connected_components(graph, directed=False)[1][: len(claims)])[0].tolist()


def _rows(claims, pairs, side):
    """Of each pair the row of its claim on one side."""
    row = {place: n for n, place in enumerate(zip(claims["article_id"], claims["start"], strict=True))}
    return np.array([row[at] for at in zip(pairs[f"article_{side}"], pairs[f"start_{side}"], strict=True)], int)


def claim_matrix(claims, pairs):
    """Measures down, outlets across: what each outlet states of it.

    Args:
        claims: as `extract` makes them. pairs: as `align` makes them.
    Returns:
        measure, unit, outlets (how many state it), relation (the worst among its pairs, ""
        for one outlet), then one column an outlet with its surfaces; measures of most
        outlets first.
    """
    claims = filled(claims).assign(group=groups(claims, pairs))
    at, worst = claims["group"].to_numpy()[_rows(claims, pairs, "a")], defaultdict(str)
    for rank in ("equal", "compatible", "conflict"):
        worst |= dict.fromkeys(at[pairs["relation"] == rank].tolist(), rank)
    said, rows = claims.drop_duplicates(["group", "outlet", "surface"]), []
    said = said.groupby(["group", "outlet"])["surface"].agg("; ".join).unstack(fill_value="")
    for group, own in claims.groupby("group"):
        name = group_name(zip(own["measure"], own["sentence"], strict=True))
        rows.append((name, " / ".join(sorted(set(own["unit"]))), own["outlet"].nunique(), worst[group]))
    wide = pd.DataFrame(rows, columns=["measure", "unit", "outlets", "relation"])
    wide = wide.join(said.reindex(columns=list(dict.fromkeys(claims["outlet"]))))
    return wide.sort_values("outlets", ascending=False, kind="stable", ignore_index=True)
