# The two commands: `make demo` and `make test`. Both make the virtual environment where it is missing.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin

PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
# What is installed is what the locks say, file by file: other bytes are refused, and nothing is run while it is installed.
LOCKED := $(PIP) --require-hashes --only-binary :all: -r

.PHONY: demo test oracles browser screenshots lint bench quality floors faults fuzz checked docs pages readme lock audit release clean

demo: $(VENV)/.made
	@$(BIN)/biennien demo

# The tests that keep a record run once more with each record in PostgreSQL; where no server can be started they are skipped, and say so.
STORED := tests/store tests/test_app.py tests/test_decide.py tests/test_decisions.py tests/test_desk.py tests/test_finding.py tests/test_ids.py \
	tests/test_known.py tests/test_safekeeping.py tests/test_scoped.py tests/test_views.py tests/web/test_adding.py::test_many_add_and_read_at_once_and_nothing_is_lost

test: lint browser oracles
	@$(BIN)/python -m tools.audit --advisory --within 20 dev
	$(BIN)/pytest
	$(BIN)/pytest --stores postgresql $(STORED)

# What one test asks besides. It is built here, with the headers of ICU (Debian: libicu-dev, g++); without them that test is skipped and says so.
oracles: $(VENV)/.made
	@test $(VENV)/.oracles -nt locks/oracles.txt || { $(PIP) --require-hashes --no-build-isolation -r locks/oracles.txt >/dev/null 2>&1 && \
		touch $(VENV)/.oracles; } || true

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

# Every parser and the reader on inputs that follow the coverage (atheris, where there is a wheel of it), by turns for so many seconds in all: make fuzz SECONDS=3600
fuzz: $(VENV)/.made
	@$(BIN)/python -c "import atheris" 2>/dev/null || $(LOCKED) locks/fuzz.txt >/dev/null 2>&1 || true
	@$(BIN)/python -m fuzz $(or $(SECONDS),60)

# Raises the pinned scores to what is reached now. To lower one deliberately: make floors LOWER=1
floors: $(VENV)/.made
	@$(BIN)/python -m tests.floors $(if $(LOWER),--lower)

# 500 faults while Biennien works: kill -9, full and failing disks, power cuts, several at once; and what held. Goes on where it was stopped.
# Others: make faults SEED=2 TIMES=2000 MINUTES=30
faults: $(VENV)/.made
	@nice $(BIN)/python -m tests.faults $(if $(SEED),--seed $(SEED)) $(if $(TIMES),--times $(TIMES)) $(if $(MINUTES),--minutes $(MINUTES))

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

# The locks anew from pyproject.toml, for all platforms: what is in them stays where it still may. The newest of everything: make lock UPGRADE=1
lock: $(VENV)/.lock
	@$(BIN)/python -m tools.locks $(if $(UPGRADE),--upgrade)

# Looks up every locked package among the known weaknesses. Ends with 1 where one is known; where nothing can be asked it says so and ends with 0.
audit: $(VENV)/.made
	@$(BIN)/python -m tools.audit

# What is published of a version, into dist/: sources, wheel, bill of materials, sums. Of a tree that is not ready: make release DRAFT=1
release: $(VENV)/.made
	@$(BIN)/python -m tools.release $(if $(DRAFT),--draft)

clean:
	rm -rf $(VENV) dist benchmarks/.peers docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.made: pyproject.toml locks/dev.txt
	@test -n "$(PYTHON)" || { echo "Biennien needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(LOCKED) locks/dev.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.docs: $(VENV)/.made locks/docs.txt
	$(LOCKED) locks/docs.txt
	@touch $@

$(VENV)/.lock: $(VENV)/.made locks/lock.txt
	$(LOCKED) locks/lock.txt
	@touch $@
