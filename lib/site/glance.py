"""A corpus at a glance: its main numbers, one row an outlet, in the place of sentences that nobody wrote for it."""

import pandas as pd

from lib import claims, corpus
from lib.measures import terms
from lib.people import actors, voices
from lib.site.marks import coded_sentences

WORDS = 3  # typical words of an outlet
COLUMNS = ["articles", "tokens", "typical words", "commonest frame", "quotations", "most words given to", "quantities"]


def at_a_glance(articles: pd.DataFrame) -> pd.DataFrame:
    """The main numbers of a corpus.

    Args:
        articles: as corpus.load or corpus.as_shown makes them.
    Returns:
        One row an outlet, in the order of the articles: outlet and COLUMNS. Counts are numbers; typical words are the
        first of terms.typical; the commonest frame has its share of the sentences (as in 03; no column where our
        codebook does not fit and the corpus brings none); "most words given to" is the speaker of most words, quoted or
        reported. "" where there is none.
    """
    running = corpus.running(corpus.paragraphs(articles))
    sentences = corpus.sentences(running)
    tokens = corpus.tokens(sentences)
    spoken = voices.speech(running, sentences, tokens, actors.mentions(tokens, actors.read_aliases()))
    given = voices.shares(spoken[spoken["how"].isin(["named", "pronoun"])], tokens)
    counted = {
        "articles": articles,
        "tokens": tokens,
        "quotations": spoken[spoken["form"] == "direct"],
        "quantities": claims.extract(articles),
    }
    table = pd.DataFrame(
        {name: rows.groupby("outlet").size() for name, rows in counted.items()}, corpus.outlets(articles)
    )
    table = table.fillna(0).astype(int)
    typical = terms.typical(tokens, corpus.read_stopwords(), WORDS)
    table["typical words"] = typical.set_index("outlet")["words"]
    if corpus.fits("frames.csv", articles):
        table["commonest frame"] = _commonest(coded_sentences(running, sentences, tokens))
    table["most words given to"] = given.drop_duplicates("outlet").set_index("outlet")["speaker"]
    return table[[name for name in COLUMNS if name in table]].fillna("").rename_axis("outlet").reset_index()


def _commonest(coded):
    """ "partnership (35 %)" of each outlet; of equal ones the first by name."""
    sizes = coded.groupby("outlet").size()
    frames = coded.assign(frame=coded["frames"].str.split(", ")).explode("frame").query("frame != ''")
    n = frames.groupby(["outlet", "frame"]).size().reset_index(name="n")
    first = n.sort_values("n", ascending=False, kind="stable").drop_duplicates("outlet").set_index("outlet")
    return first["frame"] + (100 * first["n"] / sizes).map(" ({:.0f} %)".format)
