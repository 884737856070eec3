"""Hostile and broken input: each kind is read, read with a named repair, left out by name, or refused; none is lost in silence."""

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
import warnings
import zlib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import claims, corpus, text
from lib.claims import blocking, features, pairing
from lib.corpus import duplicates, readers
from lib.corpus.readers import parts
from lib.show import tables
from lib.text import sentence_ends
from tests.conftest import HOME

ENGLISH = "The towns met in Port Amber on Tuesday. They signed nearly 12 papers on trade, said the mayor’s envoy.\n"
RUSSIAN = "Министры встретились в Порту и подписали 12 документов о торговле. Это новая эпоха, сказал посол.\n"
CHINESE = "各国部长在阿斯塔纳会晤，签署了12份贸易合作文件。中国和中亚国家的合作不断深化。\n"
FRENCH = "Les ministres se sont réunis à Astana, où ils ont signé douze traités sur le commerce et l’énergie. " * 4
PAGE = """<html><head><title>Towns sign | Harbour Daily</title><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2025-06-18T10:00:00Z"><script>evil("one")</script></head>
<body onload="evil()"><nav><a href="http://outside.invalid/">Home</a></nav><article><h1>Towns sign &lt;treaty&gt;</h1>
<p>The towns met in <b onclick="evil()">Port Amber</b> on Tuesday and signed twelve papers on trade, said the mayor.</p>
<p>It rained in all of the five towns for the whole day, and nobody came to the &lt;harbour&gt; at all.</p>
<img src="http://outside.invalid/x.png" onerror="evil()"><script>document.write("evil two")</script></article></body></html>"""


def pdf(line):
    """A PDF of one page with one line, written by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def parquet(**columns):
    target = io.BytesIO()
    pd.DataFrame(columns).to_parquet(target)
    return target.getvalue()


def listen(function, *args, **options):
    """What a function returns, and the messages of its warnings, which must all be of our class."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = function(*args, **options)
    assert all(issubclass(w.category, corpus.CorpusWarning) for w in caught), [str(w.message) for w in caught]
    return result, [str(w.message) for w in caught]


def check(articles):
    """All tables of the articles, with their spans held."""
    texts = articles.set_index("article_id")["text"]
    paragraphs = corpus.paragraphs(articles)
    sentences = corpus.sentences(paragraphs)
    tokens = corpus.tokens(sentences, {})
    found, aside = claims.extract(articles), claims.set_aside(articles)
    for table, surface in (
        *((paragraphs, "text"), (sentences, "text"), (tokens, "token")),
        *((found, "surface"), (aside, "surface"), (corpus.set_aside(paragraphs), "text")),
    ):
        rows = zip(table["article_id"], table["start"], table["end"], table[surface], strict=True)
        assert all(texts[a][start:end] == shown and start < end for a, start, end, shown in rows)
    for article, own in paragraphs.groupby("article_id"):
        inside = sum(sum(c.isalnum() for c in t) for t in own["text"])
        assert inside == sum(c.isalnum() for c in texts[article])
    assert set(paragraphs["article_id"]) == set(articles["article_id"])
    for table in (articles, sentences, tokens, found):
        tables.to_csv(table).encode()
    return tokens


