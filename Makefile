# The two commands: `make demo` and `make test`. Both make the virtual environment where it is missing.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint bench quality floors clean

demo: $(VENV)/.made
	@$(BIN)/biennien demo

test: lint
	$(BIN)/pytest

lint: $(VENV)/.made
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(VENV)/.made
	@$(BIN)/python -m benchmarks.reading

# How well the packaged samples are read, and how much of their ledger the record holds.
quality: $(VENV)/.made
	@$(BIN)/biennien evaluate src/biennien/samples/gold.jsonl
	@$(BIN)/python -m benchmarks.ledger

# Raises the pinned scores to what is reached now. To lower one deliberately: make floors LOWER=1
floors: $(VENV)/.made
	@$(BIN)/python -m tests.floors $(if $(LOWER),--lower)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.made: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Biennien needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@
