"""lib.scale: the numbers of the in-memory functions, through partitions, kills, bad files and processes."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib import claims, corpus, scale, text
from lib.claims import blocking, features, pairing
from lib.measures import terms
from lib.scale import columns, counting, merging, partitions
from tests.conftest import HOME
from tests.corpora import told

# What could be read otherwise by columns than by lib.text: words, whole lines, ends of lines, breaks.
WORDS = (
    "the trade summit China's Chinas Xi'an Xian Xi’an centre Good-Neighborliness China–Central China-Central co\u00adop "
    "e\u0301conomie naïve U.S. U.S.’s “U.S. (U.S. D.C., US us 3,000 3.5 G7 C5+1 COP-28 US$5 zero\u200bwidth wo\u2060rd 中文 "
    "οδυσσευς İstanbul ß SUMMIT Summit, summit. [3] word.[4] I A a. — – don't James' â€™s rock’n’roll EU\u1380\u4300\u6500\u6e00\u7400 "
    "\ufeffx x\x07y Ⅷ ½ 中国， A.B.C. x\u0085y _\bxy\by data:image/png;base64,iVBORw0KGgo12= (a) • https://a.cn/b.C?d!E, www.a.org’s (JD.com) a@b.kz! @annlee: GOV.KZ ﬁnance oﬃce ＡＢＣ１２ Ｕ．Ｓ． ５，０００ ｅｘ．ｃｏｍ ａ.com/ｂ！Ｃ x.org[3] percent Kazakh\u202fUzbek 100\u00a0billion e.g. Mr. word—word well-known,"
).split(" ")
LINES = [
    *(
        "By John Smith",
        "SUMMIT IN ASTANA",
        "Tags",
        "Lead: the leaders met today.",
        "12",
        "iv",
        "Page 3",
        "Comments (0)",
    ),
    *(
        "ASTANA, June 17 (Xinhua) -- The leaders met.",
        "ASTANA – The leaders met.",
        "UN EU NATO OSCE",
        "US",
        "\x0c",
        "(Photo: VCG)",
    ),
    *(
        "# Heading",
        "• a bullet",
        "1. first item",
        "the leaders of five countries met in Astana for the second time on",
        "and went home",
    ),
]
ENDS = [".", ".", "", ",", "?", ".”", " GT", ". GT", ". Enditem", "-", "\u2010", "\u00ad", "–", ".[3]"]
BREAKS = ["\n", "\n\n", "\n\n", "\r\n", "\n \n", "\n\u00a0\n", "\u2028", "\x0b"]


@st.composite
def articles(draw):
    """A text out of a few hostile things, so that many texts are plain but for one."""
    words = ["the", "trade", "summit", "China", "of", *draw(st.lists(st.sampled_from(WORDS), max_size=3))]
    breaks = draw(st.lists(st.sampled_from(BREAKS), min_size=1, max_size=2))
    ends = [".", *draw(st.lists(st.sampled_from(ENDS), max_size=2))]
    lines = []
    for _ in range(draw(st.integers(1, 5))):
        line = " ".join(draw(st.lists(st.sampled_from(words), min_size=1, max_size=14)))
        line = draw(st.sampled_from([line, line.capitalize(), line.capitalize(), line.upper()])) + draw(
            st.sampled_from(ends)
        )
        lines.append(draw(st.sampled_from([line, line, line, draw(st.sampled_from(LINES))])))
    return "summit " + "".join(line + draw(st.sampled_from(breaks)) for line in lines)


def loaded(texts, outlets=3):
    """Articles as corpus.load would make them of these texts."""
    rows = [(f"a{i}", f"o{i % outlets}", text.repair(t, text.judge_layout(t))[0]) for i, t in enumerate(texts)]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "text"])


def in_memory(articles, by="outlet", kinds=None):
    paragraphs = corpus.paragraphs(articles)
    if kinds is not None:
        paragraphs = paragraphs[paragraphs["kind"].isin(kinds)]
    variants = corpus.read_variants(HOME / "seeds")
    return terms.counts(corpus.tokens(corpus.sentences(paragraphs), variants), by)


def same(found, expected):
    """To the last token; the two shares to the last digits, which depend on the order of adding."""
    pd.testing.assert_frame_equal(found, expected, rtol=1e-12, atol=1e-12)
    whole = ["freq", "n_paragraphs", "n_articles"]
    assert found[whole].equals(expected[whole])


def made_up(n, seed=0):
    """n articles of pseudo-words with a few quantities, in a table."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(n):
        words = [f"w{chr(97 + k % 26)}{'aeiou'[k % 5]}{chr(97 + k // 26 % 26)}" for k in rng.geometric(0.02, 120)]
        lines = [" ".join(words[k : k + 40]).capitalize() + f" and ${i + 1} billion." for k in range(0, 120, 40)]
        rows.append((f"a{i}", f"o{i % 4}", "\n\n".join(lines)))
    return pd.DataFrame(rows, columns=["article_id", "outlet", "text"])


