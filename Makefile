.DEFAULT_GOAL := help
.PHONY: score help demo test check bench generated golden pictures lock clean faults chaos soak release
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.run: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run ## Play the sample newsroom: feeds in, alerts in this terminal, then a prompt
	@$(BIN)/python -m bot demo

test: $(VENV)/.dev ## Run the tests (loopback only)
	$(BIN)/python -m pytest -n 2

check: $(VENV)/.dev ## Format, lint, types, import arrows, generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	PYTHONPATH=. $(BIN)/python docs/generate.py --check
	$(BIN)/hadolint Dockerfile

faults: $(VENV)/.dev ## Run the hundred faults; GUARD=off:7 without that guard (must fail), ALL=1 both ways, kept for the documents
	@$(BIN)/python -m tests.faults.run GUARD=$(GUARD) ALL=$(ALL) ONLY=$(ONLY)

chaos: $(VENV)/.dev ## Kill the bot at random against both emulators (SEED=7 KILLS=100 DELIVERIES=5000 LOOKBACK=off SIGNAL=TERM)
	@$(BIN)/python -m tests.faults.chaos $(foreach name,SEED KILLS DELIVERIES LOOKBACK SIGNAL,$(if $($(name)),$(name)=$($(name))))

soak: $(VENV)/.dev ## Deliver a million by a clock that is moved, one call in twenty going wrong (DELIVERIES=1000000 SEED=7)
	@$(BIN)/python -m tests.faults.soak DELIVERIES=$(DELIVERIES) SEED=$(SEED)

generated: $(VENV)/.dev ## Rewrite what the documents repeat of the code
	PYTHONPATH=. $(BIN)/python docs/generate.py

CORPUS ?= ../shared/corpus/dev.jsonl
score: $(VENV)/.run ## Score the reading on labelled news (CORPUS=…), whole and without each item's event; mistakes go to a file
	@$(BIN)/python -m bot.cli.score $(CORPUS)

bench: $(VENV)/.dev ## Measure against other tools, write docs/benchmarks.md, in an hour (QUICK=1: under three minutes, prints only)
	$(BIN)/python -m tests.bench.run $(if $(QUICK),--quick)

golden: $(VENV)/.dev ## Rewrite the golden files of rendered messages; review the diff
	GOLDEN=rewrite $(BIN)/python -m pytest -q -k golden

pictures: $(VENV)/.dev ## Draw docs/pictures from the golden cards and the sample newsroom (Node.js, Chromium)
	@if command -v npm >/dev/null; then cd tests/pictures && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; fi
	@$(BIN)/python -m tests.pictures.make

lock: ## Pin the dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet pyproject.toml --group dev -o requirements-dev.lock

release: $(VENV)/.dev ## Build the wheel, write the SBOM of what the lock pins, ask for known weaknesses (needs a network)
	$(BIN)/python -m hatchling build -t wheel -d dist
	$(BIN)/cyclonedx-py requirements requirements.lock --of JSON -o dist/sbom.json
	$(BIN)/python .ci/audit.py requirements.lock

clean: ## Remove what the targets made
	rm -rf $(VENV) tests/pictures/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
