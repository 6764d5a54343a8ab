"""What every declaration is made of: the frozen base, ids, texts, and the fixed lists.

Declarations of their own kind have a module each beside ``models.py``, and build on this one.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Department", "Dimension", "Entry", "Grain", "Id", "Semver", "Stage", "Text", "Unit"]

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Semver = Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
Stage = Literal["reach", "engage", "visit", "convert", "serve", "advocate"]
Department = Literal["marketing", "sales", "customer_service"]
Unit = Literal["count", "currency", "percent", "ratio", "seconds", "score"]
Grain = Literal[
    "account_day",
    "account_window",
    "post",
    "ad_day",
    "site_day",
    "channel_period",
    "mention",
    "case",
    "creator",
    "peer",
    "action",
]
Dimension = Literal[
    "network",
    "account",
    "channel",
    "campaign",
    "content_type",
    "funding",
    "region",
    "age_band",
]


class Entry(BaseModel):
    """Base of every declaration: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Text(Entry):
    """The same words in both languages."""

    fr: str = Field(min_length=1)
    en: str = Field(min_length=1)
