"""Lists of style: each row by its example and near miss, rates and tests against computations made apart."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from lib import corpus
from lib.measures import resample, style
from tests import calibration
from tests.conftest import HOME

LIST = style.read_markers(HOME / "seeds")
READ = pd.read_csv(HOME / "data/style_read.csv", keep_default_na=False)


def tokens_of(text):
    articles = pd.DataFrame({"article_id": ["a"], "outlet": ["o"], "text": [text]})
    return corpus.tokens(corpus.sentences(corpus.paragraphs(articles)), {})


def listed(**cells):
    """A list of one row; what is not given is empty."""
    return pd.DataFrame([dict.fromkeys(style.MARKERS, "") | {"marker": "m"} | cells])


def surfaces(text, markers):
    return [text[row.start : row.end] for row in style.occurrences(tokens_of(text), markers).itertuples()]


@pytest.fixture(scope="module")
def tokens():
    return calibration.five_articles()


@pytest.fixture(scope="module")
def found(tokens):
    return style.occurrences(tokens, LIST)


# -- The list


@pytest.mark.parametrize("place", LIST.index, ids=LIST["marker"] + ": " + LIST["pattern"])
def test_every_row_finds_its_example_and_not_its_near_miss(place):
    row = LIST.loc[[place]]
    assert len(style.occurrences(tokens_of(row["example"].item()), row)) == 1
    if near := row["not"].item():
        assert style.occurrences(tokens_of(near), row).empty


def test_a_row_with_contexts_has_a_near_miss_and_every_row_a_source():
    assert (LIST["source"] != "").all() and (LIST["example"] != "").all()
    lone = LIST[(LIST["unless"] + LIST["only"] != "") & (LIST["not"] == "")]
    assert lone.empty, lone["pattern"].tolist()
    assert not LIST.duplicated(["marker", "pattern"]).any()


def test_no_word_has_two_markers(found):
    assert not found.duplicated(["article_id", "start"]).any()


# -- Contexts


def test_words_shapes_and_contexts():
    text = "They have signed a treaty and signed the other, having long signed a third."
    assert surfaces(text, listed(pattern="*ed")) == ["signed"] * 3
    assert surfaces(text, listed(pattern="*ed", only="_ a; _ an")) == ["signed"] * 2
    assert surfaces(text, listed(pattern="*ed", unless="have _; having * _")) == ["signed"]
    assert surfaces(text, listed(pattern="signed the other")) == ["signed the other"]
    assert surfaces("They met. Us too, the US said.", listed(pattern="us")) == ["Us"]


def test_a_gap_holds_up_to_eight_words_within_the_sentence():
    row = listed(pattern="but", unless="not only … _")
    far = "It was not only {} but new."
    assert surfaces(far.format("a b c d e f g h"), row) == [] and surfaces(far.format("new"), row) == []
    assert surfaces(far.format("a b c d e f g h i"), row) == ["but"]
    assert surfaces("It was not only old. But it was new.", row) == ["But"]
    assert surfaces("It ended in the end, but long after.", listed(pattern="ended", only="_ … after")) == ["ended"]


def test_the_longer_pattern_of_a_marker_wins():
    rows = pd.concat([listed(pattern="a result"), listed(pattern="as a result"), listed(pattern="result")])
    assert surfaces("As a result it fell.", rows) == ["As a result"]
    other = pd.concat([rows, listed(marker="n", pattern="result")])
    assert surfaces("As a result it fell.", other) == ["As a result", "result"]


@pytest.mark.parametrize("context", ["not only", "_ or _", "… not … _", "_ … not … now"])
def test_a_context_that_says_nothing_is_refused(context):
    with pytest.raises(ValueError, match="context"):
        style.occurrences(tokens_of("But no."), listed(pattern="but", unless=context))


def test_a_corpus_brings_its_own_list(tmp_path):
    (tmp_path / "a.txt").write_text("The tide was high.\n", encoding="utf-8")
    LIST.head(0).to_csv(tmp_path / "style.csv", index=False)
    assert style.read_markers(tmp_path).empty and len(corpus.load(tmp_path)) == 1


# -- Numbers against other ways to them


def test_rates_against_a_search_in_the_characters(tokens, found):
    """Markers whose words mean one thing, counted without tokens; a shorter past tense, of auxiliaries, by the way."""
    text = corpus.running(corpus.paragraphs(corpus.load(HOME / "seeds"))).groupby("outlet")["text"].agg("\n".join)
    for marker, words in {
        "we": r"(?i:we|our|ours|ourselves)|us|Us",
        "causes": r"(?i:because|therefore|thus|hence|thereby|due to|as a result)",
        "adversatives": r"(?i:however|although|though|yet|despite|whereas|nevertheless|nonetheless)",
        "present tense": r"(?i:is|are|has|have|am|does|do)",
    }.items():
        by_search = text.str.count(rf"(?<![\w-])(?:{words})(?![\w-])")
        by_list = found[found["marker"] == marker]["outlet"].value_counts().reindex(by_search.index, fill_value=0)
        assert by_list.tolist() == by_search.tolist(), marker
    was = text.str.count(r"\b(?i:was|were|had)\b") / tokens["outlet"].value_counts().sort_index() * 1000
    assert was.round(1).to_dict() == {
        "AVIM": 19.0, "AnewZ": 3.2, "CGTN": 3.4, "China Diplomacy": 2.4, "Global Times": 3.8,
    }  # fmt: skip


def test_units_hold_every_occurrence_and_every_token(tokens, found):
    names = list(LIST["marker"].unique())
    u = resample.place_units(tokens, found, "marker", names)
    assert u.sizes.sum() == len(tokens) and u.terms == names
    assert u.counts.sum(axis=0).tolist() == [(found["marker"] == name).sum() for name in names]
    for outlet in set(u.outlet):
        assert u.counts[u.outlet == outlet].sum() == (found["outlet"] == outlet).sum()


def z_of(count, size, total, tokens, prior=500):
    """|z| of weighted log-odds, written out (Monroe, Colaresi & Quinn 2008)."""
    pseudo = prior * total / tokens
    odds = [np.log((c + pseudo) / (n + prior - c - pseudo)) for c, n in ((count, size), (total - count, tokens - size))]
    return abs(odds[0] - odds[1]) / np.sqrt(1 / (count + pseudo) + 1 / (total - count + pseudo))


@pytest.mark.parametrize(("marker", "outlet"), [("past tense", "AVIM"), ("boosters", "AVIM"), ("we", "Global Times")])
def test_p_against_scipy(tokens, found, marker, outlet):
    """The same deals by scipy.stats.permutation_test, on passages that are joined here by hand."""
    counts, sizes, own = [], [], []
    for _, article in tokens.groupby("article_id"):
        marked = set(found.loc[found["marker"] == marker, ["article_id", "start"]].itertuples(index=False, name=None))
        rows, open_passages = [], []
        for _, paragraph in article.groupby("paragraph_id"):
            place = paragraph[["article_id", "start"]].itertuples(index=False, name=None)
            rows.append([len(paragraph), sum(key in marked for key in place)])
        for size, count in rows:
            if open_passages and open_passages[-1][0] < 100:
                open_passages[-1] = [open_passages[-1][0] + size, open_passages[-1][1] + count]
            else:
                open_passages.append([size, count])
        if open_passages[-1][0] < 100:
            rest = open_passages.pop()
            open_passages[-1] = [a + b for a, b in zip(open_passages[-1], rest, strict=True)]
        sizes += [size for size, _ in open_passages]
        counts += [count for _, count in open_passages]
        own += [article["outlet"].iloc[0] == outlet] * len(open_passages)
    counts, sizes, own = np.array(counts), np.array(sizes), np.array(own)
    seen = z_of(counts[own].sum(), sizes[own].sum(), counts.sum(), sizes.sum())

    def statistic(left, right, axis):
        left = left.astype(int)
        count, size = counts[left].sum(axis=axis), sizes[left].sum(axis=axis)
        z = z_of(count, size, counts.sum(), sizes.sum())
        return np.where(count == counts[own].sum(), np.maximum(z, seen), z)  # just as often counts as as extreme

    index = np.arange(len(counts))
    apart = stats.permutation_test(
        (index[own], index[~own]), statistic, alternative="greater", n_resamples=9_999, vectorized=True, rng=7
    ).pvalue
    table = resample.contrasts(resample.place_units(tokens, found, "marker", list(LIST["marker"].unique())))
    row = table[(table["term"] == marker) & (table["outlet"] == outlet)].iloc[0]
    assert row["p"] == pytest.approx(apart, abs=4 * np.sqrt(apart / 9_999) + 2e-4)
    assert row["freq"] == counts[own].sum()
    assert row["per_1000"] == pytest.approx(1000 * counts[own].sum() / sizes[own].sum())
    assert row["elsewhere"] == pytest.approx(1000 * counts[~own].sum() / sizes[~own].sum())


def test_one_difference_of_thirty_five_stays(tokens, found):
    table = resample.contrasts(resample.place_units(tokens, found, "marker", list(LIST["marker"].unique())))
    assert len(table) == 35 and (table["low"] <= table["per_1000"]).all() and (table["per_1000"] <= table["high"]).all()
    stays = table[table["p_adj"] < 0.05]
    assert stays[["term", "outlet"]].to_numpy().tolist() == [["past tense", "AVIM"]]


# -- The reading


def test_what_was_read_stands_in_the_text_and_is_what_is_found(found):
    texts = corpus.load(HOME / "seeds").set_index("article_id")["text"]
    assert [texts[r.article_id][r.start : r.end] for r in READ.itertuples()] == READ["surface"].tolist()
    key = ["marker", "article_id", "start"]
    read = set(READ[key].itertuples(index=False, name=None))
    assert set(found[key].itertuples(index=False, name=None)) <= read
    dropped = READ[(READ["read"] == "found") & ~READ["start"].isin(found["start"])]
    assert set(dropped["surface"]) == {"close", "rich"}  # more wrong than right, or as often


def test_each_list_is_nearly_always_right(found):
    table = style.scored(found, READ).set_index("marker")
    assert set(table.index) == set(LIST["marker"]) and (table["precision"] > 0.95).all()
    assert table.loc["past tense", "recall"] > 0.7 and np.isnan(table.loc["boosters", "recall"])
    words = READ.merge(found, on=["marker", "article_id", "start"])
    right = (words["right"] == "yes").groupby(words["pattern"]).mean()
    assert (right > 0.5).all(), right[right <= 0.5]


def test_no_finite_form_of_to_be_or_to_have_was_read_over(tokens):
    aux = tokens[tokens["term"].isin(["was", "were", "had", "is", "are", "has", "have"])]
    read = set(READ[READ["marker"].str.endswith("tense")][["article_id", "start"]].itertuples(index=False, name=None))
    assert set(aux[["article_id", "start"]].itertuples(index=False, name=None)) <= read


def test_scores_by_hand():
    place = {"article_id": "a", "end": 0}
    hits = pd.DataFrame([{"marker": "m", "start": start, **place} for start in (1, 2, 3)])
    read = pd.DataFrame(
        [("m", "a", 1, "yes", "all"), ("m", "a", 2, "no", "all"), ("m", "a", 9, "yes", "all"), ("n", "a", 3, "yes", "found")],
        columns=["marker", "article_id", "start", "right", "read"],
    )  # fmt: skip
    table = style.scored(hits, read).set_index("marker")
    assert table.loc["m"].tolist() == [3, 1, 1 / 3, 2, 0.5]
    assert table.loc["n", "found"] == 0 and table.loc["n", ["precision", "there", "recall"]].isna().all()


# -- Nothing, and much


def test_nothing_in_nothing_out(tokens):
    none = style.occurrences(tokens.head(0), LIST)
    assert none.empty and list(none.columns) == style.FOUND
    assert style.occurrences(tokens, LIST.head(0)).empty and style.scored(none, READ.head(0)).empty
    u = resample.place_units(tokens.head(0), none, "marker", ["we"])
    assert u.counts.shape == (0, 1) and resample.joined(u, 100).counts.shape == (0, 1)
    assert list(resample.contrasts(u).columns) == resample.CONTRASTS and resample.contrasts(u).empty
    assert list(resample.differences(u).columns) == resample.DIFFERENCES and resample.differences(u).empty
    alone = tokens[tokens["outlet"] == "AVIM"]
    u = resample.place_units(alone, style.occurrences(alone, LIST), "marker", ["we"])
    assert resample.contrasts(u).empty and resample.differences(u).empty and len(resample.rate_intervals(u)) == 1


def test_time_grows_with_the_text():
    text = "has signed but " * 20_000
    assert len(style.occurrences(tokens_of(text), LIST)) == 40_000  # in seconds; twice the square would be hours


def test_what_simulations_found_is_what_the_code_gives(tokens):
    recorded = pd.read_csv(calibration.CONTRAST_POWER)
    row = recorded.iloc[0].to_dict()
    again = calibration.contrast_power(calibration.style_units(tokens), *list(row.values())[:4])
    assert {k: v if isinstance(v, str) else float(f"{v:.4g}") for k, v in again.items()} == row
    rates = pd.read_csv(calibration.CONTRAST_ALARMS)
    for rate in rates.itertuples():
        alarms = stats.binomtest(round(rate.any_corrected * rate.runs), rate.runs)
        assert alarms.proportion_ci().low <= 0.05 and rate.single <= 0.06, rate
    evenly = recorded[recorded["kind"].str.contains("evenly") & (recorded["times"] == 3)]
    assert (evenly["corrected"] > 0.3).all()  # few questions can be answered; among 745 it was one in fifty
    assert re.fullmatch(r"frames: .*", recorded["questions"].iloc[-1])


def test_alarms_are_counted_as_said(tokens):
    """Few runs, made here once more: shuffled counts, the tests, and how many of them are below the level."""
    u = calibration.style_units(tokens)
    told = calibration.alarms(calibration.STYLE, "x", u, calibration.dealt_anew, runs=2)
    p = []
    for run in range(2):
        order = np.random.default_rng(run).permutation(len(u.sizes))
        made = resample.Units(u.counts[order], u.sizes[order], u.terms, u.outlet, u.article)
        p.append(resample.contrasts(made, n=calibration.PERMUTATIONS, seed=run))
    assert told["single"] == pytest.approx(np.mean([table["p"] < 0.05 for table in p]))
    assert told["any_corrected"] == np.mean([(table["p_adj"] < 0.05).any() for table in p])
