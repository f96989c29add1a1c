# One verb a command, the same at home and in CI. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export GRADIO_ANALYTICS_ENABLED := False
export ANONYMIZED_TELEMETRY := False
export UV_SYSTEM_CERTS := 1

.PHONY: help setup run test check format lint types imports bench bench-search bench-large bench-page bench-reading constraints clean
.DEFAULT_GOAL := help

help: ## List the commands
	@grep -hE '^[a-z-]+:.*?## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1	/' | expand -t 24

setup: $(READY) ## Make .venv, install the pinned packages, check the policies

$(READY): pyproject.toml .ci/constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it: make setup PYTHON=python3.12"; exit 1; }
	@echo "Making $(VENV) and installing the pinned packages (a minute or two the first time) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -c .ci/constraints.txt -e '.[dev]'
	@$(BIN)/python -m compileall -q agent evals knowledge tools ui
	@$(BIN)/advisor policies > /dev/null && echo "The policies are read and every quote in them is found."
	@echo "Building the search index (once, half a minute) ..."
	@$(BIN)/advisor search voucher > /dev/null
	@touch $(READY)

run: setup ## Open the chat page on http://127.0.0.1:7860
	@echo "The page opens on http://127.0.0.1:7860 (stop it with Ctrl-C) ..."
	@$(BIN)/advisor ui --host 127.0.0.1 --port 7860

test: setup ## Run the whole test suite (no network, no key)
	@echo "Running the tests ..."
	@$(BIN)/python -m pytest -n 3

check: setup format lint types imports ## Format, lint, types, import contracts, tests
	@$(BIN)/python -m pytest -n 3

format: setup ## Say whether a file is not formatted (ruff format puts it right)
	@$(BIN)/ruff format --check .

lint: setup ## Lint
	@$(BIN)/ruff check .

types: setup ## Check the types
	@$(BIN)/mypy

imports: setup ## Check that the arrows point down
	@$(BIN)/lint-imports

bench: setup ## Measure cold start, a warm answer, memory and estimates a second
	@$(BIN)/python -m evals.bench

bench-search: setup ## Measure what search finds, in three languages and four ways
	@$(BIN)/python -m evals.bench_search

bench-large: setup ## Measure search over 100,000 clauses
	@$(BIN)/python -m evals.bench_large

bench-page: setup ## Measure the page with fifty people at once, and with one who floods it
	@$(BIN)/python -m evals.bench_page

bench-reading: setup ## Count how many sentences are read right, in three languages
	@$(BIN)/python -m evals.reading

constraints: setup ## Resolve the pinned versions anew
	@$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --python-version 3.11 --upgrade --all-extras pyproject.toml | sed -E 's/ ;.*//' | grep -vE "^(numpy==2\.5|soupsieve==4)" | sort -u > .ci/constraints.new && echo "uv==$$($(BIN)/uv --version | cut -d" " -f2)" >> .ci/constraints.new && mv .ci/constraints.new .ci/constraints.txt

clean: ## Remove what the commands made
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .hypothesis
