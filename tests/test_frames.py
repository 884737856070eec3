import itertools

import numpy as np
import pandas as pd
import pytest

from lib import corpus
from lib.measures import frames
from lib.people import voices

CODEBOOK = pd.DataFrame(
    [("trade", "", "", "", "", "trade; railway*; free port"), ("threat", "", "", "", "", "threat*; military alliance")],
    columns=frames.CODEBOOK,
)
NAMES = list(CODEBOOK["frame"])
TEXT = (
    "Trade grew, and two railways were built. No threat was seen.\n"
    "The pact comes without a formal military alliance. “It threatens the free port,” the mayor said.\n"
    "It rained. The threats of the sea were many.\n"
)


@pytest.fixture
def toy(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Trade fell.\nNobody knew why.\n")
    articles = corpus.load(tmp_path)
    paragraphs = corpus.paragraphs(articles)
    sentences = corpus.sentences(paragraphs)
    return articles, paragraphs, sentences, corpus.tokens(sentences)


def found(toy):
    return frames.match(toy[3], CODEBOOK, voices.quotations(toy[1]))


def test_patterns_match_terms_phrases_and_endings(toy):
    table = found(toy)
    texts = toy[0].set_index("article_id")["text"]
    surfaces = [texts[r.article_id][r.start : r.end] for r in table.itertuples()]
    assert surfaces == [
        "Trade",
        "railways",
        "threat",
        "military alliance",
        "threatens",
        "free port",
        "threats",
        "Trade",
    ]
    assert list(table.columns) == frames.MATCHES


def test_negated_and_quoted_matches_are_set_apart(toy):
    table = found(toy).set_index("pattern")
    assert table.loc["military alliance", "negated"] and not table.loc["free port", "negated"]
    assert table.loc["threat*", "negated"].tolist() == [True, False, False]
    assert table.loc["threat*", "quoted"].tolist() == [False, True, False] and table.loc["free port", "quoted"]


def test_negated_matches_give_no_frame(toy):
    table = frames.by_sentence(toy[2], NAMES, found(toy))
    assert table["trade"].tolist() == [True, False, False, True, False, False, True, False]
    assert table["threat"].tolist() == [False, False, False, True, False, True, False, False]


def codes(rows):
    return pd.DataFrame(rows, columns=frames.CODES)


def test_alpha_by_hand_and_of_the_textbook():
    """Krippendorff 2011, "Computing Krippendorff's alpha-reliability": binary data, two observers, alpha 0.095."""
    one, other = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    rows = [
        ("a", i, i + 1, coder, "trade" if v else "none")
        for coder, values in (("m", one), ("n", other))
        for i, v in enumerate(values)
    ]
    table = frames.reliability(codes(rows), NAMES, ["m", "n"]).set_index("frame")
    assert table.loc["trade", "alpha"] == pytest.approx(0.095, abs=5e-4)
    assert table.loc["trade", ["m", "n", "both"]].tolist() == [2, 4, 1]
    assert np.isnan(table.loc["threat", "alpha"])


def test_alpha_of_full_agreement_is_one():
    rows = [
        ("a", i, i + 1, coder, frame) for coder in "mn" for i, frame in enumerate(["trade", "none", "threat", "trade"])
    ]
    assert frames.reliability(codes(rows), NAMES, ["m", "n"])["alpha"].tolist() == [1, 1, 1]


def test_validity_by_hand(toy):
    truth = frames.by_sentence(toy[2], NAMES, found(toy))
    seen = truth.copy()
    seen["trade"] = [True, True, False, False, False, False, True, False]
    row = frames.validity(seen, truth, NAMES).set_index("frame").loc["trade"]
    assert row[["positives", "hits", "false_alarms", "misses"]].tolist() == [3, 2, 1, 1]
    assert row["precision"] == row["recall"] == 2 / 3 and np.isnan(row["f1"])


def test_f1_needs_ten_positives():
    place = pd.DataFrame({"trade": [True] * 10 + [False] * 5})
    assert frames.validity(place, place, ["trade"])["f1"][0] == 1
    assert np.isnan(frames.validity(place.iloc[1:], place.iloc[1:], ["trade"])["f1"].iloc[0])


def test_prevalence_counts_sentences(toy):
    table = frames.by_sentence(toy[2], NAMES, found(toy))
    shares = frames.prevalence(table, NAMES).set_index(["outlet", "frame"])
    assert shares.loc[("a", "trade"), "n"] == 2 and shares.loc[("a", "trade"), "percent"] == pytest.approx(100 * 2 / 6)
    assert shares.loc[("b", "threat"), "percent"] == 0 and shares.loc[("b", "threat"), "high"] <= 100


def test_pairs_and_patterns_left_out(toy):
    matches = found(toy)
    table = frames.by_sentence(toy[2], NAMES, matches)
    assert frames.together(table, NAMES)[["n", "jaccard"]].to_numpy().tolist() == [[1, 1 / 4]]
    row = frames.leave_one_pattern_out(matches, toy[2], NAMES).set_index("frame").loc["trade"]
    assert (row["pattern"], row["n_patterns"]) == ("free port", 3)  # as much as "trade" alone: the first by name
    assert row["percent"] == pytest.approx(100 * 3 / 8) and row["percent_without"] == pytest.approx(100 * 2 / 8)


def test_halves_are_whole_paragraphs(seeds):
    sentences = corpus.sentences(corpus.running(seeds[1]))
    half = frames.tuning_half(sentences)
    for _, group in itertools.groupby(
        zip(sentences["article_id"], sentences["paragraph_id"], half, strict=True), key=lambda r: r[:2]
    ):
        assert len({r[2] for r in group}) == 1
    assert 0.4 < half.mean() < 0.6


def test_a_corpus_brings_its_own_codebook(toy, tmp_path):
    CODEBOOK.to_csv(tmp_path / "frames.csv", index=False)
    assert frames.read_codebook(tmp_path)["frame"].tolist() == NAMES


def test_every_sentence_of_the_seeds_is_coded_by_both_and_adjudicated(seeds):
    sentences = corpus.sentences(corpus.running(seeds[1]))
    table = pd.read_csv(corpus.HOME / "data/frame_codes.csv", keep_default_na=False)
    names = list(frames.read_codebook()["frame"])
    spans = sentences[["article_id", "start", "end"]].itertuples(index=False, name=None)
    assert set(table[["article_id", "start", "end"]].itertuples(index=False, name=None)) == set(spans)
    assert set(table["frame"]) <= {*names, frames.NONE}
    assert len(frames.read_codes(sentences)) == len(table)
    assert len(names) >= 8 and not table.duplicated(["article_id", "start", "coder", "frame"]).any()
    for coder in ("model-a", "model-b", frames.ADJUDICATED):
        own = table[table["coder"] == coder]
        assert len(own[["article_id", "start"]].drop_duplicates()) == len(sentences)
    sets = table.groupby(["article_id", "start", "coder"])["frame"].agg(frozenset).unstack()
    differ = sets["model-a"] != sets["model-b"]
    reasons = table[table["coder"] == frames.ADJUDICATED].groupby(["article_id", "start"])["reason"].first()
    assert ((reasons != "") == differ).all() and differ.sum() > 0
    assert (sets[frames.ADJUDICATED][~differ] == sets["model-a"][~differ]).all()


def test_another_corpus_has_no_codes(toy):
    assert frames.read_codes(toy[2]) is None


def test_patterns_are_terms_as_they_are_counted():
    from lib import text

    variants = corpus.read_variants()
    for row in frames.read_codebook().itertuples():
        patterns = [p.strip() for p in row.patterns.split(";")]
        assert len(set(patterns)) == len(patterns)
        for pattern in patterns:
            plain = pattern.replace("*", "")
            assert " ".join(text.term(plain[a:b], variants) for a, b in text.tokens(plain)) == plain.strip()


def test_a_sample_to_check_covers_every_frame_that_matches(toy):
    sample = frames.to_check(found(toy), toy[2], each=2)
    assert set(sample["frame"]) == set(NAMES) and sample.groupby("frame").size().max() == 2
    assert frames.to_check(found(toy).iloc[:0], toy[2]).empty


def test_not_only_affirms(tmp_path):
    (tmp_path / "a.txt").write_text("They spoke not only of trade. They spoke not of trade.")
    tokens = corpus.tokens(corpus.sentences(corpus.paragraphs(corpus.load(tmp_path))))
    assert frames.match(tokens, CODEBOOK)["negated"].tolist() == [False, True]
