from __future__ import annotations

import codecs
from datetime import date, datetime

import pytest
from made_exports import csv_text, read, told, values, write

from kpi_helpers.errors import SourceError

NAME = "Aug-01-2025_Aug-31-2025_510655233471668.csv"
FACEBOOK = (
    "Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Caption type,"
    "Permalink,Is crosspost,Is share,Post type,Languages,Custom labels,Funded content status,"
    "Data comment,Date,Views,Reach,Reactions; Comments and Shares,Reactions,Comments,Shares,"
    "Total clicks,Other Clicks,Link Clicks,Seconds viewed,Average Seconds viewed,"
    "Estimated earnings (USD),Reach from Organic posts,Reach from Boosted posts,"
    "Views from Organic posts,Views from Boosted posts,3-Second Video Views,"
    "1-Minute Video Views,Negative feedback from users: Hide all"
)
FACEBOOK = [name.replace(";", ",") for name in FACEBOOK.split(",")]
FRENCH = [
    "Identifiant de la publication",
    "ID de la Page",
    "Nom de la page",
    "Titre",
    "Description",
    "Durée (s)",
    "Heure de publication",
    "Permalien",
    "Type de publication",
    "Date",
    "Vues",
    "Couverture",
    "Réactions, commentaires et partages",
    "Réactions",
    "Commentaires",
    "Partages",
    "Clics sur un lien",
    "Vues de Publications organiques",
    "Vues de Publications boostées",
    "Secondes regardées",
    "Revenus estimés (USD)",
]
INSTAGRAM = [
    *("Post ID", "Account ID", "Account username", "Account name", "Description"),
    *("Duration (sec)", "Publish time", "Permalink", "Post type", "Data comment", "Date", "Views"),
    *("Reach", "Likes", "Shares", "Follows", "Comments", "Saves"),
]
POST = {
    "Post ID": "122107068697240362",
    "Page ID": "106350448812907",
    "Page name": "Northwind",
    "Title": "A new tent",
    "Publish time": "08/13/2025 22:30",
    "Permalink": "https://www.facebook.com/106350448812907/posts/122107068697240362",
    "Post type": "Photos",
    "Date": "Lifetime",
    "Views": "3133",
    "Reach": "2424",
    "Reactions": "39",
    "Comments": "5",
    "Shares": "7",
    "Views from Organic posts": "3000",
    "Views from Boosted posts": "133",
}
BILD = {
    "Identifiant de la publication": "120253068273220420",
    "ID de la Page": "104771230985516",
    "Description": "Légende",
    "Heure de publication": "08/01/2025 02:34",
    "Permalien": "https://www.facebook.com/104771230985516/posts/120253068273220420",
    "Type de publication": "Photos",
    "Date": "Global",
    "Vues": "1000",
}


def facebook(tmp_path, *posts, header=FACEBOOK, name=NAME, separator=",", encoding="utf-8-sig"):
    rows = [{**POST, **post} for post in posts]
    return read(write(tmp_path / name, csv_text(header, rows, separator), encoding))


def french(tmp_path, *posts, separator=",", encoding="utf-8-sig"):
    rows = [{**BILD, **post} for post in posts]
    return read(write(tmp_path / NAME, csv_text(FRENCH, rows, separator), encoding))


def test_a_post_becomes_one_observation_a_metric(tmp_path):
    result = facebook(tmp_path, {})
    (views,) = [
        row
        for row in result.observations.to_pylist()
        if row["metric"] == "views" and row["breakdown"] == "total"
    ]

    assert views == {
        "source": "meta_facebook",
        "brand": "alba",
        "network": "facebook",
        "account": "106350448812907",
        "grain": "post",
        "entity": "122107068697240362",
        "metric": "views",
        "date_start": date(2025, 8, 13),
        "date_end": date(2025, 8, 13),
        "bucket_tz": "America/Los_Angeles",
        "breakdown": "total",
        "channel": None,
        "campaign": None,
        "funding": None,
        "region": None,
        "age_band": None,
        "value": 3133.0,
        "currency": None,
        "counter": "lifetime",
        "observed_at": datetime(2026, 11, 24, 9, 30),
        "observed_assumed": True,
        "source_file": NAME,
        "source_line": 2,
        "note": None,
    }
    assert result.problems == ()


