# Two commands on a fresh machine: `make demo` and `make test`. Windows: see README.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
OUT    ?= out/demo

.PHONY: demo ui test test-extras check bench wheels clean

demo: $(VENV)/.base
	$(BIN)/sanjin demo -o $(OUT)

ui: $(VENV)/.base
	$(BIN)/sanjin ui

test: $(VENV)/.dev
	$(BIN)/python -m pytest -m "not extras" -n 2 --dist worksteal

# The vector stores and Ray against the real thing; a package that is missing is a failure here.
# Then local models, of tiny random weights: they run wherever torch is installed.
test-extras: $(VENV)/.extras
	SANJIN_NEEDS_EXTRAS=1 $(BIN)/python -m pytest -m extras
	$(BIN)/python -m pytest tests/scriptgen/models tests/heritage_kb/test_entailment.py

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

wheels: $(VENV)/.dev
	$(BIN)/python .ci/wheels.py

$(VENV)/.base: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "安装依赖（首次约一两分钟）…"
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(VENV)/.extras: $(VENV)/.dev
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev,cluster,qdrant,pgvector,milvus,servers,local]'
	@touch $@

clean:
	rm -rf $(VENV) out build dist *.egg-info
