"""Pairs of claims on labelled events: what is looked at, the table of weights, the words, how sure."""

import re

import numpy as np
import pandas as pd
import pytest

from lib import claims
from lib.claims import aspects, features, pairing, relations, weights, wording
from lib.corpus import CorpusError
from lib.corpus.curated import rows_added
from tests import events, fit_pairs
from tests.conftest import HOME


def test_blocking_leaves_few_labelled_pairs_out():
    corpus = fit_pairs.Corpus(pd.concat(fit_pairs.tables("extracted"), ignore_index=True))
    own = corpus.prepared.table
    assert corpus.one.sum() >= 1500 and len(corpus.i) < 0.1 * len(own) ** 2 / 2


def test_recorded_scores_are_as_promised():
    found = pd.read_csv(HOME / "data/pair_scores.csv").set_index(["scorer", "claims", "corpus", "what"])
    new, old = (found.loc[(scorer, "extracted", "alone", "pairs")] for scorer in ("fitted", "rules"))
    assert new["precision"] >= 0.9 and new["recall"] > 2 * old["recall"] and new["gold"] == events.counts()["pairs"]
    shown = found.loc[("fitted", "extracted", "mixed", "conflicts")]
    assert shown["unrelated"] == 0 and shown["precision"] >= 0.9


def test_every_word_of_the_table_is_read_as_its_kind():
    reader, table = features._Reader([]), pd.read_csv(HOME / "data/pair_words.csv", keep_default_na=False)
    for row in table.rename(columns={"as": "stands"}).itertuples():
        assert f" {row.term} " in f" {row.example} "
        if row.kind == "empty":
            assert reader.phrase(row.term) == []
        elif row.kind == "same":
            assert reader.phrase(row.term) == [reader.normal(row.stands)]
        else:
            assert reader.normal(row.term) in {reader.normal(w) for w in table.loc[table["kind"] == row.kind, "term"]}


def extracted(*texts):
    """The claims of some texts, each of an outlet of its own."""
    rows = [(str(n), str(n), text) for n, text in enumerate(texts)]
    return claims.extract(pd.DataFrame(rows, columns=["article_id", "outlet", "text"]))


def test_each_kind_of_thing_is_told_from_its_near_miss():
    rows = rows_added("counted_kinds.csv", None, ())
    found = extracted(*(row[column] for row in rows for column in ("example", "not")))
    numbers, apart = features.thing_kinds(found["counted"])
    assert len(found) == 2 * len(rows)
    assert [row["example"] for n, row in enumerate(rows) if not apart[numbers[2 * n], numbers[2 * n + 1]]] == []
    assert [row["example"] for row in rows if not any(noun in row["example"] for noun in row["nouns"].split())] == []


def test_each_aspect_is_told_from_its_near_miss():
    for row in rows_added("pair_aspects.csv", None, ()):
        for column, right in (("example", True), ("not", False)):
            told = features._read(pairing.readied(extracted(row[column])))[6]
            assert told and any((row["family"], row["aspect"]) in own for own in told) == right, row[column]


@pytest.mark.parametrize(
    "nouns",
    [
        ("houses", "families"), ("customers", "households"), ("jobs", "workers"), ("deaths", "residents"),
        ("seats", "lawmakers"), ("arrests", "people"), ("leaders", "countries"), ("titles", "books"),
        ("flights", "planes"), ("bridges", "crossings"), ("businesses", "shops"), ("gizmos", "people"),
    ],
)  # fmt: skip
def test_outlets_use_one_noun_for_another(nouns):
    numbers, apart = features.thing_kinds(nouns)
    assert not apart[numbers[0], numbers[1]]


