"""Names of the things that figures are about: declared by the analyst, or known to the package."""

from __future__ import annotations

import re

from kpi_helpers.catalogue.entry import Text
from kpi_helpers.catalogue.models import Catalogue, Segment
from kpi_helpers.finding import Ref

__all__ = ["declared_name", "in_sentence", "label_key"]

_COMMON = {
    *("kpi", "measure", "stage", "funnel_stage", "audience", "department", "funding", "role"),
    "public_figure",
}
_COMMON |= {"content_type", "gain", "pillar"}
_PROPER = {"facebook", "instagram", "linkedin", "tiktok", "youtube", "meta", "google", "pinterest"}


def declared_name(ref: Ref, catalogue: Catalogue | None) -> Text | str | None:
    """The name that the catalogue gives to `ref`; None when it declares no such thing."""
    if catalogue is None:
        return None
    if ref.kind == "brand":
        return catalogue.brand.name if ref.id == catalogue.brand.id else None
    if ref.kind == "objective":
        objective = catalogue.objectives.get(ref.id)
        return objective.statement if objective else None
    if ref.kind == "funnel_stage":
        return _funnel_stage(ref.id, catalogue)
    kinds = {
        "kpi": catalogue.kpis,
        "measure": catalogue.measures,
        "segment": catalogue.segments,
        "public_figure": catalogue.kpis,
        "pillar": catalogue.pillars,
        "funnel": catalogue.funnels,
    }
    entry = kinds.get(ref.kind, {}).get(ref.id) or _whole_perimeter(ref, catalogue)
    return entry.label if entry else None


def _whole_perimeter(ref: Ref, catalogue: Catalogue) -> Segment | None:
    """The perimeter that is this one value of a dimension: the brand has given it a name."""
    alone = {ref.kind: (ref.id,)}
    return next((one for one in catalogue.segments.values() if one.where == alone), None)


def _funnel_stage(stage_id: str, catalogue: Catalogue) -> Text | None:
    """Label of a stage; the brand's own funnel is looked at first."""
    own = catalogue.funnels.get(catalogue.brand.funnel)
    for funnel in [own, *catalogue.funnels.values()]:
        for stage in funnel.stages if funnel else ():
            if stage.id == stage_id:
                return stage.label
    return None


def label_key(ref: Ref) -> str:
    """Name of the message that holds the package's own label of `ref`."""
    kind = "stage" if ref.kind == "funnel_stage" else ref.kind
    return f"label_{kind}_{re.sub(r'[^a-z0-9]+', '_', ref.id.lower()).strip('_')}"


def in_sentence(ref: Ref, name: str) -> str:
    """A name as it stands inside a sentence: a common noun loses its capital."""
    first = re.split(r"[\s’'\-:]", name, maxsplit=1)[0]
    if ref.kind not in _COMMON or first.lower() in _PROPER or not first[1:].islower():
        return name
    return name[:1].lower() + name[1:]
