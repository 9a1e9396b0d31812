# `make run` and `make test` are all that most people need, `make help` tells the rest. Needs
# Python 3.11 or later and make.

SHELL := /bin/sh
VENV := $(CURDIR)/.venv
export PATH := $(VENV)/bin:$(PATH)

# A name on the path may be a shim that does not run, or a Python without venv: try each. The
# system's own comes first: one compiled by hand is mostly without optimisation, a tenth slower.
USABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in /usr/bin/python3 python3.14 python3.13 python3.12 python3.11 python3; do \
	"$$name" -c '$(USABLE)' >/dev/null 2>&1 && { echo "$$name"; break; }; done)

# What a process has compiled, the hundreds that the tests start need not compile again.
unexport PYTHONDONTWRITEBYTECODE

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard proposals/locale/*/LC_MESSAGES/*.po))
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --quiet

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
OWN_SERVER := $(if $(DATABASE_URL),,var/test/no-fsync.stamp)

.PHONY: run demo pictures bench test test-fast test-real coverage prove checks lint fmt messages openapi lock system clean help
.DELETE_ON_ERROR:

run: $(VENV)/run.stamp $(CATALOGUES) ## the tracker on this machine
	@python -m tracker.run sh -ec 'python manage.py prepare; exec honcho start'

# In a folder of its own, beside the tracker of this machine.
demo: export VAR_DIR := $(or $(VAR_DIR),$(CURDIR)/var/demo)
demo: export PORT := $(or $(PORT),8001)
demo: export DEMONSTRATION := 1
demo: run ## a tracker that moves, to look at: its progress is invented

# As a demonstration of their own shows them.
pictures: $(VENV)/test.stamp system $(CATALOGUES) ## the pictures of the README and of the guide for editors
	@rm -rf var/pictures
	@VAR_DIR=var/pictures PORT=8002 DEMONSTRATION=1 python -m tracker.run sh -ec 'python manage.py prepare; \
		gunicorn tracker.wsgi --bind 127.0.0.1:8002 --workers 1 --threads 4 & \
		trap "kill $$!" EXIT; until curl -sf localhost:8002/readyz >/dev/null; do sleep 1; done; \
		python docs/images/take.py'

# The whole suite, in a VAR_DIR of its own, on the embedded server unless DATABASE_URL is set.
# `make test ARGS=tests/web` runs a part of it.
test: $(VENV)/test.stamp system $(CATALOGUES) $(OWN_SERVER) ## everything that is checked
	@$(TESTS) $(if $(ARGS),$(PYTEST),$(MAKE) checks)

# What a change is likely to break: no browser, no real processes, no load, the first case of each
# test, and fewer examples where each costs queries.
test-fast: $(VENV)/test.stamp $(CATALOGUES) $(OWN_SERVER) ## all that is soon done
	@EXAMPLES=8 $(TESTS) $(PYTEST) --first-cases -m 'not browser and not slow'

# Those tests that may differ there, on the PostgreSQL and Redis that the environment names.
test-real: $(VENV)/test.stamp $(CATALOGUES) ## on a real PostgreSQL and Redis
	@: "$${DATABASE_URL:?names no PostgreSQL}" "$${CELERY_BROKER_URL:?names no Redis}"
	@$(TESTS) $(PYTEST) --numprocesses=0 -m real

# By all tests but those in a browser or with real processes; see tests/covered.py.
coverage: $(VENV)/test.stamp $(CATALOGUES) $(OWN_SERVER) ## which branches the tests go through
	@$(TESTS) $(PYTEST) -m 'not browser and not slow' --cov --cov-report=term-missing:skip-covered
	@coverage json --quiet -o - | python -m tests.covered

# Two thousand runs of what editors may do, against a slow reading of the log, thousands of changes
# by eight writers at once, and five hundred saves that clash; half an hour.
prove: $(VENV)/test.stamp ## the rules of status and the change log, for half an hour
	@PROOF_RUNS=$${PROOF_RUNS:-2000} PROOF_EVENTS=$${PROOF_EVENTS:-5000} $(TESTS) \
		python -m pytest tests/tracking/test_model_based.py \
		tests/models/test_change_cursor.py tests/api/test_clashes.py tests/admin/test_clashes.py

TEST_KEY := only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz
TESTS = VAR_DIR=var/test SECRET_KEY=$${SECRET_KEY:-$(TEST_KEY)} python -m tracker.run
# A process for each core; at the end those tests that took longest.
PYTEST = python -m pytest --numprocesses=logical --dist=worksteal --durations=20 $(ARGS)

# The tests' own server need not keep what it wrote when the power fails.
var/test/no-fsync.stamp: $(VENV)/run.stamp
	@VAR_DIR=var/test python -m tracker.embedded psql --quiet \
		-c 'ALTER SYSTEM SET fsync = off' -c 'ALTER SYSTEM SET full_page_writes = off' \
		-c 'ALTER SYSTEM SET synchronous_commit = off'
	@touch $@

# In a VAR_DIR of its own, on the embedded server unless DATABASE_URL is set.
bench: $(VENV)/run.stamp $(CATALOGUES) ## what answers cost beside two rivals, into benchmarks/results.md
	@VAR_DIR=$(or $(VAR_DIR),var/bench) SECRET_KEY=$${SECRET_KEY:-$(TEST_KEY)} python -m tracker.run \
		python benchmarks/answered.py $(ARGS)

checks: lint
	python manage.py makemigrations --check --dry-run
	SITE_URL=https://tracker.example python manage.py check --deploy --fail-level WARNING
	$(PYTEST)

lint: $(VENV)/test.stamp ## the checks without the tests
	ruff check
	ruff format --check
	lint-imports
	mypy

fmt: $(VENV)/test.stamp ## the code as ruff writes it
	ruff check --fix
	ruff format

# Messages from the code into the Traditional catalogue; the Simplified one is derived from it.
messages: $(VENV)/test.stamp ## the words of the interface, gathered and derived
	python manage.py makemessages --locale zh_Hant --no-obsolete --add-location file \
		--ignore 'tests/*' --ignore 'var/*'
	python manage.py derive_hans

# As it is on a tracker on this machine; what an earlier release had stays in its own file.
openapi: $(VENV)/run.stamp ## the document of the API, kept for this release
	@SITE_URL=http://localhost:8000 python manage.py spectacular --lang en --validate --fail-on-warn \
		--format openapi-json --file docs/openapi/$(VERSION).json

lock: $(VENV)/test.stamp ## the requirements, with hashes
	$(LOCK) --output-file requirements.txt
	$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## away with what was made, data aside
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f $(CATALOGUES)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

%.mo: %.po | $(VENV)/run.stamp
	@pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(<:/LC_MESSAGES/$(notdir $<)=))
	@[ -e $@ ] || { echo '$<: its header is marked fuzzy; remove the mark' >&2; exit 1; }

# A stamp is newer than the lock file it installed; an install cut short leaves none.
$(VENV)/run.stamp: requirements.txt
	$(install)

$(VENV)/test.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(install)

define install
@if [ ! -x $(VENV)/bin/pip ]; then \
	[ -n "$(PYTHON)" ] || { echo 'Needs Python 3.11 or later with its venv module' \
		'(on Debian: apt-get install python3-venv), or make PYTHON=/path/to/python3.' >&2; exit 1; }; \
	$(PYTHON) -m venv $(VENV); fi
@echo 'Installing $< into .venv'
@pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
@touch $@
endef

# What the tests need of the machine: a browser, Chinese letters for it, gettext, Java for the
# validator of HTML, npm for what the examples are built with, the proxy that stands in front, what
# reads scanned pages, another PostgreSQL than the embedded one, PgBouncer, Redis, and R for its
# recipe.
system: ## what the tests need of the machine
	@missing=''; \
	command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null \
		|| missing="$$missing chromium-headless-shell"; \
	fc-list 2>/dev/null | grep -qi 'noto.*cjk' || missing="$$missing fonts-noto-cjk"; \
	command -v msgfmt >/dev/null || missing="$$missing gettext"; \
	command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	command -v npm >/dev/null || missing="$$missing npm"; \
	[ -x /usr/sbin/nginx ] || missing="$$missing nginx-light"; \
	tesseract --list-langs 2>/dev/null | grep -q chi_tra || missing="$$missing tesseract-ocr tesseract-ocr-chi-tra"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	[ -x /usr/sbin/pgbouncer ] || missing="$$missing pgbouncer"; \
	command -v redis-server >/dev/null || missing="$$missing redis-server"; \
	Rscript -e 'library(jsonlite); library(vctrs)' >/dev/null 2>&1 \
		|| missing="$$missing r-cran-jsonlite r-cran-vctrs"; \
	[ -z "$$missing" ] && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update --quiet=2 && \
		DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends $$missing; \
	else \
		echo "The tests need:$$missing. On Debian: sudo apt-get install$$missing" >&2; exit 1; \
	fi
