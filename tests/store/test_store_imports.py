"""What an import keeps of what it is given."""

import json
from datetime import datetime

import pyarrow as pa
import pytest
from store_samples import day, noon, reading, stored_rows

from kpi_helpers.errors import Problem, StoreError
from kpi_helpers.periods import Period
from kpi_helpers.schema import OBSERVATION
from kpi_helpers.store.lineage import restatements
from kpi_helpers.store.observations import open_store


def values(store, known_at=None, brand="alba"):
    """Entity, day and value of the newest observations."""
    rows = store.observations(brand, known_at).execute()
    return {(row.entity, str(row.date_start.date())): row.value for row in rows.itertuples()}


def one(store, known_at=None):
    """The only newest observation."""
    rows = store.observations("alba", known_at).to_pyarrow().to_pylist()
    assert len(rows) == 1
    return rows[0]


def problems(error):
    return [problem.message for problem in error.value.problems]


# -- restatements


def test_a_restated_value_replaces_the_earlier_one_which_stays_readable(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{"value": 100.0}], observed="03-02")])
    report = store.append([reading([{"value": 130.0}], file="b.csv", observed="03-04")])
    assert (report.observations_new, report.observations_restated) == (0, 1)
    assert one(store)["value"] == 130.0
    assert one(store, noon("03-03"))["value"] == 100.0
    assert one(store, noon("03-02"))["value"] == 100.0
    assert store.observations("alba", noon("03-01")).count().execute() == 0


def test_files_may_come_in_any_order(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{"value": 130.0}], file="b.csv", observed="03-04")])
    store.append([reading([{"value": 100.0}], file="a.csv", observed="03-02")])
    assert one(store)["value"] == 130.0
    assert one(store, noon("03-03"))["value"] == 100.0


def test_a_value_seen_again_is_no_new_row_but_moves_its_time(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}], observed="03-02")])
    report = store.append([reading([{}], file="b.csv", observed="03-09")])
    assert (report.observations_new, report.observations_confirmed) == (0, 1)
    assert stored_rows(tmp_path) == 1
    assert one(store)["observed_at"] == noon("03-09")
    assert one(store, noon("03-08"))["observed_at"] == noon("03-02")
    assert one(store)["source_file"] == "a.csv"


def test_a_late_file_does_not_hide_a_value_that_was_seen_again_after_it(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{"value": 100.0}], file="a.csv", observed="03-02")])
    store.append([reading([{"value": 100.0}], file="c.csv", observed="03-06")])
    store.append([reading([{"value": 130.0}], file="b.csv", observed="03-04")])
    assert one(store)["value"] == 100.0
    assert one(store, noon("03-05"))["value"] == 130.0
    assert one(store, noon("03-03"))["value"] == 100.0


def test_files_of_one_import_are_judged_among_themselves(tmp_path):
    store = open_store(tmp_path)
    report = store.append(
        [
            reading([{"value": 100.0}], file="a.csv", observed="03-02"),
            reading([{"value": 100.0}], file="b.csv", observed="03-03"),
            reading([{"value": 100.0}], file="c.csv", observed="03-04"),
            reading([{"value": 130.0}], file="d.csv", observed="03-05"),
        ]
    )
    told = (report.observations_new, report.observations_confirmed, report.observations_restated)
    assert told == (1, 2, 1)
    assert stored_rows(tmp_path) == 2
    assert one(store, noon("03-04"))["observed_at"] == noon("03-04")
    assert one(store)["value"] == 130.0


def test_another_currency_is_another_value(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{"metric": "spend", "currency": "EUR"}])])
    row = {"metric": "spend", "currency": "USD"}
    report = store.append([reading([row], file="b.csv", observed="03-04")])
    assert report.observations_restated == 1
    assert one(store)["currency"] == "USD"


@pytest.mark.parametrize(
    ("column", "other"),
    [
        ("network", "instagram"), ("account", None), ("entity", "p2"), ("metric", "reach"),
        ("breakdown", "funding"), ("channel", "Email"), ("campaign", "c1"), ("funding", "paid"),
        ("region", "NO"), ("age_band", "18-24"), ("counter", "delta"), ("grain", "creator"),
        ("date_start", day("02-28")), ("date_end", day("03-02")),
    ],
)  # fmt: skip
def test_every_part_of_the_key_keeps_facts_apart(tmp_path, column, other):
    store = open_store(tmp_path)
    counted = {"counter": "delta"} if column.startswith("date") else {}
    rows = [{"value": 1.0, **counted}, {"value": 2.0, **counted, column: other}]
    report = store.append([reading(rows)])
    assert report.observations_new == 2
    assert store.observations("alba").value.sum().execute() == 3.0


