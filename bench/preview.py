"""The time from a save to the new picture on the screen, measured in Chromium, and to the count of changed letters.

    python bench/preview.py              thirty saves of a record, thirty of the words, two hundred for the memory
    python bench/preview.py --quick      five of each: to see that it works

The preview has 354 made-up authorities, one in ten with a passage, all built. One tab shows the last page of one letter. The
first time is from writing the file to the frame with the page's new picture, by the browser's clock, which is the machine's.
Each save makes a page that was not shown before. The second time is until the page says how many of the 354 letters differ.
The first five saves don't count. Memory is the resident set of the server's two processes together.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from plan import ROOT
from playwright.sync_api import Page, sync_playwright

_LETTERS = 354
_WARM = 5
_CHROMIUM = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
_WATCH = """() => {
  window.shown = [];
  document.addEventListener("shown", (event) =>
    requestAnimationFrame(() => window.shown.push([event.detail, performance.timeOrigin + performance.now()])));
  const said = () => document.getElementById("changes")?.textContent ?? "";
  let before = said();
  window.counted = [];
  new MutationObserver(() => {
    if (said() !== before) window.counted.push(performance.timeOrigin + performance.now());
    before = said();
  }).observe(document.getElementById("beside"), { childList: true, subtree: true, characterData: true });
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few saves, to see that it works")
    saves, many = (5, 20) if parser.parse_args().quick else (30, 200)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-preview-") as folder:
        workspace = Path(folder) / "w"
        _letters(["--workspace", ROOT, "specimen", workspace, "--letters", _LETTERS, "--year", "2018"])
        _letters(["--workspace", workspace, "build", "2018"])
        server = subprocess.Popen(
            [sys.executable, "-m", "ombuds_letters", "preview", "2018", "--no-open"],
            cwd=workspace,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            with sync_playwright() as playwright:
                found = shutil.which("chromium")
                browser = playwright.chromium.launch(executable_path=found, args=_CHROMIUM)
                address = (server.stdout.readline() if server.stdout else "").split()[0]
                _measure(browser.new_page(viewport={"width": 1400, "height": 900}), address, workspace, saves)
                _memory(server.pid, workspace, address, many)
                browser.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=20)
    print(f"load before the run: {load:.1f}, on {len(os.sched_getaffinity(0))} cores")


def _measure(page: Page, address: str, workspace: Path, saves: int) -> None:
    record = workspace / "data/2018/authorities/ux-county-council.yaml"
    words = workspace / "templates/2018/letter.md"
    page.goto(f"{address}ux-county-council")
    page.wait_for_selector("#changes h2:visible")
    page.evaluate(_WATCH)
    page.evaluate("document.getElementById('page-3').scrollIntoView()")
    time.sleep(2)
    text, wording = record.read_text(encoding="utf-8"), words.read_text(encoding="utf-8")

    def change_figure(number: int) -> None:
        record.write_text(re.sub(r"by_authority: \d+", f"by_authority: {10 + number}", text), encoding="utf-8")

    def change_words(number: int) -> None:
        words.write_text(wording.replace("Both figures", f"Both figures ({number + 1})"), encoding="utf-8")

    for what, save, file, original in (
        ("a record", change_figure, record, text),
        ("the words", change_words, words, wording),
    ):
        pictures, counts = _saved(page, save, saves)
        file.write_text(original, encoding="utf-8")
        time.sleep(3)
        print(f"save of {what} to picture: {_summary(pictures)}; to the count over {_LETTERS}: {_summary(counts)}")


def _saved(page: Page, save: Callable[[int], None], saves: int) -> tuple[list[float], list[float]]:
    """Milliseconds to the first new picture and to the new count, for each save after the warm-up."""
    pictures, counts = [], []
    for number in range(_WARM + saves):
        page.evaluate("() => { window.shown = []; window.counted = [] }")
        start = time.time() * 1000
        save(number)
        end = start + 20_000
        while not page.evaluate("window.shown.length > 0 && window.counted.length > 0") and time.time() * 1000 < end:
            time.sleep(0.05)
        time.sleep(1.2)  # about as long as a person takes until the next save; the count ends in it
        if number >= _WARM:
            pictures.append(page.evaluate("Math.min(...window.shown.map(each => each[1]))") - start)
            counts.append(page.evaluate("Math.max(...window.counted)") - start)
    return pictures, counts


def _memory(server: int, workspace: Path, address: str, saves: int) -> None:
    """How the memory of server and worker process grows over many saves."""
    words = workspace / "templates/2018/letter.md"
    wording = words.read_text(encoding="utf-8")
    sizes = []
    for number in range(saves):
        words.write_text(wording.replace("Both figures", f"Both{' figures' * (1 + number % 50)}"), encoding="utf-8")
        time.sleep(0.25)
        if number % (saves // 10) == saves // 10 - 1:
            time.sleep(1)
            sizes.append(_resident(server))
    words.write_text(wording, encoding="utf-8")
    print(f"memory over {saves} saves, MB: {', '.join(f'{size:.0f}' for size in sizes)}")


def _resident(server: int) -> float:
    """The resident set of a process and its children, in MB."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    threads = Path(f"/proc/{server}/task").iterdir()
    children = [child for thread in threads for child in (thread / "children").read_text().split()] or children
    found = 0
    for process in {str(server), *children}:
        status = Path(f"/proc/{process}/status").read_text()
        found += int(re.findall(r"VmRSS:\s+(\d+)", status)[0])
    return found / 1024


def _summary(found: list[float]) -> str:
    ordered = sorted(found)
    return f"median {statistics.median(found):.0f} ms, {ordered[0]:.0f} to {ordered[-1]:.0f} ({len(found)} saves)"


def _letters(words: list[object]) -> None:
    command = [sys.executable, "-m", "ombuds_letters", *map(str, words)]
    subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
