# make demo: from a fresh clone to a graph, an answer and a page.   make test: everything that CI runs.
# Needs make and a Python >= 3.11 that can make virtual environments; everything else goes into .venv.

VENV := .venv
BIN := $(VENV)/bin
DEMO := demo
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$p && break; done)
CHROMIUM ?= $(shell for c in chromium chromium-browser google-chrome; do command -v $$c && break; done)
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: demo test lint format bench soak types browser clean
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	rm -rf $(DEMO) && mkdir $(DEMO)
	$(BIN)/kexie build data/plans/*.txt --graph $(DEMO)/graph
	$(BIN)/kexie info --graph $(DEMO)/graph
	$(BIN)/kexie query city_profile --param city=嘉兴市 --graph $(DEMO)/graph
	$(BIN)/kexie view --city 嘉兴市 --graph $(DEMO)/graph -o $(DEMO)/jiaxing.html
	@echo "The graph is $(DEMO)/graph; open $(DEMO)/jiaxing.html in a browser."

test: browser lint
	$(PYTEST)

lint: $(VENV)/.installed-dev types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-dev
	$(BIN)/python benchmarks

soak: $(VENV)/.installed-dev browser
	$(PYTEST) --soak

# The import package as a tree of links, for type checkers, which cannot follow the map in pyproject.toml.
types: | $(BIN)/python
	$(BIN)/python scripts/make_types.py

browser:
	@test -n "$(CHROMIUM)" || { echo "error: no Chromium to open the pages with;" \
	  "on Debian or Ubuntu: apt-get install chromium fonts-noto-cjk" >&2; exit 1; }

clean:
	rm -rf $(VENV) build dist $(DEMO) *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "error: no Python 3.11 or newer found;" \
	  "on Debian or Ubuntu: apt-get install python3 python3-venv (older releases: python3.11 python3.11-venv)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "error: $(PYTHON) cannot make a virtual environment;" \
	  "on Debian or Ubuntu: apt-get install python3-venv (for a python3.X: python3.X-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# One stamp per set of packages, so that a second run installs nothing. The build tools are held to the list as well.
# Setuptools warns of every editable installation, which here is meant to be one.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --upgrade pip
	PYTHONWARNINGS=ignore $(INSTALL) --build-constraint constraints.txt -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --upgrade pip
	PYTHONWARNINGS=ignore $(INSTALL) --build-constraint constraints.txt -e '.[test,dev]'
	touch $(VENV)/.installed $@