def test_restatements_tell_first_and_latest_value(tmp_path):
    store = open_store(tmp_path)
    rows = [{"entity": "p1", "value": 100.0}, {"entity": "p2", "value": 7.0}]
    store.append([reading(rows, file="a.csv", observed="03-02")])
    rows = [{"entity": "p1", "value": 120.0}, {"entity": "p2", "value": 9.0}]
    store.append([reading(rows, file="b.csv", observed="03-04")])
    rows = [{"entity": "p1", "value": 130.0}, {"entity": "p2", "value": 7.0}, {"entity": "p3"}]
    store.append([reading(rows, file="c.csv", observed="03-06")])

    def told(**when):
        found = restatements(store, "alba", **when)
        return [(r.brand, r.entity, r.first_value, r.latest_value) for r in found.itertuples()]

    assert told() == [("alba", "p1", 100.0, 130.0)]  # p2 was changed and changed back
    assert told(since=noon("03-05")) == [("alba", "p1", 120.0, 130.0), ("alba", "p2", 9.0, 7.0)]
    assert told(known_at=noon("03-04")) == [
        ("alba", "p1", 100.0, 120.0),
        ("alba", "p2", 7.0, 9.0),
    ]
    assert told(since=noon("03-06")) == []


# -- the same file, the same time


def test_the_same_file_again_changes_nothing(tmp_path):
    store = open_store(tmp_path)
    first = store.append([reading([{}])])
    files = sorted(path for path in (tmp_path / "data").rglob("*.parquet"))
    again = store.append([reading([{"value": 999.0}])])
    assert (again.version, again.files_new, again.files_known) == (first.version, 0, 1)
    assert sorted(path for path in (tmp_path / "data").rglob("*.parquet")) == files
    assert len(store.imports()) == 1
    assert one(store)["value"] == 100.0


def test_a_file_given_twice_in_one_import_is_taken_once(tmp_path):
    report = open_store(tmp_path).append([reading([{}]), reading([{}])])
    assert (report.files_new, report.files_known, report.observations_new) == (1, 1, 1)


def test_the_same_file_may_be_imported_for_another_brand(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}])])
    report = store.append([reading([{"value": 5.0}], sha="a.csv", brand="northwind")])
    assert report.files_new == 1
    assert store.brands() == ["alba", "northwind"]
    assert store.is_imported("a.csv", "northwind")
    assert values(store, brand="northwind") == {("p1", "2026-03-01"): 5.0}
    assert values(store) == {("p1", "2026-03-01"): 100.0}


def test_another_file_with_the_same_content_adds_nothing(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}])])
    report = store.append([reading([{}], file="copy.csv")])
    assert (report.files_new, report.observations_known, report.observations_new) == (1, 1, 0)
    assert stored_rows(tmp_path) == 1


def test_two_files_that_disagree_are_a_conflict_and_the_later_import_wins(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{"value": 100.0}, {"entity": "p2"}], file="a.csv")])
    report = store.append([reading([{"value": 90.0}, {"entity": "p2"}], file="b.csv")])
    assert [(c.earlier_file, c.later_file, c.observations) for c in report.conflicts] == [
        ("a.csv", "b.csv", 1)
    ]
    assert (report.observations_conflicting, report.observations_known) == (1, 1)
    assert values(store)[("p1", "2026-03-01")] == 90.0


def test_a_conflict_inside_one_import_is_told_too(tmp_path):
    store = open_store(tmp_path)
    report = store.append(
        [reading([{"value": 100.0}], file="a.csv"), reading([{"value": 90.0}], file="b.csv")]
    )
    assert [(c.earlier_file, c.later_file) for c in report.conflicts] == [("a.csv", "b.csv")]
    assert one(store)["value"] == 90.0


