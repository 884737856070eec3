import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix

from lib import corpus
from lib.measures import topics
from lib.text import display
from tests.conftest import run_copies

SUBJECTS = [[f"{stem}{i}" for i in "abcdefghijkl"] for stem in ("rail", "crop", "song")]
EVERYDAY = [f"word{i:02d}" for i in range(60)]


def planted(seed=0, each=14, words=20, outlets=("A", "B")):
    """Tokens of paragraphs that each speak of one of three subjects, and a little of the next one."""
    rng, rows = np.random.default_rng(seed), []
    for number in range(3 * each):
        own, next_one = SUBJECTS[number % 3], SUBJECTS[(number + 1) % 3]
        outlet = outlets[number % len(outlets)]
        for word in [*rng.choice(own, words), *rng.choice(next_one, 2), *rng.choice(EVERYDAY, 10)]:
            rows.append((f"article {outlet}", outlet, number, str(word)))
    return pd.DataFrame(rows, columns=["article_id", "outlet", "paragraph_id", "term"])


def study(matrix, seed=0):
    small = {"ks": [2, 3, 4], "starts": 4, "resamples": 8}
    tables = [topics.curve(matrix, **small, model=m, shuffles=4, seed=seed, jobs=1) for m in topics.MODELS]
    return pd.concat(tables)


def test_planted_topics_are_found_and_the_rule_says_stable():
    matrix = topics.paragraph_terms(planted())
    table, model, k, verdict = topics.choose(study(matrix))
    assert (verdict, k) == ("stable", 3)
    fit = topics.fit(matrix.counts, k, model)
    found = [{matrix.terms[c] for c in columns} for columns in topics.top(fit.weights)]
    for subject in SUBJECTS:
        assert max(len(set(subject) & terms) for terms in found) == topics.TOP
    row = table[(table["model"] == model) & (table["k"] == k)].iloc[0]
    assert row["starts"] > 0.7 and row["resamples"] > 0.6


def test_a_shuffled_corpus_has_no_stable_topics():
    matrix = topics.paragraph_terms(planted())
    matrix = matrix._replace(counts=topics.shuffled(matrix.counts, 101))
    table, _, _, verdict = topics.choose(study(matrix, 1))
    assert verdict == "none"
    assert table.loc[table["model"] == "nmf", "resamples"].max() < 0.5


def test_the_rule_step_by_step():
    def rows(model, text, shuffled):
        for corpus_, values in {"text": text, **shuffled}.items():
            for k, (starts, resamples, left_out) in zip((3, 4), values, strict=True):
                yield (model, k, corpus_, starts, resamples, 0.0, left_out, 0.0)

    one, two = [(0.5, 0.2, 0.0), (0.5, 0.2, 0.0)], [(0.7, 0.3, 0.1), (0.5, 0.1, 0.0)]  # both 0.2 on average
    noise = {"shuffled 1": one, "shuffled 2": two}

    def verdict(*text):
        table, _, k, answer = topics.choose(pd.DataFrame(rows("nmf", text, noise), columns=topics.CURVE))
        return answer, k, table["clear"].tolist()

    assert verdict((0.9, 0.8, 0.5), (0.9, 0.8, 0.9)) == ("stable", 4, [True, True])
    assert verdict((0.9, 0.8, 0.92), (0.9, 0.8, 0.9)) == ("stable", 3, [True, True])  # the smaller one keeps up
    assert verdict((0.9, 0.32, 0.5), (0.9, 0.21, 0.5)) == ("above chance", 3, [True, True])
    assert verdict((0.5, 0.9, 0.5), (0.5, 0.3, 0.5)) == (
        "above chance",
        4,
        [False, True],
    )  # 0.5 is below the mean of 0.6
    assert verdict((0.9, 0.25, 0.1), (0.9, 0.15, 0.5)) == ("none", 4, [False, False])  # no better than 0.2 on average
    assert verdict((0.9, 0.10, 0.1), (0.9, 0.25, 0.1))[0] == "none"  # one k above the band is not a model above chance
    noise["shuffled 2"] = [(0.7, 0.3, 0.1), (0.5, 0.3, 0.0)]  # 0.2 and 0.3: one more might well be 0.8
    assert verdict((0.9, 0.8, 0.5), (0.9, 0.8, 0.9))[0] == "none"


