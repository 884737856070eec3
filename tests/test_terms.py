import math

import numpy as np
import pandas as pd
import pytest

from lib import corpus
from lib.measures import terms


def toy_tokens(paragraphs):
    """Tokens from {outlet: [paragraph, ...]}, one sentence a paragraph, one article an outlet."""
    rows = []
    for outlet, texts in paragraphs.items():
        for number, words in enumerate(texts, 1):
            rows += [(outlet, outlet, number, number, i, i + 1, w, w) for i, w in enumerate(words.split())]
    return pd.DataFrame(rows, columns=corpus.TOKENS)


TOKENS = toy_tokens({"x": ["a b a b", "a c c c", "b b"], "y": ["a d", "d d d d"]})


def test_counts_by_hand():
    table = terms.counts(TOKENS).set_index(["outlet", "term"])
    assert table.loc[("x", "a"), ["freq", "n_paragraphs", "n_articles"]].tolist() == [3, 2, 1]
    assert table.loc[("x", "a"), "per_1000"] == pytest.approx(300, abs=1e-12)
    # Shares of the text .4 .4 .2; of "a" 2/3 1/3 0: half of (4/15 + 1/15 + 3/15).
    assert table.loc[("x", "a"), "dp"] == pytest.approx(4 / 15, abs=1e-12)
    assert list(terms.counts(TOKENS).columns) == ["outlet", *terms.COUNTS]


def test_dp_of_the_textbook():
    """Gries 2008: parts of 9, 10, 10, 10, 11 tokens of the word a spread 1, 2, 3, 4, 5 give DP = 0.18."""
    sizes, hits = [9, 10, 10, 10, 11], [1, 2, 3, 4, 5]
    tokens = toy_tokens({"x": [" ".join(["a"] * h + ["z"] * (s - h)) for s, h in zip(sizes, hits, strict=True)]})
    dp = terms.counts(tokens).set_index("term")["dp"]["a"]
    expected = 0.5 * sum(abs(h / 15 - s / 50) for s, h in zip(sizes, hits, strict=True))
    assert dp == pytest.approx(expected, abs=1e-12)
    assert round(dp, 2) == 0.18


def test_dp_of_an_even_and_of_a_clumped_term():
    even = terms.counts(toy_tokens({"x": ["a b"] * 10})).set_index("term")["dp"]
    clumped = terms.counts(toy_tokens({"x": ["a a", *["b b"] * 9]})).set_index("term")["dp"]
    assert even["a"] == pytest.approx(0, abs=1e-12) and clumped["a"] == pytest.approx(0.9, abs=1e-12)


def test_counts_order_and_other_groupings():
    table = terms.counts(TOKENS)
    assert table["outlet"].tolist() == sorted(table["outlet"]) and table["term"].tolist()[:3] == ["b", "a", "c"]
    assert set(terms.counts(TOKENS, by="article_id")["article_id"]) == {"x", "y"}
    shuffled = terms.counts(pd.concat([TOKENS[TOKENS["outlet"] == "y"], TOKENS[TOKENS["outlet"] == "x"]]))
    assert shuffled["outlet"].iloc[0] == "y"


def test_of_no_tokens_tables_are_empty_and_have_their_columns():
    none = TOKENS.iloc[:0]
    counts, full = terms.counts(none), terms.counts(TOKENS)
    assert counts.empty and list(counts.columns) == list(full.columns)
    for function in (terms.tf_idf, lambda table: terms.content(table, {"a"}), lambda table: terms.ranks(table, ["a"])):
        assert function(counts).empty and list(function(counts).columns) == list(function(full).columns)
    for function in (terms.sizes, lambda table: terms.ngrams(table, 2)):
        assert function(none).empty and list(function(none).columns) == list(function(TOKENS).columns)
    assert terms.rates(counts, []).empty and terms.counts(none.assign(all="all"), by="all").empty
    articles = pd.DataFrame({"article_id": [], "text": []})
    assert list(terms.find(none, "a b").columns) == list(terms.barcode(none, []).columns) == terms.MATCHES
    assert list(terms.kwic(none, articles, "a").columns) == terms.KWIC


def test_an_empty_term_is_refused():
    with pytest.raises(ValueError, match="term is empty"):
        terms.find(TOKENS, " ")


def test_content_and_rates():
    counts = terms.content(terms.counts(toy_tokens({"x": ["the 5 boats"], "y": ["boats sail"]})), {"the"})
    assert list(counts["term"]) == ["boats", "boats", "sail"]
    rates = terms.rates(counts, ["sail", "boats"])
    assert rates.loc["sail"].tolist() == [0.0, 500.0] and list(rates.columns) == ["x", "y"]


