"""Imports that are killed, imports at the same time, and readers beside them."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from filelock import FileLock
from store_samples import noon, reading, stored_rows

from kpi_helpers.errors import StoreError
from kpi_helpers.store.grains import open_grains
from kpi_helpers.store.manifest import load_manifest, write_lock
from kpi_helpers.store.observations import open_store

posix = pytest.mark.skipif(os.name != "posix", reason="kills and forks as POSIX does")

KILLED_AT_EACH_STEP = """
    import os, shutil, signal, sys
    from pathlib import Path
    from store_samples import reading
    from kpi_helpers.store.observations import open_store

    STEPS = {"open", "os.rename", "os.remove", "os.mkdir"}
    place, base = Path(sys.argv[1]), Path(sys.argv[2])

    def imports(root, last):
        count = 0
        def step(event, args):
            nonlocal count
            if event in STEPS and str(root) in str(args[0]):
                count += 1
                if count == last:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(step)
        posts = [{"entity": f"p{n}", "value": 7.0} for n in range(50)]
        open_store(root).append([reading(posts, file="b.csv", observed="03-05")])

    number = 0
    while True:
        number += 1
        root = place / str(number)
        shutil.copytree(base, root)
        child = os.fork()
        if child == 0:
            imports(root, number)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            break
        print(number, os.WTERMSIG(status), flush=True)
    print("whole", number)
"""


def run(script, *arguments, **options):
    """Start a fresh Python that knows the package and the samples of these tests."""
    paths = [str(Path(__file__).parent), *sys.path]
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


@posix
def test_an_import_killed_at_any_step_leaves_the_earlier_version_whole(tmp_path):
    base = tmp_path / "base"
    before = open_store(base)
    posts = [{"entity": f"p{n}"} for n in range(50)]
    before.append([reading(posts)])
    output, _ = run(KILLED_AT_EACH_STEP, tmp_path, base).communicate(timeout=120)
    *killed, (_, whole) = [line.split() for line in output.splitlines()]
    assert len(killed) >= 12
    assert {int(how) for _, how in killed} == {signal.SIGKILL}
    outcomes = []
    for number, _ in killed:
        store = open_store(tmp_path / number)
        total = store.observations("alba").value.sum().execute()
        outcomes.append((store.version == before.version, total))
        report = store.append([reading([{"value": 9.0}], file="c.csv", observed="03-07")])
        assert report.files_new == 1
        assert not list(store.folder.rglob(".unfinished-*"))
    assert set(outcomes) <= {(True, 5000.0), (False, 350.0)}
    assert (outcomes[0], outcomes[-1]) == ((True, 5000.0), (False, 350.0))
    assert outcomes == sorted(outcomes, reverse=True)  # once the manifest stands it stays
    done = open_store(tmp_path / whole)
    assert done.observations("alba").value.sum().execute() == 350.0


APPEND_MANY = """
    import sys
    from pathlib import Path
    from store_samples import reading
    from kpi_helpers.store.observations import open_store

    name = sys.argv[2]
    for number in range(6):
        rows = [{"entity": f"{name}-{number}-{n}"} for n in range(20)]
        open_store(Path(sys.argv[1])).append([reading(rows, file=f"{name}-{number}.csv")])
"""


def test_two_imports_at_once_lose_nothing_and_readers_see_whole_versions(tmp_path):
    writers = [run(APPEND_MANY, tmp_path, name) for name in ("left", "right")]
    seen = []
    while any(writer.poll() is None for writer in writers):
        store = open_store(tmp_path)
        if store.exists:
            seen.append(store.observations("alba").count().execute())
    assert [writer.communicate()[1] or writer.returncode for writer in writers] == [0, 0]
    assert stored_rows(tmp_path) == 2 * 6 * 20
    assert len(open_store(tmp_path).imports()) == 12
    assert all(count % 20 == 0 for count in seen)
    assert seen == sorted(seen)
    numbers = open_store(tmp_path).manifest.brands["alba"]
    assert len({batch.next_seq for batch in numbers}) == 12


def test_readers_work_while_a_writer_holds_the_lock(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}])])
    with write_lock(store.folder):
        reader = open_store(tmp_path)
        assert reader.observations("alba").count().execute() == 1
        assert open_grains(reader, "alba").tables["post"].count().execute() == 1
        assert len(reader.imports()) == 1


def test_a_writer_that_waits_too_long_says_who_is_in_the_way(tmp_path):
    with (
        FileLock(tmp_path / "manifest.lock"),
        pytest.raises(StoreError) as error,
        write_lock(tmp_path, seconds=0.0),
    ):
        pass
    assert error.value.problems[0].message == "store_locked"


def test_a_manifest_that_was_half_written_is_not_looked_at(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}])])
    (store.folder / ".manifest.json.new").write_text('{"format": 1, "bra')
    assert open_store(tmp_path).version == store.version
    report = store.append([reading([{}], file="b.csv", observed="03-09")])
    assert load_manifest(store.folder).version == report.version
    assert open_store(tmp_path).newest_observed_at("alba") == noon("03-09")
