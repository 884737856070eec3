import random

import pandas as pd
import pytest

from lib import corpus
from lib.measures import reuse


def toy(paragraphs):
    """(tokens, articles) from {outlet: [words of a sentence, ...]}: one character a token."""
    rows, texts = [], {}
    for outlet, lines in paragraphs.items():
        texts[outlet], at = "\n".join(lines), 0
        for number, line in enumerate(lines, 1):
            rows += [(outlet, outlet, number, number, at + i, at + i + 1, c, c) for i, c in enumerate(line)]
            at += len(line) + 1
    return pd.DataFrame(rows, columns=corpus.TOKENS), pd.DataFrame(
        {"article_id": list(texts), "text": list(texts.values())}
    )


def by_hand(paragraphs, shortest):
    """Every passage of two outlets that no longer passage of the same outlets holds, by looking at all of them."""
    where = {}
    for outlet, lines in paragraphs.items():
        for line in lines:
            for i in range(len(line)):
                for j in range(i + shortest, len(line) + 1):
                    where.setdefault(line[i:j], set()).add(outlet)
    shared = {passage: outlets for passage, outlets in where.items() if len(outlets) > 1}
    return {
        passage
        for passage, outlets in shared.items()
        if not any(len(q) == len(passage) + 1 and passage in q and shared[q] == outlets for q in shared)
    }


@pytest.mark.parametrize("trial", range(60))
def test_against_looking_at_every_passage(trial):
    rng = random.Random(trial)
    paragraphs = {o: ["".join(rng.choices("ab", k=rng.randint(1, 10))) for _ in range(3)] for o in "xyz"}
    found = reuse.shared(*toy(paragraphs), shortest=2)
    assert set(found["text"]) == by_hand(paragraphs, 2)
    for passage, group in found.groupby("passage"):
        assert group["text"].unique().tolist() == [group["text"].iloc[0]], passage
        holds = {o for o, lines in paragraphs.items() if any(group["text"].iloc[0] in line for line in lines)}
        assert set(group["outlet"]) == holds and (group["n_outlets"] == len(holds)).all()


def test_every_occurrence_is_listed_with_its_place(seeds):
    articles, _, _, tokens = seeds
    found = reuse.shared(tokens, articles)
    texts = articles.set_index("article_id")["text"]
    assert all(texts[r.article_id][r.start : r.end] == r.text for r in found.itertuples())
    assert (found["n_tokens"] >= 5).all() and (found["n_outlets"] >= 2).all()
    assert (found.groupby("passage").size() == found.groupby("passage")["freq"].first()).all()
    assert found["text"].str.contains("community with a shared future").any()


def test_one_outlet_shares_nothing():
    assert reuse.shared(*toy({"x": ["abcdefg", "abcdefg"]})).empty
    assert list(reuse.shared(*toy({"x": ["abc"]})).columns) == reuse.COLUMNS
    none = reuse.shared(*toy({}))
    assert none.empty and list(none.columns) == reuse.COLUMNS


def test_long_repetitive_text_is_no_trap():
    found = reuse.shared(*toy({"x": ["a" * 3000], "y": ["a" * 2000]}))
    assert found["n_tokens"].tolist() == [2000] * (1 + 1001)
