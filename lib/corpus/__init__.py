"""Files to tables: a folder of texts in; articles, paragraphs, sentences and tokens out.

    articles = corpus.load()                      # one row an article
    paragraphs = corpus.paragraphs(articles)      # one row a paragraph or piece of furniture
    sentences = corpus.sentences(paragraphs)
    tokens = corpus.tokens(sentences)

In the order of imports: problems, curated (word lists that a corpus may bring), readers/ (one file of any kind),
file_names, duplicates, loading (a folder), names (of outlets), spans (the tables).
"""

from lib.corpus.curated import HOME, REGION, RULES, fits, folder, read_stopwords, read_table, read_variants, table_path
from lib.corpus.file_names import FOLDER as NAMED_BY_FOLDER
from lib.corpus.file_names import NAME as NAMED_BY_FILE
from lib.corpus.file_names import PATTERN as NAMED_BY_PATTERN
from lib.corpus.loading import (
    ARTICLES,
    ATTRIBUTIONS,
    FIELDS,
    READ,
    SET_ASIDE,
    files_read,
    heads,
    load,
    load_telling,
    repairs,
)
from lib.corpus.names import DAGGER, accounts, as_shown, outlets
from lib.corpus.problems import CorpusError, CorpusWarning
from lib.corpus.spans import (
    PARAGRAPHS,
    SENTENCES,
    TOKENS,
    checked,
    paragraphs,
    row_by_row,
    running,
    sentences,
    set_aside,
    table_of,
    tokens,
    touching,
    word_tokens,
)
