"""Frames: what a codebook's coders found in each sentence, and what a dictionary finds.

Codes by hand are the measure; the dictionary is a quick second look whose errors are
counted. Both come down to one table: the frames of each sentence.
"""

import csv
import hashlib
import random
import re
from collections.abc import Sequence
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.corpus import CorpusError, read_table, table_path
from lib.corpus.readers.tables import rows_of
from lib.measures import resample as _resample
from lib.measures.scores import precision_recall
from lib.measures.terms import in_line, in_order, matching
from lib.text import opening

CODEBOOK = ("frame", "definition", "source", "include", "exclude", "patterns")
CODES = ("article_id", "start", "end", "coder", "frame")
MATCHES = [
    *("article_id", "outlet", "paragraph_id", "sentence_id", "start", "end"),
    *("frame", "pattern", "negated", "quoted"),
]
PLACE = ["article_id", "start", "end", "text"]
ADJUDICATED, NONE = "adjudicated", "none"
DICTIONARY = "dictionary, of unknown validity here"  # the basis where nobody has coded the sentences
NEGATORS = frozenset({"no", "not", "without", "never", "nor", "neither", "cannot"})
AFFIRMING = frozenset({"only", "just", "merely"})  # "not only trade" is trade
REACH = 3  # tokens before a match in which a negator turns it
PASSAGE = 4  # sentences that make a passage for permutations: about resample.PASSAGE tokens
SHEET = ("number", "sentence", "key")  # the columns of a sheet to code; those of the coders stand before the last
FEW = 10  # positives below which an F1 would be noise


def read_codebook(path: str | Path | None = None) -> pd.DataFrame:
    """frames.csv: frame, definition, source, include, exclude, patterns (terms and phrases, * for any ending,
    parted by ;).
    """
    return read_table("frames.csv", CODEBOOK, path)


def read_codes(
    sentences: pd.DataFrame, path: str | Path | None = None, name: str = "frame_codes.csv"
) -> pd.DataFrame | None:
    """The codes of frame_codes.csv (the corpus's own, else ours) that belong to these sentences.

    Args:
        name: another table of codes: stance_codes.csv, whose column `stance` is given as `frame`, so that what
            counts frames counts stances, too.
    Returns:
        article_id, start, end, coder, frame (`none` where the coder saw no frame), and
        what else the table holds; None if a sentence has none (one article more is enough):
        then validity is unknown, and outlets must not be compared by two measures.
    """
    place = table_path(name, path)
    if not place.is_file():
        return None
    column = name.removesuffix("_codes.csv")
    codes = read_table(name, (*CODES[:-1], column), path).astype({"start": int, "end": int})
    codes = codes.rename(columns={column: "frame"})
    spans = pd.MultiIndex.from_frame(sentences[["article_id", "start", "end"]])
    codes = codes[pd.MultiIndex.from_frame(codes[["article_id", "start", "end"]]).isin(spans)]
    done = codes.loc[codes["coder"] == ADJUDICATED, ["article_id", "start", "end"]].drop_duplicates()
    return codes.reset_index(drop=True) if len(done) == len(sentences) and len(done) else None


