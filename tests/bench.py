"""How fast are counts and claims, in how much memory, and do they grow with the text? `make bench`, or

    python -m tests.bench [--articles 20000] [--rounds 3] [--only counts|growth|claims|hostile|pairs|corpora|explorer|collection]

Times move with the machine, so all are taken in turn in one run and printed as ratios; the
peers read the same Parquet file, and count by the same pattern (lib.text.TOKEN). Each run is a process of its
own, whose memory is that of all its processes together. Claims are compared with what other extractors need
on news text (data/claims_baselines.csv; quantulum3 is run here if it is installed). --write puts what was measured
into data/bench.csv, in the place of what stood there of the same sections; appendix/speed shows it.
"""

import argparse
import contextlib
import hashlib
import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

from lib import claims, corpus, scale
from lib import text as _text
from lib.claims import grammar
from lib.site import run
from tests import exports
from tests.conftest import HOME
from tests.corpora import newspapers, told

BENCH = HOME / "data" / "bench.csv"
HOSTILE = [
    *("1,", "$", "-", "9" * 400 + " ", "Infinity million ", "1e999 ", "one ", "[1,", "1-", "from 1 to "),
    *("111 ", "hundred and ", "a half and ", "1%", "$1", "[1]", "1 of ", "1-strong-", "1 sets of ", 'x."1" '),
]