def test_the_organic_and_boosted_parts_are_a_breakdown_never_more_total(tmp_path):
    """Trap 6."""
    result = facebook(tmp_path, {})

    assert values(result, "views", "breakdown", "funding") == [
        ("total", None, 3133.0),
        ("funding", "organic", 3000.0),
        ("funding", "boosted", 133.0),
    ]


def test_a_platform_day_is_never_moved_to_the_brands_time_zone(tmp_path):
    """Trap 12: 22:30 in Los Angeles is the next morning in Paris."""
    result = facebook(tmp_path, {"Publish time": "08/31/2025 22:30"})

    assert result.entities["published_at"].to_pylist() == [datetime(2025, 8, 31, 22, 30)]
    assert set(result.observations["date_start"].to_pylist()) == {date(2025, 8, 31)}


def test_a_missing_counter_has_no_observation(tmp_path):
    result = facebook(tmp_path, {"Reach": "--"}, {"Post ID": "2", "Reach": "0"})

    assert values(result, "reach", "entity") == [("2", 0.0)]


def test_impressions_of_older_exports_are_another_metric_than_views(tmp_path):
    """Trap 27."""
    header = [name.replace("Views", "Impressions") for name in FACEBOOK]
    rows = [{**POST, "Impressions": "500", "Impressions from Boosted posts": "20"}]
    result = read(write(tmp_path / NAME, csv_text(header, rows)))

    assert values(result, "impressions", "funding") == [(None, 500.0), ("boosted", 20.0)]
    assert values(result, "views") == []


def test_earnings_are_in_the_currency_of_their_header(tmp_path):
    result = facebook(tmp_path, {"Estimated earnings (USD)": "1.25"})

    assert values(result, "estimated_earnings", "currency") == [("USD", 1.25)]


def test_a_french_export_has_american_dates_and_french_numbers(tmp_path):
    result = french(
        tmp_path,
        {"Secondes regardées": "1 234,5", "Vues": "12 345", "Clics sur un lien": "7"},
        separator=";",
    )

    assert values(result, "views") == [12345.0]
    assert values(result, "seconds_viewed") == [1234.5]
    assert values(result, "link_clicks") == [7.0]
    assert values(result, "views", "date_start") == [(date(2025, 8, 1), 12345.0)]
    assert result.problems == ()


def test_an_export_saved_again_by_french_excel_is_read(tmp_path):
    """Semicolons, Windows encoding, an id in scientific notation."""
    result = french(
        tmp_path,
        {"Identifiant de la publication": "1,20253E+17", "Secondes regardées": "2,5"},
        separator=";",
        encoding="cp1252",
    )

    assert values(result, "views", "entity") == [("120253068273220420", 1000.0)]
    assert [problem.message for problem in result.problems] == ["assumed_encoding"]


def test_garbled_headers_and_cells_are_read_as_they_were_meant(tmp_path):
    text = csv_text(FRENCH, [{**BILD, "Type de publication": "Vidéos"}])
    garbled = text.encode("utf-8").decode("cp1252")
    result = read(write(tmp_path / NAME, garbled))

    assert {problem.message for problem in result.problems} == {"garbled_header"}
    assert result.entities["label"].to_pylist() == ["Légende"]
    assert result.entities["content_type"].to_pylist() == ["video"]


@pytest.mark.parametrize(
    ("post_type", "link", "content_type"),
    [
        ("Photos", "https://www.facebook.com/1/posts/2", "photo"),
        ("Vidéos", "https://www.facebook.com/reel/2", "reel"),
        ("Videos", "https://www.facebook.com/1/videos/2", "video"),
        ("Reels", "https://www.facebook.com/1/posts/2", "reel"),
        ("Liens", "https://www.facebook.com/1/posts/2", "link"),
        ("Status", "https://www.facebook.com/1/posts/2", "text"),
        ("IG carousel", "https://www.instagram.com/p/2", "carousel"),
        ("Carrousel Instagram", "https://www.instagram.com/p/2", "carousel"),
        ("IG image", "https://www.instagram.com/p/2", "photo"),
        ("Story Instagram", "https://www.instagram.com/stories/2", "story"),
        ("Événements", "https://www.facebook.com/events/2", "event"),
    ],
)
def test_a_post_type_in_any_language_is_one_content_type(tmp_path, post_type, link, content_type):
    result = facebook(tmp_path, {"Post type": post_type, "Permalink": link})

    assert result.entities["content_type"].to_pylist() == [content_type]


