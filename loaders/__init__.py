"""Documents into facts. Imports :mod:`kexie_kg.graph` only, and never sees a store."""

from kexie_kg.loaders.extract import extract
from kexie_kg.loaders.readers import read

__all__ = ["extract", "read"]
