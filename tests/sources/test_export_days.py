from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from made_exports import IMPORTED, context, write

from kpi_helpers.sources.provenance import observed_at, window_in_name


def seen(tmp_path, name, mapped=None, **changes):
    path = write(tmp_path / name, "x")
    found = observed_at(path, context(tmp_path, **changes), mapped)
    return found.at, found.assumed


def test_the_folder_says_when_a_file_was_exported(tmp_path):
    assert seen(tmp_path, "raw/observed-2026-10-05/posts.csv") == (
        datetime(2026, 10, 5, 12),
        False,
    )


def test_the_nearest_name_wins(tmp_path):
    name = "observed-2026-10-05/observed-2026-10-19/posts.csv"
    own = "observed-2026-10-05/posts observed-2026-10-20.csv"

    assert seen(tmp_path, name)[0].day == 19
    assert seen(tmp_path, own)[0].day == 20


def test_names_above_the_project_say_nothing(tmp_path):
    root = tmp_path / "observed-2020-01-01" / "project"
    path = write(root / "posts.csv", "x")

    assert observed_at(path, context(root)).assumed


def test_names_then_mapping_then_user_then_import_time(tmp_path):
    user = datetime(2026, 11, 2, 8, tzinfo=timezone(timedelta(hours=1)))
    named = "observed-2026-10-05/posts.csv"

    assert seen(tmp_path, named, "2026-10-06", observed_at=user)[0] == datetime(2026, 10, 5, 12)
    assert seen(tmp_path, "a.csv", "2026-10-06", observed_at=user)[0] == datetime(2026, 10, 6, 12)
    assert seen(tmp_path, "a.csv", observed_at=user) == (datetime(2026, 11, 2, 7), False)
    assert seen(tmp_path, "a.csv") == (IMPORTED, True)


def test_an_import_time_with_a_zone_is_kept_in_utc(tmp_path):
    path = write(tmp_path / "a.csv", "x")
    given = context(tmp_path)
    aware = type(given)(**{**vars(given), "import_time": datetime(2026, 11, 24, 9, tzinfo=UTC)})

    assert observed_at(path, aware).at == datetime(2026, 11, 24, 9)


@pytest.mark.parametrize(
    "name",
    [
        "Aug-01-2025_Aug-31-2025_510655233471668.csv",
        "Août-01-2025_Août-31-2025_510655233471668.csv",
        "aou\u0302t-01-2025_aou\u0302t-31-2025_1.csv",
        "aoÃ»t-01-2025_aoÃ»t-31-2025_1.csv",
        "août.-01-2025_août.-31-2025_1.csv",
        "01-Aug-2025_31-Aug-2025.csv",
    ],
)
def test_a_file_name_states_its_days_in_either_language(name):
    assert window_in_name(name) == (date(2025, 8, 1), date(2025, 8, 31))


@pytest.mark.parametrize(
    ("french", "month"),
    list(
        zip(
            ["janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov",
             "déc"],
            range(1, 13),
            strict=True,
        )
    ),
)  # fmt: skip
def test_every_french_month_is_known(french, month):
    assert window_in_name(f"{french}-01-2026_{french}-02-2026_9.csv") == (
        date(2026, month, 1),
        date(2026, month, 2),
    )


@pytest.mark.parametrize(
    "name", ["posts.csv", "Foo-01-2025_Foo-31-2025_1.csv", "Feb-30-2025_Mar-01-2025_1.csv",
             "Aug-31-2025_Aug-01-2025_1.csv"]
)  # fmt: skip
def test_a_name_without_a_sound_window_states_none(name):
    assert window_in_name(name) is None
