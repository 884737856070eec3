import csv
import html
import io
import json
import re

import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from PIL import Image

from lib.show import downloads, tables
from lib.site import dressing, figures, libraries
from tests.conftest import HOME

HOSTILE = "<script>alert(1)</script> & <img src=x onerror=y>"
UNUSUAL = [
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    "\u3000=1",
    "\u200b=1",
    "\ufeff@x",
    "\u202e=1",
    "\x00=1",
    "\u00ad+1",
]


def test_html_is_escaped_scoped_and_aligned():
    table = pd.DataFrame({"name": [HOSTILE], "n": [3], "rate": [1.23456]})
    shown = tables.to_html(table, "A <b>caption</b>")
    assert "<script>" not in shown and "<img" not in shown and "<b>" not in shown
    assert "&lt;script&gt;" in shown
    assert '<th scope="col">name</th>' in shown and '<th scope="col" class="n">n</th>' in shown
    assert '<th scope="row">' in shown and '<td class="n">1.23</td>' in shown


def cells(table, **options):
    """The texts of the first body row, of `to_html`."""
    body = tables.to_html(table, "c", **options).partition("<tbody>")[2]
    return re.findall(r"<t[hd][^>]*>(?:<a [^>]*>)?(.*?)<", body.splitlines()[1])


def heads(table, scope="row"):
    return re.findall(rf'<th scope="{scope}"[^>]*>(.*?)</th>', tables.to_html(table, "c"))


def test_a_row_is_headed_by_what_names_it():
    kwic = pd.DataFrame({"left": ["", "n of the"], "keyword": ["a", "b"], "right": ["x", "y"]})
    assert heads(kwic) == ["a", "b"] and 'class="data kwic"' in tables.to_html(kwic, "c")
    assert heads(pd.DataFrame({"outlet": ["A", ""], "n": [1, 2]})) == ["A"], "an empty cell heads no row"
    assert heads(pd.DataFrame({"quote": ["not a name"], "n": [1]})) == []
    assert heads(pd.DataFrame({"what": ["so long that nobody would listen to it before each of the cells"]})) == []


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([25000000000.0], "25 billion"),
        ([1537500000], "1.5375 billion"),
        ([-2500000.0, 0.5], "-2.5 million"),
        ([1234567], "1,234,567"),
        ([6.0, 7.0], "6"),
        ([6.0, 7.5], "6.00"),
        ([4310], "4,310"),
        ([np.nan, 1.0], ""),
        ([True, False], "yes"),
        ([np.inf, 2.0], "inf"),
        (["25000000000.0"], "25000000000.0"),
        (["human_interest"], "human_interest"),
    ],
)
def test_numbers_read_as_one_would_write_them(values, shown):
    assert cells(pd.DataFrame({"x": values})) == [shown]


def test_a_short_name_is_shown_in_words_in_its_columns_alone():
    table = pd.DataFrame({"frame": ["human_interest"], "keyword": ["snake_case"], "topic": ["whose-60-deals"]})
    assert cells(table) == ["human interest", "snake_case", "whose 60 deals"]
    assert cells(pd.DataFrame({"topic": ["T5 china-central, spirit"], "frame": ["a-b"]})) == [
        "T5 china-central, spirit",
        "a-b",
    ]
    assert cells(pd.DataFrame({"year": [2025]})) == ["2025"]


def test_a_short_name_that_has_a_label_is_shown_by_it():
    table = pd.DataFrame({"stance": ["china_favourable", "of_mine"], "topic": "buka-plant-status"})
    assert cells(table) == ["praise of China", "When the Buka plant was done"]
    assert cells(table[1:]) == ["of mine", "When the Buka plant was done"]
    lists = pd.DataFrame({"stance": ["china_favourable; of_mine"], "frame": ["human_interest; rivalry"]})
    assert cells(lists) == ["china favourable; of mine", "human interest; rivalry"]
    assert cells(pd.DataFrame({"stance": ["china_favourable; china_critical"]})) == ["praise of China; blame of China"]


