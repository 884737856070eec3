"""How well are speakers found? python -m tests.voices dev|more|held, or --write for data/voices_scores.csv

Forty articles in eight styles, invented and written for the purpose, with every quotation, report and speaker
annotated by a
language model apart from whoever wrote the rules: voices_dev.jsonl, beside which rules are written, and
voices_held.jsonl, drawn by
a seed, which is scored and never read. An article is a line: id, style, text, quotations and reports (start, end,
mention, speaker,
how), mentions (id, start, end), cues, terms (marks that are no speech), ends (of sentences within quotations).
"""

import functools
import json
import re
import sys

import numpy as np
import pandas as pd

from lib import corpus, text
from lib.people import voices
from tests.conftest import HOME

RESAMPLES, SEED = 2_000, 19


def read(name):
    """The annotated articles of one half: "dev" or "held"."""
    lines = (HOME / f"tests/voices_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@functools.cache
def speech(name):
    """What the rules find in the articles of a set, {id: rows}; and the sentences, {id: rows}."""
    items = read(name)
    rows = [(i["id"], i["style"], text.repair(i["text"], "lines")[0]) for i in items]  # spans hold in what is repaired
    articles = pd.DataFrame(rows, columns=["article_id", "outlet", "text"])
    paragraphs = corpus.running(corpus.paragraphs(articles))
    sentences = corpus.sentences(paragraphs)
    found = voices.speech(paragraphs, sentences, corpus.tokens(sentences, {}))
    return dict(iter(found.groupby("article_id"))), dict(iter(sentences.groupby("article_id")))


def overlap(a, b):
    """Shared characters over all characters of two spans."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, shared) / (max(a[1], b[1]) - min(a[0], b[0]))


def same(found, gold):
    """Is it the same speaker?

    By name, or by its last word: "Ann Lee", "Lee"; "a spokesman for the trust", "a spokesman".
    """
    found, gold = (
        re.split(r" (?:for|of|from|who|published)\b", name.lower().replace("’", "'"))[0] for name in (found, gold)
    )
    return bool(gold) and (found == gold or found.split()[-1:] == gold.split()[-1:])


def judged(item, found):
    """Counts of one article: {what: n}."""
    ours = [r for r in found.itertuples() if r.form == "direct"] if found is not None else []
    n = {"quotations": len(item["quotations"]), "found quotations": len(ours)}
    n |= dict.fromkeys(("right quotations", "right", "wrong", "none"), 0)
    spare = list(ours)
    for q in item["quotations"]:
        best = max(spare, key=lambda r: overlap((r.start, r.end), (q["start"], q["end"])), default=None)
        if best is None or overlap((best.start, best.end), (q["start"], q["end"])) < 0.5:
            n["none"] += 1
            continue
        spare.remove(best)
        n["right quotations"] += 1
        nobody = best.speaker == voices.UNATTRIBUTED
        right = nobody if not q["speaker"] else same(best.speaker, q["speaker"])
        n["right" if right else "none" if nobody else "wrong"] += 1
    reports = [r for r in found.itertuples() if r.form == "reported"] if found is not None else []
    n |= {"reports": len(item["reports"]), "given reports": len(reports), "found reports": 0, "right reports": 0}
    for q in item["reports"]:
        best = max(reports, key=lambda r: overlap((r.start, r.end), (q["start"], q["end"])), default=None)
        if best is not None and overlap((best.start, best.end), (q["start"], q["end"])) >= 0.5:
            n["found reports"] += 1
            n["right reports"] += same(best.speaker, q["speaker"]) or not q["speaker"]
    return n


def cut(item, sentences):
    """(ends of sentences within quotations, how many of them are cut)."""
    ends = set(sentences["end"]) if sentences is not None else set()
    return len(item["ends"]), sum(any(end + d in ends for d in (-1, 0, 1)) for end in item["ends"])


def rates(c):
    """The shares that are reported, of counts, one row a set of articles."""
    shares = {
        "f1": 2 * c["right quotations"] / (c["quotations"] + c["found quotations"]),
        "right": c["right"] / c["quotations"],
        "wrong": c["wrong"] / c["quotations"],
        "none": c["none"] / c["quotations"],
        "reports": c["found reports"] / c["reports"],
        "report precision": c["found reports"] / c["given reports"].clip(lower=1),
        "report speaker": c["right reports"] / c["found reports"].clip(lower=1),
        "cut": c["cut"] / c["ends"].clip(lower=1),
    }
    return pd.DataFrame(shares)


@functools.cache
def table(name):
    """Rates by style and in all, with 95 % intervals over articles; and the counts in all."""
    items = read(name)
    found, sentences = speech(name)
    rows = []
    for item in items:
        ends, done = cut(item, sentences.get(item["id"]))
        rows.append({"style": item["style"], **judged(item, found.get(item["id"])), "ends": ends, "cut": done})
    counts = pd.DataFrame(rows)
    whole = counts.drop(columns="style")
    by = rates(counts.groupby("style").sum())
    by.loc["all"] = rates(whole.sum().to_frame().T).iloc[0]
    draws = np.random.default_rng(SEED).integers(len(whole), size=(RESAMPLES, len(whole)))
    many = rates(pd.DataFrame(whole.to_numpy()[draws].sum(axis=1), columns=whole.columns)).quantile([0.025, 0.975])
    by.loc["low"], by.loc["high"] = many.iloc[0], many.iloc[1]
    return by, whole.sum()


SETS = {"more": "beside the rules, many pronouns", "dev": "beside the rules", "held": "never read"}


def recorded():
    """Rates of each set, by style and in all, with the ends of the interval of what is right."""
    rows = []
    for name, texts in SETS.items():
        by, _ = table(name)
        low, high = by.loc["low", "right"], by.loc["high", "right"]
        for style, row in by.drop(index=["low", "high"]).iterrows():
            items = [item for item in read(name) if style in ("all", item["style"])]
            n = {"articles": len(items), "quotations": sum(len(item["quotations"]) for item in items)}
            ends = {"low": low, "high": high} if style == "all" else {}
            rows.append({"texts": texts, "style": style, **n, **row.to_dict(), **ends})
    columns = ["texts", "style", "articles", "quotations", "f1", "right", "low", "high", "wrong", "none", "reports"]
    columns += ["report precision", "report speaker", "cut"]
    return (
        pd.DataFrame(rows)[columns]
        .astype({"quotations": "Int64"})
        .rename(columns=lambda name: name.replace(" ", "_"))
        .round(3)
    )


def main():
    if "--write" in sys.argv:
        recorded().to_csv(HOME / "data/voices_scores.csv", index=False, lineterminator="\n")
        return
    by, counts = table(sys.argv[1])
    print(by.to_string(float_format="{:.2f}".format), counts.to_string(), sep="\n\n")


if __name__ == "__main__":
    main()