def test_an_unknown_post_type_is_told_once_and_its_posts_stay(tmp_path):
    result = facebook(
        tmp_path, {"Post type": "Holograms"}, {"Post ID": "2", "Post type": "Holograms"}
    )

    assert [(p.message, p.severity) for p in result.problems] == [("unknown_post_type", "warn")]
    assert result.entities["content_type"].to_pylist() == [None, None]
    assert result.rows_rejected == 0


def test_the_caption_is_the_longer_of_title_and_description(tmp_path):
    result = facebook(
        tmp_path,
        {"Title": "short", "Description": "a longer one"},
        {"Post ID": "2", "Title": "the long title", "Description": ""},
        {"Post ID": "3", "Title": "", "Description": " "},
    )

    assert result.entities["label"].to_pylist() == ["a longer one", "the long title", None]


def test_fancy_letters_become_letters_and_emoji_stay(tmp_path):
    result = facebook(tmp_path, {"Title": "𝗡𝗼𝘂𝘃𝗲𝗮𝘂 : la brume ✨🧵"})

    assert result.entities["label"].to_pylist() == ["Nouveau : la brume ✨🧵"]


def test_captions_span_lines_and_problems_name_the_line_a_post_starts_at(tmp_path):
    result = facebook(
        tmp_path,
        {"Title": "one\ntwo\n\nfour"},
        {"Post ID": "2", "Views": "-3"},
        {"Post ID": "3", "Title": "a\nb", "Publish time": "13/08/2025 10:00"},
        *({"Post ID": str(number)} for number in range(4, 10)),
    )

    assert told(result) == [
        ("below_minimum", 6, "Views"),
        ("unreadable_date", 7, "Publish time"),
    ]
    assert (result.rows_read, result.rows_rejected) == (9, 2)
    assert values(result, "shares", "source_line")[:2] == [(2, 7.0), (9, 7.0)]


def test_only_counters_since_publication_are_read_as_such(tmp_path):
    posts = [{"Post ID": str(number)} for number in range(3)]
    result = facebook(tmp_path, *posts, {"Post ID": "9", "Date": "08/13/2025"})

    assert told(result) == [("unknown_value", 5, "Date")]
    assert values(result, "views", "entity", breakdown="total")[-1] == ("2", 3133.0)


def test_a_post_that_stands_twice_counts_once(tmp_path):
    result = facebook(tmp_path, {}, {"Post ID": "2"}, {})

    assert told(result) == [("repeated_key", 4, "Page ID + Post ID")]
    assert result.problems[0].values["first"] == "2"
    assert len(values(result, "shares")) == 2


def test_a_damaged_id_without_a_permalink_to_confirm_it_is_refused(tmp_path):
    result = facebook(
        tmp_path,
        {"Post ID": "1.22107E+17"},
        {"Post ID": "1.79E+17"},
        {"Post ID": "3"},
    )

    assert [row["entity"] for row in result.entities.to_pylist()] == ["122107068697240362", "3"]
    assert told(result) == [("damaged_id", 3, "Post ID")]


def test_both_columns_of_a_bilingual_export_count_and_never_twice(tmp_path):
    header = [*FACEBOOK, "Type de publication", "Vues"]
    rows = [
        {**POST, "Views": "", "Vues": "5", "Post type": "", "Type de publication": "Liens"},
        {**POST, "Post ID": "2", "Views": "7"},
        {**POST, "Post ID": "3", "Views": "8", "Vues": "8"},
        {**POST, "Post ID": "4", "Views": "8", "Vues": "9"},
    ]
    result = read(write(tmp_path / NAME, csv_text(header, rows)))

    assert values(result, "views", breakdown="total") == [5.0, 7.0, 8.0]
    assert result.entities["content_type"].to_pylist() == ["link", "photo", "photo"]
    assert told(result) == [("columns_disagree", 5, "Views")]


