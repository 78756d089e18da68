"""Libraries that only some formats need, and that come as extras of the package."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kexie_kg.graph.errors import StoreError


def extra(module: str, name: str) -> Any:
    """The library ``module``. Raises :class:`StoreError` that names the extra it comes with."""
    try:
        return import_module(module)
    except ImportError as error:
        raise StoreError(
            f"{name}: needs {module.partition('.')[0]}, which is not installed; "
            f'install it with: pip install "kexie-kg[{name}]"'
        ) from error
