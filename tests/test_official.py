"""Whose words: hashes, passages, the ribbon, and that no official text stands in the repository."""

import hashlib
import random
import re
import shutil
import subprocess
import sys

import nbformat
import numpy as np
import pandas as pd
import pytest

from lib import corpus
from lib.measures import official
from tests.conftest import HOME

STOP = {"the", "of", "and", "a", "in", "to", "was", "it", "on"}
SPEECH = (
    "The harbour of Port Amber will be dredged before winter, and the ferries will sail again. Nobody pays for it.\n"
)
ACCOUNT = (
    "Officials met on Monday. The harbour of Port Amber will be dredged before winter, they hope. "
    "Fish is dear. In her speech the mayor told them that the ferries will sail again, and left.\n"
)


def tables_of(text, name="x"):
    """sentences, tokens of one account."""
    articles = pd.DataFrame([(name, name, text)], columns=["article_id", "outlet", "text"])
    sentences = corpus.sentences(corpus.paragraphs(articles))
    return sentences, corpus.tokens(sentences, {})


def texts_of(**named):
    rows = [dict.fromkeys(official.TEXTS, "") | {"text_id": name, "named_as": said} for name, said in named.items()]
    return pd.DataFrame(rows, columns=official.TEXTS)


def hashes_of(**bodies):
    return pd.concat([official.hashes(official.tokens_of(body, name, {}), name) for name, body in bodies.items()])


@pytest.fixture(scope="module")
def five():
    """sentences, tokens, texts, runs, protocol, stop words of the five articles."""
    sentences = corpus.sentences(corpus.running(corpus.paragraphs(corpus.load(HOME / "seeds"))))
    texts, runs = official.read_texts(HOME / "seeds", corpus.load(HOME / "seeds"))
    tokens = corpus.tokens(sentences)
    return sentences, tokens, texts, runs, official.read_protocol(), corpus.read_stopwords()


# -- Hashing


def test_hashes_are_those_that_anybody_computes():
    """From the characters, without the tokeniser and the module's own windows."""
    parts = [re.findall(r"[a-z]+", sentence.lower()) for sentence in SPEECH.split(".")]
    for run in official.RUNS:
        windows = {"\x1f".join(words[i : i + run]) for words in parts for i in range(len(words) - run + 1)}
        expected = sorted({hashlib.blake2b(w.encode(), digest_size=5).hexdigest() for w in windows})
        row = hashes_of(a=SPEECH).query(f"run == {run}").iloc[0]
        assert row["hashes"].split(" ") == expected and row["n_hashes"] == len(expected) > 9


def test_hashes_tell_no_order_and_no_number_of_times():
    one, two = SPEECH, " ".join([*reversed(re.findall(r"[^.]+\.", SPEECH)), "Nobody pays for it."])
    assert hashes_of(a=one)["hashes"].tolist() == hashes_of(a=two)["hashes"].tolist()
    for cell in hashes_of(a=one)["hashes"]:
        assert cell.split() == sorted(set(cell.split()))


def test_chance_matches_are_what_a_small_hash_shows(monkeypatch):
    """With 16 bits they are seen: about as many as announced."""
    monkeypatch.setattr(official, "BITS", 16)
    rng = random.Random(1)
    known = {official.hashed([str(rng.random()), "a"]) for _ in range(3000)}
    met = sum(official.hashed([str(rng.random()), "b"]) in known for _ in range(3000))
    assert official.false_matches(3000, len(known)) == pytest.approx(met, rel=0.25)


def test_forty_bits_are_enough_for_the_five(five):
    _, tokens, _, runs, *_ = five
    assert all(official.false_matches(len(tokens), n) < 1e-3 for n in runs.groupby("run")["n_hashes"].sum())


# -- Passages


