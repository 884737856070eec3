"""Claims of several outlets that measure the same thing, and whether they agree.

Precision first: which pairs measure the same thing is learned from labelled events (weights), claims stand in groups
(grouping), and a conflict is shown only where the pair is surer than for agreement. Relations follow from intervals,
never from the text (relations).
"""

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from lib.claims import features as _features
from lib.claims import weights as _weights
from lib.claims.blocking import candidates
from lib.claims.grouping import linked
from lib.claims.relations import relation
from lib.measures import resample as _resample
from lib.measures.scores import precision_recall

PAIRS = [
    *("article_a", "start_a", "end_a", "article_b", "start_b", "end_b", "measure", "relation", "why", "sure", "group"),
    *("score", "outlet_a", "outlet_b", "surface_a", "surface_b", "low_a", "high_a", "low_b", "high_b", "unit"),
]
ALIKE = 20  # how often the same statement of one passage is looked at
FAR = 0.1  # of the larger value: further apart, a bound without a second end says nothing
WORDLESS = 0.35  # cosine below which two sentences have no word of weight in common
SMALL = 100  # a value of one digit below this is met everywhere
STRETCH = 20_000  # pairs whose features are measured at once
SPOKE = {  # how `why` names a feature that speaks for a pair
    "words": "like words around", "near": "like words beside", "phrase": "like phrases", "noun": "the noun counted",
    "noun_beside": "the noun beside", "same_1": "the same value", "same_2": "the same value, of two digits",
    "same_3": "the same value, of three digits or more", "overlap": "values that overlap", "closeness": "values close to one another",
    "same_digits": "the same digits", "names": "like names", "years": "the same years", "rates": "the same rate",
    "unit_rare": "few such units", "event": "articles alike", "first": "both early in the text", "rival": "no better partner",
    "rivals": "no better partner", "third": "a third claim that fits both", "company": "the same other claims",
}  # fmt: skip


