# The two commands a person needs: `make run` and `make test`. `make help` lists the others.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
FEMIDA := $(VENV)/bin/femida
PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PATH

# Stamps: what was done once is done again only when its source changes.
BASE := $(VENV)/.base
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
ASSETS := build/.assets

PORT := $(or $(FEMIDA_PORT),8000)
JOBS := $(or $(TEST_JOBS),2)
# The build keeps only the rules whose classes the pages and renderers mention, so these are sources too.
ASSET_SOURCES := $(shell find assets -type f 2>/dev/null) \
	$(shell find femida \( -name '*.html' -o -name '*.py' \) -not -path '*/migrations/*' 2>/dev/null)

.PHONY: help
help: ## This list
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: run
run: $(RUNTIME) $(ASSETS) ## Install what is missing, start everything, print the address and the demonstration logins
	@exec $(FEMIDA) serve --demo

.PHONY: test
test: $(DEV) $(ASSETS) ## Run all tests, those in a browser included
	@tools/run-tests $(PY) -n $(JOBS) --dist loadfile -m "not full" -q $(TEST_ARGS)

.PHONY: guarantees
guarantees: export FAULTS_FIGURES := $(CURDIR)/build/figures.txt
guarantees: $(DEV) $(ASSETS) ## Run races, faults and leaks in full sizes, and print what was counted
	@rm -f "$$FAULTS_FIGURES"; \
	tools/run-tests $(PY) -m "full or race or faults" -q $(TEST_ARGS); code=$$?; \
	cat "$$FAULTS_FIGURES" 2>/dev/null; exit $$code

.PHONY: bench
bench: $(DEV) $(ASSETS) ## Measure pages of firms of 60,000 and 1,000,000 parties; BENCH_ARGS="--size large" for one
	@$(PY) -m tools.bench $(BENCH_ARGS)

.PHONY: lint
lint: $(DEV) ## Run every linter
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(PY) -m femida.cli.catalogues check

.PHONY: lock
lock: $(BASE) ## Write the lock files anew
	@for name in requirements requirements-dev requirements-setup requirements-node; do \
		$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
			--no-emit-index-url --no-emit-find-links $(LOCK_ARGS) $$name.in -o $$name.lock || exit 1; \
	done

.PHONY: clean
clean: ## Remove what was installed and built; the data folder stays
	@if [ -x $(FEMIDA) ]; then $(FEMIDA) stop; fi
	@rm -rf $(VENV) node_modules build femida/platform/ui/static .mypy_cache .ruff_cache .pytest_cache

# --- set-up ---

$(BASE): requirements-setup.lock
	@python=$$(tools/find-python) && echo "Making the Python environment" && "$$python" -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-setup.lock
	@printf '%s\n' '$(CURDIR)' > "$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/femida.pth"
	@printf '#!/bin/sh\nexec "$$(dirname "$$0")/python" -m femida.cli "$$@"\n' > $(FEMIDA) && chmod +x $(FEMIDA)
	@touch $@

$(RUNTIME): $(BASE) requirements.lock
	@echo "Installing the libraries"
	@$(call install,requirements.lock)
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.lock
	@echo "Installing the libraries of the tests"
	@$(call install,requirements-dev.lock)
	@touch $@

# uv is quick; pip is asked when the machine's package settings are in a form only pip reads
install = VIRTUAL_ENV="$(CURDIR)/$(VENV)" $(UV) pip install --quiet --link-mode=copy --require-hashes -r $(1) \
	|| $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)

node_modules/.installed: package-lock.json requirements-node.lock | $(BASE)
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null \
		&& command -v npm >/dev/null 2>&1 || { echo "Installing Node"; $(call install,requirements-node.lock); }
	@echo "Installing the libraries of the pages"
	@npm ci --silent --no-progress
	@touch $@

$(ASSETS): node_modules/.installed package.json $(ASSET_SOURCES)
	@echo "Building the assets"
	@npm run build --silent
	@mkdir -p build && touch $@
