"""The evidence view as a person uses it: drop, look, jump, tick, add, find it again in the case; and what goes wrong on the way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

DISPATCH = (
    "Harbor Wire, Oct. 2, 2026\n\nThe Ministry of National Defense said on Friday that the last of the 108 M1A2T Abrams tanks will be "
    "delivered in 2027. The ministry denied that money is short. Two people familiar with the matter said a contract for Stinger "
    "missiles may be signed this year.\n"
)
ZH = "中央社台北2026年10月2日電\n\n國防部表示，M1A2T戰車最後一批將於2027年交付。國防部否認經費不足。\n"

# a drag as a browser makes it: over the page, over an element in it, dropped there
_DRAG = """([name, text, type]) => {
  const carried = new DataTransfer();
  if (name) carried.items.add(new File([text], name, { type })); else carried.setData("text/plain", text);
  const fire = (kind, on) => on.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  const drop = document.getElementById("drop"), inner = document.getElementById("drop-words");
  fire("dragenter", drop); fire("dragenter", inner); fire("dragleave", drop);
  const marked = drop.classList.contains("drop--over");
  const taken = !fire("dragover", inner);
  fire("drop", inner);
  return [marked, taken, drop.classList.contains("drop--over")];
}"""


@pytest.fixture
def page(browser: Any) -> Any:
    """A page that may say nothing in its console and ask nobody but its server."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    made.said = []
    made.on("console", lambda m: made.said.append(m.text))
    made.on("pageerror", lambda e: made.said.append(str(e)))
    yield made
    context.close()


def drag(page: Any, name: str, text: str) -> None:
    page.wait_for_load_state("load")
    assert page.evaluate(_DRAG, [name, text, "text/plain"]) == [True, True, False]


def test_a_person_drops_a_dispatch_follows_its_marks_and_adds_two(served: str, page: Any) -> None:
    page.goto(f"{served}/en/evidence")
    drag(page, "wire-2026-10-02.txt", DISPATCH)
    page.wait_for_selector(".claim")
    claims = page.locator(".claim")
    assert page.inner_text("#reading-title") == "wire-2026-10-02.txt"
    assert claims.count() == page.locator("mark.passage .passage__number").count() >= 3
    assert page.locator("#found").evaluate("e => e === document.activeElement")

    # the claim under the mouse lights its passage up, and the other way round
    claims.nth(1).hover()
    assert page.locator("mark.lit").count() == 1 and "denied" in page.inner_text("mark.lit")
    page.hover("#text-0")
    assert page.get_attribute(".claim.lit", "id") == "passage-0"
    # by keyboard: from the number in the text to the claim, and back
    page.focus("#text-1")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "passage-1"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text-1"
    # by mouse: anywhere on the passage
    page.locator("mark[data-passage='2']").first.click()
    assert page.evaluate("document.activeElement.id") == "passage-2"

    # all that was found as a file, to save
    with page.expect_download() as saved:
        page.click("button[data-export=csv]")
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert saved.value.suggested_filename == "jointline-read-wire-2026-10-02-txt.csv"
    assert (
        text.startswith("\ufeff# run card: version ")
        and "document wire-2026-10-02.txt; kind dispatch" in text.splitlines()[0]
    )
    assert len(re.findall(r"\r?\n[0-9a-f]{20},", text)) == page.locator("input[name=chosen]").count()

    assert page.is_disabled("#add")
    boxes = page.locator("input[name=chosen]")
    boxes.nth(0).check()
    assert page.inner_text("#add") == "Add 1 statement"
    boxes.nth(1).check()
    page.click("#add")
    page.wait_for_selector("#added .notice")
    told = page.inner_text("#added")
    assert "2 statements added" in told and "never deleted" in told
    assert boxes.nth(0).is_disabled() and page.locator(".state--known").count() == 2

    # it counts: in the case's trail, with the quote, and in what the link opens
    page.click("#added .number >> nth=0")
    page.wait_for_selector("#drawer[open] .statement")
    assert "108 M1A2T Abrams tanks" in page.inner_text("#drawer .statement blockquote")
    page.keyboard.press("Escape")
    page.click("#added .added__about a")
    page.wait_for_selector("#said, .trail, .statement")
    assert "wire-2026-10-02.txt" in page.inner_text("main")

    # the same document once more: known, and nothing to tick of it
    page.goto(f"{served}/en/evidence")
    page.set_input_files(
        "#document", {"name": "wire-2026-10-02.txt", "mimeType": "text/plain", "buffer": DISPATCH.encode()}
    )
    page.wait_for_selector(".claim")
    assert "2 are in the ledger already" in page.inner_text("#found")
    assert page.locator("input[name=chosen]:disabled").count() == 2
    # what was tied to no case is tied by the reader, who ticks it by choosing
    assert page.locator("select[data-cases]").count() == 1
    loose = page.locator("select[data-cases]")
    loose.focus()
    loose.select_option(
        label=next(o for o in loose.locator("option").all_text_contents() if o.startswith("Stinger") and "2019" in o)
    )
    assert page.inner_text("#add") == "Add 1 statement"
    page.click("#add")
    page.wait_for_selector("#added h2:text-is('1 statement added')")
    assert "Stinger" in page.inner_text("#added .added__about") and loose.is_disabled()
    page.click("#given button[type=submit]")
    page.wait_for_selector("#found strong:has-text('has all of it already')")
    assert page.locator("#add").count() == 0
    assert page.said == []