def test_tf_idf_by_hand():
    table = terms.tf_idf(terms.counts(TOKENS)).set_index(["outlet", "term"])
    assert table.loc[("x", "a"), "tf_idf"] == 0
    assert table.loc[("y", "d"), "tf_idf"] == pytest.approx(1000 * 5 / 6 * math.log(2), rel=1e-12)


def test_sizes():
    table = terms.sizes(TOKENS)
    assert table.loc[0, ["paragraphs", "sentences", "tokens", "types", "sentence_length"]].tolist() == [
        3,
        3,
        10,
        3,
        4.0,
    ]


def test_sizes_keep_articles_apart_whose_names_end_in_numbers():
    rows = [("a", "x", 11, 11, 0, 1, "a", "a"), ("a1", "x", 1, 1, 0, 1, "a", "a")]
    table = terms.sizes(pd.DataFrame(rows, columns=corpus.TOKENS))
    assert table.loc[0, ["paragraphs", "sentences", "tokens", "types"]].tolist() == [2, 2, 2, 1]


def test_phrases_stay_within_a_sentence():
    tokens = toy_tokens({"x": ["shared future", "a shared", "future shared future"]})
    found = terms.find(tokens, "shared future")
    assert found["paragraph_id"].tolist() == [1, 3]
    assert found[["start", "end"]].to_numpy().tolist() == [[0, 2], [1, 3]]
    assert found["position"].tolist() == [0, pytest.approx(5 / 7)]
    assert found["term"].tolist() == ["shared future"] * 2 and list(found.columns) == terms.MATCHES


def test_kwic_shows_the_text_around(seeds):
    articles, _, _, tokens = seeds
    lines = terms.kwic(tokens, articles, "shared future", width=30)
    texts = articles.set_index("article_id")["text"]
    assert len(lines) > 5
    for line in lines.itertuples():
        text = texts[line.article_id]
        assert text[line.start : line.end] == line.keyword
        assert text[: line.start].endswith(line.left) and text[line.end :].startswith(line.right)
        assert "\n" not in line.left + line.right


def test_kwic_by_hand():
    text = "The rain came.\nOld rain, new rain!\nIt went."
    rows = [("y", "y", 1 + (a > 14), 1, a, b, text[a:b], text[a:b].lower()) for a, b in [(4, 8), (19, 23), (29, 33)]]
    lines = terms.kwic(
        pd.DataFrame(rows, columns=corpus.TOKENS), pd.DataFrame({"article_id": ["y"], "text": [text]}), "rain", width=5
    )
    # As far as the paragraph goes, five characters at most.
    assert lines[["left", "keyword", "right"]].to_numpy().tolist() == [
        ["The ", "rain", " came"],
        ["Old ", "rain", ", new"],
        [" new ", "rain", "!"],
    ]
    assert list(lines.columns) == "left keyword right article_id outlet paragraph_id start end".split()
    alone = toy_tokens({"x": ["rain"]}).assign(end=4)
    line = terms.kwic(alone, pd.DataFrame({"article_id": ["x"], "text": ["rain"]}), "rain")
    assert line[["left", "keyword", "right"]].to_numpy().tolist() == [["", "rain", ""]]


def test_rows_stand_in_the_words_of_their_line():
    text = "The rain came.\nOld rain, new rain!\nIt went."
    rows = pd.DataFrame(
        {"article_id": "y", "start": [4, 19, 29], "end": [8, 23, 33], "frame": ["f", "g", "h"]}, index=[7, 8, 9]
    )
    articles = pd.DataFrame({"article_id": ["y"], "text": [text]})
    assert terms.in_line(rows, articles, reach=5).to_numpy().tolist() == [
        ["The ", "rain", " came", "y", 4, 8, "f"],
        ["Old ", "rain", ", new", "y", 19, 23, "g"],
        [" new ", "rain", "!", "y", 29, 33, "h"],
    ]
    rows = pd.DataFrame({"article_id": ["y"], "start": [29], "end": [33]})
    for reach, left, right in [(3, " ", "!"), (8, " new ", "!"), (10, "rain, new ", "!")]:
        line = terms.in_line(rows, articles, reach=reach)[["left", "right"]].to_numpy().tolist()
        assert line == [[left, right]], reach  # a word that would be cut is left out
    at_edges = rows.head(1).assign(start=0, end=len(text))
    assert terms.in_line(at_edges, articles)[["left", "keyword", "right"]].to_numpy().tolist() == [["", text, ""]]


