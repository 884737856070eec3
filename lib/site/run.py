"""Execute notebooks side by side: python -m lib.site.run [--to FOLDER] [--jobs N] NOTEBOOK ...

One process for all of them: starting one a notebook costs more than many notebooks do.
Without --to they are executed in place; with it, copies stand in the same sub-folders as in notebooks/.
The files that result are the same bytes each time.
What the notebooks show as tables is written whole, as CSV, to the folder tables/ beside executed copies, and the files
of figures to figures/.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from lib.corpus.kept import for_a_build
from lib.corpus.problems import FULL
from lib.show.downloads import FILES, figure_name, file_name

ENDED = "its kernel was ended, most likely because memory ran out; give it fewer articles, or count with lib.scale"
SLOW = ("numbers", "words")  # notebooks that take longest where there are many articles
HOME = Path(__file__).resolve().parents[2]


def notebooks(folder: Path = HOME / "notebooks") -> list[Path]:
    """The notebooks in a folder and in all below it, sorted; not what JupyterLab keeps in folders with a dot."""
    found = (path.relative_to(folder) for path in folder.rglob("*.ipynb"))
    return [folder / path for path in sorted(found) if not any(part.startswith(".") for part in path.parts)]


def below_notebooks(path: Path) -> Path:
    """Where a notebook stands below notebooks/, which its copies keep; of one from elsewhere its name."""
    home = HOME / "notebooks"
    return path.resolve().relative_to(home) if path.resolve().is_relative_to(home) else Path(path.name)


async def execute(
    path: Path,
    target: Path,
    gate: asyncio.Semaphore,
    timeout: int | None,
    env: Mapping[str, str],
    partly: bool = False,
    number: str = "",
) -> str | None:
    """Run one notebook from top to bottom in a new kernel and write it to `target`; return what went wrong.

    Args:
        env: what the kernel's environment has beside ours.
        number: which of how many it is, for the line that says so.
        partly: write it where it stopped by an error, too, with what was run before.
    """
    told = None
    async with gate:
        print(f"running {path} {number}", flush=True)
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(
            notebook,
            timeout=timeout,
            record_timing=False,
            resources={"metadata": {"path": str(path.parent)}},
            extra_arguments=["--log-level=ERROR"],
        )
        try:
            await client.async_execute(env=os.environ | env)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            told = f"{path} failed:\n{ENDED if isinstance(error, DeadKernelError) else error}"
            if not partly:
                return told
    # The Python that happened to run it is not part of the result.
    notebook.metadata["language_info"] = {"name": "python"}
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")  # a notebook in place stays whole, whatever ends this
    try:
        nbformat.write(notebook, part)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno not in FULL:
            raise
        told = f"{path} was not written, for the disk is full; make room and call it again"
    return told


async def execute_all(
    paths: list[Path],
    folder: Path | None,
    jobs: int,
    timeout: int | None = 600,
    files: Path | None = None,
    partly: bool = False,
) -> dict[Path, str]:
    """Run notebooks, `jobs` at a time, into `folder` (None: in place); return {path: what went wrong} of those that
    failed.

    Args:
        files: absolute folder for the CSV of their tables, beside that for the files of figures; None writes none.
        partly: see `execute`.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # kernels side by side: threads of each would only wait
        os.environ.setdefault(name, "1")
    gate = asyncio.Semaphore(jobs)
    # The longest first: none is waited for alone, and what others need too (see lib.corpus.kept) is soon at hand.
    paths = sorted(paths, key=lambda path: (path.stem not in SLOW, -path.stat().st_size))
    targets = [folder / below_notebooks(path) if folder else path for path in paths]
    env = {FILES: str(files)} if files else {}
    with for_a_build(HOME):
        tasks = [
            execute(path, target, gate, timeout, env, partly, f"({n} of {len(paths)})")
            for n, (path, target) in enumerate(zip(paths, targets, strict=True), 1)
        ]
        failed = await asyncio.gather(*tasks)
    return {path: failure for path, failure in zip(paths, failed, strict=True) if failure}


def shown_in(path: Path, kind: str) -> list[str]:
    """What an executed notebook shows, of one kind (text/plain, text/html), in order."""
    outputs = [o for cell in nbformat.read(path, as_version=4).cells for o in cell.get("outputs", [])]
    return [o["data"][kind] for o in outputs if kind in o.get("data", {})]


def tables_of(path: Path) -> list[str]:
    """The names of the CSV files that belong to the tables of an executed notebook, in order."""
    return [*filter(None, map(file_name, shown_in(path, "text/plain")))]


def prune(folder: Path) -> None:
    """Delete the CSV of tables, and the files of figures, that no notebook in `folder` shows any more."""
    told = [text for path in notebooks(folder) for text in shown_in(path, "text/plain")]
    shown, drawn = {*map(file_name, told)}, {*map(figure_name, told)}
    for path in folder.glob("tables/*.csv"):
        if path.name not in shown:
            path.unlink()
    for path in folder.glob("figures/*.*"):
        if path.stem.removesuffix("-narrow") not in drawn:
            path.unlink()


def main():
    parser = argparse.ArgumentParser(prog="python -m lib.site.run", description="Execute notebooks side by side.")
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--to", type=Path, help="folder for the executed copies; in place without it")
    parser.add_argument("--jobs", type=int, default=2, help="kernels at a time")
    options = parser.parse_args()
    files = options.to.resolve() / "tables" if options.to else None
    failures = asyncio.run(execute_all(options.notebooks, options.to, options.jobs, files=files))
    if options.to and not failures:
        prune(options.to)
    sys.exit("\n\n".join(failures.values()) or None)


if __name__ == "__main__":
    main()
