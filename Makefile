# Two commands carry the project: `make report` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# JupyterLab asks the superuser of a container to say so.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: report test lab lint schema clean

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

report: $(READY) ## Import the sample exports, close past months, write the two sample reports.
	$(BIN)/kpi import
	$(BIN)/kpi close
	$(BIN)/kpi run

test: $(READY) ## Run every test, notebooks included, on two cores.
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lab: $(READY) ## Open JupyterLab on the notebooks (loopback, token on).
	$(BIN)/kpi import
	$(BIN)/jupyter lab --ip=127.0.0.1 --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks $(AS_ROOT)

lint: $(READY) ## Check style and format.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

schema: $(READY) ## Write the JSON schemas that editors read.
	$(BIN)/kpi schema

clean: ## Remove what runs have made; raw exports, parameters and closed months stay.
	rm -rf .venv reports data/store
