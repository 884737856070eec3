"""Statements without a number on which the articles differ, held against the record by hand (data/statements.csv)."""

from pathlib import Path

import pandas as pd

from lib.corpus import CorpusError, read_table

STATEMENTS = (
    *("statement_id", "topic", "article_id", "start", "end", "quote", "record", "verdict", "wrong", "source"),
    *("source_url", "confidence", "checked"),
)
WRONG = ("fact", "date or tense")  # what is wrong in a contradicted statement


def read_statements(path: str | Path | None = None) -> pd.DataFrame:
    """statements.csv: facts without a number on which the articles differ; columns STATEMENTS and more."""
    table = read_table("statements.csv", STATEMENTS, path).astype({"start": int, "end": int})
    return table.assign(**{name: "" for name in ("in_short", "drawn_on") if name not in table})


def check_statements(statements: pd.DataFrame, articles: pd.DataFrame) -> None:
    """See that each quotation stands where its span says, and that the verdicts keep to the rules.

    What cannot have been so by the record is contradicted, in the thing (`wrong`: fact) or in its time alone (date or
    tense); a record of low confidence contradicts nothing.

    Raises:
        CorpusError: it names the first statement of which that is not so.
    """
    texts = articles.set_index("article_id")["text"]
    for row in statements.itertuples():
        fault = ""
        if row.article_id not in texts.index or texts[row.article_id][row.start : row.end] != row.quote:
            fault = f"{row.quote!r} does not stand at {row.article_id} {row.start}-{row.end}"
        elif row.confidence == "low" and row.verdict == "contradicted":
            fault = "a record of low confidence contradicts nothing"
        elif (row.wrong in WRONG) != (row.verdict == "contradicted") or row.wrong not in ("", *WRONG):
            fault = "`wrong` says what is wrong where contradicted, else nothing"
        if fault:
            raise CorpusError(f"statements.csv, {row.statement_id}: {fault}")


def in_statements(held: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """The statements that hold a claim: the columns of `held`, then statement_id and what it says of the statement
    (said: verdict; wrong). A number may be right in a statement that is not, and the other way round."""
    rows = [
        (place, one.statement_id, one.verdict, one.wrong)
        for one in statements.itertuples()
        for place, claim in zip(held.index, held.itertuples(), strict=True)
        if claim.article_id == one.article_id and one.start <= claim.start and claim.end <= one.end
    ]
    found = pd.DataFrame(rows, columns=["place", "statement_id", "said", "wrong"]).set_index("place")
    return held.join(found, how="inner")


def circular(held: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """What agrees with the record because the account draws on the very text that is the record: numbers, then
    statements.

    Returns:
        what (number, statement), article_id, start, end, quote, verdict, record, source, source_url.
    """
    columns = ["what", "article_id", "start", "end", "quote", "verdict", "record", "source", "source_url"]
    numbers = held[held["drawn_on"] == "yes"].rename(columns={"surface": "quote"}).assign(what="number")
    clauses = statements[statements["drawn_on"] == "yes"].assign(what="statement")
    rows = pd.concat([numbers[columns], clauses[columns]], ignore_index=True)
    return rows[rows["verdict"].isin(["supported", "compatible"])].reset_index(drop=True)


def whose_word(statements: pd.DataFrame, outlets: pd.Series) -> pd.DataFrame:
    """On whose word the verdicts on each outlet's statements rest.

    Args:
        outlets: the outlet of each statement, with the index of `statements`.
    Returns:
        One row an outlet: statements, wrong (how many are), then one column a kind of source (numbers).
    """
    count = pd.crosstab(outlets, statements["source_kind"]).rename_axis(columns=None)
    wrong = (statements["verdict"] == "contradicted").groupby(outlets).sum()
    count.insert(0, "statements", outlets.value_counts().reindex(count.index, fill_value=0))
    count.insert(1, "wrong", wrong.reindex(count.index, fill_value=0).astype(int))
    return count.rename_axis(index="outlet")
