"""Whose words: passages that accounts have in common with official texts, of which only hashes are kept here.

The official texts belong to their publishers. What is committed of each is a sorted set of truncated hashes of its runs
of terms: enough to see that an account holds a run, too little to read the text from. Who has a full text adds it:

    python -m lib.measures.official add speech.txt --id xi-speech --title "..." --publisher "..."

Such sets hide order and wording from a reader, not from somebody who guesses: runs overlap, so that who knows four
terms in a row and tries a word list can find the fifth, and go on from there.
"""

import argparse
import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from lib import corpus, text
from lib.corpus import readers

BITS = 40  # of each hash: see `false_matches`
RUNS = (4, 5, 7)  # terms of a run: the middle one is used, the others show what the choice changes
RUN = 5
SUBSTANCE = 3  # terms beyond names, formulas and function words that a passage must hold to count
TEXTS = [
    "text_id", "kind", "title", "publisher", "date", "language", "source_url", "n_read", "n_all", "read", "read_on",
    "named_as", "note",
]  # fmt: skip
HASHES = ["text_id", "run", "n_hashes", "hashes"]
PROTOCOL = ["phrase", "kind", "reason", "example", "not"]
PASSAGES = [
    *("article_id", "outlet", "paragraph_id", "sentence_id", "start", "end"),
    *("n_terms", "n_substance", "counted", "text_ids"),
]
IN_FULL = ["outlet", "text", "n_terms", "source", "n_texts", "closest", "article_id", "sentence_id", "start", "end"]
PARTS = ["n_unattributed", "n_attributed", "n_shared", "n_own"]
CLASSES = ("official, source not named", "official, source named", "shared with another account", "own words")
RIBBON = ["article_id", "outlet", "paragraph_id", "sentence_id", "start", "end", "n_terms", *PARTS, "class"]


def hashed(run: Iterable[str]) -> str:
    """A run of terms as ten hexadecimal digits: the first 40 bits of its BLAKE2b, terms parted by U+001F."""
    return hashlib.blake2b("\x1f".join(run).encode(), digest_size=BITS // 8).hexdigest()


def false_matches(n_runs: int, n_hashes: int) -> float:
    """How many of `n_runs` different runs would meet one of `n_hashes` by chance alone, on average."""
    return n_runs * n_hashes / 2**BITS


def _windows(tokens, length):
    """(row of the first token, hash) of each run of `length` terms within a sentence."""
    if len(tokens) < length:
        return np.empty(0, dtype=np.int64), []
    keys = tokens[["article_id", "sentence_id"]]
    number = (keys != keys.shift()).any(axis=1).cumsum().to_numpy()
    terms = tokens["term"].tolist()
    first = np.flatnonzero(number[: len(terms) - length + 1] == number[length - 1 :])
    return first, [hashed(terms[i : i + length]) for i in first.tolist()]


def tokens_of(words: str, name: str = "official", variants: dict[str, str] | None = None) -> pd.DataFrame:
    """The tokens of an official text, headlines included, cut as those of the accounts are (lib.corpus.tokens)."""
    mended, _ = text.repair(words, text.judge_layout(words))
    articles = pd.DataFrame([(name, name, mended)], columns=["article_id", "outlet", "text"])
    return corpus.tokens(corpus.sentences(corpus.paragraphs(articles)), variants)


def hashes(tokens: pd.DataFrame, text_id: str, runs: Iterable[int] = RUNS) -> pd.DataFrame:
    """The runs of a text, without their order.

    Args:
        tokens: of one text, as `tokens_of` makes them.
        runs: lengths in terms.
    Returns:
        One row a length: text_id, run (terms), n_hashes, hashes (sorted, each once, parted by spaces).
    """
    found = [(run, sorted(set(_windows(tokens, run)[1]))) for run in runs]
    return pd.DataFrame([(text_id, run, len(own), " ".join(own)) for run, own in found], columns=HASHES)


def read_texts(
    path: str | Path | None = None, articles: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The official texts of a corpus and their hashes: its own tables, else ours where they fit, else none.

    Args:
        articles: of the corpus; ours are taken where they fit these (corpus.fits); None takes none of ours.
    Returns:
        Tables with the columns TEXTS (n_read and n_all in terms; n_all missing where unknown) and HASHES.
    """
    folder = corpus.folder(path)
    own = all((folder / name).is_file() for name in ("official_passages.csv", "official_runs.csv"))
    ours = articles is not None and corpus.fits("official_passages.csv", articles, corpus.HOME / "data")
    if not own and not ours:
        return pd.DataFrame(columns=TEXTS), pd.DataFrame(columns=HASHES)
    texts = corpus.read_table("official_passages.csv", TEXTS, path)[TEXTS]
    runs = corpus.read_table("official_runs.csv", HASHES, path)[HASHES]
    texts[["n_read", "n_all"]] = texts[["n_read", "n_all"]].apply(pd.to_numeric)
    return texts, runs.astype({"run": int, "n_hashes": int})


def read_protocol(path: str | Path | None = None) -> set[tuple[str, ...]]:
    """What does not count by itself: phrases of protocol.csv and every name of aliases.csv, as tuples of terms."""
    phrases = corpus.read_table("protocol.csv", ("phrase",), path)["phrase"]
    names = corpus.read_table("aliases.csv", ("alias",), path)["alias"]
    return {tuple(phrase.split()) for phrase in (*phrases, *names)} - {()}


def substance(tokens: pd.DataFrame, protocol: set[tuple[str, ...]], stopwords: set[str]) -> np.ndarray:
    """True for each token that is no part of a phrase of `protocol`, no function word and no plain number."""
    terms = tokens["term"].tolist()
    keep = np.array([term not in stopwords and not term[:1].isdigit() for term in terms], dtype=bool)
    lengths = {}  # of the phrases that begin with a term
    for phrase in protocol:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    for i, term in enumerate(terms):
        for length in lengths.get(term, ()):
            if tuple(terms[i : i + length]) in protocol:
                keep[i : i + length] = False
    return keep


def passages(
    tokens: pd.DataFrame,
    runs: pd.DataFrame,
    protocol: set[tuple[str, ...]],
    stopwords: set[str],
    length: int = RUN,
    least: int = SUBSTANCE,
) -> pd.DataFrame:
    """Where accounts hold runs of official texts: runs that overlap are one passage.

    Args:
        tokens: of the accounts, as corpus.tokens makes them, in reading order.
        runs: hashes of the official texts, as `read_texts` or `hashes` make them.
        protocol, stopwords: what does not count by itself (`read_protocol`, corpus.read_stopwords).
        length: terms of a run, one of those hashed.
        least: terms of substance that a passage must share with one text to count.
    Returns:
        One row a passage: article_id, outlet, paragraph_id, sentence_id, start, end, n_terms, n_substance (terms
        beyond names, formulas, function words, numbers), counted (one text alone shares `least` of them), text_ids
        (parted by "; ", the text that shares most first). No passage crosses a sentence; one that does not count is
        listed unless it lies in one that does. A lower bound: of most texts only the beginning was read.
    """
    known = {}
    for row in runs[runs["run"] == length].itertuples():
        for value in row.hashes.split():
            known.setdefault(value, []).append(row.text_id)
    first, own = _windows(tokens, length)
    open_, spans = {}, []  # the last passage of each text; [first row, behind the last row, text]
    for i, value in zip(first.tolist(), own, strict=True):  # two runs that share a term are of one sentence
        for name in known.get(value, ()):
            if name in open_ and i < open_[name][1]:
                open_[name][1] = i + length
            else:
                open_[name] = [i, i + length, name]
                spans.append(open_[name])
    weight = np.concatenate([[0], np.cumsum(substance(tokens, protocol, stopwords))]).astype(int)
    counts = [span for span in spans if weight[span[1]] - weight[span[0]] >= least]
    rest = [span for span in spans if weight[span[1]] - weight[span[0]] < least]
    covered = _joined(counts)
    taken = np.zeros(len(tokens) + 1, dtype=bool)
    for low, high, _ in covered:
        taken[low:high] = True
    bare = [span for span in _joined(rest) if not taken[span[0] : span[1]].all()]
    place = [tokens[name].to_numpy() for name in ("article_id", "outlet", "paragraph_id", "sentence_id", "start")]
    ends, rows = tokens["end"].to_numpy(), []
    for (low, high, texts), counted in sorted([*((s, True) for s in covered), *((s, False) for s in bare)]):
        where, held = [column[low] for column in place], int(weight[high] - weight[low])
        rows.append((*where, ends[high - 1], high - low, held, counted, "; ".join(texts)))
    return pd.DataFrame(rows, columns=PASSAGES)


def _joined(spans):
    """Spans that share a term made one: (first row, behind the last row, texts, the longest first)."""
    found = []
    for low, high, name in sorted(spans):
        if found and low < found[-1][1]:
            found[-1][1] = max(found[-1][1], high)
        else:
            found.append([low, high, {}])
        texts = found[-1][2]
        texts[name] = max(texts.get(name, 0), high - low)
    return [(low, high, sorted(texts, key=lambda name: (-texts[name], name))) for low, high, texts in found]


def _rows_of(tokens, spans):
    """(first row, behind the last row) of the tokens that lie in each span (article_id, start, end)."""
    starts, ends = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    places = {name: (own[0], own[-1] + 1) for name, own in tokens.groupby("article_id", sort=False).indices.items()}
    found = []
    for name, start, end in zip(spans["article_id"], spans["start"], spans["end"], strict=True):
        low, high = places.get(name, (0, 0))  # an article's tokens stand together, in reading order
        first = low + np.searchsorted(starts[low:high], start)
        found.append((int(first), max(int(first), low + int(np.searchsorted(ends[low:high], end, side="right")))))
    return found


def within(tokens: pd.DataFrame, spans: pd.DataFrame | None) -> np.ndarray:
    """True for each token that lies in one of the spans (article_id, start, end); None is no span."""
    edges = np.zeros(len(tokens) + 1, dtype=np.int64)
    for low, high in [] if spans is None else _rows_of(tokens, spans):
        edges[low] += 1
        edges[high] -= 1
    return np.cumsum(edges)[:-1] > 0


def beyond_protocol(
    tokens: pd.DataFrame, spans: pd.DataFrame, protocol: set[tuple[str, ...]], stopwords: set[str]
) -> pd.DataFrame:
    """The spans (article_id, start, end) that hold SUBSTANCE terms beyond names, formulas, function words, numbers."""
    weight = np.concatenate([[0], np.cumsum(substance(tokens, protocol, stopwords))]).astype(int)
    keep = [weight[high] - weight[low] >= SUBSTANCE for low, high in _rows_of(tokens, spans)]
    return spans[np.array(keep, dtype=bool)].reset_index(drop=True)


def names_source(tokens: pd.DataFrame, texts: pd.DataFrame) -> np.ndarray:
    """True for each token of a sentence that names a source: a phrase in `named_as` of any official text."""
    phrases = {tuple(p.split()) for cell in texts["named_as"] for p in cell.split("; ")} - {()}
    terms, lengths = tokens["term"].tolist(), {len(phrase) for phrase in phrases}
    named = [any(tuple(terms[i : i + n]) in phrases for n in lengths) for i in range(len(terms))]
    keys = [tokens["article_id"], tokens["sentence_id"]]
    return pd.Series(named, index=tokens.index, dtype=bool).groupby(keys).transform("any").to_numpy(dtype=bool)


def whose_words(
    sentences: pd.DataFrame,
    tokens: pd.DataFrame,
    found: pd.DataFrame,
    texts: pd.DataFrame,
    speech: pd.DataFrame | None = None,
    shared: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Whose words each sentence consists of.

    A term is official where it lies in a passage of `found` that counts; it is attributed where marks or a verb of
    saying set it off (`speech`), or the sentence names a source. What is official is not counted as shared again.

    Args:
        sentences, tokens: of the accounts, as lib.corpus makes them.
        found: as `passages` makes it.
        texts: the official texts, for the words that name them.
        speech: quotations and reports, as voices.speech makes them.
        shared: passages shared with another account (article_id, start, end), protocol left out.
    Returns:
        One row a sentence, each once and in order: article_id, outlet, paragraph_id, sentence_id, start, end, n_terms,
        n_unattributed, n_attributed, n_shared, n_own (they sum to n_terms), class (of CLASSES, the first of which the
        sentence holds a passage).
    """
    official = within(tokens, found[found["counted"].astype(bool)])
    said = within(tokens, speech) | names_source(tokens, texts)
    other = within(tokens, shared) & ~official
    parts = [official & ~said, official & said, other, ~official & ~other]
    counts = pd.DataFrame(np.column_stack(parts).astype(int), columns=PARTS, index=tokens.index)
    keys = ["article_id", "sentence_id"]
    counts = counts.groupby([tokens[key] for key in keys]).sum().reset_index()
    rows = sentences.merge(counts, on=keys, how="left")
    rows[PARTS] = rows[PARTS].fillna(0).astype(int)
    rows["n_terms"] = rows[PARTS].sum(axis=1)
    holds = rows[PARTS[:3]].to_numpy() > 0
    rows["class"] = [CLASSES[int(own.argmax()) if own.any() else 3] for own in holds]
    return rows[RIBBON]


def by_class(rows: pd.DataFrame) -> pd.DataFrame:
    """Shares of each outlet's terms by class: a lower bound for the official ones.

    Args:
        rows: as `whose_words` makes them.
    Returns:
        Index: outlets as they come; columns CLASSES (0 to 1), then terms.
    """
    sums = rows.groupby("outlet", sort=False)[[*PARTS, "n_terms"]].sum()
    table = sums[PARTS].div(sums["n_terms"].where(sums["n_terms"] > 0), axis=0).fillna(0.0)
    return table.set_axis(list(CLASSES), axis=1).assign(terms=sums["n_terms"])


def in_full(
    found: pd.DataFrame,
    tokens: pd.DataFrame,
    articles: pd.DataFrame,
    texts: pd.DataFrame,
    speech: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The passages that count, as they stand in the accounts, and whether a source is named.

    Returns:
        outlet, text, n_terms, source (named; not named; in part), n_texts (official texts that share it),
        closest (title of the one that shares most), article_id, sentence_id, start, end; in reading order.
    """
    rows = found[found["counted"].astype(bool)].reset_index(drop=True)
    bodies, titles = articles.set_index("article_id")["text"], texts.set_index("text_id")["title"]
    said = within(tokens, speech) | names_source(tokens, texts)
    told = np.concatenate([[0], np.cumsum(said)])
    named = [(told[high] - told[low]) / (high - low) for low, high in _rows_of(tokens, rows)]
    ids = [cell.split("; ") for cell in rows["text_ids"]]
    table = rows.assign(
        text=[text.display(bodies[r.article_id][r.start : r.end]) for r in rows.itertuples()],
        source=["named" if share == 1 else "not named" if share == 0 else "in part" for share in named],
        n_texts=[len(own) for own in ids],
        closest=[titles.get(own[0], own[0]) for own in ids],
    )
    return table[IN_FULL]


def explained(tokens: pd.DataFrame, found: pd.DataFrame, stopwords: set[str], least: int = 5) -> pd.DataFrame:
    """Content words of an outlet that occur in official wording: how much of their frequency is explained by it?

    Args:
        least: how often a word must occur in the outlet.
    Returns:
        outlet, term, freq, official (occurrences in passages that count), percent; most official ones first.
    """
    rows = tokens[["outlet", "term"]].assign(official=within(tokens, found[found["counted"].astype(bool)]))
    rows = rows[~rows["term"].isin(stopwords) & ~rows["term"].str[:1].str.isdigit()]
    table = rows.groupby(["outlet", "term"])["official"].agg(freq="size", official="sum").reset_index()
    table = table[(table["freq"] >= least) & (table["official"] > 0)]
    table = table.assign(official=table["official"].astype(int), percent=100 * table["official"] / table["freq"])
    return table.sort_values(["official", "outlet", "term"], ascending=[False, True, True]).reset_index(drop=True)


def by_text(texts: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The official texts with how much of each was read, and what was found of them.

    Returns:
        Columns of `texts`, then passages (that count and hold a run of the text) and outlets (that have one).
    """
    rows = found[found["counted"].astype(bool)]
    rows = rows.assign(text_id=rows["text_ids"].str.split("; ")).explode("text_id")
    sums = rows.groupby("text_id").agg(passages=("start", "size"), outlets=("outlet", "nunique"))
    table = texts.join(sums, on="text_id")
    table[["passages", "outlets"]] = table[["passages", "outlets"]].fillna(0).astype(int)
    return table.sort_values(["date", "text_id"]).reset_index(drop=True)


def other_choices(
    tokens: pd.DataFrame,
    texts: pd.DataFrame,
    runs: pd.DataFrame,
    protocol: set[tuple[str, ...]],
    stopwords: set[str],
    speech: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What changes under other choices: how much of each outlet is official wording, in all and without a source.

    Returns:
        choice, wording (all; source not named), then a column an outlet, in percent of its terms.
    """
    said = within(tokens, speech) | names_source(tokens, texts)
    size, rows = tokens.groupby("outlet", sort=False).size(), []
    own, english = texts["kind"] != "host's press", texts["language"] == "English"
    tried = {f"runs of {length} terms": (runs, length, True) for length in RUNS}
    tried |= {
        f"runs of {RUN}, names and formulas counted too": (runs, RUN, False),
        f"runs of {RUN}, without the host's press": (runs[runs["text_id"].isin(texts.loc[own, "text_id"])], RUN, True),
        f"runs of {RUN}, no translations": (runs[runs["text_id"].isin(texts.loc[english, "text_id"])], RUN, True),
    }
    for choice, (these, length, strict) in tried.items() if len(texts) and len(tokens) else ():
        rule = (protocol, stopwords, length) if strict else (set(), set(), length, 0)
        found = passages(tokens, these, *rule)
        official = within(tokens, found[found["counted"].astype(bool)])
        for wording, mask in (("all", official), ("source not named", official & ~said)):
            part = 100 * tokens[mask].groupby("outlet").size().reindex(size.index, fill_value=0) / size
            rows.append({"choice": choice, "wording": wording, **part})
    return pd.DataFrame(rows, columns=["choice", "wording", *size.index])


def merge(folder: Path, row: dict[str, object], tokens: pd.DataFrame) -> None:
    """Put a text and its hashes into the two tables of a folder, in the place of an earlier text of the same id."""
    row = {**dict.fromkeys(TEXTS, ""), **row, "n_read": len(tokens)}
    for name, columns, new, keys in (
        ("official_passages.csv", TEXTS, pd.DataFrame([row], columns=TEXTS), ["text_id"]),
        ("official_runs.csv", HASHES, hashes(tokens, str(row["text_id"])), ["text_id", "run"]),
    ):
        place = folder / name
        there = pd.read_csv(place, dtype=str, keep_default_na=False) if place.is_file() else new.iloc[:0]
        table = pd.concat([there[there["text_id"] != row["text_id"]], new], ignore_index=True)
        order = table.assign(run=table["run"].astype(int)) if "run" in keys else table
        table.loc[order.sort_values(keys).index, columns].to_csv(place, index=False, lineterminator="\n")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m lib.measures.official", description=__doc__.split("\n")[0])
    add = parser.add_subparsers(required=True).add_parser("add", help="hash the runs of a text and merge them")
    add.add_argument("file", type=Path, help="the text: any kind of file that a corpus may hold")
    add.add_argument("--id", required=True, dest="text_id")
    add.add_argument("--folder", type=Path, default=corpus.HOME / "data", help="where the two tables are")
    for name in [column for column in TEXTS if column not in ("text_id", "n_read")]:
        add.add_argument("--" + name.replace("_", "-"), default="")
    told = vars(parser.parse_args(arguments))
    file, folder = told.pop("file"), told.pop("folder")
    documents = readers.read(file.name, file.read_bytes()).documents
    variants = corpus.read_variants(folder if (folder / "variants.csv").is_file() else None)
    tokens = pd.concat([tokens_of(document.text, str(n), variants) for n, document in enumerate(documents)])
    merge(folder, told, tokens.reset_index(drop=True))


if __name__ == "__main__":
    main()
