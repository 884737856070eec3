import hashlib
import warnings
from pathlib import Path

import pandas as pd
import pytest

from lib import claims, corpus, scale, terms, text, voices
from tests.conftest import HOME

SEEDS = {
    "000_c39607a9f58b4763.txt": "d430ec7835cd47fd3e9821e8cd73d24c7e811f840c52c32994c943de12b104a6",
    "001_d9ce016cc982a1d1.txt": "ccf42b302864202184f0bea6f720637555e14ce4b69a27691b655d6c8df25dbe",
    "002_555d9cac636f5547.txt": "c98b24e925ffc74a408a5047b6b1bb364d78b62c8b0d9a1892e0d5fedb07d483",
    "003_1744c3cb0398c697.txt": "0a7761b864c1dac88b09d33ba1ed1b32d3d55c9a43fc725767f14d711b4f727e",
    "004_a817ab00fedea030.txt": "7248e32255f13be1d4e5a16ca19dcddbd5e4f726229a0286622aefdf223e2e87",
}


def silent(function, *args):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return function(*args)


def test_seeds_are_byte_for_byte_what_was_collected():
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (HOME / "seeds").glob("*.txt")}
    assert found == SEEDS


def test_the_five_articles_load_without_a_warning():
    articles = silent(corpus.load, HOME / "seeds")
    assert list(articles["article_id"]) == ["chinadiplomacy", "anewz", "globaltimes", "cgtn", "avim"]
    assert list(articles.columns) == corpus.ARTICLES
    assert dict(zip(articles["article_id"], articles["layout"], strict=True))["avim"] == "wrapped"
    assert set(articles["attribution"]) <= set(corpus.ATTRIBUTIONS)


def test_seed_texts_are_as_long_as_their_files(seeds):
    for article in seeds[0].itertuples():
        assert len(article.text) == len((HOME / "seeds" / article.file).read_bytes().decode())


@pytest.mark.parametrize(("table", "surface"), [(1, "text"), (2, "text"), (3, "token")])
def test_spans_hold_for_every_row(seeds, table, surface):
    texts = seeds[0].set_index("article_id")["text"]
    rows = seeds[table]
    assert len(rows) > 50
    assert all(texts[r.article_id][r.start : r.end] == getattr(r, surface) for r in rows.itertuples())


def test_repairs_and_set_aside_point_into_the_files(seeds):
    articles, paragraphs = seeds[:2]
    raw = {a.article_id: (HOME / "seeds" / a.file).read_bytes().decode() for a in articles.itertuples()}
    repairs = corpus.repairs(articles)
    assert len(repairs) == articles["n_repairs"].sum() > 100
    assert all(raw[r.article_id][r.start : r.end] == r.was for r in repairs.itertuples())
    texts = articles.set_index("article_id")["text"]
    aside = corpus.set_aside(paragraphs)
    assert all(texts[r.article_id][r.start : r.end] == r.text for r in aside.itertuples())


def test_furniture_of_the_seeds_is_set_apart(seeds):
    aside = corpus.set_aside(seeds[1])
    kinds = dict(zip(aside["text"].map(text.display), aside["kind"], strict=True))
    expected = {
        "By Maya Majueran": "byline", "Lead:": "furniture", "中文": "furniture", "Reuters": "furniture",
        "Tags": "furniture", "Comments (0)": "furniture", "Leave the first comment": "furniture", "GT": "furniture",
        "By Ding Xiaoxing": "byline", "*Photograph: Xinhua": "caption", "[3]": "footnote mark",
        "Security Partnerships and Regional Stability": "heading",
    }  # fmt: skip
    assert expected.items() <= kinds.items()
    assert sum(kind == "note" for kind in kinds.values()) == 2
    assert sum("[Photo/Xinhua]" in surface for surface in kinds) == 2
    body = corpus.running(seeds[1])
    assert not body["text"].str.contains("Photo/Xinhua|Comments \\(|Leave the first|^By (?:Maya|Ding) ").any()


def test_nothing_of_a_file_is_lost(seeds):
    """Every letter and digit of a text lies in exactly one paragraph."""
    for article in seeds[0].itertuples():
        own = seeds[1][seeds[1]["article_id"] == article.article_id]
        covered = sum(sum(c.isalnum() for c in t) for t in own["text"])
        assert covered == sum(c.isalnum() for c in article.text)


