"""Writes docs/jiaxing.png, the picture of the page in the README, with Chromium.

make demo && .venv/bin/python scripts/take_screenshot.py
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE, PICTURE = ROOT / "demo" / "jiaxing.html", ROOT / "docs" / "jiaxing.png"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Opens the page without a window and keeps what it shows."""
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise SystemExit("error: no Chromium found; on Debian or Ubuntu: apt-get install chromium fonts-noto-cjk")
    if not PAGE.exists():
        raise SystemExit(f"error: {PAGE.relative_to(ROOT)} is not there; run make demo")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1180,720",
             "--virtual-time-budget=8000", f"--user-data-dir={profile}", f"--screenshot={PICTURE}", PAGE.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    print(f"wrote {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
