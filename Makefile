# Two commands: `make build` and `make test`. Both install what is missing, and are quick the second time.
.PHONY: build test check clean
.DEFAULT_GOAL := build

VENV := .venv
PUBKIT := $(VENV)/bin/pubkit

build: $(VENV)/.installed
	@$(PUBKIT) build

test: $(VENV)/.tested-with
	@$(VENV)/bin/python -m pytest -n auto

# What a change must pass besides the tests.
check: $(VENV)/.tested-with
	@$(VENV)/bin/ruff check pubkit tests benchmarks
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports

$(VENV)/.installed: pyproject.toml .ci/setup
	@sh .ci/setup $(VENV)
	@touch $@

$(VENV)/.tested-with: $(VENV)/.installed
	@sh .ci/setup $(VENV) dev
	@touch $@

clean:
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis
