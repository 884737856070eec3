"""Execute notebooks side by side: python -m lib.run [--to FOLDER] [--jobs N] NOTEBOOK ...

One process for all of them: starting one a notebook costs more than many notebooks do.
Without --to they are executed in place. The files that result are the same bytes each time.
"""

import argparse
import asyncio
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError


async def execute(path, target, gate, timeout=600):
    """Run one notebook from top to bottom in a new kernel and write it to `target`; return what went wrong."""
    async with gate:
        print(f"running {path}", flush=True)
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(
            notebook,
            timeout=timeout,
            record_timing=False,
            resources={"metadata": {"path": str(path.parent)}},
            extra_arguments=["--log-level=ERROR"],
        )
        try:
            await client.async_execute()
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            return f"{path} failed:\n{error}"
    # The Python that happened to run it is not part of the result.
    notebook.metadata["language_info"] = {"name": "python"}
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)
    return None


async def execute_all(paths, folder, jobs, timeout=600):
    """Run notebooks, `jobs` at a time, into `folder` (None: in place); return {path: what went wrong} of those that failed."""
    gate = asyncio.Semaphore(jobs)
    tasks = [execute(path, folder / path.name if folder else path, gate, timeout) for path in paths]
    return {path: failure for path, failure in zip(paths, await asyncio.gather(*tasks), strict=True) if failure}


def main():
    parser = argparse.ArgumentParser(prog="python -m lib.run", description="Execute notebooks side by side.")
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--to", type=Path, help="folder for the executed copies; in place without it")
    parser.add_argument("--jobs", type=int, default=2, help="kernels at a time")
    options = parser.parse_args()
    failures = asyncio.run(execute_all(options.notebooks, options.to, options.jobs))
    sys.exit("\n\n".join(failures.values()) or None)


if __name__ == "__main__":
    main()
