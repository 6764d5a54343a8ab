from __future__ import annotations

from datetime import date, datetime

import pytest
from made_exports import read, sheet_mapping, told, values, write

from kpi_helpers.errors import SourceError


def sheet(tmp_path, text, encoding="utf-8", name="table.csv", **entries):
    mapping = sheet_mapping(**entries)
    return read(write(tmp_path / name, text, encoding), root=tmp_path, mappings=[mapping])


def refusal(tmp_path, text, **entries):
    with pytest.raises(SourceError) as caught:
        sheet(tmp_path, text, **entries)
    return caught.value.problems


SALES = "date,region,orders,revenue\n2026-10-01,FR-IDF,24,1463.14\n2026-10-01,FR-BRE,10,533.68\n"
SALES_MAPPING = {
    "dimensions": {"region": "region"},
    "columns": {
        "orders": {"column": "orders", "minimum": 0},
        "revenue": {"column": "revenue", "currency": "EUR"},
    },
}
SPEND_HEADER = "week,paid_social_spend,display_spend,total_spend\n"
SPEND = {
    "date": {"column": "week", "bucket": "week"},
    "constants": {"funding": "paid"},
    "spread": [
        {
            "pattern": "{channel}_spend",
            "metric": "spend",
            "currency": "GBP",
            "names": {"paid_social": "Paid Social", "display": "Display"},
        }
    ],
}


def test_a_row_becomes_one_observation_a_metric_with_its_line(tmp_path):
    result = sheet(tmp_path, SALES, **SALES_MAPPING)
    columns = ("source", "grain", "counter", "region", "date_start", "date_end", "source_line")

    assert values(result, "orders", *columns) == [
        ("table", "channel_period", "delta", "FR-IDF", date(2026, 10, 1), date(2026, 10, 1), 2,
         24.0),
        ("table", "channel_period", "delta", "FR-BRE", date(2026, 10, 1), date(2026, 10, 1), 3,
         10.0),
    ]  # fmt: skip
    assert values(result, "revenue", "currency")[0] == ("EUR", 1463.14)
    assert values(result, "orders", "currency")[0] == (None, 24.0)
    assert result.problems == ()


def test_columns_are_found_whatever_their_accents_blanks_and_apostrophes(tmp_path):
    text = "\ufeffDate;Région ;Chiffre d’affaires\u00a0(€)\n01/10/2026;FR-IDF;1\u202f463,14\n"
    result = sheet(
        tmp_path,
        text,
        date={"column": "Date", "format": "%d/%m/%Y"},
        dimensions={"region": "Région"},
        columns={"revenue": {"column": "Chiffre d'affaires (€)", "currency": "EUR"}},
    )

    assert values(result, "revenue", "region") == [("FR-IDF", 1463.14)]


def test_every_column_that_is_not_there_is_told_with_the_nearest_and_the_list(tmp_path):
    problems = refusal(
        tmp_path,
        SALES,
        dimensions={"region": "regions"},
        columns={"orders": {"column": "order"}, "cost": {"column": "Kosten"}},
    )

    assert [(p.message, p.line, p.values["found"], p.values.get("near")) for p in problems] == [
        ("missing_column_near", 1, "regions", "region"),
        ("missing_column_near", 1, "order", "orders"),
        ("missing_column", 1, "Kosten", None),
    ]
    assert problems[0].values["columns"] == ["date", "region", "orders", "revenue"]


def test_two_columns_of_one_name_are_not_chosen_between(tmp_path):
    problems = refusal(tmp_path, "date,n,n\n2026-10-01,1,2\n", columns={"orders": {"column": "n"}})

    assert [p.message for p in problems] == ["doubled_column"]


def test_a_product_is_made_row_by_row(tmp_path):
    result = sheet(
        tmp_path,
        "date,sold,price\n2026-10-01,3,2.5\n2026-10-02,4,\n2026-10-03,5,1.5\n",
        columns={"revenue": {"product": ["sold", "price"], "currency": "EUR", "scale": 100}},
    )

    assert values(result, "revenue", "currency") == [("EUR", 750.0), ("EUR", 750.0)]


def test_a_scale_turns_thousands_to_units(tmp_path):
    result = sheet(
        tmp_path, "date,k\n2026-10-01,1.5\n", columns={"spend": {"column": "k", "scale": 1000}}
    )

    assert values(result, "spend") == [1500.0]


