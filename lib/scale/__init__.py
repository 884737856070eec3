"""The same counts and claims over a corpus larger than memory: on one machine or a cluster.

    counts = scale.count_terms("articles.parquet", "counts.parquet")     # equals terms.counts
    claims = scale.extract_claims("folder/", "claims.parquet")           # equals claims.extract

A source is a corpus folder (see lib.corpus), a .parquet or .jsonl file, or a folder of
these: one article a row, columns text and, if known, article_id and outlet. A table that
corpus.load made and someone saved (it has a column n_repairs) is not repaired again.

partitions cuts the source, columns counts the terms of a part, jobs does each part once, merging puts them
together, counting is what is called. The source is read in partitions. The result of each is written into a
folder beside `out` (about as large as the text), so an interrupted run goes on where it stopped
and says so if the source has changed; when all are there, they are put together and the folder goes.

On a cluster, give a client: `scale.count_terms(source, out, client=Client("tcp://scheduler:8786"))`
(dask.distributed). The workers need this package, and `source` and `out` under the same path.
"""

from lib.scale.counting import count_terms, extract_claims
