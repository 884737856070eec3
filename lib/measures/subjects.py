"""Subjects: of what does each account speak, and what do all of them leave out?

A table names the subjects, the words by which each is known, and who raises it. That nobody names a subject is a
fact about these texts; why it is so they do not say.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from lib.corpus import CorpusError, fits, read_table
from lib.measures.frames import match
from lib.measures.terms import in_order

SUBJECTS = ("subject", "patterns")
OFFICIAL = {"speech": "speech", "declaration": "declaration or treaty", "report": "agency report"}
FOUND = ["article_id", "outlet", "paragraph_id", "sentence_id", "start", "end", "subject", "pattern"]
NAMED = "yes"  # in a column of OFFICIAL


def read_subjects(path: str | Path | None = None, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """subjects.csv: subject, patterns (terms and phrases, * for any ending, parted by ;) and what else the table holds.

    Args:
        articles: where given, our own table (not one that the corpus brings) speaks of them only if it fits
            (lib.corpus.fits); else it has no row.
    Raises:
        CorpusError: a subject stands in two rows.
    """
    table = read_table("subjects.csv", SUBJECTS, path)
    twice = table.loc[table["subject"].duplicated(), "subject"].tolist()
    if twice:
        raise CorpusError(f"subjects.csv lists {', '.join(twice)} more than once; one subject, one row")
    return table if articles is None or fits("subjects.csv", articles, path) else table.iloc[:0]


def named_in(tokens: pd.DataFrame, subjects: pd.DataFrame) -> pd.DataFrame:
    """Every place where a subject is named, in reading order.

    The parts of a compound count each: "Russia-Ukraine" names both, and "anti-Chinese" is found by its two words.
    What is denied is named all the same.

    Args:
        tokens: a table as corpus.tokens makes it, in reading order.
        subjects: a table as `read_subjects` makes it.
    Returns:
        article_id, outlet, paragraph_id, sentence_id, start, end, subject, pattern (the first that fits there).
    """
    codebook = subjects[["subject", "patterns"]].rename(columns={"subject": "frame"})
    codebook["patterns"] = codebook["patterns"].str.replace("-", " ")
    found = match(_parts(tokens), codebook).rename(columns={"frame": "subject"})[FOUND]
    found = found.drop_duplicates(["article_id", "start", "subject"])
    order = in_order(article_id=tokens["article_id"].unique())
    return found.sort_values(["article_id", "start", "subject"], key=order, ignore_index=True)


def _parts(tokens):
    """The tokens, a compound taken apart: each part with the place of the whole."""
    terms = tokens["term"].str.split("-")
    apart = tokens.assign(term=terms).explode("term", ignore_index=True)
    return apart[apart["term"] != ""].reset_index(drop=True)


def tally(found: pd.DataFrame, subjects: pd.DataFrame, outlets: Sequence[str]) -> pd.DataFrame:
    """How often each outlet names each subject: one row a subject (its name the index), one column an outlet."""
    count = pd.crosstab(found["subject"], found["outlet"])
    table = count.reindex(index=subjects["subject"], columns=list(outlets), fill_value=0)
    return table.rename_axis(index="subject", columns=None)


def by_asker(counts: pd.DataFrame, subjects: pd.DataFrame) -> pd.DataFrame:
    """How many subjects of each kind of source some outlet names, and how many none does.

    Args:
        counts: as `tally` makes it, of the same subjects.
    Returns:
        One row a kind (asked_kind, in the order of the table): named by somebody, named by nobody (numbers). None
        where the table does not say who raises a subject.
    """
    columns = ["named by somebody", "named by nobody"]
    if "asked_kind" not in subjects or subjects.empty:
        return pd.DataFrame(columns=columns, index=pd.Index([], name="raised by"), dtype=int)
    silent = (counts.sum(axis=1) == 0).to_numpy()
    kinds = subjects["asked_kind"].to_numpy()
    table = pd.crosstab(kinds, pd.Series(silent).map({False: columns[0], True: columns[1]}).to_numpy())
    table = table.reindex(index=list(dict.fromkeys(kinds)), columns=columns, fill_value=0)
    return table.rename_axis(index="raised by", columns=None)


def official(subjects: pd.DataFrame) -> pd.Series:
    """Which official texts name each subject, in words ("speech, agency report"); "" where none was seen to."""
    told = [[OFFICIAL[name] for name in OFFICIAL if row.get(name) == NAMED] for row in subjects.to_dict("records")]
    return pd.Series([", ".join(names) for names in told], index=subjects.index, dtype=str)
