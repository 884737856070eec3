"""The tables that the grammar of claims goes by: every row finds its example and leaves its near miss alone."""

import pandas as pd
import pytest

from lib import claims, corpus
from lib.claims import grammar, wording
from lib.claims.amounts import amount
from lib.claims.lexemes import WORDS, lexemes
from lib.corpus import CorpusError
from lib.corpus.curated import rows_added
from lib.text import display
from tests import events, fit_pairs
from tests.conftest import HOME

TABLES = grammar.read_tables()
RULES = TABLES.rules
LISTS = rows_added("asides_lists.csv", None, ())


def found(n, text):
    """Does row n of data/asides.csv speak first somewhere in the text?"""
    t = lexemes(text, TABLES)
    if RULES.rows[n]["pattern"]:
        hits = (RULES.which(t, i, 0) for i in range(len(t) - 4))
        return any(hit and hit[2].order[0] == n for hit in hits)
    group = RULES.rows[n]["kind"].removeprefix("no ").split()[0]
    amounts = [made for i in range(len(t) - 4) if (made := amount(t, i, 0))]
    hits = [RULES.which_around(t, made, group) for made in amounts]
    return any(hit and hit.order[0] == n for hit in hits)


def rated(n, text):
    """Does row n of data/rates.csv speak first somewhere behind an amount in the text?"""
    t = lexemes(text, TABLES)
    amounts = [made for i in range(len(t) - 4) if (made := amount(t, i, 0))]
    hits = [TABLES.rates.which(t, k, 0, made) for made in amounts for k in range(made.j, len(t) - 4)]
    return any(hit and hit[2].order[0] == n for hit in hits)


@pytest.mark.parametrize(("rules", "found"), [(RULES, found), (TABLES.rates, rated)])
def test_each_row_finds_its_example_and_not_its_near_miss(rules, found):
    bad = [
        (row["kind"], row["pattern"] or row["before"], text)
        for n, row in enumerate(rules.rows)
        for column, wanted in (("example", True), ("not", False))
        for text in filter(None, row[column].split(" / "))
        if found(n, text) != wanted
    ]
    assert bad == []


def test_each_rule_has_an_example_and_each_list_is_used():
    assert [row["pattern"] for row in RULES.rows if not row["example"]] == []
    written = " ".join(
        row.get(column, "")
        for row in [*RULES.rows, *TABLES.rates.rows, *LISTS]
        for column in ("before", "pattern", "after")
    )
    assert [row["name"] for row in LISTS if f"<{row['name']}>" not in written] == []


def stated(text):
    return [item for item in grammar.quantities(text, tables=TABLES) if not item.aside]


def wrong(name, key, hits):
    """[(row, text)] of examples that are missed and near misses that are hit."""
    return [
        (row[key], text)
        for row in rows_added(name, None, ())
        for column, wanted in (("example", True), ("not", False))
        for text in filter(None, row[column].split(" / "))
        if hits(row, text) != wanted
    ]


def test_each_unit_is_read_in_its_examples():
    def hits(row, text):
        """An 8 or 2.5 of the unit, or of one with a prefix to it."""
        base, _ = TABLES.units.factors[row["unit"]]
        for item in stated(text):
            other, _ = TABLES.units.factors.get(item.unit, ("", 0))
            own = item.unit == row["unit"] if not row["prefixed"] or item.unit == row["unit"] else other == base
            plain = {8 * float(row["multiple"]), 2.5, 3}
            if own and item.low in plain and row["per"] == item.per:
                return True
        return False

    assert wrong("units.csv", "unit", hits) == []


def test_each_currency_is_read_in_its_examples():
    def hits(row, text):
        told = stated(f"It cost {text} in all.")
        if row["currency"] == "crown":  # of no country that is named
            return [(item.unit, item.counted) for item in told] == [("count", "crowns")]
        return any(item.unit == row["currency"] for item in told)

    assert wrong("currencies.csv", "currency", hits) == []


def test_each_hedge_is_read_in_its_examples():
    def hits(row, text):
        return any(item.hedge == row["hedge"] and item.hedge_text for item in stated(text))

    assert wrong("hedges.csv", "phrase", hits) == []


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
        grammar.read_tables(tmp_path)
    assert "asides.csv: name" in str(raised.value)