def test_a_file_of_which_nothing_was_taken_may_be_tried_again(tmp_path):
    store = open_store(tmp_path)
    fault = (Problem("unreadable", {"found": "x"}, file="a.csv", line=3),)
    nothing = reading([], rows_read=2, rows_rejected=2, problems=fault)
    first = store.append([nothing])
    assert not store.is_imported("a.csv", "alba")
    assert store.append([nothing]).files_known == 1
    assert store.version == first.version
    report = store.append([reading([{}])])  # the mapping was put right meanwhile
    assert (report.files_new, report.observations_new) == (1, 1)
    imports = store.imports("alba")
    assert imports["rows_rejected"].tolist() == [0]


# -- what is remembered


def test_imports_remember_what_quality_needs(tmp_path):
    store = open_store(tmp_path)
    faults = (
        Problem("unreadable", {"found": "12 k"}, file="a.csv", line=4, key="reach"),
        Problem("odd", {}, file="a.csv", line=5, severity="warn"),
    )
    rows = [{"date_start": day("03-02")}, {"date_start": day("03-05")}]
    windows = [{"window_start": day("03-01"), "window_end": day("03-31")}]
    result = reading(
        rows, windows=windows, rows_read=4, rows_rejected=1, rows_total=1, problems=faults
    )
    store.append([result], imported_at=datetime(2026, 4, 1, 9))
    record = store.imports("alba").to_dict("records")[0]
    assert (record["source"], record["file"], record["sha256"]) == ("posts", "a.csv", "a.csv")
    assert (record["rows_read"], record["rows_rejected"], record["rows_total"]) == (4, 1, 1)
    assert (record["observations"], record["observed_assumed"]) == (2, False)
    assert (record["first_day"].date(), record["last_day"].date()) == (day("03-02"), day("03-05"))
    assert record["window_end"].date() == day("03-31")
    assert (record["observed_at"], record["imported_at"]) == (
        noon("03-02"),
        datetime(2026, 4, 1, 9),
    )
    assert (record["problems_block"], record["problems_warn"]) == (1, 1)
    assert json.loads(record["problems"])[0] == {
        "message": "unreadable", "values": {"found": "12 k"}, "file": "a.csv", "line": 4,
        "key": "reach", "severity": "block",
    }  # fmt: skip


def test_lineage_leads_from_a_figure_to_file_and_lines(tmp_path):
    store = open_store(tmp_path)
    posts = [{"entity": f"p{n}", "date_start": day(f"03-0{n}")} for n in range(1, 6)]
    store.append([reading(posts, file="a.csv", observed="03-06")])
    store.append([reading([{"entity": "p2", "date_start": day("03-02"), "value": 1.0}],
                          file="b.csv", observed="03-09")])  # fmt: skip
    found = store.lineage("alba", "views", Period(day("03-02"), day("03-04")))
    told = [
        (r.source_file, r.first_line, r.last_line, r.rows, r.observed_at)
        for r in found.itertuples(index=False)
    ]
    assert told == [("a.csv", 4, 5, 2, noon("03-06")), ("b.csv", 2, 2, 1, noon("03-09"))]


def test_newest_time_of_observation_is_known_by_brand(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}], observed="03-09"), reading([{}], file="b.csv", observed="03-02")])
    assert store.newest_observed_at("alba") == noon("03-09")
    assert store.newest_observed_at("nobody") is None


def test_text_is_kept_as_it_is_and_columns_are_those_of_the_schema(tmp_path):
    store = open_store(tmp_path)
    row = {"entity": "00012", "region": "NO", "channel": "Été « d'or »", "campaign": "12:30"}
    store.append([reading([row], file="Été/l'export.csv")])
    kept = one(store)
    assert list(kept) == list(OBSERVATION)
    assert {name: kept[name] for name in row} == row
    assert (kept["source_file"], kept["source_line"]) == ("Été/l'export.csv", 2)
    assert kept["age_band"] is None


def test_dictionary_encoded_text_is_read_like_plain_text(tmp_path):
    rows = [{"entity": f"p{n}", "region": [None, "NO"][n % 2]} for n in range(5)]
    plain = reading(rows)
    encoded = pa.table(
        {
            name: column.dictionary_encode() if pa.types.is_string(column.type) else column
            for name, column in zip(OBSERVATION, plain.observations.columns, strict=True)
        }
    )
    one_way, other_way = open_store(tmp_path / "plain"), open_store(tmp_path / "encoded")
    one_way.append([plain])
    other_way.append(
        [reading([], sha="x"), type(plain)(**{**vars(plain), "observations": encoded})]
    )
    order = ["entity"]
    left = one_way.observations("alba").order_by(order).to_pyarrow()
    assert left.equals(other_way.observations("alba").order_by(order).to_pyarrow())


