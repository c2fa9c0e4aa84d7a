# A thin wrapper: scripts/* do the work and need no make.
PYTHON = .venv/bin/python

.PHONY: check test run format environment coverage mutants bench

environment:
	@python3 -c "from scripts import environment; environment.ensure('test')"

check: environment
	$(PYTHON) -m scripts.checks

test:
	scripts/test

run:
	scripts/run

format: environment
	.venv/bin/ruff check --fix . ; .venv/bin/ruff format . ; .venv/bin/djhtml --tabwidth 2 frontend/templates frontend/components

# Outside the tests, as they take long. What they say stands in docs/benchmarks.md and docs/mutation.json.
coverage: environment
	$(PYTHON) -m scripts.coverage

mutants: environment
	$(PYTHON) -m scripts.mutants $(ROOM)

bench: environment
	DATA_DIR=$${DATA_DIR:-$$(mktemp -d)} $(PYTHON) -m benchmarks.web