def test_a_corpus_may_bring_kinds_of_things(tmp_path):
    own = tmp_path / "counted_kinds.csv"
    own.write_text("kind,nouns\ngadget,gizmo\n", encoding="utf-8")
    numbers, apart = features.thing_kinds(["gizmos", "people"], tmp_path)
    assert apart[numbers[0], numbers[1]]
    own.write_text("kind\ngadget\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="lacks the column"):
        features.thing_kinds(["gizmos"], tmp_path)


def other_things():
    """Of each event of other_things.txt (articles, {mark: its place in each of the two})."""
    told = {}
    for part in (HOME / "tests/other_things.txt").read_text(encoding="utf-8").split("# ")[1:]:
        head, _, text = part.partition("\n")
        event, outlet = head.split(", ")
        pieces = re.split(r"{(\w\d):([^}]*)}", text)
        plain, at = pieces[0], {}
        for mark, number, behind in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            at[mark] = len(plain)
            plain += number + behind
        told.setdefault(event, []).append((outlet, plain, at))
    return told


def test_a_shared_value_of_other_things_is_no_pair():
    paired = {"n": [], "t": []}
    for told in list(other_things().values())[-6:]:  # those put aside before the table was made
        rows = pd.DataFrame([(outlet, outlet, text) for outlet, text, _ in told])
        found = claims.extract(rows.set_axis(["article_id", "outlet", "text"], axis=1))
        pairs = claims.align(found)
        both = set(zip(pairs["start_a"], pairs["start_b"], strict=True))
        (_, _, one), (_, _, other) = told
        starts = [dict(zip(own["core_start"], own["start"], strict=True)) for _, own in found.groupby("article_id")]
        for mark in one:
            paired[mark[0]].append((starts[0][one[mark]], starts[1][other[mark]]) in both)
    assert [(len(own), sum(own)) for own in paired.values()] == [(24, 1), (24, 24)]


TIMES = [
    ("The town spent 7.8 million euros this year.", "The town spent 3.1 million euros, down from 7.8 million last year.", True),
    ("The town spent 7.8 million euros last year.", "The town spent 3.1 million euros, down from 7.8 million last year.", False),
    ("This season's crop is 390 tonnes.", "The crop is 260 tonnes (390 tonnes the year before).", True),
    ("This season's crop is 390 tonnes.", "The crop is 390 tonnes (260 tonnes the year before).", False),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "apart"), TIMES)
def test_a_figure_of_this_year_is_none_of_last_year(one, other, apart):
    read = features.once_read(pairing.readied(extracted(one, other)))
    same = np.flatnonzero(np.isclose(read.values[:, 0], read.values[0, 0]))
    assert bool(read.apart(same[:1], same[1:])[0]) == apart


def features_of(one, other):
    """The features, by name, of the last number of one text and of the last of the other."""
    read = features.once_read(pairing.readied(extracted(one, other)))
    rows = features.measured(read, np.array([sum(read.articles == 0) - 1]), np.array([len(read.articles) - 1]))
    return dict(zip(features.NAMES, rows[0].tolist(), strict=True))


ROUNDED = {  # (rounded_2, rounded_3, other_unit, same_digits)
    ("The land has 30.58 million people.", "The land has 30,582,114 people."): (0, 1, 0, 0),
    ("The land has nearly 31 million people.", "The land has 30.58 million people."): (1, 0, 0, 0),
    ("The hall holds 2,000 guests.", "The hall holds 1,970 guests."): (0, 0, 0, 0),
    ("The wall is 27 metres high.", "The wall is 89 feet high."): (1, 0, 0, 0),
    ("The wall is 27 metres high.", "The wall is 27 feet high."): (0, 0, 1, 1),
    ("It is five miles long.", "It is five kilometres long."): (0, 0, 1, 0),
    ("The hall holds 2,400 guests.", "The hall holds 24,000 guests."): (0, 0, 0, 1),
    ("The hall holds 2,400 guests.", "The hall holds 2,400 guests."): (0, 0, 0, 0),
}


@pytest.mark.parametrize("texts", ROUNDED)
def test_a_rounded_number_and_a_slip_are_told(texts):
    told = features_of(*texts)
    assert tuple(told[name] for name in ("rounded_2", "rounded_3", "other_unit", "same_digits")) == ROUNDED[texts]
    assert features_of(*texts[::-1]) == pytest.approx(told)


