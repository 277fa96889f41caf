from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from eval.report import write_report
from eval.report.page import FULL_CASES, OPEN_CASES
from eval.rows import Row, ShownAnswer, ShownSentence
from rag.domain import Verdict
from tests.eval.report.samples import (
    ACCEPTED,
    FACTS,
    RIGHT,
    ROWS,
    RUN,
    SPAN,
    WHERE,
    answer,
    refusal,
)

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = (
    "<script>document.title = 'owned'</script></style></textarea>{{ 7 * 7 }}{% raw %}"
    "![chart](http://canary.example/c.png)<img src='http://canary.example/i.png'>"
    "<a href='javascript:alert(1)'>here</a>"
)

Open = Callable[[Path], Awaitable["Page"]]


@pytest_asyncio.fixture(loop_scope="session")
async def open_report(browser: Browser) -> AsyncIterator[Open]:
    """Opens a report in a narrow dark window; any request but the page, any complaint, fails."""
    context = await browser.new_context(viewport={"width": 390, "height": 800}, color_scheme="dark")
    seen: list[str] = []

    async def open_(path: Path) -> Page:
        page = await context.new_page()
        page.on("request", lambda request: seen.append(request.url))
        page.on("console", lambda message: seen.append(message.text))
        page.on("pageerror", lambda error: seen.append(str(error)))
        await page.goto(path.as_uri())
        assert seen == [path.as_uri()]
        return page

    yield open_
    await context.close()
    assert len(seen) == 1


async def test_a_report_is_one_page_that_fits_a_phone_in_the_dark(
    tmp_path: Path, open_report: Open
) -> None:
    page = await open_report(write_report(tmp_path, RUN, ROWS))
    await expect(page).to_have_title("first-look – Citedesk evaluation")
    width, ground = await page.evaluate(
        "[document.documentElement.scrollWidth, getComputedStyle(document.body).backgroundColor]"
    )
    assert width == 390
    assert ground == "rgb(21, 23, 26)"
    await expect(page.get_by_role("img")).to_have_count(5)


async def test_a_footnote_leads_to_its_span_which_is_marked(
    tmp_path: Path, open_report: Open
) -> None:
    page = await open_report(write_report(tmp_path, RUN, ROWS))
    await expect(page.locator("mark")).to_have_text(SPAN.quote)
    await page.get_by_role("link", name="[1]").click()
    await expect(page.locator("li:target mark")).to_have_text(SPAN.quote)


async def test_failures_stand_at_the_top_and_the_worst_case_first(
    tmp_path: Path, open_report: Open
) -> None:
    page = await open_report(write_report(tmp_path, RUN, ROWS))
    failures = page.get_by_role("region", name="1 of 6 rows failed")
    await expect(failures).to_contain_text("LLMFailed: it <broke> off")
    await expect(page.locator(".asked")).to_have_text(
        ["谁创办了阿里巴巴？", "Who was first on the Moon?", "Where is Wuzhen?"]
    )
    await expect(page.locator(".asked").first).to_have_attribute("lang", "zh-Hans")


async def test_undefined_is_written_as_such(tmp_path: Path, open_report: Open) -> None:
    page = await open_report(write_report(tmp_path, RUN, ROWS))
    main = page.get_by_role("table", name="Over all cases")
    undefined = main.get_by_role("row", name="refusal recall")
    await expect(undefined.get_by_role("cell")).to_have_text(
        ["n/a", "0", "0.500 0.400–0.600", "1", "n/a", "n/a", "n/a"], use_inner_text=False
    )
    compared = main.get_by_role("row", name="contains gold")
    await expect(compared).to_contain_text("−0.250")
    await expect(compared).to_contain_text("<0.001")


async def test_text_of_others_is_shown_and_never_obeyed(tmp_path: Path, open_report: Open) -> None:
    case = WHERE.model_copy(
        update={"id": HOSTILE, "question": HOSTILE, "kind": HOSTILE, "answers": (HOSTILE,)}
    )
    span = SPAN.model_copy(
        update=dict.fromkeys(("before", "quote", "after", "title", "document", "outlet"), HOSTILE)
    )
    rows = [
        Row(system="citedesk", case=case, answer=answer(HOSTILE, span), retrieved=(HOSTILE,)),
        Row(system="baseline", case=case, error=HOSTILE, scores={HOSTILE: 1.0}),
    ]
    facts = FACTS.model_copy(
        update={"command": HOSTILE, "models": {HOSTILE: HOSTILE}, "settings": {"a": HOSTILE}}
    )
    table = {HOSTILE: RUN.tables["citedesk"]["fact"], "all": RUN.tables["citedesk"]["all"]}
    tables = {"citedesk": table, "baseline": table}
    run = RUN.model_copy(update={"facts": facts, "tables": tables})
    page = await open_report(write_report(tmp_path, run, rows))
    await expect(page.locator("mark")).to_have_text(HOSTILE)
    await expect(page.locator(".asked")).to_have_text(HOSTILE)
    await expect(page).to_have_title("first-look – Citedesk evaluation")
    await expect(page.locator("script, img, a[href^=javascript]")).to_have_count(0)


async def test_each_verdict_has_its_sign_and_a_refusal_in_doubt_its_confidence(
    tmp_path: Path, open_report: Open
) -> None:
    sentences = tuple(
        ShownSentence(text="It is.", verdict=verdict, reasons=(), citations=())
        for verdict in (*Verdict, None)
    )
    shown = ShownAnswer(refused=False, text="It is.", sentences=sentences)
    rows = [
        Row(system="citedesk", case=WHERE, answer=shown),
        Row(system="baseline", case=WHERE, answer=refusal(), scores={"confidence": 0.25}),
    ]
    page = await open_report(write_report(tmp_path, RUN, rows))
    await expect(page.locator(".sentence .verdict")).to_have_text(
        ["✓ supported", "◐ partly supported", "✗ unsupported", "✗ contradicted", "· not checked"]
    )
    await expect(page.locator(".refusal .verdict")).to_have_text("○ refusal, confidence 0.250")


async def test_a_pair_shows_claim_evidence_and_what_was_said_of_it(
    tmp_path: Path, open_report: Open
) -> None:
    facts = FACTS.model_copy(update={"systems": ("verifier",)})
    run = RUN.model_copy(update={"facts": facts, "tables": {"verifier": {"all": {}}}, "curves": {}})
    page = await open_report(write_report(tmp_path, run, [ACCEPTED]))
    case = page.locator(".case")
    for text in ("It rained.", "The day was dry.", "not supported", "accepted, not supported"):
        await expect(case).to_contain_text(text)


async def test_a_long_run_shows_its_worst_cases_and_says_where_the_others_are(
    tmp_path: Path, open_report: Open
) -> None:
    rows = [
        RIGHT.model_copy(update={"case": WHERE.model_copy(update={"id": f"case {i}"})})
        for i in range(FULL_CASES + 7)
    ]
    page = await open_report(write_report(tmp_path, RUN, rows))
    await expect(page.locator(".case")).to_have_count(FULL_CASES)
    await expect(page.locator(".case[open]")).to_have_count(OPEN_CASES)
    await expect(page.get_by_text("7 more are in cases.jsonl.")).to_be_visible()


async def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_report(tmp_path, RUN, ROWS).read_bytes()
    assert write_report(tmp_path, RUN, ROWS).read_bytes() == first
