"""Subjects: what a text names, compounds taken apart; every row of the table finds its example and no near miss."""

import re

import pandas as pd
import pytest

from lib import corpus
from lib.corpus import CorpusError
from lib.measures import subjects

TABLE = pd.DataFrame(
    {
        "subject": ["debt", "Russia", "protests", "taxes"],
        "patterns": ["debt*; loan*", "russia*", "protest*; anti-chinese", "tax; taxes"],
        "speech": ["yes", "not in what was read", "yes", "not in what was read"],
        "declaration": ["yes", "not in what was read", "not in what was read", "not in what was read"],
    }
)
TEXT = "The Russia-Ukraine War raised debts.\n\nNo debt-trap, they said; an Anti-Chinese protest was held."


def tokens(folder, *texts):
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text + "\n", encoding="utf-8")
    articles = corpus.load(folder)
    return articles, corpus.tokens(corpus.sentences(corpus.running(corpus.paragraphs(articles))))


def test_compounds_are_taken_apart_and_what_is_denied_is_named(tmp_path):
    articles, words = tokens(tmp_path, TEXT, "It rained all day, and nobody came to the port.")
    found = subjects.named_in(words, TABLE)
    text = articles["text"][0]
    assert [(row.subject, text[row.start : row.end]) for row in found.itertuples()] == [
        ("Russia", "Russia-Ukraine"),
        ("debt", "debts"),
        ("debt", "debt-trap"),
        ("protests", "Anti-Chinese"),
        ("protests", "protest"),
    ]
    assert list(found) == subjects.FOUND
    table = subjects.tally(found, TABLE, corpus.outlets(articles))
    assert table.to_numpy().tolist() == [[2, 0], [1, 0], [2, 0], [0, 0]] and table.index.name == "subject"


def test_whose_subjects_are_named(tmp_path):
    articles, words = tokens(tmp_path, TEXT)
    asked = TABLE.assign(asked_kind=["research", "press", "research", "press"])
    counts = subjects.tally(subjects.named_in(words, asked), asked, corpus.outlets(articles))
    table = subjects.by_asker(counts, asked)
    assert table.to_dict("index") == {
        "research": {"named by somebody": 2, "named by nobody": 0},
        "press": {"named by somebody": 1, "named by nobody": 1},
    }
    for none in (subjects.by_asker(counts, TABLE), subjects.by_asker(counts[:0], asked[:0])):
        assert none.empty and list(none) == list(table)


def test_which_official_texts_name_it_is_told_in_words():
    assert subjects.official(TABLE).tolist() == ["speech, declaration or treaty", "", "speech", ""]
    assert subjects.official(TABLE[["subject", "patterns"]]).tolist() == [""] * 4  # a reader's table need not say


def test_nothing_in_nothing_out(tmp_path):
    _, words = tokens(tmp_path, TEXT)
    for none, few in ((words[:0], TABLE), (words, TABLE[:0])):
        found = subjects.named_in(none, few)
        assert found.empty and list(found) == subjects.FOUND
        table = subjects.tally(found, few, ["A"])
        assert table.shape == (len(few), 1) and not table.to_numpy().any()
    assert subjects.official(TABLE[:0]).empty


def test_a_corpus_brings_its_own_and_ours_is_silent_on_another_event(tmp_path):
    articles, _ = tokens(tmp_path, "The bridge of Port Amber was closed by water.")
    assert subjects.read_subjects(tmp_path, articles).empty
    (tmp_path / "subjects.csv").write_text("subject,patterns\nbridge,bridge*\n", encoding="utf-8")
    assert subjects.read_subjects(tmp_path, articles)["subject"].tolist() == ["bridge"]
    assert len(corpus.load(tmp_path)) == 1  # the table is no text
    (tmp_path / "subjects.csv").write_text("subject,patterns\na,b\na,c\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="a more than once"):
        subjects.read_subjects(tmp_path)


def test_every_row_finds_its_example_and_not_its_near_miss(tmp_path):
    rows = subjects.read_subjects()
    texts = [row.example for row in rows.itertuples()] + [row._asdict()["_4"] for row in rows.itertuples()]
    lines = pd.DataFrame({"article_id": [f"{n:03}" for n in range(len(texts))], "text": texts})
    lines[lines["text"] != ""].to_csv(tmp_path / "lines.csv", index=False)
    articles = corpus.load(tmp_path)
    found = subjects.named_in(corpus.tokens(corpus.sentences(corpus.paragraphs(articles))), rows)
    named = found.groupby("article_id")["subject"].agg(set)
    for number, subject in enumerate(rows["subject"]):
        assert subject in named.get(f"{number:03}", set()), subject
        assert subject not in named.get(f"{number + len(rows):03}", set()), subject
    assert (rows["not"] != "").sum() > len(rows) / 3


def test_an_official_text_that_names_it_has_a_page(seeds):
    rows = subjects.read_subjects()
    for name in subjects.OFFICIAL:
        assert ((rows[name] == "yes") == (rows[f"{name}_url"] != "")).all()
    assert len(subjects.read_subjects(articles=seeds[0])) == len(rows)


def test_what_no_account_names_does_not_stand_in_the_five_texts(seeds):
    """Against the characters themselves: no pattern of a subject that is said to be silent occurs at a word's start."""
    rows = subjects.read_subjects()
    words = corpus.tokens(corpus.sentences(corpus.running(corpus.paragraphs(seeds[0]))))
    table = subjects.tally(subjects.named_in(words, rows), rows, corpus.outlets(seeds[0]))
    text = "\n".join(corpus.running(corpus.paragraphs(seeds[0]))["text"])
    silent = table.index[table.sum(axis=1) == 0]
    assert 10 < len(silent) < len(rows) - 10
    for subject in silent:
        patterns = rows.set_index("subject").loc[subject, "patterns"].split(";")
        for pattern in (part.strip() for part in patterns):
            shape = re.escape(pattern).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
            case = 0 if pattern.isupper() else re.IGNORECASE
            assert not re.search(rf"\b{shape}\b", text, case), (subject, pattern)
