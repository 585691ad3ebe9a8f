# Everything people and CI do with this repository. Works from a fresh clone with make and Python 3.13 (its pip and venv).

SHELL := /bin/bash
.DEFAULT_GOAL := help

# Where `deploy`, `logs` and `operator-key` act: an environment of samconfig.toml.
STAGE ?= dev

# Asked for only when an environment is made: the first Python 3.13 of the path, then of pyenv.
PYTHON ?= $(shell for python in python3.13 python3 python "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.13.*/bin/python; do \
	"$$python" -c 'import ensurepip, sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null && echo "$$python" && break; done)

UV := .local/uv/bin/uv
VENV := .venv/bin
# A file of tests stays on one processor, because its tests share the server that they start.
PYTEST := $(VENV)/pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder
SAM := SAM_CLI_TELEMETRY=0 PATH="$(CURDIR)/.venv/bin:$$PATH" .local/sam/bin/sam
CHROMIUM := /usr/bin/chromium

# What a deployment is told: its parameters of samconfig.toml, and the commit, which no file can know.
PARAMETERS = $(shell $(VENV)/python -c 'import sys, tomllib; \
	print(*tomllib.load(open("samconfig.toml", "rb"))[sys.argv[1]]["deploy"]["parameters"]["parameter_overrides"])' $(STAGE))
COMMIT = $(shell git describe --always --dirty)

# The folders that hold Python of ours.
OWN_PYTHON := layers/common/tenantry functions infra requirements tests tools benchmarks

# An environment is installed when its stamp is newer than the list that it was made from.
DEV := .venv/installed
LOCAL := .local/venv/installed
RELEASE := .local/sam/installed

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)


.PHONY: setup
setup: $(DEV) $(LOCAL) $(RELEASE) ## Install everything, so that all else works without network
	@$(VENV)/python -m infra.layer prepare arm64

.PHONY: run
run: $(DEV) $(LOCAL) ## Serve the whole product on this machine, with a demo partner, until Ctrl-C
	@$(VENV)/python -m infra.local run

.PHONY: demo
demo: $(DEV) $(LOCAL) ## Play the main job against the running code and tell it as a story
	@$(VENV)/python -m tools.demo


.PHONY: test
test: check $(LOCAL) $(CHROMIUM) ## Run every check and test that CI runs
	$(PYTEST) --ignore=tests/tidy -m "not deep"

.PHONY: test-deep
test-deep: $(DEV) $(LOCAL) $(RELEASE) $(CHROMIUM) ## Run the tests that take long, such as fuzzing and the release's build
	$(PYTEST) -m deep

.PHONY: unit
unit: $(DEV) ## Run the tests that need no server
	$(PYTEST) --ignore=tests/tidy -m "not deep and not emulator"

.PHONY: check
check: $(DEV) $(RELEASE) ## Check form, types, boundaries, template, documents and pins; changes nothing
	$(VENV)/ruff format --check
	$(VENV)/ruff check
	$(VENV)/python requirements/lock.py --check
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/cfn-lint template.yaml
	$(SAM) validate --lint --config-env dev
	$(VENV)/python -m tools.openapi --check
	$(VENV)/pytest -q tests/tidy

.PHONY: fix
fix: $(DEV) ## Format and mend what the linter can mend; the only target that rewrites sources
	$(VENV)/ruff check --fix-only
	$(VENV)/ruff format

.PHONY: hooks
hooks: $(DEV) ## Let git run the fast checks before each commit
	$(VENV)/pre-commit install


.PHONY: openapi
openapi: $(DEV) ## Write the OpenAPI document, and what the gateway imports, anew from code and template
	$(VENV)/python -m tools.openapi

.PHONY: lock
lock: .local/uv/installed ## Pin the packages anew after a change in requirements/*.in (UPGRADE=1: newest of all)
	$(or $(wildcard $(VENV)/python),$(PYTHON)) requirements/lock.py $(if $(UPGRADE),--upgrade)