def test_one_column_a_channel_becomes_one_row_a_channel(tmp_path):
    result = sheet(tmp_path, f"{SPEND_HEADER}2026-10-05,10,20,30\n2026-10-12,11,,11\n", **SPEND)
    columns = ("channel", "funding", "currency", "date_start", "date_end")

    assert values(result, "spend", *columns) == [
        ("Paid Social", "paid", "GBP", date(2026, 10, 5), date(2026, 10, 11), 10.0),
        ("Paid Social", "paid", "GBP", date(2026, 10, 12), date(2026, 10, 18), 11.0),
        ("Display", "paid", "GBP", date(2026, 10, 5), date(2026, 10, 11), 20.0),
    ]


def test_a_column_that_sums_the_channels_is_no_channel(tmp_path):
    result = sheet(tmp_path, f"{SPEND_HEADER}2026-10-05,10,20,30\n", **SPEND)

    assert [(p.message, p.values["found"], p.severity) for p in result.problems] == [
        ("total_column", ["total_spend"], "warn")
    ]


def test_channels_billed_in_two_currencies_stay_apart(tmp_path):
    only = [
        {**SPEND["spread"][0], "only": ["paid_social"]},
        {**SPEND["spread"][0], "only": ["display"], "currency": "USD"},
    ]
    result = sheet(tmp_path, f"{SPEND_HEADER}2026-10-05,10,20,30\n", **{**SPEND, "spread": only})

    assert values(result, "spend", "channel", "currency") == [
        ("Paid Social", "GBP", 10.0),
        ("Display", "USD", 20.0),
    ]


def test_channel_names_of_a_pattern_are_kept_as_written(tmp_path):
    result = sheet(
        tmp_path,
        "Semaine;Vidéo – Dépense;Été - dépense\n05/10/2026;1,5;2\n",
        date={"column": "Semaine", "format": "%d/%m/%Y", "bucket": "week"},
        spread=[{"pattern": "{channel} - dépense", "metric": "spend", "currency": "EUR"}],
    )

    assert values(result, "spend", "channel") == [("Été", 2.0)]


def test_a_pattern_that_fits_nothing_is_told(tmp_path):
    problems = refusal(tmp_path, "week,a\n2026-10-05,1\n", **SPEND)

    assert [(p.message, p.values["found"]) for p in problems] == [
        ("missing_spread", "{channel}_spend")
    ]


STRADDLING = f"{SPEND_HEADER}2026-10-26,70,,\n" + "".join(
    f"2026-10-{day:02d},7,,\n" for day in (5, 12, 19)
)


def test_a_bucket_in_two_months_is_refused_unless_the_mapping_says_what_to_do(tmp_path):
    result = sheet(tmp_path, STRADDLING, **SPEND)

    assert told(result)[1:] == [("straddling_bucket", 2, "week")]
    assert result.problems[1].values["found"] == "2026-10-26 – 2026-11-01"
    assert len(values(result, "spend")) == 3


def test_a_straddling_bucket_may_count_where_it_starts(tmp_path):
    result = sheet(tmp_path, STRADDLING, **SPEND, straddle="start")

    assert values(result, "spend", "date_start", "date_end", "note")[0] == (
        date(2026, 10, 26),
        date(2026, 10, 31),
        "straddle_start",
        70.0,
    )


def test_a_straddling_bucket_may_be_shared_out_by_days(tmp_path):
    result = sheet(tmp_path, STRADDLING, **SPEND, straddle="prorate")

    assert values(result, "spend", "date_start", "date_end", "note", "source_line")[:3] == [
        (date(2026, 10, 26), date(2026, 10, 31), "prorated_bucket", 2, 60.0),
        (date(2026, 11, 1), date(2026, 11, 1), "prorated_bucket", 2, 10.0),
        (date(2026, 10, 5), date(2026, 10, 11), None, 3, 7.0),
    ]


def test_people_have_no_parts(tmp_path):
    problems = refusal(
        tmp_path,
        "date,people\n2026-10-26,5\n",
        grain="account_window",
        counter="unique",
        straddle="prorate",
        columns={"reach": {"column": "people"}},
    )

    assert [p.message for p in problems] == ["parts_of_people"]


def test_people_over_a_window_stay_whole_and_split_people_are_a_breakdown(tmp_path):
    result = sheet(
        tmp_path,
        "date,last,age,people\n2026-10-26,2026-11-22,18-24,5\n",
        date={"column": "date", "end_column": "last", "bucket": "as_given"},
        grain="account_window",
        counter="unique",
        dimensions={"age_band": "age"},
        columns={"reach": {"column": "people"}},
    )

    assert values(result, "reach", "date_start", "date_end", "breakdown", "age_band") == [
        (date(2026, 10, 26), date(2026, 11, 22), "age_band", "18-24", 5.0)
    ]


