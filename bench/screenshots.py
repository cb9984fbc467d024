"""Pictures of the page's main states for the documentation.

    python -m bench.screenshots [--out docs/screenshots]

Starts `qa serve` on an index of the shipped reports and drives the system's Chromium.
"""

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from ui import strings

READY_SECONDS = 600
RETRY_SECONDS = 0.05
ANSWER_MILLISECONDS = 300_000
WIDE, PHONE = (1440, 900), (390, 844)
COLOURS = 200
TROOPS = "how many troops are in Kursk"
ABSENT = "How many tanks has North Korea sent to Russia?"


def main() -> None:
    """Write one PNG file for each state."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    out = parser.parse_args().out
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not installed: apt-get install chromium")
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with _site() as url:
            _take_starting(browser, url, out)
            _wait_until_ready(url)
            _take_wide(browser, url, out)
            _take_dark(browser, url, out)
            _take_phone(browser, url, out)
        browser.close()


@contextmanager
def _site() -> Iterator[str]:
    """The address of a server that has just been started."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        sample = Path("index/sample").resolve()
        qa = [sys.executable, "-m", "qa"]
        subprocess.run([*qa, "index", "add", str(sample), "--index", str(index)], check=True)
        server = subprocess.Popen([*qa, "serve", "--port", port, "--index", str(index)])
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def _take_starting(browser: Browser, url: str, out: Path) -> None:
    page = browser.new_page(viewport={"width": PHONE[0], "height": 400})
    for _ in range(int(READY_SECONDS / RETRY_SECONDS)):
        try:
            page.goto(url)
        except PlaywrightError:
            # Python itself takes a moment before the socket is served.
            time.sleep(RETRY_SECONDS)
        else:
            break
    if page.get_by_role("heading", name=strings.STARTING_TITLE).is_visible():
        _save(page, out / "starting.png")
    else:
        print("ready at the first request: starting.png stays as it is", file=sys.stderr)
    page.close()


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not httpx.get(f"{url}/readyz").is_success:
        if time.monotonic() > deadline:
            sys.exit(f"{url} was not ready after {READY_SECONDS} seconds")
        time.sleep(1)


def _take_wide(browser: Browser, url: str, out: Path) -> None:
    page = _open(browser, url, WIDE, "light")
    page.get_by_text(strings.EXAMPLES_LABEL).wait_for()
    _save(page, out / "welcome.png")
    _ask(page, TROOPS)
    _open_citation(page)
    _save(page, out / "conflict.png")
    page.keyboard.press("Escape")
    page.get_by_role("button", name=strings.NEW_CONVERSATION).click()
    _ask(page, ABSENT)
    page.get_by_role("tab", name=strings.ARTICLES).click()
    _save(page, out / "not-in-the-articles.png")
    page.close()


def _take_dark(browser: Browser, url: str, out: Path) -> None:
    page = _open(browser, url, WIDE, "dark")
    _ask(page, "Who said they are worried about deployment in Kursk?")
    page.get_by_role("button", name=strings.FEEDBACK).click()
    page.get_by_label(strings.VERDICT_WRONG_SOURCE).check()
    page.get_by_role("button", name=strings.PICK).click()
    page.get_by_label(strings.PICK_TYPED).wait_for()
    page.get_by_role("button", name=strings.FEEDBACK_SEND).scroll_into_view_if_needed()
    _save(page, out / "feedback-dark.png")
    page.close()


def _take_phone(browser: Browser, url: str, out: Path) -> None:
    page = _open(browser, url, PHONE, "dark")
    _ask(page, TROOPS)
    _save(page, out / "phone-answer-dark.png")
    _open_citation(page)
    _save(page, out / "phone-article-dark.png")
    page.close()


def _open(browser: Browser, url: str, size: tuple[int, int], scheme: str) -> Page:
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.set_default_timeout(ANSWER_MILLISECONDS)
    page.goto(f"{url}/chat/")
    page.get_by_role("textbox", name=strings.QUESTION_LABEL).wait_for()
    return page


def _ask(page: Page, question: str) -> None:
    page.get_by_role("textbox", name=strings.QUESTION_LABEL).fill(question)
    with page.expect_response("**/v1/suggestions"):
        page.keyboard.press("Enter")
    page.get_by_role("article").last.get_by_role("button", name=strings.FEEDBACK).wait_for()


def _open_citation(page: Page) -> None:
    citation = strings.CITATION.format(number=1)
    page.get_by_role("button", name=f"{citation}:").first.click()
    page.locator(".article-text mark").first.wait_for()


def _save(page: Page, path: Path) -> None:
    """A picture with few colours: letters stay sharp and the file small."""
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
