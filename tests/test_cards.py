"""Cards of what is wrong, and of claims in conflict: whole, escaped, each with an address of its own that stays."""

import re

import pandas as pd
import pytest
from lxml import etree, html

from lib import claims, corpus
from lib.claims import record
from lib.measures.statements import read_statements
from lib.show import cards, downloads
from lib.site import dressing, figures, quoting
from tests.conftest import HOME
from tests.corpora import SHAPES


@pytest.fixture
def put(monkeypatch, tmp_path):
    """What is displayed, as a list of bundles; the CSV goes to tmp_path."""
    shown = []
    monkeypatch.setattr(cards, "display", lambda bundle, **options: shown.append(bundle))
    monkeypatch.setattr("lib.show.tables.display", lambda bundle, **options: shown.append(bundle))
    monkeypatch.setenv(downloads.FILES, str(tmp_path))
    return shown


@pytest.fixture(scope="module")
def wrong():
    """The statements that the record contradicts."""
    table = read_statements().query("verdict == 'contradicted'")
    return table.assign(outlet=table["article_id"].str.upper(), thing=table["topic"])


@pytest.fixture(scope="module")
def conflicts():
    """Claims of the invented articles that contradict one another."""
    articles = corpus.load(HOME / "data/example")
    found = claims.extract(articles)
    return record.in_conflict(claims.align(found), found, articles)


def test_what_is_wrong_has_a_card_with_everything_on_it(put, wrong, tmp_path):
    cards.show(wrong, "What is wrong")
    shown = put[0]["text/html"]
    assert shown.count('<li class="fact"') == len(wrong) and f"{len(wrong) - cards.FIRST} more cards" in shown
    for row in wrong.itertuples():
        (card,) = re.findall(rf'<li class="fact" id="wrong-{row.statement_id}">.*?</li>', shown, re.DOTALL)
        assert row.in_short and all(cards._text(x) in card for x in (row.outlet, row.record, row.in_short))
        assert cards._quote(row.quote, row.article_id, row.start, row.end) in card
        assert f'href="{row.source_url}"' in card and f'href="#wrong-{row.statement_id}"' in card
        assert f'role="heading" aria-level="3"><strong>Wrong in a {row.wrong}.' in card
    csv = pd.read_csv(tmp_path / downloads.file_name(put[0]["text/plain"]))
    assert list(csv["statement_id"]) == list(wrong["statement_id"])


def test_marks_inside_a_quotation_are_single():
    assert cards._quote("the “Year of Tourism,”", "x", 0, 9).endswith(">the ‘Year of Tourism,’</q>")
    assert cards._quote('a "b" and "c"', "x", 0, 9).endswith(">a ‘b’ and ‘c’</q>")
    assert cards._quote("cut off “here", "x", 0, 9).endswith(">cut off “here</q>")


def test_what_is_contradicted_and_nothing_else_is_said_in_short():
    table = read_statements()
    assert ((table["in_short"] != "") == (table["verdict"] == "contradicted")).all()
    assert table["in_short"].map(lambda said: len(said.split())).max() <= 20


def test_a_changed_record_changes_the_text_that_nbval_compares(put, wrong):
    cards.show(wrong, "What is wrong")
    cards.show(wrong.assign(record=wrong["record"] + "!"), "What is wrong")
    assert put[0]["text/plain"] != put[1]["text/plain"]


def test_claims_in_conflict_stand_side_by_side_with_their_sentences(put, conflicts):
    cards.show(conflicts, "Numbers that contradict one another")
    card = put[0]["text/html"]
    assert len(conflicts) == 1 == card.count('<li class="fact"') and "details" not in card
    for row in conflicts.itertuples():
        for side in "ab":
            assert getattr(row, f"surface_{side}") in getattr(row, f"sentence_{side}")
            assert cards._text(getattr(row, f"sentence_{side}")) in card
            assert f"<dt>{getattr(row, f'outlet_{side}')} writes on {getattr(row, f'date_{side}')}</dt>" in card
    assert "<strong>24 or 26 vehicles run on electricity? Both cannot be so" in card
    assert (
        "24 allows 23.5 to 24.5; 26 allows 25.5 to 26.5. No value fits both. In 1 more pair they differ, too." in card
    )


