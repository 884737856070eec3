"""The tables that the grammar of claims goes by: every row finds its example and leaves its near miss alone."""

import pandas as pd
import pytest

from lib import claims
from lib.claims import asides
from lib.claims.numbers import lexemes, number
from lib.claims.rules import table_rows
from lib.corpus import CorpusError

RULES = asides.rules()
LISTS = table_rows("asides_lists.csv", None, ())


def found(n, text):
    """Does row n of data/asides.csv speak first somewhere in the text?"""
    t = lexemes(text, RULES)
    if RULES.rows[n]["pattern"]:
        hits = (RULES.which(t, i, 0) for i in range(len(t) - 4))
        return any(hit and hit[2].order[0] == n for hit in hits)
    amounts = [(i, made.j) for i in range(len(t) - 4) if (made := number(t, i))]
    return any(RULES.which_around(t, i, j) == n for i, j in amounts)


def test_each_row_finds_its_example_and_not_its_near_miss():
    bad = [
        (row["kind"], row["pattern"] or row["before"], text)
        for n, row in enumerate(RULES.rows)
        for column, wanted in (("example", True), ("not", False))
        for text in filter(None, row[column].split(" / "))
        if found(n, text) != wanted
    ]
    assert bad == []


def test_each_rule_has_an_example_and_each_list_is_used():
    assert [row["pattern"] for row in RULES.rows if not row["example"]] == []
    written = " ".join(
        row.get(column, "") for row in [*RULES.rows, *LISTS] for column in ("before", "pattern", "after")
    )
    assert [row["name"] for row in LISTS if f"<{row['name']}>" not in written] == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("name,,G NUM),,,,", "put spaces"),
        ("name,,<foo> NUM,,,,", "<foo>"),
        ("name,!{a b},NUM,,,,", "single words"),
        ("name,,CAP WORD,,,,", "nothing in the pattern"),
        ("name,,~NUM,,,,", "needs something before"),
        ("name,,NUM,,rissing,,", "rissing"),
    ],
)
def test_a_wrong_row_of_a_corpus_is_named(row, message, tmp_path):
    (tmp_path / "asides.csv").write_text(f"kind,before,pattern,after,if,example,not\n{row}\n")
    with pytest.raises(CorpusError, match=message) as raised:
        asides.rules(tmp_path)
    assert "asides.csv: name" in str(raised.value)


def test_a_corpus_adds_rows(tmp_path):
    text = "The Zephyr 12 sold 400 boats."
    articles = pd.DataFrame({"article_id": ["a"], "outlet": ["a"], "text": [text]})
    assert claims.extract(articles)["surface"].tolist() == ["12", "400"]
    (tmp_path / "asides.csv").write_text("kind,before,pattern,after,if\nname,,Zephyr NUM,,\n")
    articles.attrs["folder"] = str(tmp_path)
    assert claims.extract(articles)["surface"].tolist() == ["400"]
    assert claims.set_aside(articles)[["surface", "kind"]].to_numpy().tolist() == [["Zephyr 12", "name"]]
    (tmp_path / "asides.csv").write_text("kind,before\nname,x\n")
    asides.rules.cache_clear()
    with pytest.raises(CorpusError, match="lacks the column"):
        claims.extract(articles)
