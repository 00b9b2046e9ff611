# whitecell. `make` lists the targets.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin

.DEFAULT_GOAL := help
# Modules are compiled once, as on a user's machine, not by each of the commands that tests and benchmarks start.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help play test lint types format bench validity statistics language baseline readme gallery site coverage lock wheel clean

help:  ## List the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-9s %s\n", $$1, $$2}'

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# Two stamps: what is needed to play, and what is needed to test (which holds the former).
$(VENV)/.play: requirements/core.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@test $(VENV)/.test -nt requirements/core.txt || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/core.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/build.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.editor: requirements/editor/package-lock.json | $(VENV)/bin/python
	@mkdir -p $(VENV)/editor
	@cp requirements/editor/package.json requirements/editor/package-lock.json $(VENV)/editor
	@npm ci --prefix $(VENV)/editor --ignore-scripts --no-audit --no-fund --silent \
	  || echo "No YAML language server: its tests will be skipped."
	@touch $@

play: $(VENV)/.play  ## Set up and play the first scenario over a thousand runs
	$(BIN)/whitecell batch southwest-syria-2017 --runs 1000

test: lint types $(VENV)/.editor  ## Set up and run every check and test
	$(BIN)/python -m pytest

lint: $(VENV)/.test  ## Style, imports and spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/codespell

types: $(VENV)/.test  ## Strict types, at Windows too
	$(BIN)/mypy
	$(BIN)/mypy --platform win32

format: $(VENV)/.test  ## Lay out the code
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

$(VENV)/.bench: requirements/bench.txt | $(VENV)/.test
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

bench: $(VENV)/.bench  ## Measure speed and write docs/performance.md
	$(BIN)/python -m benchmarks.suite

validity: $(VENV)/.test  ## Hold the scenario against its facts and write docs/validity.md
	$(BIN)/python -m benchmarks.validity
	$(BIN)/python -m benchmarks.ranges
	$(BIN)/python -m benchmarks.truces
	$(BIN)/python -m benchmarks.talks
	$(BIN)/python -m benchmarks.foregone

statistics: $(VENV)/.test  ## Try the statistics, write docs/statistics.md and docs/scoring.md
	$(BIN)/python -m benchmarks.coverage
	$(BIN)/python -m benchmarks.scoring

language: $(VENV)/.test  ## Write docs/scenario-language.md and the JSON Schema
	$(BIN)/python -m benchmarks.language

baseline: $(VENV)/.test  ## Accept the results as they are now; say so in the changelog
	$(BIN)/python -m benchmarks.baseline

readme: $(VENV)/.test  ## Paste real output into the README
	$(BIN)/python -m benchmarks.readme

gallery: $(VENV)/.test  ## Draw the pictures of docs/gallery.md
	$(BIN)/python -m benchmarks.gallery

site: $(VENV)/.test  ## Build the documents as a site in site/, which needs no network
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	@echo "Open site/index.html"

coverage: $(VENV)/.test  ## Which lines the tests reach
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report --skip-covered

lock: ## Make the locks in requirements/ anew; UPGRADE=--upgrade for newer versions
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install -q --disable-pip-version-check uv==0.13.9
	set -e; for extra in core build dev bench; do .venv-lock/bin/uv pip compile --quiet --universal --generate-hashes \
	  --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate --no-header $(UPGRADE) \
	  $$(test $$extra = core || echo -c requirements/core.txt) $$(test $$extra = dev && echo -c requirements/build.txt) \
	  $$(test $$extra = bench && echo -c requirements/dev.txt) \
	  $$(test $$extra = build && echo requirements/build.in || echo pyproject.toml) \
	  $$(test $$extra = dev -o $$extra = bench && echo --extra $$extra) -o requirements/$$extra.txt; done
	rm -rf .venv-lock

wheel: $(VENV)/.test  ## Build the wheel
	$(BIN)/python -m build --wheel --no-isolation

clean:  ## Remove what was made
	rm -rf $(VENV) .venv-lock dist site build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov
