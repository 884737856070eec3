# make            set up, run every notebook, build the site
# make test       lint, reproduce every saved output, run the tests on the site it builds
#                 ONLY=tests/test_terms.py or ONLY=notebooks/03-framing.ipynb checks one thing, in seconds
# make setup      the environment alone, in .venv
# make lab        open JupyterLab on the overview
#                 LAB="--no-browser --port 8890" passes options on to it
# make refresh    run the notebooks in place, after a change that is meant to move their outputs
# make bench      measure: do intervals and p-values keep their word, how fast are counts and claims?
# make fuzz       feed the loader, the tokeniser and the claims broken input, a minute each (better with atheris installed)
# make clean      remove what make made, .venv excepted
#
# make PUBLISH=1  build _public/, the site that may be put on the web: it holds quoted passages alone, since the texts
#                 belong to their publishers. _site/ holds whole articles, for reading on this machine: never publish it
#
# make CORPUS=path/to/folder            run copies of the notebooks on a corpus of your own, build _site/<name>/
# make CORPUS=path/to/folder PUBLISH=1  the same with quoted passages alone, in _public/<name>/
# make CORPUS=path/to/folder lab        open the copies

PYTHON ?= python3
JOBS ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# In folders too, however deep; what JupyterLab keeps in folders with a dot is none of ours.
NOTEBOOKS := $(shell find notebooks -name '.*' -prune -o -name '*.ipynb' -print | sort)
INPUTS := $(shell find lib data seeds -name '.*' -prune -o -name '__pycache__' -prune -o -type f -print | sort)
SITE := notebooks/conf.py $(shell find notebooks -name '.*' -prune -o -name '*.md' -print -o -path 'notebooks/templates/*' -type f -print)
# The folder's name reaches the recipes through the environment alone: no make or shell word is read out of it.
override CORPUS := $(value CORPUS)
# make -C changes the working directory; a relative folder is the caller's.
CALLED_FROM := $(value PWD)
export CORPUS CALLED_FROM LAB
# What a library that finds no memory, or the system, ends without a word.
ENDED := Memory ran out, so the site was not made; give it fewer articles, or count with lib.scale.
OWN := $(BIN)/python -m lib.site.own --jobs $(JOBS)
# A CORPUS left in the environment must not change the committed notebooks.
RUN := env -u CORPUS $(BIN)/python -m lib.site.run --jobs $(JOBS)
PUBLIC := $(if $(filter-out 0,$(PUBLISH)),--public)
PLACE := $(if $(PUBLIC),_public,_site)

.PHONY: all setup test lab refresh bench fuzz clean

ifeq ($(value CORPUS),)
all: $(PLACE)/index.html
	@echo "The site is ready: $(CURDIR)/$(PLACE)/index.html"
else
all: $(READY)
	@$(OWN) $(PUBLIC) -- "$$CORPUS" || { code=$$?; case $$code in 134|137|139) echo "$(ENDED)" >&2; esac; exit $$code; }
endif

setup: $(READY)

$(READY): requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here; run make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than 3.11; run make PYTHON=/path/to/a/newer/python3"; exit 1; }
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" $(VENV) && \
	  uv pip install --quiet --python $(BIN)/python -r requirements.txt; \
	else \
	  $(PYTHON) -m venv $(VENV) && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt; \
	fi
	@touch $@

# All notebooks anew if anything that they read has changed, else the changed ones.
_build/ran: $(NOTEBOOKS) $(INPUTS) $(READY)
	@$(RUN) --to _build/notebooks $(if $(filter-out %.ipynb,$?),$(NOTEBOOKS),$?)
	@cd _build/notebooks && find . -name '*.ipynb' | while read -r old; do [ -e "../../notebooks/$$old" ] || rm "$$old"; done
	@touch $@

# Two sites of the same executed notebooks, neither in the other's way.
_site/index.html: _build/ran $(SITE)
	@env -u CORPUS $(BIN)/python -m lib.site.pages
	@touch $@

_public/index.html: _build/ran $(SITE)
	@env -u CORPUS $(BIN)/python -m lib.site.pages --public
	@touch $@

ifeq ($(ONLY),)
test: _site/index.html
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile
else
test: $(READY)  # what opens the site builds it
	@$(BIN)/python -m pytest -q -p no:xdist $(ONLY)
endif

lab: $(READY)
ifeq ($(value CORPUS),)
	env -u CORPUS $(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks/00-overview.ipynb $(LAB)
else
	@$(OWN) --lab -- "$$CORPUS"
endif

refresh: $(READY)
	@$(RUN) $(NOTEBOOKS)
	@$(BIN)/python -m lib.site.dressing notebooks/00-overview.ipynb .github/overview.png

bench: $(READY)
	@$(BIN)/python -m tests.calibration
	@$(BIN)/python -m tests.bench --articles $(or $(ARTICLES),20000)

fuzz: $(READY)
	@$(BIN)/python -m tests.fuzz

clean:
	rm -rf _build _site _public .pytest_cache .ruff_cache .hypothesis
