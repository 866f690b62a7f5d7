# qualpipe: `make` alone prints help. Every target does the set-up it needs; nothing is installed outside .venv.

PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11 python,$(shell \
	$(p) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $(p))))
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
INSTALL := $(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python
STAGES := ingest deidentify segment code reliability topics compare frequencies report
STUDY ?= study.toml

.PHONY: help analyze status adjudicate sheet check test lint format benchmarks notebook lock clean $(STAGES)
.DEFAULT_GOAL := help

help: ## print this help
	@echo "qualpipe: from transcripts and surveys to theme frequencies that can be defended"
	@echo
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
		|| grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST)
	@echo
	@echo "  one stage alone: make STAGE, where STAGE is one of"
	@echo "                   $(STAGES)"
	@echo "  another study:   make analyze STUDY=path/to/study.toml"

analyze: $(VENV)/.installed ## run everything that is out of date, from the files to the report
	@$(BIN)/python -m pipeline analyze --study $(STUDY)

status: $(VENV)/.installed ## say which stages are fresh or stale, and why
	@$(BIN)/python -m pipeline status --study $(STUDY)

adjudicate: $(VENV)/.installed ## write what the coders differ on into a workbook, to be decided
	@$(BIN)/python -m pipeline adjudicate --study $(STUDY)

$(STAGES): $(VENV)/.installed
	@$(BIN)/python -m pipeline $@ --study $(STUDY)

notebook: $(VENV)/.installed ## open the notebooks in the browser
	@$(BIN)/jupyter lab notebooks

test: $(VENV)/.installed-tests ## run the tests with coverage, and the notebooks
	@$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term:skip-covered
	@$(BIN)/python -m pytest --no-cov -p no:randomly -W default --nbmake --nbmake-timeout=300 notebooks

check: $(VENV)/.installed-tests ## run every gate that reads the code without running it
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/basedpyright
	@$(BIN)/vulture
	@$(BIN)/deptry .
	@$(BIN)/codespell pipeline tests docs codebooks README.md GLOSSARY.md CHANGELOG.md
	@$(BIN)/interrogate -q
	@$(BIN)/nbstripout --verify notebooks/*.ipynb

format: $(VENV)/.installed-tests ## put the code in its layout
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

benchmarks: $(VENV)/.installed-tests ## measure speed against peers, as ratios in one run
	@for file in tests/benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

lock: $(BIN)/uv ## pin every package anew, with hashes
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --system-certs \
		pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --system-certs \
		pyproject.toml --group dev -c requirements.lock -o tests/requirements.lock

clean: ## delete what the analysis of the example made (never data/raw, a coding sheet or the review of names)
	@find data/derived data/restricted -mindepth 1 -maxdepth 1 ! -name sheets ! -name review.xlsx -exec rm -rf {} + 2>/dev/null || true
	@rm -rf reports/report.html reports/manifest.json reports/excerpts.csv reports/methods.md reports/tables reports/figures

$(BIN)/uv:
	@if [ -z "$(PYTHON)" ]; then \
		echo "qualpipe needs Python 3.11, 3.12 or 3.13, and none was found: install one, or name it: make analyze PYTHON=/path/to/python3.12"; \
		exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "qualpipe needs Python 3.11, 3.12 or 3.13, but $(PYTHON) is $$($(PYTHON) -V 2>&1): name another: make analyze PYTHON=/path/to/python3.12"; exit 1; }
	@echo "setting up (once): a virtual environment in $(VENV), with $$($(PYTHON) -V)"
	@$(PYTHON) -m venv --clear $(VENV) || { \
		echo "Python's venv module is missing: on Debian or Ubuntu run: sudo apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/uv
	@echo "setting up (once): the packages of requirements.lock; some minutes, 1.5 GB"
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --editable .
	@touch $@

$(VENV)/.installed-tests: tests/requirements.lock $(VENV)/.installed
	@echo "setting up (once): the packages of the tests"
	@$(INSTALL) --require-hashes -r tests/requirements.lock
	@touch $@