def test_a_text_is_pasted_and_dropped_in_chinese_on_a_phone(served: str, page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{served}/zh-TW/evidence")
    page.fill("textarea[name=text]", ZH)
    page.click("#given button[type=submit]")
    page.wait_for_selector(".claim")
    told = page.inner_text(".reading__claims")
    assert "dispatch/" not in told and "2027年" in told
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    drag(page, "", ZH.replace("2027", "2028"))
    page.wait_for_selector(".reading__claims:has-text('2028年')")
    assert page.said == []


def test_what_goes_wrong_is_said_in_place(served: str, page: Any, tmp_path: Path) -> None:
    page.goto(f"{served}/en/evidence")
    drag(page, "empty.txt", "")
    page.wait_for_selector("#found [role=alert]")
    assert "It is empty" in page.inner_text("#found")

    drag(page, "wire.txt", DISPATCH.replace("108", "18"))
    page.wait_for_selector(".claim")
    page.click("#all")
    # the server was started anew meanwhile: the page's token is no longer its own
    page.context.add_cookies(
        [{"name": f"jointline_token_{served.rpartition(':')[2].strip('/')}", "value": "old", "url": served}]
    )
    page.click("#add")
    page.wait_for_selector("#added [role=alert]")
    assert re.search(r"loaded before the program was started anew.*Load it again", page.inner_text("#added"), re.DOTALL)
    assert page.is_enabled("#add") and page.locator("input[name=chosen]:checked").count() > 0
    # the server has gone
    page.route("**/evidence/accept", lambda route: route.abort())
    page.click("#add")
    page.wait_for_selector("#added:has-text('does not answer')")
    page.unroute("**/evidence/accept")
    # parts that htmx and the drawer ask for
    page.goto(f"{served}/en/case/hcds")
    page.route("**/why-late*", lambda route: route.abort())
    page.evaluate("""() => { const a = document.createElement("a"); a.href = "/en/statements?ids=nothing"; a.dataset.drawer = "";
        a.id = "bad"; a.textContent = "bad"; document.querySelector("main").prepend(a); }""")
    page.click("#bad")
    page.wait_for_selector("#drawer[open] [role=alert]")
    assert "No such statement is in this ledger" in page.inner_text("#drawer")
    page.keyboard.press("Escape")
    page.evaluate("""() => { const box = document.createElement("div"); box.id = "part"; document.querySelector("main").prepend(box);
        htmx.ajax("GET", "/en/case/nothing/forecast", { target: "#part", swap: "innerHTML" }); }""")
    page.wait_for_selector("#part [role=alert]")
    assert "There is no case 'nothing'" in page.inner_text("#part")
