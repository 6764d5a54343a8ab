from __future__ import annotations

from datetime import date

import pytest
from made_exports import read, told, values, write

from kpi_helpers.errors import SourceError

CHANNEL = "Session primary channel group (Default Channel Group)"
TRAFFIC = f"""# ----------------------------------------
# Traffic acquisition: {CHANNEL}
# Account: Northwind
# Property: Northwind - GA4
# ----------------------------------------
#
# All Users
# Start date: 20261001
# End date: 20261031

{CHANNEL},Active users,Sessions,Engagement rate,Key events,Total revenue
Grand total,90,130,0.6,4.5,320.5
Organic Search,60,80,0.7,3,200.25
Paid Social,40,50,0.5,1.5,120.25
"""
FRENCH = """# ----------------------------------------
# Acquisition de trafic : Groupe de canaux par défaut de la session
# Compte : Alba
# Propriété : Alba - GA4
# ----------------------------------------
#
# Tous les utilisateurs
# Date de début : 20260701
# Date de fin : 20260731

Groupe de canaux par défaut de la session;Sessions;Utilisateurs actifs;Taux d'engagement;\
Événements clés;Revenu total
Recherche organique;1\u202f200;900;62,5\u00a0%;12;1\u202f234,56\u00a0€
Réseaux sociaux payants;300;250;40,0\u00a0%;2;100,00\u00a0€
Total;1\u202f500;1\u202f100;58,0\u00a0%;14;1\u202f334,56\u00a0€
"""
EXPLORATION = f"""# ----------------------------------------
# Northwind - GA4
# Free form-Free form 1
# 20261001-20261002
# ----------------------------------------

Date,{CHANNEL},Sessions,Active users
,,60,41,Grand total
20261001,Direct,10,9
20261001,Email,20,15
20261002,Direct,30,22
"""


def ga4(tmp_path, text, **changes):
    return read(write(tmp_path / "observed-2026-11-03" / "ga4.csv", text), root=tmp_path, **changes)


def refusal(tmp_path, text):
    with pytest.raises(SourceError) as caught:
        ga4(tmp_path, text)
    return told(caught.value)


def test_sums_over_a_window_are_channel_periods_so_that_days_are_not_counted_twice(tmp_path):
    result = ga4(tmp_path, TRAFFIC)
    columns = ("grain", "account", "channel", "date_start", "date_end", "counter")

    assert values(result, "sessions", *columns) == [
        ("channel_period", "Northwind - GA4", "Organic Search", date(2026, 10, 1),
         date(2026, 10, 31), "delta", 80.0),
        ("channel_period", "Northwind - GA4", "Paid Social", date(2026, 10, 1),
         date(2026, 10, 31), "delta", 50.0),
    ]  # fmt: skip
    assert result.problems == ()


def test_days_are_site_days(tmp_path):
    result = ga4(tmp_path, EXPLORATION)

    assert values(result, "sessions", "grain", "date_start", "date_end", "channel") == [
        ("site_day", date(2026, 10, 1), date(2026, 10, 1), "Direct", 10.0),
        ("site_day", date(2026, 10, 1), date(2026, 10, 1), "Email", 20.0),
        ("site_day", date(2026, 10, 2), date(2026, 10, 2), "Direct", 30.0),
    ]
    assert values(result, "sessions", "account")[0] == ("Northwind - GA4", 10.0)


def test_a_window_of_one_day_is_a_day(tmp_path):
    result = ga4(tmp_path, TRAFFIC.replace("20261031", "20261001"))

    assert {row["grain"] for row in result.observations.to_pylist()} == {
        "site_day",
        "account_window",
    }


def test_people_are_never_a_sum_of_channels(tmp_path):
    """60 + 40 is not 90: only the total row knows who came through both."""
    result = ga4(tmp_path, TRAFFIC)

    assert values(result, "active_users", "grain", "counter", "breakdown", "channel") == [
        ("account_window", "unique", "channel", "Organic Search", 60.0),
        ("account_window", "unique", "channel", "Paid Social", 40.0),
        ("account_window", "unique", "total", None, 90.0),
    ]


def test_people_of_a_day_have_that_day_as_their_window(tmp_path):
    result = ga4(tmp_path, EXPLORATION)

    assert values(result, "active_users", "date_start", "date_end", "breakdown") == [
        (date(2026, 10, 1), date(2026, 10, 1), "channel", 9.0),
        (date(2026, 10, 1), date(2026, 10, 1), "channel", 15.0),
        (date(2026, 10, 2), date(2026, 10, 2), "channel", 22.0),
        (date(2026, 10, 1), date(2026, 10, 2), "total", 41.0),
    ]


@pytest.mark.parametrize("text", [TRAFFIC, FRENCH, EXPLORATION])
def test_a_total_row_is_counted_and_never_added(tmp_path, text):
    result = ga4(tmp_path, text)
    rows = len(values(result, "sessions"))

    assert result.rows_total == 1
    assert result.rows_read == rows + 1
    assert result.rows_rejected == 0


def test_a_channel_may_be_called_total_care(tmp_path):
    result = ga4(tmp_path, TRAFFIC.replace("Paid Social", "Total Care"))

    assert values(result, "sessions", "channel")[1] == ("Total Care", 50.0)


@pytest.mark.parametrize("row", ["Grand total,,60,41", ",Grand total,60,41", ",,60,41,Grand total"])
@pytest.mark.parametrize("last", [False, True])
def test_a_total_row_is_known_wherever_it_stands_and_says_so(tmp_path, row, last):
    without = EXPLORATION.replace(",,60,41,Grand total\n", "")
    head = without.index("20261001,Direct")
    text = f"{without}{row}\n" if last else f"{without[:head]}{row}\n{without[head:]}"
    result = ga4(tmp_path, text)

    assert (sum(values(result, "sessions")), result.rows_total, result.problems) == (60.0, 1, ())
    assert values(result, "active_users", breakdown="total") == [41.0]


def test_french_numbers_and_channels_are_read(tmp_path):
    result = ga4(tmp_path, FRENCH, currency="GBP")

    assert values(result, "sessions", "channel", "funding") == [
        ("Organic Search", "organic", 1200.0),
        ("Paid Social", "paid", 300.0),
    ]
    assert values(result, "web_revenue", "currency") == [("EUR", 1234.56), ("EUR", 100.0)]
    assert values(result, "active_users", "breakdown")[-1] == ("total", 1100.0)
    assert result.problems == ()


def test_money_without_a_sign_is_in_the_brands_currency(tmp_path):
    result = ga4(tmp_path, TRAFFIC, currency="GBP")

    assert values(result, "web_revenue", "currency") == [("GBP", 200.25), ("GBP", 120.25)]


def test_rates_are_left_to_be_made_again_from_sums(tmp_path):
    metrics = {row["metric"] for row in ga4(tmp_path, TRAFFIC).observations.to_pylist()}

    assert metrics == {"sessions", "active_users", "key_events", "web_revenue"}


@pytest.mark.parametrize(
    ("channel", "funding"),
    [
        ("Organic Social", "organic"),
        ("Paid Search", "paid"),
        ("Display", "paid"),
        ("Cross-network", "paid"),
        ("Direct", None),
        ("Our own group", None),
    ],
)
def test_a_channel_says_whether_it_was_paid_for(tmp_path, channel, funding):
    result = ga4(tmp_path, TRAFFIC.replace("Paid Social", channel))

    assert values(result, "sessions", "channel", "funding")[1] == (channel, funding, 50.0)


def test_comments_padded_by_excel_are_read(tmp_path):
    padded = "\n".join(
        f"{line},,,,," if line.startswith("#") or not line else line
        for line in TRAFFIC.splitlines()
    )
    result = ga4(tmp_path, padded)

    assert values(result, "sessions", "account", "date_end")[0] == (
        "Northwind - GA4",
        date(2026, 10, 31),
        80.0,
    )
    assert result.problems == ()


def test_a_second_table_below_is_left_and_told_with_its_line(tmp_path):
    second = f"\n# Start date: 20260901\n# End date: 20260930\n{CHANNEL},Sessions\nDirect,999\n"
    result = ga4(tmp_path, TRAFFIC + second)

    assert values(result, "sessions") == [80.0, 50.0]
    assert [(p.message, p.line, p.severity) for p in result.problems] == [
        ("section_ignored", 16, "warn")
    ]


def test_columns_of_an_earlier_period_are_left_and_told(tmp_path):
    text = FRENCH.replace(
        "de la session;Sessions;", "de la session;Sessions (période précédente);Sessions;"
    )
    text = text.replace("organique;", "organique;7;").replace("payants;", "payants;7;")
    result = ga4(tmp_path, text.replace("Total;", "Total;7;"))

    assert values(result, "sessions") == [1200.0, 300.0]
    assert [p.message for p in result.problems] == ["earlier_period_ignored"]


def test_a_comparison_in_rows_is_refused(tmp_path):
    text = (
        f"# 20261001-20261031\n\n{CHANNEL},Date range,Sessions\n"
        "Direct,20261001-20261031,5\nDirect,20260901-20260930,4\n"
    )

    assert refusal(tmp_path, text) == [("ga4_comparison", 3, "Date range")]


def test_a_report_over_two_windows_is_refused(tmp_path):
    twice = "# End date: 20261031\n# Start date: 20260901\n# End date: 20260930\n"

    assert refusal(tmp_path, TRAFFIC.replace("# End date: 20261031\n", twice)) == [
        ("ga4_comparison", 13, None)
    ]


def test_a_report_limited_to_some_users_does_not_pass_for_all(tmp_path):
    limited = TRAFFIC.replace("# All Users", "# Mobile traffic")

    assert refusal(tmp_path, limited) == [("ga4_segment", None, None)]


def test_a_table_split_by_something_else_too_is_refused(tmp_path):
    text = f"# 20261001-20261031\n\n{CHANNEL},Device category,Sessions\nDirect,mobile,5\n"

    assert refusal(tmp_path, text) == [("ga4_other_dimension", 3, None)]


def test_figures_without_days_are_refused(tmp_path):
    assert refusal(tmp_path, f"{CHANNEL},Sessions\nDirect,5\n") == [("ga4_without_window", 1, None)]


def test_dates_stand_for_a_window_where_no_comment_does(tmp_path):
    result = ga4(tmp_path, f"Date,{CHANNEL},Sessions\n20261003,Direct,5\n20261005,Direct,6\n")

    assert result.windows.select(["grain", "window_start", "window_end"]).to_pylist() == [
        {
            "grain": "site_day",
            "window_start": date(2026, 10, 3),
            "window_end": date(2026, 10, 5),
        }
    ]


def test_a_window_that_ends_before_it_starts_is_refused(tmp_path):
    assert refusal(tmp_path, TRAFFIC.replace("20261031", "20260930"))[0][0] == "ga4_window"


def test_rows_that_do_not_add_up_to_the_total_are_told(tmp_path):
    result = ga4(tmp_path, TRAFFIC.replace("Grand total,90,130", "Grand total,90,200"))

    assert [(p.message, p.line, p.key, p.severity) for p in result.problems] == [
        ("total_differs", 12, "Sessions", "warn")
    ]
    assert dict(result.problems[0].values) == {"found": "130", "total": "200"}


def test_a_row_without_a_channel_is_told(tmp_path):
    rows = "".join(f"2026100{day},Direct,5\n" for day in range(1, 6))
    result = ga4(tmp_path, f"Date,{CHANNEL},Sessions\n{rows}20261006,,7\n")

    assert told(result) == [("missing_cell", 7, CHANNEL)]


def test_two_names_of_one_channel_do_not_hide_one_another(tmp_path):
    rows = "".join(f"2026100{day},Direct,5\n" for day in range(1, 6))
    text = f"Date,{CHANNEL},Sessions\n{rows}20261001,Email,7\n20261001,E-mail,8\n"
    result = ga4(tmp_path, text)

    assert told(result) == [("repeated_key", 8, f"Date + {CHANNEL}")]


@pytest.mark.parametrize(
    ("header", "dimension", "part"),
    [("Country", "region", "France"), ("Session campaign", "campaign", "spring")],
)
def test_sessions_split_again_are_a_breakdown_and_no_second_total(
    tmp_path, header, dimension, part
):
    text = f"Date,{CHANNEL},{header},Sessions,Active users\n20261001,Direct,{part},5,4\n"
    result = ga4(tmp_path, text)

    assert values(result, "sessions", "breakdown", "channel", dimension) == [
        (dimension, "Direct", part, 5.0)
    ]
    assert values(result, "active_users", "breakdown") == [(dimension, 4.0)]
    channels = ga4(tmp_path, f"Date,{CHANNEL},Sessions\n20261001,Direct,5\n")
    assert values(channels, "sessions", "breakdown") == [("total", 5.0)]


@pytest.mark.parametrize("extra", ["Device", "Session campaign,Country", "My own dimension"])
def test_a_dimension_that_has_no_place_is_named_and_refused(tmp_path, extra):
    cells = ",".join("x" for _ in extra.split(","))
    text = f"Date,{CHANNEL},{extra},Sessions\n20261001,Direct,{cells},5\n"
    with pytest.raises(SourceError) as caught:
        ga4(tmp_path, text)

    assert [(p.message, p.line, p.values["found"]) for p in caught.value.problems] == [
        ("ga4_other_dimension", 1, extra.split(","))
    ]
