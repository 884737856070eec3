import itertools

import numpy as np
import pandas as pd
import pytest

from lib import corpus
from lib.measures import frames, resample
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


@pytest.mark.parametrize("kind", ["frame", "stance"])
def test_every_sentence_of_the_seeds_is_coded_by_both_and_adjudicated(seeds, kind):
    sentences = corpus.sentences(corpus.running(seeds[1]))
    table = pd.read_csv(corpus.HOME / f"data/{kind}_codes.csv", keep_default_na=False)
    names = list(pd.read_csv(corpus.HOME / f"data/{'frames' if kind == 'frame' else kind}.csv")[kind])
    spans = sentences[["article_id", "start", "end"]].itertuples(index=False, name=None)
    assert set(table[["article_id", "start", "end"]].itertuples(index=False, name=None)) == set(spans)
    assert set(table[kind]) <= {*names, frames.NONE}
    assert len(frames.read_codes(sentences, name=f"{kind}_codes.csv")) == len(table)
    assert len(names) >= 6 and not table.duplicated(["article_id", "start", "coder", kind]).any()
    for coder in ("model-a", "model-b", frames.ADJUDICATED):
        own = table[table["coder"] == coder]
        assert len(own[["article_id", "start"]].drop_duplicates()) == len(sentences)
    sets = table.groupby(["article_id", "start", "coder"])[kind].agg(frozenset).unstack()
    assert all(len(s) == 1 or frames.NONE not in s for s in sets.to_numpy().ravel())
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
    assert frames.to_check(found(toy), toy[2], frames.ADJUDICATED).empty


def test_not_only_affirms(tmp_path):
    (tmp_path / "a.txt").write_text("They spoke not only of trade. They spoke not of trade.")
    tokens = corpus.tokens(corpus.sentences(corpus.paragraphs(corpus.load(tmp_path))))
    assert frames.match(tokens, CODEBOOK)["negated"].tolist() == [False, True]


def test_frames_come_from_codes_where_every_sentence_has_one(toy, tmp_path):
    matches = found(toy)
    table, basis = frames.coded(toy[2], matches, NAMES)
    assert basis == frames.DICTIONARY and table.equals(frames.by_sentence(toy[2], NAMES, matches))
    place = toy[2][["article_id", "start", "end"]]
    place.assign(coder=frames.ADJUDICATED, frame="threat").to_csv(tmp_path / "frame_codes.csv", index=False)
    table, basis = frames.coded(toy[2], matches, NAMES, tmp_path)
    assert basis == frames.ADJUDICATED and table["threat"].all() and not table["trade"].any()


def test_wide_has_the_commonest_frame_first_and_none_that_nothing_carries(toy):
    shares = frames.prevalence(frames.by_sentence(toy[2], NAMES, found(toy)), NAMES)
    table = frames.wide(shares, ["b", "a"])
    assert list(table.index) == NAMES and list(table.columns) == ["b", "a"]
    assert table.loc["trade"].tolist() == pytest.approx([50, 100 / 3]) and table.loc["threat", "b"] == 0
    assert list(frames.wide(shares[shares["outlet"] == "b"], ["b"]).index) == ["trade"]
    assert frames.wide(shares, ["a"], "n")["a"].tolist() == [2, 2]


def test_frames_that_lead():
    percent = pd.DataFrame({"a": [50.0, 40.0, 0.0], "b": [10.0, 60.0, 20.0], "c": [0.0, 0.0, 0.0]}, index=list("xyz"))
    rows = [("a", "x", 5, "y", 4, 0.7, True), ("b", "y", 6, "z", 2, 0.01, False)]
    first = pd.DataFrame(rows, columns=["outlet", "frame", "n", "next", "n_next", "p", "tied"])
    assert frames.in_the_lead(percent, first).T.to_numpy().tolist() == [[1, 2, 0], [0, 1, 0], [0, 0, 0]]
    percent["a"], equal = [40.0, 40.0, 0.0], first.assign(n_next=5)
    assert frames.in_the_lead(percent, equal)["a"].tolist() == [1, 1, 0]
    assert frames.in_the_lead(percent.iloc[:0], first.iloc[:0]).empty


def test_matches_outside_and_inside_quotations(toy):
    table = frames.by_quotation(found(toy), ["trade", "peace", "threat"])
    assert table.to_numpy().tolist() == [["trade", 3, 1], ["peace", 0, 0], ["threat", 1, 1]]