def test_matching_is_the_best_one_not_the_greedy_one():
    """By hand: taking 4/4 first would leave 0 for the other pair; together 3/5 + 3/5 is more."""
    one = [[1, 2, 3, 4], [5, 6, 7, 8]]
    other = [[1, 2, 3, 9], [1, 2, 3, 4]]
    values, partners = topics.jaccard(one, other)
    assert partners.tolist() in ([0, 1], [1, 0]) and values.sum() == pytest.approx(1.0)
    values, partners = topics.jaccard([[1, 2, 3], [1, 2, 4]], [[1, 2, 3], [3, 9, 8]])
    assert values.tolist() == [pytest.approx(1.0), 0.0] and partners.tolist() == [0, 1]
    values, partners = topics.jaccard([[1], [2], [3]], [[3], [1]])
    assert partners.tolist() == [1, -1, 0] and np.isnan(values[1])


def test_npmi_by_hand():
    """Four paragraphs: a and b always together in two of them, c alone in one, d in none."""
    counts = csr_matrix(np.array([[1, 2, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]))
    assert topics.npmi([[0, 1]], counts)[0] == pytest.approx(1.0)
    assert topics.npmi([[0, 2]], counts)[0] == -1.0
    assert topics.npmi([[1, 0, 2]], counts)[0] == pytest.approx((1 - 1 - 1) / 3)
    assert np.isnan(topics.npmi([[0, 3]], counts)[0])
    # Two of four each, together in one: pmi = ln(1/4 / (1/2 * 1/2)) = 0.
    assert topics.npmi([[0, 1]], csr_matrix(np.array([[1, 1], [1, 0], [0, 1], [0, 0]])))[0] == pytest.approx(0)
    assert topics.npmi([[0, 1]], csr_matrix(np.ones((3, 2))))[0] == 1.0  # everywhere together


def test_shuffling_keeps_lengths_and_words():
    counts = topics.paragraph_terms(planted()).counts
    dealt = topics.shuffled(counts, 1)
    assert (dealt.sum(axis=0) == counts.sum(axis=0)).all() and (dealt.sum(axis=1) == counts.sum(axis=1)).all()
    assert (dealt != counts).nnz > 0


@pytest.mark.parametrize("model", topics.MODELS)
def test_explained_is_that_of_the_whole_product(model):
    matrix = topics.paragraph_terms(planted())
    data, engine = topics._engine(matrix.counts, 3, model, None)
    mixed = engine.fit_transform(data)
    data = np.asarray(data.todense()) if hasattr(data, "todense") else data
    weights = topics._weights(engine, model)
    scale = mixed * data.sum(axis=1, keepdims=True) if model == "lda" else mixed
    whole = 1 - ((data - scale @ weights) ** 2).sum() / (data**2).sum()
    assert topics.fit(matrix.counts, 3, model).explained == pytest.approx(whole)


@pytest.mark.parametrize("model", topics.MODELS)
def test_topics_come_largest_first_and_shares_sum_to_one(model):
    fit = topics.fit(topics.paragraph_terms(planted()).counts, 3, model)
    assert np.allclose(fit.shares.sum(axis=1), 1) and (np.diff(fit.shares.sum(axis=0)) <= 1e-6).all()


PRINT = """
import pandas as pd
from lib import corpus
from lib.measures import topics
articles = corpus.load().iloc[::{step}]
paragraphs = corpus.running(corpus.paragraphs(articles))
matrix = topics.paragraph_terms(corpus.tokens(corpus.sentences(paragraphs)), corpus.read_stopwords())
print(topics.curve(matrix, [4, 7], "nmf", 2, 3, 2, jobs={jobs}).to_csv(float_format="%.6g"))
for model in topics.MODELS:
    told = topics.repeat(matrix.counts, 6, model, 2, 2)
    print(topics.describe(matrix, told[0]).to_csv(float_format="%.6g"))
    print(topics.stability(*told[1:3]).to_csv(float_format="%.6g"))
    print(topics.by_outlet(matrix, told[0]).to_csv(float_format="%.6g"))
    print(topics.leading(matrix, told[0], paragraphs).to_csv(float_format="%.6g"))
"""


def test_same_topics_under_other_hash_seeds_threads_processes_and_orders_of_articles():
    ways = [
        ({"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}, 1, 1),
        ({"PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}, -1, 2),
    ]
    printed = [
        subprocess.run(
            [sys.executable, "-c", PRINT.format(step=step, jobs=jobs)],
            env={**os.environ, **environment}, capture_output=True, text=True, check=True,
        ).stdout
        for environment, step, jobs in ways
    ]  # fmt: skip
    assert printed[0] == printed[1] and len(printed[0]) > 5000


@pytest.mark.parametrize(
    "tokens", [planted(each=2), planted(each=2).iloc[:0], planted().replace("[a-z]", "", regex=True)]
)
def test_of_too_little_text_every_table_is_empty(tokens):
    """Too few paragraphs, none, or only numbers: no topic, and the columns stand."""
    matrix = topics.paragraph_terms(tokens)
    fit = topics.fit(matrix.counts, topics.how_many(len(matrix.units)))
    assert matrix.counts.shape == (0, 0) and fit.shares.shape == (0, 0)
    paragraphs = pd.DataFrame(columns=["article_id", "paragraph_id", "start", "end", "text"])
    whole = topics.paragraph_terms(planted())
    full, columns = topics.fit(whole.counts, 3), ["article_id", "outlet", "paragraph_id"]
    texts = whole.units[columns].assign(start=0, end=1, text="x")
    for empty, filled in (
        (topics.describe(matrix, fit), topics.describe(whole, full)),
        (topics.leading(matrix, fit, paragraphs), topics.leading(whole, full, texts)),
        (topics.outline(matrix, fit, paragraphs, []), topics.outline(whole, full, texts, list("abc"))),
        (topics.by_outlet(matrix, fit), topics.by_outlet(whole, full)),
        (topics.outlet_bound(matrix, fit), topics.outlet_bound(whole, full, 9)),
    ):
        assert empty.empty and list(empty) == list(filled) and len(filled)
    assert str(topics.LEAST) in topics.TOO_FEW and str(2 * topics.TOP) in topics.TOO_FEW


def test_of_one_outlet_no_topic_leans_on_it():
    matrix = topics.paragraph_terms(planted(outlets=("A",)))
    fit = topics.fit(matrix.counts, 3)
    assert topics.outlet_bound(matrix, fit).empty and len(topics.by_outlet(matrix, fit)) == 3


@pytest.mark.parametrize(("paragraphs", "shown"), [(1, 2), (12, 2), (62, 6), (200, 10), (288, 12), (50_000, 12)])
def test_more_paragraphs_show_more_topics(paragraphs, shown):
    assert topics.how_many(paragraphs) == shown


@pytest.fixture(scope="module")
def five(seeds):
    tokens = corpus.tokens(corpus.sentences(corpus.running(seeds[1])))
    return topics.paragraph_terms(tokens, corpus.read_stopwords())


@pytest.mark.parametrize(("model", "k"), [("nmf", 6), ("lda", 3)])
def test_recorded_curves_are_computed_again(five, model, k):
    """Text and shuffled words; what test machines differ in does not reach the third decimal."""
    recorded = topics.read_curves(five).query("model == @model and k == @k").reset_index(drop=True)
    _, *repeats = topics.PLAN.values()
    again = topics.curve(five, [k], model, *repeats, topics.SHUFFLES[model], jobs=1)
    pd.testing.assert_frame_equal(recorded, again, atol=0.001, rtol=0)


def test_curves_recorded_for_other_texts_or_settings_are_refused(five, monkeypatch):
    counts = five.counts.copy()
    counts.data[0] += 1
    with pytest.raises(ValueError, match="record it anew"):
        topics.read_curves(five._replace(counts=counts))
    monkeypatch.setattr(topics, "PLAN", topics.PLAN | {"starts": 21})
    with pytest.raises(ValueError, match="record it anew"):
        topics.read_curves(five)


def test_a_large_corpus_takes_the_mini_batch_path(monkeypatch):
    monkeypatch.setattr(topics, "LARGE", 40)
    matrix = topics.paragraph_terms(planted(each=40))
    for model in topics.MODELS:
        engine = topics._engine(matrix.counts, 3, model, None)[1]
        assert type(engine).__name__ == "MiniBatchNMF" or engine.learning_method == "online"
        found = [
            {matrix.terms[c] for c in columns}
            for columns in topics.top(topics.fit(matrix.counts, 3, model).weights)
        ]  # fmt: skip
        assert sum(max(len(set(subject) & terms) for terms in found) for subject in SUBJECTS) >= 24


def test_a_topic_of_one_outlet_is_said_to_be_that():
    tokens = planted(outlets=("A", "B", "C"))  # three subjects, three outlets: each has its own
    matrix = topics.paragraph_terms(tokens)
    bound = topics.outlet_bound(matrix, topics.fit(matrix.counts, 3))
    assert sorted(bound["outlet"]) == ["A", "B", "C"] and (bound["bound"] > 85).all()
    assert (bound["p"] < 0.01).all() and (bound["chance"] < bound["bound"]).all()
    assert (bound["p_adj"] >= bound["p"]).all() and bound["p_adj"].max() == pytest.approx(bound["p"].max())
    even = topics.paragraph_terms(planted())
    assert (topics.outlet_bound(even, topics.fit(even.counts, 3))["p"] > 0.05).all()


def test_shares_of_an_outlet_are_parts_of_its_tokens():
    matrix = topics.paragraph_terms(planted())
    shares = topics.by_outlet(matrix, topics.fit(matrix.counts, 3))
    assert shares.groupby("outlet")["percent"].sum().round(6).eq(100).all()
    assert ((shares["low"] <= shares["percent"]) & (shares["percent"] <= shares["high"])).all()


def test_another_form_of_the_terms_is_matched_through_its_names():
    matrix = topics.paragraph_terms(planted())
    fit = topics.fit(matrix.counts, 3)
    upper = matrix._replace(terms=[term.upper() for term in matrix.terms])
    assert (topics.partners(matrix, fit, (upper, fit), str.upper)["jaccard"] == 1).all()
    assert (topics.partners(matrix, fit, (upper, fit))["jaccard"] == 0).all()


def test_a_changed_list_loses_its_label(tmp_path):
    matrix = topics.paragraph_terms(planted())
    fit = topics.fit(matrix.counts, 3)
    lists = [[matrix.terms[c] for c in columns] for columns in topics.top(fit.weights)]
    lists[1][0] = "another"
    path = tmp_path / "topic_labels.csv"
    rows = [{"terms": "; ".join(terms), "label": f"label {i}"} for i, terms in enumerate(lists)]
    pd.DataFrame(rows).to_csv(path, index=False)
    found = topics.describe(matrix, fit, topics.read_labels(tmp_path))
    assert found["label"].tolist() == ["label 0", "", "label 2"]


def test_the_notebook_runs_on_another_corpus(tmp_path):
    """Without the cells that speak of the five articles, on invented ones."""
    texts = tmp_path / "own corpus"
    texts.mkdir()
    for name, tokens in planted(each=12, words=20).groupby("article_id"):
        lines = [" ".join(own["term"]) + "." for _, own in tokens.groupby("paragraph_id")]
        (texts / f"{name}.txt").write_text("\n".join(["A title", *lines]), encoding="utf-8")
    done = run_copies(texts, tmp_path, "04-topics")["04-topics"]
    outputs = [o for cell in done.cells for o in cell.get("outputs", [])]
    tables = [o["data"]["text/plain"] for o in outputs if "text/html" in o["data"]]
    assert any(caption.startswith("Topics, largest first") for caption in tables), tables
    told = " ".join([cell.source for cell in done.cells] + [o["data"].get("text/markdown", "") for o in outputs])
    assert "reading aids: whether they would come back was tested for the five articles alone" in told
    assert "come back**" not in told and "stable topics" not in told


def test_an_outline_has_every_paragraph_in_order_with_its_topic_and_its_opening_words(seeds):
    articles, paragraphs = seeds[0], corpus.running(seeds[1])
    matrix = topics.paragraph_terms(corpus.tokens(corpus.sentences(paragraphs)), corpus.read_stopwords())
    fit = topics.fit(matrix.counts, 6)
    called = topics.names(matrix, fit, topics.read_labels())
    table = topics.outline(matrix, fit, paragraphs, called)
    assert table[["article_id", "start"]].equals(paragraphs[["article_id", "start"]].reset_index(drop=True))
    assert (
        set(table["topic"]) == {*called, topics.MIXED}
        and (table["topic"] == topics.MIXED).eq(table["share"] < 50).all()
    )
    texts = articles.set_index("article_id")["text"]
    for row in table.itertuples():
        words = " ".join(display(texts[row.article_id][row.start : row.end]).split())
        assert words.startswith(row.opening.removesuffix(" …")) and len(row.opening) <= 54
    assert set(table["outlet"]) == set(articles["outlet"])


def test_a_paragraph_without_a_word_of_the_topics_has_none():
    matrix = topics.paragraph_terms(planted())
    fit = topics.fit(matrix.counts, 3)
    texts = matrix.units.assign(start=0, end=4, text="text")
    rest = texts.iloc[:1].assign(paragraph_id=10_000, text="x" * 80)
    shares = fit.shares.copy()
    shares[0] = 0
    table = topics.outline(matrix, fit._replace(shares=shares), pd.concat([texts, rest]), list("abc"))
    assert table["topic"].iloc[[0, -1]].tolist() == ["", ""] and set(table["topic"].iloc[1:-1]) == set("abc")
    assert table["opening"].iloc[-1] == "x" * 52 + " …"


def test_names_are_labels_or_the_first_terms():
    matrix = topics.paragraph_terms(planted())
    fit = topics.fit(matrix.counts, 3)
    lists = [[matrix.terms[c] for c in columns] for columns in topics.top(fit.weights)]
    labels = {frozenset(lists[1]): "ours"}
    assert topics.names(matrix, fit, labels) == [", ".join(lists[0][:4]), "ours", ", ".join(lists[2][:4])]


def test_planted_topics_keep_their_paragraphs_and_shuffled_ones_do_not():
    table = topics.same_topic(topics.paragraph_terms(planted()), 3, resamples=6).set_index("corpus")["percent"]
    assert len(table) == 1 + topics.SHUFFLES["nmf"] and table["text"] > 95 and table.drop("text").max() < 85


def test_words_that_come_back_follow_from_the_overlap_of_lists():
    rows = [("nmf", 3, "text", 1 / 3), ("nmf", 3, "shuffled 1", 0.0), ("nmf", 3, "shuffled 2", 1.0)]
    curves = pd.DataFrame(rows, columns=["model", "k", "corpus", "resamples"])
    assert topics.words_back(curves, "nmf").loc[3].tolist() == pytest.approx([5, 0, 10])
    assert topics.words_back(curves, "lda").empty


def test_leading_paragraphs_are_those_of_the_text(seeds):
    paragraphs = corpus.running(seeds[1])
    matrix = topics.paragraph_terms(corpus.tokens(corpus.sentences(paragraphs)), corpus.read_stopwords())
    table = topics.leading(matrix, topics.fit(matrix.counts, 4), paragraphs)
    texts = seeds[0].set_index("article_id")["text"]
    assert len(table) == 12
    assert all(texts[r.article_id][r.start : r.end] == r.text for r in table.itertuples())


def test_of_many_paragraphs_some_are_taken_and_the_notebook_says_how_many(monkeypatch):
    rows = [("a", "x", p, f"w{(p + i) % 30}") for p in range(90) for i in range(8)]
    tokens = pd.DataFrame(rows, columns=["article_id", "outlet", "paragraph_id", "term"])
    told = (corpus.HOME / "notebooks/04-topics.ipynb").read_text(encoding="utf-8")
    assert f"Of more than {topics.MOST:,} paragraphs {topics.MOST:,} are taken, evenly spaced." in told
    assert len(topics.paragraph_terms(tokens).units) == 90
    monkeypatch.setattr(topics, "MOST", 40)
    part = topics.paragraph_terms(tokens)
    assert len(part.units) == 40 and part.units["paragraph_id"].diff().dropna().between(2, 3).all()
    assert part.counts.sum() == 40 * 8


def test_the_commonest_terms_make_the_lists_of_a_model_that_knows_nothing_else():
    matrix = topics.paragraph_terms(planted())
    fit = topics.fit(matrix.counts, 3)
    assert topics.common(matrix, fit, 0) == 0 and topics.common(matrix, fit, len(matrix.terms)) == 1
    by_count = fit._replace(weights=np.asarray(matrix.counts.sum(axis=0), dtype=float))
    assert topics.common(matrix, by_count, topics.TOP) == 1
