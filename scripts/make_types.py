"""Make build/types/kexie_kg: the import package as a tree of symbolic links, for type checkers.

The folders at the top are mapped into one package by pyproject.toml. Python follows that map, type checkers do
not; they read this tree instead. Running it twice changes nothing, and links to files that are gone are dropped.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TREE = ROOT / "build" / "types" / "kexie_kg"
FOLDERS = ("graph", "loaders", "queries", "views", "data")


def link_targets(root: Path) -> dict[str, Path]:
    """Name in the tree → file or folder it stands for: the mapped folders, and what the front door holds."""
    targets = {folder: root / folder for folder in FOLDERS}
    front_door = sorted((root / "src" / "kexie_kg").iterdir())
    targets |= {
        path.name: path for path in front_door if path.suffix in {".py", ".pyi", ".typed"} or path.name == "commands"
    }
    return targets


def make_links(tree: Path, targets: dict[str, Path]) -> None:
    """Make `tree` hold exactly one relative link per target; raises OSError where links are not permitted."""
    tree.mkdir(parents=True, exist_ok=True)
    wanted = {name: os.path.relpath(target, tree) for name, target in targets.items()}
    for link in sorted(tree.iterdir()):
        if link.name == "__pycache__":
            continue  # left by an interpreter that read the tree
        if not link.is_symlink() or str(link.readlink()) != wanted.get(link.name):
            link.unlink()
    for name, target in sorted(wanted.items()):
        if not (tree / name).is_symlink():
            (tree / name).symlink_to(target)


if __name__ == "__main__":
    make_links(TREE, link_targets(ROOT))