def test_a_month_is_read_and_a_stock_stands_at_its_last_day(tmp_path):
    text = "month,n\n2026-02,5\n"
    month = {"column": "month", "format": "%Y-%m", "bucket": "month"}
    columns = {"followers": {"column": "n"}}
    flow = sheet(tmp_path, text, date=month, columns=columns)
    stock = sheet(tmp_path, text, date=month, columns=columns, counter="snapshot")

    assert values(flow, "followers", "date_start", "date_end") == [
        (date(2026, 2, 1), date(2026, 2, 28), 5.0)
    ]
    assert values(stock, "followers", "date_start", "date_end") == [
        (date(2026, 2, 28), date(2026, 2, 28), 5.0)
    ]


def test_a_date_may_be_put_together_from_columns(tmp_path):
    result = sheet(
        tmp_path,
        "y,Post Month,n\n2014,12,5\n2014, 1 ,6\n2014,13,7\n",
        date={"compose": "{y}-{Post Month}-01", "bucket": "month"},
        columns={"likes": {"column": "n"}},
    )

    assert values(result, "likes", "date_start", "date_end") == [
        (date(2014, 12, 1), date(2014, 12, 31), 5.0),
        (date(2014, 1, 1), date(2014, 1, 31), 6.0),
    ]
    assert told(result) == [("unreadable_date", 4, "{y}-{Post Month}-01")]
    assert result.problems[0].values["found"] == "2014-13-01"


def test_total_rows_that_the_mapping_names_are_left_out_and_counted(tmp_path):
    text = SALES + "TOTAL ,,34,1996.82\n"
    result = sheet(tmp_path, text, **SALES_MAPPING, skip_rows_where={"date": ["Total"]})

    assert sum(values(result, "orders")) == 34.0
    assert (result.rows_read, result.rows_total, result.rows_rejected) == (3, 1, 0)


def test_a_total_row_that_no_mapping_names_does_not_pass_for_a_day(tmp_path):
    result = sheet(tmp_path, SALES + "Total,,34,1996.82\n", **SALES_MAPPING)

    assert told(result) == [("unreadable_date", 4, "date"), ("missing_cell", 4, "region")]
    assert sum(values(result, "orders")) == 34.0


def test_a_row_of_a_split_table_without_its_dimension_is_no_row_of_it(tmp_path):
    """An empty region is the sum of the others, more often than not."""
    result = sheet(tmp_path, SALES + "2026-10-01,,34,1996.82\n", **SALES_MAPPING)

    assert told(result) == [("missing_cell", 4, "region")]
    assert sum(values(result, "orders")) == 34.0


def test_rows_must_not_repeat_even_where_the_mapping_names_no_key(tmp_path):
    result = sheet(tmp_path, SALES + "2026-10-01,FR-BRE,11,1\n", **SALES_MAPPING)

    assert told(result) == [("repeated_key", 4, "date + region")]


def test_a_key_may_name_columns_that_are_not_read(tmp_path):
    text = "date,order_id,n\n2026-10-01,A,1\n2026-10-02,A,2\n2026-10-03,B,3\n2026-10-04,C,3\n"
    result = sheet(tmp_path, text, columns={"orders": {"column": "n"}}, key=["order_id"])

    assert told(result) == [("repeated_key", 3, "order_id")]


def test_a_key_finer_than_an_observation_does_not_let_one_overwrite_another(tmp_path):
    text = "date,order_id,n\n2026-10-01,A,1\n2026-10-01,B,2\n2026-10-02,C,2\n2026-10-03,D,2\n"
    result = sheet(tmp_path, text, columns={"orders": {"column": "n"}}, key=["date", "order_id"])

    assert told(result) == [("repeated_key", 3, "date")]


def test_values_are_renamed_and_what_the_list_lacks_is_told(tmp_path):
    result = sheet(
        tmp_path,
        "date,net,n\n2026-10-01,FACEBOOK,1\n2026-10-01,Insta,2\n2026-10-01,Threads,3\n",
        dimensions={"network": "net"},
        values={"network": {"Facebook": "facebook", "Insta": "instagram"}},
        columns={"followers": {"column": "n"}},
        counter="snapshot",
        grain="account_day",
    )

    assert values(result, "followers", "network") == [
        ("facebook", 1.0),
        ("instagram", 2.0),
        ("threads", 3.0),
    ]
    assert [(p.message, p.key, p.values["found"]) for p in result.problems] == [
        ("unlisted_value", "network", ["Threads"])
    ]


