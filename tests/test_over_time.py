"""lib.measures.over_time, and the words that stand for a corpus at a glance: each against a count made by hand."""

import numpy as np
import pandas as pd
import pytest

from lib import corpus
from lib.measures import over_time, terms


def dated(days, outlets=("Post",), texts=("It rained on the harbour.",)):
    """Articles of these days, outlets and texts in turn."""
    rows = [(f"a{i}", outlets[i % len(outlets)], day, texts[i % len(texts)]) for i, day in enumerate(days)]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "date", "text"])


def tokens_of(articles):
    return corpus.tokens(corpus.sentences(corpus.running(corpus.paragraphs(articles))), {})


@pytest.mark.parametrize(
    ("days", "step"),
    [
        ([], "day"), (["2024-01-01"], "day"), (["2024-01-01", "2024-02-05"], "day"), (["2024-01-01", "2024-02-06"], "week"),
        (["2024-01-01", "2027-01-04"], "week"), (["2024-01-01", "2027-01-06"], "month"), (["2024-01", "2030", "", "soon"], "day"),
    ],
)  # fmt: skip
def test_a_step_is_as_long_as_the_articles_last(days, step):
    assert over_time.step(dated(days)) == step


def test_articles_are_counted_by_week_from_monday():
    days = ["2024-01-03", "2024-01-07", "2024-01-08", *["2024-03-04"] * 6, "2024-03-10", "2024", ""]
    found = over_time.articles_over_time(dated(days, ("Post", "Echo")))
    assert found.index.name == "week" and list(found.columns) == ["Post", "Echo"]
    assert list(found.index[[0, -1]]) == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-03-04")] and len(found) == 10
    assert found.loc["2024-01-01"].tolist() == [1, 1] and found.loc["2024-01-08"].tolist() == [1, 0]
    assert found.loc["2024-03-04"].tolist() == [3, 4] and found.to_numpy().sum() == 10, "undated ones are left out"
    months = over_time.articles_over_time(dated([f"{2020 + i // 3}-0{1 + i % 3}-15" for i in range(12)]))
    assert months.index.name == "month" and months["Post"].sum() == 12 and months.loc["2021-02-01", "Post"] == 1


def test_few_dated_articles_make_no_course():
    few = over_time.articles_over_time(dated(["2024-01-01"] * 9, ("Post", "Echo")))
    assert few.empty and list(few.columns) == ["Post", "Echo"]
    assert not over_time.articles_over_time(dated(["2024-01-01"] * 10)).empty


def test_a_term_is_given_per_1000_words_of_its_step():
    days = ["2024-01-01", "2024-01-02"] * 5 + ["2024-01-04"]
    articles = dated(days, ("Post", "Echo"), ("It rained on the harbour.", "Nobody came to the old harbour to swim."))
    tokens = tokens_of(articles)
    found = over_time.term_over_time(tokens, articles, "rained")
    assert list(found.index) == list(pd.date_range("2024-01-01", "2024-01-04")) and found.index.name == "day"
    assert found.loc["2024-01-01", "Post"] == pytest.approx(1000 / 5) and found.loc["2024-01-02", "Echo"] == 0
    assert np.isnan(found.loc["2024-01-03"]).all() and np.isnan(found.loc["2024-01-01", "Echo"]), "no words, no rate"
    assert over_time.term_over_time(tokens, articles, "snowed").empty
    assert over_time.term_over_time(tokens, articles.head(5), "rained").empty


# -- Words that stand for a corpus
STORIES = {
    "Post": ["The ferry left. The ferry came.\n\nA ferry, and a lighthouse by the harbour."] * 2 + ["The ferry sank.\n\nThe harbour closed."],
    "Echo": ["The tram left. The tram came.\n\nA tram stood by the harbour.", "The tram broke.\n\nThe harbour closed.", "A tram, again.\n\nThe zebra zebra zebra zebra at the zebra."],
}  # fmt: skip


def stories(papers=STORIES):
    rows = [(f"{outlet}{i}", outlet, text) for outlet, own in papers.items() for i, text in enumerate(own)]
    return tokens_of(pd.DataFrame(rows, columns=["article_id", "outlet", "text"]))


def test_typical_words_come_from_three_articles():
    found = terms.typical(stories(), {"the", "a", "and", "by"}).set_index("outlet")["words"]
    assert list(found.index) == ["Post", "Echo"]
    assert found["Post"].split(", ")[0] == "ferry" and found["Echo"].split(", ")[0] == "tram"
    assert "zebra" not in found["Echo"], "of one story, however often"
    assert "lighthouse" not in found["Post"] and "harbour" not in found["Echo"], "in two articles of three alone"
    assert terms.typical(stories(), (), n=1)["words"].str.count(",").sum() == 0
    alone = terms.typical(stories({"Post": STORIES["Post"]}), ())
    assert alone.empty and list(alone.columns) == ["outlet", "words"]
    single = terms.typical(stories({name: own[:1] for name, own in STORIES.items()}), {"the"}).set_index("outlet")
    assert single.loc["Post", "words"].startswith("ferry"), "with one article each, two paragraphs are enough"


def test_the_most_widespread_word_is_in_most_articles():
    stopwords = {"the", "a", "and", "by"}
    assert terms.most_widespread(stories(), stopwords) == "harbour", "in five articles; zebra only occurs more often"
    assert terms.most_widespread(stories(), {*stopwords, "harbour"}) == "ferry", "as many articles as tram, more often"
    assert terms.most_widespread(stories({}), stopwords) == "word"