@pytest.fixture
def small(monkeypatch):
    """Partitions of a few articles each."""
    monkeypatch.setattr(partitions, "SIZE", 4_000)


@pytest.mark.parametrize("by", ["outlet", "article_id"])
@pytest.mark.parametrize("kinds", [None, ["lead", "body"]])
def test_seeds_are_counted_as_in_memory(tmp_path, seeds, by, kinds):
    found = scale.count_terms(HOME / "seeds", tmp_path / "counts.parquet", by=by, kinds=kinds)
    same(found, in_memory(seeds[0], by, kinds))
    assert pd.read_parquet(tmp_path / "counts.parquet").equals(found)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["counts.parquet"]


def test_claims_of_the_seeds_are_those_of_memory(tmp_path, seeds):
    pd.testing.assert_frame_equal(
        scale.extract_claims(HOME / "seeds", tmp_path / "claims.parquet"), claims.extract(seeds[0]), check_exact=True
    )


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(articles(), min_size=1, max_size=12))
def test_hostile_texts_are_counted_as_in_memory(tmp_path, texts):
    expected = loaded(texts)
    expected.assign(text=texts).to_parquet(tmp_path / "raw.parquet")
    for by in ("outlet", "article_id"):
        same(scale.count_terms(tmp_path / "raw.parquet", tmp_path / "out.parquet", by=by), in_memory(expected, by))
    same(
        scale.count_terms(tmp_path / "raw.parquet", tmp_path / "out.parquet", kinds=text.KINDS),
        in_memory(expected, kinds=text.KINDS),
    )


def test_addresses_ligatures_and_house_style_are_counted_as_in_memory(tmp_path):
    said = "Mr. Lee said 5 percent at https://a.cn/b.C?d!E. See www.a.org or JD.com, (a@b.kz) and @annlee: ﬁne oﬃces."
    texts = [
        said,
        f"{said} ＡＢＣ１２ of ﬁve.\nx.org[3] GOV.ORG/ｂ！Ｃ ｅｘ．ｔｖ Ｕ．Ｓ． ５，０００",
        "SEE A.COM/B NOW\n\n" + said,
    ]
    loaded(texts, 2).assign(text=texts).to_parquet(tmp_path / "t.parquet")
    found = scale.count_terms(tmp_path / "t.parquet", tmp_path / "out")
    same(found, in_memory(loaded(texts, 2)))
    counted = set(found["term"])
    assert {"fine", "offices", "five", "ABC12"} <= counted
    assert not counted & {"", "http", "https", "www", "com", "cn", "org", "jd", "kz", "annlee"}
    typical = set(terms.content(found, corpus.read_stopwords())["term"])
    assert {"lee", "fine"} <= typical and not typical & {"mr", "said", "percent"}


