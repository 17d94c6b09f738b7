# The one door to every command. Each target sets up what it needs: a Rust toolchain and a Python are enough.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

export ROS_AUTOMATIC_DISCOVERY_RANGE ?= LOCALHOST

RUST_SOURCES := $(shell git ls-files 'crates/*.rs' 'crates/*.toml' 'interfaces' Cargo.toml Cargo.lock)

.PHONY: help demo test test-rust test-python test-pythons bench check fmt clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(VENV)/.built $(VENV)/.demo ## camera, perception and obstacle avoidance, each in its own process
	$(BIN)/python examples/demo/run.py

test: test-rust test-python ## every test

test-rust: $(VENV)/.nextest
	cargo nextest run --workspace
	cargo test --workspace --doc

test-python: $(VENV)/.built $(VENV)/.test
	$(BIN)/python -m pytest

test-pythons: $(VENV)/.maturin ## talker and listener on every Python from 3.10 up that is installed
	$(BIN)/python scripts/test_pythons.py

bench: $(VENV)/.built $(VENV)/.bench $(VENV)/.wheel ## beside raw UDP, Cyclone DDS, Zenoh and iceoryx2, in one run
	cargo build -q --release -p rosebay-rclpy -p rosebay-rmw-zenoh --example raw_round_trips
	$(BIN)/python bench/run.py

check: $(VENV)/.built $(VENV)/.lint ## format, lints, types, stubs, the arrows between the crates
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	$(BIN)/python scripts/check_arrows.py
	cargo run -q -p rosebay-rosidl --example python_packages -- --check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python scripts/check_types.py

fmt: $(VENV)/.lint ## format everything
	cargo fmt --all
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove what was built
	rm -rf target $(VENV) dist

$(VENV)/.maturin:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --upgrade 'pip>=25.1' 'maturin>=1.16,<2'
	@touch $@

$(VENV)/.built: $(VENV)/.maturin pyproject.toml $(RUST_SOURCES)
	$(BIN)/python scripts/build_backend.py
	. $(BIN)/activate && maturin develop -q --release
	@touch $@

$(VENV)/.test $(VENV)/.bench $(VENV)/.demo $(VENV)/.lint: $(VENV)/.%: $(VENV)/.maturin pyproject.toml
	$(BIN)/pip install -q --group $*
	@touch $@

$(VENV)/.wheel: $(VENV)/.built # beside what is built in place: start-up and size are those of a wheel
	rm -rf $(VENV)/wheel
	. $(BIN)/activate && pip wheel -q --no-deps --no-build-isolation -w $(VENV)/wheel .
	$(BIN)/pip install -q --no-deps --target $(VENV)/wheel/installed $(VENV)/wheel/*.whl
	@touch $@

$(VENV)/.interop: $(VENV)/.maturin pyproject.toml
	$(BIN)/pip install -q --group interop
	@touch $@

$(VENV)/.nextest: | $(VENV)/.maturin
	cargo nextest --version >/dev/null 2>&1 || cargo install --locked cargo-nextest
	@touch $@