def test_a_planted_text_is_found_where_it_stands():
    sentences, tokens = tables_of(ACCOUNT)
    found = official.passages(tokens, hashes_of(speech=SPEECH), set(), STOP)
    assert [ACCOUNT[r.start : r.end] for r in found.itertuples()] == [
        "The harbour of Port Amber will be dredged before winter",
        "the ferries will sail again",
    ]
    assert found["text_ids"].tolist() == ["speech"] * 2 and found["counted"].tolist() == [True, True]
    assert found["n_terms"].tolist() == [10, 5] and found["sentence_id"].tolist() == [2, 4]
    rows = official.whose_words(sentences, tokens, found, texts_of(speech="speech"))
    assert rows["n_unattributed"].tolist() == [0, 10, 0, 0] and rows["n_attributed"].tolist() == [0, 0, 0, 5]
    assert rows["class"].tolist() == [official.CLASSES[i] for i in (3, 0, 3, 1)]


def test_marks_and_reports_are_attribution_for_the_terms_within_them():
    sentences, tokens = tables_of(ACCOUNT)
    found = official.passages(tokens, hashes_of(speech=SPEECH), set(), STOP)
    at = ACCOUNT.index("dredged")
    speech = pd.DataFrame([("x", at, at + len("dredged before winter"))], columns=["article_id", "start", "end"])
    rows = official.whose_words(sentences, tokens, found, texts_of(speech="nobody says so"), speech)
    assert rows.loc[1, official.PARTS].tolist() == [7, 3, 0, 2]
    articles = pd.DataFrame([("x", ACCOUNT)], columns=["article_id", "text"])
    listed = official.in_full(found, tokens, articles, texts_of(speech="speech").assign(title="A speech"), speech)
    assert listed["source"].tolist() == ["in part", "named"] and set(listed["closest"]) == {"A speech"}


def test_names_and_formulas_alone_do_not_count():
    protocol = {("harbour", "of", "port", "amber")}
    _, tokens = tables_of("The harbour of Port Amber will be closed.\n")
    found = official.passages(tokens, hashes_of(speech=SPEECH), protocol, STOP | {"will", "be"})
    assert found["counted"].tolist() == [False] and found["n_substance"].tolist() == [0]
    rows = official.whose_words(*tables_of("The harbour of Port Amber will be closed.\n"), found, texts_of(speech=""))
    assert rows["class"].tolist() == ["own words"] and rows["n_own"].tolist() == [8]


def test_what_counts_must_come_from_one_text():
    """Two texts that each share a formula do not make a passage together."""
    runs = hashes_of(a="Red boats lie in the bay.\n", b="The bay in the north is cold.\n")
    _, tokens = tables_of("Red boats lie in the bay in the north.\n")
    found = official.passages(tokens, runs, {("red", "boats"), ("north",)}, STOP, length=4)
    assert not found["counted"].any() and len(found) == 1


def invented(rng):
    words = [*"abcdefgh", "the", "of"]
    return " ".join(
        " ".join(rng.choices(words, k=rng.randint(3, 15))).capitalize() + "." for _ in range(rng.randint(1, 8))
    )


def official_terms(tokens, runs, length=5):
    found = official.passages(tokens, runs, {("a", "b"), ("c",)}, STOP, length)
    return official.within(tokens, found[found["counted"].astype(bool)])


@pytest.mark.parametrize("trial", range(30))
def test_another_text_never_lowers_a_share_and_longer_runs_never_raise_it(trial):
    rng = random.Random(trial)
    bodies = {name: invented(rng) for name in "pqr"}
    _, tokens = tables_of(" ".join([bodies["p"], bodies["q"], invented(rng)]) + "\n")
    runs = hashes_of(**bodies)
    before = np.zeros(len(tokens), dtype=bool)
    for names in ("p", "pq", "pqr"):
        now = official_terms(tokens, runs[runs["text_id"].isin(list(names))])
        assert (now | ~before).all(), "a term that was official is so no longer"
        before = now
    four, five, seven = (official_terms(tokens, runs, length) for length in official.RUNS)
    assert (four | ~five).all() and (five | ~seven).all()
    assert before.any(), "a test that finds nothing shows nothing"


