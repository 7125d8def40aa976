"""HTML pages in a real browser: nothing sticks out, nothing is asked of the network, nothing bars a screen reader."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import CHECKOUT
from pages import HOSTILE, UNDRAWABLE, everything, hostile

from advisor.assessment import advise
from advisor.case import read_case
from advisor.documents import page
from advisor.formats import Page, convert
from advisor.papers import documents, page_of

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PHONE, SCREEN = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt-get install chromium)")


def report(name: str) -> Page:
    case = read_case(CHECKOUT / "cases" / f"{name}.yaml")
    return page(advise(case), case.language)


def paper(kind: str) -> Page:
    case = read_case(CHECKOUT / "cases" / "franchise-in-dispute.yaml")
    (one,) = documents(advise(case), "en", [kind])
    return page_of(one)


MAKERS = {
    "a report": lambda: report("deux-boulangers"),
    **{kind: partial(paper, kind) for kind in ("action-plan", "conflict-brief", "targets")},
    "everything": everything,
    "hostile names": lambda: hostile([*HOSTILE, *UNDRAWABLE]),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        # as root, as in a container, Chromium has no sandbox
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=MAKERS)
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a page lies that was just written."""
    file: Path = tmp_path_factory.mktemp("page") / "page.html"
    file.write_bytes(convert(MAKERS[request.param](), "html"))
    return file.as_uri()


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_a_page_fits_and_is_quiet(browser: sync_api.Browser, address: str, size: dict[str, int]) -> None:
    complaints, requests = [], []
    context = browser.new_context(viewport=size)
    sheet = context.new_page()
    sheet.on("console", lambda message: complaints.append(message.text))
    sheet.on("pageerror", lambda error: complaints.append(str(error)))
    sheet.on("dialog", lambda dialog: complaints.append(dialog.message))
    sheet.on("request", lambda request: requests.append(request.url))
    sheet.goto(address)
    assert sheet.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert complaints == []
    assert [url for url in requests if not url.startswith("data:")] == [address]
    widest = "Math.max(...[...document.querySelectorAll('main > p')].map(one => one.clientWidth))"
    assert sheet.evaluate(widest) <= 700  # pixels: some 80 letters
    context.close()


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_a_page_is_accessible(browser: sync_api.Browser, address: str, size: dict[str, int]) -> None:
    context = browser.new_context(viewport=size, bypass_csp=True)  # axe is a script, which our policy forbids
    sheet = context.new_page()
    sheet.goto(address)
    if sheet.locator("summary").count():
        sheet.locator("summary").click()
    violations = axe.Axe().run(sheet, options=RULES).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in violations] == []
    context.close()


def test_the_contents_lead_to_the_sections(browser: sync_api.Browser, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(convert(report("deux-boulangers"), "html"))
    sheet = browser.new_page(viewport=PHONE)
    sheet.goto((tmp_path / "a.html").as_uri())
    sheet.locator("summary").click()
    sheet.locator("nav a").last.click()
    top = sheet.locator("h2").last.evaluate("one => one.getBoundingClientRect().top")
    assert 0 <= top < PHONE["height"]


def test_paper_has_a_style_of_its_own(browser: sync_api.Browser, tmp_path: Path) -> None:
    """No list of contents there, and tables as tables, however narrow the window."""
    (tmp_path / "a.html").write_bytes(convert(report("deux-boulangers"), "html"))
    sheet = browser.new_page(viewport=PHONE)
    sheet.goto((tmp_path / "a.html").as_uri())
    sheet.emulate_media(media="print")
    assert not sheet.locator("nav").is_visible()
    assert sheet.locator(".wide td").first.evaluate("one => getComputedStyle(one).display") == "table-cell"