# name, bytes; what the text must hold (None: left out); a warning that names the file (None: none); the form
KINDS = {
    "UTF-8": ("c.txt", ENGLISH.encode(), "mayor’s envoy", None, "UTF-8 text"),
    "UTF-8 with a mark": ("c.txt", ENGLISH.encode("utf-8-sig"), "mayor’s", None, "UTF-8 text"),
    "UTF-16 with a mark": ("c.txt", ENGLISH.encode("utf-16"), "mayor’s", None, "utf-16-le text"),
    "UTF-16, big end first": ("c.txt", b"\xfe\xff" + ENGLISH.encode("utf-16-be"), "mayor’s", None, "utf-16-be text"),
    "UTF-16 without a mark": ("c.txt", ENGLISH.encode("utf-16-le"), "mayor’s", None, "utf-16-le text"),
    "UTF-16 BE without a mark": ("c.txt", ENGLISH.encode("utf-16-be"), "mayor’s", None, "utf-16-be text"),
    "UTF-16, Chinese": ("c.txt", CHINESE.encode("utf-16-le"), "合作", "not in English", "utf-16-le text"),
    "UTF-16, cut off": ("c.txt", ENGLISH.encode("utf-16")[:-1], "mayor’s", "broken character", "utf-16-le text"),
    "UTF-32": ("c.txt", ENGLISH.encode("utf-32"), "mayor’s", None, "utf-32-le text"),
    "cp1252": ("c.txt", ENGLISH.encode("cp1252"), "mayor’s", "read as cp1252, which is a guess", "cp1252 text"),
    "cp1252 with a byte that is none": (
        "c.txt", ENGLISH.encode("cp1252") + b"It rained\x81.",
        "mayor’s", "is a guess; look at it, or save it as UTF-8; has 1 broken character(s) for cp1252", "cp1252 text",
    ),
    "cp1251": ("c.txt", RUSSIAN.encode("cp1251"), "Министры", "read as cp1251, which is a guess", "cp1251 text"),
    "KOI8": ("c.txt", RUSSIAN.encode("koi8-r"), "Министры", "read as koi8_r, which is a guess", "koi8_r text"),
    "GB18030": ("c.txt", CHINESE.encode("gb18030"), "各国部长", "read as gb18030, which is a guess", "gb18030 text"),
    "truncated UTF-8": ("c.txt", ENGLISH.encode() + "é".encode()[:1], "mayor’s", "1 broken char", "UTF-8 text, mended"),
    "a broken byte": ("c.txt", RUSSIAN.encode() + b"\xff.", "Министры", "1 broken char", "UTF-8 text, mended"),
    "empty": ("c.txt", b"", None, "it is empty", None),
    "white space": ("c.md", b" \r\n\t\x0c\n", None, "it is empty", None),
    "only escapes": ("c.txt", b"\x1b[31m\x1b[A\n", None, "it is empty", None),
    "only marks": ("c.txt", "\u200b\u202e\ufeff\u0301".encode(), None, "it is empty", None),
    "NUL bytes": ("c.txt", b"The towns\0met.", None, "it holds NUL bytes", None),
    "a stray NUL byte": ("c.txt", ENGLISH.encode() + b"It \0rained.", "It rained.", None, "UTF-8 text"),
    "stray control characters": ("c.txt", ENGLISH.encode() + b"It\x07 rai\x01ned.\x1a\x0c", "It rained.", None, "UTF-8 text"),
    "overstruck letters": (
        "c.txt", b"N\bNA\bAM\bME\bE\nIt _\br_\ba_\bi_\bn_\be_\bd a\b_l\b_l d\bda\bay\by.\n", "NAME It rained all day.", None, "UTF-8 text",
    ),
    "a program": ("c.txt", b"\x7fELF\x02\x01\x01" + b"\0" * 9, None, "it holds NUL bytes", None),
    "random bytes": ("c.txt", zlib.compress(os.urandom(9000)), None, "c.txt was not read: ", None),
    "a picture": ("c.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None, "it holds NUL bytes", None),
    "an archive": ("c.md", b"PK\x03\x04\x14\0\0\0\x08\0", None, "it holds NUL bytes", None),
    "control characters": ("c.txt", b"\x01a\x02b\x03" * 9, None, "are none that a text has", None),
    "mojibake": ("c.txt", ENGLISH.encode().decode("cp1252").encode(), "mayor’s", None, "UTF-8 text"),
    "mojibake, twice": (
        "c.txt", ENGLISH.encode().decode("cp1252").encode().decode("cp1252").encode(), "mayor’s", None, "UTF-8 text",
    ),
    "byte-swapped run": ("c.txt", "EU\u2000\u1300\u4300\u6500\u6e00\u7400\u7200 met.".encode(), "EU–Centr", None, "UTF-8 text"),
    "web page": ("c.html", PAGE.encode(), "Port Amber on Tuesday", None, "web page"),
    "web page as .txt": ("c.txt", PAGE.encode(), "<harbour>", "is a web page by its content", "web page"),
    "web page in cp1251": (
        "c.htm", PAGE.replace("<head>", '<head><meta charset="windows-1251">').replace("towns", "город").encode("cp1251"),
        "город", None, "web page",
    ),
    "web page, a stub": ("c.html", b"<p>It rained.", "It rained.", "no main text that could be told", "web page"),
    "web page, nothing": ("c.html", b"<html><script>evil()</script>", None, "no text could be found", None),
    "web page, deep": ("c.html", b"<div>" * 9000 + b"<p>It rained.", None, "no text could be found", None),
    "web page, pictures inside": (
        "c.html", PAGE.replace("http://outside.invalid/x.png", "data:image/png;base64," + "A" * 5_000_001).encode(), "Port Amber", None, "web page",
    ),
    "web page, too large": ("c.html", PAGE.encode() + b"<p>" * 1_700_000, None, "it is a web page of 5,1", None),
    "web page, binary": ("c.html", b"<html>\0\0\1\1", None, "it holds NUL bytes", None),
    "PDF": ("c.pdf", pdf("The towns met in Port Amber."), "Port Amber", None, "PDF"),
    "PDF as .txt": ("c.txt", pdf("The towns met."), "towns met", "is a PDF by its content", "PDF"),
    "PDF without text": ("c.pdf", pdf(""), None, "a PDF without text, a scan perhaps", None),
    "PDF, cut off": ("c.pdf", pdf("The towns met.")[:300], None, "c.pdf was not read", None),
    "PDF, not one": ("c.pdf", b"It rained.", None, "its PDF is locked or broken", None),
    "CSV": ("c.csv", b"title,text\nA,It rained.\n", "It rained.", None, "row 1"),
    "CSV by semicolons": ("c.csv", b'title;text\nA;"It rained;\nall day"\n', "It rained; all day", None, "row 1"),
    "CSV in cp1252": ("c.csv", b"text\nThe caf\xe9 is open.\n", "café", "read as cp1252", "row 1"),
    "CSV, long field": ("c.csv", b"text\n" + b"the town " * 15_000, "the town", None, "row 1"),
    "CSV without text": ("c.csv", b"lede,title\nIt rained.,A\n", None, "its columns are lede, title", None),
    **{f"{kind}, binary": (f"c{kind}", b'{"text": "\0\0\0"}', None, "it holds NUL bytes", None) for kind in (".csv", ".json", ".jsonl", ".srt")},
    "CSV, many columns": ("c.csv", b"a,b,c,d,e,f,g,h,i\n", None, "its columns are a, b, c, d, e, f, g, h and 1 more", None),
    "CSV, open quote": ("c.csv", b'text\n"It rained.\nIt was wet.\n', "It was wet.", "is no sound CSV", "row 1"),
    "CSV, too many fields": ("c.csv", b"text\nIt rained, all day\n", "It rained", "more fields than its header", "row 1"),
    "CSV, nothing": ("c.csv", b"", None, "its columns are none", None),
    "JSONL": ("c.jsonl", b'{"text": "It rained."}\n\n', "It rained.", None, "row 1"),
    "JSONL, broken lines": ("c.jsonl", b'[\n{"text": "It rained."}\n7', "It rained.", "no JSON object in line(s) 1, 3", "row 2"),
    "JSONL, brackets": ("c.jsonl", b"[" * 100_000, None, "its columns are none", None),
    "JSONL, half a character": ("c.jsonl", b'{"text": "It \\ud83d rained."}', "It \ufffd rained.", None, "row 1"),
    "JSONL, no string": ("c.jsonl", b'{"text": null}\n{"text": 12}', "12", "no text in row(s) 1", "row 2"),
    "Parquet": ("c.parquet", parquet(text=["It rained."], date=[pd.Timestamp("2025-06-18")]), "It rained.", None, "row 1"),
    "Parquet, broken": ("c.parquet", b"PAR1" + b"x" * 40, None, "its Parquet is broken", None),
    "Parquet without text": ("c.parquet", parquet(lede=["a"]), None, "its columns are lede", None),
    "event handlers in a text": ("c.txt", b'<img src=x onerror="alert(1)"> It rained.', "alert(1)", None, "UTF-8 text"),
    "LaTeX": ("c.txt", rb"\section{Trade} The \emph{towns} spent \$3 and 37\% of it. $x^2$ \input{/etc/passwd}", "37\\%", None, "UTF-8 text"),
    "Markdown": ("c.md", b"# Trade\n\n* [It](javascript:alert(1)) rained ![x](http://outside.invalid/).\n", "rained", None, "UTF-8 text"),
    "terminal escapes": ("c.txt", b"It \x1b[31;1mrained\x1b[0m.\x1b]0;title\x07\n", "It rained.", None, "UTF-8 text"),
    "right-to-left override": ("c.txt", "It \u202ereined\u202c, at 12 \u2067o'clock\u2069.".encode(), "reined", None, "UTF-8 text"),
    "zero-width characters": ("c.txt", "It ra\u200bi\u2060n\u00aded on 1\u200b2 towns.".encode(), "towns", None, "UTF-8 text"),
    "combining characters": ("c.txt", ("Z" + "\u0300\u0316" * 999 + "algo rained.").encode(), "algo", None, "UTF-8 text"),
    "NFD": ("c.txt", "The cafe\u0301 is open.".encode(), "cafe\u0301", None, "UTF-8 text"),
    "CR": ("c.txt", b"It rained.\rIt was wet.\r", "It was wet.", None, "UTF-8 text"),
    "CRLF": ("c.txt", b"It rained.\r\nIt was wet.\r\n", "It was wet.", None, "UTF-8 text"),
    "French": ("c.txt", FRENCH.encode(), "ministres", "c.txt is plainly not in English", "UTF-8 text"),
    "Russian": ("c.txt", RUSSIAN.encode(), "Министры", "letters are not Latin (Cyrillic)", "UTF-8 text"),
    "Chinese": ("c.txt", CHINESE.encode(), "各国部长", "letters are not Latin (Cjk)", "UTF-8 text"),
    "another format": ("c.exe", b"PK", None, "only .txt, .md", None),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_gets_what_is_its_due(toy, kind, caplog):
    name, raw, held, said, form = KINDS[kind]
    (toy / name).write_bytes(raw)
    articles, messages = listen(corpus.load, toy)
    assert bool(messages) == (said is not None), messages
    assert not caplog.records, "what libraries log of a file's flaws is no word for its reader"
    assert all(message.startswith(name) for message in messages)
    assert said is None or any(said in message for message in messages), messages
    own = articles[articles["file"] == name]
    assert len(own) == (held is not None) and len(articles) == len(own) + 2
    check(articles)
    repairs = corpus.repairs(articles)
    assert len(repairs) == articles["n_repairs"].sum()
    for article in own.itertuples():
        assert held in text.display(article.text) and article.form == form
        notes = repairs[(repairs["article_id"] == article.article_id) & repairs["kind"].str.startswith("read from")]
        assert len(notes) == (form != readers.PLAIN)
        if form == readers.PLAIN:
            assert len(article.text) == len(raw.decode())


def test_what_a_page_says_of_itself_and_nothing_that_it_does(toy, monkeypatch):
    import socket

    monkeypatch.setattr(socket.socket, "connect", lambda *a: pytest.fail("a page was followed"))
    (toy / "c.html").write_text(PAGE)
    page = listen(corpus.load, toy)[0].set_index("article_id").loc["c"]
    assert (page["title"], page["author"], page["date"]) == ("Towns sign <treaty>", "Ann Lee", "2025-06-18")
    assert "evil" not in page["text"] and "Home" not in page["text"]
    assert "<treaty>" not in tables.to_html(pd.DataFrame([page]), "articles")


def test_a_table_brings_its_columns_and_sources_come_first(toy):
    rows = [
        {"text": "It rained.", "article_id": "r1", "outlet": "A", "date": "2025-06-18", "title": " a\tb "},
        {"text": "It snowed.", "outlet": "B"},
        {"text": "It froze.", "article_id": "a"},
    ]
    (toy / "c.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (toy / "sources.csv").write_text("file,article_id,outlet,country\na.txt,,A,\nb.txt,,B,\nc.jsonl,wx,,Freedonia\n")
    articles, messages = listen(corpus.load, toy)
    assert list(articles["article_id"]) == ["a", "b", "r1", "wx-2", "a-2"]
    assert list(articles["outlet"]) == ["A", "B", "A", "B", "c"]
    assert list(articles["country"]) == ["", "", *["Freedonia"] * 3]
    assert articles["date"][2] == "2025-06-18" and articles["title"][2] == "a b"
    assert [m for m in messages if "article_id a is taken, so it is a-2" in m]
    assert corpus.repairs(articles)["article_id"].tolist() == ["r1", "wx-2", "a-2"]


def test_a_thousand_rows_of_one_id_keep_a_number_each(tmp_path):
    (tmp_path / "c.csv").write_text(
        "article_id,outlet,text\nx-3,A,It rained.\n" + "".join(f"x,A,{n} towns.\n" for n in range(1000))
    )
    articles, messages = listen(corpus.load, tmp_path)
    assert list(articles["article_id"]) == ["x-3", "x", "x-2", *(f"x-{n}" for n in range(4, 1002))]
    assert len(messages) == 999 and "c.csv, row 3: article_id x is taken, so it is x-2 here" in messages[0]


def test_a_folder_of_nothing_but_a_strange_table_is_refused_with_its_columns(tmp_path):
    (tmp_path / "c.csv").write_text("lede,title\nIt rained.,A\n")
    with pytest.raises(corpus.CorpusError, match=r"its columns are lede, title"), pytest.warns(corpus.CorpusWarning):
        corpus.load(tmp_path)


PASSAGES = [f"The town of {name} signed paper number {n} on the harbour. " for n, name in enumerate("ABCDEFGHIJ", 1)]


def test_duplicates_are_named_and_counted_as_one_wishes(toy):
    (toy / "c.txt").write_text("".join(PASSAGES))
    (toy / "d.txt").write_text("\n\n".join(PASSAGES).upper())
    (toy / "e.txt").write_text("".join(PASSAGES) + "It rained.")
    (toy / "f.txt").write_text(
        "".join(reversed(PASSAGES[:3])) + "It rained on and on in all of the towns, and no one came. " * 2
    )
    articles, messages = listen(corpus.load, toy)
    assert len(articles) == 6
    assert [m.partition(":")[0] for m in messages] == [
        "d.txt has the same words as c.txt",
        "e.txt shares 98% of its passages with c.txt",
    ]
    kept, messages = listen(corpus.load, toy, duplicates="drop")
    assert list(kept["article_id"]) == ["a", "b", "c", "f"] and "left out" in messages[0]
    with pytest.raises(ValueError, match="it must be 'keep' or 'drop'"):
        corpus.load(toy, duplicates="once")


def test_tables_without_a_row_are_tables():
    none = pd.DataFrame(columns=corpus.ARTICLES)
    none.attrs["folder"] = str(HOME / "seeds")
    paragraphs = corpus.paragraphs(none)
    sentences = corpus.sentences(paragraphs)
    for table, columns in ((sentences, corpus.SENTENCES), (corpus.tokens(sentences), corpus.TOKENS)):
        assert table.empty and list(table.columns) == columns
    assert claims.extract(none).empty and claims.set_aside(none).empty and corpus.repairs(none).empty
    assert corpus.set_aside(paragraphs).empty


def test_near_duplicates_by_hand():
    words = [f"w{i}" for i in range(100)]
    other = [*words[:50], "x", *words[51:]]  # 91 of 96 passages are left on either side: 91 / 101
    assert duplicates.earlier([" ".join(words), " ".join(other), "w1"]) == [None, (0, 91 / 101), None]
    assert duplicates.earlier(["It rained.", "It rained."]) == [None, (0, 1.0)]
    assert duplicates.earlier(["It rained.", "it  rained.", "It rained"]) == [None, (0, 1.0), None]


def test_odd_places(toy):
    """Loops, pipes, folders called like texts, names that are markup, formulas or paths."""
    (toy / "loop.txt").symlink_to(toy / "loop.txt")
    (toy / "gone.txt").symlink_to(toy / "nowhere.txt")
    (toy / "circle").symlink_to(toy)
    os.mkfifo(toy / "pipe.txt")
    (toy / "folder.txt").mkdir()
    names = [
        "<script>alert(1)<∕script>.txt",
        "=cmd|'calc'!A0.txt",
        "$x^{$.txt",
        "`id`;$(id).txt",
        "x..\\..\\etc.txt",
        "a\nb.txt",
    ]
    for number, name in enumerate(names):
        (toy / name).write_text(f"It rained for {number + 3} days.")
    Path(os.fsdecode(os.fsencode(toy) + b"/caf\xe9.txt")).write_text("It rained.")
    articles, messages = listen(corpus.load, toy)
    assert len(articles) == 2 + len(names)
    expected = {"loop.txt": "no ordinary", "gone.txt": "no ordinary", "pipe.txt": "no ordinary"}
    expected |= {"circle": "a link to a folder", "caf\ufffd.txt": "its name is not UTF-8"}
    assert len(messages) == len(expected)
    for name, why in expected.items():
        assert any(m.startswith(f"{name} was not read: ") and why in m for m in messages), messages
    check(articles)
    assert "<script" not in tables.to_html(articles, "articles")
    cells = {cell for row in csv.reader(io.StringIO(tables.to_csv(articles))) for cell in row}
    assert not any(re.match(r"[=+\-@\t\r]", cell) for cell in cells)
    assert any(cell.startswith("'=cmd") for cell in cells)
    assert len(corpus.repairs(articles)) == articles["n_repairs"].sum()


def test_a_closed_folder_is_named(toy, monkeypatch):
    (toy / "closed").mkdir()
    plain = os.scandir

    def refuse(path):  # root may open every folder
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return plain(path)

    monkeypatch.setattr(os, "scandir", refuse)
    articles, messages = listen(corpus.load, toy)
    assert len(articles) == 2 and re.search(r"the folder .*closed was not read: Permission denied", messages[0])


def test_hostile_sources(toy):
    (toy / "sources.csv").write_text(f'file,outlet\na.txt,=1+1\n../../etc/passwd,B\n{"x" * 5000},C\n"a\0b",D\n')
    articles, messages = listen(corpus.load, toy)
    assert list(articles["outlet"]) == ["=1+1", "b"] and "'=1+1" in tables.to_csv(articles)
    assert sum("which is not in the folder" in m for m in messages) >= 2


def test_a_file_that_changed_since_is_named(toy):
    articles = corpus.load(toy)
    (toy / "a.txt").write_text("It rained.")
    with pytest.raises(corpus.CorpusError, match=r"a\.txt has changed since it was loaded"):
        corpus.repairs(articles)
    (toy / "a.txt").unlink()
    with pytest.raises(corpus.CorpusError, match=r"a\.txt has changed since it was loaded"):
        corpus.repairs(articles)


def test_a_corpus_with_its_own_stop_list_is_asked_for_no_language(toy):
    (toy / "c.txt").write_text(RUSSIAN)
    (toy / "stopwords.txt").write_text("в и о это")
    assert listen(corpus.load, toy)[1] == []
    (toy / "stopwords.txt").write_bytes(b"\xff\xfe\xe9")
    with pytest.raises(corpus.CorpusError, match=r"stopwords\.txt cannot be read: .*save it as UTF-8"):
        corpus.read_stopwords(toy)


def test_texts_in_another_language_are_named_once_a_file(tmp_path):
    (tmp_path / "c.txt").write_text(RUSSIAN)
    (tmp_path / "d.jsonl").write_text(
        "\n".join(json.dumps({"outlet": "A", "text": f"{n} {RUSSIAN}"}) for n in range(3))
    )
    _, (one, several) = listen(corpus.load, tmp_path)
    assert one.startswith("c.txt is plainly not in English") and "nor are" not in one
    assert several.startswith("d.jsonl, row 1 is plainly not") and ", nor are 2 other rows of it;" in several


def test_plain_texts_need_none_of_the_readers():
    """A notebook starts fast: what reads pages, PDFs, Parquet and odd encodings is imported where it is asked for."""
    code = "import sys; from lib import corpus; corpus.load('seeds'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=True).stdout
    heavy = {
        "trafilatura",
        "pypdf",
        "polars",
        "charset_normalizer",
        "pyarrow.parquet",
        "lxml.etree",
        "openpyxl",
        "yaml",
    }
    assert not heavy & set(loaded.split())


def test_notebooks_start_without_what_few_of_them_use():
    code = "import sys; from lib import cards, charts, claims, frames, official, resample, style, topics, voices"
    command = [sys.executable, "-c", f"{code}; print(*sys.modules)"]
    loaded = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True).stdout
    assert not {"scipy.stats", "scipy.optimize", "sklearn", "nltk", "polars", "itables"} & set(loaded.split())


@pytest.mark.parametrize(
    ("kind", "raw", "paragraphs", "sentences"),
    [
        ("one line of 10 MB", (b"The towns met, " * 29 + b"and it rained. ") * 22_222, 1, 22_222),
        ("600,000 lines", (b"It rained.\n" + b"\n" * 19) * 30_000, 30_000, 30_000),
    ],
)
def test_giants(tmp_path, kind, raw, paragraphs, sentences):
    """Read in full, in a process that a hang would not outlive."""
    (tmp_path / "c.txt").write_bytes(raw)
    code = (
        "import sys; from lib import corpus; articles = corpus.load(sys.argv[1]);"
        "p = corpus.paragraphs(articles); s = corpus.sentences(p); t = articles['text'][0];"
        "assert all(t[a:b] == x for a, b, x in zip(s['start'], s['end'], s['text'])); print(len(t), len(p), len(s))"
    )
    run = [sys.executable, "-W", "error", "-c", code, tmp_path]
    shown = subprocess.run(run, cwd=HOME, capture_output=True, text=True, timeout=600, check=True).stdout
    assert shown.split() == [str(len(raw)), str(paragraphs), str(sentences)], kind


LIMITED = """
import resource, sys
import pandas as pd
import psutil
from lib.people import actors, voices
from lib import claims, corpus, text
claims.align(claims.extract(corpus.load("seeds")))  # what is imported at first use
now = psutil.Process().memory_info().vms
resource.setrlimit(resource.RLIMIT_AS, (now + 400_000_000,) * 2)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + 32_000
for size, piece in zip(map(int, sys.argv[1::2]), sys.argv[2::2]):
    print(repr(piece), flush=True)
    used = sum(psutil.Process().cpu_times()[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + 40, -1))
    texts = [piece * (n // len(piece)) for n in (size, size // 2)]
    articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["a", "b"], "text": texts})
    found, aside = claims.extract(articles), claims.set_aside(articles)
    pairs = claims.align(found)
    paragraphs = corpus.paragraphs(articles)
    sentences = corpus.sentences(paragraphs)
    tokens = corpus.tokens(sentences, {})
    voices.speech(paragraphs, sentences, tokens, actors.mentions(tokens, actors.read_aliases()))
    held = sum(found["sentence"].str.len()) + sum(aside["sentence"].str.len())
    assert held <= claims.LONGEST * (len(found) + len(aside))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < most
print("all")
"""
# and how many characters of them: a square of these lengths, in bytes or steps, is over what the process may have
PIECES = {
    **dict.fromkeys(["1%", "$1", "[1]", "1\u200b", "data:image/png;base64,iVBORw0KGgo1"], 4_000),
    **dict.fromkeys(["1/", "1 and ", "1 of ", 'x."1" ', "1-strong-", "1 a, ", "he said “1” ", "A"], 1_500),
    "according to officials “1” ": 1_500,
}


def test_numbers_without_end_take_no_more_memory_than_they_need():
    """A sentence without end, and another outlet's of half its length, through all that reads claims and voices."""
    pieces = [str(word) for piece, size in PIECES.items() for word in (size, piece)]
    run = [sys.executable, "-W", "ignore", "-c", LIMITED, *pieces]
    shown = subprocess.run(run, cwd=HOME, capture_output=True, text=True, timeout=600)
    assert shown.stdout.endswith("all\n"), (shown.stdout[-100:], shown.stderr[-400:])


def test_a_claim_carries_a_long_sentence_in_part():
    raw = "The towns paid " + "".join(f"${n} for nets, " for n in range(1_000, 1_900)) + "and it rained."
    found = claims.extract(pd.DataFrame({"article_id": ["a"], "text": [raw]}))
    assert len(found) == 900 and set(found["sentence_id"]) == {1}
    for row in found.itertuples():
        assert row.surface in row.sentence and row.sentence in raw and len(row.sentence) <= 400
    whole = claims.extract(pd.DataFrame({"article_id": ["a"], "text": [raw[:900] + " it rained."]}))
    assert set(whole["sentence"].str.len()) == {911}


def test_alignment_looks_at_a_bounded_number_of_pairs(monkeypatch):
    texts = ["".join(f"{n} boats, " for n in range(1, 700)), "".join(f"{n} boats, " for n in range(2, 1400, 2))]
    found = claims.extract(pd.DataFrame({"article_id": ["a", "b"], "outlet": ["a", "b"], "text": texts}))
    read = features.once_read(pairing.readied(found))
    for each, few in ((60, 20_000), (5, 100)):
        monkeypatch.setattr(blocking, "EACH", each)
        monkeypatch.setattr(blocking, "FEW", few)
        (i, j), told = listen(blocking.candidates, read)
        across = read.outlets[i] != read.outlets[j]
        assert 0 < across.sum() <= max(few, each * len(found))
        assert ("comparisons were left out" in str(told[0])) if told else each == 60
    same = claims.extract(pd.DataFrame({"article_id": ["a", "b"], "text": ["12 boats, " * 600] * 2}))
    assert len(claims.align(same)) <= 20 * 20 * 9  # of what is said over and over, twenty a passage


def test_a_file_written_out_as_an_address_is_one_code_and_no_word():
    raw = f"It rained (see data:image/png;base64,{'iVBORw0KGgo12AAA+/34' * 400}==) on 12 towns. The data:3,200 rows."
    articles = pd.DataFrame({"article_id": ["a"], "text": [raw]})
    aside = claims.set_aside(articles)
    assert aside["kind"].tolist() == ["code"] and len(aside["surface"][0]) == 8_024
    assert claims.extract(articles)["surface"].tolist() == ["12", "3,200"]
    assert [raw[a:b] for a, b in text.tokens(raw)] == "It rained see on 12 towns The data 3,200 rows".split()


def handed_on(raw):
    """The lengths of what sentencex is given."""
    return [end - start for start, end, _ in sentence_ends._stretches(raw)]


@pytest.mark.parametrize("unit", ["中。", "‘It. ", "“It rained. ", "«Oui. ", "x", "word ", "\u2060", "It rained. "])
def test_sentencex_never_sees_a_long_paragraph(unit):
    """Its time is quadratic where quotes stay open; in stretches the whole is linear, and counted here."""
    raw = unit * (40_000 // len(unit))
    sizes = handed_on(raw)
    assert max(sizes) <= 5_000 and sum(sizes) == len(raw) and len(sizes) <= 2 * len(raw) / 5_000 + 1


def test_stretches_cut_no_sentence(seeds):
    assert seeds[1]["text"].str.len().max() < 5_000  # the five articles are cut as ever
    raw = "The towns met, and it rained on all of them for days. " * 500
    assert len(text.sentences(raw)) == 500 and len(handed_on(raw)) > 5
    whole = "and on " * 2_000 + "it went. It rained."
    assert [whole[a:b] for a, b in text.sentences(whole)] == [whole[:-11], "It rained."]


SEASONED = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "aZé1 .,-\n\r\x0c\t'’“‘–—[]()<>&=\\$%\u00a0\u2060\u00ad\u200b\u0301\ufeff\u2028\u202e中。\x1b[mÃ©â€™вЂ\x00\x85\ud800"
        ),
        st.characters(),
    ),
    max_size=120,
)