def test_a_sentence_is_never_left():
    _, tokens = tables_of("Fish is dear and the ferries will. Sail again said they.\n")
    assert official.passages(tokens, hashes_of(speech=SPEECH), set(), set()).empty


# -- The table of protocol

PROTOCOL = pd.read_csv(HOME / "data/protocol.csv", keep_default_na=False)


@pytest.mark.parametrize("row", list(PROTOCOL.itertuples()), ids=PROTOCOL["phrase"].tolist())
def test_every_row_of_protocol_holds_in_its_example_and_not_in_its_near_miss(row):
    phrase = tuple(row.phrase.split())
    tokens = corpus.tokens(tables_of(row.example + "\n")[0])
    masked = ~official.substance(tokens, {phrase}, set()) & ~tokens["term"].str[0].str.isdigit().to_numpy()
    assert tuple(tokens["term"][masked]) == phrase
    if getattr(row, "_5", ""):
        assert official.substance(corpus.tokens(tables_of(row._5 + "\n")[0]), {phrase}, set()).all()


# -- The ribbon of the five


def test_the_ribbon_covers_each_sentence_once_and_each_term(five):
    sentences, tokens, texts, runs, protocol, stopwords = five
    found = official.passages(tokens, runs, protocol, stopwords)
    shared = sentences.iloc[::7][["article_id", "start", "end"]]
    rows = official.whose_words(sentences, tokens, found, texts, None, shared)
    place = ["article_id", "sentence_id", "start", "end"]
    assert rows[place].to_numpy().tolist() == sentences[place].to_numpy().tolist()
    assert (rows[official.PARTS].sum(axis=1) == rows["n_terms"]).all() and rows["n_terms"].sum() == len(tokens)
    assert set(rows["class"]) == set(official.CLASSES)
    table = official.by_class(rows)
    assert table[list(official.CLASSES)].sum(axis=1).to_numpy() == pytest.approx(1)
    counted = found.loc[found["counted"].astype(bool), "n_terms"].sum()
    assert rows[["n_unattributed", "n_attributed"]].to_numpy().sum() == counted


def test_the_wording_of_the_spirit_is_found_with_its_source(five):
    _, tokens, texts, runs, protocol, stopwords = five
    found = official.passages(tokens, runs, protocol, stopwords)
    listed = official.in_full(found, tokens, corpus.load(HOME / "seeds"), texts)
    (spirit,) = listed[listed["text"].str.startswith("mutual respect") & (listed["outlet"] == "AVIM")].itertuples()
    assert spirit.text.endswith("joint pursuit of modernization through high-quality development")
    words = official.explained(tokens, found, stopwords).set_index(["outlet", "term"])
    mutual = tokens[(tokens["outlet"] == "Global Times") & (tokens["term"] == "mutual")]
    assert words.loc[("Global Times", "mutual"), "freq"] == len(mutual)


def test_other_choices_say_what_the_measure_says(five):
    sentences, tokens, texts, runs, protocol, stopwords = five
    table = official.other_choices(tokens, texts, runs, protocol, stopwords).set_index(["choice", "wording"])
    found = official.passages(tokens, runs, protocol, stopwords)
    shares = official.by_class(official.whose_words(sentences, tokens, found, texts))
    both = 100 * shares[list(official.CLASSES[:2])].sum(axis=1)
    assert table.loc[("runs of 5 terms", "all")].to_numpy(dtype=float) == pytest.approx(both.to_numpy())
    assert (table.xs("all", level=1).loc["runs of 4 terms"] >= table.xs("all", level=1).loc["runs of 7 terms"]).all()
    unnamed = 100 * shares[official.CLASSES[0]]
    assert table.loc[("runs of 5 terms", "source not named")].to_numpy(dtype=float) == pytest.approx(unnamed.to_numpy())