def test_groups_stand_in_the_order_in_which_they_appear():
    tokens = toy_tokens({"y": ["a b c", "a"], "x": ["a b"]})
    assert terms.counts(tokens)["outlet"].tolist() == ["y", "y", "y", "x", "x"]
    assert list(terms.rates(terms.counts(tokens), ["a"]).columns) == ["y", "x"]
    assert terms.tf_idf(terms.counts(tokens))["outlet"].tolist() == ["y", "y", "y", "x", "x"]
    sizes = terms.sizes(tokens)
    assert sizes[["outlet", "sentence_length"]].to_numpy().tolist() == [["y", 2.0], ["x", 2.0]]


def test_barcode_is_find_for_each_term(seeds):
    tokens = seeds[3]
    marks = terms.barcode(tokens, ["mutual", "security"])
    assert len(marks) == tokens["term"].isin(["mutual", "security"]).sum() and marks.index.is_unique
    assert marks["position"].between(0, 1, inclusive="left").all()


def toy_counts(left, right, names="abc"):
    rows = [("x", n, f) for n, f in zip(names, left, strict=True)] + [
        ("y", n, f) for n, f in zip(names, right, strict=True)
    ]
    return pd.DataFrame([row for row in rows if row[2]], columns=["outlet", "term", "freq"])


def test_keyness_by_the_formula_of_monroe_and_others():
    """Equations 16 and 22 of Monroe, Colaresi & Quinn 2008, term by term, with math.log alone."""
    left, right, prior = [12, 3, 5], [4, 9, 17], 10
    table = terms.keyness(toy_counts(left, right), "x", prior=prior).set_index("term")
    n, m = sum(left), sum(right)
    for name, y, w in zip("abc", left, right, strict=True):
        alpha = prior * (y + w) / (n + m)
        odds = math.log((y + alpha) / (n + prior - y - alpha)) - math.log((w + alpha) / (m + prior - w - alpha))
        assert table.loc[name, "log_odds"] == pytest.approx(odds, abs=1e-12)
        assert table.loc[name, "z"] == pytest.approx(odds / math.sqrt(1 / (y + alpha) + 1 / (w + alpha)), abs=1e-12)


def test_g2_against_scipy_and_log_ratio_by_hand():
    from scipy.stats import chi2_contingency

    left, right = [12, 0, 88], [4, 9, 187]
    table = terms.keyness(toy_counts(left, right), "x").set_index("term")
    for name, y, w in zip("abc", left, right, strict=True):
        cells = [[y, w], [sum(left) - y, sum(right) - w]]
        expected = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
        assert table.loc[name, "g2"] == pytest.approx(expected, rel=1e-9)
    assert table.loc["a", "log_ratio"] == pytest.approx(math.log2((12 / 100) / (4 / 200)), abs=1e-12)
    assert table.loc["b", "log_ratio"] == pytest.approx(math.log2((0.5 / 100) / (9 / 200)), abs=1e-12)
    back = terms.keyness(toy_counts(left, right), "y").set_index("term")
    assert back.loc["b", "log_ratio"] == pytest.approx(math.log2((9 / 200) / (0.5 / 100)), abs=1e-12)
    assert table.loc["b", ["freq", "freq_rest"]].tolist() == [0, 9]


def test_keyness_changes_sign_with_the_sides_and_shrinks_with_the_prior():
    counts = toy_counts([12, 3, 5], [4, 9, 17])
    forth, back = terms.keyness(counts, "x").set_index("term"), terms.keyness(counts, "y", "x").set_index("term")
    assert np.allclose(forth["log_odds"], -back["log_odds"].reindex(forth.index), atol=1e-12)
    weak, strong = (terms.keyness(counts, "x", prior=p).set_index("term")["log_odds"].abs() for p in (1, 1000))
    assert (weak > strong.reindex(weak.index)).all()


def test_keyness_takes_groups_and_refuses_nonsense():
    counts = pd.concat([toy_counts([1, 2, 3], [4, 5, 6]), toy_counts([7, 8, 9], [0, 0, 0]).replace("x", "z")])
    both = terms.keyness(counts, ["x", "z"]).set_index("term")
    assert both.loc["a", ["freq", "freq_rest"]].tolist() == [8, 4]
    assert terms.keyness(counts, "x", "y").set_index("term").loc["a", "freq_rest"] == 4
    for target, reference in [("nobody", None), ("x", "nobody"), ("x", "x"), ([], None)]:
        with pytest.raises(ValueError, match=r"is not among|must both be given"):
            terms.keyness(counts, target, reference)
    with pytest.raises(ValueError, match="prior is 0"):
        terms.keyness(counts, "x", prior=0)
    with pytest.raises(ValueError, match="must both be given"):
        terms.keyness(counts, "x", [])
    assert terms.sides(["Post", "Echo", "Wire"], "Post", "Echo") == (["Post"], ["Echo"])