def test_a_number_of_another_day_may_have_changed_and_comes_last(put):
    articles = corpus.load(HOME / "data/example")
    found = claims.extract(articles)
    pairs = claims.align(found)
    later = articles.assign(date=[f"2024-05-{day:02}" for day in range(1, len(articles) + 1)])
    (row,) = record.in_conflict(pairs, found, later).itertuples()
    assert row.days == abs(int(row.date_a[-2:]) - int(row.date_b[-2:])) > 0
    cards.show(record.in_conflict(pairs, found, later), "Numbers")
    apart = f"? The two are {row.days} day{'s' * (row.days > 1)} apart: the number may have changed."
    assert apart in put[0]["text/html"]
    assert cards.ids(put[0]["text/html"]) == [cards.conflict_address(row)] and "Both cannot" not in put[0]["text/html"]
    half = pairs.assign(relation="conflict", group=range(len(pairs)))  # each its own card
    known = later.assign(date=later["date"].where(later["article_id"] != row.article_a, "2024"))
    days = record.in_conflict(half, found, known)["days"]
    assert (days > 0).is_monotonic_increasing and 0 in set(days) and days.max() > 0


def test_none_is_a_sentence(put, conflicts):
    cards.show(conflicts[:0], "Numbers that contradict one another", empty="none does")
    assert put[0]["text/plain"] == "Numbers that contradict one another. None does."
    articles = corpus.load(HOME / "data/example").head(0)
    nothing = claims.extract(articles)
    assert {"sentence_a", "sentence_b"} <= set(record.in_conflict(claims.align(nothing), nothing, articles))


def test_an_address_stays_and_tells_cards_apart():
    assert cards.address("wrong", "whose-58-deals-anewz") == "wrong-whose-58-deals-anewz"
    made = {cards.address("conflict", name, 1, "b", 2) for name in ("Nachbarn", "nachbarn", "隣", "邻", "a b", "a-b")}
    assert len(made) == 6 and all(re.fullmatch(r"[a-z0-9-]+", address) for address in made)


@pytest.mark.parametrize("shape", SHAPES.values())
def test_a_card_holds_no_markup_of_a_source(put, wrong, conflicts, shape):
    texts = wrong.select_dtypes(exclude="number").columns
    cards.show(wrong.head(1).assign(**dict.fromkeys(texts, shape)), "What is wrong")
    texts = conflicts.select_dtypes(exclude="number").columns.difference(["relation"])
    cards.show(conflicts.head(1).assign(**dict.fromkeys(texts, shape)), "Numbers")
    for bundle in put:
        for card in (bundle["text/html"], quoting.cut_html(bundle["text/html"], set())):  # at home, in public
            dressed = html.fromstring(dressing.with_quotes(card, set()))
            names = {name for element in dressed.iter(etree.Element) for name in element.attrib}
            assert names <= {*"class id href role aria-label aria-level data-place type".split()}
        tags = set(re.findall(r"<(/?[a-z]+)", dressing.with_quotes(bundle["text/html"], set())))
        assert {tag.strip("/") for tag in tags} <= {
            *"style div p ul li strong dl dt dd q details summary a button".split()
        }
        assert set(re.findall(r'href="([^#"]*)', bundle["text/html"])) <= {""}


def test_on_the_site_the_words_lead_to_their_place(put, wrong):
    cards.show(wrong, "What is wrong")
    rows = wrong[wrong["article_id"] == "avim"]
    places = {f"avim.html#c{row.start}-{row.end}" for row in rows.itertuples()}
    dressed = dressing.with_quotes(put[0]["text/html"], places)
    assert re.findall(r'<a class="place" href="([^"]*)">', dressed) == [
        f"articles/avim.html#c{row.start}-{row.end}" for row in rows.itertuples()
    ]
    assert "data-place" not in dressed and dressed.count("<q>") == len(wrong)
    assert dressed.count(">How to cite<") == len(wrong) and f"{figures.PAGE}#wrong-" in dressed
    named = re.findall(r'<summary aria-label="How to cite: ([^"]+)">', dressed)
    assert len(set(named)) == len(wrong) and all("(" in title for title in named)