def test_columns_may_come_and_go_and_only_lookalikes_are_told(tmp_path):
    header = [name for name in FACEBOOK if name not in ("Total clicks", "Shares")]
    rows = [POST]
    result = read(write(tmp_path / NAME, csv_text([*header, "Sharess", "Mood"], rows)))

    assert told(result) == [("renamed_column", 1, "Sharess")]


def test_the_file_name_says_which_days_it_speaks_of(tmp_path):
    result = facebook(tmp_path, {})

    assert [
        (row["grain"], row["account"], row["window_start"], row["window_end"])
        for row in result.windows.to_pylist()
    ] == [("post", "106350448812907", date(2025, 8, 1), date(2025, 8, 31))]


def test_no_file_speaks_of_days_after_its_export(tmp_path):
    result = facebook(tmp_path, {}, name=f"observed-2025-08-20/{NAME}")

    assert result.windows["window_end"].to_pylist() == [date(2025, 8, 20)]


def test_without_a_window_in_the_name_the_posts_say_it(tmp_path):
    result = facebook(
        tmp_path, {}, {"Post ID": "2", "Publish time": "08/20/2025 09:00"}, name="posts.csv"
    )

    assert result.windows.select(["window_start", "window_end"]).to_pylist() == [
        {"window_start": date(2025, 8, 13), "window_end": date(2025, 8, 20)}
    ]


def test_an_instagram_export_is_told_from_a_facebook_one_by_its_columns(tmp_path):
    row = {
        "Post ID": "18000068738340064",
        "Account ID": "17841406633190428",
        "Publish time": "10/30/2026 13:59",
        "Permalink": "https://www.instagram.com/reel/CB2gequfuSi/",
        "Post type": "IG reel",
        "Date": "Lifetime",
        "Likes": "226",
        "Saves": "34",
        "Follows": "5",
    }
    content = codecs.BOM_UTF16_LE + csv_text(INSTAGRAM, [row], "\t").encode("utf-16-le")
    result = read(write(tmp_path / "posts.csv", content))

    assert result.source == "meta_instagram"
    assert {r["network"] for r in result.observations.to_pylist()} == {"instagram"}
    assert values(result, "reactions") == [226.0]
    assert values(result, "saves") == [34.0]
    assert values(result, "follows") == [5.0]
    assert result.entities["content_type"].to_pylist() == ["reel"]


def test_a_french_instagram_export_is_read(tmp_path):
    header = ["Identifiant de la publication", "ID du compte", "Heure de publication", "Permalien",
              "Mentions J’aime", "Enregistrements", "Followers en plus"]  # fmt: skip
    row = ["18", "17", "10/31/2026 01:56", "https://www.instagram.com/p/CT/", "336", "47", "14"]
    result = read(write(tmp_path / "p.csv", csv_text(header, [row])))

    assert values(result, "reactions") == [336.0]
    assert values(result, "saves") == [47.0]


def test_a_file_of_which_too_much_is_lost_is_refused_with_its_causes(tmp_path):
    with pytest.raises(SourceError) as caught:
        facebook(tmp_path, {}, {"Post ID": "2", "Publish time": "2025-08-13 10:00"})

    assert [p.message for p in caught.value.problems] == ["too_much_lost", "unreadable_date"]


def test_a_caption_with_a_line_break_outside_quotes_does_not_shift_figures(tmp_path):
    good = csv_text(FACEBOOK, [{**POST, "Post ID": str(n)} for n in range(2, 8)])
    broken = csv_text(FACEBOOK, [{**POST, "Title": "BREAK"}]).split("\n")[1]
    text = good + broken.replace("BREAK", "first\nsecond") + "\n"
    result = read(write(tmp_path / NAME, text))

    assert [(m, line) for m, line, _ in told(result)] == [
        ("ragged_record", 8),
        ("ragged_record", 9),
    ]
    assert len(values(result, "shares")) == 6
