"""Do the checks reach into folders? Faults are planted in a copy of the project, and each guard must see its own."""

import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from lib.scale import jobs
from lib.site import run
from tests.conftest import HOME

ROOMS = ["lib/room/deep/part.py", "data/rules/cues.csv", "seeds/more/a.txt"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project, with a faulty notebook in notebooks/appendix/ and a new file in a new room of each folder."""
    folder = tmp_path_factory.mktemp("guards") / "project"
    shutil.copytree(
        HOME,
        folder,
        ignore=shutil.ignore_patterns(".git", ".venv", "_build", "_site", "_public", ".*_cache", "__pycache__"),
    )
    for name in ROOMS:
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("a\n")
    code = nbformat.v4.new_code_cell("2\n1 / 0;", id="one", metadata={"tags": ["skip"]})
    faulty = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Faulty", id="title"), code])
    for name in ("notebooks/appendix/faulty.ipynb", "notebooks/appendix/.ipynb_checkpoints/faulty-checkpoint.ipynb"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(faulty, folder / name)
    return folder


def test_a_faulty_notebook_and_a_table_in_a_folder_are_seen_by_each_guard(copy):
    checks = ["tests/test_notebooks.py", "tests/test_datapackage.py", "notebooks/appendix"]
    words = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", "(faulty and not another_run) or is_described"]
    told = subprocess.run(
        [sys.executable, "-m", "pytest", *words, *checks], cwd=copy, capture_output=True, text=True
    ).stdout
    assert {
        "test_cells_were_run_once_from_top_to_bottom[appendix/faulty]",
        "test_no_cell_looks_away[appendix/faulty]",
        "test_a_cell_that_ends_in_an_expression_has_output[appendix/faulty]",
        "test_tables_say_what_the_whole_of_them_is[appendix/faulty]",
        "test_notebooks_are_listed[appendix/faulty]",
        "Cell 0",  # by nbval
        "test_every_file_is_described",
    } <= set(re.findall(r"^FAILED \S+?::(Cell \d+|\S+)", told, re.MULTILINE)), told[-2000:]
    assert "rules/cues.csv" in told and "checkpoint" not in told


def test_make_runs_it_and_knows_every_file_in_every_room(copy):
    known = subprocess.run(["make", "-pn", "setup"], cwd=copy, capture_output=True, text=True).stdout
    variables = dict(re.findall(r"^(NOTEBOOKS|INPUTS) := (.*)$", known, re.MULTILINE))
    assert set(variables["NOTEBOOKS"].split()) == {
        path.relative_to(copy).as_posix() for path in run.notebooks(copy / "notebooks")
    }
    assert "notebooks/appendix/faulty.ipynb" in variables["NOTEBOOKS"] and "checkpoint" not in variables["NOTEBOOKS"]
    files = {
        path.relative_to(copy).as_posix() for top in ("lib", "data", "seeds") for path in (copy / top).rglob("*.*")
    }
    assert set(variables["INPUTS"].split()) >= set(ROOMS) | {name for name in files if "__pycache__" not in name}


@pytest.mark.parametrize(
    ("exists", "says"), [(False, "There is no python here; run make PYTHON="), (True, "python is older than 3.11; run")]
)
def test_make_says_which_python_it_misses(copy, tmp_path, exists, says):
    if exists:  # one that answers every question with no
        (tmp_path / "python").write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / "python").chmod(0o755)
    command = ["make", "-B", f"PYTHON={tmp_path / 'python'}", "setup"]
    made = subprocess.run(command, cwd=copy, capture_output=True, text=True)
    assert made.returncode and says in made.stdout.replace(f"{tmp_path}/", "")


def test_a_copy_that_is_run_stays_in_its_folder(copy, tmp_path):
    nbformat.write(nbformat.v4.new_notebook(), copy / "notebooks/appendix/sound.ipynb")
    command = [sys.executable, "-m", "lib.site.run", "--to", str(tmp_path), "notebooks/appendix/sound.ipynb"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    assert (tmp_path / "appendix/sound.ipynb").exists() and not (tmp_path / "sound.ipynb").exists()


def test_a_change_in_any_room_is_another_version_for_a_resumed_count(copy, monkeypatch):
    monkeypatch.setattr(jobs, "__file__", str(copy / "lib/scale/jobs.py"))
    seen = {jobs.version()}
    rooms = sorted({path.parent for path in (copy / "lib").rglob("*.py")})
    assert len(rooms) >= 3
    for room in rooms:
        part = sorted(room.glob("*.py"))[0]
        part.write_text(part.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
        seen.add(jobs.version())
    assert len(seen) == 1 + len(rooms)
