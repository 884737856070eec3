"""Do the checks reach into folders? Faults are planted in a copy of the project, and each guard must see its own."""

import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from lib import run, scale
from tests.conftest import HOME

ROOMS = ["lib/room/deep/part.py", "data/rules/cues.csv", "seeds/more/a.txt"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project, with a faulty notebook in notebooks/appendix/ and a new file in a new room of each folder."""
    folder = tmp_path_factory.mktemp("guards") / "project"
    shutil.copytree(
        HOME, folder, ignore=shutil.ignore_patterns(".git", ".venv", "_build", "_site", ".*_cache", "__pycache__")
    )
    for name in ROOMS:
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("a\n")
    code = nbformat.v4.new_code_cell("1 + 1;", id="one", metadata={"tags": ["skip"]})
    faulty = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Faulty", id="title"), code])
    for name in ("notebooks/appendix/faulty.ipynb", "notebooks/appendix/.ipynb_checkpoints/faulty-checkpoint.ipynb"):
        (folder / name).parent.mkdir(parents=True)
        nbformat.write(faulty, folder / name)
    return folder


def pytest_in(folder, *words):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout


def test_a_faulty_notebook_in_a_folder_is_seen_by_each_guard(copy):
    told = pytest_in(copy, "tests/test_notebooks.py", "-k", "faulty and not another_run")
    failed = set(re.findall(r"^FAILED \S+::(\w+)\[appendix/faulty\]", told, re.MULTILINE))
    assert {
        "test_cells_were_run_once_from_top_to_bottom",
        "test_no_cell_looks_away",
        "test_a_cell_that_ends_in_an_expression_has_output",
        "test_tables_say_what_the_whole_of_them_is",
        "test_notebooks_are_listed",
    } <= failed, told[-2000:]
    assert "notebooks/appendix/faulty.ipynb::Cell 0" in pytest_in(copy, "--collect-only", "notebooks/appendix")


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


def test_a_copy_that_is_run_stays_in_its_folder(copy, tmp_path):
    command = [sys.executable, "-m", "lib.run", "--to", str(tmp_path), "notebooks/appendix/faulty.ipynb"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    assert (tmp_path / "appendix/faulty.ipynb").exists() and not (tmp_path / "faulty.ipynb").exists()


def test_a_table_in_a_folder_needs_its_place_in_the_data_package(copy):
    assert "rules/cues.csv" in pytest_in(copy, "tests/test_datapackage.py", "-k", "described")


def test_a_change_in_any_room_is_another_version_for_a_resumed_count(copy, monkeypatch):
    monkeypatch.setattr(scale, "__file__", str(copy / "lib/scale.py"))
    seen = {scale._version()}
    rooms = sorted({path.parent for path in (copy / "lib").rglob("*.py")})
    assert len(rooms) >= 3
    for room in rooms:
        part = sorted(room.glob("*.py"))[0]
        part.write_text(part.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
        seen.add(scale._version())
    assert len(seen) == 1 + len(rooms)
