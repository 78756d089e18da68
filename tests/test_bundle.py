"""Third-party code in the pages: that it is what its script makes of the locked packages, and says whose it is."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kexie_kg.views.page import inline

ROOT = Path(__file__).resolve().parent.parent
SOURCE, MADE = ROOT / "scripts" / "bundle", ROOT / "views" / "assets" / "vendor"
SCRIPTS = ("force-graph.min.js", "echarts.min.js")
FILES = (*SCRIPTS, "LICENSES.txt")


def test_the_lock_file_names_no_addresses_and_holds_all_to_their_hashes() -> None:
    packages = json.loads((SOURCE / "package-lock.json").read_text("utf-8"))["packages"]
    assert len(packages) > 20
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert not [name for name, entry in packages.items() if name and "integrity" not in entry]


def test_every_package_in_the_bundle_brings_its_licence() -> None:
    locked = json.loads((SOURCE / "package-lock.json").read_text("utf-8"))["packages"]
    versions = {name.removeprefix("node_modules/"): entry.get("version") for name, entry in locked.items()}
    notices = (MADE / "LICENSES.txt").read_text("utf-8")
    headings = re.findall(r"(?m)^## (\S+) (\S+) \((.+)\)$", notices)
    assert len(headings) > 20
    for name, version, licence in headings:
        assert versions[name] == version, name
        assert licence in {"MIT", "ISC", "BSD-3-Clause", "0BSD", "Apache-2.0"}, name
    assert "Copyright 2017-2026 The Apache Software Foundation" in notices, "the notice of an Apache licence goes along"
    bodies = re.split(r"(?m)^## .+$", notices)[1:]
    assert all("opyright" in body and len(body) > 400 for body in bodies)


@pytest.mark.parametrize(("name", "parses"), [(SCRIPTS[0], "domNode.innerHTML"), (SCRIPTS[1], 'innerHTML=""')])
def test_the_bundle_can_stand_in_a_page_and_names_what_is_in_it(name: str, parses: str) -> None:
    script = (MADE / name).read_text("ascii")
    assert inline(script) == script
    assert not re.search(r"\beval\(|new Function|importScripts|XMLHttpRequest|\bfetch\(", script)
    assert parses not in script
    head, notices = script.partition("*/")[0], (MADE / "LICENSES.txt").read_text("utf-8")
    listed = re.findall(r"[\w@/.-]+ \d[\w.-]* \([\w.-]+\)", head)
    assert len(listed) >= 3
    assert all(f"## {package}\n" in notices for package in listed)


def test_the_script_makes_the_same_bundle(tmp_path: Path) -> None:
    """Where Node is there, and its packages can be had; elsewhere the files are at least what this version expects."""
    for name in FILES:
        assert (MADE / name).stat().st_size > 10_000
    if not _installed(tmp_path):
        return
    (tmp_path / "made").mkdir()
    subprocess.run(["node", "build.mjs", str(tmp_path / "made")], cwd=tmp_path / "bundle", check=True, timeout=120)
    for name in FILES:
        assert (tmp_path / "made" / name).read_bytes() == (MADE / name).read_bytes(), (
            f"{name}: run scripts/bundle/build.mjs"
        )


def _installed(folder: Path) -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    shutil.copytree(SOURCE, folder / "bundle", ignore=shutil.ignore_patterns("node_modules"))
    install = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=0"]
    done = subprocess.run(
        install, cwd=folder / "bundle", capture_output=True, text=True, timeout=180, env={**os.environ}
    )
    if done.returncode and re.search(r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|E50\d", done.stderr):
        return False
    assert done.returncode == 0, done.stderr
    return True


@pytest.mark.parametrize("name", FILES)
def test_the_files_end_lines_as_unix_does(name: str) -> None:
    assert b"\r" not in (MADE / name).read_bytes()