@pytest.mark.parametrize(
    ("one", "other", "bound", "conflict"),
    [
        ("More than 40 died.", "In all 52 died.", 1, 0),
        ("Fewer than 40 died.", "In all 52 died.", 1, 1),
        ("More than 40 died.", "More than 40 died.", 0, 0),
        ("In all 41 died.", "In all 52 died.", 0, 1),
    ],
)
def test_a_bound_is_one_whether_or_not_it_agrees(one, other, bound, conflict):
    told = features_of(one, other)
    assert (told["bound"], told["conflict"]) == (bound, conflict)


MARKED = {
    "The port handles 90 ships.": 0,
    "The port expects 90 ships.": aspects.AHEAD,
    "Traffic is up from 90 ships.": aspects.EARLIER,
    "After a loss of 90 ships it gained.": aspects.EARLIER,
    "It is strong compared with last year's 90 ships.": aspects.EARLIER,
    "From Riga to the 90 ships it is far.": 0,
    "Of them 90, including 12 ships, sank.": aspects.PART,
    "Other ports have 90 ships.": aspects.OTHER,
}


@pytest.mark.parametrize("text", MARKED)
def test_a_number_is_marked_by_the_words_at_it(text):
    assert features.once_read(pairing.readied(extracted(text))).marks[-1] == MARKED[text]


def test_a_year_at_the_end_of_a_sentence_belongs_to_its_number():
    told = features_of("A 5.9 quake killed many people in the same valley in 1998.", "In 1998 it was 5.9.")
    assert told["years"] == 1


def test_each_is_any_unit_that_a_rate_is_per():
    pair = ("The 62 doses cost $1.60 each in all.", "The doses cost $1.60 a dose.")
    table = pairing.readied(extracted(*pair)).query("unit == 'USD'").to_dict("records")
    assert [row["per"] for row in table] == ["each", "dose"] and relations.relation(*table)[0] == "equal"


def test_the_right_number_with_another_unit_is_shown():
    found = claims.align(claims.extract(fit_pairs.articles(fit_pairs.events.load()[0])))
    units = found[(found["relation"] == "conflict") & found["surface_a"].str.contains("38")]
    assert units["surface_b"].str.contains("38-f").any() or units["surface_a"].str.contains("38-f").any()


def test_among_many_articles_a_conflict_must_be_surer():
    fitted, event = weights.read_weights(), fit_pairs.articles(fit_pairs.events.load()[0])
    found = claims.align(claims.extract(pd.concat([event, fit_pairs.unrelated()], ignore_index=True)))
    conflicts, few = (told[told["relation"] == "conflict"] for told in (found, claims.align(claims.extract(event))))
    assert few["sure"].min() < conflicts["sure"].min() and 0 < len(conflicts) < len(few)
    assert fitted.many - 0.01 < conflicts["sure"].min()


def test_a_conflict_must_be_surer_than_an_agreement():
    fitted = weights.read_weights()
    assert 0 < fitted.agree < fitted.conflict < fitted.many < 1
    event = fit_pairs.articles(fit_pairs.events.load()[0])
    found = claims.align(claims.extract(event))
    assert list(found) == pairing.PAIRS and len(found) > 60
    conflicts = found[found["relation"] == "conflict"]
    assert len(conflicts) and conflicts["sure"].min() >= fitted.conflict and found["sure"].min() >= fitted.agree
    assert found["why"].str.contains("for the pair speak").all()


