"""The administrative divisions of China since 1980, and named regions: full and short names, chains, years.

A division's permanent id is its chain of full names, 浙江省嘉兴市; codes change with the years, the id does not. Data
and sources: ``data/gazetteer``.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

_LONGEST_NAME = 15
"""Characters of 积石山保安族东乡族撒拉族自治县 and 双江拉祜族佤族布朗族傣族自治县, the longest names there are."""
_NATURE = ("江", "河", "湖", "山", "岛", "峡")
_RANK = {"province": 0, "city": 1, "region": 1, "country": 1, "county": 2}


@dataclass(frozen=True, slots=True)
class Division:
    """A division in one stretch of years; ``last_year`` None: it still exists."""

    id: str
    code: str
    name: str
    level: str
    """province, city, county; region or country for what is no division."""
    chain: tuple[str, ...]
    first_year: int
    last_year: int | None
    shorts: tuple[str, ...]
    successor: str = ""

    def __hash__(self) -> int:
        """That of the id: divisions are keys of caches that are asked often, and their other fields add nothing."""
        return hash(self.id)

    def valid_in(self, year: int | None) -> bool:
        """Whether it exists in this year; None asks for today."""
        if year is None:
            return self.last_year is None
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


class Divisions:
    """All divisions, found by id, by full or short name, or by a printed chain (江苏苏州, 大理州宾川县)."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self._by_id: dict[str, Division] = {}
        self._by_surface: dict[str, list[Division]] = defaultdict(list)
        for division in sorted(divisions, key=lambda d: (d.id, d.first_year)):
            self._by_id[division.id] = division  # the latest stretch of years stands for the id
            for surface in dict.fromkeys((division.name, *division.shorts)):
                self._by_surface[surface].append(division)
        self._beginnings = {surface[:2] for surface in self._by_surface}
        self.prefix = lru_cache(maxsize=100_000)(self._prefix)
        self.resolve = lru_cache(maxsize=100_000)(self._resolve)

    @classmethod
    def load(cls) -> Divisions:
        """The divisions that come with the package; read once."""
        return _packaged()

    def by_id(self, id_: str) -> Division | None:
        """The division with this permanent id, as it was last."""
        return self._by_id.get(id_)

    def ids(self) -> Iterable[str]:
        """The permanent ids of all divisions, in no particular order."""
        return self._by_id.keys()

    def surfaces(self) -> list[str]:
        """Every full and short name, in order."""
        return sorted(self._by_surface)

    def namesakes(self, name: str, year: int | None = None) -> list[Division]:
        """All divisions of this name in a year: 普陀区 is one of 上海市 and one of 舟山市."""
        return [d for d in self._by_surface.get(name, ()) if d.valid_in(year)]

    def parent(self, division: Division) -> Division | None:
        """The division it is administered by."""
        return self._by_id.get("".join(division.chain[:-1]))

    def chain_of(self, division: Division) -> list[Division]:
        """The division and those above it: county, city, province."""
        chain = [division]
        while (above := self.parent(chain[-1])) is not None:
            chain.append(above)
        return chain

    def may_begin(self, text: str) -> bool:
        """Whether ``text`` begins with the first two characters of some name: a cheap test before ``prefix``."""
        return text[:2] in self._beginnings

    def successors(self, division: Division) -> tuple[Division, ...]:
        """What it became when it ended (襄樊市 → 襄阳市); empty if it still exists or that is not known."""
        found = self._by_id.get(division.successor)
        return (found,) if found is not None and found.id != division.id else ()

    def canonical(self, division: Division) -> str:
        """The name the annotation guide gives it: a 区 takes its city (绍兴市柯桥区), 诸暨市 stands alone."""
        if division.level == "county" and _is_district(division.name) and len(division.chain) > 1:
            return division.chain[-2] + division.name
        return division.name

    def _resolve(self, name: str, within: Division | None = None, year: int | None = None) -> Division | None:
        """The division a name means, read in a plan of the place ``within`` and of ``year``.

        Names that several divisions share are decided by nearness to ``within``, then by level; None if that leaves
        more than one, or none.
        """
        if name in self._by_id:
            return self._by_id[name]
        found = self._prefix(name, within, year)
        return found[0] if found is not None and found[1] == len(name) else None

    def _prefix(
        self, text: str, within: Division | None = None, year: int | None = None
    ) -> tuple[Division, int] | None:
        """The division whose name, or printed chain, begins ``text``, and how many characters that takes."""
        for length in range(min(_LONGEST_NAME, len(text)), 1, -1):
            candidates = self._by_surface.get(text[:length])
            if not candidates:
                continue
            issuer = within is None and length == len(text)
            if length == 2 and not issuer and not _is_near(candidates, text[:length], within):
                continue
            if text.startswith(_NATURE, length) and all(text[:length] != d.name for d in candidates):
                continue  # 图们|江, 长白|山: rivers and hills, of which towns have their names
            best = _nearest(candidates, text[:length], within, year)
            below = self._below(candidates if best is None else [best], text, length, year)
            if below is not None:
                return below
            if best is not None:
                return best, length
        return None

    def _below(self, above: list[Division], text: str, start: int, year: int | None) -> tuple[Division, int] | None:
        """A division inside one of ``above`` whose name goes on at ``text[start:]``: 上海|浦东, 苏州|工业园区."""
        for length in range(min(_LONGEST_NAME, len(text) - start), 1, -1):
            inside = [
                division
                for division in self._by_surface.get(text[start : start + length], ())
                if any(division.chain[: len(d.chain)] == d.chain != division.chain for d in above)
            ]
            if inside:
                best = _nearest(inside, text[start : start + length], None, year)
                if best is not None:
                    return self._below([best], text, start + length, year) or (best, start + length)
        return None


