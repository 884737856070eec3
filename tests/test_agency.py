"""Who acts: each row of acts.csv with its example and near miss, and what the rule leaves open."""

import json

import pandas as pd
import pytest

from lib import actors, corpus
from lib.corpus import HOME
from lib.people import agency

WORDS = agency.read_acts()
TABLE = corpus.read_table("acts.csv", ("term", "kind", "forms", "example", "subject", "not"))
ALIASES = actors.read_aliases()


def named(row):
    return f"{row['kind']}-{row['term']}"


def read(text):
    row = {"article_id": "x", "outlet": "X", "paragraph_id": 0, "start": 0, "end": len(text), "kind": "body"}
    sentences = corpus.sentences(pd.DataFrame([{**row, "text": text}]))
    tokens = corpus.tokens(sentences)
    return agency.acts(sentences, tokens, actors.mentions(tokens, ALIASES), WORDS)


@pytest.mark.parametrize("row", TABLE[TABLE["example"] != ""].to_dict("records"), ids=named)
def test_example(row):
    found = read(row["example"])
    assert found["subject"].tolist() == [row["subject"]], row["example"]
    verb = found.iloc[0]
    if row["kind"] in agency.ACTS:
        assert (verb["verb"], verb["act"]) == (row["term"], row["kind"])
        assert row["example"][verb["start"] : verb["end"]].lower() in row["forms"].split()


@pytest.mark.parametrize("row", TABLE[TABLE["not"] != ""].to_dict("records"), ids=named)
def test_near_miss(row):
    assert set(read(row["not"])["subject"]) <= {""}


def test_every_row_has_an_example_or_a_near_miss():
    assert (TABLE["example"] + TABLE["not"] != "").all()
    assert not TABLE.duplicated(["term", "kind"]).any()


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("China pledged help and announced a fund.", ["China", "China"]),
        ("China pledged help and Kazakhstan welcomed it.", ["China", "Kazakhstan"]),
        ("China, Kazakhstan said, pledged help.", [""]),
        ("The president of China announced a fund.", [""]),  # whose act it is the name does not say
        ("China's neighbours announced a fund.", [""]),
        ("He announced a fund.", [""]),
        ("China and the five Central Asian countries signed a pact.", ["China; Central Asia"]),
        ("An offer, launched by the US in May, failed.", ["United States"]),
        ("Security issues in China remain.", []),
        ("", []),
    ],
)
def test_subjects(text, subjects):
    assert read(text)["subject"].tolist() == subjects


def test_spans_hold_what_was_taken():
    text = "In May all six countries signed a pact that was hailed by Kazakh President Tokayev."
    found = read(text)
    spans = [text[a:b] for a, b in zip(found["subject_start"], found["subject_end"], strict=True)]
    assert spans == ["all six countries", "Kazakh President Tokayev"]
    assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == ["signed", "hailed"]


def test_an_unknown_kind_is_named(tmp_path):
    (tmp_path / "acts.csv").write_text("term,kind,forms,example,subject,not\nrun,walk,ran,,,\n")
    with pytest.raises(ValueError, match="walk is no kind"):
        agency.read_acts(tmp_path)


def test_by_actor_counts_what_is_known():
    found = read("China pledged help. China pledged more. He pledged nothing. Kazakhstan welcomed it.")
    table = agency.by_actor(found, ["X", "Y"])
    assert table.to_dict("list") == {
        "subject": ["China", "Kazakhstan"],
        "act": ["announce", "welcome"],
        "X": [2, 1],
        "Y": [0, 0],
    }
    assert agency.by_actor(found.iloc[:0], ["X"]).empty


def test_scores_on_the_sample_are_those_in_the_table():
    """Thirty invented items, annotated by another hand: the first two rows are history, the last is computed here."""
    items = [json.loads(line) for line in (HOME / "tests/acts_sample.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [{"article_id": x["id"], "text": x["text"], "outlet": "X", "kind": "body", "paragraph_id": 0} for x in items]
    sentences = corpus.sentences(pd.DataFrame(rows).assign(start=0, end=lambda t: t["text"].str.len()))
    tokens = corpus.tokens(sentences)
    found = agency.acts(sentences, tokens, actors.mentions(tokens, ALIASES), WORDS)
    gold = {(x["id"], act["start"]): set(act["subject"].split("; ")) for x in items for act in x["acts"]}
    named = found[found["subject"] != ""]
    places = zip(named["article_id"], named["start"], named["subject"], strict=True)
    right = sum(gold.get((name, start)) == set(subject.split("; ")) for name, start, subject in places)
    known = sum(subject != {""} for subject in gold.values())
    table = pd.read_csv(HOME / "data/acts_scores.csv")
    assert table.iloc[-1].tolist() == ["now", len(items), known, len(named), right]
    assert right / len(named) >= 0.9


def test_subjects_counted_as_one():
    found = read("China pledged help. China announced a fund. Kazakhstan welcomed it. The leaders signed a pact.")
    alone, table = agency.by_party(found), agency.by_party(found, {"China": "they", "Kazakhstan": "they"})
    assert set(alone["subject"]) == {"China", "Kazakhstan", "leaders"} and alone["subject"][0] == "China"
    assert table.set_index("subject").loc["they"].to_dict() == {"give": 0, "announce": 2, "welcome": 1, "sign": 0}
    empty = agency.by_party(found.iloc[:0])
    assert empty.empty and list(empty.columns) == ["subject", *agency.ACTS]