def test_dashes_and_cases_do_not_make_terms(seeds):
    tokens = seeds[3]
    forms = tokens.loc[tokens["term"] == "china-central", "token"].map(text.display)
    assert {"China-Central", "China–Central"} <= set(forms)
    assert tokens.loc[tokens["term"] == "good-neighborliness", "token"].unique().size > 1
    assert not tokens["term"].str.contains("–").any()


def test_without_variants_spellings_stay_apart(seeds):
    plain = corpus.tokens(seeds[2], variants={})
    assert "chinas" in set(plain["term"]) and "chinas" not in set(seeds[3]["term"])


def test_token_columns_are_the_contract(seeds):
    for table, columns in zip(seeds[1:], (corpus.PARAGRAPHS, corpus.SENTENCES, corpus.TOKENS), strict=True):
        assert list(table.columns) == columns


def test_a_folder_without_sources(toy):
    articles = silent(corpus.load, toy)
    assert list(articles["article_id"]) == list(articles["outlet"]) == ["a", "b"]
    assert list(corpus.paragraphs(articles)["kind"]) == ["lead", "body", "lead"]


def test_paragraphs_and_sentences_are_counted_from_one_in_each_article(toy):
    sentences = corpus.sentences(corpus.paragraphs(silent(corpus.load, toy)))
    places = ["article_id", "paragraph_id", "sentence_id"]
    expected = [["a", 1, 1], ["a", 1, 2], ["a", 2, 3], ["b", 1, 1], ["b", 1, 2]]
    assert sentences[places].values.tolist() == expected
    assert corpus.tokens(sentences)[places].drop_duplicates().values.tolist() == expected


def test_the_environment_names_the_corpus(toy, monkeypatch):
    spaced = toy / "with a space"
    spaced.mkdir()
    (spaced / "c.txt").write_text("Rain fell.")
    monkeypatch.setenv("CORPUS", str(spaced))
    assert list(corpus.load()["article_id"]) == ["c"]
    monkeypatch.chdir(toy)
    monkeypatch.setenv("CORPUS", "with a space")
    assert list(corpus.load()["article_id"]) == ["c"]
    monkeypatch.setenv("CORPUS", "")
    assert len(corpus.load()) == 5


def test_a_corpus_brings_its_own_tables(toy):
    (toy / "variants.csv").write_text("variant,term\ntalks,talk\n")
    (toy / "stopwords.txt").write_text("the # article\n")
    (toy / "references.csv").write_text("reference_id\n")
    articles = silent(corpus.load, toy)
    tokens = corpus.tokens(corpus.sentences(corpus.paragraphs(articles)))
    assert "talk" in set(tokens["term"])
    assert corpus.read_stopwords(toy) == {"the"}


def test_our_tables_speak_of_texts_that_name_their_region_and_a_corpus_own_of_its_own(seeds, toy):
    assert corpus.fits("subjects.csv", seeds[0]) and not corpus.fits("subjects.csv", corpus.load(toy))
    (toy / "subjects.csv").write_text("subject\n")
    assert corpus.fits("subjects.csv", corpus.load(toy), toy)


def test_missing_and_empty_folders(tmp_path):
    with pytest.raises(corpus.CorpusError, match=r"nowhere does not exist; give a folder"):
        corpus.load(tmp_path / "nowhere")
    with pytest.raises(corpus.CorpusError, match=r"no readable text in .*put UTF-8"):
        corpus.load(tmp_path)
    (tmp_path / "f.doc").write_text("x")
    with (
        pytest.raises(corpus.CorpusError, match=r"no readable text in .*give another file"),
        pytest.warns(corpus.CorpusWarning, match="save it as .docx"),
    ):
        corpus.load(tmp_path / "f.doc")


