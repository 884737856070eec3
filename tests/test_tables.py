import csv
import io
import re

import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lib import site, tables

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
    assert '<th scope="col" style="text-align:left">name</th>' in shown
    assert '<th scope="row" style="text-align:left">' in shown
    assert '<td style="text-align:right">1.23</td>' in shown


def test_an_empty_cell_heads_no_row():
    shown = tables.to_html(pd.DataFrame({"left": ["", "x"], "keyword": ["a", "b"]}), "c")
    assert shown.count('scope="row"') == 1 and '<td style="text-align:right"></td>' in shown


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
    assert tables.say(f"{name} is not verified.", [name]).data == "emaN is not verified."


def test_missing_values_and_named_index(monkeypatch):
    shown = []
    monkeypatch.setattr(tables, "display", lambda bundle, **options: shown.append(bundle))
    table = pd.DataFrame({"n": [np.nan, 1.0]}, index=pd.Index(["a", "b"], name="term"))
    tables.show(table, "Caption", digits=1)
    (bundle,) = shown
    assert '<td style="text-align:right"></td>' in bundle["text/html"]
    assert bundle["text/csv"] == "term,n\na,\nb,1\n"
    assert bundle["text/plain"] == "Caption (2 rows)"


def test_listed():
    assert [tables.listed("abc"), tables.listed("ab"), tables.listed("a"), tables.listed("")] == [
        "a, b and c",
        "a and b",
        "a",
        "",
    ]


def test_the_site_adds_a_download_that_holds_the_csv():
    import base64
    import re

    bundle = {"text/html": "<table></table>", "text/csv": "a,b\n1,2\n", "text/plain": 'What "x" <is> (1 rows)'}
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", bundle)])
    dressed = site.read(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])))
    page = dressed.cells[0].outputs[0].data["text/html"]
    assert base64.b64decode(re.search(r'base64,([^"]+)"', page)[1]).decode() == "a,b\n1,2\n"
    assert 'download="what-x-is.csv"' in page and "<is>" not in page
    assert "text/csv" not in dressed.cells[0].outputs[0].data


def test_the_site_takes_alt_text_from_the_figure():
    output = nbformat.v4.new_output("display_data", {"image/png": "aGk="}, metadata={"image/png": {"alt": "Bars: x"}})
    cell = nbformat.v4.new_code_cell(outputs=[output])
    dressed = site.read(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])))
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
    assert re.findall(r"nowrap\">([^<]*)<", shown) == ["EU-FM-05", "2025-06-17"]