def test_a_currency_may_stand_in_a_column(tmp_path):
    text = "date,cost,cur\n2026-10-01,1,eur\n2026-10-02,2,£\n2026-10-03,3,?\n2026-10-04,4,USD\n"
    result = sheet(tmp_path, text, columns={"spend": {"column": "cost", "currency": "{cur}"}})

    assert values(result, "spend", "currency") == [("EUR", 1.0), ("GBP", 2.0), ("USD", 4.0)]
    assert [(p.message, p.line, p.values["found"]) for p in result.problems] == [
        ("unknown_currency", 4, "?")
    ]


def test_money_is_never_without_its_currency_even_where_the_mapping_forgot_it(tmp_path):
    result = sheet(
        tmp_path, "date,cost\n2026-10-01,12.50 €\n", columns={"spend": {"column": "cost"}}
    )

    assert values(result, "spend", "currency") == [("EUR", 12.5)]


def test_the_minimum_of_a_column_is_held(tmp_path):
    text = "date,n\n2026-10-01,-1\n2026-10-02,0\n2026-10-03,2\n"
    result = sheet(tmp_path, text, columns={"orders": {"column": "n", "minimum": 0}})

    assert values(result, "orders") == [0.0, 2.0]


ACTIONS = {
    "grain": "action",
    "date": {"column": "start", "end_column": "end", "bucket": "as_given"},
    "dimensions": {"channel": "channel"},
    "entity": {"label": "action"},
    "columns": {"actions": {}, "cost": {"column": "cost", "currency": "EUR"}},
}


def test_an_action_keeps_its_dates_and_counts_once(tmp_path):
    text = (
        "start,end,action,channel,cost\n2026-09-20,2026-10-18,Autumn sale,Email,1700\n"
        "2026-10-09,,New checkout,,\n"
    )
    result = sheet(tmp_path, text, **ACTIONS)

    assert values(result, "actions", "date_start", "date_end", "channel") == [
        (date(2026, 9, 20), date(2026, 10, 18), "Email", 1.0),
        (date(2026, 10, 9), date(2026, 10, 9), None, 1.0),
    ]
    assert values(result, "cost") == [1700.0]
    assert result.entities.select(["entity", "label"]).to_pylist() == [
        {"entity": "Autumn sale · 2026-09-20", "label": "Autumn sale"},
        {"entity": "New checkout · 2026-10-09", "label": "New checkout"},
    ]


def test_an_action_keeps_its_name_when_a_row_is_put_in_above(tmp_path):
    head, row = "start,end,action,channel,cost\n", "2026-10-08,,Sale,Email,5\n"
    before = sheet(tmp_path, head + row, **ACTIONS)
    after = sheet(tmp_path, f"{head}2026-10-01,,New,Email,1\n{row}", **ACTIONS)

    assert before.entities["entity"][0] == after.entities["entity"][1]


def test_an_end_before_its_start_is_told(tmp_path):
    rows = "".join(f"2026-10-0{day},,A{day},Email,1\n" for day in range(1, 5))
    text = f"start,end,action,channel,cost\n{rows}2026-10-08,2026-10-07,Sale,Email,5\n"

    assert told(sheet(tmp_path, text, **ACTIONS)) == [("end_before_start", 6, "start")]


def test_posts_of_a_sheet_are_entities_with_type_and_link(tmp_path):
    result = sheet(
        tmp_path,
        "date,id,text,kind,url,likes\n2026-10-01,0012,Hello,Vidéo,https://x/1,5\n",
        grain="post",
        counter="lifetime",
        constants={"network": "LinkedIn"},
        entity={"column": "id", "label": "text", "content_type": "kind", "permalink": "url"},
        columns={"reactions": {"column": "likes"}},
    )

    assert values(result, "reactions", "network", "entity") == [("linkedin", "0012", 5.0)]
    (entity,) = result.entities.to_pylist()
    assert entity["label"] == "Hello"
    assert entity["content_type"] == "video"
    assert entity["permalink"] == "https://x/1"
    assert entity["published_at"] == datetime(2026, 10, 1)


def test_a_content_type_needs_posts(tmp_path):
    problems = refusal(tmp_path, "date,kind\n2026-10-01,x\n", dimensions={"content_type": "kind"})

    assert [p.message for p in problems] == ["content_type_without_entity"]


