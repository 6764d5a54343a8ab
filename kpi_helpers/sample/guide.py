"""The page that stands beside the sample and says what is in it."""

from __future__ import annotations

__all__ = ["GUIDE"]

GUIDE = """# The sample

Two invented brands over 26 months, September 2024 to October 2026: raw exports, written as the
platforms write them. `python -m kpi_helpers.sample` writes all of it again, byte for byte.

| brand | what it is | exports | currency |
|---|---|---|---|
| `maison_alba` | French cosmetics and home | in French, sheets from a French Excel | EUR |
| `northwind_outdoor` | British outdoor shop | in English | GBP; its display ads are billed in USD |

Each folder `observed-YYYY-MM-DD` is what was downloaded on that day: the exports of the month
before. One month of Maison Alba's posts was exported once more, on 2026-10-19: its counters had
grown.

| file | what |
|---|---|
| `Aug-01-2026_Aug-31-2026_<number>.csv` | Meta content, one of Facebook, one of Instagram |
| `exploration_*` | GA4, by day and channel |
| `acquisition_trafic_*`, `traffic_acquisition_*` | GA4, the month by channel, with users |
| `ventes_*`, `sales_*` | orders of the shop by day and region |
| `depenses_*`, `spend_*` | ad spend by week; a week is in the file of the month of its Monday |
| `budget_*` | media budget of a year by month and channel |
| `service_client_*`, `service_*` | customer service, surveys and mentions of a month |
| `abonnes_*`, `followers_*` | followers at the end of each day |
| `actions_*` | what the brand did, with dates and cost |
| `createurs_*`, `creators_*` | creators on the last day of the month |
| `concurrents_*`, `peers_*` | public counts of competitors and of the brand, by network |
| `commentaires_*`, `comments_*` | comments that the community team kept, with their post's link |
| `ateliers_*`, `workshops_*` | guests of workshops in the month by region and age band |

Creators and competitors are invented too. What a creator did in 90 or 180 days is what was done in
three or six months; clicks and orders are blank without a tracked link. One competitor is listed
only from June 2025, one publishes nothing from August 2026. Most cells of the workshops hold few
guests; where the answers of some went astray, the satisfied are blank. Since January 2026 guests of
55 and more in Provence (`FR-PAC`), and of 25 to 34 in Scotland (`GB-SCT`), are far less content.

`labels/<brand>/` holds what people called by hand: `comments.csv` the tone of older comments, of
which a few are wrong and eight were set right later (the later `labelled_on` holds, wherever its
line stands); `creators.csv` roles with the day from which they hold.

`truth.json` says what is true:

- `months`: by month and path (`post/facebook/views/organic`), what a correct import of everything
  gives. Weeks that lie in two months count in each by their days there. Followers are the last of
  the month. Spend has no total over channels, because of the currencies.
- `before_restatement`: the same before the later export.
- `effects`: what each action brought in orders and revenue through visits, conversion and basket.
- `returns`: what each paid channel brought over the last twelve months, and what the next tenth of
  its spend would bring.
- `stories`: what the last month's report should make its reader see.
- `creators`: the role of each creator's account (`fan`, `ambassador`, `expert`, `star` or `none`),
  the month it was first listed in, and what was planted as odd: `follower_spike` (a jump without
  more views, then decay), `low_engagement`, `generic_comments`, `one_order_of_two_clicks`.
- `peers`: by competitor, network and metric one figure a month, null where it is not listed.
- `comments`: the tone of each; `turns` names those that are `mixed` (one thing is liked, another is
  not), `ironic` or `odd`; `foreign_comments` are in the other language.
- `defects`: what was planted wrong, in which file and line, and what a correct import does with it.
"""