def test_a_corpus_adds_rows(tmp_path):
    text = "In Zephyr 12 were sold, 400 in all."
    articles = pd.DataFrame({"article_id": ["a"], "outlet": ["a"], "text": [text]})
    assert claims.extract(articles)["surface"].tolist() == ["12", "400"]
    (tmp_path / "asides.csv").write_text("kind,before,pattern,after,if\nname,,Zephyr NUM,,\n")
    articles.attrs["folder"] = str(tmp_path)
    assert claims.extract(articles)["surface"].tolist() == ["400"]
    assert claims.set_aside(articles)[["surface", "kind"]].to_numpy().tolist() == [["Zephyr 12", "name"]]
    (tmp_path / "units.csv").write_text(
        "unit,kind,base,factor,names,symbols,prefixed,prefixes,multiple,per\nstere,volume,m3,1,stere,st,,,1,\n"
    )
    (tmp_path / "currencies.csv").write_text("currency,code,signs,names,adjectives,alone,minor\nZEP,yes,z$,zep,,,\n")
    (tmp_path / "hedges.csv").write_text("place,phrase,hedge\nbefore,towards,approx\n")
    (tmp_path / "rates.csv").write_text("kind,before,pattern,after,if\nboat,,a ship,,\n")
    articles["text"] = ["They sold towards 400 steres a ship for z$12."]
    found = claims.extract(articles)
    assert found[["value_low", "unit", "kind", "hedge", "per"]].to_numpy().tolist() == [
        [400, "stere", "volume", "approx", "boat"],
        [12, "ZEP", "money", "none", ""],
    ]
    (tmp_path / "asides.csv").write_text("kind,before\nname,x\n")
    with pytest.raises(CorpusError, match="lacks the column"):
        claims.extract(articles)


@pytest.mark.parametrize("row", rows_added("claim_words.csv", None, ()), ids=lambda row: row["name"])
def test_each_list_of_words_decides_its_example_and_not_its_near_miss(row, monkeypatch):
    def read(text):
        return claims.extract(pd.DataFrame({"article_id": ["a"], "outlet": ["a"], "text": [text]}))

    with_list = [read(row[column]) for column in ("example", "not")]
    monkeypatch.setitem(WORDS, row["name"], frozenset())
    assert [read(row[column]).equals(told) for column, told in zip(("example", "not"), with_list, strict=True)] == [
        False,
        True,
    ]


@pytest.mark.parametrize("texts", ["the five", "the example", "the events"])
def test_a_clip_stands_in_its_sentence_and_neither_begins_nor_ends_with_a_preposition(texts):
    if texts == "the events":
        articles = pd.concat([fit_pairs.articles(event) for event in events.load()], ignore_index=True)
    else:
        articles = corpus.load(HOME / ("seeds" if texts == "the five" else "data/example"))
    found, empty = claims.extract(articles), corpus.read_stopwords() - {"no", "not"}
    for measure, sentence in found.loc[found["measure"] != "", ["measure", "sentence"]].itertuples(index=False):
        before, after = measure.split(wording.NUMBER)
        assert before.rstrip("(").strip() in display(sentence) and after.strip() in display(sentence)
        assert not {*before.lower().split()[:1], *after.lower().split()[-1:]} & empty
    assert (found["measure"] != "").mean() > 0.98


def test_each_word_that_scales_is_read_in_its_example():
    rows = pd.read_csv(HOME / "data/scales.csv", keep_default_na=False)
    for row in rows.itertuples():
        found = claims.extract(pd.DataFrame({"article_id": ["a"], "outlet": ["A"], "text": [row.example]}))
        low, high = found.loc[0, ["value_low", "value_high"]] if len(found) else (0, 0)
        if row.use == "times":
            assert (low, found.loc[0, "unit"]) == (row.value, "times"), row.example
        elif row.use == "vague":  # tens of thousands: both ends are scaled
            assert low in (row.value, 1000 * row.value) and high // (low / row.value) == float(row.most), row.example
        else:
            assert low == high == 3 * row.value, row.example


@pytest.mark.parametrize("rows", ["", "before,roughish,approx,\n", "before,roughish,approx\nbefore,a,b,c,d\n"])
def test_a_table_that_a_corpus_brings_with_cells_beyond_its_columns_is_named(tmp_path, rows):
    (tmp_path / "hedges.csv").write_text(rows and f"place,phrase,hedge\n{rows}")
    with pytest.raises(CorpusError, match=r"hedges\.csv cannot be read as a table"):
        rows_added("hedges.csv", tmp_path, ("place", "phrase", "hedge"))


def test_a_plus_sign_before_the_next_number_hedges_none():
    table = pd.DataFrame({"article_id": ["a"], "outlet": ["A"], "text": ["The term was 20 +5 years, of 30+ months."]})
    assert claims.extract(table)["hedge"].tolist() == ["none", "none", "above"]


def test_each_currency_of_a_place_is_read_in_its_example():
    rows = rows_added("currency_places.csv", None, ())
    read = [[any(item.unit == row["currency"] for item in stated(row[c])) for c in ("example", "not")] for row in rows]
    # euros stand in the near miss of cents too, beside the US cents
    assert [row for row, pair in zip(rows, read, strict=True) if pair != [True, False] and row["first"] != "USD"] == []
    cents = next(row for row in rows if row["first"] == "USD")
    assert [item.unit for item in stated(cents["example"])] == ["EUR", "EUR"]
    assert [item.unit for item in stated(cents["not"])] == ["EUR", "USD"]
