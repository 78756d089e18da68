"""Writes into ``loaders/patterns/cases/`` what is not read right yet: ``python scripts/mark_gaps.py``.

A case that differs from what the extractor makes of it gets a line ``gap`` with the difference; one that is read right
loses it. Run it after a change of the rules, and look at what it changed.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "loaders" / "patterns" / "cases"
_GAP = re.compile(r"(?m)^gap = .*\n")


def main() -> None:
    """Rewrites the files whose gaps changed, and counts."""
    sys.path.insert(0, str(ROOT / "tests"))
    from cases import of_table, read

    right = total = 0
    for file in sorted(FOLDER.glob("*.toml")):
        text = file.read_text("utf-8")
        head, *blocks = _GAP.sub("", text).split("[[case]]\n")
        for index, case in enumerate(of_table(file.stem, text)):
            difference = read(case).difference
            right, total = right + (not difference), total + 1
            if difference:
                blocks[index] = blocks[index].rstrip("\n") + f"\ngap = {json.dumps(difference, ensure_ascii=False)}\n\n"
        new = "[[case]]\n".join([head, *blocks]).rstrip("\n") + "\n"
        if new != text:
            file.write_text(new, "utf-8")
            print(f"changed {file.name}")
    print(f"{right} of {total} cases are read right")


if __name__ == "__main__":
    main()
