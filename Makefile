# Needs Python 3.11 or newer, make and git. Everything else comes from requirements.lock into .venv.
PYTHON ?= python3
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
# A Python named by PYTHON=... has an environment of its own beside .venv.
VENV := $(if $(filter file,$(origin PYTHON)),.venv,.venv-$(VERSION))
BIN := $(VENV)/bin
STAMP := $(VENV)/made-from-lock-$(VERSION)
# The demo and the tests start dozens of processes, and without compiled modules each would compile them all anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test check lint types contracts sbom audit advisories lock bench fuzz soak clean
help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(STAMP) ## build .venv from requirements.lock
	@$(PYTHON) tools/lock.py verify

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("storywake needs Python 3.11 or newer; $(PYTHON) is $(VERSION). Name another: make PYTHON=python3.13")'
	@$(PYTHON) tools/lock.py verify
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) (about a minute) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## the whole main job on a sample newsroom, with mail and the Prefect UI
	@echo "The demo runs on $$($(BIN)/python --version)"
	@$(BIN)/storywake demo

test: setup ## every test
	@echo "Testing with $$($(BIN)/python --version)"
	@$(BIN)/python -m pytest $(OPTIONS)

check: lint types contracts sbom audit test ## what CI runs
lint: setup ## style, by ruff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
types: setup ## types, by mypy (strict)
	@$(BIN)/mypy .
contracts: setup ## who may import whom, by import-linter
	@$(BIN)/lint-imports

sbom: setup ## the bill of materials of what is installed, as CycloneDX: var/sbom.json
	@mkdir -p var
	@$(BIN)/cyclonedx-py requirements deploy/requirements.lock --pyproject pyproject.toml --mc-type application -o var/sbom.json 2>/dev/null
	@echo "var/sbom.json: $$(grep -c '"purl"' var/sbom.json) components"
audit: setup ## known vulnerabilities in what is pinned, by tools/advisories.json and pip-audit
	@$(BIN)/python -m tools.audit
advisories: setup ## make tools/advisories.json anew: DATABASE=a clone of github.com/pypa/advisory-database
	@$(BIN)/python -m tools.advisories $(DATABASE)

lock: ## resolve pyproject.toml anew into requirements.lock
	@test -x $(BIN)/uv || ($(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet uv)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(PYTHON) tools/lock.py write

bench: setup ## how good and how fast everything is, beside its peers (an hour; needs DATA=../shared)
	@$(BIN)/python -m benchmarks.matching --data $(or $(DATA),../shared)/eval/dev --scores var/bench/scores.jsonl
	@$(BIN)/python -m benchmarks.matching --data $(or $(DATA),../shared)/eval/multilingual --scores var/bench/scores-multilingual.jsonl
	@$(BIN)/python -m benchmarks.matching --data benchmarks/cases/stories/english --scores var/bench/scores-invented.jsonl
	@$(BIN)/python -m benchmarks.matching --data benchmarks/cases/stories/languages --scores var/bench/scores-invented-languages.jsonl
	@$(BIN)/python -m benchmarks.matching --data benchmarks/cases/stories/running --scores var/bench/scores-invented-running.jsonl
	@$(BIN)/python -m benchmarks.drift --data $(or $(DATA),../shared)/eval/extra/timeline_updates
	@$(BIN)/python -m benchmarks.grouping --data $(or $(DATA),../shared)/eval/dev
	@$(BIN)/python -m benchmarks.copies --data $(or $(DATA),../shared)/eval/dev
	@$(BIN)/python -m benchmarks.novelty --data $(or $(DATA),../shared)/eval
	@$(BIN)/python -m benchmarks.chapters --data $(or $(DATA),../shared)/eval
	@$(BIN)/python -m benchmarks.faults
	@$(BIN)/python -m benchmarks.realweb --data $(or $(DATA),../shared)/web
	@$(BIN)/python -m benchmarks.growth --days 0 --data $(or $(DATA),../shared)/web
	@$(BIN)/python -m benchmarks.archive --repeats 3 --json var/bench/archive.json
	@$(BIN)/python -m benchmarks.stream --data $(or $(DATA),../shared)/web --stories $(or $(DATA),../shared)/eval/dev --json var/bench/stream.json
	@$(BIN)/python -m benchmarks.percolation --data $(or $(DATA),../shared)/eval/dev --json var/bench/percolation.json
	@$(BIN)/python -m benchmarks.feedcosts --data $(or $(DATA),../shared)/web --json var/bench/feedcosts.json
	@$(BIN)/python -m benchmarks.cores --data $(or $(DATA),../shared)/web --stories $(or $(DATA),../shared)/eval/dev --json var/bench/cores.json
	@$(BIN)/python -m benchmarks.startup --json var/bench/startup.json
	@$(BIN)/python -m benchmarks.overhead --json var/bench/overhead.json

fuzz: setup ## ten thousand hostile inputs of every kind (half an hour)
	@$(BIN)/python -m benchmarks.hostile_readings

soak: setup ## a simulated week in which everything breaks (half an hour)
	@$(BIN)/python -m benchmarks.soak

clean: ## remove what was built; var/ (your data) stays
	rm -rf .venv .venv-* build .mypy_cache .ruff_cache .pytest_cache .hypothesis
