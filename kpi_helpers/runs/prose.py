"""Text of notebooks as HTML that fits into a page made of several notebooks."""

from __future__ import annotations

import re

from kpi_helpers.runs.kernels import skip_slow_import

__all__ = ["markdown_html", "split_heading", "under"]

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*(?:\n|$)")
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_OWN = re.compile(
    r'(\s(?:id|for|headers|aria-labelledby|aria-describedby|aria-controls)=")([^"]*)"'
)
_LINK = re.compile(r'(\shref="#)([^"]*)"')
_LEVEL = re.compile(r"<(/?)h([1-5])\b")


def split_heading(markdown: str) -> tuple[int, str, str]:
    """Level, text and rest of a Markdown cell; level 0 when it does not begin with a heading."""
    found = _HEADING.match(markdown.lstrip())
    if not found:
        return 0, "", markdown
    return len(found[1]), found[2], markdown.lstrip()[found.end() :].strip()


def markdown_html(markdown: str) -> str:
    """Markdown as HTML one heading level lower; HTML inside it is shown, not obeyed."""
    skip_slow_import()
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(escape=True, exclude_anchor_links=True)
    html = MarkdownWithMath(renderer=renderer).render(markdown)
    return _LEVEL.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}", html).strip()


def under(prefix: str, html: str) -> str:
    """HTML whose identifiers, and the references to them, begin with `prefix`.

    Notebooks name their findings alike; in one page each name may stand only once.
    """

    def prefixed(found: re.Match[str]) -> str:
        tag = _LINK.sub(rf'\1{prefix}-\2"', found[0])
        return _OWN.sub(
            lambda own: own[1] + " ".join(f"{prefix}-{name}" for name in own[2].split()) + '"', tag
        )

    return _TAG.sub(prefixed, html)
