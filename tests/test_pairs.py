"""Pairs of claims on labelled events: what is looked at, the table of weights, the words, how sure."""

import pandas as pd
import pytest

from lib import claims
from lib.claims import features, pairing, weights
from tests import fit_pairs
from tests.conftest import HOME


def test_blocking_leaves_few_labelled_pairs_out():
    corpus = fit_pairs.Corpus(pd.concat(fit_pairs.tables("extracted"), ignore_index=True))
    own = corpus.prepared.table
    assert corpus.one.sum() >= 1500 and len(corpus.i) < 0.1 * len(own) ** 2 / 2


def test_recorded_scores_are_as_promised():
    found = pd.read_csv(HOME / "data/pair_scores.csv").set_index(["scorer", "claims", "corpus", "what"])
    new, old = (found.loc[(scorer, "extracted", "alone", "pairs")] for scorer in ("fitted", "rules"))
    assert new["precision"] >= 0.9 and new["recall"] > 2 * old["recall"] and old["gold"] == new["gold"] == 1664
    mixed = found.loc[("fitted", "extracted", "mixed", "conflicts")]
    assert mixed["unrelated"] <= 0.02 * 269


def test_every_word_of_the_table_is_read_as_its_kind():
    reader, table = features._Reader(), pd.read_csv(HOME / "data/pair_words.csv", keep_default_na=False)
    for row in table.rename(columns={"as": "stands"}).itertuples():
        assert row.term in row.example.split()
        if row.kind == "empty":
            assert reader.phrase(row.term) == []
        elif row.kind == "same":
            assert reader.phrase(row.term) == [reader.normal(row.stands)]
        else:
            assert reader.normal(row.term) in {reader.normal(w) for w in table.loc[table["kind"] == row.kind, "term"]}


def test_a_conflict_must_be_surer_than_an_agreement():
    fitted = weights.read_weights()
    assert 0 < fitted.agree < fitted.conflict < 1
    event = fit_pairs.articles(fit_pairs.events.load()[0])
    found = claims.align(claims.extract(event))
    assert list(found) == pairing.PAIRS and len(found) > 60
    conflicts = found[found["relation"] == "conflict"]
    assert len(conflicts) and conflicts["sure"].min() >= fitted.conflict and found["sure"].min() >= fitted.agree
    assert found["why"].str.contains("for the pair speak").all()


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_currencies_meet_at_a_rate_only(order):
    texts = {
        "a": "The town of Ebra got a grant of 45 million soles for its dam.",
        "b": "The town of Ebra got a grant of $12 million for its dam.",
    }
    rows = pd.DataFrame([(x, x, texts[x]) for x in order], columns=["article_id", "outlet", "text"])
    found = claims.extract(rows)
    assert claims.align(found).empty and "equal" not in set(claims.align(found, {"USD": 1.0, "PEN": 3.75})["relation"])


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        (["people", "people killed in the flood", ""], "people killed in the flood"),
        (["trade", "trade between the two regions, 2024", "trade, 2024"], "trade"),
        (["club", "damage", "damage to the seats"], "damage"),
        ([""], ""),
        ([], ""),
    ],
)
def test_a_group_is_named_by_the_phrase_that_the_others_share(measures, expected):
    assert pairing.group_name(pd.Series(measures, dtype=object)) == expected
