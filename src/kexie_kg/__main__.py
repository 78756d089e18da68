"""``python -m kexie_kg`` is the command ``kexie``."""

from kexie_kg.cli import main

main()