# -- versions


def test_the_same_imports_give_the_same_version_whenever_they_are_made(tmp_path):
    versions = set()
    for name, moment in (("a", datetime(2026, 4, 1)), ("b", datetime(2027, 1, 1))):
        store = open_store(tmp_path / name)
        versions.add(store.append([reading([{}, {"entity": "p2"}])], moment).version)
    assert len(versions) == 1
    assert store.append([reading([{}], file="b.csv")]).version not in versions


def test_another_brand_leaves_the_version_of_a_brand(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}])])
    own, whole = store.version_of("alba"), store.version
    store.append([reading([{}], brand="northwind")])
    assert store.version_of("alba") == own
    assert store.version != whole


def test_an_opened_store_stays_at_its_version(tmp_path):
    open_store(tmp_path).append([reading([{}])])
    reader = open_store(tmp_path)
    open_store(tmp_path).append([reading([{"value": 7.0}], file="b.csv", observed="03-05")])
    assert one(reader)["value"] == 100.0
    assert one(open_store(tmp_path))["value"] == 7.0


# -- refusals


def test_nothing_is_created_before_the_first_import(tmp_path):
    store = open_store(tmp_path)
    assert (store.exists, store.brands(), store.is_imported("x", "alba")) == (False, [], False)
    assert store.append([]).files_new == 0
    with pytest.raises(StoreError) as error:
        _ = store.version
    assert problems(error) == ["store_missing"]
    with pytest.raises(StoreError) as error:
        store.observations("alba")
    assert problems(error) == ["store_missing"]
    assert list(tmp_path.iterdir()) == []


def test_a_brand_without_imports_is_named_with_those_that_have_some(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}])])
    with pytest.raises(StoreError) as error:
        store.observations("nobody")
    assert error.value.problems[0].message == "store_brand_missing"
    assert error.value.problems[0].values == {"brand": "nobody", "known": "alba"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"format": 99, "brands": {}}', "store_format_unknown"),
        ("[]", "store_format_unknown"),
        ('{"format": 1', "store_manifest_unreadable"),
    ],
)
def test_a_manifest_of_another_kind_is_refused(tmp_path, text, message):
    folder = tmp_path / "data" / "store"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(text)
    with pytest.raises(StoreError) as error:
        open_store(tmp_path)
    assert problems(error) == [message]


def test_a_lost_file_is_named(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}])])
    lost = next((tmp_path / "data/store/observations").rglob("*.parquet"))
    lost.unlink()
    with pytest.raises(StoreError) as error:
        store.observations("alba")
    assert problems(error) == ["store_file_lost"]
    assert error.value.problems[0].file == f"observations/alba/{lost.name}"


@pytest.mark.parametrize("metric", ["note", "channel", "spend_currency"])
def test_a_metric_called_like_a_column_is_refused_and_nothing_changes(tmp_path, metric):
    store = open_store(tmp_path)
    store.append([reading([{}])])
    before = store.version
    with pytest.raises(StoreError) as error:
        store.append([reading([{"metric": metric}], file="b.csv")])
    assert problems(error) == ["store_metric_reserved"]
    assert open_store(tmp_path).version == before


def test_a_reader_that_breaks_its_contract_is_stopped(tmp_path):
    store = open_store(tmp_path)
    with pytest.raises(ValueError, match="missing value"):
        store.append([reading([{"value": float("nan")}])])
    with pytest.raises(ValueError, match="missing value"):
        store.append([reading([{"value": None}])])
    with pytest.raises(ValueError, match="northwind"):
        store.append([reading([{"brand": "northwind"}])])
    assert not open_store(tmp_path).exists


def test_a_store_that_cannot_be_written_says_so(tmp_path):
    folder = tmp_path / "data" / "store"
    folder.mkdir(parents=True)
    (folder / "observations").write_text("a file where a folder should be")
    with pytest.raises(StoreError) as error:
        open_store(tmp_path).append([reading([{}])])
    assert problems(error) == ["store_write_failed"]
    assert not open_store(tmp_path).exists
