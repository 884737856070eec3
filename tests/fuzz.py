"""Feed the loader, the tokeniser and the claims whatever comes: `make fuzz`, no part of `make test`.

    python -m tests.fuzz                  # each target for a minute
    python -m tests.fuzz loader 600       # one of them, for ten

With atheris (pip install atheris) inputs are led by what code they reach, and one that takes
over twenty seconds fails; without it the same beginnings are mutated blindly. What fails is
kept in _build/fuzz/: mend it, and make a row of tests/test_hostile.py of it.
"""

import contextlib
import itertools
import logging
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

try:
    import atheris
except ImportError:
    atheris = None

with atheris.instrument_imports(include=["lib"]) if atheris else contextlib.nullcontext():
    import pandas as pd

    from lib import claims, text
    from lib.corpus import readers
    from tests.bench import HOSTILE
    from tests.conftest import HOME
    from tests.test_hostile import KINDS, spans_hold

SECONDS = 60
LONGEST = 4_096  # bytes of an input


def loader(data):
    """Any bytes as a file of any kind: the first byte says which."""
    suffix = readers.SUFFIXES[data[0] % len(readers.SUFFIXES)] if data else ".txt"
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        spans_hold(f"c{suffix}", data[1:], Path(folder))


def tokeniser(data):
    """Any text: repairs, blocks, sentences and tokens keep their places and lose nothing."""
    raw = data.decode("utf-8", "surrogateescape" if data[:1] == b"s" else "replace")
    for layout in (None, *text.LAYOUTS):
        mended, repairs = text.repair(raw, layout)
        assert len(mended) == len(raw)
        assert all(raw[r.start : r.end] == r.was for r in repairs)
        inside = set()
        for block in text.blocks(mended):
            for start, end in text.sentences(mended[block.start : block.end]):
                assert start < end and not inside & set(range(block.start + start, block.start + end))
                inside |= set(range(block.start + start, block.start + end))
        assert not any(char.isalnum() for i, char in enumerate(mended) if i not in inside)
    words = [raw[start:end] for start, end in text.tokens(raw)]
    assert all(text.term(word) or text.is_address(word) for word in words)


def grammar(data):
    """Any text: claims and what is set aside keep their spans, part no two, and leave out no digit."""
    mended = text.repair(data.decode("utf-8", "replace"))[0]
    articles = pd.DataFrame({"article_id": ["a"], "outlet": ["a"], "text": [mended], "layout": ["lines"]})
    found, aside = claims.extract(articles), claims.set_aside(articles)
    assert (found["value_low"] <= found["value_high"]).all()
    spans = sorted((r.start, r.end, r.surface) for table in (found, aside) for r in table.itertuples())
    assert all(mended[start:end] == surface for start, end, surface in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    inside = {i for start, end, _ in spans for i in range(start, end)}
    assert all(i in inside for i, char in enumerate(mended) if char in "0123456789"), "a digit is lost"


TARGETS = {target.__name__: target for target in (loader, tokeniser, grammar)}


def beginnings(name):
    """What the inputs are made from: the hostile kinds of the tests, and numbers in words."""
    for kind, raw, *_ in KINDS.values():
        if len(raw) <= LONGEST:
            suffix = readers.SUFFIXES.index(Path(kind).suffix) if Path(kind).suffix in readers.SUFFIXES else 0
            yield bytes([suffix]) + raw if name == "loader" else raw
    for line in HOSTILE:
        yield line.encode() * 20
    for line in (HOME / "tests/claims_dev.jsonl").read_bytes().splitlines()[:40]:
        yield line[:LONGEST]


def led(target, seconds, folder):
    """Inputs led by coverage; libFuzzer ends the process."""
    options = ["-timeout=20", "-rss_limit_mb=4096", f"-max_len={LONGEST}", f"-max_total_time={seconds}"]
    options += [f"-artifact_prefix={folder}/", "-print_final_stats=1", "-verbosity=0"]
    (folder / "inputs").mkdir(exist_ok=True)
    for number, raw in enumerate(beginnings(target)):
        (folder / "inputs" / str(number)).write_bytes(raw)
    atheris.Setup([sys.argv[0], *options, str(folder / "inputs")], TARGETS[target])
    atheris.Fuzz()


def blind(target, seconds, folder):
    """The beginnings with bytes changed, cut out, doubled and spliced at random."""
    known, rng, runs, end = list(beginnings(target)), random.Random(), 0, time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutated(rng.choice(known), rng.choice(known), rng)
        try:
            TARGETS[target](data)
        except Exception:
            (folder / "crash").write_bytes(data)
            print(data)
            raise
        runs += 1
    print(f"{target}: {runs} inputs without atheris, none failed")


def mutated(raw, other, rng):
    for _ in range(rng.randint(1, 6)):
        i, j = sorted(rng.randint(0, len(raw)) for _ in range(2))
        new = (rng.randbytes(rng.randint(1, 4)), b"", raw[i:j] * 2, other[: rng.randint(0, len(other))])
        raw = (raw[:i] + rng.choice(new) + raw[j if rng.random() < 0.5 else i :])[:LONGEST]
    return raw


def main(target=None, seconds=SECONDS):
    """Run one target in this process, or each in one of its own; the status says whether all held."""
    if target is None:
        runs = [subprocess.run([sys.executable, "-m", "tests.fuzz", name]).returncode for name in TARGETS]
        sys.exit(any(runs))
    logging.disable(logging.CRITICAL)  # the readers log each flaw of each input
    folder = HOME / "_build" / "fuzz" / target
    folder.mkdir(parents=True, exist_ok=True)
    (led if atheris else blind)(target, int(seconds), folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