def test_readme_licence_and_hidden_files_are_no_texts(toy):
    for name in ("README.md", "LICENSE.txt", ".hidden.txt", "_draft.txt", "stopwords.txt"):
        (toy / name).write_text("not an article")
    assert len(silent(corpus.load, toy)) == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("c.txt", bytes(range(1, 256)), r"c\.txt was not read: \d+ of its 255 characters are none that a text has"),
        ("c.txt", b"", r"c\.txt was not read: it is empty, without a letter or digit; add its text"),
        ("c.txt", b"\xef\xbb\xbf \n\t\n", r"c\.txt was not read: it is empty"),
        ("c.txt", b"abc\0def", r"c\.txt was not read: it holds NUL bytes"),
        ("c.docx", b"PK\x03\x04", r"c\.docx was not read: its Word file is broken"),
        ("c.doc", b"\xd0\xcf\x11\xe0", r"c\.doc was not read: \.doc files are not read; save it as \.docx"),
        ("c.exe", b"MZ", r"c\.exe was not read: only \.txt, \.md, .*, \.zip files are"),
    ],
)
def test_a_bad_file_is_named_and_the_rest_loads(toy, name, content, message):
    (toy / name).write_bytes(content)
    with pytest.warns(corpus.CorpusWarning, match=message):
        assert len(corpus.load(toy)) == 2


