"""Read ``params/roles.yaml``, with what a brand's own file lays over it under ``roles``."""

from __future__ import annotations

from pathlib import Path

from kpi_helpers.catalogue.documents import validated
from kpi_helpers.catalogue.faults import locate
from kpi_helpers.catalogue.layers import shown_name
from kpi_helpers.catalogue.merge import merge
from kpi_helpers.catalogue.roles import Roles, role_faults
from kpi_helpers.catalogue.yaml_lines import Layer, read_yaml
from kpi_helpers.errors import Problem

__all__ = ["read_roles"]


def read_roles(root: Path, brand: Layer) -> tuple[Roles, list[Problem]]:
    """The rules on creators that hold for one brand, and what is wrong with them.

    Parameters
    ----------
    root : pathlib.Path
        Project folder; without a ``roles.yaml`` the usual rules hold.
    brand : Layer
        The merged files of the brand.

    Returns
    -------
    Roles
        The usual rules where the declared ones have faults.
    list of Problem
        Each with the file and line that set the faulty key.
    """
    path = root / "params" / "roles.yaml"
    layer, problems = read_yaml(path, shown_name(root, path)) if path.exists() else (Layer(), [])
    own = brand.data.get("roles")
    if own is not None:
        places = {p[1:]: place for p, place in brand.places.items() if p[:1] == ("roles",)}
        layer = merge(layer, Layer(own, places))
    roles, faults = validated(Roles, layer.data, ())
    if roles is not None:
        faults = list(role_faults(roles))
    found = [*problems, *locate(faults, layer.places)]
    return (Roles() if roles is None or faults else roles), found