def test_a_match_stands_in_the_words_of_its_line(toy):
    table = frames.in_context(found(toy), toy[0], reach=10)
    assert table.loc[2, ["left", "keyword", "right"]].tolist() == ["built. No ", "threat", " was seen."]
    for row in table.itertuples():
        text = toy[0].set_index("article_id")["text"][row.article_id]
        assert text[row.start - len(row.left) : row.end + len(row.right)] == row.left + row.keyword + row.right
        assert len(row.left) <= 10 and "\n" not in row.left + row.right


def test_sentences_of_each_frame_and_errors_lead_to_their_places(toy):
    truth = frames.by_sentence(toy[2], NAMES, found(toy))
    listed = frames.behind(truth, toy[2], NAMES)
    assert listed["frame"].tolist() == ["trade"] * 3 + ["threat"] * 2
    assert listed["opening"][0] == "Trade grew, and two railways were built."
    seen = truth.copy()
    seen["trade"] = [False, True, *truth["trade"][2:]]
    wrong = frames.errors(seen, truth, toy[2], NAMES)
    assert wrong[["frame", "error"]].to_numpy().tolist() == [["trade", "miss"], ["trade", "false alarm"]]
    assert wrong["text"].tolist() == toy[2]["text"].head(2).tolist()
    assert len(frames.errors(seen[1:], truth[1:], toy[2], NAMES)) == 1


def test_decisions_are_those_with_a_reason(toy):
    place = toy[2].loc[0, ["article_id", "start", "end"]].tolist()
    rows = [(*place, frames.ADJUDICATED, "trade", "why"), (*place, frames.ADJUDICATED, "threat", "why")]
    table = pd.DataFrame([*rows, ("a", 41, 60, "m", "none", "")], columns=[*frames.CODES, "reason"])
    decided = frames.decisions(table, toy[2])
    assert decided["frame"].tolist() == ["trade; threat"] and decided["text"].tolist() == [toy[2]["text"][0]]


def paragraphs_of(rows, outlet="o"):
    """A table of sentences from the number that carry frame p, frame q and none in each paragraph."""
    made = [
        {"article_id": outlet, "outlet": outlet, "paragraph_id": number, "p": i < p, "q": p <= i < p + q}
        for number, (p, q, none) in enumerate(rows, 1)
        for i in range(p + q + none)
    ]
    return pd.DataFrame(made)


def test_a_tie_is_what_changing_places_can_do():
    """All ways in which the two frames can change places within paragraphs, counted here one by one."""
    rows = [(3, 1, 0), (2, 0, 1), (0, 1, 2), (4, 0, 0), (1, 1, 3), (2, 0, 0)]
    gaps = [p - q for p, q, _ in rows if p != q]
    ways = [abs(sum(sign * gap for sign, gap in zip(signs, gaps, strict=True))) for signs in itertools.product((1, -1), repeat=len(gaps))]  # fmt: skip
    exact = sum(way >= sum(gaps) for way in ways) / len(ways)
    (row,) = frames.commonest(paragraphs_of(rows), ["p", "q"]).to_dict("records")
    assert row == {"outlet": "o", "frame": "p", "n": 12, "next": "q", "n_next": 3, "p": exact, "tied": True}
    assert exact == 4 / 32
    many = frames.commonest(paragraphs_of([(2, 0, 1)] * 20 + [(0, 1, 0)] * 5), ["p", "q"])
    assert many["p"].item() < 0.001 and not many["tied"].item()
    even = frames.commonest(paragraphs_of([(1, 0, 0), (0, 1, 0)] * 9), ["q", "p"])
    assert even["frame"].item() == "p" and even["p"].item() == 1  # by name
    assert frames.commonest(paragraphs_of([(2, 0, 1)]), ["p", "q"]).empty


def test_random_frames_are_mostly_tied():
    """Two frames of one share: seldom told apart, about as often as the level says."""
    rng = np.random.default_rng(3)
    runs = [paragraphs_of([(*rng.binomial(3, 0.3, 2), 2) for _ in range(14)]) for _ in range(200)]
    tied = [frames.commonest(run, ["p", "q"], n=499)["tied"].item() for run in runs]
    assert 0.9 <= np.mean(tied) <= 1


