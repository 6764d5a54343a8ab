"""What makes the page stand alone: one chart library, escaped data, and a policy against the rest.

The content security policy names the hash of each script and style of ours and allows no other,
no image but inline ones, and no connection at all. A text of the data that looks like a script
is then doubly powerless: it is escaped, and would not run.
"""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kpi_helpers.runs.plan import REPORTS

__all__ = ["chart_locale", "content_policy", "json_script", "vega_bundle"]

_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_NARROW = "\u202f"


def vega_bundle(root: Path) -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, built once for each version and then kept.

    Parameters
    ----------
    root : Path
        Project folder; the script is kept under ``reports/.work``.
    """
    from importlib.metadata import version

    kept = root / REPORTS / ".work" / f"vega-{version('vl-convert-python')}.js"
    if kept.exists():
        return kept.read_text(encoding="utf-8")
    import vl_convert

    script = vl_convert.javascript_bundle()
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f"{kept.name}.{os.getpid()}")
    draft.write_text(script, encoding="utf-8", newline="\n")
    draft.replace(kept)
    return script


def json_script(data: Any) -> Markup:
    """JSON that no text in it can end: it stands inside a ``<script type="application/json">``."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.translate(_ESCAPES))


def content_policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """The policy of a page that holds exactly these scripts and styles."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashes(texts: Iterable[str]) -> str:
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def chart_locale(locale: str) -> dict[str, Any]:
    """Number and date formats for the charts, with the spaces that the texts use."""
    import vl_convert

    name = {"fr": "fr-FR", "en": "en-GB"}[locale]
    numbers = dict(vl_convert.get_format_locale(name))
    if locale == "fr":
        numbers |= {"thousands": _NARROW, "currency": ["", f"{_NARROW}€"]}
    return {
        "formatLocale": numbers,
        "timeFormatLocale": vl_convert.get_time_format_locale(name),
    }