def spans_hold(name, raw, folder):
    """One file of any bytes: every table of it keeps its spans, or the file is named."""
    place = folder / name
    place.write_bytes(raw)
    try:
        articles, messages = listen(corpus.load, folder)
    except corpus.CorpusError as error:
        assert name in str(error)
        return
    assert len(articles) or messages
    check(articles)


@settings(max_examples=40)
@given(raw=st.one_of(st.binary(max_size=200), SEASONED.map(lambda t: t.encode("utf-8", "surrogatepass"))))
@pytest.mark.parametrize("name", ["c.txt", "c.html", "c.pdf", "c.csv", "c.jsonl", "c.parquet"])
def test_spans_hold_on_any_bytes(tmp_path_factory, name, raw):
    spans_hold(name, raw, tmp_path_factory.mktemp("any"))


@settings(max_examples=60)
@given(SEASONED, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]))
def test_any_text_in_any_encoding_is_read_or_named(tmp_path_factory, raw, encoding):
    spans_hold("c.txt", raw.encode(encoding, "replace"), tmp_path_factory.mktemp("any"))


@settings(max_examples=25)
@given(SEASONED)
def test_any_text_comes_through_a_table(tmp_path_factory, raw):
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.txt").write_text("It rained.")
    (folder / "c.jsonl").write_text(json.dumps({"text": raw, "title": raw, "outlet": raw}))
    articles = listen(corpus.load, folder)[0]
    check(articles)
    for article in articles[articles["file"] == "c.jsonl"].itertuples():
        assert len(article.text) == len(raw)


@given(SEASONED.map(parts.sound))
def test_a_cell_is_never_a_formula(raw):
    table = pd.DataFrame({raw: [raw], "n": [1.0]})
    for row in csv.reader(io.StringIO(tables.to_csv(table))):
        assert not any(re.match(r"[=+\-@\t\r]", cell) for cell in row)


def test_a_limit_of_addresses_is_said_below_what_libraries_set_aside(monkeypatch):
    said = r"no more than 1\.5 GB here .* set aside 3 GB, though .*; lift that limit \(ulimit -v unlimited\)$"
    for limit, low in ((1_500_000_000, True), (-1, False), (corpus.problems.ADDRESSES, False)):
        monkeypatch.setattr("resource.getrlimit", lambda _, limit=limit: (limit, -1))
        with pytest.raises(corpus.CorpusError, match=said) if low else contextlib.nullcontext():
            corpus.problems.check_addresses()