def test_the_difference_in_human_interest_by_hand(seeds):
    """Passages joined and dealt here, G by its formula: all eight sentences stand in one outlet."""
    sentences = corpus.sentences(corpus.running(seeds[1]))
    codes = frames.read_codes(sentences)
    names = list(frames.read_codebook()["frame"])
    table = frames.by_sentence(sentences, names, codes[codes["coder"] == frames.ADJUDICATED])
    u = frames.frame_units(table, names)
    by_code = resample.differences(u, frames.PASSAGE).set_index("term")
    passages = []
    for outlet, article in table.groupby("outlet"):
        held = []
        for _, paragraph in article.groupby("paragraph_id"):
            if held and held[-1][1] < frames.PASSAGE:
                held[-1] = (held[-1][0] + paragraph["human_interest"].sum(), held[-1][1] + len(paragraph), outlet)
            else:
                held.append((paragraph["human_interest"].sum(), len(paragraph), outlet))
        if held[-1][1] < frames.PASSAGE:
            count, size, _ = held.pop()
            held[-1] = (held[-1][0] + count, held[-1][1] + size, outlet)
        passages += held
    counts, sizes, own = (np.array(column) for column in zip(*passages, strict=True))

    def g(order):
        value = 0.0
        for outlet in np.unique(own):
            k, n = counts[order][own == outlet].sum(), sizes[order][own == outlet].sum()
            for part, whole in ((k, counts.sum()), (n - k, sizes.sum() - counts.sum())):
                value += 2 * part * np.log(part / (n * whole / sizes.sum())) if part else 0
        return value

    rng, seen = np.random.default_rng(11), g(np.arange(len(counts)))
    p = np.mean([g(rng.permutation(len(counts))) >= seen - 1e-9 for _ in range(20_000)])
    assert by_code.loc["human_interest", "p"] == pytest.approx(p, abs=0.001) and p < 0.005
    assert by_code.loc["human_interest", ["freq", "outlets"]].tolist() == [8, 1]
    assert by_code.index[by_code["p_adj"] < 0.05].tolist() == ["human_interest"]


def test_each_sentence_of_rivalry_was_read(seeds):
    """What it tells of, recorded for all of them and no other; half of AVIM's are others' meetings."""
    sentences = corpus.sentences(corpus.running(seeds[1]))
    codes = frames.read_codes(sentences)
    place = ["article_id", "start", "end"]
    coded = codes[(codes["coder"] == frames.ADJUDICATED) & (codes["frame"] == "rivalry")]
    read = pd.read_csv(corpus.HOME / "data/rivalry_read.csv")
    assert sorted(read[place].itertuples(index=False)) == sorted(coded[place].itertuples(index=False))
    avim = read[read["article_id"] == "avim"].merge(sentences, on=place)
    told = avim["text"].str.contains("(?i:summit|meeting|initiative)", regex=True) & avim["text"].str.contains(
        "US|Modi|European|G7"
    )
    own = avim[avim["about"] == "others' meetings"]
    assert len(own) == 6 and told[own.index].all()


def test_nothing_in_nothing_out(toy):
    articles, paragraphs, sentences, tokens = (table.iloc[:0] for table in toy)
    matches = frames.match(tokens, CODEBOOK, voices.quotations(paragraphs))
    table, basis = frames.coded(sentences, matches, NAMES)
    shares, pairs = frames.prevalence(table, NAMES), frames.together(table, NAMES)
    no_codes = pd.DataFrame(columns=[*frames.CODES, "reason"])
    empty = [
        matches, table, shares, frames.wide(shares, []), frames.wide(shares, ["a"]),
        pairs, frames.by_quotation(matches, NAMES), frames.in_context(matches, articles),
        frames.leave_one_pattern_out(matches, sentences, NAMES), frames.to_check(matches, sentences),
        frames.behind(table, sentences, NAMES), frames.errors(table, table, sentences, NAMES),
        frames.validity(table, table, NAMES), frames.reliability(no_codes, NAMES, ["m", "n"]),
        frames.decisions(no_codes, sentences), frames.commonest(table, NAMES),
    ]  # fmt: skip
    assert all(each.empty for each in empty) and basis == frames.DICTIONARY
    assert len(frames.tuning_half(sentences)) == 0 and frames.read_codes(sentences) is None
    assert list(shares.columns) == ["outlet", "frame", "n", "percent", "low", "high"]


def test_texts_without_a_frame(toy):
    table = frames.by_sentence(toy[2], NAMES, found(toy).iloc[:0])
    shares = frames.prevalence(table, NAMES)
    assert (shares["percent"] == 0).all() and frames.wide(shares, ["a", "b"]).empty
    assert frames.prevalence(table, []).empty and frames.together(table, NAMES[:1]).empty


# -- Sheets to code


def fill(place, codes):
    """Fill the coders' cells of a sheet: codes {opening of the sentence: (cell, cell)}."""
    import csv

    with place.open(newline="", encoding="utf-8-sig") as lines:
        heads, *rows = csv.reader(lines, delimiter=";" if ";Ada;" in place.read_text(encoding="utf-8-sig") else ",")
    for row in rows:
        row[2:4] = next((cells for opening, cells in codes.items() if row[1].lstrip("'").startswith(opening)), ("", ""))
    with place.open("w", newline="", encoding="utf-8") as lines:
        csv.writer(lines, delimiter=";").writerows([[*heads[:2], "Ada", "Ben", heads[4]], *rows])  # as Excel saves it


