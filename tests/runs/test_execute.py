"""A job ends with a published report or with a filed failure, and the record says which."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

import nbformat
import pytest
from emitted import bundles, display_source, finding, spec

from kpi_helpers.errors import CatalogueError, Problem, RunError
from kpi_helpers.runs.execute import Setting, run_batch, run_job
from kpi_helpers.runs.manifest import InputFile, Provenance
from kpi_helpers.runs.notebooks import read_notebooks
from kpi_helpers.runs.plan import Job
from kpi_helpers.views.words import Words

KNOWN = Provenance("v7", "c0ffee", datetime(2026, 11, 5, 12), (InputFile("raw/a.csv", "ab" * 32),))
FACTS = [{"fact": "store_version", "text": "v7"}]


def setting(job):
    return Setting(Words(job.locale), KNOWN)


@pytest.fixture
def job(write_notebook):
    """Make the job of a brand whose two notebooks hold these cells."""

    def make(*second, brand="alba", seconds=60):
        shown = bundles(finding("trial", [{"kpi": "ctr", "value": 0.5}]), chart=spec())
        facts = bundles(finding("provenance", FACTS))
        write_notebook(
            "01_funnel_mapping",
            "# Funnel mapping\n\nWho leaves?",
            "## Where?",
            display_source(shown),
            "## Provenance",
            display_source(facts),
        )
        path = write_notebook("02_kpi_tracking", "# KPI tracking\n\nWhat moved?", *second)
        notebooks = tuple(read_notebooks(path.parent).values())
        folder = PurePosixPath("reports/2026-10") / brand
        return Job(brand, "2026-10", "en", notebooks, folder, timeout_seconds=seconds)

    return make


def _files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _bytes(folder):
    return {name: (folder / name).read_bytes() for name in _files(folder)}


def _record(folder):
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))


def test_a_job_becomes_a_published_report_with_its_findings_and_its_record(job, tmp_path):
    steps = []
    record = run_job(job("print(brand)"), setting, root=tmp_path, on_step=steps.append)

    folder = tmp_path / "reports/2026-10/alba"
    assert (record.status, record.folder, record.problems) == ("succeeded", folder, ())
    assert _files(folder) == [
        "findings.json",
        "notebooks/01_funnel_mapping.ipynb",
        "notebooks/02_kpi_tracking.ipynb",
        "report.html",
        "run.json",
    ]
    found = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    assert [(item["notebook"], item["name"]) for item in found] == [
        ("01_funnel_mapping", "trial"),
        ("01_funnel_mapping", "provenance"),
    ]
    assert found[0]["table"] == [{"kpi": "ctr", "value": 0.5}]
    assert found[0]["anchor"] == "funnel_mapping-finding-trial"
    kept = nbformat.read(folder / "notebooks/02_kpi_tracking.ipynb", as_version=4)
    assert kept.metadata["papermill"]["status"] == "succeeded"
    assert {(step.notebook, step.done, step.total) for step in steps} >= {
        ("01_funnel_mapping", 0, 7),
        ("01_funnel_mapping", 7, 7),
        ("02_kpi_tracking", 4, 4),
    }


def test_the_record_says_what_the_report_is_made_of(job, tmp_path):
    record = run_job(job("print(brand)"), setting, root=tmp_path)

    kept = _record(record.folder)
    assert (kept["status"], kept["brand"], kept["month"]) == ("succeeded", "alba", "2026-10")
    assert kept["parameters"] == {
        "brand": "alba",
        "month": "2026-10",
        "locale": "en",
        "root": "",
        "known_at": "",
    }
    assert (kept["store_version"], kept["catalogue_sha"]) == ("v7", "c0ffee")
    assert kept["known_at"] == "2026-11-05T12:00:00Z"
    assert kept["inputs"] == [{"file": "raw/a.csv", "sha256": "ab" * 32}]
    assert kept["versions"]["python"] == ".".join(map(str, sys.version_info[:3]))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", kept["started_at"])
    source = (tmp_path / "notebooks/01_funnel_mapping.ipynb").read_bytes()
    assert kept["notebooks"][0]["sha256"] == sha256(source).hexdigest()
    assert kept["notebooks"][0]["seconds"] > 0
    page = (record.folder / "report.html").read_bytes()
    assert kept["files"]["report.html"] == sha256(page).hexdigest()
    assert kept["error"] is None


def test_equal_inputs_give_equal_bytes_and_no_clock_but_in_the_record(job, tmp_path):
    made = job("print(brand)")
    first = _bytes(run_job(made, setting, root=tmp_path).folder)
    second = _bytes(run_job(made, setting, root=tmp_path).folder)

    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == ["run.json"]
    assert str(tmp_path).encode() not in b"".join(second.values())


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1 / 0", "cell_failed"),
        ("import os; os._exit(0)", "kernel_died"),
    ],
)
def test_a_failed_notebook_leaves_the_earlier_report_and_files_what_it_had_done(
    job, tmp_path, cell, message
):
    folder = run_job(job("print(brand)"), setting, root=tmp_path).folder
    before = _bytes(folder)

    record = run_job(job("print('so far')", cell), setting, root=tmp_path)

    assert record.status == "failed"
    assert [problem.message for problem in record.problems] == [message]
    assert _bytes(folder) == before
    assert record.folder == tmp_path / "reports/.failed/2026-10/alba" / record.run
    assert _files(record.folder) == [
        "notebooks/01_funnel_mapping.ipynb",
        "notebooks/02_kpi_tracking.ipynb",
        "run.json",
        "run.log",
    ]
    kept = _record(record.folder)
    assert (kept["status"], kept["run"]) == ("failed", record.run)
    assert kept["notebooks"][1]["failure"]["cell_id"] == "cell-2"
    assert kept["notebooks"][1]["failure"]["cell_index"] == 3
    assert "cell 4 (cell-2)" in kept["error"]["text"][0]
    assert "Traceback" not in json.dumps(kept)
    executed = (record.folder / "notebooks/02_kpi_tracking.ipynb").read_text(encoding="utf-8")
    assert "so far" in executed


def test_the_trace_of_a_failure_stands_in_the_log_without_terminal_colours(job, tmp_path):
    record = run_job(job("def deep():\n    1 / 0\ndeep()"), setting, root=tmp_path)

    log = (record.folder / "run.log").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log
    assert "in deep()" in log
    assert "\x1b" not in log


def test_a_brand_that_fails_stops_no_other(job, tmp_path):
    def some(job):
        if job.brand == "broken":
            raise CatalogueError(Problem("unknown_notebook", {"found": "x", "known": "y"}))
        return setting(job)

    ended = []
    good, broken = job("print(1)"), job("print(1)", brand="broken")
    records = run_batch(
        [broken, good],
        some,
        root=tmp_path,
        on_step=lambda step: ended.append(step.record) if step.record else None,
    )

    assert [record.status for record in records] == ["failed", "succeeded"]
    assert ended == records
    assert records[0].problems[0].message == "unknown_notebook"
    assert _record(records[0].folder)["error"]["problems"][0]["message"] == "unknown_notebook"
    assert not (tmp_path / "reports/2026-10/broken").exists()
    assert (tmp_path / "reports/2026-10/alba/report.html").exists()


def test_a_report_never_mixes_two_states_of_the_store(job, tmp_path):
    late = display_source(bundles(finding("provenance", [{"fact": "store_version", "text": "v8"}])))

    record = run_job(job("## Provenance", late), setting, root=tmp_path)

    assert record.status == "failed"
    assert record.problems[0].message == "store_changed"
    assert record.problems[0].values["found"] == "v7, v8"


def test_an_unforeseen_fault_is_a_failure_with_a_trace_for_who_repairs_it(job, tmp_path):
    def faulty(job):
        raise AttributeError("no such thing")

    record = run_job(job("print(1)"), faulty, root=tmp_path)

    assert record.problems[0].message == "run_broken"
    assert "AttributeError: no such thing" in (record.folder / "run.log").read_text()


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_raised(job, tmp_path):
    made = job("print(1)")
    (tmp_path / "reports").write_text("a file where a folder should be")

    record = run_job(made, setting, root=tmp_path)

    assert (record.status, record.folder) == ("failed", None)
    assert record.problems[0].message == "could_not_write"


def test_every_failure_can_be_told_in_both_languages(job, tmp_path):
    record = run_job(job("1 / 0"), setting, root=tmp_path)

    english, french = (Words(locale).error(RunError(record.problems)) for locale in ("en", "fr"))
    assert english[0].startswith("notebooks/02_kpi_tracking.ipynb · cell 3 (cell-1) stopped: ")
    assert french[0].startswith("notebooks/02_kpi_tracking.ipynb · la cellule 3 (cell-1) s’est ")


def test_stopping_a_batch_by_hand_files_the_run_and_kills_its_kernel(job, tmp_path):
    job("import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(120)")
    script = textwrap.dedent(
        f"""
        import signal, sys
        from pathlib import Path, PurePosixPath
        # A shell that runs the tests in the background lets them ignore the interrupt.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from test_execute import setting
        from kpi_helpers.runs.execute import run_batch
        from kpi_helpers.runs.notebooks import read_notebooks
        from kpi_helpers.runs.plan import Job
        root = Path({str(tmp_path)!r})
        found = tuple(read_notebooks(root / "notebooks").values())[1:]
        jobs = [
            Job(brand, "2026-10", "en", found, PurePosixPath("reports/2026-10") / brand)
            for brand in ("alba", "other")
        ]
        run_batch(jobs, setting, root=root)
        """
    )
    child = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True)
    pid = tmp_path / "notebooks/pid"
    while not (pid.exists() and pid.read_text()):
        assert child.poll() is None, child.stderr.read()
        time.sleep(0.05)

    child.send_signal(signal.SIGINT)

    assert "KeyboardInterrupt" in child.communicate(timeout=30)[1]
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)
    filed = list((tmp_path / "reports/.failed/2026-10/alba").iterdir())
    assert [_record(folder)["status"] for folder in filed] == ["interrupted"]
    assert not (tmp_path / "reports/.failed/2026-10/other").exists()
    assert not (tmp_path / "reports/2026-10").exists()
