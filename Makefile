# Two commands do all the set-up: `make chat` and `make test`. GNU Make 3.81 (macOS) suffices.

PYTHON ?= python3
VENV := .venv
BIN ?= $(VENV)/bin

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help chat test check clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

chat: $(VENV)/installed ## Set up, index docs_source/ and serve the chat on http://127.0.0.1:7860
	@$(BIN)/citedesk models pull
	@$(BIN)/citedesk index docs_source
	@$(BIN)/citedesk chat

test: $(VENV)/installed-dev ## Set up, a browser included, and run the whole gate
	@$(BIN)/citedesk models pull
	@$(BIN)/python scripts/ensure_browser.py
	@$(MAKE) check

check: ## Run the gate: formatting, lint, types, layers, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -m "not language_model" --numprocesses 2 --dist loadfile
	$(BIN)/pytest -m language_model

clean: ## Remove the virtual environment and caches; the library and the models stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is touched last, so that an interrupted step is done again and a finished one is not.
$(VENV)/created:
	@command -v $(PYTHON) >/dev/null \
		|| { echo "There is no $(PYTHON) here. Citedesk needs Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"Citedesk needs Python 3.11 or newer; $(PYTHON) is %d.%d. Name another, for example:" \
		" make $(MAKECMDGOALS) PYTHON=python3.12" % sys.version_info[:2])'
	@echo "Creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

INSTALL = $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

$(VENV)/installed: $(VENV)/created pyproject.toml constraints.txt
	@echo "Installing Citedesk into $(VENV) (a few minutes the first time)"
	@$(INSTALL) -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/created pyproject.toml constraints.txt
	@echo "Installing Citedesk and its test tools into $(VENV) (a few minutes the first time)"
	@$(INSTALL) -e '.[dev]'
	@touch $(VENV)/installed $@