def test_nothing_in_nothing_out():
    sentences, tokens = tables_of("Fish is dear.\n")
    texts, runs = official.read_texts(HOME / "data/example")
    assert list(texts.columns) == official.TEXTS and list(runs.columns) == official.HASHES
    assert texts.empty and runs.empty
    found = official.passages(tokens, runs, set(), set())
    assert found.empty and list(found.columns) == official.PASSAGES
    rows = official.whose_words(sentences, tokens, found, texts)
    assert rows["class"].tolist() == ["own words"] and list(rows.columns) == official.RIBBON
    articles = pd.DataFrame([("x", "Fish is dear.")], columns=["article_id", "text"])
    assert official.in_full(found, tokens, articles, texts).empty and official.explained(tokens, found, set()).empty
    assert official.by_text(texts, found).empty and official.other_choices(tokens, texts, runs, set(), set()).empty
    assert official.whose_words(sentences[:0], tokens[:0], found, texts).empty
    assert official.passages(tokens[:0], hashes_of(a=SPEECH), set(), set()).empty
    assert official.beyond_protocol(tokens, found, set(), set()).empty


def test_a_corpus_brings_its_own(tmp_path):
    (tmp_path / "a.txt").write_text(ACCOUNT, encoding="utf-8")
    assert official.read_texts(tmp_path)[0].empty, "ours speak of one summit"
    official.merge(tmp_path, {"text_id": "speech", "title": "A speech"}, official.tokens_of(SPEECH))
    texts, runs = official.read_texts(tmp_path)
    assert texts["text_id"].tolist() == ["speech"] and runs["run"].tolist() == list(official.RUNS)
    assert len(corpus.load(tmp_path)) == 1, "the tables are no texts"


def test_a_copy_of_the_five_with_one_more_article_is_held_against_our_texts(tmp_path):
    folder = shutil.copytree(HOME / "seeds", tmp_path / "six")
    (folder / "mine.txt").write_text("The ferry was repaired on Monday.", encoding="utf-8")
    articles = corpus.load(folder)
    ours = official.read_texts(HOME / "seeds", corpus.load(HOME / "seeds"))[0]
    pd.testing.assert_frame_equal(official.read_texts(folder, articles)[0], ours)
    assert official.read_texts(folder, articles.assign(text="The ferry was repaired."))[0].empty, "ours do not fit"


def test_hostile_accounts_take_one_hash_a_term(monkeypatch):
    calls = []
    hashed = official.hashed
    monkeypatch.setattr(official, "hashed", lambda run: calls.append(1) or hashed(run))
    n = 30_000
    tokens = pd.DataFrame({name: [0] * n for name in corpus.TOKENS}).assign(
        article_id="x", outlet="x", term="a", start=range(0, 2 * n, 2), end=range(1, 2 * n + 1, 2)
    )
    runs = pd.concat([official.hashes(tokens[:10], name) for name in "abcdefghij"])
    calls.clear()
    found = official.passages(tokens, runs, {("a",) * k for k in range(1, 6)}, set())
    assert len(calls) == n - 4 and len(found) == 1 and found["n_terms"].item() == n


# -- The script


def test_the_script_there_and_back(tmp_path):
    (tmp_path / "speech.txt").write_text(SPEECH, encoding="utf-8")

    def add(text_id, title):
        told = [tmp_path / "speech.txt", "--id", text_id, "--folder", tmp_path, "--title", title, "--n-all", 900]
        official.main(["add", *map(str, told)])
        return [(tmp_path / f"official_{name}.csv").read_bytes() for name in ("passages", "runs")]

    for text_id, title in (("b", "First"), ("a", "Other"), ("b", "Second")):
        first = add(text_id, title)
    texts, runs = official.read_texts(tmp_path)
    assert texts[["text_id", "title"]].to_numpy().tolist() == [["a", "Other"], ["b", "Second"]]
    tokens = official.tokens_of(SPEECH)
    assert texts["n_read"].tolist() == [len(tokens)] * 2 and texts["n_all"].tolist() == [900] * 2
    expected = pd.concat([official.hashes(tokens, name) for name in "ab"], ignore_index=True)
    pd.testing.assert_frame_equal(runs.reset_index(drop=True), expected, check_dtype=False)
    assert first == add("b", "Second"), "again: the same bytes"
    assert not any(word in first[1].decode() for word in ("harbour", "ferries"))


