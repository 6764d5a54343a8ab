"""The look of sentences and tables wherever no page of ours is around them: in JupyterLab.

It takes the ink of its surroundings, so it follows a dark theme; a report replaces
:data:`STYLE` by its own sheet.
"""

from __future__ import annotations

from kpi_helpers.views.colours import dark_style

__all__ = ["STYLE"]

_LIGHT = {"good": "#1a7f5a", "watch": "#8a5d00", "bad": "#b3372f", "none": "#5a6675"}
_DARK = {"good": "#5cc79b", "watch": "#e0b252", "bad": "#f08a82", "none": "#9aa7b6"}


def _pills(colours: dict[str, str], scope: str = "") -> str:
    quiet = f"{scope}.kpi-pill{{color:{colours['none']}}}"
    return quiet + "".join(
        f"{scope}.kpi-{name}{{color:{colours[name]}}}" for name in ("good", "watch", "bad")
    )


_TABLE = ".kpi-table .kpi-scroll"  # as specific as the rules of the lab, and later
_RULES = """
.kpi-sentence{font-size:1.15em;line-height:1.5;margin:.2em 0 .4em;max-width:52em}
.kpi-caveats{font-size:.9em;opacity:.8;margin:.2em 0 .6em;padding-left:1.2em;max-width:60em}
.kpi-pill{display:inline-block;white-space:nowrap;padding:0 .7em;border:1px solid;
border-radius:99px;font-size:.82em;font-weight:600;vertical-align:.08em}
.kpi-good::before{content:"✓\\a0"}.kpi-watch::before{content:"!\\a0"}
.kpi-bad::before{content:"✗\\a0"}.kpi-unknown::before{content:"?\\a0"}
.kpi-table summary{cursor:pointer;font-size:.9em;opacity:.8;margin:.3em 0}
.kpi-scroll{overflow-x:auto;max-width:100%}
@ table{border-collapse:collapse;margin:0;
font-size:.94em;font-variant-numeric:tabular-nums}
@ caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@ tr{background:none}
@ th,@ td{text-align:left;vertical-align:top;padding:.4em 1em .4em 0;
font-weight:400;border-bottom:1px solid rgba(128,140,155,.3);background:none}
@ thead th{font-size:.86em;opacity:.8;vertical-align:bottom}
@ .num{text-align:right}
@ td.num,@ .day{white-space:nowrap}
@ tbody th{min-width:9em}
@ td{min-width:4em}
@ .long{min-width:12em}
.kpi-spark{display:block;min-width:120px}
.kpi-rest,.kpi-empty{font-size:.9em;opacity:.8}
.kpi-cards{list-style:none;margin:.4em 0;padding:0;display:grid;gap:1em;
grid-template-columns:repeat(auto-fill,minmax(min(22em,100%),1fr))}
.kpi-card{border:1px solid rgba(128,140,155,.4);border-radius:6px;padding:.9em 1em;min-width:0;
overflow-wrap:anywhere;list-style:none}
.kpi-card p{margin:0 0 .5em}
.kpi-card .kpi-card-name{font-weight:600;margin:0}
.kpi-card .kpi-card-value{font-size:1.25em}
.kpi-steps{margin:.4em 0 0;padding-left:1.2em}
.kpi-steps li+li{margin-top:.7em}
.kpi-steps small{display:block;opacity:.75}
.kpi-card dl{margin:0;font-size:.9em;line-height:1.45}
.kpi-card dl div{margin-top:.4em}
.kpi-card dt{opacity:.75}
.kpi-card dd{margin:0}
.kpi-smart abbr{text-decoration:none;font-weight:600}
.kpi-crossed-name{margin:.8em 0 .2em;font-weight:600}
@ .kpi-total th,@ .kpi-total td{font-weight:600}
@ td.kpi-masked{opacity:.75;white-space:normal;min-width:6em}
"""

_IN_DARK_LAB = '[data-jp-theme-light="false"] '

STYLE = (
    "<style>"
    + _RULES.replace("\n", "").replace("@", _TABLE)
    + _pills(_LIGHT)
    + _pills(_DARK, _IN_DARK_LAB)
    + dark_style(f"{_IN_DARK_LAB}.vega-embed")
    + dark_style(f"{_IN_DARK_LAB}.kpi-spark")
    + "</style>"
)
"""A style element, the same bytes everywhere."""
