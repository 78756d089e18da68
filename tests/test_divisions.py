"""Divisions: ids, years, ambiguous names, printed chains."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kexie_kg.loaders.divisions import Division, Divisions

DIVISIONS = Divisions.load()


def _rows(root: Path) -> list[dict[str, str]]:
    with (root / "data" / "gazetteer" / "divisions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_newest_year_has_the_divisions_of_the_source(root: Path) -> None:
    valid = [row["level"] for row in _rows(root) if not row["last_year"]]
    assert {level: valid.count(level) for level in ("province", "city", "county")} == {
        "province": 34, "city": 333, "county": 2846,
    }  # fmt: skip
    assert len({row["chain"] for row in _rows(root) if not row["last_year"]}) == len(valid)


@pytest.mark.parametrize(
    "name",
    [
        "临平区",
        "钱塘区",
        "沙县区",
        "襄都区",
        "祁阳市",
        "会理市",
        "同仁市",
        "白杨市",
        "错那市",
        "米林市",
        "和安县",
        "和康县",
        "西沙区",
        "香洲区",
        "昆玉市",
        "邹平市",
    ],
)
def test_recent_divisions_are_known(name: str) -> None:
    found = DIVISIONS.resolve(name)
    assert found is not None and found.name == name and found.last_year is None


def test_every_place_of_the_gold_is_its_own_id(root: Path) -> None:
    places = [
        json.loads(p.read_text("utf-8"))["document"]["place"] for p in sorted((root / "data/gold").glob("*.json"))
    ]
    assert len(places) >= 17
    for place in places:
        found = DIVISIONS.by_id(place)
        assert found is not None and found.id == place


def test_drum_tower_districts_of_four_cities_stay_apart() -> None:
    assert DIVISIONS.resolve("鼓楼区") is None
    ids = set()
    for city in ("南京市", "徐州市", "福州市", "开封市"):
        division = DIVISIONS.resolve("鼓楼区", DIVISIONS.resolve(city))
        assert division is not None and DIVISIONS.canonical(division) == f"{city}鼓楼区"
        ids.add(division.id)
    assert len(ids) == 4


@pytest.mark.parametrize(
    ("old", "year", "new"),
    [
        ("襄樊市", 2005, "湖北省襄阳市"),
        ("潜山县", 2016, "安徽省安庆市潜山市"),
        ("水城县", 2018, "贵州省六盘水市水城区"),
        ("巢湖地区", 1998, "安徽省巢湖市"),
    ],
)
def test_renamed_divisions_lead_to_their_successors(old: str, year: int, new: str) -> None:
    division = DIVISIONS.resolve(old, None, year)
    assert division is not None and division.name == old
    assert [d.id for d in DIVISIONS.successors(division)] == [new]


@pytest.mark.parametrize(
    ("text", "id_", "length"),
    [
        ("江苏苏州科协", "江苏省苏州市", 4),
        ("上海浦东科协", "上海市浦东新区", 4),
        ("浙江省嘉兴市科学技术协会", "浙江省嘉兴市", 6),
        ("大理州宾川县科协", "云南省大理白族自治州宾川县", 6),
        ("大连市西岗区", "辽宁省大连市西岗区", 6),
        ("吉林省科协", "吉林省", 3),
        ("长三角巡回讲演", "长三角", 3),
    ],
)
def test_printed_chains(text: str, id_: str, length: int) -> None:
    found = DIVISIONS.prefix(text)
    assert found is not None
    assert (found[0].id, found[1]) == (id_, length)


def test_far_counties_are_not_read_from_everyday_words() -> None:
    jiaxing = DIVISIONS.resolve("嘉兴市")
    assert DIVISIONS.prefix("建安企业", jiaxing) is None
    assert DIVISIONS.prefix("人工智能大会", jiaxing) is None
    assert DIVISIONS.resolve("南湖", jiaxing) == DIVISIONS.resolve("嘉兴市南湖区")


VALID = [
    d for d in (DIVISIONS.by_id(row_id) for row_id in sorted(DIVISIONS.ids())) if d is not None and not d.last_year
]


@given(st.sampled_from(VALID))
def test_a_division_is_found_by_its_canonical_name_and_its_id(division: Division) -> None:
    assert DIVISIONS.resolve(DIVISIONS.canonical(division), division) == division
    assert DIVISIONS.resolve(division.id) == division
    chain = DIVISIONS.chain_of(division)
    assert chain[0] == division and [d.name for d in reversed(chain)] == list(division.chain)