def test_most_texts_and_words_take_the_fast_way():
    import polars as pl

    table = made_up(50)
    lines, cut, repaired = columns._plain_lines(pl.Series(table["text"].tolist()), pl.Series([""] * 50), False)
    assert (len(lines), cut, repaired) == (150, [], set())
    terms_, lengths, _, unsure = columns._spell(["China's", "“Centre,", "U.S.", "x“U.S.", "a—b"], {"centre": "center"})
    assert terms_.to_pylist() == ["china", "center", "US", "a", "b"] and lengths.tolist() == [1, 1, 1, 0, 2]
    assert unsure.tolist() == [False, False, False, True, False]


@pytest.mark.parametrize("by", ["outlet", "article_id"])
def test_partitions_of_all_kinds_of_sources_add_up(tmp_path, small, by):
    table = made_up(60)
    expected = in_memory(loaded(table["text"]).assign(outlet=table["outlet"]), by)
    table.to_parquet(tmp_path / "one.parquet")  # one row group, handed on in pieces
    table.to_parquet(tmp_path / "many.parquet", row_group_size=7)
    table.to_json(tmp_path / "lines.jsonl", orient="records", lines=True)
    (tmp_path / "folder").mkdir()
    table[:33].to_parquet(tmp_path / "folder/1.parquet")
    table[33:].to_json(tmp_path / "folder/2.jsonl", orient="records", lines=True)
    for name in ("one.parquet", "many.parquet", "lines.jsonl", "folder"):
        root = partitions.root(tmp_path / name)
        assert len(list(partitions.batches(root, partitions.source_files(root)))) > 3
        same(scale.count_terms(tmp_path / name, tmp_path / "out", by=by), expected)


def test_a_saved_table_of_load_is_not_repaired_again(tmp_path, seeds):
    seeds[0].to_parquet(tmp_path / "articles.parquet")
    same(scale.count_terms(tmp_path / "articles.parquet", tmp_path / "out"), in_memory(seeds[0]))


def test_groups_are_put_together_some_at_a_time(tmp_path, small, monkeypatch):
    table = made_up(40)
    table.to_parquet(tmp_path / "t.parquet")
    monkeypatch.setattr(merging, "MERGE", 200)
    expected = in_memory(loaded(table["text"]), "article_id")
    same(scale.count_terms(tmp_path / "t.parquet", tmp_path / "out", by="article_id"), expected)
    assert list(merging._stints([5, 300, 1, 1])) == [(0, 1), (1, 2), (2, 4)]


def test_a_term_that_is_rare_here_and_frequent_there_keeps_its_dp(tmp_path, small):
    """dp needs the paragraphs below a term's average, which a partition by itself does not know."""
    often, once = "Summit " * 30 + "talk.", "Summit " + "talk of many other things " * 20 + "ends."
    texts = [once] * 20 + [often] * 20
    loaded(texts, 1).assign(text=texts).to_parquet(tmp_path / "t.parquet", row_group_size=4)
    same(scale.count_terms(tmp_path / "t.parquet", tmp_path / "out"), in_memory(loaded(texts, 1)))


def test_keyness_takes_the_counts_as_they_are(tmp_path, seeds):
    found = scale.count_terms(HOME / "seeds", tmp_path / "out", kinds=list(text.RUNNING))
    expected = in_memory(seeds[0], kinds=text.RUNNING)
    pd.testing.assert_frame_equal(terms.keyness(found, "CGTN"), terms.keyness(expected, "CGTN"), check_exact=True)


def test_ids_that_are_missing_or_taken(tmp_path):
    table = made_up(4)
    table["article_id"] = ["a", "a", None, "a-2"]
    table["outlet"] = [None, "o", "o", "o"]
    table.to_parquet(tmp_path / "t.parquet")
    with pytest.warns(corpus.CorpusWarning, match="article_id a is taken"):
        found = scale.count_terms(tmp_path / "t.parquet", tmp_path / "out", by="article_id")
    assert list(found["article_id"].unique()) == ["a", "a-3", "t-3", "a-2"]
    by_outlet = scale.count_terms(tmp_path / "t.parquet", tmp_path / "out")
    assert list(by_outlet["outlet"].unique()) == ["t", "o"] and by_outlet["n_articles"].max() == 3
    with pytest.warns(corpus.CorpusWarning):
        assert set(scale.extract_claims(tmp_path / "t.parquet", tmp_path / "out")["article_id"]) == {
            "a",
            "a-3",
            "t-3",
            "a-2",
        }