def articles(copies=12):
    """The twenty-four articles of tests/claims_held.jsonl, several times."""
    items = (HOME / "tests/claims_held.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [_text.repair(json.loads(item)["text"])[0] for item in items] * copies
    names = [f"a{i}" for i in range(len(texts))]
    return pd.DataFrame({"article_id": names, "outlet": "x", "text": texts, "layout": "lines"})


def seconds(run, times=3):
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def speeds():
    """kB/s of ours, and how many times that of each recorded extractor."""
    table = articles()
    size = sum(len(text.encode()) for text in table["text"]) / 1000
    ours = size / seconds(lambda: claims.extract(table))
    rows = [("ours", ours, 1.0)]
    peers = pd.read_csv(HOME / "data/claims_baselines.csv")
    rows += [
        (f"{p.extractor} {p.version}, {p.texts} (recorded)", p.kb_per_s, ours / p.kb_per_s) for p in peers.itertuples()
    ]
    try:
        from quantulum3 import classifier, parser
    except ImportError:
        pass
    else:
        classifier.USE_CLF = False  # its pickles are of an older scikit-learn; without them it is faster
        few = table["text"].head(24)
        parser.parse("5 km")  # what it loads at first is no part of its time
        theirs = (
            sum(len(text.encode()) for text in few) / 1000 / seconds(lambda: [parser.parse(text) for text in few], 1)
        )
        rows.append((f"quantulum3 {version('quantulum3')}, same run", theirs, ours / theirs))
    return pd.DataFrame(rows, columns=["case", "kB/s", "ours is x times as fast"])


def growth(size=1_000_000):
    """Seconds for a quarter of a megabyte and for one, of text made to hurt."""
    rows = []
    for piece in HOSTILE:
        short, long = ((piece * (n // len(piece))) for n in (size // 4, size))
        a, b = seconds(lambda t=short: grammar.quantities(t), 1), seconds(lambda t=long: grammar.quantities(t), 1)
        rows.append((f"“{piece[:12].strip()}”", a, b, b / a))
    return pd.DataFrame(rows, columns=["case", "seconds for 250 kB", "seconds for 1 MB", "ratio"])


def pairing(sizes=(1000, 2000, 4000)):
    """Seconds to find claims and to align them, of invented articles; what stays flat is pairs looked at and ms a claim."""
    rows = []
    for n in sizes:
        table = told(n)
        begun = spent()
        found = claims.extract(table)
        extracted, begun = passed(begun)["cpu"], spent()
        pairs = claims.align(found)
        aligned = passed(begun)["cpu"]
        rows.append((f"{n:,} articles", len(found), len(pairs), extracted, aligned, 1000 * aligned / len(found)))
    columns = ["case", "claims", "pairs", "CPU seconds to extract", "CPU seconds to align", "ms a claim to align"]
    return pd.DataFrame(rows, columns=columns)


def corpora(sizes=(75, 500, 2000)):
    """make CORPUS= of an export of three to five newspapers: time, memory, size of the site."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for n in sizes:
            export = Path(folder, f"papers{n}.txt")
            export.write_text(exports.nexis_old(newspapers(n, 3 if n < 100 else 5)), encoding="utf-8")
            report = watch(["make", f"CORPUS={export}"])
            site = sum(path.stat().st_size for path in (HOME / "_site" / export.stem).rglob("*") if path.is_file())
            rows.append((f"{n:,} articles", report["seconds"], report["cpu"], report["memory"], site / 1e6))
    return pd.DataFrame(rows, columns=["case", "seconds", "CPU seconds", "peak MB", "MB of the site"])


def memory_of(run, every):
    """[(time, MB of a command and all that it started)], until it has ended."""
    import psutil

    seen, process = [(time.time(), 0.0)], psutil.Process(run.pid)
    while run.poll() is None:
        with contextlib.suppress(psutil.Error):  # one of them has just ended
            tree = [process, *process.children(recursive=True)]
            seen.append((time.time(), sum(p.memory_info().rss for p in tree) / 1e6))
        time.sleep(every)
    return seen


def watch(command):
    """Run a command from the repository's folder: seconds, CPU seconds and peak memory of all its processes."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.Popen(command, cwd=HOME, stdout=subprocess.DEVNULL)
    peak = max(memory for _, memory in memory_of(run, 0.1))
    if run.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": time.perf_counter() - begun, "cpu": cpu, "memory": peak}


def explorer(n=2000):
    """Size of the word explorer's data of n articles of 500 words, and milliseconds until an answer is drawn."""
    from playwright.sync_api import sync_playwright

    from lib.site import explorer as words
    from tests.bare import put
    from tests.conftest import CHROMIUM, FLAGS

    with tempfile.TemporaryDirectory() as folder:
        write_corpus(Path(folder, "a.parquet"), n, 500)
        table = pd.read_parquet(Path(folder, "a.parquet")).assign(layout="lines", attribution="verified")
        begun = time.perf_counter()
        files = words.explorer_files(corpus.as_shown(table))
        rows = [("seconds to make", time.perf_counter() - begun)]
        rows.append(("MB", len(files["scripts/words.js"].encode()) / 1e6))
        page = put(files, Path(folder)) / "words.html"
        known = json.loads(files["scripts/words.js"].removeprefix("var WORDS=").removesuffix(";\n"))["terms"].split("|")
        with sync_playwright() as play:
            tab = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS).new_page()
            begun = time.perf_counter()
            tab.goto(page.as_uri())
            rows.append(("ms until the page is there", 1000 * (time.perf_counter() - begun)))
            for kind, asked in {
                "a common word": known[0],
                "a rare word": known[5000],
                "two words": f"{known[0]} {known[1]}",
                "the beginning of words": f"{known[300][:2]}*",
                "a word and the end of another": f"{known[0]} *a",
            }.items():
                took = tab.evaluate(
                    "word => { const box = document.querySelector('#words input'); box.value = word;"
                    " const times = [0, 0, 0].map(() => { const begun = performance.now();"
                    " box.dispatchEvent(new Event('input')); document.body.offsetHeight;"
                    " return performance.now() - begun; }); return times.sort((a, b) => a - b)[1]; }",
                    asked,
                )
                rows.append((f"ms for {kind}", took))
    return pd.DataFrame(rows, columns=["case", "found"])


def spent():
    """Seconds of the clock, and of the processors by this process and all that it started, so far."""
    import psutil

    one = psutil.Process()
    cpu = 0.0
    for process in (one, *one.children(recursive=True)):
        times = process.cpu_times()
        cpu += times.user + times.system + getattr(times, "children_user", 0) + getattr(times, "children_system", 0)
    return time.perf_counter(), cpu


def passed(begun):
    """{seconds, cpu} since `spent`, and when that was."""
    clock, cpu = spent()
    return {"seconds": clock - begun[0], "cpu": cpu - begun[1], "ended": time.time()}


# -- Counts ---------------------------------------------------------------------------
ENGINES = {
    "ours": "ours",
    "ours on dask": "ours, two Dask workers",
    "polars": f"bare polars {version('polars')}",
    "scikit-learn": f"scikit-learn {version('scikit-learn')} CountVectorizer",
    "nltk": f"nltk {version('nltk')} RegexpTokenizer and Counter",
}
SPICE = [
    "U.S.",
    "China’s",
    "C5+1",
    "$1.5",
    "2025,",
    "long-term",
    "China–Central",
    "“we",
    "centre",
    "(EU)",
    "3,000",
    "—",
    "Xi'an",
]


def write_corpus(path, n, words=400, seed=0):
    """n articles of pseudo-words whose vocabulary grows as that of real text (types ~ tokens ** 0.6), in one Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    rng, known = np.random.default_rng(seed), {}
    schema = pa.schema([(name, pa.string()) for name in ("article_id", "outlet", "text")])
    with parquet.ParquetWriter(path, schema) as writer:
        for first in range(0, n, 5000):
            texts = [_article(rng, known, words) for _ in range(min(5000, n - first))]
            names = range(first, first + len(texts))
            columns = [f"a{i}" for i in names], [f"outlet {i % 5}" for i in names], texts
            writer.write_table(pa.table(list(map(pa.array, columns)), schema=schema))


def _article(rng, known, words):
    # Zipf-Mandelbrot: the k-th word has a share of about 1 / (k + 20) ** 1.64
    ranks = np.floor(20 * (rng.random(words) ** (-1 / 0.64) - 1)).clip(0, 1e9).astype(int).tolist()
    chosen = [known.get(rank) or known.setdefault(rank, _word(rank)) for rank in ranks]
    chosen[5::20] = [SPICE[rank % len(SPICE)] for rank in ranks[5::20]]
    lines = [" ".join(chosen[:8]).capitalize()]  # a headline
    for start in range(8, words, 80):
        sentences = [chosen[i : i + 20] for i in range(start, min(start + 80, words), 20)]
        lines.append(" ".join(f"{' '.join(s[:9])}, {' '.join(s[9:])}.".capitalize() for s in sentences))
    return "\n\n".join(lines)


def _word(rank):
    syllables, number = [], rank + 1
    while number:
        number, i = divmod(number, 70)
        syllables.append("bdfgklmnprstvz"[i // 5] + "aeiou"[i % 5])
    return "".join(syllables) + "ns"[rank % 2]


def count(engine, path, out):
    """Count one corpus with one engine: (what `passed` says, {token: freq})."""
    import nltk.tokenize
    import polars as pl
    from dask.distributed import Client, LocalCluster
    from sklearn.feature_extraction.text import CountVectorizer

    for name in ("pyarrow.dataset", "pyarrow.parquet", "scipy.sparse", "tqdm", "lib.scale.columns"):
        importlib.import_module(name)  # what an engine imports while it runs is no part of its time
    begun = spent()
    if engine == "ours on dask":
        with (
            LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            begun = spent()  # a cluster is there before one counts
            table = scale.count_terms(path, out, client=client, progress=False)
            done = passed(begun)
        return done, table.groupby("term")["freq"].sum().to_dict()
    if engine == "ours":
        table = scale.count_terms(path, out, progress=False)
        return passed(begun), table.groupby("term")["freq"].sum().to_dict()
    if engine == "polars":
        tokens = pl.col("text").str.extract_all(_text.TOKEN).list.eval(pl.element().value_counts())
        pl.scan_parquet(path).select("article_id", tokens.alias("n")).sink_parquet(out)
        done = passed(begun)
        cells = pl.scan_parquet(out).select(pl.col("n").explode()).unnest("n").group_by("").sum().collect()
        return done, dict(cells.rows())
    texts = pl.read_parquet(path, columns=["text"])["text"].to_list()
    if engine == "nltk":
        total, tokenizer = Counter(), nltk.tokenize.RegexpTokenizer(_text.TOKEN)
        for text in texts:
            total.update(tokenizer.tokenize(text))
        return passed(begun), total
    vectorizer = CountVectorizer(token_pattern=_text.TOKEN, lowercase=False)
    matrix = vectorizer.fit_transform(texts)
    done = passed(begun)
    return done, dict(zip(vectorizer.get_feature_names_out(), matrix.sum(axis=0).A1, strict=True))


def digest(engine, tokens):
    """What was counted, in few letters: the tokens of the peers brought to terms, each with its freq."""
    terms = Counter()
    variants = corpus.read_variants(HOME / "seeds")
    for token, freq in tokens.items():
        terms[token if engine.startswith("ours") else _text.term(token, variants)] += int(freq)
    told = "".join(f"{term} {freq}\n" for term, freq in sorted(terms.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:12], sum(terms.values()), len(terms)


def _command(*call):
    return {
        "args": [sys.executable, "-W", "ignore", "-m", "tests.bench", "--engine", *map(str, call)],
        "cwd": HOME,
        "stdout": subprocess.PIPE,
        "text": True,
    }


def timed(engine, path, out):
    """Run one engine in a process of its own: its report."""
    return json.loads(subprocess.run(**_command(engine, path, out), check=True).stdout)


def watched(engine, path, out):
    """As `timed`, with the peak memory of all its processes in MB. Watching takes a part of a core: such a run is not timed."""
    run = subprocess.Popen(**_command(engine, path, out))
    seen = memory_of(run, 0.02)
    report = json.loads(run.stdout.read())
    # not ru_maxrss, which a process inherits from the one that started it
    return report | {"memory": max(memory for when, memory in seen if when <= report["ended"])}


def counting(path, engines, rounds):
    """One row an engine: MB/s (best round), how many times faster ours is, peak memory, and whether its counts are ours."""
    import polars as pl

    size = pl.scan_parquet(path).select(pl.col("text").str.len_bytes().sum()).collect().item() / 1e6
    reports = {engine: [] for engine in engines}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for engine in engines:
                reports[engine].append(timed(engine, path, Path(folder, "out.parquet")))
        memory = {engine: watched(engine, path, Path(folder, "out.parquet"))["memory"] for engine in engines}
    best = {engine: min(report["seconds"] for report in own) for engine, own in reports.items()}
    ours = reports[engines[0]][0]["counted"]
    ratios = {
        engine: np.median([b["seconds"] / a["seconds"] for a, b in zip(reports[engines[0]], own, strict=True)])
        for engine, own in reports.items()
    }
    rows = []
    for engine, own in reports.items():
        cpu = min(report["cpu"] for report in own)
        speed = best[engine], cpu, size / best[engine], best[engine] / best[engines[0]], ratios[engine]
        rows.append((ENGINES[engine], *speed, memory[engine], all(report["counted"] == ours for report in own)))
    print(f"{size:.0f} MB, {ours[1]:,} tokens, {ours[2]:,} terms; {rounds} round(s)")
    columns = [
        "case",
        "seconds",
        "CPU seconds",
        "MB/s",
        "ours is x times as fast",
        "median of rounds",
        "peak MB",
        "same",
    ]
    return pd.DataFrame(rows, columns=columns)


def collection():
    """Seconds for all notebooks and for nbval, against starting as many kernels with the same imports."""
    notebooks = run.notebooks()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        bare = []
        for path in notebooks:
            book = json.loads(path.read_text(encoding="utf-8"))
            code = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
            lines = [line for source in code for line in source.splitlines() if line.startswith(("import ", "from "))]
            cell = {
                "cell_type": "code",
                "source": "\n".join(lines),
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "id": "a",
            }
            bare.append(Path(folder, path.name))
            bare[-1].write_text(json.dumps(book | {"cells": [cell]}), encoding="utf-8")
        python, ran = sys.executable, ["-m", "lib.site.run", "--to", f"{folder}/ran"]
        ways = {
            "start the kernels, import": [python, *ran, *map(str, bare)],
            "run the notebooks": [python, *ran, *map(str, notebooks)],
            "nbval": [python, "-m", "pytest", "-q", "notebooks"],
        }
        for name, command in ways.items():
            report = watch(command)
            rows.append((name, report["seconds"], report["cpu"], report["memory"]))
    table = pd.DataFrame(rows, columns=["case", "seconds", "CPU seconds", "peak MB"])
    return table.assign(**{"times the start": table["CPU seconds"] / table["CPU seconds"][0]})


def counted(few, rounds):
    """{section: table} of the engines at `few` articles."""
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(path := Path(folder, "small.parquet"), few)
        return {"counts": counting(path, list(ENGINES), rounds)}


def grown(few):
    """{section: table} of our counts at `few` articles and at ten times as many."""
    tables = []
    with tempfile.TemporaryDirectory() as folder:
        for n, rounds in ((few, 2), (10 * few, 1)):
            write_corpus(path := Path(folder, "a.parquet"), n)
            table = counting(path, ["ours", "ours on dask"], rounds)
            tables.append(table.assign(case=table["case"] + f", {n:,} articles"))
    return {"growth": pd.concat(tables)}


SECTIONS = {
    "counts": lambda args: counted(args.articles, args.rounds),
    "growth": lambda args: grown(args.articles),
    "claims": lambda _: {"claims": speeds()},
    "hostile": lambda _: {"hostile": growth()},
    "pairs": lambda _: {"pairs": pairing()},
    "corpora": lambda _: {"corpora": corpora()},
    "explorer": lambda _: {"explorer": explorer()},
    "collection": lambda _: {"collection": collection()},
}


def recorded(tables):
    """data/bench.csv with these sections in the place of what it had of them: section, case, measure, value."""
    known = pd.read_csv(BENCH) if BENCH.exists() else pd.DataFrame(columns=["section", "case", "measure", "value"])
    new = [
        table.melt("case", var_name="measure").assign(section=section, value=lambda t: t["value"].astype(float))
        for section, table in tables.items()
    ]
    rows = pd.concat([known[~known["section"].isin(tables)], *new])
    return rows.sort_values("section", kind="stable")[["section", "case", "measure", "value"]]


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--articles", type=int, default=20_000, help="of 400 words; growth goes up to ten times as many"
    )
    parser.add_argument("--rounds", type=int, default=3, help="of all engines in turn")
    parser.add_argument("--only", choices=SECTIONS, nargs="+", default=list(SECTIONS), help="these sections alone")
    parser.add_argument("--write", action="store_true", help="record the results in data/bench.csv")
    parser.add_argument("--engine", nargs=3, metavar=("NAME", "CORPUS", "OUT"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.engine:
        with tempfile.TemporaryDirectory() as folder:  # the first call starts threads and compiles patterns
            write_corpus(few := Path(folder, "few.parquet"), 200)
            count(args.engine[0], few, Path(folder, "out.parquet"))
        report, tokens = count(*args.engine)
        print(json.dumps(report | {"counted": digest(args.engine[0], tokens)}))
        return
    for name in args.only:
        machine = pd.DataFrame({"case": [name], "cores": os.cpu_count(), "load before": os.getloadavg()[0]})
        tables = SECTIONS[name](args)
        for section, table in tables.items():
            print(section, table.to_string(index=False, float_format="%.2f"), "", sep="\n", flush=True)
        if args.write:
            recorded(tables | {f"machine, {name}": machine}).to_csv(
                BENCH, index=False, float_format="%.4g", lineterminator="\n"
            )


if __name__ == "__main__":
    main()