def test_what_is_written_in_words_sorts_by_its_value():
    shown = tables.to_html(pd.DataFrame({"value_low": [25e9, np.nan, 3.0], "n": [1, 2, 3]}), "c")
    assert re.findall('data-order="([^"]*)"', shown) == ["25000000000.0", "", "3.0"]


WORDS = pd.read_csv(HOME / "data/column_words.csv", dtype=str, keep_default_na=False)


@pytest.mark.parametrize("row", WORDS.to_dict("records"), ids=WORDS["column"])
def test_every_head_is_in_words(row):
    example = int(row["example"]) if row["values"] == "year" else row["example"]
    table = pd.DataFrame({"outlet": ["A"], row["column"]: [example]})
    (head,) = heads(table[[row["column"]]], "col")
    assert head.startswith(html.escape(row["words"])) and row["unit"] in head and "_" not in head
    shown = cells(table)[1]
    assert row["values"] not in ("name", "slug", "year") or re.fullmatch("[A-Za-z ]+|[0-9]+", shown)
    assert row["values"] in ("", "text", "name", "slug", "year")


def test_an_unknown_name_has_spaces_for_underscores():
    assert heads(pd.DataFrame({"my_own_measure": [1], 2025: [2]}), "col") == ["my own measure", "2025"]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\u2060=1", "\r=1", "\n-1", *UNUSUAL])
def test_csv_cells_are_harmless(value):
    text = tables.to_csv(pd.DataFrame({value: [value]}))
    assert all(row[0].startswith("'") for row in csv.reader(io.StringIO(text)))


def test_a_cell_parted_at_a_semicolon_is_harmless():
    assert tables.harmless("x; =cmd|'/C calc'!A0;y") == "x;' =cmd|'/C calc'!A0;y"


def test_csv_keeps_numbers_and_plain_text():
    text = tables.to_csv(pd.DataFrame({"a": [-1.5, 2 / 3], "b": [-1, 2], "c": ["x, y", 'z "q"']}))
    assert text == 'a,b,c\n-1.5,-1,"x, y"\n0.666667,2,"z ""q"""\n'


@given(st.text(max_size=80))
def test_quoted_text_is_text_in_markdown(raw):
    shown = MarkdownIt("commonmark").enable("table").render(f"he said: {tables.quoted(raw)} (end)")
    inner = shown.removeprefix("<p>").removesuffix("</p>\n")
    assert "<" not in inner


def test_quoted_text_reads_as_it_was():
    shown = MarkdownIt().render(tables.quoted("the *US* [link](x) `code` <b> & 5_000 #1"))
    assert shown == "<p>the *US* [link](x) `code` &lt;b&gt; &amp; 5_000 #1</p>\n"


def test_a_name_does_not_turn_a_sentence_round():
    name = "\u202eemaN"
    assert tables.quoted(name) == "emaN"


def test_in_a_sentence_no_html_is_read_and_markdown_is():
    said = tables.say("**Few** say <b>this</b> & p < 0.05: *see* [02](02-terms.ipynb).").data
    assert said == "**Few** say &lt;b>this&lt;/b> & p &lt; 0.05: *see* [02](02-terms.ipynb)."
    shown = MarkdownIt().render(said)
    assert shown.startswith("<p><strong>Few</strong> say &lt;b&gt;this") and 'href="02-terms.ipynb"' in shown


@pytest.fixture
def put(monkeypatch, tmp_path):
    """The bundles that `show` displays; the CSV of each is written to tmp_path."""
    shown = []
    monkeypatch.setattr(tables, "display", lambda bundle, **options: shown.append(bundle))
    monkeypatch.setenv(downloads.FILES, str(tmp_path))
    return shown


