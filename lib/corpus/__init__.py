"""Files to tables: a folder of texts in; articles, paragraphs, sentences and tokens out.

    articles = corpus.load()                      # one row an article
    paragraphs = corpus.paragraphs(articles)      # one row a paragraph or piece of furniture
    sentences = corpus.sentences(paragraphs)
    tokens = corpus.tokens(sentences)

files reads one kind of file each, loading a folder, spans makes the tables; curated finds the word lists that a
corpus may bring.
"""

from lib.corpus.curated import HOME, folder, read_stopwords, read_table, read_variants, table_path
from lib.corpus.loading import ARTICLES, ATTRIBUTIONS, FIELDS, load, repairs
from lib.corpus.names import DAGGER, as_shown, outlets
from lib.corpus.problems import CorpusError, CorpusWarning
from lib.corpus.spans import (
    PARAGRAPHS,
    SENTENCES,
    TOKENS,
    paragraphs,
    running,
    sentences,
    set_aside,
    tokens,
    touching,
)

__all__ = [
    "ARTICLES",
    "ATTRIBUTIONS",
    "DAGGER",
    "FIELDS",
    "HOME",
    "PARAGRAPHS",
    "SENTENCES",
    "TOKENS",
    "CorpusError",
    "CorpusWarning",
    "as_shown",
    "folder",
    "load",
    "outlets",
    "paragraphs",
    "read_stopwords",
    "read_table",
    "read_variants",
    "repairs",
    "running",
    "sentences",
    "set_aside",
    "table_path",
    "tokens",
    "touching",
]
