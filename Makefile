# The two commands: `make demo` and `make test`. Both make the virtual environment where it is missing.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test browser screenshots lint bench quality floors checked docs pages readme clean

demo: $(VENV)/.made
	@$(BIN)/biennien demo

test: lint browser
	$(BIN)/pytest

# Chromium for the tests of the page, where apt can fetch it; without it those tests are skipped and say so.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
		DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update -qq && apt-get install -y -qq chromium' >/dev/null 2>&1; } || true

# The pictures of the page in docs/images. Look at them.
screenshots: $(VENV)/.made browser
	@$(BIN)/python -m tests.browser.screenshots

lint: $(VENV)/.made
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# How fast Biennien reads, how long one more report takes, what a reader of the desk waits for, and beside it other open software on the same reports. The first run installs that into benchmarks/.peers.
bench: $(VENV)/.made
	@$(BIN)/python -m benchmarks.reading
	@$(BIN)/python -m benchmarks.growth
	@$(BIN)/python -m benchmarks.desk
	@$(BIN)/python -m benchmarks.peers

# How well the packaged samples are read, what short texts on the fate of a meeting are taken to say, and how much of the samples' ledger the record holds.
quality: $(VENV)/.made
	@$(BIN)/biennien evaluate src/biennien/samples/gold.jsonl
	@$(BIN)/biennien evaluate src/biennien/samples/fates.jsonl
	@$(BIN)/biennien evaluate src/biennien/samples/fates_more.jsonl
	@$(BIN)/python -m benchmarks.ledger
	@$(BIN)/python -m benchmarks.stories

# Raises the pinned scores to what is reached now. To lower one deliberately: make floors LOWER=1
floors: $(VENV)/.made
	@$(BIN)/python -m tests.floors $(if $(LOWER),--lower)

# Notes that the examples of all packaged rules hold, so that a start does not run them again; a file that changes later is checked at each.
checked: $(VENV)/.made
	@$(BIN)/python -m tools.checked

# The site, into docs/_build. A page that links into nothing is an error.
docs: $(VENV)/.docs
	$(BIN)/sphinx-build -q -W -b html docs docs/_build
	@echo "docs/_build/index.html"

# The true output into every page that shows one, into the blocks of the README and into the reference made from the code. Read the difference.
pages: $(VENV)/.made readme
	@$(BIN)/python -m tools.rest
	@$(BIN)/python -m tools.pages

readme: $(VENV)/.made
	@$(BIN)/python -m tools.blocks

clean:
	rm -rf $(VENV) benchmarks/.peers docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.made: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Biennien needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

$(VENV)/.docs: $(VENV)/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	@touch $@
