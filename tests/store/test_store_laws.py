"""Laws that hold for every sequence of imports, whatever their order."""

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import day, noon, reading

from kpi_helpers.schema import OBSERVATION
from kpi_helpers.sources.result import arrow_schema
from kpi_helpers.store.grains import open_grains
from kpi_helpers.store.observations import open_store
from kpi_helpers.store.series import ROW, SERIES, split_series

TIMES = [f"03-0{n}" for n in range(2, 7)]
FACTS = [("p1", "views"), ("p1", "reach"), ("p2", "views")]

facts = st.fixed_dictionaries(
    {}, optional={fact: st.sampled_from([1.0, 2.0, 3.0]) for fact in FACTS}
)
files = st.tuples(st.sampled_from(TIMES), facts)
imports = st.lists(st.lists(files, min_size=1, max_size=3), min_size=1, max_size=4)


def known(batches, until):
    """What each fact is known to be: plainly, one file after the other."""
    found = {}
    for observed, said in (file for batch in batches for file in batch):
        for fact, value in said.items():
            if observed <= until and observed >= found.get(fact, ("", 0.0))[0]:
                found[fact] = (observed, value)
    return {fact: (value, noon(observed)) for fact, (observed, value) in found.items()}


def stored(folder, batches):
    store, number = open_store(folder), 0
    for batch in batches:
        results = []
        for observed, said in batch:
            number += 1
            rows = [{"entity": e, "metric": m, "value": v} for (e, m), v in said.items()]
            results.append(reading(rows, file=f"{number}.csv", observed=observed))
        store.append(results)
    return store


@settings(max_examples=10, deadline=None)
@given(imports)
def test_the_latest_view_is_the_newest_observation_of_each_fact_at_every_time(batches):
    with tempfile.TemporaryDirectory() as folder:
        store = stored(Path(folder), batches)
        for until in (TIMES[1], TIMES[-1]):
            rows = store.observations("alba", noon(until)).to_pyarrow().to_pylist()
            told = {(r["entity"], r["metric"]): (r["value"], r["observed_at"]) for r in rows}
            assert len(told) == len(rows)
            assert told == known(batches, until)


@settings(max_examples=5, deadline=None)
@given(imports)
def test_a_grain_table_holds_the_same_values_once_each(batches):
    expected = known(batches, TIMES[-1])
    if not expected:
        return
    with tempfile.TemporaryDirectory() as folder:
        grains = open_grains(stored(Path(folder), batches), "alba")
        rows = grains.tables["post"].to_pyarrow().to_pylist()
    told = {
        (row["entity"], metric): row[metric]
        for row in rows
        for metric in ("views", "reach")
        if row.get(metric) is not None
    }
    assert told == {fact: value for fact, (value, _) in expected.items()}
    assert len(rows) == len({entity for entity, _ in expected})


texts = st.sampled_from([None, "a", "b", "ü"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(texts, texts, texts, st.sampled_from(TIMES)), max_size=30),
    st.booleans(),
)
def test_splitting_into_series_and_rows_loses_nothing(rows, encoded):
    told = [
        {"channel": channel, "region": region, "note": note, "observed_at": noon(observed)}
        for channel, region, note, observed in rows
    ]
    table = reading(told).observations
    given_table = _encoded(table) if encoded else table
    series, own = split_series(given_table, first_series=5, first_seq=100)
    assert series.column_names == list(SERIES)
    assert own.column_names == list(ROW)
    assert own["seq"].to_pylist() == list(range(100, 100 + len(rows)))
    assert series["series"].to_pylist() == list(range(5, 5 + len(series)))
    shared = {row.pop("series"): row for row in series.to_pylist()}
    assert len({tuple(row.values()) for row in shared.values()}) == len(shared)
    joined = [{**shared[row["series"]], **row, "brand": "alba"} for row in own.to_pylist()]
    assert [{name: row[name] for name in OBSERVATION} for row in joined] == table.to_pylist()


def test_blocks_of_memory_that_come_again_are_read_alike():
    same = reading([{"channel": "a"}, {"channel": None}, {"channel": "b"}]).observations
    other = reading([{"channel": "b"}, {"channel": "c"}]).observations
    table = pa.concat_tables([same, other, same, same.slice(1), same])
    series, own = split_series(table, 0, 0)
    told = series["channel"].to_pylist()
    assert sorted(told, key=str) == [None, "a", "b", "c"]
    assert [told[number] for number in own["series"].to_pylist()] == table["channel"].to_pylist()


def test_many_series_are_told_apart_beyond_any_lookup_table():
    count = 3000
    columns = {name: pa.nulls(count, kind) for name, kind in _schema()}
    for place, name in enumerate(("channel", "campaign", "region", "source_file")):
        texts = np.char.add(name[:2], ((np.arange(count) * (7 + place)) % 2999).astype(str))
        columns[name] = pa.array(texts.tolist())
    columns["value"] = pa.array(np.arange(count, dtype="float64"))
    columns["date_start"] = columns["date_end"] = pa.array([day("03-01")] * count)
    table = pa.table(columns)
    series, own = split_series(table, 0, 0)
    names = ["channel", "campaign", "region", "source_file"]
    expected = table.select(names).to_pylist()
    assert len(series) == len({tuple(row.values()) for row in expected})
    told = series.select(names).to_pylist()
    assert [told[number] for number in own["series"].to_pylist()] == expected


def _schema():
    schema = arrow_schema(OBSERVATION)
    return zip(schema.names, schema.types, strict=True)


def _encoded(table):
    columns = [
        column.dictionary_encode() if pa.types.is_string(column.type) else column
        for column in table.columns
    ]
    return pa.table(dict(zip(table.column_names, columns, strict=True)))