def align(claims: pd.DataFrame, rates: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Pairs of claims, of different outlets, that measure the same thing.

    How likely a pair is comes from a fitted table (data/pair_weights.csv); its scores, each event judged by a fit
    without it, are in data/pair_scores.csv. Claims likely to be one form a group. A pair is as sure as the mean of its
    own likelihood and of what its two claims are to their group; a conflict must be surer than an agreement.
    What a sentence states over and over in the same words is looked at ALIKE times at most; where claims would be held
    against one another too often, a CorpusWarning says what was left out.

    Args:
        claims: a table as `extract` makes it.
        rates: {currency: units in one dollar}, for pairs in two currencies.
    Returns:
        PAIRS, surest first: relation is equal, compatible or conflict; why says it in words and names the three
        features that spoke most; sure: 0 to 1; group: its number; score: how likely the pair is, by itself;
        low_..., high_...: what each allows, in `unit` (that of a).
    """
    table = readied(claims)
    if table["outlet"].nunique() < 2:
        return pd.DataFrame(columns=PAIRS)
    fitted = _weights.read_weights()
    prepared = _features.once_read(table, rates)
    i, j = candidates(prepared)
    parts, odds = judged(prepared, i, j, fitted)
    group, sure = grouped(prepared, i, j, _weights.likely(odds), fitted.link)
    return _told(prepared, (i, j), (parts, odds, sure, group), fitted, rates)


def readied(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims that are looked at, with core (the number as written) and sentence_start."""
    same = ["article_id", "sentence_id", "sentence", "surface", "unit", "hedge", "per", "counted", "measure"]
    table = claims[claims.groupby(same).cumcount() < ALIKE].sort_values(["article_id", "start"], ignore_index=True)
    table["core"] = [
        s[c - a : d - a]
        for s, a, c, d in zip(table["surface"], table["start"], table["core_start"], table["core_end"], strict=True)
    ]
    table["sentence_start"] = [
        start - max(0, sentence.find(surface))
        for start, sentence, surface in zip(table["start"], table["sentence"], table["surface"], strict=True)
    ]
    return table


def judged(
    prepared: _features.Prepared, i: np.ndarray, j: np.ndarray, fitted: _weights.Weights
) -> tuple[np.ndarray, np.ndarray]:
    """(the three features that spoke most for each pair, as numbers in _NAMES; log-odds) of the pairs (i, j)."""
    stretches = [slice(at, at + STRETCH) for at in range(0, len(i), STRETCH)]
    first, odds, top = np.zeros(len(i)), np.zeros(len(i)), np.zeros((len(i), 3), int)
    kinds = np.zeros(len(i), int)
    held = []
    for part in stretches:
        rows = _features.measured(prepared, i[part], j[part])
        kinds[part] = _weights.kinds(rows)
        first[part] = _weights.spoken(rows, kinds[part], fitted.first)[1]
        held.append(rows.astype(np.float32))
    around = _weights.context(i, j, first, prepared.articles, kinds)
    for part, rows in zip(stretches, held, strict=True):
        kind, own = kinds[part], np.zeros(len(rows))
        for number, values in enumerate(_weights.VALUES):  # what one unit of the first step counts in the second
            _, spread, weight, _ = fitted.second[values]
            own[kind == number] = weight[0] / spread[0]
        once, _ = _weights.spoken(rows.astype(float), kind, fitted.first)
        again, odds[part] = _weights.spoken(np.hstack([around[part], rows]), kind, fitted.second)
        many = len(_weights.CONTEXT)
        both = np.hstack([once * own[:, None] + again[:, many:], again[:, 1:many]])
        both[:, _SILENT] = -np.inf
        top[part] = np.argsort(-both, axis=1, kind="stable")[:, :3]
    return top, odds


def grouped(
    prepared: _features.Prepared, i: np.ndarray, j: np.ndarray, likely: np.ndarray, link: float
) -> tuple[np.ndarray, np.ndarray]:
    """(group of each claim, how sure each pair is): the mean of its likelihood and those of its claims in the group."""
    allowed = prepared.values.tolist()

    def barred(x, y):
        """Two values that do not fit one another, in one article, are of two things."""
        return max(allowed[x][2], allowed[y][2]) > min(allowed[x][3], allowed[y][3])

    n = len(prepared.articles)
    group = linked(n, (i, j), likely, prepared.outlets, barred, prepared.articles, link)
    inside = (group[i] == group[j]) & (prepared.outlets[i] != prepared.outlets[j])
    total, many = np.zeros(n), np.zeros(n)
    for end in (i, j):
        np.add.at(total, end[inside], likely[inside])
        np.add.at(many, end[inside], 1)
    mean = total / np.maximum(many, 1)
    return group, np.where(inside, (likely + mean[i] + mean[j]) / 3, 0.0)


def says_nothing(prepared: _features.Prepared, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Pairs that are none whatever speaks for them, a mask: different things counted, or values that say little.

    Twelve ministers and twelve ships; "two years" twice, without a word in common; "up to 300 people" agrees with any fewer, whoever they are.
    """
    rows = _features.measured(prepared, i, j)
    known = {
        name: rows[:, _features.NAMES.index(name)]
        for name in ("words", "phrase", "noun", "same_1", "bound", "people", "nouns_differ")
    }
    low, high = (pick(prepared.plain[i, 0], prepared.plain[j, 0]) for pick in (np.minimum, np.maximum))
    silent = (
        (known["same_1"] > 0) & (high < SMALL) & (known["words"] < WORDLESS) & (known["phrase"] + known["noun"] == 0)
    )
    silent |= known["nouns_differ"] > 0
    return silent | ((known["bound"] > 0) & (low < np.where(known["people"] > 0, 0.5, FAR) * high))


_NAMES = (*_features.NAMES, *_weights.CONTEXT[1:])
_SILENT = [number for number, name in enumerate(_NAMES) if name not in SPOKE]


def _told(prepared, pairs, found, fitted, rates):
    """The table PAIRS of the pairs that are sure enough."""
    (i, j), (top, odds, sure, group) = pairs, found
    rows = prepared.table.drop(columns="sentence").to_dict("records")
    told, enough = [], np.flatnonzero(sure >= min(fitted.agree, fitted.conflict))
    empty = says_nothing(prepared, i[enough], j[enough])
    for k in enough[~empty].tolist():
        a, b = rows[i[k]], rows[j[k]]
        said = relation(a, b, rates)
        if said is None or sure[k] < (fitted.conflict if said[0] == "conflict" else fitted.agree):
            continue
        spoke = ", ".join(dict.fromkeys(SPOKE[_NAMES[n]] for n in top[k]))
        measure = min(a["measure"], b["measure"], key=lambda m: (not m, len(m), m))
        told.append((a["article_id"], a["start"], a["end"], b["article_id"], b["start"], b["end"], measure, said[0], f"{said[1]}; for the pair speak {spoke}", round(float(sure[k]), 4), int(group[i[k]]), round(float(_weights.likely(odds[k])), 4), a["outlet"], b["outlet"], a["surface"], b["surface"], *said[2], *said[3], a["unit"]))  # fmt: skip
    table = pd.DataFrame(told, columns=PAIRS).sort_values(
        ["sure", "article_a", "start_a", "article_b", "start_b"],
        ascending=[False, True, True, True, True],
        ignore_index=True,
    )
    table["group"] = pd.factorize(table["group"])[0]
    return table


def implied_rates(claims):
    """The same sum stated in two currencies in one breath: "1.5 billion yuan (about US$208 million)".

    Returns:
        article_id, outlet, start, end, surface (both), unit_a, value_a, unit_b, value_b,
        rate (units of a in one of b).
    """
    money = claims[claims["kind"] == "money"].sort_values(["article_id", "start"]).to_dict("records")
    rows = []
    for a, b in pairwise(money):
        gap = b["start"] - a["end"]
        if (
            a["article_id"] == b["article_id"]
            and a["sentence_id"] == b["sentence_id"]
            and a["unit"] != b["unit"]
            and 0 < gap <= 3
        ):
            between = a["sentence"][a["sentence"].find(a["surface"]) :][len(a["surface"]) : len(a["surface"]) + gap]
            if "(" in between or "or" in between or "/" in between:
                values = a["unit"], a["value_low"], b["unit"], b["value_low"], a["value_low"] / b["value_low"]
                rows.append(
                    (a["article_id"], a["outlet"], a["start"], b["end"], a["surface"] + between + b["surface"], *values)
                )
    return pd.DataFrame(
        rows,
        columns=["article_id", "outlet", "start", "end", "surface", "unit_a", "value_a", "unit_b", "value_b", "rate"],
    )


def groups(claims, pairs):
    """Claims of one measure: the parts of the graph whose edges are the pairs and an outlet's own repetitions.

    Returns:
        One number a claim, in the order of `claims`; groups are numbered as they first appear.
    """
    place = {(r.article_id, r.start): i for i, r in enumerate(claims.itertuples())}
    root = list(range(len(claims)))

    def find(i):
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for r in pairs.itertuples():
        a, b = find(place[r.article_a, r.start_a]), find(place[r.article_b, r.start_b])
        root[max(a, b)] = min(a, b)
    seen = {}
    for i, r in enumerate(claims.itertuples()):  # an outlet that repeats itself
        key = r.outlet, r.unit, r.value_low, r.value_high, r.hedge, r.counted.lower(), r.measure.lower().split(", ")[0]
        a, b = find(i), find(seen.setdefault(key, i))
        root[max(a, b)] = min(a, b)
    numbers = {}
    return [numbers.setdefault(find(i), len(numbers)) for i in range(len(claims))]


def claim_matrix(claims, pairs):
    """Measures down, outlets across: what each outlet states of it.

    Returns:
        measure, unit, outlets (how many state it), relation (the worst among its pairs, ""
        for one outlet), then one column an outlet with its surfaces; measures of most
        outlets first.
    """
    table = claims.assign(group=groups(claims, pairs))
    worst = {}
    place = dict(zip(zip(table["article_id"], table["start"], strict=True), table["group"], strict=True))
    for r in pairs.itertuples():
        group = place[r.article_a, r.start_a]
        worst[group] = max(worst.get(group, 0), ("equal", "compatible", "conflict").index(r.relation))
    rows = []
    for group, own in table.groupby("group", sort=False):
        said = own.groupby("outlet", sort=False)["surface"].agg(lambda s: "; ".join(dict.fromkeys(s)))
        measure = min(own["measure"].replace("", pd.NA).dropna(), key=lambda m: (len(m), m), default="")
        relation_ = ("equal", "compatible", "conflict")[worst[group]] if group in worst else ""
        rows.append(
            {
                "measure": measure,
                "unit": " / ".join(sorted(set(own["unit"]))),
                "outlets": len(said),
                "relation": relation_,
                **said,
            }
        )
    order = list(dict.fromkeys(claims["outlet"]))
    wide = pd.DataFrame(rows).fillna("").reindex(columns=["measure", "unit", "outlets", "relation", *order])
    return wide.sort_values("outlets", ascending=False, kind="stable", ignore_index=True)


def claim_rates(claims, tokens):
    """How often each outlet states numbers, in lead and body: per 1,000 tokens, with paragraph intervals.

    Args:
        tokens: of the running text; columns article_id, outlet, paragraph_id, sentence_id.
    Returns:
        outlet, what (claims, hedged), n, per_1000, low, high (widened bootstrap over paragraphs); no row without claims.
    """
    if claims.empty:
        return pd.DataFrame(columns=["outlet", "what", "n", "per_1000", "low", "high"])
    places = tokens.drop_duplicates(["article_id", "sentence_id"])[["article_id", "sentence_id", "paragraph_id"]]
    inside = claims.merge(places, on=["article_id", "sentence_id"])
    sizes = tokens.groupby(["article_id", "paragraph_id", "outlet"]).size().reset_index(name="size")
    keys = pd.MultiIndex.from_frame(sizes[["article_id", "paragraph_id"]])
    parts = [inside, inside[inside["hedge"] != "none"]]
    counts = [
        own.groupby(["article_id", "paragraph_id"]).size().reindex(keys, fill_value=0).to_numpy(float) for own in parts
    ]
    u = _resample.Units(
        np.column_stack(counts), sizes["size"].to_numpy(float), ["claims", "hedged"],
        sizes["outlet"].to_numpy(object), sizes["article_id"].to_numpy(object),
    )  # fmt: skip
    return _resample.rate_intervals(u).rename(columns={"term": "what", "freq": "n"})


def score(claims, gold):
    """The grammar against a gold of the same texts.

    A claim is found if its number overlaps a gold claim; then its value with the unit, its
    hedge, and its span are right or wrong.

    Returns:
        (table, errors): table has what, right, precision, recall, f1; errors every gold claim missed or read
        wrongly and every claim that is none: article_id, start, end, surface, error.
    """
    kept = gold[gold["role"] == "claim"]
    found, used, errors = claims.to_dict("records"), set(), []
    right = dict.fromkeys(("found", "value and unit", "hedge", "span"), 0)
    for g in kept.to_dict("records"):
        hits = [
            i
            for i, f in enumerate(found)
            if i not in used
            and f["article_id"] == g["article_id"]
            and f["core_start"] < g["end"]
            and g["start"] < f["core_end"]
        ]
        place = (g["article_id"], g["start"], g["end"], g["surface"])
        if not hits:
            errors.append((*place, "missed"))
            continue
        f = found[hits[0]]
        used.add(hits[0])
        values = all(math.isclose(f[f"value_{end}"], float(g[f"value_{end}"]), rel_tol=1e-6) for end in ("low", "high"))
        told = {
            "found": True,
            "value and unit": values and f["unit"] == g["unit"],
            "hedge": f["hedge"] == g["hedge"],
            "span": (f["start"], f["end"]) == (g["start"], g["end"]),
        }
        for what, fine in told.items():
            right[what] += fine
        errors += [(*place, f"wrong {what}: {f['surface']}") for what, fine in told.items() if not fine]
    errors += [
        (f["article_id"], f["start"], f["end"], f["surface"], "not a claim")
        for i, f in enumerate(found)
        if i not in used
    ]
    scored = pd.DataFrame(
        [(what, n, len(found), len(kept)) for what, n in right.items()], columns=["what", "right", "found", "gold"]
    )
    scored = precision_recall(scored).drop(columns=["found", "gold"]).fillna(0.0)
    return scored, pd.DataFrame(errors, columns=["article_id", "start", "end", "surface", "error"])


def ranked(pairs):
    """The pairs, conflicts first, then compatible, then equal ones; within each the values furthest apart first."""
    ends = pairs[["low_a", "low_b"]]
    gap = (1 - ends.min(axis=1) / ends.max(axis=1).where(lambda most: most > 0)).fillna(0.0)
    order = pairs["relation"].map({"conflict": 0, "compatible": 1, "equal": 2})
    table = pairs.assign(order=order, gap=-gap).sort_values(
        ["order", "gap", "measure", "article_a", "start_a", "article_b", "start_b"]
    )
    return table.drop(columns=["order", "gap"]).reset_index(drop=True)