def test_missing_values_and_named_index(put, tmp_path):
    table = pd.DataFrame({"n": [np.nan, 1.0]}, index=pd.Index(["a", "b"], name="term"))
    tables.show(table, "Caption", digits=1)
    (bundle,) = put
    assert '<td class="n"></td>' in bundle["text/html"]
    assert re.fullmatch(r"Caption \(2 rows\) \[table [0-9a-f]{16}\]", bundle["text/plain"])
    assert (tmp_path / downloads.file_name(bundle["text/plain"])).read_bytes() == b"term,n\na,\nb,1\n"


def test_a_long_table_shows_its_first_rows_and_is_whole_beside_the_page(put, tmp_path):
    tables.show(pd.DataFrame({"n": range(4310)}), "Numbers")
    tables.show(pd.DataFrame({"n": range(30)}), "Numbers")
    long, short = put
    assert "Numbers (first 20 of 4,310 rows)" in long["text/html"] and long["text/html"].count("<tr>") == 21
    assert ">Numbers<" in short["text/html"] and short["text/html"].count("<tr>") == 31
    assert len((tmp_path / downloads.file_name(long["text/plain"])).read_text().splitlines()) == 4311
    assert len([*tmp_path.glob("*.csv")]) == 2, "two tables of one caption are two files"
    assert 'class="data part" data-digits="2"' in long["text/html"] and 'class="data"' in short["text/html"]


def test_columns_out_of_sight_are_in_the_csv_and_in_the_text_that_nbval_compares(put, tmp_path):
    wide = pd.DataFrame({"outlet": ["A"], "note": ["old"], "n": [1]})
    tables.show(wide, "Wide", columns=["n", "outlet"])
    tables.show(wide.assign(note="new"), "Wide", columns=["n", "outlet"])
    one, other = put
    assert "Wide (2 of 3 columns)" in one["text/html"] and "note" not in one["text/html"]
    assert one["text/html"].index(">n<") < one["text/html"].index(">outlet<")
    assert one["text/html"] == other["text/html"] and one["text/plain"] != other["text/plain"]
    csv = (tmp_path / downloads.file_name(one["text/plain"])).read_text()
    assert csv == "outlet,note,n\nA,old,1\n"
    whole = dressing.whole(one["text/html"], one["text/plain"], csv)
    assert re.findall('scope="col"[^>]*>(.*?)<', whole) == ["n", "outlet", "note"] and ">Wide<" in whole


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*UNUSUAL, "=1", "'=1", "x", "", HOSTILE, "3"]), st.integers(-(10**9), 10**9), st.booleans()
        ),
        min_size=1,
    )
)
def test_a_table_comes_back_from_its_csv_as_it_is_shown(rows):
    table = pd.DataFrame(rows, columns=["quote", "freq", "survives"])
    table = table[~table["freq"].between(1800, 2099) & ~table["quote"].str.startswith("'")]
    again = tables.from_csv(tables.to_csv(table))
    if len(table):
        assert tables.to_html(again, "c") == tables.to_html(table, "c")


def test_years_and_words_of_a_source_come_back_as_they_stand():
    table = tables.from_csv("year_of,surface,start,x\n2020,3000,5,3000\n1991,12,6,2.5\n")
    assert cells(table.drop(columns="start")) == ["2020", "3000", "3,000.00"]
    assert tables.from_csv("survives,n\nTrue,\n,4\n").to_dict("list")["survives"] == ["yes", ""]


def test_the_whole_of_a_long_table_ends_somewhere_and_says_so(put, tmp_path):
    tables.show(pd.DataFrame({"n": range(4310)}), "Numbers")
    csv = (tmp_path / downloads.file_name(put[0]["text/plain"])).read_text()
    whole = dressing.whole(put[0]["text/html"], put[0]["text/plain"], csv)
    assert whole.count("<tr>") == 1 + dressing.WHOLE and "Numbers (first 1,000 of 4,310 rows)" in whole


def test_a_row_that_is_not_shown_changes_the_text_that_nbval_compares(put):
    numbers = pd.DataFrame({"n": range(100), "share": 0.5})
    tables.show(numbers, "Numbers")
    tables.show(numbers.assign(share=numbers["share"].where(numbers["n"] < 99, 0.501)), "Numbers")
    one, other = put
    assert one["text/html"] == other["text/html"] and one["text/plain"] != other["text/plain"]


