"""What a chart draws, as a tidy table: one row a mark, heads in words. It is the CSV under a figure.

Each function takes what the chart takes, by the chart's own names, and leaves aside what only says how it looks.
"""

import re

import pandas as pd

BANDS = {"low": "from", "high": "to"}
MARK = ["value", "low", "high", "group"]  # what is drawn of a row with an interval


def by_cell(table: pd.DataFrame, label: str) -> pd.DataFrame:
    """A table of rows and columns: row, column, its value.

    Args:
        label: what the values are; their head.
    """
    across = str(table.columns.name or "col_0")  # what pandas calls columns of which nobody said what they are
    names = [table.index.name or "row", "series" if re.fullmatch(r"col_\d+", across) else across]
    places = [(str(row), str(column)) for row in table.index for column in table.columns]
    values = pd.Series(table.to_numpy().ravel(), name=label)
    return in_words(pd.concat([pd.DataFrame(places, columns=names), values], axis=1))


def by_panel(parts: dict, label: str, notes: dict[str, list] | None = None) -> pd.DataFrame:
    """{panel: series, list or table}: panel, row and value, or what the tables of the panels have; notes beside."""
    found = []
    for panel, values in parts.items():
        table = values.to_frame(label) if isinstance(values, pd.Series) else pd.DataFrame(values)
        if isinstance(values, pd.DataFrame):
            table = table[[name for name in MARK if name in table]]
        table = table.rename(columns={"value": label, 0: label, **BANDS})
        if isinstance(values, (pd.Series, pd.DataFrame)):
            table = table.rename_axis(values.index.name or "row").reset_index(allow_duplicates=True)
        if notes:
            table["note"] = [str(note) for note in notes[panel]]
        table.insert(0, "panel", str(panel), allow_duplicates=True)
        found.append(table)
    return in_words(pd.concat(found, ignore_index=True))


def by_curve(tables: dict[str, dict[str, pd.DataFrame]], label: str) -> pd.DataFrame:
    """{row: {column: table}}: measure (the row), group (the column), x (named by `label`), value, ends of the band."""
    long = pd.concat({(row, name): part for row, parts in tables.items() for name, part in parts.items()})
    long.index.names = ["measure", "group", label]
    return in_words(long.rename(columns=BANDS).reset_index())


def by_mark(table: pd.DataFrame, **names: str) -> pd.DataFrame:
    """A table that has a row a mark already: the columns named, under the heads given; its index where it is named."""
    if "index" in names:
        table = table.rename_axis(names["index"]).reset_index()
    kept = [names.get("index"), *(name for name in names if name != "index")]
    return in_words(table[[name for name in kept if name in table]].rename(columns=names))


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Heads in words: no underscore, none twice."""
    table = table.rename(columns=lambda name: str(name).replace("_", " "))
    return table.loc[:, ~table.columns.duplicated()]
