.DELETE_ON_ERROR:
PYTHON ?= python3
BIN := .venv/bin
JOBS ?= 2

ONLY ?=

.PHONY: case test fuzz bench docs format lock clean

case: .venv/ready ## set up everything and build the prosecutors case on this machine, offline
	$(BIN)/headwater build cases/prosecutors

test: .venv/ready ## set up everything and run format, lint, types, tests and docs
	$(BIN)/ruff format --check --quiet src tests bench
	$(BIN)/ruff check --quiet src tests bench
	$(BIN)/mypy
	$(BIN)/pytest -n $(JOBS) --dist loadfile

fuzz: .venv/ready ## run the property tests again, on examples that no run has drawn before
	HEADWATER_TESTS_PROFILE=fuzz $(BIN)/pytest -n $(JOBS) --dist loadfile --randomly-seed=default -k "$(ONLY)"

bench: .venv/ready ## measure, print ratios, write docs/performance.md
	$(BIN)/python -m bench

docs: .venv/ready ## write the generated pages of docs/
	$(BIN)/python -m headwater.docs

format: .venv/ready ## put the code in order
	$(BIN)/ruff format src tests bench
	$(BIN)/ruff check --fix src tests bench

lock: ## pin every dependency again (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --all-extras --group dev --quiet \
	  pyproject.toml -o requirements.lock

clean:
	rm -rf .venv cases/*/.headwater

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Headwater needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch .venv/ready