def test_the_day_of_export_may_stand_in_a_column(tmp_path):
    text = "date,seen,n\n2026-10-01,2026-10-05,1\n2026-10-02,2026-10-05 08:30:00,2\n2026-10-03,,3\n"
    result = sheet(
        tmp_path,
        text,
        name="observed-2026-11-03/table.csv",
        observed_at="{seen}",
        columns={"orders": {"column": "n"}},
    )

    assert values(result, "orders", "observed_at") == [
        (datetime(2026, 10, 5, 12), 1.0),
        (datetime(2026, 10, 5, 8, 30), 2.0),
        (datetime(2026, 11, 3, 12), 3.0),
    ]


def test_a_mapping_may_state_the_day_of_export(tmp_path):
    columns = {"orders": {"column": "n"}}
    text = "date,n\n2026-10-01,1\n"
    result = sheet(tmp_path, text, observed_at="2026-10-07", columns=columns)

    assert values(result, "orders", "observed_at", "observed_assumed") == [
        (datetime(2026, 10, 7, 12), False, 1.0)
    ]
    assert [p.message for p in refusal(tmp_path, text, observed_at="soon", columns=columns)] == [
        "bad_observed_at"
    ]


def test_days_are_cut_in_the_brands_zone_unless_the_mapping_says_otherwise(tmp_path):
    columns = {"orders": {"column": "n"}}
    text = "date,n\n2026-10-01,1\n"

    assert values(sheet(tmp_path, text, columns=columns), "orders", "bucket_tz") == [
        ("Europe/Paris", 1.0)
    ]
    assert values(
        sheet(tmp_path, text, columns=columns, timezone="Asia/Tokyo"), "orders", "bucket_tz"
    ) == [("Asia/Tokyo", 1.0)]


def test_a_sheet_speaks_of_its_first_to_last_day_for_each_account(tmp_path):
    result = sheet(
        tmp_path,
        "date,account,n\n2026-10-01,a,1\n2026-10-05,a,2\n2026-10-02,b,3\n",
        dimensions={"account": "account"},
        columns={"followers": {"column": "n"}},
    )

    assert sorted(
        (row["account"], row["window_start"], row["window_end"])
        for row in result.windows.to_pylist()
    ) == [
        ("a", date(2026, 10, 1), date(2026, 10, 5)),
        ("b", date(2026, 10, 1), date(2026, 10, 5)),
    ]


@pytest.mark.parametrize(
    ("covers", "first", "last"),
    [
        ("dates", date(2026, 1, 30), date(2026, 2, 11)),
        ("months", date(2026, 1, 1), date(2026, 2, 28)),
    ],
)
def test_quiet_days_are_not_missing_where_a_sheet_lists_whole_months(tmp_path, covers, first, last):
    text = "date,n\n2026-02-11,1\n2026-01-30,1\n"
    result = sheet(tmp_path, text, covers=covers, columns={"comments_received": {"column": "n"}})

    (window,) = result.windows.to_pylist()
    assert (window["window_start"], window["window_end"]) == (first, last)


def test_a_header_below_a_title_and_unknown_separators_are_read_as_declared(tmp_path):
    text = "Our sales;;\n\ndate|n\n2026-10-01|5\n"
    result = sheet(tmp_path, text, header_row=3, separator="|", columns={"orders": {"column": "n"}})

    assert values(result, "orders", "source_line") == [(4, 5.0)]


def test_a_sheet_saved_by_excel_with_blank_cells_all_around_is_read(tmp_path):
    text = "date;n;notes;;\n01/10/2026;5;;;\n02/10/2026;6\n;;;;\n"
    result = sheet(
        tmp_path,
        text,
        date={"column": "date", "format": "%d/%m/%Y"},
        columns={"orders": {"column": "n"}},
    )

    assert values(result, "orders") == [5.0, 6.0]
    assert (result.rows_read, result.problems) == (2, ())


def test_a_format_that_is_none_is_told(tmp_path):
    problems = refusal(
        tmp_path,
        "date,n\n2026-10-01,1\n",
        date={"column": "date", "format": "%Q"},
        columns={"orders": {"column": "n"}},
    )

    assert [(p.message, p.values["found"]) for p in problems] == [("bad_date_format", "%Q")]


def test_a_header_row_beyond_the_file_is_told(tmp_path):
    problems = refusal(tmp_path, SALES, header_row=9, **SALES_MAPPING)

    assert [(p.message, p.values) for p in problems] == [("no_header", {"row": "9"})]


