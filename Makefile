# Two commands for everybody: `make letters` and `make test`. Both install what is missing first.

PYTHON ?= python3
YEAR ?= 2018
SPECIMEN_LETTERS ?= 354
BENCH ?= run

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LETTERS := $(BIN)/ombuds-letters
SPECIMEN := output/specimen
RECORDS := $(wildcard data/$(YEAR)/authorities/*)
DRAFT := $(if $(wildcard templates/$(YEAR)/accepted.yaml),,--draft)
EDITION := $(wildcard templates/*.j2 templates/$(YEAR)/* templates/fonts/*.ttf data/$(YEAR)/year.yaml ombuds_letters/specimen/*.py)

.PHONY: letters preview test quick lint test-browser bench docs lock clean
.DELETE_ON_ERROR:

# The letters of YEAR, if there are records, and specimens: drafts while the edition's wording is not accepted.
letters: .venv/run $(SPECIMEN)/.made-$(YEAR)
ifneq ($(RECORDS),)
	@made=$$($(LETTERS) build $(YEAR)) && printf '%s\n' "$$made"
endif
	@made=$$($(LETTERS) --workspace $(SPECIMEN) build $(YEAR) $(DRAFT)) && printf '%s\n' "$$made"
	@test -e .venv/introduced || printf '%s\n' \
	  "next: make preview, which shows the letters of $(YEAR) in the browser, up to date while you edit" \
	  "The command is $(LETTERS). Once in each terminal: source $(BIN)/activate; then it is ombuds-letters." && touch .venv/introduced

# Live in the browser until Ctrl-C: the letters of YEAR, or one with NAME=sevenoaks.
preview: .venv/run
	@$(LETTERS) preview $(YEAR) $(NAME)

# The specimens follow the edition: when its words change, so do theirs.
$(SPECIMEN)/.made-$(YEAR): $(EDITION) | .venv/run
	@rm -rf $(SPECIMEN)
	@$(LETTERS) specimen $(SPECIMEN) --letters $(SPECIMEN_LETTERS) --year $(YEAR)
	@touch $@

test: lint
	@$(BIN)/pytest -n auto --dist loadfile

# While working: what takes no more than 40 s in all. Tests that are not in it are marked `slow`.
quick: lint
	@$(BIN)/pytest -n auto --dist loadfile -m "not slow"

lint: .venv/test
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo > .venv/floors.txt || { cat .venv/floors.txt; exit 1; }

# The preview in Debian's own Chromium, which is installed where it may be.
test-browser: .venv/test
	@$(PYTHON) tools/prerequisites.py --browser
	@$(BIN)/pytest tests/browser

bench: .venv/test .venv-bench/installed
	@$(BIN)/python bench/$(BENCH).py

# What the program is measured against, apart from what it needs.
.venv-bench/installed: bench/requirements.lock
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement $<
	@touch $@

# The page of all faults, from the kinds that the program declares.
docs: .venv/test
	@$(BIN)/python tools/fault_docs.py

# Pinned versions with hashes, no registry named. Needs uv.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 --extra setup --extra signing --extra publishing pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 --extra setup --extra signing --extra publishing --extra cluster --extra dev pyproject.toml -o requirements-dev.lock

# What was issued stays.
clean:
	rm -rf .venv $(SPECIMEN)
	test ! -d output/$(YEAR) || find output/$(YEAR) -mindepth 1 -maxdepth 1 ! -name issued -exec rm -rf {} +

# Compiled once: where Python may not keep what it compiles, each of its processes would do it anew, in half a second.
.venv/run: requirements.lock pyproject.toml
	@$(PYTHON) tools/prerequisites.py
	@echo "Installing what the program needs into .venv, from requirements.lock; this takes a minute or two."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q ombuds_letters
	@touch $@

.venv/test: .venv/run requirements-dev.lock
	@echo "Installing what the tests need into .venv, from requirements-dev.lock."
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@
