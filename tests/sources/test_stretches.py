"""The fast way and the careful way to read a file must not be told apart by what they read."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_exports import write

from kpi_helpers.sources.headers import read_header
from kpi_helpers.sources.records import read_table
from kpi_helpers.sources.stretches import stretches
from kpi_helpers.sources.text import open_text

HEADER = "id,caption,n\r\n"


def both_ways(path, size, above=0):
    """Lines, cells and faults: record by record, and in stretches of `size` bytes."""
    text = open_text(path, path.name)
    line, cells = text.head[above]
    header = read_header(cells, line, path.name)
    careful = read_table(text.records(), header, [0, 1, 2], path.name)
    fast = read_table(
        stretches(text, header, [0, 1, 2], least=0, size=size), header, [0, 1, 2], path.name
    )
    return [(table.table.to_pylist(), table.faults) for table in (careful, fast)]


def kinds(path, size):
    """How many records came one by one, and how many in stretches."""
    text = open_text(path, path.name)
    header = read_header(text.head[0][1], 1, path.name)
    found = list(stretches(text, header, [1], least=0, size=size))
    batches = [cells for _, cells in found if isinstance(cells, pa.RecordBatch)]
    return len(found) - len(batches), sum(batch.num_rows for batch in batches)


SOUND = st.sampled_from(
    [
        "1,plain,2\r\n",
        '2,"one\r\ntwo",3\r\n',
        '3,"he said ""yes""\n\n",4\r\n',
        "4,é✨,\n",
        '5,"",6\n',
        '"6","a;b,c",7\r\n',
    ]
)
DAMAGED = st.sampled_from(
    [
        '7,"open,8\r\n',
        '8,12" vinyl,9\r\n',
        '9,"a"b,1\r\n',
        "10,torn\r\nin two,3\r\n",
        "11,short\n",
        "12,long,1,2\n",
        "13,blank at the end,1,,\n",
        "\r\n",
        ",,\n",
        ",no id,5\n",
        "id,caption,n\n",
        '14,"two","open\n',
        '"\n',
        '15,x,"y"\n',
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(SOUND | DAMAGED, min_size=1, max_size=14),
    st.integers(8, 200),
    st.booleans(),
)
@example(['1,"open,2\r\n', '2,"fine",3\r\n'], 64, False)
@example(['1,"open,2\r\n', '2,"open",3\r\n', '3,"x",4\n'], 16, True)
def test_both_ways_read_the_same(tmp_path_factory, records, size, cut):
    text = HEADER + "1,first,1\n" + "".join(records)
    path = write(tmp_path_factory.mktemp("csv") / "a.csv", text[:-1] if cut else text)
    careful, fast = both_ways(path, size)

    assert fast == careful


def test_sound_records_come_in_stretches_and_only_damage_is_gone_through_one_by_one(tmp_path):
    sound = [f'{number},"line\nbreak {number}",5\n' for number in range(1_000)]
    damaged = [*sound[:500], '500,"a"b,1\n', *sound[500:]]
    path = write(tmp_path / "a.csv", HEADER + "".join(sound))
    other = write(tmp_path / "b.csv", HEADER + "".join(damaged))

    assert kinds(path, 2_000) == (0, 1_000)
    slow, quick = kinds(other, 2_000)
    assert slow + quick == 1_001
    assert 0 < slow < 150


def test_a_record_longer_than_a_stretch_is_read(tmp_path):
    path = write(tmp_path / "a.csv", f'{HEADER}1,"{"x" * 500}",2\n2,b,3\n')
    careful, fast = both_ways(path, 100)

    assert fast == careful


@pytest.mark.parametrize(
    "content",
    [
        b"id;caption;n\r1;a;2\r2;b;3\r",
        "sep=;\nid;caption;n\n1;a;2\n".encode("utf-16"),
        "id;caption;n\n1;é;2\n".encode("cp1252"),
        b'"id";"cap\ntion";n\n1;a;2\n',
        "﻿sep=;\nid;caption;n\n1;a;2\n2;b;3".encode(),
    ],
    ids=["old line ends", "wide", "windows", "header on two lines", "separator line"],
)
def test_files_of_any_make_are_read_alike(tmp_path, content):
    careful, fast = both_ways(write(tmp_path / "a.csv", content), 16)

    assert fast == careful
    assert len(fast[0]) > 0
