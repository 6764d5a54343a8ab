"""What the store and the brand's own decisions say of its posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers.catalogue.hand_labels import PostLabel, read_post_labels
from kpi_helpers.errors import CatalogueError
from kpi_helpers.periods import months_back
from kpi_helpers.rules.pillars import with_pillars
from kpi_helpers.rules.post_ages import posts_at_age
from kpi_helpers.store.post_history import post_descriptions, post_history

if TYPE_CHECKING:
    from kpi_helpers.catalogue.thresholds import PostLimits
    from kpi_helpers.session.opened import Session

__all__ = ["Posts"]


@dataclass(frozen=True)
class Posts:
    """The posts of a session's brand."""

    session: Session

    @property
    def limits(self) -> PostLimits:
        """How posts are compared, from ``params/thresholds.yaml``."""
        return self.session.catalogue.thresholds.posts

    @cached_property
    def at_one_age(self) -> pd.DataFrame:
        """The posts of the months that end with the session's, each at the age of comparison.

        Returns
        -------
        DataFrame
            See :func:`kpi_helpers.rules.post_ages.posts_at_age`, with ``pillar``, ``pillar_by``
            and ``ambiguous``.
        """
        session = self.session
        first = months_back(session.month, self.limits.months)[0].period.start
        last = pd.Timestamp(session.month.period.end)
        known = (session.store, session.brand.id)
        since = datetime.combine(first, datetime.min.time())
        history = post_history(*known, since, session.grains.known_at)
        history = history[history["date_start"] <= last]
        described = post_descriptions(*known, session.grains.known_at)
        posts = posts_at_age(history, described, session.brand.timezone, self.limits)
        by_hand = self._overrides()
        return with_pillars(posts, session.catalogue.pillars, by_hand)

    def _overrides(self) -> pd.DataFrame:
        session = self.session
        pillars = session.catalogue.pillars
        labels, problems = read_post_labels(session.store.root, session.brand, pillars)
        if problems:
            raise CatalogueError(problems)
        rows = [label.model_dump() for label in labels if session.knows(label.date)]
        return pd.DataFrame(rows, columns=list(PostLabel.model_fields)).astype(object)
