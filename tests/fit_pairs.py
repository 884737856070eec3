"""Fit and score the pairing of claims on the labelled events of events.jsonl.

python -m tests.fit_pairs writes data/pair_weights.csv and data/pair_scores.csv.
python -m tests.fit_pairs --aside scores that table on the events of events_aside.jsonl, which no fit has read.

Each event is scored by a fit that has not seen it. The fit reads each event alone, as claims.extract
finds its claims and as they are annotated, whole and two of its outlets at a time, and all events mixed; it is a logistic regression of three steps
(lib/claims/weights.py). Scored are the claims that the grammar finds and, apart, the annotated ones; the events alone,
and mixed with 200 sentences of claims_dev.jsonl, each an article of an outlet of its own.
"""

import argparse
import bisect
import functools
import json
import multiprocessing
import re
import sys

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from lib import claims
from lib import text as _text
from lib.claims import context, features, pairing, weights
from lib.claims.blocking import candidates
from lib.claims.units import KINDS
from lib.claims.wording import clip
from tests import events
from tests.conftest import HOME

STRENGTH = 0.1  # one over the weight of the squared coefficients, on standardised features
# What can only speak for a pair, and what only against it: thirty events are too few to learn otherwise.
FOR, AGAINST = (set(features.FEATURES.query("speaks == @side")["feature"]) for side in ("for", "against"))
AGREE, CONFLICT, MANY = (
    0.66,
    0.69,
    0.82,
)  # how likely a pair must be that agrees, one that does not, and that among many
# Units in one dollar, rounded; of the order that the articles themselves give ("45 million soles ($12 million)").
RATES = {
    "USD": 1.0, "PEN": 3.75, "PLN": 4.0, "DKK": 6.9, "MYR": 4.5, "RON": 4.6, "KRW": 1350.0, "ZAR": 18.5, "TRY": 32.0,
    "BDT": 117.0, "NOK": 10.7, "UYU": 39.0, "EUR": 0.92, "GBP": 0.79,
    "CZK": 23.0, "AUD": 1.5, "PKR": 280.0, "MWK": 1735.0, "INR": 84.0, "AED": 3.67, "CNY": 7.2, "VND": 25000.0,
    "KGS": 87.0, "ZMW": 27.0, "JPY": 150.0, "SGD": 1.34, "NZD": 1.65, "PHP": 57.0, "BRL": 5.5, "NGN": 1600.0, "SDG": 600.0,
    "WST": 2.75, "NPR": 140.0, "ETB": 130.0,
}  # fmt: skip
SCORES = ["scorer", "claims", "corpus", "what", "gold", "found", "right", "precision", "recall", "f1"]
ENDS = [f"{name}_{end}" for name in ("precision", "recall", "f1") for end in ("low", "high")]


def articles(event):
    """The articles of an event as a table."""
    return pd.DataFrame(event["articles"])[["article_id", "outlet", "text"]]