def test_a_sheet_hides_outlets_and_comes_back_as_codes(toy, tmp_path):
    sentences, cells = toy[2], {
        "Trade grew": ("trade", "Trade"), "No threat": ("none", "none"), "The pact": ("threat", "none"),
        "“It threatens": ("trade; threat", "threat;trade"), "Trade fell": ("trade", ""),
    }  # fmt: skip
    (tmp_path / "own").mkdir()
    CODEBOOK.to_csv(tmp_path / "own/frames.csv", index=False)
    place, book = frames.sheet(sentences, tmp_path / "to code", seed=3, path=tmp_path / "own")
    written = place.read_text(encoding="utf-8-sig")
    assert not any(name in written.splitlines()[0] for name in ("outlet", "article"))
    assert "a.txt" not in written and len(written.splitlines()) == len(sentences) + 1
    again = frames.sheet(sentences, tmp_path / "again", seed=3, path=tmp_path / "own")[0]
    other = frames.sheet(sentences, tmp_path / "other", seed=4, path=tmp_path / "own")[0]
    assert again.read_bytes() == place.read_bytes() != other.read_bytes()
    assert frames.read_sheet(book, sentences, path=tmp_path / "own").codes.empty, "nobody has coded yet"
    fill(place, cells)
    done = frames.read_sheet(place, sentences, found(toy), tmp_path / "own")
    assert set(done.codes["coder"]) == {"Ada", "Ben", "adjudicated"}
    settled = done.codes[done.codes["coder"] == "adjudicated"].merge(sentences, on=["article_id", "start", "end"])
    settled["opening"] = settled["text"].str.split().str[:2].str.join(" ").str.strip("“,.")
    assert settled.groupby("opening")["frame"].agg(list).to_dict() == {
        "Trade grew": ["trade"], "No threat": ["none"], "The pact": ["none"], "It threatens": ["threat", "trade"],
        "Trade fell": ["trade"],
    }, "of one coder alone, too"  # fmt: skip
    table = done.reliability.set_index("frame")
    assert table.loc["trade", ["Ada", "Ben", "both", "alpha"]].tolist() == [2, 2, 2, 1], "only what both coded"
    assert table.loc["threat", ["Ada", "Ben", "both"]].tolist() == [2, 1, 1] and 0 < table.loc["threat", "alpha"] < 1
    valid = done.validity.set_index("frame")
    assert valid.loc["trade", ["positives", "hits", "misses"]].tolist() == [3, 3, 0]
    done.codes.to_csv(tmp_path / "own/frame_codes.csv", index=False)
    coded = sentences[sentences["start"].isin(settled["start"]) & sentences["article_id"].isin(settled["article_id"])]
    coded = coded.merge(settled[["article_id", "start"]].drop_duplicates())
    assert frames.read_codes(coded, tmp_path / "own") is not None


def test_a_sheet_that_cannot_be_read_says_where(toy, tmp_path):
    place = frames.sheet(toy[2], tmp_path / "s")[0]
    fill(place, {"Trade grew": ("trafe", "")})
    with pytest.raises(corpus.CorpusError, match=r"row \d+: 'trafe' is no frame of the codebook"):
        frames.read_sheet(place, toy[2])
    fill(place, {"Trade grew": ("none", "")})
    with pytest.raises(corpus.CorpusError, match="its key is of no sentence here"):
        frames.read_sheet(place, toy[2].iloc[:0])
    place.write_text("number,sentence\n1,x\n")
    with pytest.raises(corpus.CorpusError, match="lacks a column"):
        frames.read_sheet(place, toy[2])


def test_the_workbook_runs_no_text_and_offers_the_frames(toy, tmp_path):
    import openpyxl

    sentences = toy[2].assign(text="=1+1")
    place, book = frames.sheet(sentences, tmp_path / "s", coders=3)
    pages = openpyxl.load_workbook(book)
    assert {cell.data_type for cell in pages["sentences"]["B"]} == {"s"}
    assert pages["sentences"].data_validations.dataValidation[0].sqref.ranges
    offered = [cell.value for cell in pages["frames"]["A"]][1:]
    assert offered == [*frames.read_codebook()["frame"], "none"]
    assert place.read_text(encoding="utf-8-sig").count("'=1+1") == len(sentences)