def test_what_cannot_be_read_is_named_and_the_rest_is_counted(tmp_path):
    made_up(5).to_parquet(tmp_path / "good.parquet")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 not a table")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00 no text")
    (tmp_path / "nameless.jsonl").write_text('{"lede": "no text here"}\n', encoding="utf-8")
    rows = [json.dumps({"text": "One summit."}), "{broken", json.dumps({"text": "  "}), json.dumps({"text": "Two."})]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    with pytest.warns(corpus.CorpusWarning) as said:
        found = scale.count_terms(tmp_path, tmp_path.parent / f"{tmp_path.name}.out")
    skipped = found.attrs["skipped"]
    assert [str(warning.message) for warning in said] == skipped
    for name in (
        "broken.parquet",
        "bad.txt",
        "nameless.jsonl",
        "rows.jsonl has no JSON object in line(s) 2",
        "no text in row(s) 3",
    ):
        assert any(name in note for note in skipped), name
    assert found.loc[found["outlet"] == "rows", "freq"].sum() == 3
    assert found.loc[found["outlet"] != "rows", "freq"].sum() == 5 * 3 * 43
    with pytest.raises(corpus.CorpusError, match="broken"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scale.count_terms(tmp_path / "broken.parquet", tmp_path / "none")


def test_what_it_cannot_do_is_said_at_once(tmp_path):
    with pytest.raises(ValueError, match="outlet or article_id"):
        scale.count_terms(HOME / "seeds", tmp_path / "o", by="country")
    with pytest.raises(ValueError, match="not prose"):
        scale.count_terms(HOME / "seeds", tmp_path / "o", kinds=["prose"])
    with pytest.raises(corpus.CorpusError, match="does not exist"):
        scale.count_terms(tmp_path / "nowhere", tmp_path / "o")
    with pytest.raises(corpus.CorpusError, match="no text in"):
        scale.extract_claims(tmp_path, tmp_path / "o")


RUN = """
import sys, time
from lib import scale
from lib.scale import counting, partitions
partitions.SIZE = 4_000
write = counting.write_part
def slowly(*args, **facts):
    time.sleep({pause})
    write(*args, **facts)
counting.write_part = slowly
if __name__ == "__main__":
    getattr(scale, sys.argv[1])(sys.argv[2], sys.argv[3])
"""


@pytest.mark.parametrize("name", ["count_terms", "extract_claims"])
def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path, small, monkeypatch, name):
    made_up(80).to_parquet(tmp_path / "t.parquet")
    whole = getattr(scale, name)(tmp_path / "t.parquet", tmp_path / "whole.parquet")
    parts = tmp_path / "out.parquet.parts"
    script = tmp_path / "run.py"
    script.write_text(RUN.format(pause=0.2 if name == "count_terms" else 0), encoding="utf-8")
    command = [sys.executable, str(script), name, str(tmp_path / "t.parquet"), str(tmp_path / "out.parquet")]
    run = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(HOME)})
    while len(list(parts.glob("*.arrow"))) < 3 and run.poll() is None:
        time.sleep(0.002)
    os.kill(run.pid, signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    assert not (tmp_path / "out.parquet").exists()
    before = {path.name: path.stat().st_mtime_ns for path in parts.glob("*.arrow")}
    assert len(before) >= 3
    done = []
    write = counting.write_part
    monkeypatch.setattr(counting, "write_part", lambda path, *a, **k: (done.append(path), write(path, *a, **k)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = getattr(scale, name)(tmp_path / "t.parquet", tmp_path / "out.parquet")
    assert again.equals(whole)
    assert (tmp_path / "out.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    if name == "count_terms":  # in this process, so that it can be watched: what was done is not done again
        assert done and not {Path(path).name for path in done} & set(before)
    assert not parts.exists()


def test_a_source_that_changed_since_is_counted_anew(tmp_path, small, monkeypatch):
    made_up(20).to_parquet(tmp_path / "t.parquet")

    def stop(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(counting, "finish", stop)
        with pytest.raises(KeyboardInterrupt):
            scale.count_terms(tmp_path / "t.parquet", tmp_path / "out")
    assert len(list((tmp_path / "out.parts").glob("*.arrow"))) > 1
    table = made_up(20, seed=1)
    table.to_parquet(tmp_path / "t.parquet")
    with pytest.warns(corpus.CorpusWarning, match="begins anew"):
        found = scale.count_terms(tmp_path / "t.parquet", tmp_path / "out")
    same(found, in_memory(loaded(table["text"]).assign(outlet=table["outlet"])))


def test_a_run_is_bound_to_what_sources_csv_says(toy):
    files = partitions.source_files(toy)
    before = partitions.stated(toy)
    (toy / "sources.csv").write_text("file,outlet\na.txt,Port Paper\n", encoding="utf-8")
    assert partitions.source_files(toy) == files and partitions.stated(toy) != before
    with pytest.warns(corpus.CorpusWarning, match=r"b\.txt is not listed"):
        found = scale.count_terms(toy, toy / "out", progress=False)
    assert list(found["outlet"].unique()) == ["Port Paper", "b"]


def test_a_folder_of_someone_else_is_left_alone(toy):
    (toy / "out.parts").mkdir()
    (toy / "out.parts/letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(corpus.CorpusError, match="in the way"):
        scale.count_terms(toy, toy / "out")
    assert (toy / "out.parts/letter.txt").exists()


def test_workers_of_a_cluster_give_the_same(tmp_path, small):
    from dask.distributed import Client, LocalCluster

    table = made_up(30)
    table.to_parquet(tmp_path / "pieces.parquet")
    table.to_json(tmp_path / "lines.jsonl", orient="records", lines=True)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        counts = [
            scale.count_terms(tmp_path / n, tmp_path / "o", client=client) for n in ("pieces.parquet", "lines.jsonl")
        ]
        found = scale.extract_claims(tmp_path / "lines.jsonl", tmp_path / "o", client=client)
    expected = in_memory(loaded(table["text"]).assign(outlet=table["outlet"]))
    for table_ in counts:
        same(table_, expected)
    pd.testing.assert_frame_equal(found, claims.extract(table), check_exact=True)


def test_progress_goes_to_stderr_and_only_on_demand(tmp_path, capsys):
    scale.count_terms(HOME / "seeds", tmp_path / "o")
    assert capsys.readouterr() == ("", "")
    scale.count_terms(HOME / "seeds", tmp_path / "o", progress=True)
    out, err = capsys.readouterr()
    assert out == "" and "100%" in err


# -- Alignment without comparing all pairs --------------------------------------------
def test_the_pairs_that_alignment_looks_at_grow_with_the_articles():
    looked, pairs = [], []
    for n in (100, 200, 400):
        found = claims.extract(told(n))
        looked.append(len(blocking.candidates(features.once_read(pairing.readied(found)))[0]) / n)
        pairs.append(len(claims.align(found)) / n)
    assert pairs[0] > 5 and max(looked) < 1.3 * min(looked)


def test_every_kind_of_file_is_counted_as_corpus_load_reads_it(tmp_path):
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "page.html").write_text(
        "<html><body><article><h1>Head</h1><p>The first paragraph of the page speaks of trade.</p>"
        "<p>The second speaks of rail, and of nothing else at all.</p></article></body></html>"
    )
    (folder / "rows.csv").write_text("text,outlet\nFive states met in Astana.,One\n,Two\nSix leaders spoke.,Two\n")
    (folder / "lines.jsonl").write_text('{"text": "Trade grew by 5 percent.", "outlet": "One"}\nno json\n')
    listed = {"outlet": ["One", "nan"], "text": [["It rained 3 days.", "Two roads closed."], ["No."]]}
    pd.DataFrame(listed).to_parquet(folder / "listed.parquet")
    (folder / "programs.jsonl").write_text(
        '{"text": ["Snow fell.", "", "It melted."]}\n{"text": "nan"}\n{"text": "None came.", "outlet": "None"}\n'
    )
    (folder / "old.txt").write_bytes("Café prices rose by 3 percent, it said — “again”.".encode("cp1252"))
    (folder / "garbled.txt").write_text("They said â€œtradeâ€\u009d grew.\nA stateâ€™s trade Ã\u00a0\nla carte.\n")
    (folder / "empty.txt").write_text(" \n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", corpus.CorpusWarning)
        articles = corpus.load(folder)
        tokens = corpus.tokens(corpus.sentences(corpus.paragraphs(articles)))
        for by in ("outlet", "article_id"):
            found = scale.count_terms(folder, tmp_path / "counts.parquet", by=by)
            key = [by, "term"]
            want = terms.counts(tokens, by).sort_values(key, ignore_index=True)
            pd.testing.assert_frame_equal(found.sort_values(key, ignore_index=True), want, check_dtype=False)
        stated = scale.extract_claims(folder, tmp_path / "claims.parquet")
    key = ["article_id", "start"]
    want = claims.extract(articles).sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(stated.sort_values(key, ignore_index=True), want, check_dtype=False)
    assert any("empty.txt" in note for note in found.attrs["skipped"])
    assert any("rows.csv" in note for note in found.attrs["skipped"])


def test_lines_of_jsonl_have_one_number_in_both_readers(tmp_path, monkeypatch):
    """Blank and broken lines, a byte order mark, and partitions of a few lines each."""
    lines = ["\ufeff" + json.dumps({"text": "Rain fell."}), "", "no json", json.dumps({"text": ""})]
    lines += [json.dumps({"text": f"Ship {n} left."}) for n in range(5)]
    (tmp_path / "days.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.warns(corpus.CorpusWarning):
        loaded = corpus.load(tmp_path)["article_id"].tolist()
    monkeypatch.setattr(partitions, "SIZE", 40)
    source = partitions.root(tmp_path / "days.jsonl")
    read = [partitions.read_batch(batch) for batch in partitions.batches(source, partitions.source_files(source))]
    assert len(read) > 2
    assert [name for table, _, _ in read for name in table["article_id"]] == loaded
    assert loaded == ["days-1", *(f"days-{n}" for n in range(5, 10))]
    notes = [note for _, _, own in read for note in own]
    assert sum("no JSON object in line(s) 3 " in note for note in notes) == 1
    assert sum("no text in row(s) 4," in note for note in notes) == 1 and len(notes) == 2


def test_too_few_addresses_are_a_sentence(tmp_path):
    """As under ulimit -v: polars and ZeroMQ, which then find none, end the process without one."""
    (tmp_path / "a.txt").write_text("It rained.", encoding="utf-8")
    scaled = "from lib import scale; scale.count_terms('a.txt', 'out.parquet')"
    for command in (["-c", scaled], ["-m", "lib.site.own", "--root", str(tmp_path), "--", "a.txt"]):
        limited = f"ulimit -v 2000000; exec {shlex.join([sys.executable, *command])}"
        ended = subprocess.run(
            ["sh", "-c", limited],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": str(HOME)},
        )
        assert ended.returncode and "no more than 2.0 GB here (ulimit -v)" in ended.stderr.splitlines()[-1]
    assert not list(tmp_path.glob("out*"))


def test_a_full_disk_is_a_sentence_and_what_is_done_is_kept(tmp_path):
    """As large as a file may be stands for a full disk: the same handler, and no disk has to be filled."""
    import resource

    from lib.scale.jobs import atomic

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
        with pytest.raises(corpus.CorpusError, match=r"the disk is full .*make room and call it again"), atomic(tmp_path / "a") as part:  # fmt: skip
            part.write_bytes(b"x" * 2_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(tmp_path.iterdir()) == []
