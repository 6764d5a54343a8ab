"""Label files: one row a decision, added whole."""

import csv
import os
import signal
import subprocess
import sys
import time

import pytest

from kpi_helpers.errors import StoreError
from kpi_helpers.store.labels import add_label

COLUMNS = ("comment", "tone", "labelled_by")


def rows(path):
    """The rows of a file, by column."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_label_that_was_added_is_read_again(tmp_path):
    path = tmp_path / "labels" / "comments.csv"
    add_label(path, COLUMNS, {"comment": "c1", "tone": "positive", "labelled_by": 'Zoé, "Z"'})
    add_label(path, COLUMNS, {"comment": "c2", "tone": "neutral", "labelled_by": ""})

    assert rows(path) == [
        {"comment": "c1", "tone": "positive", "labelled_by": 'Zoé, "Z"'},
        {"comment": "c2", "tone": "neutral", "labelled_by": ""},
    ]


def test_a_label_keeps_the_columns_and_the_last_line_of_a_file_mended_by_hand(tmp_path):
    path = tmp_path / "comments.csv"
    path.write_text("tone,comment,labelled_by,remark\nneutral,c1,Ana,why not", encoding="utf-8")
    add_label(path, COLUMNS, {"comment": "c2", "tone": "negative", "labelled_by": "Ana"})

    assert path.read_text(encoding="utf-8").splitlines() == [
        "tone,comment,labelled_by,remark", "neutral,c1,Ana,why not", "negative,c2,Ana,",
    ]  # fmt: skip


def test_a_file_without_a_needed_column_is_refused(tmp_path):
    path = tmp_path / "comments.csv"
    path.write_text("comment,tone\n", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        add_label(path, COLUMNS, {"comment": "c1"})

    assert caught.value.problems[0].message == "csv_columns"
    assert path.read_text(encoding="utf-8") == "comment,tone\n"


ADDING = """
import sys
from pathlib import Path
from kpi_helpers.store.labels import add_label
for place in range(100_000):
    add_label(Path(sys.argv[1]), ("comment", "tone"), {"comment": f"c{place}", "tone": "neutral"})
"""


def test_a_kill_while_labelling_leaves_only_whole_rows(tmp_path):
    path = tmp_path / "comments.csv"
    adding = subprocess.Popen([sys.executable, "-c", ADDING, str(path)])
    while not path.exists() or path.stat().st_size < 2_000:
        assert adding.poll() is None
        time.sleep(0.01)
    os.kill(adding.pid, signal.SIGKILL)
    adding.wait()
    found = rows(path)

    assert found == [{"comment": f"c{at}", "tone": "neutral"} for at in range(len(found))]
    assert len(found) > 50
