"""Rows that canned queries must answer on the graph of gold, worked out in plain Python from the annotations."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from gold_graph import IN_SERIES, series_of

from kexie_kg.graph.rows import Cell

DEEDS = {
    "ORGANIZES", "PARTICIPATES_IN", "IMPLEMENTS", "BUILDS", "USES", "CONFERS", "NOMINATES_FOR", "PUBLISHES", "SUPPORTS",
}  # fmt: skip
Annotation = dict[str, Any]


def shared(readings: list[Annotation], least: int) -> set[tuple[Cell, ...]]:
    found: list[tuple[str, str, str, int, str, str]] = []
    for a in readings:
        things = {e["id"]: e for e in a["entities"]}
        place, year = a["document"]["place"], a["document"]["year"]
        for r in a["relations"]:
            if r["s"] == "issuer" and r["p"] in DEEDS and things[r["o"]]["type"] in IN_SERIES:
                thing = things[r["o"]]
                found.append((series_of(thing["name"], place), thing["type"], place, year, thing["name"], r["p"]))
    cities: dict[tuple[str, str], set[str]] = defaultdict(set)
    for series, type_, place, *_ in found:
        cities[series, type_].add(place)
    return {(f[0], f[1], len(cities[f[:2]]), *f[2:]) for f in found if len(cities[f[:2]]) >= least}


def pairs(readings: list[Annotation]) -> Counter[tuple[str, int, str, str]]:
    found: Counter[tuple[str, int, str, str]] = Counter()
    for a in readings:
        names = {e["id"]: e["name"] for e in a["entities"]}
        units: dict[str, dict[str, set[str]]] = {"LEADS": defaultdict(set), "ASSISTS": defaultdict(set)}
        for r in a["relations"]:
            if r["p"] in units:
                units[r["p"]][r["o"]].add(names[r["s"]])
        for task, leaders in units["LEADS"].items():
            for lead in leaders:
                for assist in units["ASSISTS"][task]:
                    found[a["document"]["place"], a["document"]["year"], lead, assist] += 1
    return found


def comparable(readings: list[Annotation], least: int) -> set[tuple[Cell, ...]]:
    cities: dict[tuple[str, str], set[str]] = defaultdict(set)
    for a in readings:
        for t in a["targets"]:
            cities[t["object"], t["unit"]].add(a["document"]["place"])
    return {
        (t["object"], t["unit"], len(cities[t["object"], t["unit"]]), a["document"]["place"], a["document"]["year"],
         t["op"], float(t["value"]), t["evidence"])
        for a in readings for t in a["targets"] if len(cities[t["object"], t["unit"]]) >= least
    }  # fmt: skip


def events(readings: list[Annotation], year: int) -> set[tuple[str, str]]:
    return {
        (a["document"]["place"], e["name"])
        for a in readings if a["document"]["year"] == year
        for e in a["entities"] for r in a["relations"]
        if e["type"] == "Event" and (r["s"], r["p"], r["o"]) == ("issuer", "ORGANIZES", e["id"])
    }  # fmt: skip


def built(readings: list[Annotation]) -> set[tuple[str, int, str, str]]:
    found = set()
    for a in readings:
        things = {e["id"]: e for e in a["entities"]}
        where = a["document"]["place"], a["document"]["year"]
        for r in a["relations"]:
            if r["p"] == "BUILDS" and things[r["o"]]["type"] == "Facility":
                found.add((*where, things[r["o"]]["name"], things[r["s"]]["name"]))
    return found


def named(readings: list[Annotation], place: str, year: int) -> dict[tuple[str, str], set[str]]:
    """Names of what the plans of a place and year speak of, by type and series."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for a in readings:
        if (a["document"]["place"], a["document"]["year"]) == (place, year):
            for e in a["entities"]:
                if e["type"] in IN_SERIES:
                    found[e["type"], series_of(e["name"], place)].add(e["name"])
    return found


def changes(readings: list[Annotation], place: str, earlier: int, later: int) -> set[tuple[str, str, str]]:
    before, after = named(readings, place, earlier), named(readings, place, later)
    found = set()
    for key in {*before, *after}:
        if key not in before or key not in after:
            change = "new" if key not in before else "dropped"
        else:
            change = "continued" if max(before[key]) == max(after[key]) else "renamed"
        found.add((*key, change))
    return found


def likeness(readings: list[Annotation], place: str, year: int) -> dict[str, tuple[int, int]]:
    """Series in common and series in all, with each place that shares one in that year."""
    own = set(named(readings, place, year))
    others = {a["document"]["place"] for a in readings if a["document"]["year"] == year} - {place}
    theirs = {other: set(named(readings, other, year)) for other in others}
    return {other: (len(own & found), len(own | found)) for other, found in theirs.items() if own & found}


def spread(readings: list[Annotation], series: str) -> set[tuple[int, str, int, int]]:
    years: dict[str, list[int]] = defaultdict(list)
    for a in readings:
        place, things = a["document"]["place"], {e["id"]: e for e in a["entities"]}
        done = [things[r["o"]] for r in a["relations"] if r["p"] in DEEDS]
        if any(e["type"] in IN_SERIES and series_of(e["name"], place) == series for e in done):
            years[place].append(a["document"]["year"])
    return {(min(found), place, max(found), len(found)) for place, found in years.items()}


def ranges(readings: list[Annotation], counted: str) -> set[tuple[str, float, float, int, int]]:
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for a in readings:
        for t in a["targets"]:
            if t["object"] == counted:
                found[t["unit"]].append((float(t["value"]), a["document"]["place"]))
    return {(unit, min(v)[0], max(v)[0], len({place for _, place in v}), len(v)) for unit, v in found.items()}


def helpers(readings: list[Annotation], place: str) -> dict[str, tuple[int, int, int]]:
    """First year, last year and number of clauses by partner of the issuer."""
    found: dict[str, list[int]] = defaultdict(list)
    for a in readings:
        names = {e["id"]: e["name"] for e in a["entities"]}
        for r in a["relations"]:
            if a["document"]["place"] == place and r["p"] == "COOPERATES_WITH" and "issuer" in (r["s"], r["o"]):
                found[names[r["o"] if r["s"] == "issuer" else r["s"]]].append(a["document"]["year"])
    return {name: (min(years), max(years), len(years)) for name, years in found.items()}


def leaderless(readings: list[Annotation], place: str) -> set[tuple[int, str]]:
    return {
        (a["document"]["year"], task["no"])
        for a in readings if a["document"]["place"] == place
        for task in a["tasks"]
        if not any(r["p"] == "LEADS" and r["o"] == f"task:{task['no']}" for r in a["relations"])
    }  # fmt: skip