def test_the_command_that_the_docstring_names(tmp_path):
    (command,) = re.findall(r"python -m (lib\.measures\.official add) ", official.__doc__)
    (tmp_path / "speech.txt").write_text(SPEECH, encoding="utf-8")
    told = [*command.split(), str(tmp_path / "speech.txt"), "--id", "speech", "--folder", str(tmp_path)]
    subprocess.run([sys.executable, "-m", *told], cwd=HOME, check=True)
    assert official.read_texts(tmp_path)[0]["text_id"].tolist() == ["speech"]


# -- No official text in the repository


def test_the_table_of_hashes_holds_no_words():
    runs = pd.read_csv(HOME / "data/official_runs.csv")
    assert all(re.fullmatch(r"[0-9a-f]{10}( [0-9a-f]{10})*", cell) for cell in runs["hashes"])
    assert all(cell.split() == sorted(set(cell.split())) for cell in runs["hashes"])
    assert (runs["hashes"].str.split().str.len() == runs["n_hashes"]).all()


def test_what_was_read_is_what_was_hashed(five):
    _, _, texts, runs, *_ = five
    assert set(runs["text_id"]) == set(texts["text_id"])
    most = runs.set_index("text_id")["n_hashes"].groupby(level=0).max()
    assert (most < texts.set_index("text_id")["n_read"]).all()
    whole = texts["n_all"].notna()
    assert (texts.loc[whole, "n_read"] <= texts.loc[whole, "n_all"]).all() and whole.any() and not whole.all()


def written():
    """What this analysis has put into the repository, in words."""
    for name in ("data/official_passages.csv", "data/protocol.csv", "data/README.md", "lib/measures/official.py"):
        yield name, (HOME / name).read_text(encoding="utf-8")
    path = HOME / "notebooks/appendix/official-wording.ipynb"
    if path.is_file():
        cells = nbformat.read(path, as_version=4).cells
        yield path.name, "\n\n".join(re.sub(r"[\"'\n]+ *f?[\"']?", " ", cell.source) for cell in cells)


def test_no_run_of_the_official_texts_is_quoted_that_the_accounts_do_not_hold(five):
    _, _, texts, runs, protocol, stopwords = five
    everywhere = corpus.tokens(corpus.sentences(corpus.paragraphs(corpus.load(HOME / "seeds"))))
    titles = [official.tokens_of(name) for name in (*texts["title"], *texts["publisher"])]
    theirs = {value for own in (everywhere, *titles) for value in official._windows(own, 5)[1]}
    known = {value for cell in runs.loc[runs["run"] == 5, "hashes"] for value in cell.split()}
    for name, words in written():
        found = official.tokens_of(words)
        first, values = official._windows(found, 5)
        weight = official.substance(found, protocol, stopwords)
        quoted = [
            " ".join(found["term"][i : i + 5])
            for i, value in zip(first, values, strict=True)
            if value in known - theirs and weight[i : i + 5].sum() >= official.SUBSTANCE
        ]
        assert quoted == [], name


def test_the_guard_would_see_a_sentence(five):
    """A reader's own text, hashed, and then written down."""
    _, _, _, _, protocol, stopwords = five
    tokens = official.tokens_of("They say that the harbour of Port Amber will be dredged in spring.\n")
    assert official.passages(tokens, hashes_of(speech=SPEECH), protocol, stopwords)["counted"].tolist() == [True]
