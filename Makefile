# A thin wrapper: scripts/* do the work and need no make.
PYTHON = .venv/bin/python

.PHONY: check test run format environment

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
