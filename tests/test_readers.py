"""lib.corpus.readers: exports, formats, columns, outlets and dates, on files that tests/exports.py makes."""

import contextlib
import csv
import io
import json
import re
import time

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from lib import claims, corpus, scale, terms, text
from lib.corpus import file_names, readers
from lib.corpus.readers import captions, columns, dates, exports, marks, parts
from lib.text import furniture
from tests import exports as made
from tests.conftest import HOME
from tests.exports import ARTICLES
from tests.test_hostile import SEASONED, check, listen, pdf, spans_hold

ALL = ("title", "outlet", "date", "author")
KNOWN = marks.known_tables()


def rows_of(name):
    with (HOME / "data" / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


# -- Tables of marks
@pytest.mark.parametrize("row", rows_of("export_marks.csv"), ids=lambda row: f"{row['export']} {row['mark']}")
def test_each_mark_fits_its_example_and_not_its_near_miss(row):
    own = KNOWN.exports[row["export"]]

    def kind(words):
        if row["shape"] == "class":
            return own.style(parts.Line("It rained.", words))
        found = own.of(parts.Line(words))
        return found.kind if found else ""

    assert kind(row["example"]) == row["kind"]
    assert not row["not"] or kind(row["not"]) != row["kind"]


def test_each_pattern_of_furniture_fits_its_example_and_none_a_near_miss():
    def kind(row, words):
        if row["shape"] == "line":
            return "furniture" if furniture.is_line(words) else None
        return furniture.addressed(words)

    rows = rows_of("furniture.csv")
    for row in rows:
        own = re.compile(furniture.expression(row["pattern"], row["shape"]) + r"\W{0,2}", re.IGNORECASE)
        assert own.fullmatch(row["example"]) and kind(row, row["example"]) == row["kind"], row
        assert row["not"] and kind(row, row["not"]) is None, row
    assert len({row["pattern"] for row in rows}) == len(rows)
    assert furniture.addressed("Sign up for our newsletter, she said.") is None, "somebody speaks"


def test_each_month_is_read_and_no_name_means_two():
    rows = rows_of("month_names.csv")
    for row in rows:
        assert dates.iso(row["example"]) == f"2025-{int(row['month']):02d}-17", row
    assert len({row["name"] for row in rows}) == len(rows)


def test_each_name_of_a_column_is_taken_for_its_field():
    for row in rows_of("column_names.csv"):
        if row["field"] == "no name":
            assert columns.known_name(row["example"], KNOWN), row["example"]
            assert not columns.known_name(row["example"], KNOWN._replace(fillers=KNOWN.fillers - {row["name"]})), row
        if row["field"] in marks.NO_FIELDS:
            continue
        for name in (row["name"], row["name"].upper(), row["name"].replace("_", " ")):
            taken = columns.roles([name], [{name: row["example"]}], KNOWN).taken
            assert taken == {row["field"]: name}, name


def test_folders_that_say_nothing_name_no_outlet():
    for row in rows_of("column_names.csv"):
        if row["field"] == "no outlet":
            assert file_names.patterns([row["example"]], KNOWN.no_outlets) == {}


def test_a_corpus_adds_rows_to_our_tables(tmp_path):
    """An export that nobody wrote a reader for, known by its marks alone; and a column of a strange name."""
    (tmp_path / "export_marks.csv").write_text(
        "export,kind,shape,mark\nHarbour Wire,start,line,*** Item # of # ***\nHarbour Wire,title,label,Subject matter:\n"
        "Harbour Wire,outlet,label,Wire:\nHarbour Wire,date,label,Sent:\nHarbour Wire,body,line,-- text --\n"
    )
    (tmp_path / "column_names.csv").write_text("field,name\ntext,Wortlaut\n")
    items = [
        f"*** Item {n} of 2 ***\nSubject matter: Rain {n}\nWire: HW\nSent: 1 May 2024\n-- text --\nIt rained {n} days.\n"
        for n in (1, 2)
    ]
    (tmp_path / "wire.txt").write_text("Wire: all of it\n" + "".join(items))
    (tmp_path / "t.csv").write_text("Wortlaut,outlet\nIt snowed.,B\n")
    articles, _ = listen(corpus.load, tmp_path)
    assert list(articles["article_id"]) == ["t-1", "wire-1", "wire-2"] and list(articles["outlet"]) == ["B", "HW", "HW"]
    assert (
        list(articles["text"][1:]) == ["It rained 1 days.", "It rained 2 days."] and articles["date"][1] == "2024-05-01"
    )
    (tmp_path / "export_marks.csv").write_text("export,kind,shape,mark\nX,start,regex,.*\n")
    with pytest.raises(corpus.CorpusError, match="the shape of"):
        corpus.load(tmp_path)
    (tmp_path / "export_marks.csv").write_text("name\nX\n")
    with pytest.raises(corpus.CorpusError, match=r"lacks the column\(s\) export"):
        corpus.load(tmp_path)


# -- Exports
OLD, NEW, PAGE, FACTIVA = made.nexis_old, made.nexis_new, made.factiva_page, made.factiva_lines
LANGUAGES = {"en": made.ENGLISH, "de": made.GERMAN, "fr": made.FRENCH}
EXPORTS = {
    **{f"Nexis text {code}": ("x.TXT", OLD(words=words)) for code, words in LANGUAGES.items()},
    **{f"Nexis page {code}": ("x.html", made.nexis_page(words=words)) for code, words in LANGUAGES.items()},
    **{f"Nexis Uni Word {code}": ("x.DOCX", made.docx(NEW(words=words))) for code, words in LANGUAGES.items()},
    **{f"Nexis Uni text {code}": ("x.txt", "\n".join(NEW(words=words))) for code, words in LANGUAGES.items()},
    "Nexis text without a cover": ("x.txt", OLD(cover=False)),
    "Nexis text, headline below": ("x.txt", OLD(headline=True)),
    "Nexis text, rights above": ("x.txt", OLD(headline=True, rights_first=True)),
    "Nexis text with editions": ("x.txt", OLD(editions=True)),
    "Nexis text, narrow": ("x.txt", OLD(width=60)),
    "Nexis text, CRLF": ("x.txt", OLD().replace("\n", "\r\n")),
    "Nexis text in UTF-16": ("x.txt", OLD().encode("utf-16")),
    "Nexis text without a foot": ("x.txt", OLD(without=("foot",))),
    "Nexis text with no more than a date": ("x.txt", OLD(without=("author", "section", "length", "foot"))),
    "Nexis Uni Word without contents": ("x.docx", made.docx(NEW(contents=False))),
    "Nexis Uni Word with captions": ("x.docx", made.docx(NEW(graphic=True))),
    "Nexis Uni Word with editions": ("x.docx", made.docx(NEW(edition=" Late Edition - Final"))),
    "Nexis Uni RTF": ("x.rtf", made.rtf(NEW())),
    "Nexis Uni OpenDocument": ("x.odt", made.odt(NEW())),
    "Nexis Uni page": ("x.html", "<html><body>" + "".join(f"<p>{line}</p>" for line in NEW()) + "</body></html>"),
    **{
        f"Factiva page {code}": ("x.html", PAGE(words=words, document=document, language=language))
        for (code, words), document, language in zip(LANGUAGES.items(), ("Document", "Dokument", "Document"), ("English", "Englisch", "Anglais"), strict=True)
    },
    **{
        f"Factiva page, {'plain' if plain else 'classes'}, {options}": ("x.html", PAGE(plain=plain, found=found, **options))
        for plain, found in ((False, True), (True, False))
        for options in ({"section": True}, {"author": False}, {"author": "by"}, {"time": True}, {"page": True}, {"rights": False})
    },
    "Factiva text": ("x.txt", "\n\n".join(line for line, _ in FACTIVA(section=True, time=True))),
    "Factiva Word": ("x.docx", made.docx([line for line, _ in FACTIVA(page=True)])),
    "Factiva codes": ("x.txt", made.factiva_coded()),
    "Factiva codes by tabs": ("x.txt", made.factiva_coded(blank="\t")),
    "Factiva codes, wrapped": ("x.txt", made.factiva_coded(wrap=70)),
    "Factiva codes in RTF": ("x.rtf", made.rtf(made.factiva_coded().split("\n"))),
    "ProQuest page": ("x.html", made.proquest_page()),
    "ProQuest page without abstracts": ("x.html", made.proquest_page(abstract=False)),
    **{
        f"ProQuest text, rule {rule[:1]!r}, numbered {numbered}, width {wrap}": ("x.txt", made.proquest_text(rule=rule, numbered=numbered, wrap=wrap))
        for rule, numbered, wrap in (("_" * 60, True, 0), ("_" * 60, False, 80), ("-" * 40, True, 80), ("", False, 0))
    },
    "ProQuest Word": ("x.docx", made.docx(made.proquest_text().split("\n"))),
    "Europresse page": ("x.HTML", made.europresse_page()),
    "Europresse page en": ("x.html", made.europresse_page(words=made.ENGLISH)),
    "Europresse page of 2015": ("x.html", made.europresse_page(made=2015)),
    "Europresse page of 2012": ("x.html", made.europresse_page(made=2012)),
    "Reuters-21578": ("reut2-000.sgm", made.reuters(brief=False)),
    "Reuters-21578 as text": ("reut2-000.txt", made.reuters(brief=False)),
}  # fmt: skip


def read(name, raw):
    return readers.read(name, raw.encode() if isinstance(raw, str) else raw)


@pytest.mark.parametrize("kind", EXPORTS)
def test_exports_are_split_into_their_articles(kind):
    """Text to the letter, and what the heads say; nothing else of the file is in a text, and nothing is lost."""
    name, raw = EXPORTS[kind]
    reading = read(name, raw)
    assert reading.notes == [] and len(reading.documents) == len(ARTICLES)
    for document, article in zip(reading.documents, ARTICLES, strict=True):
        told = document.fields | {"date": dates.iso(document.fields["date"])}
        if "," in told.get("author", ""):
            told["author"] = " ".join(reversed(told["author"].split(", ")))
        expected = {field: article[field] for field in ALL}
        if "Reuters" in kind:
            expected["outlet"] = "Reuters"
        if "'author': False" in kind or "no more than a date" in kind:
            expected["author"] = ""
        assert {field: told.get(field, "") for field in ALL} == expected
        assert document.text == "\n\n".join(article["paragraphs"])
        if kind.startswith("Europresse"):
            assert (told["section"], told["page"]) == (article["section"], article["page"])
        if "Nexis" in kind and "no more" not in kind:
            assert (told["section"], told["page"]) == (article["section"], article["page"])
            assert told["length"] == str(made.length(article))
    if kind.startswith(("Nexis", "Factiva page en")) and "without contents" not in kind:
        assert reading.stated == len(ARTICLES)
    texts, asides = readers.words_kept(reading)
    assert 0.93 < (texts + asides) / reading.words < 1.02


# kinds of what is set aside with the first article (with the file), in order
ASIDE = {
    "Nexis text en": (
        "date, author, section, length, outlet, title, load date, language, publication type, indexing, graphic, copyright, copyright",
        "cover, cover, cover, cover, cover, cover, cover",
    ),
    "Nexis Uni Word with captions": (
        "page header, cover, cover, cover, stated, cover, cover, cover, cover, cover, cover, cover, cover, cover, cover, date, copyright, section,"
        " length, author, head, head, head, outlet, title, graphic, caption, load date, end",
        "",
    ),
    "Factiva page en": ("id, title, author, length, date, outlet, code, language, copyright", "foot, foot, foot, foot, foot, foot"),
    "Factiva codes, wrapped": ("section, title, author, length, date, time, outlet, code, page, language, copyright, indexing, indexing, indexing, id", ""),
    "ProQuest text, rule '-', numbered True, width 80": (
        "title, author, publication info, link, abstract, abstract, indexing, indexing, title, outlet, page, publication, date, section, publication,"
        " code, publication, language, publication type, id, url, copyright, publication, database",
        "start, start, start, cover, cover",
    ),
    "Europresse page": ("outlet, publication info, kicker, title, subtitle, author, reprints, reprints, reprints, copyright, certificate, certificate, certificate", ""),
    "Europresse page of 2015": ("outlet, publication info, head, title, author, caption, head, copyright, id, certificate", ""),
    "Europresse page of 2012": ("outlet, publication info, title, author, copyright, id, certificate", ""),
    "Reuters-21578": ("date, section, indexing, indexing, title, author, dateline, sign-off", "cover"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ASIDE)
def test_heads_and_feet_are_set_aside_line_by_line(kind):
    reading = read(*EXPORTS[kind])
    assert ", ".join(aside.kind for aside in reading.documents[0].aside) == ASIDE[kind][0]
    assert ", ".join(aside.kind for aside in reading.aside) == ASIDE[kind][1]


def test_factiva_of_other_shapes():
    """Broken off after one paragraph, without length and date, with a headline over two lines."""
    short = [ARTICLES[0] | {"paragraphs": ARTICLES[0]["paragraphs"][:1]}]
    (document,) = read("x.html", PAGE(short, found=False).rpartition("<div class=''>Document")[0]).documents
    assert (document.fields["outlet"], document.text) == ("The Amber Post", ARTICLES[0]["paragraphs"][0])
    lines = [line for line, _ in FACTIVA()]
    at = next(i for i, line in enumerate(lines) if line == f"{made.length(ARTICLES[1])} words")
    reading = read("x.docx", made.docx(lines[:at] + lines[at + 2 :]))
    assert "no outlet was found in document(s) 2" in reading.notes[0] and "no date" in reading.notes[1]
    document = reading.documents[1]
    assert document.fields["title"] == ARTICLES[1]["title"]
    assert document.text == "\n\n".join(ARTICLES[1]["paragraphs"])
    assert [aside.text for aside in document.aside][2:5] == ["John Roe", "Hill Echo", "AMBP"]
    lines = made.factiva_coded().replace("for Port Amber", "\nfor Port Amber", 1).split("\n")
    assert read("x.rtf", made.rtf(lines)).documents[0].fields["title"] == "New lifts for Port Amber"


@pytest.mark.parametrize(
    ("line", "n"),
    [("Results Found: 1,044", 1044), ("Results Found 44", 44), ("Résultats trouvés\n\n1,044", 1044), ("Headlines 1 - 3 of 44", 44), ("Results Found", None)],
)  # fmt: skip
def test_factiva_says_how_many_it_found(line, n):
    text = "\n\n".join([line for line, _ in FACTIVA()])
    assert read("x.txt", f"{text}\n\n{line}").stated == n


@pytest.mark.parametrize("time", ["09:00", "9:00 GMT", "11:21 AM GMT"])
def test_a_time_is_no_newspaper(time):
    lines = [time if line == "09:00" else line for line, _ in FACTIVA(ARTICLES[:1], time=True)]
    (document,) = read("x.txt", "\n\n".join(lines)).documents
    assert document.fields["outlet"] == ARTICLES[0]["outlet"] and ("time", time) in document.aside


def test_four_codes_are_an_export_of_factiva():
    raw = "HD  Rain\nSN  The Post\nLP  It rained.\nAN  Document ABCD0000012345678\n"
    (document,) = read("x.txt", raw).documents
    assert (document.text, document.fields["title"], document.fields["outlet"]) == ("It rained.", "Rain", "The Post")


def test_the_number_of_an_article_of_factiva_may_stand_below_its_code(tmp_path):
    raw = "HD  Rain {n}\nSN  The Post\nLP  It rained.\n\nTD\nIt poured.\nAN\nDocument ABCD000001234567{n}\n"
    for document in read("x.txt", raw.format(n=1) + raw.format(n=2)).documents:
        assert document.text == "It rained.\n\nIt poured."
        assert document.fields["title"][:4] == "Rain" and document.aside[-1].text.startswith("Document")
        assert {("body", "TD"), ("id", "AN")} <= set(document.aside)
    (document,) = read("x.pdf", pdf(") Tj 0 -14 Td (".join(raw.format(n=1).split("\n")))).documents
    assert document.form == "Factiva (PDF)" and "poured" in document.text


def test_what_stands_above_the_first_article_of_plain_factiva_belongs_to_the_file():
    above = ["Search of 1 July 2024", "Lifts and harbour", "For the library"]
    lines = [line for line, _ in FACTIVA(section=True)]
    reading = read("x.txt", "\n\n".join([*above, *lines, "Copies are not for sale."]))
    assert [aside.text for aside in reading.aside] == [*above[:2], "Copies are not for sale."]
    assert [aside.kind for aside in reading.aside] == ["cover", "cover", "foot"]
    told = [(d.fields["title"], d.fields["outlet"], d.fields["author"]) for d in reading.documents]
    assert told == [(a["title"], a["outlet"], a["author"]) for a in ARTICLES]
    assert [d.fields["section"] for d in reading.documents] == ["For the library", "Business", "Comment"]
    one = read("x.txt", "Business\n" + made.factiva_coded())
    assert one.aside == () and one.documents[0].aside[0].text == "Business"
    coded = read("x.txt", "Search of 1 July 2024\n\nFor the library\n\n" + made.factiva_coded())
    assert [aside.text for aside in coded.aside] == ["Search of 1 July 2024", "For the library"]
    assert [d.fields["section"] for d in coded.documents] == [
        d.fields["section"] for d in read("x.txt", made.factiva_coded()).documents
    ]


def test_an_export_of_ones_own_may_part_its_articles_by_their_end(tmp_path):
    """What follows the last end is a foot; an end without a text is left out and named; too many are stated."""
    (tmp_path / "export_marks.csv").write_text(
        "export,kind,shape,mark\nPier News,end,line,=== # ===\nPier News,title,label,Head:\nPier News,outlet,label,Paper:\n"
        "Pier News,date,label,Day:\nPier News,body,label,Text:\nPier News,stated,line,# pieces in all\n"
    )
    pieces = [
        f"Head: Rain {n}\nPaper: Post {n}\nDay: {n} May 2024\nText:\nIt rained {n} days.\n=== {n} ===\n" for n in (1, 2)
    ]
    (tmp_path / "a.txt").write_text("".join(pieces) + "Printed at the pier.\n")
    articles, messages = listen(corpus.load, tmp_path)
    assert messages == []
    columns = ["article_id", "outlet", "date", "title", "text"]
    assert articles[columns].to_numpy().tolist() == [
        [f"a-{n}", f"Post {n}", f"2024-05-0{n}", f"Rain {n}", f"It rained {n} days."] for n in (1, 2)
    ]
    heads = corpus.heads(articles)
    assert heads.loc[heads["kind"] == "foot", "text"].tolist() == ["Printed at the pier."]
    (tmp_path / "a.txt").write_text("".join(pieces) + "5 pieces in all\n")
    articles, (message,) = listen(corpus.load, tmp_path)
    assert len(articles) == 2 and "says that it holds 5 document(s), but 2 were found" in message
    few = "Head: Rain\nPaper: Post\nIt rained.\n=== 1 ===\n"  # with two labels it might be anything
    (tmp_path / "a.txt").write_text(few * 2)
    articles, _ = listen(corpus.load, tmp_path)
    assert list(articles["form"]) == [readers.PLAIN]


@pytest.mark.parametrize(
    ("name", "author"), [("", ""), ("By Ann Lee in Port Amber and John Roe", "Ann Lee in Port Amber and John Roe")]
)
def test_the_author_of_plain_factiva_is_a_name_or_a_byline_and_no_headline(name, author):
    lines = [line for line, _ in FACTIVA(ARTICLES[:1], section=True, author=False)]
    at = lines.index(f"{made.length(ARTICLES[0])} words")
    (document,) = read("x.txt", "\n\n".join([*lines[:at], *filter(None, [name]), *lines[at:]])).documents
    assert (document.fields["title"], document.fields.get("author", "")) == (ARTICLES[0]["title"], author)


def test_proquest_with_one_line_of_publication_info():
    gone = re.compile(r"^(?:Publication title|Pages|Publication date|Title): .*\n", re.MULTILINE)
    for document, article in zip(read("x.txt", gone.sub("", made.proquest_text())).documents, ARTICLES, strict=True):
        assert [document.fields[n] for n in ("title", "outlet", "page")] == [article[n] for n in ("title", "outlet", "page")]  # fmt: skip
        assert dates.iso(document.fields["date"]) == article["date"]


def test_old_nexis_with_a_deck_below_its_headline_and_indented_paragraphs():
    rain = "It rained on the quay for all of the twelve days of that May."
    head = "1 of 1 DOCUMENTS\n\nThe Post\n\nJune 17, 2025 Tuesday\n\nHEADLINE: Rain\n\nA wet town waits\n\nLENGTH: 30 words\n\n"
    (document,) = read("x.txt", f"{head}    {rain}\n    Nobody came to the harbour.\n").documents
    assert (document.fields["title"], document.fields["outlet"]) == ("Rain", "The Post")
    assert document.text == f"{rain}\n\nNobody came to the harbour."


@pytest.mark.parametrize(("n", "kept"), [(4, 0), (5, 5)])
def test_a_label_ends_the_head_of_old_nexis_below_up_to_four_decks(n, kept):
    decks = "".join(f"A deck {'abcde'[i]}\n\n" for i in range(n))
    head = f"The Post\n\nJune 17, 2025 Tuesday\n\nRain\n\n{decks}LENGTH: 30 words\n\n"
    (document,) = read("x.txt", f"1 of 1 DOCUMENTS\n\n{head}{RAIN}\n\nLOAD-DATE: June 18, 2025\n").documents
    assert document.fields["title"] == "Rain" and document.text.count("A deck") == kept


@pytest.mark.parametrize(("stated", "n", "said"), [(40, 19, True), (40, 20, False), (39, 9, False)])
def test_less_than_half_of_forty_words_is_short(stated, n, said):
    head = f"1 of 1 DOCUMENTS\n\nThe Post\n\nJune 17, 2025 Tuesday\n\nRain\n\nLENGTH: {stated} words\n\n"
    reading = read("x.txt", f"{head}{'rain ' * n}\n\nLOAD-DATE: June 18, 2025\n")
    assert any("less than half" in note for note in reading.notes) == said


def test_three_articles_of_nexis_need_no_label():
    one = "The Post\n\nJune 17, 2025\n\nRain on the quay\n\nIt rained in the town for a day.\n\nNobody came.\n\n"
    for document in read("x.txt", "".join(f"{n} of 3 DOCUMENTS\n\n{one}" for n in (1, 2, 3))).documents:
        assert [document.fields[n] for n in ("outlet", "title", "date")] == [
            "The Post",
            "Rain on the quay",
            "June 17, 2025",
        ]
        assert document.text == "It rained in the town for a day.\n\nNobody came."


def test_lines_joined_to_paragraphs_are_none_of_them_blank():
    lines = exports.unwrapped([parts.Line(line) for line in OLD().split("\n")], KNOWN.exports["Nexis"])
    assert all(line.text.strip() for line in lines) and len(lines) < 100


@pytest.mark.parametrize(("n", "wrapped"), [(2, True), (4, False)])
def test_a_few_long_lines_leave_an_export_cut_at_a_width(n, wrapped):
    long = "\n".join([f"SUBJECT: {'x' * 102}"] * n)
    (document, *_) = read("x.txt", OLD().replace("LOAD-DATE:", f"{long}\n\nLOAD-DATE:", 1)).documents
    assert (document.text == "\n\n".join(ARTICLES[0]["paragraphs"])) == wrapped


def test_a_long_head_of_nexis_goes_on_to_its_body():
    decks = ["The harbour waits", "The council splits", "The mayor hopes", "The residents talk", "The quay sleeps"]
    lines = NEW(ARTICLES[:1])
    at = lines.index("Body")
    (document,) = read("x.docx", made.docx(lines[:at] + decks + lines[at:])).documents
    assert document.text == "\n\n".join(ARTICLES[0]["paragraphs"])
    assert {"subtitle"} == {aside.kind for aside in document.aside if aside.text in decks}


@pytest.mark.parametrize("n", [1, 2])
@pytest.mark.parametrize("contents", [True, False])
def test_one_article_a_word_file_needs_no_number(n, contents):
    own = ARTICLES[n - 1 : n]
    (document,) = read("x.docx", made.docx(NEW(own, contents=contents))).documents
    assert document.number == "" and document.fields["title"] == own[0]["title"]
    assert document.text == "\n\n".join(own[0]["paragraphs"])


@pytest.mark.parametrize("gone", ["author", "section", "length", "date", "foot"])
def test_fields_that_are_missing_are_empty_and_shift_no_other(gone):
    for name, raw in (("x.txt", OLD(without=(gone,))), ("x.docx", made.docx(NEW(without=(gone,))))):
        for document, article in zip(read(name, raw).documents, ARTICLES, strict=True):
            for field in {"title", "outlet", "author"} - {gone}:
                assert document.fields[field] == article[field]
            assert not document.fields.get(gone) or gone == "date"


def test_what_is_no_text_is_set_aside_with_its_kind(tmp_path):
    (tmp_path / "x.txt").write_text(OLD())
    (tmp_path / "y.html").write_text(made.proquest_page())
    (tmp_path / "z.docx").write_bytes(made.docx(NEW(graphic=True)))
    articles, messages = listen(corpus.load, tmp_path, "drop")
    assert len(articles) == 3 and all("left out" in message for message in messages)
    heads = corpus.heads(articles)
    assert list(heads.columns) == corpus.SET_ASIDE
    kinds = heads.groupby("kind")["text"].first()
    assert {"cover", "load date", "length", "copyright", "section", "language", "publication type", "indexing"} <= set(
        kinds.index
    )
    assert (
        kinds["load date"] == "LOAD-DATE: March 5, 2024 Tuesday"
        and kinds["copyright"] == "Copyright 2024 The Amber Post"
    )
    assert set(heads.loc[heads["kind"] == "cover", "article_id"]) == {""}
    shown = corpus.files_read(articles)
    assert list(shown.columns) == corpus.READ and list(shown["stated"]) == [3] and shown["share"][0] > 0.9
    for surface in ("LOAD-DATE", "words", "DOCUMENTS", "Copyright"):
        assert not articles["text"].str.contains(surface).any()
    assert "2024" not in " ".join(claims.extract(articles)["surface"])


def test_files_say_what_became_of_them(tmp_path):
    (tmp_path / "x.html").write_text(made.proquest_page())
    (tmp_path / "y.docx").write_bytes(made.docx(["It rained."], table=[("a", "b")], header="Page 1"))
    articles, _ = listen(corpus.load, tmp_path)
    heads = corpus.heads(articles)
    assert {("x.html", "abstract"), ("x.html", "indexing"), ("y.docx", "table"), ("y.docx", "page header")} <= set(
        zip(heads["file"], heads["kind"], strict=True)
    )
    assert list(corpus.files_read(articles)["kind"]) == ["ProQuest (web page)", "Word file"]
    names = ["a.csv", "a.html", "a.json", "a.jsonl", "a.pdf", "a.rtf", "a.srt", "a.txt", "a.xlsx", "a.zip"]
    raw = [
        "text\nIt rained.\n",
        "<p>It rained.",
        '[{"text": "It rained."}]',
        '{"text": "It rained."}',
        pdf("It rained."),
        made.rtf(["It rained."]),
    ]
    raw += [
        "00:01.000 --> 00:02.000\nIt rained.",
        "It rained.",
        made.sheet([["text"], ["It rained."]]),
        made.packed_files({"b.txt": "It rained."}),
    ]
    found = [read(*file) for file in zip(names, raw, strict=True)]
    kinds = ["table", "web page", "JSON", "JSONL", "PDF", "RTF", "captions", "text", "Excel", "archive"]
    assert [reading.kind for reading in found] == kinds
    forms = [
        "row 1",
        "web page",
        "row 1",
        "row 1",
        "PDF",
        "RTF",
        "captions",
        readers.PLAIN,
        "row 1",
        "b.txt: UTF-8 text",
    ]
    assert [reading.documents[0].form for reading in found] == forms
    assert [reading.words for reading in found] == [{"captions": 4, "RTF": 6}.get(kind, 2) for kind in kinds]
    none = articles.iloc[:0]
    assert corpus.heads(none).empty and corpus.files_read(none).empty


BROKEN = {
    "cut off, Nexis": ("x.txt", OLD().partition("3 of 3")[0], "says that it holds 3 document(s), but 2 were found"),
    "one missing, Nexis": ("x.txt", OLD(cover=False).replace("2 of 3 DOCUMENTS", "4 of 9 DOCUMENTS"), "says that it holds 3 document(s), but 2 were found"),
    "a range of more on the cover, Nexis": ("x.txt", OLD().replace("1-3", "1-5"), "says that it holds 5 document(s), but 3"),
    "cut off, Nexis Uni": ("x.docx", made.docx(NEW()[:-4]), "breaks off within its last document"),
    "contents of more, Nexis Uni": ("x.docx", made.docx([line.replace("Documents (3)", "Documents (5)") for line in NEW()]), "says that it holds 5 document(s), but 3"),
    "cut off, Factiva": ("x.html", PAGE(found=False).rpartition("<div class=''>Document")[0], "breaks off within its last document"),
    "one missing, Factiva": ("x.html", PAGE().replace("<td>3</td>", "<td>44</td>"), "says that it holds 44 document(s), but 3"),
    "one missing, Nexis page": ("x.html", made.nexis_page().replace('DOCUMENTS="3"', 'DOCUMENTS="5"').replace("1-3", "x").replace(" of 3 DOC", " of 5 DOC"), "says that it holds 5"),
    "one missing, ProQuest": ("x.txt", made.proquest_text().replace("of 3", "of 7"), "says that it holds 7 document(s), but 3"),
    "cut off, Reuters": ("x.sgm", made.reuters(brief=False)[:-60], "breaks off within its last document"),
    "no dates": ("x.txt", OLD(without=("date",)), "no date was found in document(s) 1, 2, 3"),
    "a range with a dash, Nexis": ("x.txt", OLD().replace("1-3", "1–5"), "says that it holds 5 document(s), but 3"),
    "no outlets, ProQuest": ("x.txt", re.sub("(?m)^Publication (?:title|info|date): .*\n", "", made.proquest_text()), "no outlet was found in document(s) 1, 2, 3: look"),
    "one empty, Nexis": ("x.txt", f"{OLD(ARTICLES[:1]).replace('of 1', 'of 2')}\n\n2 of 2 DOCUMENTS\n\n-----", "has no text in its document(s) 2, which"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_what_an_export_states_is_held_against_what_is_found(kind):
    name, raw, said = BROKEN[kind]
    reading = read(name, raw)
    assert any(said in note for note in reading.notes), reading.notes
    assert len(reading.documents) == (
        1 if "empty" in kind else 2 if "found in it" not in said and "2 were" in said else 3
    )


def test_an_export_of_nothing_is_no_article():
    cover = OLD([])
    with pytest.raises(readers.Unreadable, match="Nexis export that holds no article"):
        read("x.txt", cover)


def test_briefs_of_reuters_are_their_titles():
    *_, brief = read("reut2-021.sgm", made.reuters()).documents
    assert (brief.text, brief.fields["outlet"]) == ("HARBOUR TO RAISE FEES", "Reuters")
    assert dates.iso(brief.fields["date"]) == "1987-02-26"
    assert ("filler", "Blah blah blah.") in brief.aside


@pytest.mark.parametrize(
    ("inner", "text", "fields"),
    [
        ("<TEXT><TITLE>RAIN</TITLE><BODY>It\x03rained<X>on.\n   It poured\non. Reuter\n&#3;</BODY></TEXT>", "It rained on.\n\nIt poured on.", {"title": "RAIN"}),
        ("<TOPICS><D>cocoa</D><D>tea</D></TOPICS><TEXT TYPE='UNPROC'>It rained.\n   It poured.\n REUTER\n</TEXT>", "It rained.\n\nIt poured.", {"section": "cocoa; tea"}),
        ("<TEXT TYPE='UNPROC'>\n****** RAIN IN TOWNS *\n</TEXT>", "RAIN IN TOWNS", {}),
        ("<DATE>26-FEB-1987</DATE>It rained.", "It rained.", {"date": "26-FEB-1987"}),
        ("<TEXT><AUTHOR>    By Ann Lee, Reuters</AUTHOR><BODY>It rained.\n Reuter in town.</BODY></TEXT>", "It rained. Reuter in town.", {"author": "Ann Lee"}),
    ],
)  # fmt: skip
def test_documents_of_reuters_in_parts(inner, text, fields):
    (document,) = read("x.sgm", f'<REUTERS NEWID="1">\n{inner}\n</REUTERS>').documents
    assert document.text == text and fields.items() <= document.fields.items()
    assert [a.text for a in document.aside if a.kind == "sign-off"] == re.findall("(?m)(REUTER|Reuter)$", inner)


def test_a_head_of_nexis_uni_with_one_name_names_the_outlet():
    lines = NEW(ARTICLES[:1], contents=False)
    (document,) = read("x.docx", made.docx([line for line in lines if line != ARTICLES[0]["title"]])).documents
    assert (document.fields.get("title", ""), document.fields["outlet"]) == ("", ARTICLES[0]["outlet"])


def test_what_is_left_of_a_cell_that_was_cut_is_set_aside():
    first, second = read("a.csv", "text,x\nIt rained… [+12 chars],y\nIt poured.,z\n").documents
    assert (first.aside, second.aside) == ((("cut off", "… [+12 chars]"),), ())


def test_names_values_and_errors_as_they_are_shown():
    assert parts.few("a" * n for n in (60, 61)) == f"{'a' * 60}, {'a' * 60}"
    assert parts.few("abcdefgh") == "a, b, c, d, e, f, g, h" and parts.few("abcdefghij").endswith(", h and 2 more")
    assert parts.short(ValueError(f"a\n b{'c' * 200}")) == f"ValueError: a b{'c' * 117}"
    day = pd.Timestamp("2025-06-17 10:00")
    given = [
        None,
        float("nan"),
        7.0,
        b"\xc3\xa9",
        ["a", None, ("b", 1)],
        {"name": "", "main": "c"},
        {"x": 1},
        day,
        True,
    ]
    assert [parts.shown(value) for value in given] == ["", "", "7.0", "é", "a, b, 1", "c", "", "2025-06-17", "True"]
    assert parts.field(" a\x1b\n\x00b\ud800 ") == "a b\ufffd" and parts.count_words("It's 5 — a_b _c!") == 4


def test_an_abstract_stands_for_a_text_that_is_not_there():
    reading = read("x.html", made.proquest_page().replace("Full text", "Subject"))
    for document in reading.documents:
        assert document.text and not any(aside.kind == "abstract" for aside in document.aside)
        assert document.fields["genre"] == "abstract"
    (note,) = reading.notes
    assert "no more than abstracts" in note and "document(s) 1, 2, 3" in note


@pytest.mark.parametrize(
    ("name", "dash", "tag"), [("x.ris", "  - ", "AB"), ("x.txt", " - ", "N2"), ("x.ris", "  -  ", "N2")]
)
def test_references_are_articles_as_far_as_they_hold_a_text(name, dash, tag):
    bare = f"TY{dash}NEWS\nTI{dash}Rain\nT2{dash}Post\nDA{dash}2024/05/01\nER{dash}\n"
    reading = read(name, made.ris(dash=dash, tag=tag) + bare)
    *documents, last = reading.documents
    for document, article in zip(documents, ARTICLES, strict=True):
        told = document.fields | {"date": dates.iso(document.fields["date"])}
        assert {field: told[field] for field in ALL} == {field: article[field] for field in ALL}
        assert document.text == "\n\n".join(article["paragraphs"]) and told["genre"] == "abstract"
    assert last.text == "Rain" and "document(s) 1, 2, 3 no more than abstracts" in reading.notes[0]
    assert "nothing but a title in its document(s) 4" in reading.notes[1]


def test_articles_that_look_a_little_like_exports_are_left_alone():
    plain = "The memo ended with the words\n\nEnd of Document\n\nand nobody spoke. It was page 3 of 3 documents.\n"
    (document,) = read("x.txt", plain).documents
    assert document.form == readers.PLAIN and document.text == plain
    for plain in (
        "Document ABCD12345678 was lost.\n\nIt had 58 words, said Ann Lee.\n",
        "It rained.\n\n58 words\n\nNobody came.\n",
        "It rained.\n\nDocument ABCD0000012345678\n\nNobody came.\n",
        "It rained.\nAbstract: It poured.\nNobody came.\n",
        "It rained.\nProQuest document ID: 2514\nNobody came.\n",
        "1 of 2 DOCUMENTS\n\nIt rained.\n\n2 of 2 DOCUMENTS\n\nIt poured.",
        "HD  Rain\nPD  17 June 2025\nLP  It rained.\n",
    ):
        (document,) = read("x.txt", plain).documents
        assert document.form == readers.PLAIN and document.text == plain


@pytest.mark.parametrize("n", [0, 1, 2])
def test_two_exports_in_one_folder_have_articles_of_their_own_names(tmp_path, n):
    (tmp_path / "a.txt").write_text(OLD(ARTICLES[:2]))
    (tmp_path / "b.html").write_text(PAGE(ARTICLES[1:]))
    articles, messages = listen(corpus.load, tmp_path)
    assert list(articles["article_id"]) == ["a-1", "a-2", "b-1", "b-2"]
    assert articles["outlet_from"].unique().tolist() == ["head of the export"]
    assert len(messages) == 1 and "b.html, Factiva (web page), document 1" in messages[0]
    check(articles)
    repairs = corpus.repairs(articles)
    assert len(repairs) == articles["n_repairs"].sum() >= 4


# -- Formats
def test_word_in_parts():
    raw = made.docx(
        ["A title", ("Rain in all the towns", "Heading1"), "It rained & poured."],
        table=[("a", "b"), ("1", "2")],
        footnote="A note.",
        header="Page 1",
    )
    (document,) = read("a.docx", raw).documents
    assert document.text == "A title\n\nRain in all the towns\n\nIt rained & poured.\n\nIt rained.[1]\n\n[1] A note."
    assert document.aside == (("table", "a | b\n1 | 2"), ("page header", "Page 1"))
    assert [block.kind for block in text.blocks(document.text)] == ["headline", "heading", "lead", "body", "note"]
    ends = (
        f'<w:endnotes {made.W}><w:endnote w:id="2"><w:p><w:r><w:t>Its end.</w:t></w:r></w:p></w:endnote></w:endnotes>'
    )
    noted = '<w:p><w:r><w:t>It poured.</w:t><w:endnoteReference w:id="2"/></w:r></w:p>'
    both = made.docx([], footnote="A note.", raw=noted, more={"word/endnotes.xml": ends})
    assert read("a.docx", both).documents[0].text == "It rained.[1]\n\nIt poured.[2]\n\n[1] A note.\n\n[2] Its end."
    more = "</w:t></w:r></w:p><w:p><w:r><w:t>".join(["One.", "Two."])
    ends = f'<w:endnotes {made.W}><w:endnote w:id="2"><w:p><w:r><w:t>{more}</w:t></w:r></w:p></w:endnote></w:endnotes>'
    both = made.docx([], raw=noted, more={"word/endnotes.xml": ends})
    assert read("a.docx", both).documents[0].text == "It poured.[1]\n\n[1] One. Two."
    deleted = "<w:p><w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>never </w:delText><w:t>no </w:t></w:r></w:del><w:r><w:t>rained.</w:t></w:r></w:p>"
    box = "<w:p><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>A box.</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>A box.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:p>"
    assert read("a.docx", made.docx([], raw=deleted + box)).documents[0].text == "It rained.\n\nA box."
    short = read("a.docx", made.docx([], table=[("It rained", "all day"), ("It poured", "on")]))
    assert (short.documents[0].text, short.documents[0].aside) == ("It rained | all day\n\nIt poured | on", ())
    cells = made.docx([], table=[("It rained " * 25 + "all day.", "x")])
    assert read("a.docx", cells).documents[0].text.startswith("It rained It rained")


@pytest.mark.parametrize(("lines", "aside"), [(3, 1), (4, 0)])
def test_a_table_of_more_than_three_lines_a_cell_is_the_layout_of_a_page(lines, aside):
    cell = "</w:t></w:r></w:p><w:p><w:r><w:t>".join(["It rained."] * lines)
    table = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    (document,) = read("a.docx", made.docx(["It poured."], raw=table)).documents
    assert document.text.count("It rained.") == lines * (not aside) and len(document.aside) == aside


def test_signs_of_word_opendocument_and_rtf():
    word = "It<w:tab/>rained<w:br/>all<w:noBreakHyphen/>day<w:cr/>a<w:softHyphen/>way.".replace(
        "<w:", "</w:t><w:"
    ).replace("/>", "/><w:t>")
    (document,) = read("a.docx", made.docx([], raw=f"<w:p><w:r><w:t>{word}</w:t></w:r></w:p>")).documents
    assert document.text == "It\trained\n\nall-day\n\na\u00adway."
    word = "It<text:tab/>rained<text:s/>on<text:line-break/>a<text:soft-hyphen/>way."
    (document,) = read("a.odt", made.odt([], raw=f"<text:p>{word}</text:p>")).documents
    assert document.text == "It\trained on\n\na\u00adway."
    word = rb"It\tab rained\line\lquote a\rquote\ldblquote b\rdblquote\emdash c\endash d\bullet\~e\_f\-g\par\{h\}\\"
    (document,) = read("a.rtf", rb"{\rtf1 {\*}{\header Page 1}{\b " + word + b"}}").documents
    assert document.aside == (("page header", "Page 1"),)
    assert document.text == "It\trained\n\n‘a’“b”—c–d•\u00a0e\u2011f\u00adg\n\n{h}\\"


def test_opendocument_and_rtf():
    for name, raw in (
        ("a.odt", made.odt(["A title", "It’s a café {x}, “so”."], "A note.")),
        ("a.rtf", made.rtf(["A title", "It’s a café {x}, “so”."], "A note.")),
    ):
        (document,) = read(name, raw).documents
        assert document.text.startswith("A title\n\nIt’s a café {x}, “so”.") and document.text.endswith(
            "[1]" + "\n\n[1] A note." if name == "a.rtf" else "\n\nIt rained[1].\n\n[1] A note."
        )
    (document,) = read(
        "a.rtf",
        rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 A;}}\f0 \'cc\'e8\'f0 {\*\unknown hidden}\uc2\u1042\'c2\'c2.\par}",
    ).documents
    assert document.text == "Мир В."
    raw = made.odt(
        [],
        raw="<text:h>Rain</text:h><text:p>It<text:s text:c='999999999'/>rai<text:span>ned</text:span>.<office:annotation><text:p>hm</text:p></office:annotation></text:p>",
    )
    assert read("a.odt", raw).documents[0].text == "Rain\n\nIt rained."
    for name, raw in (
        ("a.odt", made.odt([], raw="<text:p>It <!-- not -->rai<?x y?>ned.</text:p>")),
        ("a.docx", made.docx([], raw="<w:p><w:r><w:t>It <!-- not -->rained.</w:t></w:r></w:p>")),
    ):
        assert read(name, raw).documents[0].text == "It rained."


def test_captions_are_joined_to_sentences():
    srt = "1\n00:00:01,000 --> 00:00:02,500\n<i>The towns met\nin Port Amber</i>\n\n2\n00:00:02,600 --> 00:00:04,000\n{\\an8}on Tuesday.\n\n3\n00:00:09,000 --> 00:00:10,000\n- Who came?\n- Nobody.\n"
    reading = read("a.srt", srt.replace("\n", "\r\n"))
    (document,) = reading.documents
    assert reading.words == sum(readers.words_kept(reading)) == 17 and reading.notes == []
    assert document.text == "The towns met in Port Amber on Tuesday.\n\nWho came?\n\nNobody."
    assert document.aside[0].kind == "times" and "00:00:09,000" in document.aside[0].text
    vtt = "WEBVTT\n\nNOTE who knows\n\n00:01.000 --> 00:02.500 align:start\nThe towns<00:00:01.5><c> met</c>\n\n00:02.500 --> 00:03.000\nThe towns met\nin Port Amber.\n"
    assert read("a.vtt", vtt).documents[0].text == "The towns met in Port Amber."
    with pytest.raises(readers.Unreadable, match="no caption with a time"):
        read("a.srt", "It rained.")
    names = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann Lee>It rained &amp; poured.\n\n00:02.000 --> 00:03.000\n<v Bo Ray>Where?\nROE: Here.\n[MUSIC]\n"
    (document,) = read("a.vtt", names).documents
    assert document.text == "ANN LEE: It rained & poured.\n\nBO RAY: Where?\n\nROE: Here." and document.aside[1] == (
        "sound",
        "[MUSIC]",
    )
    cue = "It rained.\n\n00:09.000 --> 00:10.000\nIt poured.\nIt froze."
    assert captions.spoken(f"00:01.000 --> 00:02.000\n{cue}")[0] == "It rained.\n\nIt poured. It froze."
    late = "01:00:01.000 --> 01:00:02.500\nIt rained.\n\n01:00:05.400 --> 01:00:06.500\nIt poured.\n\n01:00:09.500 --> 01:00:10.000\nIt went."
    assert captions.spoken(late)[0] == "It rained. It poured.\n\nIt went."
    assert captions.spoken("00:01.000 --> 00:02.000\nIt\n\n00:30.000 --> 00:31.000\nrained.")[0] == "It rained."


TABLES = {
    "tabs": ("a.tsv", 'text\ttitle\nIt "rained" in\tA\nIt "poured\tB\n', ["It \"rained\" in", 'It "poured'], {"title": "A"}, ""),
    "Excel in Europe": ("a.csv", "\ufeffsep=;\nText;Source;Datum\nIt rained, all day;Post;17/06/2025\n", ["It rained, all day"], {"outlet": "Post", "date": "17/06/2025"}, "took Source as outlet"),
    "bars": ("a.csv", "Headline|Body|Newspaper\nA|It rained, all|Post\n", ["It rained, all"], {"outlet": "Post", "title": "A"}, "took Headline as title, Body as text"),
    "single quotes": ("a.csv", "'text','source'\n'It rained, all day','Post'\n", ["It rained, all day"], {"outlet": "Post"}, ""),
    "quotes in a table of tabs": ("a.tsv", 'text\ttitle\n"Rain" fell\tA\n"Snow\tB\n', ['"Rain" fell', '"Snow'], {"title": "A"}, ""),
    "an address that is none": ("a.csv", "text,url\nIt rained.,http://[post\n", ["It rained."], {"url": "http://[post"}, ""),
    "semicolons, decimal commas": ("a.csv", 'id;score;"full text";media\n1;0,5;"It rained; it poured";Post\n', ["It rained; it poured"], {"outlet": "Post"}, "full text as text"),
    "a cell in single quotes": ("a.csv", "text,title\nIt rained.,'A'\n", ["It rained."], {"title": "'A'"}, ""),
    "HTML": ("a.csv", "content,media_name\n<p>It &amp; she &#36;5.</p><p>On 3&nbsp;May.<br/>End.</p>,A &amp; B\n", ["It & she $5.\n\nOn 3 May.\n\nEnd."], {"outlet": "A & B"}, "has HTML"),
    "entities": ("a.csv", "text\nIt &amp; she: a < b\n", ["It & she: a < b"], {}, "has HTML"),
    "source is an address": ("a.csv", "text,source\nIt rained.,https://www.post.example/x\n", ["It rained."], {}, ""),
    "address alone": ("a.csv", "text,link\nIt rained.,https://www.post.example/x\n", ["It rained."], {"outlet": "post.example"}, "took link as url"),
    "two that may be the text": ("a.csv", "article,body\nshort,It rained a long time\n", ["It rained a long time"], {}, "several columns that may be the text (body, article): body was taken, since it holds most"),
    "the longest may be the text": ("a.csv", "body,article\nshort,It rained a long time\n", ["It rained a long time"], {}, "(article, body): article was taken, since it holds most"),
    "a text and more": ("a.csv", "text,content\nshort,It rained a very long time in all five towns\n", ["short"], {}, "one that holds more (content)"),
    "two outlets": ("a.csv", "text,publication,source\nIt rained.,Post,Feed\n", ["It rained."], {"outlet": "Post"}, "may be the outlet (publication, source): publication was taken, since it stands first in column_names.csv; call the right one outlet"),
    "a link that is none": ("a.csv", "text,link\nIt rained.,see above\n", ["It rained."], {"link": "see above"}, ""),
    "Guardian": ("a.json", json.dumps({"response": {"results": [{"webTitle": "A", "webUrl": "https://g.example/a", "fields": {"bodyText": "It rained.", "trailText": "x"}}]}}), ["It rained."], {"title": "A"}, ""),
    "New York Times": ("a.json", json.dumps({"response": {"docs": [{"headline": {"main": "A"}, "pub_date": "2025-06-17", "source": "NYT", "full_text": "It rained."}]}}), ["It rained."], {"outlet": "NYT", "title": "A"}, ""),
    "NewsAPI": ("a.json", json.dumps({"totalResults": 40, "articles": [{"source": {"id": None, "name": "Post"}, "content": "It rained… [+1834 chars]"}]}), ["It rained"], {"outlet": "Post"}, "cut off in row(s) 1"),
    "NewsAPI, more": ("a.json", json.dumps({"totalResults": 40, "articles": [{"source": {"name": "Post"}, "content": "It rained."}]}), ["It rained."], {}, "says that there are 40 results"),
    "Solr, more": ("a.json", json.dumps({"response": {"docs": [{"text": "It rained."}]}, "numFound": 7}), ["It rained."], {}, "says that there are 7 results"),
    "by key": ("a.json", json.dumps({"a1": {"text": "It rained."}, "a2": {"text": "It poured."}}), ["It rained.", "It poured."], {}, ""),
    "one object": ("a.json", '{"title": "A", "text": "It rained."}', ["It rained."], {"title": "A"}, ""),
    "lines in .json": ("a.json", '{"text":"It rained."}\n{"text":"It poured."}\n', ["It rained.", "It poured."], {}, "one object a line"),
    "names with more around them": ("a.csv", "Media outlet;Date of publication;Überschrift;content_html;Link to article\nPost;17/06/2025;A;<p>It rained.</p>;https://p.example/a\n", ["It rained."], {"outlet": "Post", "date": "17/06/2025", "title": "A", "url": "https://p.example/a"}, "Date of publication as date"),
    "a title above the names": ("a.csv", "Export of 1 May;;\n;;\nZeitung;Datum;Volltext\nPost;17.06.2025;It rained.\n", ["It rained."], {"outlet": "Post"}, ""),
    "quotes behind a backslash": ("a.csv", 'outlet,text\nPost,"It \\"rained\\", all day"\n', ['It "rained", all day'], {"outlet": "Post"}, ""),
    "cells of nothing": ("a.csv", "outlet,author,text\nPost,nan,It rained.\nEcho,\"['Ann Lee', 'Bo Ray']\",It poured.\nPost,None,NaN\n", ["It rained.", "It poured."], {"outlet": "Post", "author": ""}, "no text in row(s) 3"),
    "authors as Python writes them": ("a.csv", "author,text\n\"['Ann Lee', 'Bo Ray']\",It poured.\n", ["It poured."], {"author": "Ann Lee, Bo Ray"}, ""),
    "the same text twice": ("a.json", json.dumps([{"body": "<p>It rained.</p> " * 60, "bodyText": "It rained. " * 60}]), ["\n\n".join(["It rained."] * 60)], {}, "may be the text"),
    "paragraphs": ("a.json", json.dumps([{"outlet": "Post", "paragraphs": ["It rained.", "It poured."]}]), ["It rained.\n\nIt poured."], {"outlet": "Post"}, ""),
    "paragraphs with names": ("a.json", json.dumps([{"text": [{"type": "p", "text": "It rained."}, {"type": "p", "text": "It poured."}]}]), ["It rained.\n\nIt poured."], {}, ""),
    "pandas by column": ("a.json", json.dumps({"outlet": {"0": "Post", "1": "Echo"}, "text": {"0": "It rained.", "1": "It poured."}}), ["It rained.", "It poured."], {"outlet": "Post"}, ""),
    "pandas, split": ("a.json", json.dumps({"columns": ["outlet", "text"], "index": [0], "data": [["Post", "It rained."]]}), ["It rained."], {"outlet": "Post"}, ""),
    "names of groups above the names": ("a.csv", "Article,,Source\nHeadline,Full text,Newspaper\nA,It rained.,Post\n", ["It rained."], {"outlet": "Post", "title": "A"}, ""),
    "a text with commas, last and bare": ("a.csv", "outlet,text\nPost,It rained, poured, and snowed.\nEcho,It hailed.,,\n", ["It rained, poured, and snowed.", "It hailed."], {"outlet": "Post"}, "more fields than its header in row(s) 1: what is left over was taken for more of text"),
    "a text with commas, not last": ("a.csv", "text,outlet\nIt rained, poured,Post\n", ["It rained"], {}, "more fields than its header in row(s) 1; put quotes"),
    "a lead of its own": ("a.csv", 'lead,body,tags\n"Rain has come to all of the five towns, after ten dry weeks.",It poured.,"a, b, c, d, e, f, g, h, i, j, k"\n', ["It poured."], {}, "has running text in column(s) lead, which was not read"),
    "a teaser that the text holds": ("a.csv", 'teaser,body\nRain has come to all of the five towns after ten dry weeks.,Rain has come to all of the five towns after ten dry weeks. It poured.\n', ["Rain has come to all of the five towns after ten dry weeks. It poured."], {}, ""),
    "days by a strange name": ("a.csv", "when,text\n17/06/2025,It rained.\n2025-06-18,It poured.\n", ["It rained.", "It poured."], {}, "has days in column(s) when, but none that is called a date"),
    "cut by Excel": ("a.csv", f"text\n{'It rained. ' * 2978}It rained\n", ["It rained. " * 2978 + "It rained"], {}, "Excel: 32,767) in row(s) 1"),
    "a quote that is not closed": ("a.csv", 'text,outlet\n"It "rained, hard",Post\n"It snowed, then hailed",Echo\n', ["It rained", "It snowed, then hailed"], {}, "its row(s) 1, of more or fewer fields than its header, are articles; close all quotes"),
    "Excel's text": ("a.txt", "\ufeffOutlet\tDate\tText\r\nPost\t2025-06-17\tIt rained, all day.\r\n".encode("utf-16-le"), ["It rained, all day."], {"outlet": "Post"}, "is a table by its content"),
    "JSONL of another": ("a.jsonl", '{"headline":"A","body":"It rained.","source":{"name":"Post"},"authors":["Ann Lee","Bo Ray"]}', ["It rained."], {"outlet": "Post", "author": "Ann Lee, Bo Ray"}, ""),
}  # fmt: skip


FONTS = {
    77: ("mac_roman", "Café"), 128: ("cp932", "雨"), 129: ("cp949", "비"), 134: ("gb18030", "下雨"), 136: ("big5", "雨"),
    161: ("cp1253", "βροχή"), 162: ("cp1254", "yağmur"), 163: ("cp1258", "đê"), 177: ("cp1255", "גשם"), 178: ("cp1256", "مطر"),
    186: ("cp1257", "lietus ą"), 204: ("cp1251", "дождь"), 222: ("cp874", "ฝน"), 238: ("cp1250", "déšť"),
}  # fmt: skip
RAIN = "It rained."
RAINED = "It rained on the towns, and nobody came. "
ALPHABETS = {
    "utf-16-le": RAINED, "utf-16-be": RAINED, "utf-32": RAINED, "cp1252": "El señor llegó más tarde. ", "cp1251": "Дождь шёл весь день над городом. ",
    "koi8_r": "Дождь шёл весь день над городом. ", "cp932": "雨が一日中降り続いて、町には誰も来なかった。", "euc_jp": "雨が一日中降り続いて、町には誰も来なかった。",
    "gb18030": "整天都在下雨，城里没有人来。市长说，船没有开。", "big5": "整天都在下雨，城裡沒有人來。市長說，船沒有開。", "cp949": "하루 종일 비가 내렸고 아무도 오지 않았다. ",
    "cp1253": "Έβρεχε όλη μέρα και κανείς δεν ήρθε. ", "cp1256": "أمطرت طوال اليوم ولم يأت أحد. ",
}  # fmt: skip
TINY = "<html><head><title>Rain</title></head><body><p>It rained.</p></body></html>"
CUE = "00:01.000 --> 00:02.000\n"
PLAIN_NOTE = "by its content and was read as"
SMALL = {
    **{f"RTF, font of character set {n}": ("a.rtf", b"{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset%d B;}}caf\\'e9 \\f1 " % n + "".join(f"\\'{x:02x}" for x in word.encode(codec)).encode() + b"}", [f"café {word}"], {}, "") for n, (codec, word) in FONTS.items()},
    "RTF, signs": ("a.rtf", rb"{\rtf1\ansi A\par B\sect C\page D\line E\row F\cell G\tab H\nestcell I\nestrow J\emspace K\enspace L\'e9}", ["A\n\nB\n\nC\n\nD\n\nE\n\nF\tG\tH\tI\n\nJ K Lé"], {}, ""),
    "RTF, what Unicode stands for": ("a.rtf", rb"{\rtf1\ansi It{\uc0\u8211 rained}\u8217? \uc3\u8230abcd\uc1\u-4051? and{\uc99\u8230abcdefghijkl}}", ["It–rained’ …d\uf02d and…kl"], {}, ""),
    "RTF, ends of lines behind a backslash": ("a.rtf", b"{\\rtf1 A\\\nB\\\rC}", ["A\n\nB\n\nC"], {}, ""),
    "RTF, bytes that its alphabet has not": ("a.rtf", rb"{\rtf1{\fonttbl{\f1\fcharset238 B;}}\f1 d\'e9\'9a\'9d\'98}", ["déšť\ufffd"], {}, ""),
    "RTF of a Macintosh": ("a.rtf", rb"{\rtf1\mac\ansicpg10000 caf\'8e}", ["café"], {}, ""),
    "RTF of a code page that nobody knows": ("a.rtf", rb"{\rtf1\ansicpg99999 caf\'e9}", ["café"], {}, ""),
    "RTF, what is not seen": ("a.rtf", rb"{\rtf1 A{\footnote one}{\*\bkmkstart x}{\pict 00ff}{\field{\*\fldinst LINK x}{\fldrslt b}}{\*\shptxt c}{\*\foo gone}{\footnote two\par more}{\info{\footnote x}}}", ["A[1]bc[2]\n\n[1] one\n\n[2] two more"], {}, ""),
    "RTF, braces open": ("a.rtf", rb"{\rtf1 A{\b B", ["AB"], {}, "breaks off: its braces do not close"),
    "RTF, a brace too many": ("a.rtf", rb"{\rtf1 A}} B", ["A B"], {}, "breaks off: its braces do not close"),
    "RTF by its content": ("a.txt", b"\xef\xbb\xbf {\\rtf1 It rained.}", ["It rained."], {}, f"is RTF {PLAIN_NOTE}"),
    "Word by its content": ("a.rtf", made.docx(["It rained."]), ["It rained."], {}, f"is a .docx {PLAIN_NOTE}"),
    **{f"a page called {name}": (name, start + TINY, ["It rained."], {"title": "Rain"}, f"is a web page {PLAIN_NOTE}") for name in ("a.txt", "a.md", "a.markdown", "a.rtf") for start in ("", "<!DOCTYPE html>")},
    "stars in Word": ("a.docx", made.docx(["*It* rained [a](b)."]), ["*It* rained [a](b)."], {}, ""),
    **{f"a text in {name}": ("a.txt", (words * 5).encode(name), [words * 5], {}, "" if name.startswith("utf") else f"read as {name}, which is a guess") for name, words in ALPHABETS.items()},
    "one broken byte": ("a.txt", ("“It rained”, " * 10).encode() + b"\xe9 x", ["“It rained”, " * 10 + "\ufffd x"], {}, "has 1 broken character(s) for utf-8"),
    "control characters, few": ("a.txt", "It rained all day in\x01", ["It rained all day in\x01"], {}, ""),
    "a page that names its encoding": ("a.html", "<meta charset=windows-1251><p>Дождь шёл весь день.</p>".encode("cp1251"), ["Дождь шёл весь день."], {}, ""),
    "a page that calls cp1252 Latin": ("a.html", "<meta charset=iso-8859-1><p>“Café” we said.</p>".encode("cp1252"), ["“Café” we said."], {}, ""),
    "a page that calls cp1252 ASCII": ("a.html", "<meta charset=us-ascii><p>“Café” we said.</p>".encode("cp1252"), ["“Café” we said."], {}, ""),
    "a page that names no encoding of texts": ("a.html", "<meta charset=punycode><p>Café we said.</p>".encode("cp1252"), ["Café we said."], {}, "which is a guess"),
    "captions without lines between": ("a.srt", f"{CUE}It rained.\n{CUE}It poured.\n", ["It rained. It poured."], {}, ""),
    "captions with numbers and no lines between": ("a.srt", f"1\n{CUE}It rained.\n2\n{CUE}It poured in\n1987\n\n{CUE}all.", ["It rained. It poured in 1987 all."], {}, ""),
    "captions with tenths of seconds": ("a.srt", "00:01.000 --> 00:02.900\nIt rained.\n\n00:05.800 --> 00:06.000\nIt poured.\n\n00:09.1 --> 00:10.0\nIt froze.", ["It rained. It poured.\n\nIt froze."], {}, ""),
    "captions, who speaks and sounds": ("a.srt", f"{CUE}>> It rained.\n\n{CUE}>>> It poured.\n- It poured.\n– No.\n— Yes.\n[MUSIC]\n(door shuts)\n♪ la ♪\n# [BELL]\n♪\n", ["It rained.\n\nIt poured.\n\nNo.\n\nYes."], {}, ""),
    "captions, voices": ("a.vtt", f"{CUE}<v.loud Ann &amp; Lee>It rained</v>\n<v.loud Ann &amp; Lee>all day.\n<v Bo>BO: Yes.\n{{\\an8}}<b>No</b> 3 < 4.\n", ["ANN & LEE: It rained all day.\n\nBO: Yes. No 3 < 4."], {}, ""),
    **{f"captions without a pause, {n}": ("a.srt", f"{CUE}{'It rained. ' * n}\n\n{CUE}It poured.", [("It rained. " * n).strip() + gap + "It poured."], {}, "") for n, gap in ((63, " "), (64, "\n\n"))},
    **{f"captions without a stop, {n}": ("a.srt", f"{CUE}{'rain ' * n}\n\n{CUE}poured", [("rain " * n).strip() + gap + "poured"], {}, "") for n, gap in ((1400, " "), (1401, "\n\n"))},
    "outlets, half of them addresses": ("a.csv", "text,source\nIt rained.,https://x.y/1\nIt poured.,Post\n", ["It rained.", "It poured."], {"source": "https://x.y/1"}, ""),
    "outlets, one of three a number": ("a.csv", "text,source\nIt rained.,7.5\nIt poured.,Post\nIt froze.,Echo\n", ["It rained.", "It poured.", "It froze."], {"outlet": "7.5"}, "took source as outlet"),
    "outlets that are numbers": ("a.csv", "text,source\nIt rained.,7.5\nIt poured.,8.25\n", ["It rained.", "It poured."], {"source": "7.5"}, ""),
    "links, half of them none": ("a.csv", "text,link\nIt rained.,https://x.y/1\nIt poured.,see\n", ["It rained.", "It poured."], {"link": "https://x.y/1"}, ""),
    "a first row of names like those above it": ("a.csv", "headline,body\ntitle,text\nA,It rained.\n", ["text", "It rained."], {"title": "title"}, "Body as text".lower()),
    "a text that is an address": ("a.csv", "article,body\nhttps://x.y/1234567890,It rained.\n", ["It rained."], {"article": "https://x.y/1234567890"}, "took body as text"),
    "names in the twentieth row": ("a.csv", "x\n" * 19 + "Headline,Body\nA,It rained.\n", ["It rained."], {"title": "A"}, "Body as text"),
    "another column holds twice as much": ("a.csv", "text,content\nshort,0123456789\n", ["short"], {}, ""),
    "another column holds more than twice as much": ("a.csv", "text,content\nshort,01234567890\n", ["short"], {}, "one that holds more (content)"),
    "a name of a hundred characters": ("a.csv", f"{'x' * 100},text\n1,It rained.\n", ["It rained."], {}, ""),
    **{f"a cell of {n} characters": ("a.csv", f"text\n{'r' * n}\n", ["r" * n], {}, said) for n, said in ((32_766, ""), (49_999, ""), (50_000, "as fit into a cell"))},
    "days of seven characters": ("a.csv", "when,text\n1/5/202,It rained.\n", ["It rained."], {}, ""),
    "days of eight characters": ("a.csv", "when,text\n1/5/2025,It rained.\n", ["It rained."], {}, "has days in column(s) when"),
    "days in half of the rows": ("a.csv", "when,text\n17/06/2025,It rained.\nsoon,It poured.\n", ["It rained.", "It poured."], {}, ""),
    "a lead of nine words": ("a.csv", "lead,body\nRain has come to all of the five towns.,It poured.\n", ["It poured."], {}, "took body as text"),
    "a lead of ten words": ("a.csv", "lead,body\nRain has come to all of the five towns now.,It poured.\n", ["It poured."], {}, "has running text in column(s) lead"),
    "a lead in one row of two": ("a.csv", "lead,body\nRain has come to all of the five towns now.,It poured.\nx,It froze.\n", ["It poured.", "It froze."], {}, "took body as text"),
    "a text that begins like a table, one name known": ("a.txt", "text,x\nIt rained.,1\n", ["text,x\nIt rained.,1\n"], {}, ""),
    "a text that begins like a table, half known": ("a.txt", "text,title,x,y\nIt rained.,1,2,3\n", ["text,title,x,y\nIt rained.,1,2,3\n"], {}, ""),
    "a text that begins like a table, rows of other lengths": ("a.txt", "text,title\nIt rained.\n", ["text,title\nIt rained.\n"], {}, ""),
    "a table in a text": ("a.txt", "text,title,x\nIt rained.,1,2\n", ["It rained."], {"title": "1", "x": "2"}, f"is a table {PLAIN_NOTE}"),
    "JSONL with lines of something else": ("a.jsonl", '{"text":"It rained."}\n\nx\n[1]\n{"text":"It poured."}\n', ["It rained.", "It poured."], {}, "no JSON object in line(s) 3, 4, which"),
    "JSON, as many as it says": ("a.json", '{"totalResults":1,"articles":[{"text":"It rained."}]}', ["It rained."], {}, ""),
    "JSON, texts in the second list": ("a.json", '{"articles":[{"title":"A"}],"long":[{"text":"It rained."}]}', ["It rained."], {}, "(articles), which were not read"),
    "JSON, cells of all kinds": ("a.json", '[{"text":"It rained.","a":{"b":"c","d":{"e":1}},"authors":[{"name":"Ann"},{"name":""}],"tags":["x","y"],"date":null,"n":1.5}]', ["It rained."], {"a.b": "c", "tags": "x, y", "n": "1.5", "author": "Ann", "date": ""}, "took authors as author"),
    "HTML in a title": ("a.csv", "text,author,title\nIt rained.,\"['Ann Lee']\",A &amp; <b>B</b>\n", ["It rained."], {"author": "Ann Lee", "title": "A & B"}, ""),
    "a list of nobody": ("a.csv", "text,author\nIt rained.,[]\n", ["It rained."], {"author": ""}, ""),
    "an address without https": ("a.csv", "text,url\nIt rained.,www.post.example/x\n", ["It rained."], {"outlet": "post.example", "outlet_from": "address in column url"}, ""),
    "marks behind a text that was cut": ("a.csv", "text;outlet\nIt rained.…  [+12 chars] ;A\nIt rained... [+1,200 chars];A\nIt rained [+1 chars] on.;A\n", ["It rained.", "It rained", "It rained [+1 chars] on."], {}, "cut off in row(s) 1, 2 ("),
    "commas in a name": ("a.csv", '"a,b,c";text\n1;It rained.\n', ["It rained."], {}, ""),
    "lines of a saved table with numbers": ("a.xlsx", made.sheet([["title", "text"], ["A", "It rained."], [1.0, 2]]), ["It rained.", "2"], {"title": "A"}, ""),
    "HTML of any name in cells": ("a.csv", "text\n<u>It</u> rained.\n<H1>Rain</H1> Snow\na <br/>b\n<p>a <p>b\n</ b> x\na <br b\n<img src='x'> a\nhe said so </sarcasm> and left\n", ["It rained.", "Rain\n\nSnow", "a\n\nb", "a\n\nb", "</ b> x", "a <br b", "<img src='x'> a", "he said so </sarcasm> and left"], {}, "HTML in the text of 4 row(s)"),
    "HTML in cells": ("a.csv", "text\na < b > c\n<b>a</b> b\n<p>a</p> <p>b\na <br> b\nAT&T; x\nx < y <b>z</b>\n", ["a < b > c", "a b", "a\n\nb", "a\n\nb", "AT&T; x", "x < y z"], {}, "HTML in the text of 4 row(s)"),
    "a mail of a page with a title": ("a.eml", f"From: Post <a@b.example>\nSubject: Lifts\nContent-Type: text/html; charset=utf-8\n\n{TINY}", ["It rained."], {"title": "Lifts", "outlet": "Post"}, ""),
    "a page saved whole with a title": ("a.mht", f"Subject: Lifts\nContent-Type: text/html; charset=utf-8\n\n{TINY}", ["It rained."], {"title": "Rain"}, ""),
    "a mail of many": ("a.eml", "From: Post <a@b.example>, Echo <c@d.e>\nDate: soon\n\nIt rained.", ["It rained."], {"outlet": "Post", "outlet_from": "sender of the mail", "date": "soon"}, ""),
    "a mail in an encoding that nobody knows": ("a.eml", "Subject: x\nContent-Type: text/plain; charset=klingon\n\ncafé rained.".encode("cp1252"), ["café rained."], {"title": "x"}, ""),
    "a page in a mail with its address": ("a.mht", f"Date: Fri, 20 Jun 2025 07:00:00 +0000\nContent-Location: https://www.p.example/a\nContent-Type: text/html\n\n{TINY}", ["It rained."], {"url": "https://www.p.example/a", "outlet": "p.example", "outlet_from": "address of the page"}, ""),
    **{f"an archive with {place}": ("a.zip", made.packed_files({place: "It rained.", "z.txt": "It poured."}), ["It poured."], {"place": "z.txt"}, said) for place, said in (("/a.txt", "(/a.txt) was not read: its name leads out"), ("b/../a.txt", "leads out"), ("C:/a.txt", "leads out"), (".a/b.txt", ""), ("b/_c/d.txt", ""))},
    "an archive with two sources": ("a.zip", made.packed_files({f"{x}/{n}": raw for x in "xy" for n, raw in (("a.txt", RAIN), ("sources.csv", f"file,outlet\na.txt,Post {x}\n"))}), [RAIN, RAIN], {"outlet": "Post x"}, ""),
    "an archive of Windows": ("a.zip", made.packed_files({"b\\c.txt": "It rained."}), ["It rained."], {"place": "b/c.txt"}, ""),
    "an archive with its sources": ("a.zip", made.packed_files({"x/a.txt": RAIN, "x/sources.csv": "\ufefffile,outlet,text,date\na.txt,Post,no,2025-06-17\nb.txt,,,\n,Q,,\na.txt,Second,,\n"}), [RAIN], {"outlet": "Post", "outlet_from": "sources.csv", "date": "2025-06-17"}, ""),
    "sources of an archive that name no outlet": ("a.zip", made.packed_files({"a.txt": RAIN, "sources.csv": "file,title\na.txt,A\n"}), [RAIN], {"title": "A"}, ""),
    "a page with menus": ("a.html", "<nav>Home and away</nav><p>It rained.</p><pre>a\nb</pre>", ["It rained.\na\nb"], {}, ""),
    "one sheet in JSON far down": ("a.json", json.dumps({"a": {"b": {"c": {"d": {"e": [{"text": "It rained."}]}}}}, "f": [{"x": 1}]}), ["It rained."], {}, "has other lists beside the articles (f), which were not read"),
}  # fmt: skip


@pytest.mark.parametrize("kind", [*TABLES, *SMALL])
def test_small_files_of_any_make(kind):
    name, raw, texts, fields, said = (TABLES | SMALL)[kind]
    reading = read(name, raw)
    assert [document.text for document in reading.documents] == texts
    assert fields.items() <= reading.documents[0].fields.items()
    assert said in " ".join(reading.notes)
    assert said or all("has columns under other names" in note for note in reading.notes)
    assert reading.words >= sum(map(parts.count_words, texts))
    assert "only in part" not in " ".join(reading.notes)


RAIN = "It rained in all of the five towns for twelve days, and nobody went out to the quay."
SNOW = "Snow fell on the hills behind the ferry road, where 300 lorries had to wait until noon."
GALE = (
    "Title: Rain {n}\nAuthor(s): Ann Lee\nSource: The Post. (May {n}, 2024): News: p4.\nDocument Type: Article\n"
    "Copyright: COPYRIGHT 2024 The Post\n\nFull Text:\n\n{text}\n"
)
EBSCO = (
    "Record: {n}\nTitle:\tRain {n}\nAuthors:\tLee, Ann\nSource:\tThe Post. 05/2{n}/2024, p4.\nDocument Type:\tArticle\n"
    "Subject Terms:\tRAIN\n\tTOWNS\nAbstract:\tIt rained.\nDatabase:\tDailies\n\nSection: News\n\n{text}\n"
)
COPIED = "Rain {n}\nThe Post{sign}{n} May 2024{sign}Ann Lee\n\n" + "\n\n".join([RAIN] * 5) + "\n\n"
TOLD = [["The Post", f"2024-05-0{n}", f"Rain {n}", one] for n, one in ((1, RAIN), (2, SNOW))]


def in_words(names):
    """A table with its columns called so."""
    return "\n".join([names, *(f"{title};{outlet};{day};{text}" for outlet, day, title, text in TOLD)])


def printed(pages, foot="https://post.example/rain"):
    """A PDF as a browser prints a page: the day and the title above each sheet, its address below."""
    sheets = [["Rain", "1 May 2024", RAIN], [SNOW]]
    writer = PdfWriter()
    for n, lines in enumerate(sheets, 1):
        lines = ["6/17/25, 8:12 AM Rain - The Post", *lines, *([f"{foot} {n}/2"] if n <= pages else [])]
        writer.append(io.BytesIO(pdf(") Tj 0 -14 Td (".join(lines))))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_what_a_browser_printed_goes_if_each_page_has_it(tmp_path):
    """Head and foot are set aside and give the address; where a page has none, nobody can be sure."""
    for n in (1, 2):
        (tmp_path / f"{n}.pdf").write_bytes(printed(n))
    articles, _ = listen(corpus.load, tmp_path)
    one, two = articles.itertuples()
    assert (one.outlet, one.url) == ("1", "") and "https://post.example/rain 1/2" in text.display(one.text)
    assert (two.outlet_from, two.url) == ("address on the pages", "https://post.example/rain")
    heads = corpus.heads(articles)
    above = "6/17/25, 8:12 AM Rain - The Post"
    assert list(heads["text"]) == [part for n in (1, 2) for part in (above, f"https://post.example/rain {n}/2")]


USERS = {  # file: (its content, what becomes of it, what is said)
    "gale.txt": (GALE.format(n=1, text=RAIN) + "\n" + GALE.format(n=2, text=SNOW), TOLD, "holds 2 articles"),
    "ebsco.txt": (EBSCO.format(n=1, text=RAIN) + "\n" + EBSCO.format(n=2, text=SNOW), [["The Post", "2024-05-21", "Rain 1", f"{RAIN} Record: 2"], ["The Post", "2024-05-22", "Rain 2", SNOW]], "holds 2 articles"),
    "interview.txt": (f"Title: Rain\nDate: 2024-05-01\n\nMayor: It rained.\nReporter: And then?\nSource: the town\n{RAIN}", [["interview", "2024-05-01", "Rain", f"Mayor: It rained. Reporter: And then? Source: the town {RAIN}"]], ""),
    "ru.csv": (in_words("Заголовок;Источник;Дата публикации;Полный текст").encode("cp1251"), TOLD, "Источник as outlet"),
    "zh.csv": (in_words("标题;媒体;发布时间;正文").encode("gb18030"), TOLD, "媒体 as outlet"),
    "fr.csv": (in_words("Titre de l'article;Journal;Date de parution;Texte intégral"), TOLD, "Titre de l'article as title"),
    "it.csv": (in_words("Titolo;Testata;Data;Testo"), TOLD, "Data as date"),
    "tr.csv": (in_words("Başlık;Gazete;Tarih;Metin"), TOLD, "Başlık as title"),
    "data.csv": (in_words("title;outlet;date;text").replace("date;", "data;").replace("2024-05-01", "high").replace("2024-05-02", "low"), [[o, "", t, r] for o, _, t, r in TOLD], ""),
    "one.csv": ("text\n" + "\n".join([RAIN, RAIN[:40]]), [["one", "", "", RAIN], ["one", "", "", RAIN[:40]]], "names no outlet for 2 of its texts"),
    "when.csv": ("outlet,date_download,text\nPost,2024-05-01,It rained.\n", [["Post", "", "", "It rained."]], "has days in column(s) date_download"),
    "hits.json": (json.dumps({"hits": {"hits": [{"_id": n, "_source": dict(zip(("outlet", "date", "title", "text"), row, strict=True))} for n, row in enumerate(TOLD)]}}), TOLD, ""),
    "registry.json": (json.dumps([{"source": {"title": o, "dataType": "news"}, "date": d, "title": t, "body": r} for o, d, t, r in TOLD]), TOLD, "source as outlet"),
    "chat.json": (json.dumps({"messages": [{"outlet": "A", "text": ["It rained, ", {"type": "bold", "text": "they"}, " said."]}]}), [["A", "", "", "It rained, they said."]], ""),
    "macros.xlsm": (made.sheet([["Titel", "Medium", "Datum", "Artikeltext"], *([t, o, d, r] for o, d, t, r in TOLD)]), TOLD, "Artikeltext as text"),
    "macros.docm": (made.docx([RAIN]), [["macros", "", "", RAIN]], ""),
    "copied.txt": ("".join(COPIED.format(n=n, sign="·") for n in (1, 2, 3)), 1, "looks like 3 articles"),
    "wise.txt": ("".join(COPIED.format(n=n, sign=" | ") for n in (1, 2, 3)), 1, "looks like 3 articles"),
    "three.pdf": (pdf(") Tj 0 -14 Td (".join("".join(COPIED.format(n=n, sign=", ").replace(", Ann", "\nAnn") for n in (1, 2, 3)).split("\n"))), 1, "looks like 3 articles"),
    "feed.txt": ("<?xml version='1.0'?><rss><channel><item><title>Rain</title></item></channel></rss>", 0, "it is XML by its content; save its texts as .txt"),
    "page.txt": (f"<?xml version='1.0'?><html><body><p>{RAIN}</p></body></html>", 1, "is a web page by its content"),
    "endnote.txt": ("".join(f"%0 Newspaper Article\n%A Ann Lee\n%T Rain {n}\n%J The Post\n%X {RAIN}\n\n" for n in (1, 2)), 0, "holds references: export them as .ris"),
    "refworks.txt": ("".join(f"RT News\nA1 Lee, Ann\nT1 Rain {n}\nJF The Post\nAB {RAIN}\n\n" for n in (1, 2)), 0, "holds references: export them as .ris"),
    "indented.txt": ("".join(GALE.format(n=n, text=f"  {one}").replace("\nTitle", "\n  Title").replace("Title: Rain", "  Title: Rain") for n, one in ((1, RAIN), (2, SNOW))), [[o, d, t, r] for o, d, t, r in TOLD], "holds 2 articles"),
    "wos.txt": ("FN Clarivate\nVR 1.0\n" + "".join(f"PT J\nAU Lee, A\nTI Rain {n}\nSO POST\nAB {RAIN}\nPY 2024\nER\n\n" for n in (1, 2)), 0, "holds references: export them as .ris"),
    "bibtex.txt": ("".join(f"@article{{lee{n},\n  title = {{Rain}},\n  year = 2024,\n  abstract = {{{RAIN}}},\n  url = {{x}}\n}}\n" for n in (1, 2)), 0, "holds references: export them as .ris"),
    "initials.txt": (f"AL  {RAIN}\nTB  {SNOW}\nAL  Who saw it?\nTB  Nobody did.\n", 1, ""),
    "items.jl": ("\n".join(json.dumps(dict(zip(("outlet", "date", "title", "text"), row, strict=True))) for row in TOLD), TOLD, ""),
    "wp.json": (json.dumps([{"outlet": o, "date": d, "title": {"rendered": t}, "author": 3, "content": {"rendered": r}} for o, d, t, r in TOLD]), TOLD, "title.rendered as title"),
    "printed.pdf": (printed(2), [["post.example", "2024-05-01", "Rain", f"Rain 1 May 2024 {RAIN} {SNOW}"]], ""),
    "top.txt": (f"Rain\n\nXinhua | Updated: 2024-05-01 21:05\n\n{RAIN}\n\n{SNOW}\n", [["top", "2024-05-01", "Rain", f"Rain Xinhua | Updated: 2024-05-01 21:05 {RAIN} {SNOW}"]], ""),
    "said.srt": ("1\n00:00:01,000 --> 00:00:02,500\nIt rained\non the quay.\n", [["said", "", "", "It rained on the quay."]], ""),
    "seen.txt": (f"Rain\n\nAccessed 1 July 2025\n\n{RAIN}\n\n{SNOW}\n", [["seen", "", "Rain", f"Rain Accessed 1 July 2025 {RAIN} {SNOW}"]], ""),
    "many.docx": (made.docx([], raw="".join(f"<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Rain {n}</w:t></w:r></w:p>{f'<w:p><w:r><w:t>{RAIN}</w:t></w:r></w:p>' * 5}" for n in (1, 2, 3))), 1, "looks like 3 articles"),
    "headed.md": (f"# Rain 1\n\n{RAIN} {SNOW}\n", [["headed", "", "Rain 1", f"# Rain 1 {RAIN} {SNOW}"]], ""),
    "ruled.txt": (f"\n{'=' * 20}\n".join([f"{RAIN} {SNOW}\n" * 3] * 3), 1, "is parted by 2 lines of signs"),
    "iramuteq.txt": ("".join(f"**** *source_Post *date_2024-05-0{n}\n{f'{RAIN} {SNOW} ' * 3}\n" for n in (1, 2)), 1, "is parted by 2 lines of signs"),
    "breaks.txt": (f"{RAIN}\n\n----\n\n{SNOW}\n\n----\n\nIt rained again.\n", 1, ""),
    **dict.fromkeys(("readme.txt", "license.txt", "licence.txt", "LICENSE-MIT.txt", "README_de.txt", "_a.txt", ".a.txt"), ("x", 0, "")),
    "desktop.ini": ("[.ShellClassInfo]", 0, ""), "Thumbs.db": ("x", 0, ""), "~$x.docx": ("x", 0, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", USERS)
def test_files_as_people_have_them(toy, name):
    """Through the public door: outlet, date, title and text as they stand in the file, and a word on what is in doubt."""
    raw, expected, said = USERS[name]
    (toy / name).write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    articles, messages = listen(corpus.load, toy)
    own = articles[articles["file"] == name]
    if isinstance(expected, int):
        assert len(own) == expected
    else:
        shown = [
            [*row[:3], text.display(row[3]).strip()] for row in own[["outlet", "date", "title", "text"]].to_numpy()
        ]
        assert shown == expected
    about = [message for message in messages if message.startswith(name)]
    assert said in " ".join(about) and (said or about == [])


def test_excel():
    rows = [
        ["My export"],
        ["Title", "Text", "Newspaper", "Date"],
        ["A", "It rained.", "Post", pd.Timestamp("2025-06-17")],
        ["B", None, "Post", None],
    ]
    reading = read("a.xlsx", made.sheet(rows))
    (document,) = reading.documents
    assert (document.text, document.fields["outlet"], document.fields["date"]) == ("It rained.", "Post", "2025-06-17")
    assert any("no text in row(s) 2" in note for note in reading.notes)
    titled = [["Monitoring", None], ["Period", "1-30 June"], *rows[1:]]
    assert read("a.xlsx", made.sheet(titled)).documents == reading.documents, "the names are known, not their place"
    several = read(
        "a.xlsx",
        made.sheet({"one": [["text"], ["It rained."]], "two": [["body"], ["It poured."]], "notes": [["x"], ["y"]]}),
    )
    assert [(d.form, d.number) for d in several.documents] == [
        ("sheet one, row 1", "one-1"),
        ("sheet two, row 1", "two-1"),
    ]
    assert (several.kind, several.words) == ("Excel", 4)
    with pytest.raises(readers.Unreadable, match="Excel file is broken"):
        read("a.xlsx", b"PK\x03\x04")


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([["Report of June"], ["Wort", "Satz"], ["a", "b"]], "Wort, Satz"),  # the first row with two cells
        ([["Report of June"], ["Mehr"], ["noch"]], "Report of June"),  # none has two: the first
        ([["x"]] * 20 + [["Wort", "Satz"]], "x"),  # looked for in the first twenty
        ([["x"]] * 19 + [["Wort", "Satz"]], "Wort, Satz"),
    ],
)
def test_a_sheet_whose_columns_nobody_knows_is_told_what_was_taken_for_their_names(rows, names):
    with pytest.raises(readers.Unreadable, match=f"its columns are {names};"):
        read("a.xlsx", made.sheet(rows))


def test_a_sheet_with_one_far_cell_is_read_at_once(monkeypatch):
    far = made.sheet([["text"], ["It rained."], [None] * 400 + ["far"]])
    assert [d.text for d in read("a.xlsx", far).documents] == ["It rained."]
    monkeypatch.setattr(readers.tables, "CELLS", 100)
    with pytest.raises(readers.Unreadable, match="a sheet of more than 100 cells"):
        read("a.xlsx", far)


def test_a_table_of_addresses_is_told_what_is_missing():
    head = "stories_id,publish_date,title,url,language,media_id,media_name,media_url\n1,2025-06-17,A,https://x.y/1,en,7,Post,https://x.y\n"
    with pytest.raises(readers.Unreadable, match=r"holds addresses \(url\) but not the articles .*fetch the pages"):
        read("a.csv", head)
    with pytest.raises(readers.Unreadable, match=r"call it sources\.csv"):
        read("facts.csv", "filename,newspaper\na.txt,Post\n")
    with pytest.raises(readers.Unreadable, match="write a row of names above it"):
        read("a.csv", f"Post,{'It rained. ' * 20}\nEcho,{'It poured. ' * 20}\n")
    with pytest.raises(readers.Unreadable, match="summary holds the longest texts: call it text"):
        read("a.csv", f"summary,title\n{'It rained. ' * 40},A\n")


ZIPPED = {
    "courier/001.txt": "It rained.", "coast/001.txt": "It poured.", "__MACOSX/._x.txt": "bad", "../evil.txt": "Evil.",
    "/etc/evil.txt": "Evil.", "README.txt": "no", "t.csv": "text,outlet\nIt froze.,C\n", "p.png": "x",
    "in.zip": made.packed_files({"x.txt": "Deep.", "y.zip": made.packed_files({"z.txt": "Deeper."})}),
}  # fmt: skip


def test_archives_are_folders(tmp_path):
    (tmp_path / "e.zip").write_bytes(made.packed_files(ZIPPED))
    articles, messages = listen(corpus.load, tmp_path)
    assert dict(zip(articles["article_id"], articles["outlet"], strict=True)) == {
        "e-coast-001": "coast", "e-courier-001": "courier", "e-in.zip-x": "e", "e-t-1": "C",
    }  # fmt: skip
    for said in (
        "(../evil.txt) was not read: its name leads out",
        "(/etc/evil.txt) was not read",
        "(p.png) was not read",
        "archive within an archive within",
    ):
        assert sum(said in message for message in messages) == 1, said
    check(articles)
    assert len(corpus.repairs(articles)) == articles["n_repairs"].sum()
    assert not list(tmp_path.parent.glob("evil*"))


def test_an_archive_may_bring_its_sources(tmp_path):
    files = {
        "in/a.txt": "It rained.",
        "in/b.txt": "It poured.",
        "in/sources.csv": "Filename;Newspaper;Date\na.txt;Post;17/06/2025\n",
    }
    (tmp_path / "e.zip").write_bytes(made.packed_files(files))
    articles, messages = listen(corpus.load, tmp_path)
    assert messages == [] and list(articles["outlet"]) == ["Post", "in"]
    assert list(articles["outlet_from"]) == ["sources.csv", "folder"] and list(articles["date"]) == ["2025-06-17", ""]


HOSTILE = {
    "a bomb": ("a.docx", made.packed_files({"word/document.xml": b"<a>" + b" " * 201_000_000}), "larger than 200,000,000 bytes"),
    "entities from elsewhere": ("a.docx", made.packed_files({"word/document.xml": f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {made.W}><w:body><w:p><w:r><w:t>It &x; rained.</w:t></w:r></w:p></w:body></w:document>'}), "declares entities"),
    "entities without end": ("a.odt", made.packed_files({"content.xml": '<!DOCTYPE r [<!ENTITY a "ha">' + "".join(f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefghi", "bcdefghij", strict=True)) + "]><r>&j;</r>"}), "text is broken"),
    "nested without end": ("a.docx", made.docx([], raw="<w:p>" * 5_000), "text is broken"),
    "no Word": ("a.docx", made.packed_files({"x": "y"}), "it is no Word file"),
    "no OpenDocument": ("a.odt", made.packed_files({"x": "y"}), "it is no OpenDocument"),
    "an old Word file": ("a.docx", b"\xd0\xcf\x11\xe0" + b"x" * 99, "save it as .docx"),
    "RTF without end": ("a.rtf", b"{\\rtf1 " + b"{\\b " * 20_000, "nested without end"),
    "no RTF": ("a.rtf", b"It rained.", "it is no RTF"),
    "raw bytes in RTF": ("a.rtf", b"{\\rtf1 x\\bin99999 x}", "raw bytes"),
    "lists in lists": ("a.json", '{"text": ' + "[" * 900 + "]" * 900 + "}", "it is "),  # nested without end or, from Python 3.13 on, empty
    "one object that is cut off": ("a.json", '{"text": "It rained', "its JSON is broken"),
    "NUL bytes": ("a.txt", b"It rained.\0", "it holds NUL bytes"),
    "control characters": ("a.txt", b"It rained all day in\x01\x02", "2 of its 22 characters"),
    "a long name": ("a.csv", f"{'x' * 101},body\n1,It rained.\n", "its first row holds an article"),
    "names in the row behind the twentieth": ("a.csv", "x\n" * 20 + "Headline,Body\nA,It rained.\n", "its columns are x; rename"),
    "an article above what looks like names": ("a.csv", f"x,y\n{'rain ' * 21},a\ntitle,text\nA,It rained.\n", "its columns are x, y; "),
    "cells of a hundred characters": ("a.csv", "a,b\n" + "It rained." * 10 + ",x\n", "its columns are a, b; rename"),
    "cells of more than a hundred characters": ("a.csv", "a,b\n" + "It rained." * 10 + "!,x\n", "a, b; a holds the longest texts"),
    "a table of nothing": ("a.csv", "text\n \n", "it is empty, a table without one text"),
    "a workbook of nothing": ("a.xlsx", made.sheet([[None]]), "its columns are none"),
    "a mark and nothing else": ("a.csv", "sep=", "without a column text; its columns are sep="),
    "no Parquet": ("a.parquet", b"PAR1xx", "its Parquet is broken"),
    "brackets without end": ("a.json", b"[" * 100_000, "its JSON is broken"),
    "numbers alone": ("a.json", b"[1, 2]", "no list of articles"),
    "no archive": ("a.zip", b"PK\x03\x04", "its archive is broken"),
    **{f"no {what}": (f"a.{ending}", b"PK\x03\x04", f"its {what} is broken") for ending, what in (("epub", "e-book"), ("docx", "Word file"), ("odt", "OpenDocument file"), ("xlsx", "Excel file"))},
    "a zip that is no workbook": ("a.xlsx", made.packed_files({"x": "y"}), "its Excel file is broken (KeyError"),
    "a zip that is no e-book": ("a.epub", made.packed_files({"x": "y"}), "it is no e-book"),
    "a locked part": ("a.docx", made.docx(["It rained."]).replace(b"PK\x03\x04\x14\0\0\0", b"PK\x03\x04\x14\0\1\0").replace(b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0"), "its Word file is locked"),
    "a part that is broken": ("a.docx", (raw := made.docx(["It rained."]))[:60] + bytes(60) + raw[120:], "its Word file is broken"),
    "a number alone": ("a.json", b"5", "no list of articles"),
    "an archive of nothing": ("a.zip", made.packed_files({"a.png": "x"}), "archive without a text"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_named(kind):
    name, raw, said = HOSTILE[kind]
    with pytest.raises(readers.Unreadable, match=re.escape(said)):
        read(name, raw)


def test_aliases_of_a_head_do_not_grow():
    head = "a: &a [x, x]\n" + "".join(
        f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefghijklmnopqrs", "bcdefghijklmnopqrst", strict=True)
    )
    (document,) = read("a.md", f"---\ntitle: A\n{head}section: *b\n---\nIt rained.").documents
    assert document.fields["section"] == "*b"
    assert document.fields["title"] == "A" and len(str(document.fields)) < 500


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("x.txt", "1 of 3 DOCUMENTS\n"), ("x.txt", "End of Document\nBody\n"), ("x.txt", "SUBJECT: x\n\nfoo bar\n\n"), ("x.txt", "June 17, 2025\n"),
        ("x.sgm", '<REUTERS X="1">\n'), ("x.sgm", "<TITLE>\n"), ("x.txt", "58 words\nDocument ABCD1234567\n"), ("x.txt", "HD  x\nLP  y\n"),
        ("x.txt", "ProQuest document ID: 1\nFull text: x\n"), ("x.md", "["), ("x.md", "*a"), ("x.md", "[a]("), ("x.md", "<http://"), ("x.txt", "Title: x\n"),
        ("x.srt", "00:00:01,000 --> 00:00:02,000\nx\n\n"), ("x.html", "<p>a"), ("x.html", "<div class=author>a"), ("x.rtf", "\\'e9"), ("x.json", '{"a":'),
    ],
)  # fmt: skip
def test_time_grows_with_the_length(name, piece):
    """Four times the length takes less than ten times the time: a square would take sixteen."""
    starts = {"x.txt": "1 of 1 DOCUMENTS\nBYLINE: x\n", "x.sgm": '<REUTERS NEWID="1">\n', "x.rtf": "{\\rtf1 "}

    def seconds(n):
        raw = (starts.get(name, "") + piece * n).encode()
        start = time.process_time()
        with contextlib.suppress(readers.Unreadable):
            readers.read(name, raw)
        return time.process_time() - start

    small = 30_000 // len(piece)
    seconds(small // 4)  # what is imported at first use
    assert min(seconds(4 * small) for _ in range(3)) < 10 * max(seconds(small), 0.06)


# -- Nothing is lost without a word
BELOW = [
    "{title}", "{author}.", "{outlet} ; Amber [Amber]. {date}: {page}.", "ProQuest document link", "ABSTRACT", "{first}", "FULL TEXT", "{text}",
    "DETAILS", "Subject: Harbours", "Publication title: {outlet}; Amber", "Publication date: {date}", "ProQuest document ID: 2514", "Database: Example Dailies", "LINKS", "Linking Service",
]  # fmt: skip


@pytest.mark.parametrize("one_line", [False, True, "nobody"])
def test_proquest_with_headings_in_the_place_of_labels(one_line):
    author = "" if one_line == "nobody" else f"{BELOW[1]} "
    below = [f"{author}{BELOW[2]}" if line == BELOW[1] else line for line in BELOW if line != BELOW[2]]
    below = [line for line in below if one_line != "nobody" or not line.startswith("Publication title")]
    lines = []
    for a in ARTICLES:
        told = {"text": "\n\n".join(a["paragraphs"]), "first": a["paragraphs"][0]}
        told["author"] = ", ".join(reversed(a["author"].split()))
        lines += [line.format(**a | told) for line in (below if one_line else BELOW)]
    reading = read("p.txt", "\n\n".join(lines))
    assert reading.notes == []
    for document, article in zip(reading.documents, ARTICLES, strict=True):
        assert document.text == "\n\n".join(article["paragraphs"])
        assert [document.fields[name] for name in ("title", "outlet", "page")] == [article[n] for n in ("title", "outlet", "page")]  # fmt: skip
        assert document.fields.get("author", "").split(", ")[::-1] == (article["author"].split() if author else [""])


def test_the_foot_of_a_short_article_is_no_head():
    """An address and a picture in the foot, near the head since the article is short."""
    foot = "URL: http://www.example.org\n\nGRAPHIC: PHOTOS: The harbour\n\nLOAD-DATE:"
    raw = OLD([a | {"paragraphs": a["paragraphs"][:n]} for n, a in enumerate(ARTICLES, 1)]).replace("LOAD-DATE:", foot)
    for n, document in enumerate(read("x.txt", raw).documents, 1):
        assert document.text == "\n\n".join(ARTICLES[n - 1]["paragraphs"][:n])


def test_texts_that_are_missing_from_an_export_are_named():
    long = [a | {"paragraphs": [p * 3 for p in a["paragraphs"]]} for a in ARTICLES]
    lines = OLD(long).split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("LENGTH"))
    end = next(i for i, line in enumerate(lines) if line.startswith("LOAD-DATE"))
    cut = read("x.txt", "\n".join([*lines[: start + 2], "The harbour.", "", *lines[end:]]))
    assert any("less than half was found in its document(s) 1;" in note for note in cut.notes)
    gone = read("x.txt", "\n".join([*lines[: start + 1], *lines[end:]]))
    assert any("nothing but a title in its document(s) 1," in note for note in gone.notes)


def test_what_belongs_to_an_article_without_text_is_kept():
    reading = read("x.txt", "1 of 2 DOCUMENTS\nAuthor: B\n\n1 of 2 DOCUMENTS\nBYLINE: Ann\n\nTitle: A\n\nIt rained.\n")
    assert "Author: B" in [aside.text for aside in reading.aside]
    assert any("no text in its document(s) 1" in note for note in reading.notes)


def test_sources_may_write_names_otherwise(tmp_path):
    (tmp_path / "courier").mkdir()
    for name in ("courier/001.txt", "courier/002.txt", "Post.TXT", "late.txt"):
        (tmp_path / name).write_text(f"It rained on {name}.")
    rows = "courier\\001.txt;Courier\n002;Courier\npost.txt;The Post\n./late.txt;Late\nnone.txt;N\n"
    (tmp_path / "sources.csv").write_text("\ufeffDatei;Zeitung\n" + rows)
    articles, messages = listen(corpus.load, tmp_path)
    assert dict(zip(articles["file"], articles["outlet"], strict=True)) == {
        "Post.TXT": "The Post", "courier/001.txt": "Courier", "courier/002.txt": "Courier", "late.txt": "Late",
    }  # fmt: skip
    assert any("took courier\\001.txt as courier/001.txt" in message for message in messages)
    assert sum("is not in the folder" in message for message in messages) == 1
    counted, _ = listen(scale.count_terms, tmp_path, tmp_path / "out.parquet")
    assert set(counted["outlet"]) == set(articles["outlet"])


LACKS = "sources.csv lacks the column(s) article_id, country, outlet_type, author, title, date, url, genre{}: left empty (a file's name for an id); add them"
FOLDERS = {
    "rows that are wrong": (
        {"a.txt": RAIN, "b.txt": "It poured.", "sources.csv": "file,outlet,attribution,layout\na.txt,Post,sure,grid\n,Echo,,\nb.txt,Echo,inferred,wrapped\nb.txt,X,,\nc.txt,C,,\n"},
        ["a Post unknown", "b Echo inferred"],
        [
            LACKS.format(""), "sources.csv, row 3 names no file; it was passed over, fill in the column file",
            "sources.csv lists b.txt more than once: the first row counts; delete the others",
            "sources.csv, a.txt: attribution 'sure' taken as unknown; it is one of ('verified', 'inferred', 'unknown')",
            "sources.csv, a.txt: layout 'grid' is not one of ('lines', 'wrapped'); judged from the text",
            "sources.csv names c.txt, which is not in the folder here; add the file or delete the row",
        ],
    ),
    "more fields than the header": (
        {"a.txt": RAIN, "sources.csv": "file;outlet;date\na.txt;Post;17.06.2025;1;2\n"}, ["a Post  2025-06-17"],
        [LACKS.format(", attribution").replace(" date,", ""), "sources.csv, row 2 (a.txt) has more fields than the header; put quotes around a text with commas"],
    ),
    "no file": (
        {"a.txt": RAIN, "sources.csv": "name,paper\nfoo,bar\n"}, ["a a "],
        ["sources.csv was not used: it lacks the column file (the text's name); its columns are name, outlet; add it"],
    ),
    "two columns of one name": (
        {"a.txt": RAIN, "sources.csv": "file,paper,newspaper,date\na.txt,Post,Echo,2025-06-17\n"}, ["a Post  2025-06-17"],
        [LACKS.format(", attribution").replace(" date,", "")],
    ),
    "no columns": (
        {"a.txt": RAIN, "sources.csv": ""}, ["a a "], ["sources.csv was not used: it lacks the column file (the text's name); its columns are none; add it"],
    ),
    "names written otherwise": (
        {"x/a.txt": RAIN, "x/b.txt": "It poured.", "y/a.txt": "It froze.", "sources.csv": "file,outlet\na,Post\nB.txt,Echo\n"}, ["x-a x ", "x-b Echo ", "y-a y "],
        [
            LACKS.format(", attribution"), "sources.csv writes names otherwise than the files do: took B.txt as x/b.txt",
            "sources.csv names a, which is not in the folder here; add the file or delete the row",
        ],
    ),
    "days of sources.csv, which tell one another's": (
        {"a.txt": RAIN, "b.txt": "It poured.", "sources.csv": "file,outlet,date\na.txt,Post,03/04/2025\nb.txt,Echo,17/06/2025\nc.txt,C,soon\n"},
        ["a Post  2025-04-03", "b Echo  2025-06-17"],
        [
            LACKS.format(", attribution").replace(" date,", ""),
            "sources.csv has dates that cannot be read for sure (soon): left empty; write them as YYYY-MM-DD",
            "sources.csv names c.txt, which is not in the folder here; add the file or delete the row",
        ],
    ),
    "the same text twice": (
        {"a.txt": RAIN * 9, "b.txt": RAIN * 9}, ["a a ", "b b "], ["b.txt has the same words as a.txt: counted again; duplicates='drop' leaves it out"],
    ),
    "ids that are taken": (
        {"t.csv": "article_id,outlet,text\na,A,It rained.\na,A,It poured.\na,A,It froze.\na-2,A,It blew.\n"}, ["a A ", "a-3 A ", "a-4 A ", "a-2 A "],
        [
            "t.csv, row 2: article_id a is taken, so it is a-3 here; give it one of its own",
            "t.csv, row 3: article_id a is taken, so it is a-4 here; give it one of its own",
        ],
    ),
    "an export in an archive": (
        {"e.zip": made.packed_files({"x.txt": OLD()})}, [f"e-x-{n} {a['outlet']}  {a['date']}" for n, a in enumerate(ARTICLES, 1)], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FOLDERS)
def test_what_is_made_of_a_folder_and_what_is_said(tmp_path, kind):
    files, rows, said = FOLDERS[kind]
    for name, content in files.items():
        place = tmp_path / "here" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    articles, told = corpus.load_telling(tmp_path / "here")
    found = [f"{a.article_id} {a.outlet} {a.attribution} {a.date}".removesuffix(" ") for a in articles.itertuples()]
    assert found == rows and told == said
    if "archive" in kind:
        heads = corpus.heads(articles)
        assert {"", "e-x-1"} < set(heads["article_id"]) and set(heads["file"]) == {"e.zip"}


# -- Outlets and dates
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2025-06-17", "2025-06-17"), ("2025-06-17T09:00:00Z", "2025-06-17"), ("20250617", "2025-06-17"), ("2025/6/7", "2025-06-07"),
        ("17/06/2025", "2025-06-17"), ("06/17/2025", "2025-06-17"), ("03/04/2025", ""), ("04/04/2025", "2025-04-04"), ("17.06.2025", "2025-06-17"),
        ("June 18, 2025", "2025-06-18"), ("March 14, 2013 Thursday 11:21 AM GMT", "2013-03-14"), ("27. Februar 2012 Montag 9:50 PM GMT+1", "2012-02-27"),
        ("mardi 17 juin 2025", "2025-06-17"), ("1er juin 2025", "2025-06-01"), ("17 de junio de 2025 martes", "2025-06-17"), ("2025年6月17日", "2025-06-17"),
        ("2025. június 17.", "2025-06-17"), ("17 июня 2025 г.", "2025-06-17"), ("Tue, 17 Jun 2025 09:00:00 GMT", "2025-06-17"), ("Tue Jun 17 08:00:00 +0000 2025", "2025-06-17"), ("26-FEB-1987 15:01:01.79", "1987-02-26"),
        ("June 2025", "2025-06"), ("2025-06", "2025-06"), ("2025", "2025"), ("1750118400", "2025-06-17"), ("June 20, 202", ""), ("31/31/2025", ""),
        ("1499-12-31", ""), ("1500-01-01", "1500-01-01"), ("2100-12-31", "2100-12-31"), ("2101-01-01", ""), ("13/12/2025", "2025-12-13"), ("12/13/2025", "2025-12-13"), ("12/11/2025", ""), ("5.4.2025", "2025-04-05"),
        ("1750118400.0", "2025-06-17"), ("999999999.0", "2001-09-09"), ("1750118400000", "2025-06-17"), ("2025-13", ""), ("2025. 6. 17.", "2025-06-17"), ("2025년 6월 17일", "2025-06-17"), ("2025年6月", "2025-06"), ("17 Tuesday June 2025", "2025-06-17"),
        ("June 17th, 2025", "2025-06-17"), ("17th of June 2025", "2025-06-17"), ("Jun. 17 2025", "2025-06-17"), ("20250617T0900", "2025-06-17"), ("2025, June 17", "2025-06-17"), ("17 de junio del 2025", "2025-06-17"), ("Mayo de 2025", "2025-05"), ("June, 2025.", "2025-06"),
        ("17.6.2025 and 3/4/2025", "2025-06-17"), ("12025-06-17", ""), ("117/06/2025", ""), ("x" * 107 + " 17 June 2025", "2025-06-17"), ("x" * 108 + " 17 June 2025", ""),
        ("30 February 2025", ""), ("yesterday", ""), ("", ""), ("12.5", ""), ("17 Brumaire 1799", ""),
    ],
)  # fmt: skip
def test_dates_are_read_or_refused(said, expected):
    assert dates.iso(said) == expected


def test_other_dates_of_a_file_say_which_is_the_day():
    assert dates.column(["03/04/2025", "17/06/2025", ""]) == (["2025-04-03", "2025-06-17", ""], [])
    assert dates.column(["03/04/2025", "04/25/2025"]) == (["2025-03-04", "2025-04-25"], [])
    assert dates.column(["03/04/2025", "05/06/2025"]) == (["", ""], ["03/04/2025", "05/06/2025"])
    assert dates.column(["17/06/2025", "06/17/2025", "03/04/2025"]) == (
        ["2025-06-17", "2025-06-17", ""],
        ["03/04/2025"],
    )


@pytest.mark.parametrize(
    ("firsts", "day"),
    [("13/12/2025", "2025-04-03"), ("12/13/2025", "2025-03-04"), ("12/12/2025", ""), ("13/13/2025", ""), ("13.12.2025", "")],
)  # fmt: skip
def test_what_stands_first_is_a_day_from_thirteen_on(firsts, day):
    assert dates.column([firsts, "03/04/2025"])[0][1] == day


LINES_OF_DATES = {
    "17 June 2025 a b c d e f g": True, "17 June 2025 a b c d e f g h": False, "17 June 2025?": False, "17 June 2025:": False, "20250617": False, "2025": False,
    "B12 17 June 2025": False, "a_b 17 June 2025": False, "June 2025": True, "Tuesday, 17 June 2025": True, "(The 17 June 2025": True, "The day was 17 June 2025": False, "03/04/2025": True, "17 June 2025 " + "x" * 77: True,
    "17 June 2025 " + "x" * 78: False,
}  # fmt: skip
MEANT = {
    "Spring 2024": True, "2024": False, "Spring 2024 2025": False, "Rainy 2024": False, "Late, mid, early autumn, winter st. 2024": True,
    "Late, early, mid autumn, winter, st. 2024": False,
}  # fmt: skip


def test_what_is_a_line_of_a_date():
    assert {line: dates.is_date_line(line) for line in LINES_OF_DATES} == LINES_OF_DATES
    assert {line: dates.is_meant_as_date(line) for line in MEANT} == MEANT


def test_unreadable_dates_are_named(tmp_path):
    (tmp_path / "c.csv").write_text("text,date,outlet\nIt rained.,03/04/2025,A\nIt snowed.,soon,A\n")
    articles, messages = listen(corpus.load, tmp_path)
    assert list(articles["date"]) == ["", ""]
    assert messages == [
        "c.csv has dates that cannot be read for sure (03/04/2025, soon): left empty; write them as YYYY-MM-DD"
    ]


@given(st.text(max_size=130))
def test_any_text_is_a_date_or_none(said):
    found = dates.iso(said)
    assert found == "" or dates.iso(found) == found
    dates.is_date_line(said)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["courier/001.txt", "coast/001.txt"], ["courier", "coast"]),
        (["courier/2025/06/001.txt", "a/articles/1.txt"], ["courier", "a"]),
        (["courier/2025/06/17.txt", "coast/2025/6/7/1.txt"], ["courier", "coast"]),
        (["courier_2025-06-17_0.txt", "courier_2025-06-18_1.txt", "coast_2025-06-17_2.txt"], ["courier", "courier", "coast"]),
        (["20250617-courier.txt", "20250618-coast.txt"], ["courier", "coast"]),
        (["Hill Echo_1.txt", "Hill Echo_2.txt", "Post_1.txt"], ["Hill Echo", "Hill Echo", "Post"]),
        (["neg_cv000.txt", "neg_cv001.txt", "pos_cv002.txt"], ["neg", "neg", "pos"]),
        (["Hill Echo 2025-06-17 0.txt", "The Post 2025-06-18 1.txt", "Hill Echo 2025-06-19.txt"], ["Hill Echo", "The Post", "Hill Echo"]),
        (["Hill Echo - 2025-06-17 - 0.txt", "Post - 2025-06-18.txt", "Hill Echo - 2025-06-19.txt"], ["Hill Echo", "Post", "Hill Echo"]),
        (["2025.06.17_echo_rain.txt", "2025.06.18_post_pay.txt", "2025.06.19_echo_snow.txt"], ["echo", "post", "echo"]),
        (["2025-06-17 rain in the hills.txt", "2025-06-18 snow.txt"], ["", ""]),
        (["Echo (17 June 2025).txt", "Post (18 June 2025).txt", "Echo (9 July 2025).txt"], ["Echo", "Post", "Echo"]),
        (["人民日报2025年06月17日.txt", "新华社2025年06月18日.txt", "人民日报2025年6月9日.txt"], ["人民日报", "新华社", "人民日报"]),
        (["Rain 2025.txt", "Snow June 2025.txt", "Rain 2024.txt"], None),
        (["texts/1.txt", "texts/2.txt"], None),
        (["a.txt", "b.txt"], None),
        (["tom_reeve.txt", "ada_quill.txt"], None),
        (["000_c39607a9.txt", "001_d9ce016c.txt"], None),
        (["courier_2025-06-17.txt", "notes.txt"], None),
    ],
)  # fmt: skip
def test_folders_and_names_of_files(files, expected):
    found = file_names.patterns(files, KNOWN.no_outlets)
    assert [found[file][0] for file in files] == expected if expected else found == {}
    assert {found[file][1] for file in files if any(expected or ())} <= {"folder", "pattern of the file names"}


def test_a_day_may_be_three_folders():
    places = ["courier/2025/06/17.txt", "coast/2025/6/7/1.txt", "a/2019/1004.txt", "a/2025/13/01.txt"]
    found = file_names.patterns(places, KNOWN.no_outlets)
    assert [found[place][2] for place in places] == ["2025-06-17", "2025-06-07", "", ""]


def test_a_folder_of_newspapers(tmp_path):
    for name in ("courier/001.txt", "courier/002.txt", "coast/001.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"It rained on {name}.")
    articles, messages = listen(corpus.load, tmp_path)
    assert list(articles["article_id"]) == ["coast-001", "courier-001", "courier-002"] and messages == []
    assert list(articles["outlet"]) == ["coast", "courier", "courier"] and set(articles["outlet_from"]) == {"folder"}
    (tmp_path / "late.txt").write_text("It rained.")
    (late,) = listen(corpus.load, tmp_path / "late.txt")[0].itertuples()
    assert (late.outlet, late.outlet_from) == ("late", "name of the file")


def test_the_nearest_word_on_the_outlet_counts(tmp_path):
    (tmp_path / "coast").mkdir()
    (tmp_path / "coast/a.txt").write_text("It rained.")
    (tmp_path / "coast/b.txt").write_text(
        "Title: B\nPublication: The Post\nDate: 17 June 2025\nURL: https://post.example/b\n\nIt snowed."
    )
    (tmp_path / "coast/c.txt").write_text("Title: C\nOutlet: The Post\n\nIt froze.")
    (tmp_path / "coast/d.md").write_text(
        '---\ntitle: "D"\nsource: "https://www.echo.example/d"\nauthor:\n  - "[[Ann Lee]]"\npublished: 2025-06-17\n---\nIt thawed.'
    )
    (tmp_path / "sources.csv").write_text(
        f"file;outlet;{';'.join(corpus.FIELDS)};article_id\ncoast/c.txt;Echo{';' * 9}\n"
    )
    articles, messages = listen(corpus.load, tmp_path)
    assert messages == []
    assert list(articles["outlet"]) == ["coast", "The Post", "Echo", "echo.example"]
    assert list(articles["outlet_from"]) == [
        "folder",
        "head of the file",
        "sources.csv",
        "address in the head of the file",
    ]
    assert list(articles["date"]) == ["", "2025-06-17", "", "2025-06-17"] and articles["author"][3] == "Ann Lee"
    assert [text.display(t) for t in articles["text"]] == ["It rained.", "It snowed.", "It froze.", "It thawed."]


@pytest.mark.parametrize("raw", ["Title: Rain\n\nIt rained.\n", "Title: Rain\nDate: 2025-06-17\n"])
def test_one_label_or_nothing_but_labels_is_no_head(raw):
    (document,) = read("a.txt", raw).documents
    assert (document.text, document.fields, document.form) == (raw, {}, readers.PLAIN)


def test_markdown_loses_what_nobody_reads_and_keeps_its_places(tmp_path):
    raw = '---\ntitle: A\n---\n![Lifts](https://x.example/1200x800.jpg)\n\nThe [council](https://x.example/2024 "t") met *at last* and **said** so in [[Port Amber|the port]].\n\n> “We waited,” said Ida Penn.\n\n**Read more:** [Strike](https://x.example/2)\n\n## Jobs\n\nIt rained.\n\n[1]: https://x.example/3\n'
    (tmp_path / "a.md").write_text(raw)
    articles, _ = listen(corpus.load, tmp_path)
    assert len(articles["text"][0]) == len(raw)
    paragraphs = corpus.paragraphs(articles)
    shown = [(p.kind, text.display(p.text)) for p in paragraphs.itertuples()]
    assert shown == [
        ("caption", "![Lifts]()"), ("lead", "The council met at last and said so in the port."), ("body", "“We waited,” said Ida Penn."),
        ("furniture", "Read more: Strike"), ("heading", "## Jobs"), ("body", "It rained."),
    ]  # fmt: skip
    check(articles)
    repairs = corpus.repairs(articles)
    assert {"link", "Markdown", "head of the file"} <= set(repairs["kind"])
    assert all(raw[r.start : r.end] == r.was for r in repairs.itertuples())


HEADS = {
    "two blank lines end a head": ("a.txt", "Title: A\nAuthor: B\n\n\nURL: x\nIt rained.", "URL: x\nIt rained.", {"title": "A", "author": "B"}),
    "one does not": ("a.txt", "Title: A\n\nAuthor: B\n\nURL: x\nIt rained.", "It rained.", {"title": "A", "author": "B"}),
    "the label of the text ends it": ("a.txt", "Title: A\nAuthor: B\nText:\nURL: rained.", "URL: rained.", {"title": "A", "author": "B"}),
    "a line without a label ends it": ("a.txt", "Title: A\nAuthor: B\nSee https://x.y: It rained.\n", "See https://x.y: It rained.", {"title": "A", "author": "B"}),
    "names that are known behind one": ("a.txt", "Title: A\nGenre: news\nAuthor: B\n\nIt rained.", "It rained.", {"title": "A", "author": "B"}),
    "TOML": ("a.md", "+++\ntitle='A'\n[x]\ny=1\n+++\nIt rained.", "It rained.", {"title": "A"}),
    "TOML that is none": ("a.md", "+++\ntitle=\n+++\nIt rained.", "+++\ntitle=\n+++\nIt rained.", {}),
    "a list is no head": ("a.md", "---\n- a\n---\nIt rained.", "---\n- a\n---\nIt rained.", {}),
    "YAML that is broken": ("a.md", "---\ntitle: 'A: b\n more: c\nauthor: \"Ann\"\nx\n---\nIt rained.", "It rained.", {"title": "A: b", "author": "Ann"}),
    "YAML of Windows": ("a.md", "\ufeff---\r\ntitle: A\r\ntags: [a, b]\r\nlink: https://p.example/x\r\n...\r\nIt rained.", "It rained.", {"title": "A", "url": "https://p.example/x", "outlet": "p.example"}),
    "an address of no name": ("a.md", "---\ntitle: A\nseen: http://p.example/x\nthen: https://q.example/\n---\nIt rained.", "It rained.", {"url": "http://p.example/x"}),
    "signs of Markdown": ("a.md", "A __b__ ~~c~~ *d* a*b*c 2 * 3 * 4 **e f** > g\n> h\n>> i", "A b c d a*b*c 2 * 3 * 4 e f > g\nh\ni", {}),
    "links of Markdown": ("a.md", "A <https://x.y>, <mailto:a@b.c>, [[P]], [[P|q]], ![alt](x.png), [t](u (v) w), [r][1]\n\n[1]: http://x.y 't'\n", "A , , P, q, ![alt](), t, [r][1]", {}),
}  # fmt: skip


@pytest.mark.parametrize("kind", HEADS)
def test_heads_of_files_and_signs_of_markdown(kind):
    name, raw, shown, fields = HEADS[kind]
    (document,) = read(name, raw).documents
    assert document.text.replace("\u2060", "").strip("\ufeff\r\n ") == shown and len(document.text) == len(raw)
    assert fields.items() <= document.fields.items() and bool(fields) == bool(document.fields)
    kinds = {"signs of Markdown": {"Markdown"}, "links of Markdown": {"link"}}
    assert {repair.kind for repair in document.mended} == kinds.get(kind, {"head of the file"} if fields else set())


@pytest.mark.parametrize(
    ("piece", "n", "words", "said"),
    [
        ("Title: Rain\nBote\n\n{}\n\n", 2, 27, "looks like 2 articles"), ("Title: Rain\nBote\n\n{}\n\n", 2, 26, ""),
        ("June 1, 2025\n\n{}\n\n", 3, 57, "looks like 3 articles"), ("June 1, 2025\n\n{}\n\n", 3, 56, ""), ("June 1, 2025\n\n{}\n\n", 2, 99, ""),
        ("Title: R\nDate: 2024-03-01\n\n{}\n\n", 2, 16, "holds 2 articles"), ("Title: R\nDate: 2024-03-01\n\n{}\n\n", 2, 15, ""),
        *((f"The Amber Post, 1 June 2025{sign}\n\n{{}}\n\n", 3, 60, "") for sign in (" it rained.", " it rained!", " it rained?", " a b c d e f g")),
        *((f"The Amber Post{sign} 1 June 2025 a b c d e f\n\n{{}}\n\n", 3, 60, "looks like 3 articles") for sign in (",", " |", " ·", " •")),
        ("A b c d e f, 1 June 2025\n\n{}\n\n", 3, 60, "looks like 3 articles"), ("A b c d e f g, 1 June 2025\n\n{}\n\n", 3, 60, ""),
    ],
)  # fmt: skip
def test_from_how_many_words_on_there_may_be_several_articles(piece, n, words, said):
    notes = read("a.txt", piece.format("rain " * words) * n).notes
    assert len(notes) == bool(said) and all(note.startswith(said) for note in notes)


PAGE_HEAD = '<html><head><title>Towns sign | Post</title>{}<meta property="article:published_time" content="2025-06-18T10:00:00Z"></head><body><article><h1>Towns sign</h1>'
LONG = "<p>The towns met in Port Amber on Tuesday and signed twelve papers on trade, said the mayor of the town.</p>"


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<meta property="og:site_name" content="The Amber Post">', "The Amber Post"),
        ('<link rel="canonical" href="https://www.post.example/a">', "post.example"),
        (
            '<meta property="og:site_name" content="Post &amp; Echo"><link rel="canonical" href="https://www.post.example/a">',
            "Post & Echo",
        ),
        (
            '<meta property="og:site_name" content="echo.example"><link rel="canonical" href="https://post.example/a">',
            "post.example",
        ),
        (
            '<meta property="og:site_name" content="Echo.example"><link rel="canonical" href="https://post.example/a">',
            "Echo.example",
        ),
    ],
)
def test_pages_name_their_outlet(head, outlet):
    (document,) = read("a.html", PAGE_HEAD.format(head) + LONG * 6 + "</article></body></html>").documents
    assert document.fields["outlet"] == outlet and document.fields["date"] == "2025-06-18"
    origin = "address" if outlet == "post.example" else "site name"
    assert document.fields["outlet_from"] == f"{origin} of the page"


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1"])
def test_a_page_on_one_s_own_machine_names_no_outlet(host):
    head = f'<link rel="canonical" href="http://{host}/a">'
    (document,) = read("a.html", PAGE_HEAD.format(head).replace(" | Post", "") + LONG * 6).documents
    assert not any(name.startswith("outlet") for name in document.fields)


def test_a_page_has_the_day_on_which_it_came_out():
    changed = '<meta property="article:modified_time" content="2025-07-02T10:00:00Z">'
    (document,) = read("a.html", PAGE_HEAD.format(changed) + LONG * 6 + "</article></body></html>").documents
    assert document.fields["date"] == "2025-06-18"


def test_what_breaks_within_a_library_is_named(monkeypatch, tmp_path):
    def breaks(*_, **__):
        raise RecursionError("too deep")

    monkeypatch.setattr("trafilatura.bare_extraction", breaks)
    with pytest.raises(readers.Unreadable, match=r"parser \(RecursionError: too deep\); save its text as \.txt$"):
        read("a.html", "<p>It rained.")
    pages = iter([breaks, lambda _: "It rained."])
    monkeypatch.setattr("pypdf.PageObject.extract_text", lambda page: next(pages)(page))
    reading = read("a.pdf", printed(2))
    assert [document.text for document in reading.documents] == ["It rained."]
    assert reading.notes == ["page 1 could not be read (RecursionError: too deep) and is missing"]
    (tmp_path / "sources.csv").write_text("file")
    monkeypatch.setattr("lib.corpus.loading.rows_of", lambda *_, **__: int("x"))
    (tmp_path / "a.txt").write_text("It rained.")
    assert "sources.csv was not used: ValueError" in listen(corpus.load, tmp_path)[1][0]


def test_what_readers_say_below_a_page_is_no_part_of_it():
    said = "<div id='comments' class='comments'><h2>Comments</h2><div class='comment'><p>Well said by all of you.</p></div></div>"
    (document,) = read("a.html", PAGE_HEAD.format("") + LONG * 6 + f"</article>{said}</body></html>").documents
    assert document.text.startswith("Towns sign\nThe towns met") and "Well said" not in document.text


def test_the_parts_of_a_saved_page_are_no_articles(tmp_path):
    frame = "<html><body><p>Buy our wonderful shoes today, everything must go.</p></body></html>"
    page = PAGE_HEAD.format("") + LONG + "</article></body></html>"
    saved = {
        "echo/Rain.html": page,
        "echo/Rain_files/ad.html": frame,
        "echo/Rain_files/x.png": "",
        "echo_files/a.txt": "It rained.",
    }
    for name, content in saved.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(content)
    articles, messages = listen(corpus.load, tmp_path)
    assert list(articles["file"]) == ["echo/Rain.html", "echo_files/a.txt"]
    said = "echo/Rain_files was not read: it holds the pictures, scripts and frames of the saved page beside it"
    assert [str(message) for message in messages] == [said]
    reading = read("a.zip", made.packed_files(saved))
    assert len(reading.documents) == 2 and "(echo/Rain_files) was not read" in reading.notes[0]


def test_what_a_page_says_of_itself_in_linked_data():
    told = {"@graph": [{"author": [{"name": "Ann Lee"}, {"name": "Bo Ray"}], "publisher": {"name": "The Post"}}]}
    told["@graph"].append({"author": "https://post.example/lee", "datePublished": "2025-06-17T09:00:00Z"})
    broken = '<script type="application/ld+json">{"author": </script>'
    page = (
        f'<html><head><title>Rain</title>{broken}<script type="application/ld+json">{json.dumps(told)}</script></head>'
    )
    (document,) = read("a.html", f"{page}<body><article><h1>Rain</h1>{LONG * 6}</article></body></html>").documents
    fields = document.fields
    assert sorted(re.split("[,;] ", fields["author"])) == ["Ann Lee", "Bo Ray"]
    assert (fields["outlet"], fields["date"]) == ("The Post", "2025-06-17")


def test_dates_and_bylines_where_they_stand(tmp_path):
    (tmp_path / "2024-03-05").mkdir()
    (tmp_path / "2024-03-05/courier.txt").write_text("It rained.")
    (tmp_path / "coast_20240306_1.txt").write_text("Headline: A\nByline: BY Ann Lee\n\nIt snowed.")
    (tmp_path / "coast_20240307_2.txt").write_text("It froze.")
    articles, _ = listen(corpus.load, tmp_path)
    assert list(articles["article_id"]) == ["2024-03-05-courier", "coast_20240306_1", "coast_20240307_2"]
    assert list(articles["date"]) == ["2024-03-05", "", ""] and list(articles["author"]) == ["", "Ann Lee", ""]
    (tmp_path / "2024-03-05/courier.txt").unlink()
    again = listen(corpus.load, tmp_path)[0]
    assert list(again["date"]) == ["2024-03-06", "2024-03-07"] and list(again["outlet"]) == ["coast", "coast"]


@pytest.mark.parametrize(("n", "day"), [(4, "2025-06-17"), (5, "")])
def test_a_day_stands_on_top_in_one_of_six_paragraphs(tmp_path, n, day):
    lines = "".join(f"The rain fell on town {'abcde'[i]}.\n\n" for i in range(n))
    (tmp_path / "a.txt").write_text(f"Rain\n\n{lines}17 June 2025\n\n{RAIN}\n")
    assert listen(corpus.load, tmp_path)[0]["date"][0] == day


def test_texts_that_are_not_there_and_pictures_between_paragraphs():
    page = made.proquest_text([ARTICLES[0] | {"paragraphs": ["Not available."]}, ARTICLES[1]], abstract=True)
    page = page.replace("Abstract: \n\nNot available.", "Abstract: The council agreed.").replace(
        "Body\n", "Enlarge this image.\n"
    )
    first, second = read("x.txt", page).documents
    assert first.text == "The council agreed." and "Residents" in second.text and "Enlarge" not in second.text
    aside = {*first.aside, *second.aside}
    assert {("no text", "Full text: Not available."), ("caption", "Enlarge this image.")} <= aside


# -- Nothing is lost in silence
def test_pages_of_which_little_is_kept_are_named(monkeypatch):
    page = (
        PAGE_HEAD.format("") + "".join(LONG.replace("twelve", str(n)) for n in range(12)) + "</article></body></html>"
    )
    assert read("a.html", page).notes == []
    monkeypatch.setattr(readers.web, "main_text", lambda page: ("It rained.", {}, []))
    (note,) = read("a.html", page).notes
    assert "was read only in part: 2 of its" in note and "%) were kept" in note


@pytest.mark.parametrize(
    ("words", "kept", "said"), [(200, 100, ""), (200, 99, "99 of its 200 words (50%)"), (99, 9, "")]
)
def test_a_file_of_which_half_is_kept_is_whole(monkeypatch, words, kept, said):
    """And of one below a hundred words nothing is said."""
    page = f"{PAGE_HEAD.format('')}<p>{'rain ' * (words - 2)}</p></article></body></html>"
    monkeypatch.setattr(readers.web, "main_text", lambda page: ("rain " * kept, {}, []))
    notes = read("a.html", page).notes
    assert len(notes) == bool(said) and all(said in note for note in notes)


@pytest.mark.parametrize(("words", "several"), [(39, False), (40, True)])
def test_articles_on_a_page_of_many_have_forty_words(words, several):
    page = "".join(f"<article><h2>Rain</h2><p>{'rain ' * (words - 1)}</p></article>" for _ in range(3))
    found = [
        note for note in read("a.html", f"<html><body>{page}</body></html>").notes if "looks like 3 articles" in note
    ]
    assert bool(found) == several


def test_a_folder_without_a_text_names_five_files_that_were_not_read(tmp_path):
    for n in range(1, 8):
        (tmp_path / f"{n}.txt").write_text(" \n")
    with pytest.warns(corpus.CorpusWarning), pytest.raises(corpus.CorpusError) as said:
        corpus.load(tmp_path)
    assert all(f"{n}.txt was not read: it is empty" in str(said.value) for n in range(1, 6))
    assert "6.txt" not in str(said.value) and "put UTF-8 .txt" in str(said.value)


def test_an_ampersand_in_a_cell_is_no_entity_without_its_semicolon():
    reading = read("a.csv", "text\nR&D took &lt 5 days.\nR&amp;D took &lt; 5 days.\n")
    assert [document.text for document in reading.documents] == ["R&D took &lt 5 days.", "R&D took < 5 days."]


def test_escapes_that_colour_a_terminal_stand_in_no_field():
    (document,) = read("a.csv", "text,title,outlet\nIt rained.,\x1b[31mRain\x1b[0m,Post\x1b\n").documents
    assert (document.fields["title"], document.fields["outlet"]) == ("[31mRain[0m", "Post")


def test_parts_of_archives_and_pages_have_a_largest_size(monkeypatch):
    files = {"a.txt": "It rained.", "b.txt": "It rained all day."}
    monkeypatch.setattr(readers.archive, "LARGEST", 10)
    reading = read("a.zip", made.packed_files(files))
    assert [document.text for document in reading.documents] == ["It rained."]
    assert reading.notes == [
        "(b.txt) was not read: its part b.txt is larger than 10 bytes once unpacked; save its texts as .txt"
    ]
    monkeypatch.setattr(readers.archive, "LARGEST", 100)
    monkeypatch.setattr(readers.archive, "WHOLE", 28)
    assert len(read("a.zip", made.packed_files(files)).documents) == 2
    monkeypatch.setattr(readers.archive, "WHOLE", 27)
    with pytest.raises(readers.Unreadable, match="it holds more than 27 bytes once unpacked"):
        read("a.zip", made.packed_files(files))
    monkeypatch.setattr(readers.archive, "MOST", 1)
    with pytest.raises(readers.Unreadable, match="an archive of 2 files"):
        read("a.zip", made.packed_files(files))
    page = "<p>It rained."
    for module in (readers.web, readers.markup):
        with monkeypatch.context() as patch:
            patch.setattr(module, "LARGEST", len(page))
            assert read("a.html", page).documents
            patch.setattr(module, "LARGEST", len(page) - 1)
            with pytest.raises(readers.Unreadable, match="a web page of 13 characters"):
                read("a.html", page)


def test_words_of_a_page_are_those_outside_of_menus_links_and_comments():
    around = "<nav>Home and abroad</nav><a href='/'>All the news</a><div class='comment-list'><p>Well said!</p></div>"
    around += (
        "<p hidden>Not yet</p><p style='color: red; display: NONE'>Never</p><button>Buy</button><footer>Us</footer>"
    )
    page = PAGE_HEAD.format("") + LONG * 6 + "</article>" + around + "</body></html>"
    assert read("a.html", page).words == 2 + 6 * 20


@pytest.mark.parametrize(
    "tag",
    "nav footer aside form button menu dialog script style noscript template svg iframe object textarea select".split(),
)
def test_what_a_page_has_around_its_text_is_not_counted(tag):
    inner = "<option>Buy shoes" if tag == "select" else "<p>Buy shoes</p>"
    assert read("a.html", f"<p>It rained.</p><{tag}>{inner}</{tag}>").words == 2


@pytest.mark.parametrize(
    "tag", "a abbr b big cite code em font i ins kbd mark q s small span strong sub sup time u var".split()
)
def test_a_word_in_bold_ends_no_line(tag):
    seen = readers.markup.lines_of(f"<div class=x><p>It <{tag} class=y>rain</{tag}>ed<br>on.</p>all day</div>")
    assert [tuple(line) for line in seen.lines] == [("It rained", "x y"), ("on.", "x"), ("all day", "x")]


def test_a_line_of_a_page_goes_on_to_the_end_of_its_block_but_in_pre():
    seen = readers.markup.lines_of("<p>It\nrained.</p><pre>On\n\nall  day\n</pre>")
    assert [line.text for line in seen.lines] == ["It rained.", "On", "", "all  day", ""]


def test_many_articles_in_one_page_or_text_are_a_question():
    page = (
        "<html><body>"
        + "".join(f"<article><h2>Rain {n}</h2>{LONG * 3}</article>" for n in range(27))
        + "</body></html>"
    )
    assert any("looks like 27 articles in one page" in note for note in read("a.html", page).notes)
    days = (f"<p>{'It rained on the towns and nobody came. ' * n}</p>" * 4 for n in (5, 6))
    two = (
        "<body>" + "".join(f"<article><h2>Rain</h2><div class='text'>{day}</div></article>" for day in days) + "</body>"
    )
    assert any("looks like 2 articles in one page" in note for note in read("a.html", two).notes)
    teased = PAGE_HEAD.format("") + LONG + "</article><article><h3>Snow</h3><p>It snowed.</p></article></body></html>"
    assert read("a.html", teased).notes == []
    days = "".join(
        f"June {n}, 2025\n\n" + "It rained on the towns and nobody came to the harbour. " * 8 + "\n\n"
        for n in range(1, 5)
    )
    assert any("looks like 4 articles in one text" in note for note in read("a.txt", days).notes)
    assert read("a.txt", days.replace("\n\nIt", " It")).notes == []
    heads = "".join(
        f"Title: Rain {n}\nDate: 2024-03-0{n}\n\n" + "It rained on the towns and nobody came. " * 8 + "\n\n*****\n"
        for n in range(1, 4)
    )
    parted = read("a.txt", heads)
    assert parted.notes == ["holds 3 articles, each with a head of its own: it was parted there"]
    assert [(d.form, d.number) for d in parted.documents] == [(f"UTF-8 text, document {n}", str(n)) for n in (1, 2, 3)]
    assert [(d.fields["title"], d.fields["date"]) for d in parted.documents][1:] == [
        ("Rain 2", "2024-03-02"),
        ("Rain 3", "2024-03-03"),
    ]
    bare = heads.replace("Date: 2024-03-02\n", "")  # where one head is none nobody knows what parts them
    assert "looks like 3 articles in one text (3 lines begin with Title:)" in read("a.txt", bare).notes[0]
    assert read("a.txt", heads.partition("*****")[0]).notes == []
    rain = "It rained on the towns and nobody came to the harbour. " * 8
    feet = "".join(f"{rain}\nQuelle: Bote vom 1{n}.6.2025\nISSN: 1-{n}\nRessort: Wetter\n\n" for n in (1, 2))
    assert "looks like 2 articles in one text (2 lines begin with Quelle:)" in read("a.txt", feet).notes[0]
    outlets = [line for n in (1, 2, 3) for line in (f"Rain {n}", f"The Hill Echo, 1{n} June 2025", rain)]
    assert "looks like 3 articles in one text (3 lines" in read("a.docx", made.docx(outlets)).notes[0]
    panel = f"LEE: {rain}\nRAY: {rain}\nROE: {rain}\n" * 3
    assert read("a.txt", panel).notes == [], "three who speak by turns"
    linked = "".join(f"<div><h2><a href='/{n}'>Rain {n}</a></h2>{LONG * 3}</div>" for n in range(12))
    assert any("looks like 12 articles in one page" in note for note in read("a.html", f"<body>{linked}</body>").notes)
    teasers = "".join(
        f"<h3><a href='/{n}'>Rain {n}</a></h3><p>It rained on the towns and nobody came.</p>" for n in range(20)
    )
    assert any("looks like 20 articles" in note for note in read("a.html", f"<body>{teasers}</body>").notes)
    sections = "".join(f"<h2>Rain {n} in the hills <a href='#'>edit</a></h2>{LONG * 3}" for n in range(6))
    related = teasers.partition("<h3><a href='/9'")[0]
    assert read("a.html", f"<body><h1>Rain</h1>{sections}{related}</body>").notes == []


def test_a_headline_of_several_decks_is_one():
    decks = OLD(ARTICLES[:1]).replace("New lifts for Port Amber\n", "New lifts for Port Amber;\nCouncil splits\n", 1)
    assert read("x.txt", decks).documents[0].fields["title"] == "New lifts for Port Amber; Council splits"


@pytest.mark.parametrize("row", rows_of("file_endings.csv"), ids=lambda row: row["example"])
def test_files_with_endings_that_hold_no_text_are_not_read(row):
    if row["kind"] == "not read":
        assert not row["example"].endswith(readers.SUFFIXES) and row["advice"]
    else:
        assert row["example"].startswith(readers.beside_pages([row["example"], "paper.html"]))
        assert not readers.beside_pages([row["not"], "paper.html"])


@pytest.mark.parametrize(
    ("name", "advice"), [(f"a{ending}", advice) for ending, advice in marks.endings("not read").items()]
)
def test_advice_fits_the_format(toy, name, advice):
    (toy / name).write_bytes(b"x")
    _, messages = listen(corpus.load, toy)
    assert messages == [f"{name} was not read: {name[1:]} files are not read; {advice}"]


def test_what_to_do_with_a_file_that_is_not_read_is_what_one_can_do_with_it():
    told = {
        "a.doc": "save it as .docx",
        "a.ods": "save it as .xlsx",
    }
    told |= {
        "a.xml": "a column text",
        "a.rar": "unpack it there",
        "a.tar": "unpack it there",
        "a.sav": ".csv or .parquet",
    }
    assert all(advice in readers.advice(name) for name, advice in told.items())


READERS = {
    "Our Standards: The Thomson Reuters Trust Principles.": "furniture", "Alex Poe contributed to this report.": "note",
    "Alex Poe and Ann Lee contributed reporting from Port Amber.": "note", "Alex Poe, in Port Amber, contributed to this story.": "note",
    "Get our morning newsletter in your inbox every weekday.": "furniture", "Purchase Licensing Rights, opens new tab": "furniture",
    "Sign up to First Edition, our free daily newsletter – every weekday morning at 7am BST": "furniture", "Click here to read more.": "furniture",
    "This article was amended on 3 June 2025. An earlier version said 12.": "note", "Story continues below advertisement": "furniture",
    "Do you have a story? Contact us at news@example.org.": "furniture", "Listen to this article": "furniture", "3 min read": "furniture",
    "Have an opinion on the issues raised in this article? Email us a letter of up to 300 words.": "furniture", "Already a subscriber? Log in": "furniture",
    "Copyright 2025 The Wire. All rights reserved. This material may not be published or broadcast.": "furniture", "after newsletter promotion": "furniture",
    "He contributed to this report in 2019, she said, and nobody signed up for it.": "body", "Get the newsletter out, said the mayor, and he did.": "body",
    "Subscribers to the newsletter of the port rose by 12 percent.": "body", "The copyright on the song was his, and all rights reserved to him.": "body",
    "Sign up for the boats was slow, said Ann Lee, and the newsletter came late.": "body", "Most read the letter twice before they answered the council.": "body",
}  # fmt: skip


def test_what_a_page_says_to_its_readers_is_no_running_text():
    opening = (
        "The towns met in Port Amber on Tuesday. It rained all day.\n\nNobody came to the harbour, said the mayor.\n\n"
    )
    whole = opening + "\n\n".join(READERS) + "\n\nIt rained on.\n\nIt rained again."
    kinds = {whole[block.start : block.end]: block.kind for block in text.blocks(whole)}
    assert {line: kinds[line] for line in READERS} == READERS


# -- Any bytes
@settings(max_examples=25)
@given(raw=st.one_of(st.binary(max_size=200), SEASONED.map(lambda t: t.encode("utf-8", "surrogatepass"))))
@pytest.mark.parametrize(
    "name", ["c.docx", "c.rtf", "c.odt", "c.srt", "c.tsv", "c.xlsx", "c.json", "c.zip", "c.sgm", "c.md"]
)
def test_spans_hold_on_any_bytes(tmp_path_factory, name, raw):
    spans_hold(name, raw, tmp_path_factory.mktemp("any"))


@settings(max_examples=30)
@given(SEASONED)
def test_any_text_comes_through_word_rtf_and_odt(tmp_path_factory, raw):
    folder = tmp_path_factory.mktemp("any")
    plain = "".join(c for c in raw if c >= " " and c.isprintable() and not "\ud800" <= c <= "\udfff")
    (folder / "a.txt").write_text("It rained.")
    (folder / "c.docx").write_bytes(made.docx([plain]))
    (folder / "d.odt").write_bytes(made.odt([plain]))
    articles = listen(corpus.load, folder)[0]
    check(articles)
    for file in ("c.docx", "d.odt"):
        if parts.has_words(plain):
            (document,) = readers.read(file, (folder / file).read_bytes()).documents
            assert document.text.split() == plain.split() or document.mended


@pytest.mark.parametrize("day", ["Spring 2024", "31 February 2024", "Late Autumn, 2024"])
def test_what_is_meant_as_a_date_is_no_newspaper(tmp_path, day):
    (tmp_path / "a.txt").write_text(OLD(ARTICLES).replace("March 5, 2024 Tuesday", day, 1), encoding="utf-8")
    articles, warned = corpus.load_telling(tmp_path)
    assert articles["outlet"].tolist() == [article["outlet"] for article in ARTICLES]
    assert articles["date"][0] == "" and any(day in line for line in warned)


LINES = st.lists(
    st.sampled_from(
        ["1 of 2 DOCUMENTS", "2 of 2 DOCUMENTS", "End of Document", "June 17, 2025 Tuesday", "BYLINE: Ann", "LENGTH: 5 words", "Body", "", "The Post", "It rained.",
         "LOAD-DATE: June 17, 2025", "58 words", "17 June 2025", "Document ABCD1234567", "HD  A", "LP  It rained.", "WC  5 words", "AN  Document ABCD1234567", "English", "(c) 2025 Post",
         "ProQuest document ID: 1", "Full text: It rained.", "Title: A", "Author: B", "_" * 30, '<REUTERS NEWID="1">', "<TITLE>A</TITLE>", "<BODY>It", "</REUTERS>", "Results Found", "44"]
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=60)
@given(LINES)
@example(["June 17, 2025 Tuesday", "The Post", "End of Document", "BYLINE: Ann", "Title: A", "_" * 30])
@example(["_" * 30, "Body", "17 June 2025", "End of Document", "BYLINE: Ann", "Body"])
def test_marks_in_any_order_are_read_or_named(tmp_path_factory, lines):
    """No word is lost: what is in no text is set aside."""
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.txt").write_text("It snowed.")
    (folder / "c.txt").write_text("\n".join(lines))
    articles, messages = listen(corpus.load, folder)
    check(articles)
    own = articles[articles["file"] == "c.txt"]
    if len(own) == 0:
        assert messages or not parts.has_words("".join(lines))
        return
    heads = corpus.heads(articles)
    held = " ".join([*own["text"], *own["title"], *heads.loc[heads["file"] == "c.txt", "text"]])
    held = text.display(held) + " " + " ".join(corpus.repairs(articles)["was"])
    lost = [
        word
        for line in lines
        for word in line.replace("<BODY>", "").split()
        if parts.has_words(word) and word not in held
    ]
    known = {
        "HD",
        "LP",
        "Full",
        "text:",
        "Body",
        "<REUTERS",
        'NEWID="1">',
        "<TITLE>A</TITLE>",
        "</REUTERS>",
        "DOCUMENTS",
    }
    assert set(lost) <= known | {"1", "2", "of", "End", "Document"}


# -- The same at scale
def test_a_mixed_folder_is_counted_as_in_memory(tmp_path):
    source = tmp_path / "mixed"
    (source / "courier").mkdir(parents=True)
    (source / "a.txt").write_text(OLD(ARTICLES[:1]))
    (source / "b.html").write_text(PAGE(ARTICLES[1:2]))
    (source / "c.docx").write_bytes(made.docx(["The ferries sailed.", "It rained on the quay for 12 days."]))
    (source / "courier/d.txt").write_text("The lifts stood still, said 14 men.")
    (source / "courier/e.jsonl").write_text(
        "\n".join(
            json.dumps({"body": f"<p>It &amp; she paid ${n} million.</p>", "headline": "A", "n": n}) for n in range(3)
        )
        + '\n{"body": "Cut… [+99 chars]", "source": {"name": "Wire"}}\n'
    )
    pd.DataFrame(
        {
            "Content": ["Trade rose by 5 percent.", None, "It fell."],
            "link": ["https://www.post.example/1", "", "https://echo.example/2"],
        }
    ).to_parquet(source / "f.parquet")
    (source / "g.zip").write_bytes(
        made.packed_files({"coast/1.txt": "The coast road closed.", "t.csv": "text,media\nIt froze.,Hill\n"})
    )
    (source / "h.md").write_text("---\ntitle: A\n---\nThe [lifts](https://x.example/2) moved.\n")
    articles, messages = listen(corpus.load, source)
    assert set(articles["outlet"]) == {
        "The Amber Post",
        "Hill Echo",
        "c",
        "courier",
        "Wire",
        "post.example",
        "echo.example",
        "coast",
        "Hill",
        "h",
    }
    tokens = corpus.tokens(corpus.sentences(corpus.paragraphs(articles)))
    found, told = listen(scale.count_terms, source, tmp_path / "counts.parquet", by="article_id")
    pd.testing.assert_frame_equal(found, terms.counts(tokens, by="article_id"), rtol=1e-12, atol=1e-12)
    by_outlet, _ = listen(scale.count_terms, source, tmp_path / "outlets.parquet")
    pd.testing.assert_frame_equal(by_outlet, terms.counts(tokens), rtol=1e-12, atol=1e-12)
    quantities, _ = listen(scale.extract_claims, source, tmp_path / "claims.parquet")
    pd.testing.assert_frame_equal(quantities, claims.extract(articles), check_exact=True)
    assert messages and told


def test_a_corpus_may_be_one_file_or_an_archive(tmp_path, monkeypatch):
    """What lies beside it is not read, nor does it take the place of our tables; scale counts the same."""
    files = {"export.docx": made.docx(made.nexis_new()), "export.txt": made.nexis_old().encode()}
    rows = ["file,outlet,date", "a.txt,Port Herald,5 March 2024", "b.txt,Bay Times,2024-03-06"]
    texts = {f"{n}.txt": f"A ferry of {n}\n\nThe ferry sailed at noon with 40 people on board." for n in "ab"}
    files["papers.zip"] = made.packed_files(texts | {"sources.csv": "\n".join(rows)})
    (tmp_path / "stopwords.txt").write_text("ferry")
    (tmp_path / "variants.csv").write_text("variant,term\nharbour,haven\n")
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)
    for name in files:
        articles = corpus.load(tmp_path / name)
        assert articles["outlet"].tolist() == (
            ["Port Herald", "Bay Times"] if name == "papers.zip" else [a["outlet"] for a in ARTICLES]
        )
        assert set(articles["file"]) == {name} and articles["date"].str.startswith("2024-03-0").all()
        assert corpus.files_read(articles)["articles"].tolist() == [len(articles)]
        assert len(corpus.repairs(articles)) >= len(articles)
        monkeypatch.setenv("CORPUS", str(tmp_path / name))
        tokens = corpus.tokens(corpus.sentences(corpus.paragraphs(articles)))
        assert "haven" not in set(tokens["term"]) and "ferry" not in corpus.read_stopwords()
        found = scale.count_terms(tmp_path / name, tmp_path / f"{name}.counts", progress=False)
        key = ["outlet", "term"]
        want = terms.counts(tokens).sort_values(key, ignore_index=True)
        pd.testing.assert_frame_equal(found.sort_values(key, ignore_index=True), want, check_dtype=False)


def test_the_files_that_the_example_shows_are_as_made_and_read_alike():
    place = HOME / "data/example/_files"
    files = {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*.*")}
    assert files == made.example_files()
    for name in ("nexis.txt", "web.csv", "papers"):
        articles, messages = listen(corpus.load, place / name)
        outlets = [a["outlet"].lower().replace(" ", "-") for a in ARTICLES]
        assert sorted(articles["outlet"].str.lower().str.replace(" ", "-")) == sorted(outlets), name
        assert sorted(articles["date"]) == sorted(a["date"] for a in ARTICLES), name
        assert not any("part" in message for message in messages), name


def test_exports_are_tried_one_after_the_other():
    assert [export.name for export in exports.EXPORTS] == [
        "Reuters-21578",
        "Europresse",
        "ProQuest",
        "Factiva",
        "Nexis",
    ]
    assert set(KNOWN.exports) == {export.name for export in exports.EXPORTS} | {"RIS"}  # whose fields all have codes


# -- Bound: mails, pages saved whole, e-books
PAGE_IN_MAIL = (
    "<html><head><meta charset=utf-8><title>Lifts</title></head><body><article><h1>Lifts</h1>"
    "<p>The harbour gets 12 new lifts, the mayor said on Monday, and “all of them” will be painted blue.</p>"
    "<p>The work will last until the autumn of next year, according to the council of the town.</p></article></body></html>"
)


@pytest.mark.parametrize("charset", ["", "; charset=utf-8"])
def test_a_page_saved_whole_is_read_as_the_page(charset):
    head = "Snapshot-Content-Location: https://www.courier.example/lifts\nSubject: Lifts\nDate: Sat, 21 Jun 2025 20:10:00 -0000\n"
    head += 'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="x"\n\n'
    part = f"--x\nContent-Type: text/html{charset}\nContent-Transfer-Encoding: 8bit\n\n{PAGE_IN_MAIL}\n"
    style = "--x\nContent-Type: text/css\n\np {color: red}\n--x--\n"
    for name in ("a.mhtml", "a.mht"):
        (document,) = read(name, head + part + style).documents
        assert "“all of them”" in document.text and "color" not in document.text
        assert document.fields["title"] == "Lifts" and document.fields["outlet"] == "courier.example"
        assert not document.fields.get("date"), "the day on which it was saved is not that on which it came out"


def test_a_mail_says_who_sent_it_and_when():
    head = "From: Harbour Post <a@b.example>\nSubject: Lifts\nDate: Fri, 20 Jun 2025 07:00:00 +0000\n"
    for kind, body in (("html", PAGE_IN_MAIL), ("plain", "The harbour gets “all of them”.\n")):
        raw = f"{head}Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}"
        (document,) = read("a.eml", raw).documents
        told = {name: document.fields[name] for name in ("outlet", "title")}
        assert dates.iso(document.fields["date"]) == "2025-06-20"
        assert told == {"outlet": "Harbour Post", "title": "Lifts"} and "“all" in document.text
    assert "outlet" not in read("a.eml", "Subject: x\n\nIt rained.").documents[0].fields
    assert read("a.eml", "Content-Type: text/plain\n\nIt rained.").documents[0].fields == {}
    for broken in ("", "From: \n\n", f"{head}Content-Type: image/png\n\nxx"):
        with pytest.raises(readers.Unreadable):
            read("a.eml", broken)


def test_each_chapter_of_an_e_book_is_a_text():
    items = "".join(f'<item id="c{n}" href="c%20{n}.xhtml"/>' for n in (1, 2))
    book = f"<package><metadata><title>Review</title><date>2025-06</date></metadata><manifest>{items}</manifest>"
    files = {
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="O/b.opf"/></rootfiles></container>',
        "O/b.opf": f'{book}<spine><itemref idref="c2"/><itemref idref="c1"/></spine></package>',
        **{f"O/c {n}.xhtml": PAGE_IN_MAIL.replace("12 new", f"{n}0 new") for n in (1, 2)},
    }
    reading = read("a.epub", made.packed_files(files))
    documents = reading.documents
    assert reading.words == sum(parts.count_words(document.text) for document in documents)
    assert ["20 new" in documents[0].text, "10 new" in documents[1].text] == [True, True]
    assert {(d.fields["outlet"], d.fields["date"]) for d in documents} == {("Review", "2025-06")}
    files["O/b.opf"] = (
        files["O/b.opf"].replace("</title>", "</title><publisher>House</publisher>").replace('"c2"/', '"x"/')
    )
    files["O/c 2.xhtml"] = "<html><body><img src=x></body></html>"
    (document,) = read("a.epub", made.packed_files(files)).documents
    assert (document.fields["outlet"], document.form, document.number) == ("House", "e-book, chapter 1", "1")
    files["O/c 1.xhtml"] = files["O/c 2.xhtml"]
    with pytest.raises(readers.Unreadable, match="an e-book without a text"):
        read("a.epub", made.packed_files(files))
    with pytest.raises(readers.Unreadable, match="no e-book"):
        read("a.epub", made.packed_files({"x": "y"}))