def test_an_unreadable_file_is_named(toy, monkeypatch):
    plain = Path.read_bytes

    def refuse(path):  # root may read every file, so permissions alone would not do
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return plain(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.warns(corpus.CorpusWarning, match=r"a\.txt was not read: Permission denied"):
        assert len(corpus.load(toy)) == 1


def test_a_directory_called_like_a_text_is_walked(toy):
    (toy / "x.txt").mkdir()
    (toy / "x.txt" / "c.txt").write_text("Rain fell.")
    assert list(silent(corpus.load, toy)["file"]) == ["a.txt", "b.txt", "x.txt/c.txt"]


def write_sources(folder, rows, drop=()):
    names = ["file", "article_id", "outlet", *corpus.FIELDS]
    table = pd.DataFrame([dict.fromkeys(names, "") | row for row in rows]).drop(columns=list(drop))
    table.to_csv(folder / "sources.csv", index=False)


def test_sources_that_name_a_missing_file(toy):
    write_sources(toy, [{"file": "a.txt", "outlet": "A"}, {"file": "b.txt"}, {"file": "gone.txt"}])
    with pytest.warns(
        corpus.CorpusWarning, match=r"sources\.csv names gone\.txt, which is not in the folder .*; add the file"
    ):
        articles = corpus.load(toy)
    assert list(articles["outlet"]) == ["A", "b"]


def test_a_text_that_sources_do_not_list(toy):
    write_sources(toy, [{"file": "a.txt"}])
    with pytest.warns(corpus.CorpusWarning, match=r"b\.txt is not listed in sources\.csv: its name serves"):
        assert list(corpus.load(toy)["outlet"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("file", r"sources\.csv was not used: it lacks the column file"),
        ("article_id", r"sources\.csv lacks the column\(s\) article_id: left empty"),
        ("country", r"sources\.csv lacks the column\(s\) country"),
    ],
)
def test_sources_that_lack_a_column(toy, column, message):
    write_sources(toy, [{"file": "a.txt"}, {"file": "b.txt"}], drop=[column])
    with pytest.warns(corpus.CorpusWarning, match=message):
        assert list(corpus.load(toy)["article_id"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\xff\xfe,", ""), (b"", "its columns are none; add it"), (b"a,b\n1,2\n", "its columns are a, b; add it")],
)
def test_sources_that_are_no_table(toy, content, why):
    (toy / "sources.csv").write_bytes(content)
    with pytest.warns(corpus.CorpusWarning, match=rf"sources\.csv was not used: .*{why}"):
        assert len(corpus.load(toy)) == 2


def test_a_listed_file_that_was_not_read_is_not_called_missing(toy):
    (toy / "c.docx").write_bytes(b"PK")
    write_sources(toy, [{"file": name} for name in ("a.txt", "b.txt", "c.docx", "")])
    with pytest.warns(corpus.CorpusWarning) as caught:
        corpus.load(toy)
    messages = [str(w.message) for w in caught]
    assert len(messages) == 2 and any("c.docx was not read" in message for message in messages)
    assert any("row 5 names no file" in message for message in messages)


def test_a_comma_too_many_is_explained(toy):
    (toy / "sources.csv").write_text("file,outlet\na.txt,Amber, daily\nb.txt,B,\n")
    with pytest.warns(corpus.CorpusWarning) as caught:
        articles = corpus.load(toy)
    assert list(articles["outlet"]) == ["Amber", "B"]
    assert any("row 2 (a.txt) has more fields than the header; put quotes" in str(w.message) for w in caught)


@pytest.mark.parametrize("content", ["", "spelling,term\na,b\n"])
def test_a_broken_table_of_variants_is_named(toy, content):
    (toy / "variants.csv").write_text(content)
    with pytest.raises(corpus.CorpusError, match=r"variants\.csv (cannot be read|lacks the column\(s\) variant)"):
        corpus.read_variants(toy)


def test_a_pipe_called_like_a_text_does_not_hang(toy):
    import os

    os.mkfifo(toy / "c.txt")
    with pytest.warns(corpus.CorpusWarning, match=r"c\.txt was not read: it is no ordinary file"):
        assert len(corpus.load(toy)) == 2


def test_a_folder_is_remembered_wherever_one_goes(toy, monkeypatch):
    (toy / "variants.csv").write_text("variant,term\ntalks,talk\n")
    monkeypatch.chdir(toy.parent)
    articles = corpus.load(toy.name)
    monkeypatch.chdir(HOME)
    assert "talk" in set(corpus.tokens(corpus.sentences(corpus.paragraphs(articles)))["term"])
    assert corpus.repairs(articles).empty


def test_duplicate_ids_and_duplicate_rows(toy):
    (toy / "c.txt").write_text("Rain fell.")
    write_sources(toy, [{"file": name, "article_id": "x"} for name in ("a.txt", "a.txt", "b.txt", "c.txt")])
    with pytest.warns(corpus.CorpusWarning) as caught:
        articles = corpus.load(toy)
    assert list(articles["article_id"]) == ["x", "x-2", "x-3"]
    messages = " ".join(str(w.message) for w in caught)
    assert "b.txt: article_id x is taken, so it is x-2 here" in messages
    assert "sources.csv lists a.txt more than once" in messages


def test_odd_layout_and_attribution_are_named(toy):
    write_sources(toy, [{"file": "a.txt", "attribution": "sure"}, {"file": "b.txt"}])
    table = pd.read_csv(toy / "sources.csv", keep_default_na=False).assign(layout=["wide", "wrapped"])
    table.to_csv(toy / "sources.csv", index=False)
    with pytest.warns(corpus.CorpusWarning) as caught:
        articles = corpus.load(toy)
    assert list(articles["layout"]) == ["lines", "wrapped"] and articles["attribution"][0] == "unknown"
    assert len(caught) == 2


def test_outlets_are_named_as_pages_show_them():
    status = {"A": ["verified", "inferred"], "B": ["verified"], "C": ["unknown"], "D": [""]}
    rows = [(outlet, one, "text") for outlet, all_of_it in status.items() for one in all_of_it]
    shown = corpus.as_shown(pd.DataFrame(rows, columns=["outlet", "attribution", "text"]))
    assert corpus.outlets(shown) == ["A†", "B", "C†", "D"]


def test_many_outlets_are_gathered():
    articles = pd.DataFrame({"outlet": [f"o{i:02d}" for i in range(30)], "text": ["x" * (100 - i) for i in range(30)]})
    kept = corpus.as_shown(articles.assign(attribution=""))
    assert kept["outlet"].nunique() == 12 and (kept["outlet"] == "19 other outlets").sum() == 19
    assert list(kept["outlet"][:11]) == list(articles["outlet"][:11])
    mixed = corpus.as_shown(articles.iloc[::-1].assign(attribution=""))
    assert corpus.outlets(mixed) == [*articles["outlet"][10::-1], "19 other outlets"]
    few = articles.head(12).assign(attribution="")
    assert corpus.as_shown(few).equals(few)


def test_order_of_files_is_the_order_of_articles(toy, tmp_path):
    for name in ("z.txt", "B.txt", "0.txt"):
        (toy / name).write_text(f"Rain fell on {name}.")
    assert list(corpus.load(toy)["file"]) == sorted(p.name for p in toy.glob("*.txt"))


def test_the_environment_is_named_when_it_leads_nowhere(monkeypatch):
    monkeypatch.setenv("CORPUS", "nowhere")
    with pytest.raises(corpus.CorpusError, match=r"/nowhere \(from the environment variable CORPUS\) does not exist"):
        corpus.load()


def test_a_relative_folder_is_found_from_the_notebooks(monkeypatch):
    monkeypatch.chdir(HOME / "notebooks")
    monkeypatch.setenv("CORPUS", "seeds")
    assert len(corpus.load()) == 5


def test_articles_whose_names_begin_like_a_licence_are_read(toy):
    (toy / "License fees rise.txt").write_text("Fees rose.")
    (toy / "licence.md").write_text("Do as you like.")
    assert list(silent(corpus.load, toy)["article_id"]) == ["License fees rise", "a", "b"]


def test_spaces_in_sources_do_no_harm_and_semicolons_are_read(toy):
    names = ["file", "article_id", "outlet", *corpus.FIELDS]
    (toy / "sources.csv").write_text(", ".join(names) + "\na.txt , x" + "," * 9 + "\nb.txt, y" + "," * 9 + "\n")
    assert list(silent(corpus.load, toy)["article_id"]) == ["x", "y"]
    (toy / "sources.csv").write_text(
        "\ufefffile;article_id;" + ";".join(corpus.FIELDS) + ";Zeitung\na.txt;x;;;;;;;;;Ä\n", "cp1252", "ignore"
    )
    with pytest.warns(corpus.CorpusWarning) as caught:  # as Excel saves it in most of Europe
        articles = corpus.load(toy)
    assert [*articles["outlet"], *articles["article_id"]] == ["Ä", "b", "x", "b"]
    assert ["guess" in str(w.message) or "b.txt is not listed" in str(w.message) for w in caught] == [True, True]


def test_rows_that_touch_others():
    place = ["article_id", "start", "end"]
    rows = pd.DataFrame([("a", 0, 5), ("a", 5, 9), ("b", 0, 5), ("c", 2, 4)], columns=place, index=[7, 8, 9, 10])
    others = pd.DataFrame([("a", 4, 6), ("a", 0, 2), ("b", 5, 8)], columns=place)
    found = corpus.touching(rows, others)
    assert found.to_dict() == {7: True, 8: True, 9: False, 10: False}
    assert not corpus.touching(rows, others.iloc[:0]).any()


RULES = {  # what a corpus may add to ours, and a sentence that reads otherwise with it
    "counted_kinds.csv": "kind,nouns,example,not\ngadget,gizmo,,\n",
    "units.csv": "unit,kind,base,factor,names,symbols,prefixed,prefixes,multiple,per,example,not\n"
    "florin,other,,,florin,,,,,,,\n",
    "furniture.csv": "kind,shape,pattern,example,not\nfurniture,paragraph,the quay observer costs ** a week,,\n",
}
OBSERVED = (
    "Ferry returns\n\nThe ferry was repaired for 40 florins on Monday.\n\nThe Quay Observer costs 3 crowns a week.\n"
)


@pytest.fixture
def with_rules(tmp_path):
    (tmp_path / "a.txt").write_text(OBSERVED, encoding="utf-8")
    for name, rows in RULES.items():
        (tmp_path / name).write_text(rows, encoding="utf-8")
    return tmp_path


def test_rules_that_a_corpus_brings_are_no_texts_of_it_and_hold(with_rules):
    articles, warned = corpus.load_telling(with_rules)
    assert articles["file"].tolist() == ["a.txt"] and not any(name in line for line in warned for name in RULES)
    assert corpus.paragraphs(articles)["kind"].tolist() == ["headline", "lead", "furniture"]
    assert claims.extract(articles)[["surface", "unit"]].values.tolist() == [["40 florins", "florin"]]
    assert claims.set_aside(articles)["kind"].tolist() == ["furniture"]


def test_a_unit_that_is_worth_no_number_is_an_error_that_names_file_and_cell(with_rules):
    own = with_rules / "units.csv"
    own.write_text(own.read_text(encoding="utf-8").replace("other,,,", "other,,two,"), encoding="utf-8")
    with pytest.raises(corpus.CorpusError, match=r"units\.csv: factor of florin is 'two'; write a number"):
        claims.extract(corpus.load(with_rules))


def test_scale_reads_by_the_rules_that_a_corpus_brings(with_rules, tmp_path_factory):
    out, articles = tmp_path_factory.mktemp("out") / "a.parquet", corpus.load(with_rules)
    found = scale.extract_claims(with_rules, out, progress=False)
    pd.testing.assert_frame_equal(found, claims.extract(articles), check_dtype=False)
    counted = scale.count_terms(with_rules, out, kinds=["lead", "body"], progress=False)
    assert "observer" not in set(counted["term"])


def test_a_table_of_texts_that_has_the_name_of_one_of_ours_is_read(tmp_path):
    (tmp_path / "units.csv").write_text(
        "title,text\nFerry,The ferry was repaired on Monday and sails again.\n", encoding="utf-8"
    )
    assert len(corpus.load(tmp_path)) == 1


ON_TOP = "Ferry returns to Varro\n\nBy Ann Lee in Varro\n\nTuesday 17 June 2025\n\nThe ferry was repaired on Monday. It sails again.\n"


def test_title_author_and_date_on_top_of_a_text_are_taken_where_nobody_states_them(tmp_path):
    (tmp_path / "a.txt").write_text(ON_TOP, encoding="utf-8")
    (tmp_path / "b.txt").write_text(ON_TOP, encoding="utf-8")
    (tmp_path / "sources.csv").write_text("file,outlet,title,date\nb.txt,Mail,Ferry,2025-06-18\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text("The ferry, on 17 June 2025, was repaired. It sails again.\n", encoding="utf-8")
    found = corpus.load(tmp_path)[["title", "author", "date"]].values.tolist()
    assert found[0] == ["Ferry returns to Varro", "Ann Lee", "2025-06-17"]
    assert found[1] == ["Ferry", "Ann Lee", "2025-06-18"] and found[2] == ["", "", ""]


CALLS = {  # what is called from outside, on a table of articles
    "paragraphs": corpus.paragraphs,
    "sentences": lambda articles: corpus.sentences(corpus.paragraphs(articles)),
    "tokens": lambda articles: corpus.tokens(CALLS["sentences"](articles)),
    "counts": lambda articles: terms.counts(CALLS["tokens"](articles)),
    "keyness": lambda articles: terms.keyness(CALLS["counts"](articles), "A"),
    "speech": lambda articles: voices.speech(
        *(CALLS[name](articles) for name in ("paragraphs", "sentences", "tokens"))
    ),
    "extract": claims.extract,
    "set_aside": claims.set_aside,
    "align": lambda articles: claims.align(claims.extract(articles)),
}
FLOOD = "The flood was bad for 1,200 people in 2025, Ann Lee said.\n\nThe damage was $5 million: see www.flood.example."


@pytest.fixture
def made():
    return pd.DataFrame({"article_id": ["a", "b"], "outlet": ["A", "B"], "text": [FLOOD, FLOOD.replace("Ann", "Eve")]})


@pytest.mark.parametrize("name", CALLS)
def test_an_empty_table_has_the_types_of_a_full_one(name, made):
    full, empty = CALLS[name](made), CALLS[name](made.head(0))
    assert len(full) and not len(empty) and full.dtypes.to_dict() == empty.dtypes.to_dict()


@pytest.mark.parametrize("name", CALLS)
def test_the_index_of_the_articles_does_not_matter(name, made):
    pd.testing.assert_frame_equal(CALLS[name](made), CALLS[name](made.set_index("article_id", drop=False)))


@pytest.mark.parametrize("outlet", [None, float("nan")])
def test_an_article_without_outlet_is_one_of_its_own(outlet, made):
    for articles in (made.assign(outlet=outlet), made.drop(columns="outlet")):
        assert terms.counts(CALLS["tokens"](articles))["outlet"].unique().tolist() == ["a", "b"]
        assert set(claims.extract(articles)["outlet"]) == {"a", "b"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": [FLOOD, None]}, "article 2, b: its text is "),
        ({"article_id": ["a", None]}, "article 2, "),
        ({"article_id": ["a", "a"]}, "several articles have the article_id a;"),
    ],
)
def test_articles_that_cannot_be_read_are_named(change, said, made):
    for call in (corpus.paragraphs, claims.extract):
        with pytest.raises(ValueError, match=said):
            call(made.assign(**change))
    with pytest.raises(ValueError, match="without the column text; there are article_id, outlet"):
        corpus.paragraphs(made.drop(columns="text"))


def test_tables_read_back_from_csv_serve_as_they_are(made, tmp_path):
    def again(table):
        table.to_csv(tmp_path / "table.csv", index=False)
        return pd.read_csv(tmp_path / "table.csv")

    found = claims.extract(made)
    assert len(claims.align(found))
    pd.testing.assert_frame_equal(claims.align(found), claims.align(again(found)))
    pd.testing.assert_frame_equal(CALLS["counts"](made), terms.counts(again(CALLS["tokens"](made))))