def unrelated():
    """200 short texts that have nothing to do with one another: the sentences of claims_dev.jsonl."""
    lines = (HOME / "tests/claims_dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    names = [f"unrelated-{n:03}" for n in range(len(texts))]
    return pd.DataFrame({"article_id": names, "outlet": names, "text": texts})


def matched(event, found):
    """The annotated claim that each claim found is, by its number's place; "" for none."""
    at, used, ids = {}, set(), []
    for claim in event["claims"]:
        at.setdefault(claim["article_id"], []).append(claim)
    for row in found.itertuples():
        own = [c["id"] for c in at.get(row.article_id, []) if row.core_start < c["end"] and c["start"] < row.core_end]
        own = [claim for claim in own if claim not in used]
        ids.append(own[0] if own else "")
        used.update(own[:1])
    return ids


def annotated(event):
    """The annotated claims as a table that `extract` could have made; the clip is made anew."""
    rows = []
    for article in event["articles"]:
        own, number = [c for c in event["claims"] if c["article_id"] == article["article_id"]], 0
        for start, end, _ in _text.blocks(article["text"]):
            block = article["text"][start:end]
            bounds = _text.sentences(block)
            for c in own:
                if not start <= c["start"] < end:
                    continue
                a, b = c["start"] - start, c["end"] - start
                s = max(0, bisect.bisect_right([low for low, _ in bounds], a) - 1)
                sentence, low = block[slice(*bounds[s])], bounds[s][0]
                measure = clip(sentence, a - low, b - low)
                shown = re.search(r"\d[\d,.]*\d|\d", c["surface"])
                core = [c["start"] + n for n in (shown.span() if shown else (0, len(c["surface"])))]
                values = (c["value_low"], c["value_high"], c["unit"], KINDS.get(c["unit"], "money"))
                hedge = (c["hedge"], c["surface"], c["per"], c["counted"], measure)
                place = (article["outlet"], number + s + 1, sentence, c["id"])
                rows.append((c["article_id"], c["start"], c["end"], c["surface"], *core, *values, *hedge, *place))
            number += len(bounds)
    return pd.DataFrame(rows, columns=[*claims.COLUMNS, "gold"])


@functools.cache
def tables(kind):
    """Of each event the table of its claims with the annotated claim (gold), group and event of each."""
    found = []
    for event in events.every():
        table = annotated(event) if kind == "annotated" else claims.extract(articles(event))
        if kind == "extracted":
            table["gold"] = matched(event, table)
        group = {claim: g["id"] for g in event["groups"] for claim in g["claims"]}
        found.append(table.assign(thing=[group.get(claim, "") for claim in table["gold"]], event=event["event"]))
    return found


class Corpus:
    """Claims held against one another: the pairs looked at, their features, and whether they are one thing."""

    def __init__(self, table):
        self.prepared = features.once_read(pairing.readied(table), RATES)
        self.i, self.j = candidates(self.prepared)
        self.rows = features.measured(self.prepared, self.i, self.j)
        self.kind = weights.kinds(self.rows)
        own = self.prepared.table
        thing, event = own["thing"].to_numpy(object), own["event"].to_numpy(object)
        self.one = (thing[self.i] == thing[self.j]) & (thing[self.i] != "")
        self.events = event[self.i], event[self.j]

    def around(self, some, odds):
        """The features of the second or third step of the pairs `some`, from log-odds of the step before."""
        told = context.context(self.prepared, self.i[some], self.j[some], odds, self.kind[some] == 2)
        return np.hstack([told, self.rows[some]])


def logistic(rows, one, names):
    """Weights of a logistic regression, of the signs that FOR and AGAINST allow; the constant last."""

    def loss(weights):
        odds = rows @ weights[:-1] + weights[-1]
        off = context.likely(odds) - one
        slope = np.append(rows.T @ off + weights[:-1] / STRENGTH, off.sum())
        return np.logaddexp(0, odds).sum() - one @ odds + weights[:-1] @ weights[:-1] / STRENGTH / 2, slope

    bounds = [(0 if name in FOR else None, 0 if name in AGAINST else None) for name in names]
    return minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x


def step(rows, kind, one, names):
    """The rows of pair_weights.csv of one step."""
    found = []
    for number, values in enumerate(weights.VALUES):
        own = kind == number
        mean, spread = rows[own].mean(axis=0), rows[own].std(axis=0)
        spread = np.where(spread > 1e-9, spread, 1.0)
        *weight, constant = logistic((rows[own] - mean) / spread, one[own].astype(float), names)
        told = zip(names, mean, spread, weight, strict=True)
        found += [(values, *(x if isinstance(x, str) else round(float(x), 5) for x in row)) for row in told]
        found.append((values, "constant", 0.0, 1.0, round(float(constant), 5)))
    return found


def fit(corpora, without=(), limits=(AGREE, CONFLICT, MANY)):
    """The table pair_weights.csv, fitted on all pairs but those that touch one of the events `without`."""
    kept = [~np.isin(c.events[0].astype(str), without) & ~np.isin(c.events[1].astype(str), without) for c in corpora]
    corpora, kept = zip(*((c, k) for c, k in zip(corpora, kept, strict=True) if k.any()), strict=True)
    some, rows = [np.arange(len(c.i)) for c in corpora], [c.rows for c in corpora]
    table = []
    for name, names in weights.STEPS.items():
        use = [k[s] for k, s in zip(kept, some, strict=True)]
        known = (
            np.concatenate([getattr(c, part)[s][u] for c, s, u in zip(corpora, some, use, strict=True)])
            for part in ("kind", "one")
        )
        table += [
            (name, *row) for row in step(np.concatenate([r[u] for r, u in zip(rows, use, strict=True)]), *known, names)
        ]
        fitted = weights.read_weights(_table(table, limits)).steps[name]
        odds = [weights.weighed(r, fitted, c.kind[s])[1] for c, r, s in zip(corpora, rows, some, strict=True)]
        if name == "first":
            chance = [o >= weights.CHANCE for o in odds]
            some, odds = ([x[c] for x, c in zip(xs, chance, strict=True)] for xs in (some, odds))
        if name != "third":
            rows = [c.around(s, o) for c, s, o in zip(corpora, some, odds, strict=True)]
    return _table(table, limits)


def _table(rows, limits):
    told = [("limit", "all", name, 0.0, 1.0, x) for name, x in zip(("agree", "conflict", "many"), limits, strict=True)]
    return pd.DataFrame([*rows, *told], columns=weights.COLUMNS)


def judged(corpus, fits):
    """(pairs with a chance, their log-odds), each judged by the fit without the event of its first claim."""
    event = corpus.events[0]

    def weighed(name, rows, some):
        odds = np.zeros(len(some))
        for without in np.unique(event[some]):
            own = event[some] == without
            odds[own] = weights.weighed(rows[own], fits[without].steps[name], corpus.kind[some][own])[1]
        return odds

    some = np.arange(len(corpus.i))
    odds = weighed("first", corpus.rows, some)
    some, odds = some[odds >= weights.CHANCE], odds[odds >= weights.CHANCE]
    for name in ("second", "third"):
        odds = weighed(name, corpus.around(some, odds), some)
    return some, odds


def outcome(corpus, fits):
    """The pairs that `align` would show: event and claim of the annotation of both ends, relation; right and conflict.

    right: a pair of the annotation; conflict: one in conflict there, its kind.
    """
    some, odds = judged(corpus, fits)
    parts = np.zeros((len(some), len(weights.STEPS["third"])))
    told = corpus.i[some], corpus.j[some], corpus.rows[some], parts, odds
    rows = pairing.sure_enough(corpus.prepared, told, next(iter(fits.values())), RATES)
    found = pd.DataFrame(rows, columns=pairing.PAIRS)
    own = corpus.prepared.table.set_index(["article_id", "start"])[["event", "gold"]]
    for side, names in (("a", ["event", "a"]), ("b", ["other", "b"])):
        found[names] = own.loc[pd.MultiIndex.from_frame(found[[f"article_{side}", f"start_{side}"]])].to_numpy()
    known = {frozenset((p["a"], p["b"])): p for e in events.every() for p in e["pairs"]}
    told = [known.get(frozenset(pair)) for pair in zip(found["a"], found["b"], strict=True)]
    planted = [
        p["kind"] if p and p["relation"] == "conflict" == r else ""
        for p, r in zip(told, found["relation"], strict=True)
    ]
    return found.assign(right=[p is not None for p in told], conflict=planted)


def counted(found, names):
    """{what: table of the events `names` with gold, found, right}: pairs, pairs in conflict, planted contradictions that stand in one that is right, by kind."""
    gold = pd.DataFrame(
        [(e["event"], p["kind"]) for e in events.every() for p in e["pairs"]], columns=["event", "kind"]
    )

    def row(gold, found, right):
        parts = (part["event"].value_counts().reindex(names, fill_value=0) for part in (gold, found, right))
        return pd.concat(parts, axis=1, keys=["gold", "found", "right"])

    conflicts = found[found["relation"] == "conflict"]
    told = {"pairs": row(gold, found, found[found["right"]])}
    told["conflicts"] = row(gold[gold["kind"] != ""], conflicts, conflicts[conflicts["conflict"] != ""])
    found_out = set(conflicts.loc[conflicts["conflict"] != "", ["a", "b"]].to_numpy().ravel())
    planted = pd.DataFrame(
        [(e["event"], c["id"], c["planted"]) for e in events.every() for c in e["claims"] if c["planted"]],
        columns=["event", "claim", "kind"],
    )
    right = planted[planted["claim"].isin(found_out)]
    told["planted"] = row(planted, right, right)
    for kind in events.KINDS:
        own = right[right["kind"] == kind]
        told[f"planted, {kind}"] = row(planted[planted["kind"] == kind], own, own)
    return told


def rates(table):
    """Precision, recall and F1 of gold, found, right (the last axis of an array)."""
    gold, found, right = (table[..., n].astype(float) for n in range(3))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num(np.stack([right / found, right / gold, 2 * right / (gold + found)], axis=-1))


def scored(found, scorer, kind, corpus, names):
    """Rows of pair_scores.csv on the events `names`, with 95 % intervals from 2,000 draws of events."""
    draw = np.random.default_rng(0).integers(0, len(names), (2000, len(names)))
    rows = []
    for what, table in counted(found, names).items():
        values = table.to_numpy()
        point = rates(values.sum(axis=0))
        ends = np.percentile(rates(values[draw].sum(axis=1)), (2.5, 97.5), axis=0)
        if what.startswith("planted"):  # a false conflict has no kind
            point, ends = point * [np.nan, 1, np.nan], ends * [np.nan, 1, np.nan]
        rows.append(
            (scorer, kind, corpus, what, *values.sum(axis=0).tolist(), *point.round(3), *ends.T.ravel().round(3))
        )
    return pd.DataFrame(rows, columns=[*SCORES, *ENDS])


def mixed(kind, names):
    """The claims of the events `names` and of 200 unrelated articles."""
    other = claims.extract(unrelated()).assign(gold="", thing="", event="unrelated")
    return pd.concat([*of_events(kind, names), other], ignore_index=True)


def of_events(kind, names):
    """The tables of the events `names`."""
    return [table for event, table in zip(events.every(), tables(kind), strict=True) if event["event"] in names]


def two_at_a_time(table):
    """The claims of the first and second outlet of an event, of the third and fourth, and so on."""
    names = list(dict.fromkeys(table["outlet"]))
    return [table[table["outlet"].isin(names[n : n + 2])] for n in range(0, len(names) - 1, 2)]


def training(kinds=("extracted", "annotated")):
    """What the fit reads: each event alone, two of its outlets at a time, all events mixed."""
    names = [e["event"] for e in events.load()]
    alone = [table for kind in kinds for table in of_events(kind, names)]
    pairs = [two for table in alone for two in two_at_a_time(table)]
    mix = pd.concat(of_events("extracted", names), ignore_index=True)
    return [Corpus(table) for table in (*alone, *pairs, mix)]


def every(names, fits, scorer, kinds=("extracted", "annotated")):
    """The rows of pair_scores.csv on the events `names`, each judged by its own of `fits`."""
    rows = []
    for kind in kinds:
        for corpus, many in (("alone", of_events(kind, names)), ("mixed", [mixed(kind, names)])):
            found = pd.concat([outcome(Corpus(table), fits) for table in many], ignore_index=True)
            rows.append(scored(found, scorer, kind, corpus, names))
            rows[-1].loc[rows[-1]["what"] == "conflicts", "unrelated"] = strange(found)
    return pd.concat(rows, ignore_index=True)


def strange(found):
    """How many conflicts are between claims of two events, or with an unrelated article."""
    return (
        (found["relation"] == "conflict") & ((found["event"] != found["other"]) | (found["event"] == "unrelated"))
    ).sum()


_train = []  # what the processes that fit share


def _without(name):
    return weights.read_weights(fit(_train, [name]))


def main():
    """Write the tables; rows of another scorer stand as they were measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.fit_pairs", description=__doc__.partition("\n")[0])
    parser.add_argument("--aside", action="store_true", help="score the table on the events that no fit has read")
    aside = parser.parse_args().aside
    names = [e["event"] for e in events.load("events_aside.jsonl" if aside else "events.jsonl")]
    scorer = "aside" if aside else "fitted"
    if aside:
        fits = dict.fromkeys([*names, "unrelated"], weights.read_weights())
    else:
        _train[:] = training()
        table = fit(_train)
        with multiprocessing.get_context("fork").Pool() as pool:
            fits = dict(zip(names, pool.map(_without, names, 1), strict=True)) | {
                "unrelated": weights.read_weights(table)
            }
        table.to_csv(HOME / "data/pair_weights.csv", index=False, lineterminator="\n")
    found, place = every(names, fits, scorer), HOME / "data/pair_scores.csv"
    before = pd.read_csv(place)
    both = pd.concat([found, before[before["scorer"] != scorer]]).astype({"unrelated": "Int64"})
    both.sort_values("scorer", key=lambda s: s.map(["fitted", "aside", "rules"].index), kind="stable").to_csv(
        place, index=False, lineterminator="\n"
    )
    sys.stdout.write(f"{found.to_string()}\n")


if __name__ == "__main__":
    main()
