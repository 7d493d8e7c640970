# Dabiao: every public command. Needs make and Python 3.11 or newer; sets up the rest itself.
#
#   PORT=8600        another port for `make run`
#   PYTHON=python3.12  another Python to build the virtual environment with
#   ARGS=--errors    options handed to the accuracy gate by `make accuracy`

PORT ?= 8501
PYTHON ?=
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
# Stamps are newer than the requirements that they were installed from.
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check
PYTHONS := python3.14 python3.13 python3.12 python3.11 python3

.PHONY: help run test lint accuracy tables browser clean
.DEFAULT_GOAL := help

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: $(INSTALLED)  ## set up, build the tables, serve the page on http://127.0.0.1:8501 (PORT= changes it)
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || \
		{ echo "Port $(PORT) is not free: choose another one with make run PORT=8600" >&2; exit 1; }
	@# Exit code 1: some report could not be read. One bad file does not keep the others from the page.
	@$(BIN)/python -m extract data/reports -o data || { [ $$? -eq 1 ] && echo "Not every report was read, see above"; }
	@$(BIN)/python -m metrics data
	@echo "Dabiao is served on http://127.0.0.1:$(PORT) (Ctrl+C ends it)"
	@# Bound to this machine alone: whoever opens the page here is its owner (docs/OWNERS.md).
	@exec env DABIAO_OWNER=local $(BIN)/python -m streamlit run serve.py --server.address 127.0.0.1 --server.port $(PORT)

test: lint browser  ## set up, then every check: lint, tests, accuracy, the page in a real browser
	$(BIN)/python -m pytest -m "not browser" -n 2
	$(BIN)/python tests/accuracy/gate.py
	$(BIN)/python -m pytest -m browser -n 2

lint: $(INSTALLED_DEV)  ## style and likely mistakes
	$(BIN)/python -m ruff check .

accuracy: $(INSTALLED_DEV)  ## read the reports afresh and hold the rows against gold (ARGS=--errors lists every fault)
	@$(BIN)/python tests/accuracy/gate.py $(ARGS)

tables: $(INSTALLED)  ## rebuild data/*.parquet from data/reports, and what the READMEs quote of them
	$(BIN)/python -m extract data/reports -o data
	$(BIN)/python -m metrics data
	$(BIN)/python -m tools.readme

clean:  ## remove the virtual environment and every cache
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A virtual environment that was left half made, or whose Python is gone, is made anew.
$(INSTALLED): requirements.txt
	@if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
		found=; for python in $(if $(PYTHON),$(PYTHON),$(PYTHONS)); do \
			if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
		done; \
		if [ -z "$$found" ]; then \
			echo "Python 3.11 or newer was not found$(if $(PYTHON), as $(PYTHON)): install python3, or name one with PYTHON=/path/to/python3" >&2; exit 1; \
		fi; \
		if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
			echo "$$found has no venv module: install python3-venv (Debian, Ubuntu: apt-get install python3-venv), then run make again" >&2; exit 1; \
		fi; \
		echo "Making the virtual environment $(VENV) with $$("$$found" --version)"; \
		"$$found" -m venv --clear $(VENV) || exit 1; \
	fi
	@echo "Installing the packages of requirements.txt (about a minute the first time)"
	@$(PIP) --upgrade pip
	@$(PIP) -r requirements.txt
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt $(INSTALLED)
	@echo "Installing the packages of requirements-dev.txt"
	@$(PIP) -r requirements-dev.txt
	@touch $@

# The browser tests drive the Chromium on the PATH, or else the one that Playwright keeps. Chinese
# fonts are for the screenshots: without any, a page is a page of boxes.
browser: $(INSTALLED_DEV)
	@if command -v chromium || command -v chromium-browser || command -v google-chrome; then have=yes; else have=; fi >/dev/null; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		if [ -z "$$have" ] || [ -z "$$(fc-list :lang=zh 2>/dev/null)" ]; then \
			echo "Installing chromium and fonts-noto-cjk through apt"; \
			export DEBIAN_FRONTEND=noninteractive; \
			apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null && have=yes; \
		fi; \
	fi; \
	if [ -z "$$have" ] && ! $(BIN)/python -m playwright install chromium; then \
		echo "No browser for the page's tests: install Chromium (Debian: apt-get install chromium fonts-noto-cjk), then run make again" >&2; exit 1; \
	fi