def _is_district(name: str) -> bool:
    """六枝特区 and 神农架林区 are counties by another name."""
    return name.endswith("区") and not name.endswith(("特区", "林区"))


def _is_near(candidates: list[Division], surface: str, within: Division | None) -> bool:
    """Whether a two-character full name can be meant: 新区 and 范县 (示范县) are words but in their city."""
    if any(surface != d.name or d.level != "county" for d in candidates):
        return True
    return within is not None and any(d.chain[:2] == within.chain[:2] for d in candidates)


def _nearest(candidates: list[Division], surface: str, within: Division | None, year: int | None) -> Division | None:
    """The one division of several with a common name that a plan of ``within`` and ``year`` means."""
    valid = [d for d in candidates if d.valid_in(year)]
    left = valid or (_ended_last(candidates, year) if within is None else candidates)
    if within is not None:
        for depth in range(len(within.chain), 0, -1):
            inside = [d for d in left if d.chain[:depth] == within.chain[:depth]]
            if inside:
                return _highest(inside)
    if surface not in {d.name for d in left} and all(d.level == "county" for d in left) and within is not None:
        return None  # short names of far counties are everyday words: 建安, 和平, 东方
    return _highest(left)


def _ended_last(candidates: list[Division], year: int | None) -> list[Division]:
    """Of divisions that are all gone (or not yet there), those that were there last before the year."""
    ended = [d for d in candidates if d.last_year is not None and (year is None or d.last_year < year)]
    last = max((d.last_year or 0 for d in ended), default=0)
    return [d for d in ended if d.last_year == last] or candidates


def _highest(divisions: list[Division]) -> Division | None:
    """The only division of the highest level among them (吉林 is the province), the latest of one id; else None."""
    rank = min(_RANK[d.level] for d in divisions)
    top = {d.id: d for d in divisions if _RANK[d.level] == rank}
    return next(iter(top.values())) if len(top) == 1 else None


@cache
def _packaged() -> Divisions:
    folder = files("kexie_kg.data").joinpath("gazetteer")
    rows = csv.reader(folder.joinpath("divisions.csv").read_text("utf-8").splitlines())
    next(rows)
    regions = tomllib.loads(folder.joinpath("regions.toml").read_text("utf-8"))
    customary = tomllib.loads(folder.joinpath("short_forms.toml").read_text("utf-8"))["short_forms"]
    divisions = (_division(*row) for row in rows)
    return Divisions(
        [
            *(replace(d, shorts=tuple(dict.fromkeys([*d.shorts, *customary.get(d.name, ())]))) for d in divisions),
            *_regions(regions),
        ]
    )


def _division(chain: str, level: str, code: str, short: str, first: str, last: str, successor: str) -> Division:
    names = tuple(chain.split("/"))
    return Division(
        id="".join(names), code=code, name=names[-1], level=level, chain=names, first_year=int(first),
        last_year=int(last) if last else None, shorts=_shorts(names[-1], short), successor=successor.replace("/", ""),
    )  # fmt: skip


def _shorts(name: str, short: str) -> tuple[str, ...]:
    """嘉兴; 大理 and 大理州; 浦东. Names of two characters have no shorter form."""
    if len(name) < 3 or len(short) < 2:
        return ()
    if name.endswith("自治州"):
        return short, short + "州"
    return (short, short.removesuffix("新")) if name.endswith("新区") and len(short) > 2 else (short,)


def _regions(table: dict[str, object]) -> list[Division]:
    regions, countries = table["region"], table["countries"]
    assert isinstance(regions, list) and isinstance(countries, dict)
    named = [(r["name"], "region", tuple(r.get("aliases", ()))) for r in regions]
    named += [(name, "country", ()) for name in countries["names"].split()]
    return [Division(name, "", name, level, (name,), 0, None, aliases) for name, level, aliases in named]
