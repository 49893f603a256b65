# SPDX-License-Identifier: Apache-2.0
# Two commands that are complete on a fresh Debian 12: `make demo` and `make test`. `make help` lists the others.

# Debian's own, even where another python3 stands in front of it.
PYTHON ?= /usr/bin/python3
JOBS ?= $(shell nproc)
PART ?= 0

VENV := .venv
PIP := $(VENV)/bin/pip --quiet --disable-pip-version-check
RELEASE := build/release

PACKAGES := ca-certificates g++ cmake ninja-build ccache git python3-venv python3-dev libtbb-dev libboost-graph-dev \
  libeigen3-dev libhdf5-dev libtomlplusplus-dev librandom123-dev libgtest-dev librapidcheck-dev libbenchmark-dev \
  fonts-wqy-microhei
LINTERS := clang-format-14 clang-tidy-14

MODEL := $(shell find sim bindings scenarios -type f) CMakeLists.txt pyproject.toml
PACKAGE := $(shell find analysis/kinfold -type f -not -name '*.pyc')
CPP := $(shell find sim bindings tests benchmarks -name '*.cpp' -o -name '*.hpp')

EXACT := $(wildcard tests/python tests/architecture tests/properties tests/golden)
LONG := $(wildcard tests/statistical/test_*.py tests/validation/test_*.py)

STARTED := $(shell date +%s)

.DELETE_ON_ERROR:
.PHONY: help demo install build-tests test verify verify-part faults bench lint format tidy clean

help:
	@echo 'make demo         set everything up and compare the Ordos plan of 2023 with the baseline'
	@echo 'make test         set everything up and run every exact and small test'
	@echo 'make verify       the statistical tests and the validation, with their table'
	@echo 'make verify-part  one fifth of it: PART=0 to 4'
	@echo 'make faults       plants forty-four faults into a copy, one by one: each must be caught by its test'
	@echo 'make bench        what the model costs, beside the reference kernel (FULL=1: up to ten million people)'
	@echo 'make lint         formats, style, types; make format mends what it can; make tidy is slower'
	@echo 'make clean        remove everything that these commands made'

# --- Set-up --------------------------------------------------------------------------------------------------------

# install_debian <packages>: installs those that are missing, as root or with sudo, or says what to do.
define install_debian
	@missing=$$(for package in $(1); do \
	    dpkg-query --show --showformat='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; \
	  done); \
	if [ -n "$$missing" ]; then \
	  echo "== Debian packages:" $$missing; \
	  if [ "$$(id -u)" = 0 ]; then root=; elif command -v sudo >/dev/null; then root=sudo; \
	  else echo "Please install as root: apt-get install" $$missing; exit 1; fi; \
	  $$root apt-get update -qq && \
	  $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

build/.packages: Makefile
	$(call install_debian,$(PACKAGES))
	@mkdir -p build && touch $@

build/.linters: Makefile
	$(call install_debian,$(LINTERS))
	@mkdir -p build && touch $@

# requirements <groups>: what pyproject.toml asks for, so that it stands there alone.
requirements = $(VENV)/bin/python -c "import tomllib; \
  p = tomllib.load(open('pyproject.toml', 'rb')); \
  print(*$(1), sep='\n')" > $@.txt && $(PIP) install --requirement $@.txt

$(VENV)/.run: pyproject.toml build/.packages
	@echo '== Python packages'
	@test -x $(VENV)/bin/pip || $(PYTHON) -m venv $(VENV)
	@$(call requirements,p['build-system']['requires'] + p['project']['dependencies'])
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo '== Python packages for tests'
	@$(call requirements,p['project']['optional-dependencies']['dev'])
	@touch $@

# The extension module and the C++ tests share one build directory, so that the model is compiled once.
$(VENV)/.installed: $(VENV)/.run $(MODEL) $(PACKAGE)
	@echo '== The package kinfold'
	@CMAKE_BUILD_PARALLEL_LEVEL=$(JOBS) $(PIP) install --no-build-isolation --no-deps \
	  --config-settings=build-dir=$(RELEASE) .
	@touch $@

install: $(VENV)/.installed

# --- The two commands ----------------------------------------------------------------------------------------------

demo: install
	@mkdir -p demo
	$(VENV)/bin/kinfold compare ordos-baseline ordos-2023 --scale 0.1 --years 10 --replicates 20 \
	  -o demo/ordos-2023.h5 --figure demo/ordos-2023.png

# The extension is already built; what is compiled here are the tests, the benchmarks, and every header alone.
build-tests: install $(VENV)/.dev
	@echo '== C++ tests: build'
	@cmake --preset release > $(RELEASE)/configure.log 2>&1 || { cat $(RELEASE)/configure.log; exit 1; }
	@cmake --build --preset release --parallel $(JOBS) --target all all_verify_interface_header_sets

# summary: the last line of a check; `failed` names the stages that did.
summary = if [ -n "$$failed" ]; then result="FAILED:$$failed"; else result=passed; fi; \
  echo "== make $@ $$result ($$(( $$(date +%s) - $(STARTED) )) s)"; test -z "$$failed"

test: build-tests
	@failed=; \
	echo '== C++ tests'; ctest --preset release --parallel $(JOBS) || failed="$$failed C++"; \
	echo '== Python tests'; $(VENV)/bin/pytest $(EXACT) || failed="$$failed Python"; \
	$(summary)

# --- Longer checks -------------------------------------------------------------------------------------------------

verify-part: CTEST_PART = --tests-information $(shell expr $(PART) + 1),,5
verify-part: PYTEST_PART = --part $(PART)
verify verify-part: build-tests
	@rm -rf $(RELEASE)/reports; failed=; \
	echo '== C++ statistical tests'; \
	ctest --test-dir $(RELEASE) --label-regex '^(statistical|validation)$$' $(CTEST_PART) --parallel $(JOBS) \
	  --output-on-failure || failed="$$failed C++"; \
	echo '== Python statistical tests'; \
	test -z '$(LONG)' || $(VENV)/bin/pytest $(LONG) $(PYTEST_PART) || failed="$$failed Python"; \
	$(VENV)/bin/python tests/statistical/table.py $(RELEASE)/reports > build/verify.md; cat build/verify.md; \
	$(summary)

# The copy stays in build/faults, so that a second run compiles little.
faults: build/.packages
	$(PYTHON) tests/planted_faults.py

# Ten million people only with FULL=1: their month zero takes minutes to build.
bench: build-tests
	@mkdir -p benchmarks/results
	$(RELEASE)/benchmarks/kinfold_bench $(if $(FULL),,--benchmark_filter=-persons:10000000) \
	  --benchmark_enable_random_interleaving=true --benchmark_display_aggregates_only=true \
	  --benchmark_out=benchmarks/results/bench.json
	@$(VENV)/bin/python benchmarks/table.py benchmarks/results/bench.json > benchmarks/results/bench.md
	@cat benchmarks/results/bench.md

lint: build/.linters $(VENV)/.dev
	clang-format-14 --dry-run -Werror $(CPP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

format: build/.linters $(VENV)/.dev
	clang-format-14 -i $(CPP)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

tidy: build/.linters build/.packages
	cmake --preset dev
	cmake --build --preset dev --target kinfold_build_facts
	run-clang-tidy-14 -quiet -extra-arg=-Wno-unknown-warning-option -p build/dev -j $(JOBS) "$(CURDIR)/(sim|bindings)/"

clean:
	rm -rf build dist demo $(VENV) benchmarks/results .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find analysis tests -name __pycache__ -prune -exec rm -rf {} +
