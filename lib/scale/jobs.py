"""Work on every partition, in any order, each done once: side by side, and again after an interruption."""

import contextlib
import hashlib
import json
import os
import shutil
import sys
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from lib.corpus import CorpusError
from lib.corpus.problems import FULL, check_addresses, warn
from lib.scale import partitions as _partitions

if TYPE_CHECKING:
    import pyarrow as pa


def run(
    work: Callable,
    options: dict,
    root: Path,
    out: str | Path,
    client: object,
    progress: bool | None,
    in_threads: bool,
) -> Path:
    """Do `work` on every partition that is not done yet; the folder of the results."""
    from tqdm import tqdm

    files = _partitions.source_files(root)
    if not files:
        raise CorpusError(f"no text in {root}; put texts or tables there, such as .txt or .parquet")
    out = Path(out).expanduser().absolute()
    check_addresses()
    folder = out.with_name(out.name + ".parts")
    listed = [str(root), _partitions.stated(root), *files]
    _resume(folder, {"code": version(), "work": work.__name__, "options": options, "source": listed})
    show = sys.stderr.isatty() if progress is None else progress
    total = sum(size for _, size, _ in files)
    in_threads = in_threads or total <= _partitions.SIZE  # not worth the start of processes
    with (
        _pool(client, in_threads) as (pool, width),
        tqdm(total=total, unit="B", unit_scale=True, disable=not show) as bar,
    ):
        under_way = deque()

        def wait(limit):
            while len(under_way) > limit:
                result, weight = under_way.popleft()
                result.result()
                bar.update(weight)

        for batch in _partitions.batches(root, files):
            path = folder / f"{batch.number:06d}.arrow"
            if path.exists():  # from before an interruption
                bar.update(batch.weight)
                continue
            wait(width - 1)
            weight = batch.weight
            if client is not None and batch.data is not None:
                batch = client.scatter(batch, hash=False)  # rows do not belong into the task graph
            under_way.append((pool.submit(work, batch, str(path), **options), weight))
        wait(0)
    return folder


@contextlib.contextmanager
def _pool(client, in_threads):
    """Something with `submit`, and how many partitions it should hold at a time."""
    if client is not None:
        yield client, 2 * max(1, sum(client.nthreads().values()))
    elif in_threads:  # polars and numpy leave Python's lock alone
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            yield pool, os.cpu_count() + 1  # one waits, so that none has to
    else:
        from joblib.externals.loky import ProcessPoolExecutor  # needs no guard in the calling script

        with ProcessPoolExecutor(os.cpu_count()) as pool:  # not the shared one, whose processes end when idle
            yield pool, os.cpu_count() + 1


def _resume(folder, facts):
    """Keep what an interrupted run with the same source, options and code has done; else begin anew."""
    manifest = folder / "manifest.json"
    now = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    if folder.exists():
        before = json.loads(manifest.read_text())["sha256"] if manifest.exists() else None
        if before == now:
            return
        if before:
            warn(
                f"{folder.name}: the source, the options or the code have changed since the run that was interrupted;"
                " it begins anew"
            )
        elif any(path.suffix != ".tmp" for path in folder.iterdir()):
            raise CorpusError(f"{folder} is in the way and none of ours; move it or choose another out")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    with atomic(manifest) as path:
        path.write_text(json.dumps({"sha256": now}))


def version() -> str:
    """What the code is that makes the numbers."""
    here = Path(__file__).parents[1]  # every room of lib, however deep
    parts = sorted((path.relative_to(here).as_posix(), path) for path in here.rglob("*.py"))
    return hashlib.sha256(repr([(name, path.read_bytes()) for name, path in parts]).encode()).hexdigest()


@contextlib.contextmanager
def atomic(path: Path, folder: Path | None = None) -> Iterator[Path]:
    """A name to write to, in `folder` if given, that takes the place of `path` when all is written."""
    part = (folder or path.parent) / f"{path.name}.{uuid.uuid4().hex[:8]}.tmp"
    try:
        yield part
        part.replace(path)
    except OSError as error:
        if error.errno not in FULL:
            raise
        todo = "make room and call it again, with the same arguments: what is done is kept"
        raise CorpusError(f"{path} could not be written, for the disk is full ({error.strerror}); {todo}") from error
    finally:
        part.unlink(missing_ok=True)


def write_part(path: str, rows: object, **facts) -> None:
    """One partition's rows, with facts about it in the file's metadata."""
    import pyarrow as pa

    table = rows if isinstance(rows, pa.Table) else pa.table(rows)
    table = table.replace_schema_metadata({"facts": json.dumps(facts)})
    with (
        atomic(Path(path)) as part,
        pa.OSFile(str(part), "wb") as file,
        pa.ipc.new_file(file, table.schema) as writer,
    ):
        writer.write_table(table)
    pa.default_memory_pool().release_unused()  # or what a partition needed stays until the end


def part(path: Path) -> "pa.Table":
    """A partition's result as an Arrow table that is read from disk only where it is looked at."""
    import pyarrow as pa

    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
