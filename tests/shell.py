"""Copies of the notebooks in one shell, for tests of many corpora: python -m tests.shell ROOT FOLDER NOTEBOOK ...

A kernel a notebook, as `make CORPUS=...` starts, takes longer than the cells of a small corpus; the tests of the site, of
markup and of what stops a notebook start kernels. The cells run as they do there: each has its number and its outputs,
and one that fails ends its notebook.
"""

import os
import sys
import warnings
from base64 import b64encode
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from lib.show.downloads import FILES
from lib.site import own, run


def execute(path, shell):
    """Run one notebook where it lies; what stopped it, or None."""
    notebook = nbformat.read(path, as_version=4)
    shell.reset()
    shell.execution_count = 1
    os.chdir(path.parent)
    told = None
    for cell in [cell for cell in notebook.cells if cell.cell_type == "code"]:
        with capture_output() as got:
            result = shell.run_cell(cell.source, store_history=True)
        cell.execution_count = result.execution_count
        for name, text in (("stdout", got.stdout), ("stderr", got.stderr)):
            cell.outputs += [nbformat.v4.new_output("stream", name=name, text=text)] if text else []
        cell.outputs += [
            nbformat.v4.new_output("display_data", _saved(shown.data or {}), metadata=shown.metadata or {})
            for shown in got.outputs
        ]
        if error := result.error_before_exec or result.error_in_exec:
            told = f"{path} failed:\n{type(error).__name__}: {error}"
            break
    nbformat.write(notebook, path)
    return told


def _saved(data):
    """Pictures as a notebook saves them."""
    return {kind: b64encode(part).decode() if isinstance(part, bytes) else part for kind, part in data.items()}


async def execute_all(paths, folder, jobs, timeout=None, files=None, partly=False):
    """In the place of lib.site.run.execute_all, for copies that lie where they are to be."""
    os.environ[FILES] = str(files)
    shell = InteractiveShell.instance()
    failures = {path: execute(path, shell) for path in paths}
    return {path: told for path, told in failures.items() if told}


def main():
    root, folder, *names = sys.argv[1:]
    warnings.simplefilter("ignore")
    run.execute_all = execute_all
    paths = [path for path in run.notebooks() if own.page_name(path) in names]
    _, broken = own.run_all(own.locate(folder), paths, 1, Path(root).resolve(), site=False)
    sys.exit("\n".join(broken) or None)


if __name__ == "__main__":
    main()