KINDS_OF_NO_PAIR = {
    "two of parts": [
        ("Of the ships 310 of them were old.", "Of the ships 280 of them were old."),
        ("The port has 90 cranes, 41 of them new.", "The port has 90 cranes, 37 of them new."),
        ("They found 700 coins, including 52 thalers.", "They found 700 coins, including 48 thalers."),
    ],
    "change and share": [
        ("Steel output rose by 12 per cent.", "Steel makes up 14 per cent of output."),
        ("Sales went up 22 per cent.", "Exports, $26 million, made up under 8 per cent."),
        ("Rents are 30% higher than before the war.", "Tenants pay 32% of their wages in rent."),
        ("The bank saw a fall of 8 percent in deposits.", "The bank holds 9 percent of deposits."),
    ],
    "a time gone by at the head": [
        ("Last year, so the port says, 310 ships called.", "This season the port says 280 ships called."),
        ("A year earlier the school had taught 640 pupils.", "The school teaches 590 pupils."),
        ("Previously, when the mill still ran at night, it made 90 tonnes of flour.", "The mill makes 70 tonnes of flour."),
    ],
    "expected, and come": [
        ("The port expects 310 ships.", "The port has 280 ships."),
        ("They planned to hire 90 teachers.", "They hired 70 teachers."),
        ("Traders forecast a crop of 5.1 million tonnes.", "The crop was 4.2 million tonnes."),
    ],
    "one of them dated": [
        ("The bridge cost 42 million euros in 2009.", "The bridge cost 51 million euros."),
        ("In 1998 the island had 830 inhabitants.", "The island has 610 inhabitants."),
        ("By 2035 the line is to carry 9,000 passengers.", "The line carries 7,500 passengers."),
    ],
    "others": [
        ("Other parties took 210 votes.", "The party took 240 votes."),
        ("A neighbouring valley lost 64 houses.", "The valley lost 71 houses."),
        ("Its competitor employs 480 workers.", "The firm employs 520 workers."),
    ],
    "other things, of one adjective": [
        ("The states signed 12 cooperation documents.", "The states signed 24 cooperation agreements."),
        ("The union has 13 ministerial mechanisms, and each minister a desk.", "The union has 15 ministerial desks."),
        ("The port has 40 steel cranes.", "The port has 60 steel rails."),
    ],
    "a small number and another's unit": [
        ("A jury of seven sat in the rain.", "Tickets were 7 euros."),
        ("Six of them left.", "It took six weeks."),
        ("She bought four.", "She walked 4 kilometres."),
        ("The chain will shut nine shops, along with five in the north.", "It will shed five percent of its staff."),
    ],
    "a scale left out": [
        ("Milk output was 5.2 million litres, after 4.7 the year before.", "The dairy counted 4,700,000 and sold them."),
        ("They spent 1.4.", "They spent on all this 1,400,000."),
        ("The town, he said, has 2.5.", "The town has, he said, 2,500,000."),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"), [texts for rows in KINDS_OF_NO_PAIR.values() for texts in rows], ids=lambda text: text[:20]
)
def test_kinds_of_claims_that_are_no_pair(one, other):
    def none(one, other):
        rows = pd.DataFrame([(x, x, text) for x, text in zip("ab", (one, other), strict=True)])
        rows.columns = ["article_id", "outlet", "text"]
        read = features.once_read(pairing.readied(claims.extract(rows)))
        i, j = np.array([sum(read.articles == 0) - 1]), np.array([len(read.articles) - 1])
        told = features.measured(read, i, j)
        told[:, [features.NAMES.index("event"), features.NAMES.index("words")]] = 1.0
        return any(mask[0] for mask in weights.no_pairs(read, i, j, told).values())

    assert none(one, other) and not none(other, other)


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_currencies_meet_at_a_rate_only(order):
    texts = {
        "a": "The town of Ebra got a grant of 45 million soles for its dam.",
        "b": "The town of Ebra got a grant of $12 million for its dam.",
    }
    rows = pd.DataFrame([(x, x, texts[x]) for x in order], columns=["article_id", "outlet", "text"])
    found = claims.extract(rows)
    assert claims.align(found).empty and "equal" not in set(claims.align(found, {"USD": 1.0, "PEN": 3.75})["relation"])


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # Whose words the other sentences have; one or four such words as well as two.
        (["It lost … poles|The grid lost 9 poles.", "… poles snapped|By noon 9 poles snapped.", "counted …|Crews counted 9 snapped poles."], "… poles snapped"),
        (["cost …|It cost $3.", "Repairs would cost …|Repairs would cost $3.", "|$3"], "Repairs would cost …"),
        (["killed … people|It killed 9 people."], "killed … people"),
        (["|9"], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_a_group_is_named_by_the_clip_whose_words_the_other_sentences_share(told, expected):
    assert wording.group_name(tuple(one.split("|")) for one in told) == expected