def test_an_empty_table_is_a_sentence_that_says_why_and_no_file(put, tmp_path):
    nothing = pd.DataFrame(columns=["term", "n"])
    for table in (nothing, nothing.set_index("term"), pd.DataFrame()):
        tables.show(table, "Terms of <b>")
        tables.show(table, "Terms of <b>", empty="a comparison needs two outlets")
    assert [bundle["text/plain"] for bundle in put] == [
        "Terms of <b>. Nothing to show in these texts.",
        "Terms of <b>. A comparison needs two outlets.",
    ] * 3
    shown = MarkdownIt("gfm-like", {"linkify": False}).render(put[1]["text/markdown"])
    assert shown == "<p><em>Terms of &lt;b&gt;. A comparison needs two outlets.</em></p>\n"
    assert not [*tmp_path.iterdir()] and not any("text/html" in bundle for bundle in put)


def test_the_dagger_is_explained_where_an_outlet_carries_it():
    assert tables.dagger(pd.DataFrame({"outlet": ["a", "b†"]})).data.startswith("*† ")
    assert tables.dagger(pd.DataFrame({"outlet": ["a", "b† c"]})) is None
    assert tables.dagger(pd.DataFrame({"outlet": pd.Series(dtype=str)})) is None


def test_without_a_folder_nothing_is_written(put, tmp_path, monkeypatch):
    monkeypatch.delenv(downloads.FILES)
    tables.show(pd.DataFrame({"n": [1]}), "../../x")
    assert not [*tmp_path.iterdir()] and downloads.file_name(put[0]["text/plain"]).startswith("x-")
    assert downloads.file_name("Bars: a [figure 0123456789abcdef]") == ""


def test_listed():
    assert [tables.listed("abc"), tables.listed("ab"), tables.listed("a"), tables.listed("")] == [
        "a, b and c",
        "a and b",
        "a",
        "",
    ]


def test_the_site_leads_to_the_csv():
    told = 'What "x" <is> (1 row) [table 0123456789abcdef]'
    bundle = {"text/html": tables.STYLE + "<table></table>", "text/plain": told}
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", bundle)])
    dressed = dressing.dress(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])))
    page = dressed.cells[0].outputs[0].data["text/html"]
    assert 'href="tables/what-x-is-01234567.csv"' in page and "CSV, 1 row)" in page
    assert "<is>" not in page and "<style>" not in page


def test_the_whole_of_a_part_lies_in_a_script_beside_the_csv(put, tmp_path):
    rows = {"quote": [HOSTILE] * 40, "article_id": "x", "start": 1, "end": 2, "term": "a<b", "statement_id": "no-name"}
    tables.show(pd.DataFrame(rows), "Long </script>", columns=["quote", "article_id", "term"])
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", put[0])])
    notebook = nbformat.writes(nbformat.v4.new_notebook(cells=[cell]))
    more = {"folder": str(tmp_path), "titles": {"x": "The <Ex>"}}
    page = dressing.dress(notebook, ["x.html#c1-2"], **more).cells[0].outputs[0].data["text/html"]
    (script,) = tmp_path.glob("*.js")
    name, table = re.fullmatch(r"\(window\.wholeTables\|\|=\{\}\)\[(.*?)\]=(.*);\n", script.read_text()).groups()
    assert json.loads(name) == script.stem and json.loads(table).count("class=place ") == 40
    assert json.loads(table).count('class=word href="words.html#q=a%3Cb">a&lt;b<') == 40
    assert json.loads(table).count(">The &lt;Ex&gt;<") == page.count(">The &lt;Ex&gt;<") * 2 == 40, "named, not by x"
    assert "no-name" not in json.loads(table), "what joins tables is in the CSV"
    assert "<script" not in json.loads(table) and '<p class="download more">' in page
    assert '<p class="download">' in dressing.dress(notebook, ["x.html#c1-2"]).cells[0].outputs[0].data["text/html"]


