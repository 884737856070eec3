"""lib.measures.questions: the few questions on words, against computations that share no code with it."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from lib import corpus, text
from lib.measures import questions, resample, terms
from tests import calibration
from tests.conftest import HOME

ASKED = questions.read_questions(HOME / "seeds")


def tokens_of(texts):
    """Tokens of {outlet: [paragraphs]}, an article an outlet."""
    articles = pd.DataFrame([(o, o, "\n".join(p)) for o, p in texts.items()], columns=["article_id", "outlet", "text"])
    return corpus.tokens(corpus.sentences(corpus.paragraphs(articles)), {})


def table_of(**patterns):
    return pd.DataFrame(patterns.items(), columns=["question", "patterns"]).assign(reason="", source="")


@pytest.fixture(scope="module")
def five(seeds):
    return corpus.tokens(corpus.sentences(corpus.running(seeds[1])))


@pytest.mark.parametrize("row", list(ASKED.itertuples()), ids=list(ASKED["question"]))
def test_each_question_finds_its_example_and_not_its_near_miss(row):
    own = ASKED[ASKED["question"] == row.question]
    near_miss = ASKED.loc[row.Index, "not"]
    found = questions.uses(tokens_of({"a": [row.example], "b": [near_miss]}), own)
    assert set(found["outlet"]) == {"a"} and row.reason.endswith((".", "?")) and row.source


@pytest.mark.parametrize(
    ("question", "pattern"),
    [
        ("mutual", r"\bmutual(?:ly)?\b"),
        ("leaders", r"\bleader(?:s|ship)?\b(?!-)"),
        ("shared future", r"\b(?:shared|common)\s+(?:future|destiny)\b"),
        ("win-win", r"\bwin-win\b"),
        ("trade", r"\btrad(?:e|ing)\b"),
    ],
)
def test_occurrences_are_those_of_a_plain_search(five, seeds, question, pattern):
    body = corpus.running(seeds[1])
    plain = {o: sum(len(re.findall(pattern, t, re.I)) for t in own) for o, own in body.groupby("outlet")["text"]}
    found = questions.question_rates(five, ASKED[ASKED["question"] == question]).set_index("outlet")["freq"]
    assert found.to_dict() == plain


def test_a_place_counts_once_and_leads_to_its_text(seeds, five):
    asked = table_of(rail="rail*; railway*; railway line", line="line")
    found = questions.uses(tokens_of({"a": ["The railway line to Rome is a line."], "b": ["No rails."]}), asked)
    assert list(zip(found["question"], found["start"], found["end"], strict=True)) == [
        ("rail", 4, 16), ("rail", 3, 8), ("line", 12, 16), ("line", 30, 34)
    ]  # fmt: skip
    texts = seeds[0].set_index("article_id")["text"]
    for row in questions.uses(five, ASKED).itertuples():
        words = text.display(texts[row.article_id][row.start : row.end])
        assert 1 <= len(words.split()) <= 3 and words[0].isalpha()


def test_holm_by_hand():
    assert resample.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert resample.holm([0.6, np.nan, 0.7]) == pytest.approx([1, np.nan, 1], nan_ok=True)
    assert resample.holm([]).size == 0


def test_effect_sizes_are_the_formula_of_their_source(five):
    """Monroe, Colaresi & Quinn 2008, equations 16 and 22, written out."""
    row = questions.question_rates(five, ASKED).set_index(["question", "outlet"]).loc[("leaders", "AVIM")]
    y, n = row["freq"], (five["outlet"] == "AVIM").sum()
    found = questions.uses(five, ASKED)
    total = (found["question"] == "leaders").sum()
    a0, rest, n_rest = 500, total - y, len(five) - n
    a = a0 * total / len(five)
    delta = np.log((y + a) / (n + a0 - y - a)) - np.log((rest + a) / (n_rest + a0 - rest - a))
    assert row["log_odds"] == pytest.approx(delta, rel=1e-12)
    assert row["z"] == pytest.approx(delta / np.sqrt(1 / (y + a) + 1 / (rest + a)), rel=1e-12)
    assert row["per_1000"] == pytest.approx(1000 * y / n) and row["low"] < delta < row["high"]


def test_p_is_that_of_a_plain_permutation(five):
    """Passages dealt by another generator, G2 by scipy; as often or as uneven counts."""
    names = ["leaders", "trade"]
    asked = ASKED[ASKED["question"].isin(names)]
    u = resample.place_units(five, questions.uses(five, asked), "question", names, resample.PASSAGE)
    rng, outlets, deals = np.random.default_rng(5), sorted(set(u.outlet)), 1_500

    def table(owner, column):
        own = np.array([[u.counts[owner == o, column].sum(), u.sizes[owner == o].sum()] for o in outlets])
        return np.column_stack([own[:, 0], own[:, 1] - own[:, 0]])

    given = questions.answers(five, asked, n=4_999).set_index("question")["p"]
    for column, name in enumerate(names):
        seen = table(u.outlet, column)
        g2, extreme = chi2_contingency(seen, lambda_="log-likelihood").statistic, 0
        for _ in range(deals):
            dealt = table(rng.permutation(u.outlet), column)
            as_often = (dealt[:, 0] == seen[:, 0]).all()
            extreme += as_often or chi2_contingency(dealt, lambda_="log-likelihood").statistic >= g2 - 1e-9
        p = given[name]
        assert abs((1 + extreme) / (1 + deals) - p) < 4 * np.sqrt(p * (1 - p) / deals) + 2 / deals


def test_a_planted_difference_is_found_and_an_even_word_is_not():
    even = "The towns spoke of trade and of the weather for the whole of a long day by the sea. " * 6
    texts = {o: [even + ("The mayor spoke. " * 4 if o == "a" else "The ferry came. " * 4)] * 8 for o in "abc"}
    found = questions.answers(tokens_of(texts), table_of(mayor="mayor", trade="trade", none="zebra"), n=999)
    found = found.set_index("question")
    assert found.loc["mayor", "p_holm"] < 0.05 and found.loc["mayor", ["outlet", "n_outlets"]].tolist() == ["a", 1]
    assert found.loc["trade", "p_holm"] == 1 and found.loc["none", ["freq", "p", "outlet"]].tolist() == [0, 1, ""]
    assert found.loc["mayor", "low"] > 0


def test_nothing_in_nothing_out():
    none, one = tokens_of({}), tokens_of({"a": ["Trade grew."]})
    for given in (none, one):
        assert questions.answers(given, ASKED).empty
        assert list(questions.answers(given, ASKED).columns) == questions.ANSWERS
        assert list(questions.question_rates(given, ASKED).columns) == questions.RATES
    assert questions.question_rates(none, ASKED).empty and questions.uses(none, ASKED).empty
    alone = questions.question_rates(one, ASKED).set_index("question")
    assert alone.loc["trade", "freq"] == 1 and alone[["log_odds", "z", "low", "high"]].isna().all(axis=None)
    assert questions.answers(tokens_of({"a": ["Trade."], "b": ["Trade."]}), ASKED.iloc[:0]).empty


def test_a_corpus_may_bring_its_own_questions(tmp_path):
    (tmp_path / "a.txt").write_text("The ferry came.", encoding="utf-8")
    (tmp_path / "word_questions.csv").write_text("question,patterns\nferry,ferr*\n", encoding="utf-8")
    assert questions.read_questions(tmp_path).to_numpy().tolist() == [["ferry", "ferr*", "", ""]]
    assert list(corpus.load(tmp_path)["file"]) == ["a.txt"]
    (tmp_path / "word_questions.csv").write_text("question,terms\nferry,ferr*\n", encoding="utf-8")
    with pytest.raises(corpus.CorpusError, match=r"word_questions\.csv lacks the column\(s\) patterns"):
        questions.read_questions(tmp_path)


def test_the_recorded_false_alarms_and_power_come_out_again():
    tokens = calibration.five_articles()
    halves = pd.read_csv(calibration.ALARMS).set_index("scenario").loc["one article cut in two"]
    again = {row["scenario"]: row for row in calibration.question_alarms(tokens, ASKED, runs=1)}[
        "one article cut in two"
    ]
    assert [float(f"{again[name]:.4g}") for name in halves.index] == list(halves)
    power = pd.read_csv(calibration.QUESTION_POWER)
    assert len(power) == 30 and (power["among_questions"] <= power["alone"]).all()
    one = calibration.question_power(tokens, "AVIM", 5.0, 4, len(ASKED), runs=4)
    kept = power[(power["outlet"] == "AVIM") & (power["per_1000"] == 5) & (power["times"] == 4)].iloc[0]
    assert [one["alone"], one["among_questions"]] == pytest.approx([kept["alone"], kept["among_questions"]])


def test_a_phrase_and_an_address_are_counted_as_terms_are():
    tokens = tokens_of({"a": ["A shared future, see www.trade.org/trade for trade."], "b": ["Trade."]})
    found = questions.question_rates(tokens, ASKED).set_index(["question", "outlet"])
    assert found.loc[("trade", "a"), "freq"] == 1 and found.loc[("shared future", "a"), "freq"] == 1
    size = terms.counts(tokens).groupby("outlet")["freq"].sum()["a"]
    assert found.loc[("trade", "a"), "per_1000"] == pytest.approx(1000 / size)