def test_without_others_there_is_nothing_to_compare_with():
    counts = toy_counts([1, 2, 3], [4, 5, 6])
    full = terms.keyness(counts, "x")
    for alone in (terms.keyness(counts, ["x", "y"]), terms.keyness(counts[counts["outlet"] == "x"], "x")):
        assert alone.empty and alone.dtypes.equals(full.dtypes)
    assert terms.sides(["x"], "x") == (["x"], [])


def test_ranks_are_those_of_keyness():
    counts = toy_counts([12, 0, 9, 40], [4, 2, 17, 30], "abcd")
    table = terms.ranks(counts, ["a", "b", "d"])
    assert list(table.columns) == ["outlet", "term", "prior 50", "prior 500", "prior 5000"]
    for row in table.to_dict("records"):
        for prior in terms.PRIORS:
            order = terms.keyness(counts, row["outlet"], prior=prior)["term"]
            assert order[order.isin(["a", "b", "d"])].tolist()[row[f"prior {prior}"] - 1] == row["term"]
    assert table["prior 500"].tolist() == [1, 2, 3, 1, 2, 3]


def test_equal_terms_stand_in_the_order_of_the_alphabet():
    assert terms.keyness(toy_counts([1, 1, 1], [2, 2, 2], "cab"), "x")["term"].tolist() == ["a", "b", "c"]


def test_keyness_of_many_terms_is_one_pass():
    rng = np.random.default_rng(0)
    size = 200_000
    counts = pd.DataFrame(
        {
            "outlet": np.repeat(["x", "y"], size),
            "term": [f"t{i}" for i in range(size)] * 2,
            "freq": rng.zipf(1.5, 2 * size).clip(max=9999),
        }
    )
    table = terms.keyness(counts, "x")
    assert len(table) == size and table["z"].is_monotonic_decreasing and np.isfinite(table["log_odds"]).all()


def test_ngrams_stay_within_sentences_and_skip_stop_words():
    tokens = toy_tokens({"x": ["port amber and port 5 amber", "port"]})
    assert terms.ngrams(tokens, 2, {"and"})["term"].tolist() == ["port amber"]
    first = terms.ngrams(tokens, 3).iloc[0]
    assert (first["term"], first["start"], first["end"]) == ("port amber and", 0, 3)


@pytest.mark.parametrize(
    ("term", "found"),
    [("Trade", 2), ("trade", 2), ("TRADE", 2), ("US", 1), ("U.S.", 1), ("us", 1), ("Us", 1), ("Free Trade", 1), ("US trade", 1), ("", 0), ("WE", 0)],
)  # fmt: skip
def test_kwic_finds_a_keyword_in_any_case(term, found):
    articles = pd.DataFrame(
        {"article_id": ["a"], "outlet": ["a"], "text": ["Free Trade helps us, and US trade helps, as we all say."]}
    )
    tokens = corpus.tokens(corpus.sentences(corpus.paragraphs(articles)), {})
    if not term:
        with pytest.raises(ValueError, match="term is empty"):
            terms.kwic(tokens, articles, term)
    else:
        assert len(terms.kwic(tokens, articles, term)) == found


def test_an_address_has_a_place_and_is_counted_nowhere():
    raw = "Trade grew, says www.a.org of trade."
    tokens = corpus.tokens(
        corpus.sentences(corpus.paragraphs(pd.DataFrame({"article_id": ["a"], "outlet": ["o"], "text": [raw]}))), {}
    )
    address = tokens[tokens["term"] == ""]
    assert (
        list(address["token"]) == ["www.a.org"] and raw[address["start"].item() : address["end"].item()] == "www.a.org"
    )
    assert len(tokens) == 6 and terms.counts(tokens)["freq"].sum() == terms.sizes(tokens)["tokens"].item() == 5
    assert terms.counts(tokens).set_index("term").loc["trade", "per_1000"] == 400
    assert "says of" not in set(terms.ngrams(tokens, 2)["term"]) and len(corpus.word_tokens(tokens)) == 5