def match(tokens: pd.DataFrame, codebook: pd.DataFrame, quotations: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every place where a pattern of the codebook stands.

    Args:
        tokens: a table as corpus.tokens makes it, in reading order.
        codebook: a table as `read_codebook` makes it.
        quotations: spans within which a match is the speaker's (lib.people.voices.quotations).
    Returns:
        article_id, outlet, paragraph_id, sentence_id, start, end, frame, pattern,
        negated (a negator stands up to three tokens before it), quoted.
    """
    cells = ((row.frame, pattern.strip()) for row in codebook.itertuples() for pattern in row.patterns.split(";"))
    patterns = [(pattern, (frame, pattern)) for frame, pattern in cells if pattern]
    spans, rows = _by_article(quotations), []
    for places, words, i, end, whose in matching(tokens, patterns):
        first, last = places[i], places[end - 1]
        before = pairwise(words[max(0, i - REACH) : i + 1])
        negated = any(a in NEGATORS and b not in AFFIRMING for a, b in before)
        quoted = any(a <= first.start and last.end <= b for a, b in spans.get(first.article_id, ()))
        place = (first.article_id, first.outlet, first.paragraph_id, first.sentence_id, first.start, last.end)
        rows.append((*place, *whose, negated, quoted))
    return pd.DataFrame(rows, columns=MATCHES).astype({"negated": bool, "quoted": bool})


def _by_article(spans):
    if spans is None:
        return {}
    return {name: list(zip(own["start"], own["end"], strict=True)) for name, own in spans.groupby("article_id")}


def by_sentence(sentences: pd.DataFrame, frames: Sequence[str], found: pd.DataFrame) -> pd.DataFrame:
    """One row a sentence, one column a frame (True or False), from matches or from codes.

    Args:
        sentences: article_id, outlet, paragraph_id, sentence_id, start, end.
        frames: the frames, in order.
        found: matches (negated ones do not count) or the codes of one coder.
    Returns:
        The place columns of `sentences`, then one column a frame.
    """
    keys = ["article_id", "sentence_id"] if "sentence_id" in found else ["article_id", "start"]
    kept = found[~found["negated"].astype(bool)] if "negated" in found else found
    pairs = set(_tuples(kept, *keys, "frame"))
    table = sentences[["article_id", "outlet", "paragraph_id", "sentence_id", "start", "end"]].copy()
    places = _tuples(table, *keys)
    for frame in frames:
        table[frame] = np.array([(*place, frame) in pairs for place in places], dtype=bool)
    return table


def _tuples(table, *columns):
    """The rows of some columns as tuples."""
    return list(table[[*columns]].itertuples(index=False, name=None))


def coded(
    sentences: pd.DataFrame, matches: pd.DataFrame, frames: Sequence[str], path: str | Path | None = None
) -> tuple[pd.DataFrame, str]:
    """The frames of each sentence on the best basis there is: adjudicated codes, else the dictionary.

    Args:
        matches: as `match` makes them.
        path: the corpus folder; see `read_codes`.
    Returns:
        (table as `by_sentence` makes it, basis: ADJUDICATED or DICTIONARY).
    """
    codes = read_codes(sentences, path)
    if codes is None:
        return by_sentence(sentences, frames, matches), DICTIONARY
    return adjudicated(sentences, frames, codes), ADJUDICATED


def adjudicated(sentences: pd.DataFrame, frames: Sequence[str], codes: pd.DataFrame | None) -> pd.DataFrame:
    """The adjudicated codes as `by_sentence` lays them out; no rows where the sentences have no codes.

    Args:
        codes: as `read_codes` makes them.
    """
    if codes is None:
        return by_sentence(sentences.iloc[:0], frames, pd.DataFrame(columns=CODES))
    return by_sentence(sentences, frames, codes[codes["coder"] == ADJUDICATED])


def behind(table: pd.DataFrame, sentences: pd.DataFrame, frames: Sequence[str]) -> pd.DataFrame:
    """The sentences that carry each frame: frame, outlet, article_id, start, end, opening (its first words).

    Args:
        table: as `by_sentence` makes it, of the same sentences.
    """
    place = ["article_id", "outlet", "start", "end"]
    rows = table.melt(id_vars=place, value_vars=list(frames), var_name="frame")
    rows = rows[rows["value"].astype(bool)].merge(
        sentences[["article_id", "start", "text"]], on=["article_id", "start"]
    )
    rows["opening"] = [opening(text, 60) for text in rows["text"]]
    return rows[["frame", "outlet", "article_id", "start", "end", "opening"]]


def decisions(codes: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Where the coders differed: article_id, start, end, frame (as decided, parted by ;), reason, text (the sentence).

    Args:
        codes: as `read_codes` makes them.
    """
    place = ["article_id", "start", "end"]
    reasoned = codes[codes["reason"] != ""].groupby([*place, "reason"], sort=False)["frame"].agg("; ".join)
    table = reasoned.reset_index().merge(sentences[[*place, "text"]], on=place)
    return table[["article_id", "start", "end", "frame", "reason", "text"]]


def reliability(codes: pd.DataFrame, frames: Sequence[str], coders: Sequence[str]) -> pd.DataFrame:
    """Krippendorff's alpha between coders, for each frame and over all.

    Args:
        coders: names of two or more.
    Returns:
        frame, positives of each coder, both (of all coders), alpha. The last row, `all frames`, compares
        whole sets of frames (distance: MASI, Passonneau 2006).
    Source: Krippendorff 2004; computed by nltk.metrics.agreement.
    """
    columns = ["frame", *coders, "both", "alpha"]
    if not codes["coder"].isin(coders).any():
        return pd.DataFrame(columns=columns)
    from nltk.metrics import masi_distance
    from nltk.metrics.agreement import AnnotationTask

    sets = {}
    for row in codes[codes["coder"].isin(coders)].itertuples():
        sets.setdefault((row.coder, f"{row.article_id} {row.start}"), set()).add(row.frame)
    items = sorted({item for _, item in sets})
    rows = []
    for frame in frames:
        data = [(coder, item, frame in sets.get((coder, item), ())) for coder in coders for item in items]
        found = [{item for c, item, has in data if has and c == coder} for coder in coders]
        alpha = AnnotationTask(data).alpha() if any(found) else np.nan
        rows.append((frame, *map(len, found), len(set.intersection(*found)), alpha))
    whole = [(coder, item, frozenset(sets.get((coder, item), {NONE}))) for coder in coders for item in items]
    alpha = AnnotationTask(whole, distance=masi_distance).alpha()
    counts = [sum(frame in s for (c, _), s in sets.items() for frame in frames if c == coder) for coder in coders]
    rows.append(("all frames", *counts, sum(row[-2] for row in rows), alpha))
    return pd.DataFrame(rows, columns=columns)


class Coding(NamedTuple):
    """What a filled-in sheet says."""

    codes: pd.DataFrame  # article_id, start, end, coder, frame; the adjudicated ones too: a frame_codes.csv
    reliability: pd.DataFrame  # see `reliability`, of the sentences that every coder coded
    validity: pd.DataFrame  # see `validity`, of the sentences that somebody coded


def sheet(
    sentences: pd.DataFrame, out: str | Path, coders: int = 2, seed: int = 0, path: str | Path | None = None
) -> tuple[Path, Path]:
    """Write sentences for people to code: a CSV and an Excel workbook of the same name, one row a sentence.

    Outlets and articles are hidden and the sentences shuffled, so that nobody codes an outlet. Each coder has a column
    (its head may be changed to a name), for one frame or several parted by ; or `none`. The workbook offers the frames
    as a list, and has the codebook as its second sheet. `read_sheet` reads either back.

    Args:
        sentences: a table as corpus.sentences makes it.
        out: the files' path; an ending is replaced by .csv and .xlsx.
        coders: how many columns there are for codes.
        seed: of the order.
        path: the corpus folder, whose frames.csv counts before ours.
    Returns:
        (path of the CSV, path of the workbook).
    """
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    codebook, book = read_codebook(path), Workbook()
    heads = [*SHEET[:2], *(f"coder {n}" for n in range(1, coders + 1)), SHEET[2]]
    keys = [*_keys(sentences)]
    order = random.Random(seed).sample(range(len(keys)), len(keys))
    texts = sentences["text"].tolist()
    rows = [[n, texts[i], *[""] * coders, keys[i]] for n, i in enumerate(order, 1)]
    place = Path(out)
    plain, workbook = place.with_suffix(".csv"), place.with_suffix(".xlsx")
    with plain.open("w", newline="", encoding="utf-8-sig") as lines:  # the mark tells Excel that it is UTF-8
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(heads)
        table.writerows([n, re.sub(r"^(?=\s*[=+@-])", "'", text), *rest] for n, text, *rest in rows)
    page, frames_page = book.active, book.create_sheet("frames")
    page.title = "sentences"
    for on, own in (
        (page, [heads, *rows]),
        (frames_page, [CODEBOOK[:5], *codebook[[*CODEBOOK[:5]]].to_numpy().tolist()]),
    ):
        for y, row in enumerate(own, 1):
            for x, value in enumerate(row, 1):
                cell = on.cell(y, x)
                cell.value, cell.data_type = value, "n" if isinstance(value, int) else "s"  # no text is a formula
    frames_page.cell(len(codebook) + 2, 1).value = NONE
    offered = DataValidation("list", formula1=f"frames!$A$2:$A${len(codebook) + 2}", allow_blank=True)
    offered.showErrorMessage = False  # several frames may be written, parted by ;
    page.add_data_validation(offered)
    offered.add(f"C2:{page.cell(len(rows) + 1, 2 + coders).coordinate}")
    page.column_dimensions["B"].width, page.freeze_panes = 90, "C2"
    book.save(workbook)
    return plain, workbook


def _keys(sentences):
    """What stands for each sentence on a sheet, so that neither article nor outlet is seen."""
    places = (" ".join(map(str, place)) for place in _tuples(sentences, "article_id", "start", "end"))
    return (hashlib.sha256(place.encode()).hexdigest()[:12] for place in places)


def read_sheet(
    place: str | Path, sentences: pd.DataFrame, matches: pd.DataFrame | None = None, path: str | Path | None = None
) -> Coding:
    """The codes of a sheet that `sheet` wrote and people filled in.

    A cell that is empty is not coded. The frames of a sentence are what a column `adjudicated` says; without one, those
    that more than half of its coders gave.

    Args:
        place: the CSV (parted by commas, semicolons or tabs) or the workbook.
        sentences: those of which it was made.
        matches: as `match` makes them, for the validity of the dictionary.
        path: the corpus folder, whose frames.csv counts before ours.
    Raises:
        CorpusError: a column is missing, a frame is not in the codebook, or a row is none of these sentences.
    """
    heads, rows = _cells(Path(place))
    if not {*SHEET[1:]} <= {*heads} or len(heads) < len(SHEET):
        raise CorpusError(f"{place} lacks a column of {', '.join(SHEET[1:])} or of a coder; its columns are {heads}")
    names = list(read_codebook(path)["frame"])
    known = {name.lower().replace("_", " "): name for name in (*names, NONE)}
    at = dict(zip(_keys(sentences), _tuples(sentences, "article_id", "start", "end"), strict=True))
    found = []
    for number, cells in enumerate(rows, 2):
        row = dict(zip(heads, cells, strict=False))
        for coder in [head for head in heads if head and head not in SHEET]:
            for said in filter(None, (part.strip() for part in re.split("[;,]", row.get(coder, "")))):
                frame, where = known.get(said.lower().replace("_", " ")), at.get(row.get("key", ""))
                if frame is None or where is None:
                    what = "its key is of no sentence here" if frame else f"{said!r} is no frame of the codebook"
                    raise CorpusError(f"{place}, row {number}: {what}; correct the cell")
                found.append((*where, coder, frame))
    codes = pd.DataFrame(found, columns=[*CODES]).drop_duplicates(ignore_index=True)
    coders = sorted(set(codes["coder"]) - {ADJUDICATED})
    codes = pd.concat([codes, _majority(codes)], ignore_index=True).sort_values([*CODES], ignore_index=True)
    n_coders = codes[codes["coder"].isin(coders)].groupby(["article_id", "start"])["coder"].transform("nunique")
    agreed = reliability(codes.loc[n_coders[n_coders == len(coders)].index], names, coders) if len(coders) > 1 else None
    done = set(_tuples(codes[codes["coder"] == ADJUDICATED], "article_id", "start"))
    here = [place in done for place in _tuples(sentences, "article_id", "start")]
    own, by = sentences[here], pd.DataFrame(columns=MATCHES) if matches is None else matches
    valid = validity(by_sentence(own, names, by), adjudicated(own, names, codes), [] if matches is None else names)
    return Coding(codes, reliability(codes.iloc[:0], names, coders) if agreed is None else agreed, valid)


def _cells(place):
    """(heads, rows) of a sheet as texts."""
    if place.suffix.lower() == ".xlsx":
        table = pd.read_excel(place, dtype=str, keep_default_na=False)
        return [*map(str, table.columns)], table.to_numpy().tolist()
    heads, rows, _ = rows_of(place.read_text(encoding="utf-8-sig"), blanks=True)
    return heads, rows


def _majority(codes):
    """The adjudicated codes of sentences that have none: frames that more than half of the coders gave, else `none`."""
    keys = ["article_id", "start", "end"]
    settled, rows = set(_tuples(codes[codes["coder"] == ADJUDICATED], *keys)), []
    for where, own in codes.groupby(keys):
        votes = own[own["frame"] != NONE].groupby("frame")["coder"].nunique()
        if where not in settled:
            most = [*votes.index[2 * votes > own["coder"].nunique()]] or [NONE]
            rows += [(*where, ADJUDICATED, frame) for frame in most]
    return pd.DataFrame(rows, columns=[*CODES])


def validity(found: pd.DataFrame, truth: pd.DataFrame, frames: Sequence[str]) -> pd.DataFrame:
    """The dictionary against the adjudicated codes, sentence by sentence.

    Args:
        found, truth: tables as `by_sentence` makes them, of the same sentences.
    Returns:
        frame, positives, hits, false_alarms, misses, precision, recall, f1 (NaN under ten
        positives: too few to tell).
    """
    names = list(frames) if len(truth) else []
    a, b = found[names].to_numpy(dtype=bool), truth[names].to_numpy(dtype=bool)
    counts = {"gold": b.sum(axis=0), "right": (a & b).sum(axis=0), "found": a.sum(axis=0)}
    scored = precision_recall(pd.DataFrame({"frame": names, **counts}))
    table = scored.rename(columns={"gold": "positives", "right": "hits"})
    table["false_alarms"], table["misses"] = scored["found"] - scored["right"], scored["gold"] - scored["right"]
    table["f1"] = table["f1"].where(table["positives"] >= FEW)
    return table[["frame", "positives", "hits", "false_alarms", "misses", "precision", "recall", "f1"]]


def errors(found: pd.DataFrame, truth: pd.DataFrame, sentences: pd.DataFrame, frames: Sequence[str]) -> pd.DataFrame:
    """Every sentence on which the dictionary errs.

    Args:
        found, truth: tables as `by_sentence` makes them, of the same sentences (all or some).
    Returns:
        frame, error (false alarm, miss), article_id, start, end, text.
    """
    rows = []
    for frame in frames:
        off = found.index[found[frame] != truth[frame]]
        kind = np.where(found.loc[off, frame], "false alarm", "miss")
        rows += zip([frame] * len(off), kind, *(sentences.loc[off, name] for name in PLACE), strict=True)
    return pd.DataFrame(rows, columns=["frame", "error", *PLACE])


def tuning_half(sentences: pd.DataFrame) -> np.ndarray:
    """True for the sentences of every other paragraph of each article, on which patterns may be tuned."""
    paragraphs = sentences.groupby("article_id")["paragraph_id"]
    return paragraphs.transform(lambda own: pd.factorize(own)[0] % 2 == 0).to_numpy(dtype=bool)


def prevalence(table: pd.DataFrame, frames: Sequence[str]) -> pd.DataFrame:
    """Share of each outlet's sentences that carry each frame, with paragraph intervals.

    Args:
        table: as `by_sentence` makes it.
    Returns:
        outlet, frame, n (sentences), percent, low, high (widened bootstrap over paragraphs).
    """
    return _resample.percent_intervals(frame_units(table, frames), "frame").rename(columns={"freq": "n"})


def frame_units(table: pd.DataFrame, frames: Sequence[str]) -> _resample.Units:
    """Sentences with each frame by paragraph, as lib.measures.resample.Units: sizes are in sentences.

    Args:
        table: as `by_sentence` makes it.
    """
    found = table.melt(["article_id", "paragraph_id", "outlet"], list(frames), "frame")
    return _resample.place_units(table, found[found["value"].astype(bool)], "frame", list(frames))


def commonest(table: pd.DataFrame, frames: Sequence[str], n: int = 9_999, seed: int = 0) -> pd.DataFrame:
    """The commonest frame of each outlet against its next: could they as well be equally common?

    In each paragraph the two frames change places at random (all ways where there are few paragraphs): p is how often
    they then come out at least as far apart. That the two were picked as the commonest is not corrected for.

    Args:
        table: as `by_sentence` makes it. n: changes made where there are more than twelve paragraphs that differ.
    Returns:
        outlet, frame, n (sentences), next, n_next, p, tied (p is 0.05 or more); a name breaks an equal count.
        No row for an outlet of which fewer than two frames occur.
    """
    u, rows = frame_units(table, frames), []
    for outlet in dict.fromkeys(table["outlet"]) if len(frames) > 1 else ():
        own = u.counts[u.outlet == outlet]
        first, second = sorted(range(len(frames)), key=lambda i: (-own[:, i].sum(), frames[i]))[:2]
        a, b = int(own[:, first].sum()), int(own[:, second].sum())
        if b:
            gaps = own[:, first] - own[:, second]
            p = _swapped(gaps[gaps != 0], n, seed)
            rows.append((outlet, frames[first], a, frames[second], b, p, p >= 0.05))
    return pd.DataFrame(rows, columns=["outlet", "frame", "n", "next", "n_next", "p", "tied"])


def _swapped(gaps, n, seed):
    """Two-sided p of a sum of differences when each changes its sign at random."""
    if len(gaps) <= 12:
        signs = np.array(list(product((1, -1), repeat=len(gaps))), dtype=float).reshape(-1, len(gaps))
        return float((np.abs(signs @ gaps) >= abs(gaps.sum())).mean())
    rng, step, extreme = np.random.default_rng(seed), max(1, _resample.CHUNK // len(gaps)), 0
    for i in range(0, n, step):
        signs = rng.choice((1.0, -1.0), (min(step, n - i), len(gaps)))
        extreme += (np.abs(signs @ gaps) >= abs(gaps.sum())).sum()
    return float((1 + extreme) / (1 + n))


def wide(shares: pd.DataFrame, outlets: Sequence[str], value: str = "percent") -> pd.DataFrame:
    """Shares with one row a frame and one column an outlet, for charts.

    Args:
        shares: as `prevalence` makes them.
        outlets: in the order of the columns.
        value: the column to lay out: percent, low, high or n.
    Returns:
        One row a frame that some sentence carries, the one most common anywhere first.
    """
    kept = shares[shares["n"].groupby(shares["frame"]).transform("max") > 0]
    order = kept.groupby("frame", sort=False)["percent"].max().sort_values(ascending=False, kind="stable").index
    return kept.pivot(index="frame", columns="outlet", values=value).reindex(index=order, columns=list(outlets))


def in_the_lead(percent: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """Which frames lead in each outlet: the commonest, and the next where the two are tied.

    Args:
        percent: as `wide` makes it; first: as `commonest` makes it.
    Returns:
        In the shape of `percent`: 1 for the commonest, 2 for a next one that is tied with it, else 0.
    """
    table = ((percent == percent.max()) & (percent > 0)).astype(int)
    for row in first[first["tied"].astype(bool)].itertuples():
        table.loc[row.next, row.outlet] = table.loc[row.next, row.outlet] or 2
    return table


def together(table: pd.DataFrame, frames: Sequence[str]) -> pd.DataFrame:
    """Pairs of frames in one sentence: frame_a, frame_b, n, jaccard (shared of either), most frequent first."""
    rows = []
    for a, b in combinations(frames, 2) if len(table) else ():
        both, either = int((table[a] & table[b]).sum()), int((table[a] | table[b]).sum())
        rows.append((a, b, both, both / either if either else np.nan))
    pairs = pd.DataFrame(rows, columns=["frame_a", "frame_b", "n", "jaccard"])
    return pairs.sort_values(["n", "frame_a", "frame_b"], ascending=[False, True, True], ignore_index=True)


def by_quotation(matches: pd.DataFrame, frames: Sequence[str]) -> pd.DataFrame:
    """Matches that are not negated, the writer's own and those of somebody quoted: frame, outside, inside_quotation."""
    kept = matches[~matches["negated"].astype(bool)]
    table = pd.crosstab(kept["frame"], kept["quoted"].astype(bool)).reindex(columns=[False, True], fill_value=0)
    table = table.reindex(list(frames) if len(kept) else [], fill_value=0).rename_axis("frame")
    return table.set_axis(["outside", "inside_quotation"], axis=1).reset_index()


def in_context(
    matches: pd.DataFrame, articles: pd.DataFrame, reach: int = 36, keep: Sequence[str] = ("frame", "pattern")
) -> pd.DataFrame:
    """Each match with the words around it on its line.

    Args:
        matches: as `match` makes them, or any table with article_id, start, end and the columns to keep.
        reach: characters to either side.
        keep: the columns that say what was found.
    Returns:
        left, keyword, right, the columns to keep, article_id, start, end.
    """
    columns = ["left", "keyword", "right", *keep, "article_id", "start", "end"]
    return in_line(matches, articles, reach)[columns].reset_index(drop=True)


def leave_one_pattern_out(matches: pd.DataFrame, sentences: pd.DataFrame, frames: Sequence[str]) -> pd.DataFrame:
    """How far each frame's share of sentences falls when its most telling pattern is left out.

    Returns:
        frame, n_patterns (that match at all), pattern (whose loss costs most), percent,
        percent_without.
    """
    kept = matches[~matches["negated"].astype(bool)]
    rows = []
    for frame in frames if len(sentences) else ():
        places = {
            p: set(_tuples(own, "article_id", "sentence_id"))
            for p, own in kept[kept["frame"] == frame].groupby("pattern")
        }
        every = set().union(*places.values()) if places else set()
        left = {p: len(set().union(*(s for q, s in places.items() if q != p))) for p in places}
        worst = min(sorted(left), key=left.get) if left else ""
        share = 100 / len(sentences)
        rows.append((frame, len(places), worst, share * len(every), share * left.get(worst, 0)))
    return pd.DataFrame(rows, columns=["frame", "n_patterns", "pattern", "percent", "percent_without"])


def to_check(matches: pd.DataFrame, sentences: pd.DataFrame, basis: str = DICTIONARY, each: int = 3) -> pd.DataFrame:
    """A few matches of each frame, spread over the corpus, with their sentences: for a person to judge.

    Args:
        basis: that of `coded`: where the sentences have codes there is nothing to check.
    Returns:
        frame, pattern, article_id, start, end, text (the sentence).
    """
    kept = matches[~matches["negated"].astype(bool)] if basis == DICTIONARY else matches.iloc[:0]
    own = kept.groupby("frame", sort=False)["frame"]
    number, step = own.cumcount(), (own.transform("size") // each).clip(lower=1)
    picked = kept[(number % step == 0) & (number // step < each)]
    picked = picked.sort_values("frame", key=in_order(frame=kept["frame"].unique()), kind="stable")
    table = picked.merge(sentences[["article_id", "sentence_id", "text"]], on=["article_id", "sentence_id"])
    return table[["frame", "pattern", "article_id", "start", "end", "text"]]
