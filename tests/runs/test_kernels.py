"""Real kernels: every way in which a notebook can end is recorded, and nothing is left running."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from kpi_helpers.runs.kernels import LONGEST_SOCKET, kernel_environment, socket_folder
from kpi_helpers.runs.notebook_run import failure_problem, run_notebook
from kpi_helpers.runs.notebooks import read_notebooks

PARAMETERS = {"brand": "alba", "month": "2026-10", "locale": "fr", "root": "", "known_at": ""}


@pytest.fixture
def run(write_notebook, tmp_path):
    def run_cells(*cells, seconds=60, tags=None, on_cell=lambda done, total: None):
        path = write_notebook("01_trial", *cells, tags=tags)
        source = read_notebooks(path.parent)["01_trial"]
        return run_notebook(
            source, PARAMETERS, root=tmp_path, timeout_seconds=seconds, on_cell=on_cell
        )

    return run_cells


def _printed(done, cell_id):
    cell = next(cell for cell in done.notebook.cells if cell["id"] == cell_id)
    return "".join(output.get("text", "") for output in cell.outputs)


def _alive(pid):
    """Whether a process runs; one that is dead and not yet buried does not."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_notebook_runs_with_its_parameters_in_its_own_folder_and_knows_the_project(run, tmp_path):
    seen = []
    done = run(
        "import os",
        'print(brand, month, locale, repr(root), os.environ["KPI_ROOT"], os.getcwd())',
        on_cell=lambda index, total: seen.append((index, total)),
    )

    assert done.status == "succeeded"
    assert done.failure is None
    expected = f"alba 2026-10 fr '' {tmp_path} {tmp_path / 'notebooks'}\n"
    assert _printed(done, "cell-1") == expected
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_two_runs_of_one_notebook_are_equal_and_tell_no_clock_and_no_path(run, tmp_path):
    first, second = (run('print({"a", "b", "c", "d"})') for _ in range(2))

    assert first.notebook == second.notebook
    assert str(tmp_path) not in str(first.notebook)
    assert first.notebook.metadata["papermill"] == {
        "parameters": PARAMETERS,
        "status": "succeeded",
    }


def test_cells_for_the_hand_are_not_run(run):
    done = run("open('touched', 'w')", "print(1)", tags={0: ["interactive"]})

    assert done.status == "succeeded"
    assert not (done.source.path.parent / "touched").exists()
    assert _printed(done, "cell-1") == "1\n"


def test_a_failing_cell_is_recorded_with_its_place_and_the_rest_is_not_run(run):
    done = run("# Title", "before = 1", "1 / 0", "print('never')")

    assert done.status == "failed"
    failure = done.failure
    assert (failure.message, failure.cell_index, failure.cell_id) == ("cell_failed", 3, "cell-2")
    assert (failure.error, failure.text) == ("ZeroDivisionError", "division by zero")
    assert "ZeroDivisionError" in failure.traceback
    assert _printed(done, "cell-3") == ""
    problem = failure_problem(done)
    assert problem.file == "notebooks/01_trial.ipynb"
    assert problem.values["number"] == 4
    assert "Traceback" not in str(problem)


def test_a_tag_that_forgives_errors_does_not_make_a_report_of_them(run):
    done = run("1 / 0", tags={0: ["raises-exception"]})

    assert done.status == "failed"


@pytest.mark.parametrize("cell", ["import sys; sys.exit(0)", "import sys; sys.exit(3)", "exit"])
def test_leaving_early_is_a_failure_even_with_a_good_exit_code(run, cell):
    done = run(cell)

    assert done.failure.message == "cell_exited"
    assert done.failure.error == "SystemExit"
    assert done.failure.cell_id == "cell-0"


@pytest.mark.parametrize(
    "cell", ["import os; os._exit(0)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
)
def test_a_kernel_that_dies_is_a_failure_of_the_cell_it_died_in(run, cell):
    done = run("print(1)", cell, "print(2)")

    assert done.failure.message == "kernel_died"
    assert done.failure.cell_id == "cell-1"
    assert _printed(done, "cell-0") == "1\n"


def test_a_notebook_that_runs_too_long_is_stopped_wherever_the_time_went(run):
    done = run("import time; time.sleep(2)", "time.sleep(60)", seconds=4)

    assert done.failure.message == "ran_too_long"
    assert done.failure.cell_id == "cell-1"
    assert done.failure.text == "4 s"
    assert done.seconds < 20


@pytest.mark.parametrize("ending", ["1 / 0", "import os; os._exit(1)", "pass"])
def test_nothing_that_a_notebook_started_outlives_it(run, ending):
    start = "import os, subprocess; child = subprocess.Popen(['sleep', '600'])"
    done = run(start, "print(os.getpid(), child.pid)", ending)

    kernel, child = map(int, _printed(done, "cell-1").split())
    assert not _alive(kernel)
    assert not _alive(child)


def test_much_output_is_not_lost(run):
    done = run("for row in range(20_000): print(row)")

    assert done.status == "succeeded"
    assert len(_printed(done, "cell-0").splitlines()) == 20_000


def test_a_kernel_installed_by_the_user_does_not_stand_for_ours(run, monkeypatch, tmp_path):
    other = tmp_path / "share/kernels/python3"
    other.mkdir(parents=True)
    spec = {"argv": ["false"], "display_name": "other", "language": "python"}
    (other / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))

    done = run("import sys; print(sys.executable)")

    assert _printed(done, "cell-0") == f"{sys.executable}\n"


def test_a_kernel_that_cannot_start_is_a_failure_and_its_last_words_are_kept(
    run, monkeypatch, tmp_path
):
    (tmp_path / "ipykernel_launcher.py").write_text("raise SystemExit('no room for a kernel')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    done = run("print(1)")

    assert (done.failure.message, done.failure.cell_index) == ("kernel_not_started", None)
    assert "no room for a kernel" in done.failure.traceback


def test_what_a_dying_kernel_writes_past_the_notebook_is_kept_for_the_log(run, capfd):
    done = run("import os; os.write(2, b'out of luck'); os._exit(1)")

    assert "out of luck" in done.failure.traceback
    assert capfd.readouterr() == ("", "")


def test_sockets_have_short_paths_of_their_own_and_go_away(monkeypatch, tmp_path):
    deep = tmp_path / ("d" * 90)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))

    with socket_folder() as one, socket_folder() as other:
        assert one != other
        assert len(os.fsencode(f"{one}/s-65535")) <= LONGEST_SOCKET
        assert one.stat().st_mode & 0o077 == 0
    assert not one.exists()
    assert not other.exists()


def test_a_kernel_keeps_the_environment_and_orders_sets_alike(monkeypatch, tmp_path):
    monkeypatch.setenv("MPLBACKEND", "agg")

    environment = kernel_environment(tmp_path)

    assert environment["MPLBACKEND"] == "agg"
    assert environment["KPI_ROOT"] == str(tmp_path)
    assert environment["PYTHONHASHSEED"] == "0"
