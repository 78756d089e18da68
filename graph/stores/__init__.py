"""The places a graph can be kept in. A new one is a module of this folder and a line in :data:`STORES`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.schema import nearest
from kexie_kg.graph.stores.base import Store

STORES: Mapping[str, str] = {
    "kglite": "KGLiteStore",
    "oxigraph": "OxigraphStore",
    "networkx": "NetworkxStore",
}
"""Stores that are files: the module, and the class in it. Imported on demand, since each brings an engine along."""


def store_class(name: str) -> type[Store]:
    """The store of this name. Raises :class:`StoreError` if there is none."""
    if name not in STORES:
        raise StoreError(f'no store "{name}"{nearest(name, STORES)}; there are {", ".join(STORES)}')
    return cast(type[Store], getattr(import_module(f"{__name__}.{name}"), STORES[name]))
