import pandas as pd
import pytest

from lib import corpus
from lib.people import actors

ALIASES = pd.DataFrame(
    [
        ("amber", "Amber", "country", "name"),
        ("amber president lee", "Ann Lee", "person", "name"),
        ("lee", "Ann Lee", "person", "name"),
        ("port-amber", "Port–Amber Pact", "format", "name"),
        ("harbour street", "Amber", "country", "metonym"),
    ],
    columns=["alias", "actor", "kind", "sense"],
)


@pytest.fixture
def tokens(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Amber President Lee met Amber’s mayor. The Port–Amber pact holds, said Lee.\nHarbour Street was silent."
    )
    return corpus.tokens(corpus.sentences(corpus.paragraphs(corpus.load(tmp_path))), variants={})


def test_the_longest_alias_wins_and_none_overlap(tokens):
    found = actors.mentions(tokens, ALIASES)
    assert found["actor"].tolist() == ["Ann Lee", "Amber", "Port–Amber Pact", "Ann Lee", "Amber"]
    assert found["sense"].tolist()[-1] == "metonym"
    assert (found["end"] > found["start"]).all() and (
        found["start"].iloc[1:].to_numpy() >= found["end"].iloc[:-1].to_numpy()
    ).all()


def test_a_compound_may_name_several(tokens):
    both = ALIASES.assign(actor=ALIASES["actor"].replace("Port–Amber Pact", "Port; Amber"))
    found = actors.mentions(tokens, both)
    assert found["actor"].tolist() == ["Ann Lee", "Amber", "Port", "Amber", "Ann Lee", "Amber"]
    assert found["start"].iloc[2] == found["start"].iloc[3]


def test_one_alias_one_actor(tmp_path):
    pd.concat([ALIASES, ALIASES.head(1).assign(actor="Other")]).to_csv(tmp_path / "aliases.csv", index=False)
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(ValueError, match=r"aliases\.csv lists amber more than once"):
        actors.read_aliases(tmp_path)


def test_aliases_are_terms_as_they_are_counted():
    """An alias that the tokeniser would spell otherwise could never be found."""
    from lib import text

    variants = corpus.read_variants()
    for alias in actors.read_aliases()["alias"]:
        words = [text.term(alias[a:b], variants) for a, b in text.tokens(alias)]
        assert " ".join(words) == alias


def test_a_sum_in_dollars_is_no_mention_of_the_country(seeds):
    articles, _, _, tokens = seeds
    found = actors.mentions(tokens, actors.read_aliases())
    texts = articles.set_index("article_id")["text"]
    states = found[found["actor"] == "United States"]
    assert len(states) >= 5 and not any(texts[r.article_id][r.end : r.end + 1] == "$" for r in states.itertuples())


def test_holders_of_an_office():
    aliases = pd.DataFrame(
        [("tajik president", "Rahmon", "person", "office"), ("president roe", "Roe", "person", "name"), ("tajik minister", "Muhriddin", "person", "office")],
        columns=["alias", "actor", "kind", "sense"],
    )  # fmt: skip
    assert actors.holders(aliases, "president") == ["Rahmon"]
    assert len(actors.holders(actors.read_aliases(), "president")) == 5


def test_nothing_in_nothing_out(tokens):
    none, nobody = actors.mentions(tokens.iloc[:0], ALIASES), actors.mentions(tokens, ALIASES.iloc[:0])
    assert none.empty and nobody.empty and list(none.columns) == actors.MENTIONS
    assert actors.holders(ALIASES.iloc[:0], "president") == []