.PHONY: bench
bench: $(DEV) $(LOCAL) ## Measure cold starts, round trips, capacity and handler times
	$(VENV)/python -m benchmarks


.PHONY: verify-ledger
verify-ledger: $(DEV) ## Work every statement out again and compare (TABLE=... REGION=... for a deployment)
	$(VENV)/python -m tools.verify_ledger $(if $(TABLE),--table "$(TABLE)") $(if $(REGION),--region "$(REGION)") $(if $(RESELLER),--reseller "$(RESELLER)")

.PHONY: build
build: $(DEV) $(RELEASE) ## Build for Lambda, without Docker, and report the layer's size
	$(SAM) build
	$(VENV)/python -m infra.layer report .aws-sam/build/CommonLayer

.PHONY: deploy
deploy: build ## Build and deploy to AWS (STAGE=dev or prod)
	$(SAM) deploy --config-env $(STAGE) --parameter-overrides $(PARAMETERS) Build=$(COMMIT)

.PHONY: operator-key
operator-key: $(DEV) $(RELEASE) ## Make a fresh deployment's first operator (EMAIL=... NAME="..." STAGE=dev or prod)
	@test -n "$(EMAIL)" -a -n "$(NAME)" || { echo 'Say who it is: make operator-key EMAIL=you@example.com NAME="Your Name"' >&2; exit 1; }
	@EMAIL="$(EMAIL)" NAME="$(NAME)" $(VENV)/python -c 'import json, os; print(json.dumps({"email": os.environ["EMAIL"], "name": os.environ["NAME"]}))' \
	    | $(SAM) remote invoke ApiKeysBootstrap --config-env $(STAGE) --event-file -

.PHONY: logs
logs: $(RELEASE) ## Follow the logs of a deployment (STAGE=dev or prod)
	$(SAM) logs --config-env $(STAGE) --tail

.PHONY: clean
clean: ## Remove all that make created: environments, builds, caches and the local stack's data
	rm -rf .venv .local .aws-sam .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(wildcard $(OWN_PYTHON)) -name __pycache__ -type d -prune -exec rm -rf {} +


# Below: how the environments are made. Nobody needs to call these.

# $(1): the folder; $(2): the compiled list.
define sync
	@echo "Installing $(2) into $(1)"
	@test -x $(1)/bin/python || "$(PYTHON)" -m venv --without-pip $(1)
	@$(UV) pip sync --quiet --require-hashes --python $(1)/bin/python $(2)
endef

.local/uv/installed: requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "Python 3.13 with pip and venv is needed and was not found: looked for python3.13, python3," \
	    "python and pyenv's versions. Install it (Debian and Ubuntu: python3.13-venv too), or say where it is:" \
	    "make PYTHON=/path/to/python3.13 ..." >&2; exit 1; }
	@echo "Installing the installer into .local/uv, with $(PYTHON)"
	@test -x .local/uv/bin/pip || "$(PYTHON)" -m venv .local/uv
	@.local/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: -r $<
	@touch $@

$(DEV): requirements/dev.txt .local/uv/installed
	$(call sync,.venv,$<)
	@# What imports our code finds it as Lambda does: the layer and the functions' folder stand on the path.
	@printf '%s\n' ../../../../layers/common ../../../../functions > .venv/lib/python3.13/site-packages/tenantry.pth
	@touch $@

$(LOCAL): requirements/local.txt .local/uv/installed
	$(call sync,.local/venv,$<)
	@touch $@

$(RELEASE): requirements/sam.txt .local/uv/installed
	$(call sync,.local/sam,$<)
	@touch $@

$(CHROMIUM):
	@command -v apt-get > /dev/null || { echo "The tests of pages need Chromium at $(CHROMIUM)." >&2; exit 1; }
	@if [ "$$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2> /dev/null; then sudo="sudo -n"; else \
	    echo "The tests of pages need Chromium: sudo apt-get install chromium" >&2; exit 1; fi; \
	    $$sudo apt-get -qq update && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium > /dev/null