def test_a_separator_that_is_none_is_told(tmp_path):
    problems = refusal(tmp_path, SALES, separator="||", **SALES_MAPPING)

    assert [(p.message, p.values["found"]) for p in problems] == [("bad_separator", "||")]


def test_two_dates_of_one_month_do_not_hide_one_another(tmp_path):
    text = "date,n\n2026-08-01,1\n2026-09-01,2\n2026-10-01,3\n2026-10-15,4\n"
    result = sheet(
        tmp_path,
        text,
        date={"column": "date", "bucket": "month"},
        columns={"orders": {"column": "n"}},
    )

    assert told(result) == [("repeated_key", 5, "date")]
    assert result.problems[0].values["first"] == "4"


def test_two_names_of_one_thing_do_not_hide_one_another(tmp_path):
    text = "date,net,n\n2026-10-01,FB,1\n2026-10-01,Facebook,2\n2026-10-01,X,3\n2026-10-02,X,3\n"
    result = sheet(
        tmp_path,
        text,
        dimensions={"network": "net"},
        values={"network": {"FB": "facebook", "X": "x"}},
        columns={"followers": {"column": "n"}},
    )

    assert told(result) == [("repeated_key", 3, "date + net")]
    assert [value for _, value in values(result, "followers", "network")] == [1.0, 3.0, 3.0]


def test_two_columns_of_one_channel_do_not_hide_one_another(tmp_path):
    names = {"paid_social": "Paid", "display": "Paid"}
    (problem,) = refusal(
        tmp_path,
        f"{SPEND_HEADER}2026-10-05,10,20,30\n",
        **{**SPEND, "spread": [{**SPEND["spread"][0], "names": names}]},
    )

    assert problem.message == "doubled_metric"
    assert dict(problem.values) == {
        "found": ["paid_social_spend", "display_spend"],
        "metric": "spend · Paid",
    }


@pytest.mark.parametrize(
    "written",
    [
        "I\u0302le-de-France", "Île\u200b-de-France", "Île\u2011de\u2011France",
        "\u00a0Île-de-France\u202f", "\ufeffÎle-de-\u2060France",
    ],
)  # fmt: skip
def test_names_that_look_alike_are_one_name_and_may_not_stand_twice(tmp_path, written):
    rows = "2026-10-02,Bretagne\u00a0 Sud,4\n2026-10-03,x,1\n2026-10-04,x,1\n"
    text = f"date,region,n\n2026-10-01,Île-de-France,1\n2026-10-01,{written},2\n{rows}"
    mapping = {"dimensions": {"region": "region"}, "columns": {"orders": {"column": "n"}}}
    result = sheet(tmp_path, text, **mapping)

    assert values(result, "orders", "region")[:2] == [("Île-de-France", 1.0), ("Bretagne Sud", 4.0)]
    assert told(result) == [("repeated_key", 3, "date + region")]


def test_a_name_is_spelled_as_the_mapping_lists_it(tmp_path):
    result = sheet(
        tmp_path,
        "date,region,n\n2026-10-01,FR-IDF,1\n2026-10-02,île-de-france,2\n2026-10-03,ÎLE-DE-FRANCE,3\n",
        dimensions={"region": "region"},
        values={"region": {"FR-IDF": "I\u0302le-de-France"}},
        columns={"orders": {"column": "n"}},
    )

    assert [name for name, _ in values(result, "orders", "region")] == ["Île-de-France"] * 3
    assert result.problems == ()


def test_a_name_of_unseen_letters_is_no_name(tmp_path):
    text = "date,region,n\n2026-10-01,\u200b,1\n2026-10-02,x,1\n2026-10-03,x,1\n"
    mapping = {"dimensions": {"region": "region"}, "columns": {"orders": {"column": "n"}}}

    assert told(sheet(tmp_path, text, **mapping)) == [("missing_cell", 2, "region")]


@pytest.mark.parametrize("cell", ["9" * 400, "1e308", "1E400", "-1e308", f'"{"9" * 400},5"'])
def test_a_number_beyond_all_counting_is_a_fault_of_its_cell(tmp_path, cell):
    rows = "".join(f"2026-10-0{day},{day}\n" for day in range(2, 6))
    mapping = {"columns": {"orders": {"column": "n"}, "revenue": {"column": "n", "scale": 1e9}}}
    result = sheet(tmp_path, f"date,n\n2026-10-01,{cell}\n{rows}", **mapping)

    assert {(message, line) for message, line, _ in told(result)} == {("unreadable_number", 2)}
    assert values(result, "orders") == [2.0, 3.0, 4.0, 5.0]