def test_a_style_sheet_keeps_what_pages_name():
    css = (
        '@charset "utf-8";/*! MIT */:root{--a:1}/* x */.seen,.unseen{a:b}.unseen:hover{c:d}a:not(.unseen){e:f}'
        "@media print{.unseen{g:h}.seen .bs-tip{i:j}}@keyframes spin{to{k:l}}.seen.un\\/seen{m:n}"
    )
    kept = libraries.rules_used(css, {"seen"})
    assert kept == (
        '/*! MIT */@charset "utf-8";:root{--a:1}.seen{a:b}a:not(.unseen){e:f}@media print{.seen .bs-tip{i:j}}'
        "@keyframes spin{to{k:l}}"
    )
    assert (
        libraries.rules_used("", set()) == "" and libraries.rules_used('@import "a.css";', set()) == '@import "a.css";'
    )


def test_a_figure_that_travels_alone_says_whose_it_is_and_a_grid_is_read_out(tmp_path):
    stem = "all-is-well-01234567"
    for end in (".png", "-narrow.png"):
        Image.new("RGB", (400, 100), "red").save(tmp_path / f"{stem}{end}")
    (tmp_path / f"{stem}.svg").write_text("<svg/>")
    (tmp_path / f"{stem}.csv").write_text("row,outlet,mark\nx,A,wrong\nx,A,open\ny,B,<i>\n")
    about = {"alt": "All is <well>", "width": 400, "caption": "A grid"}
    page = figures.framed("All is <well> [figure 0123456789abcdef]", about, tmp_path, "figure-x")
    picture = Image.open(tmp_path / f"{stem}-titled.png")
    assert picture.width == 400 and picture.height > 140 and f"{stem}-titled.png" in page
    assert picture.text["Title"] == "All is <well>" and "One summit, five accounts" in picture.text["Source"]
    assert '<th scope="row">x</th><td>wrong; open</td><td>–</td>' in page and "<td>&lt;i&gt;</td>" in page
    (tmp_path / f"{stem}.csv").write_text("row,value\nx,1\n")
    assert "<table" not in figures.framed("All is <well> [figure 0123456789abcdef]", about, tmp_path, "figure-x")


def test_datatables_is_a_classic_script():
    script = libraries.datatables()
    assert "window.DataTable = " in script and not re.search(r"\bexport\s*\{|\bimport\s*[{(]|import\.meta", script)


def test_the_site_takes_alt_text_from_the_figure():
    output = nbformat.v4.new_output("display_data", {"image/png": "aGk="}, metadata={"image/png": {"alt": "Bars: x"}})
    cell = nbformat.v4.new_code_cell(outputs=[output])
    dressed = dressing.dress(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])))
    assert dressed.cells[0].metadata["mystnb"]["image"]["alt"] == "Bars: x"


@pytest.mark.parametrize(
    ("name", "value", "link"),
    [
        ("source_url", "https://www.a.example/x?y=1&z=<b>", True),
        ("source_url", "javascript:alert(1)", False),
        ("source_url", "https://a.example/ onclick=x", False),
        ("source_url", 'https://a.example"onclick="x', False),
        ("quote", "https://a.example/x", False),
        ("source_url", "", False),
    ],
)
def test_addresses_become_links_only_in_their_columns_and_over_http(name, value, link):
    shown = tables.to_html(pd.DataFrame({"first": ["a"], name: [value]}), "c")
    assert ("<a href=" in shown) == link
    assert "<b>" not in shown and 'onclick="x' not in shown
    if link:
        assert ">a.example</a>" in shown and "&amp;z=&lt;b&gt;" in shown


def test_dates_and_ids_stay_on_one_line():
    shown = tables.to_html(
        pd.DataFrame({"id": ["EU-FM-05", "high-level EU-FM-05"], "on": ["2025-06-17", "in 2025-06"]}), "c"
    )
    assert re.findall(r'class="u">([^<]*)<', shown) == ["EU-FM-05", "2025-06-17"]
