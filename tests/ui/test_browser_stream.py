"""What is asked while Gradio's stream of answers is being closed is answered, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.scriptgen.writing.fake import BRIEF
from tests.ui.english import AT_REST, rests
from tests.ui.test_browser_desk import read_in

pytestmark = pytest.mark.browser
# The word that closes the stream comes half a second late, as it may on a machine that is busy.
LATE = """(() => {
  const plain = window.fetch.bind(window);
  window.fetch = async (...asked) => {
    const answer = await plain(...asked);
    if (!String(asked[0].url || asked[0]).includes("queue/data")) return answer;
    const text = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const bytes = new TextEncoder();
    const body = new ReadableStream({
      async start(out) {
        try {
          for (;;) {
            const { done, value } = await text.read();
            if (done) return out.close();
            const [told, ...close] = value.split(/(?=data: ?{"msg":"close_stream")/);
            if (told) out.enqueue(bytes.encode(told));
            if (!close.length) continue;
            window.late = (window.late || 0) + 1;
            await new Promise((done) => setTimeout(done, 500));
            out.enqueue(bytes.encode(close.join("")));
          }
        } catch (error) { out.error(error); }
      },
    });
    return new Response(body, { status: answer.status, headers: answer.headers });
  };
})();"""


def test_an_answer_is_not_lost_where_the_stream_is_closed_late(
    address: str, watched: tuple[Any, list[str], list[str]], tmp_path: Path
) -> None:
    page, _, errors = watched
    page.add_init_script(LATE)
    page.set_default_timeout(30_000)
    brief = tmp_path / "题材.json"
    brief.write_text(json.dumps(BRIEF, ensure_ascii=False), "utf-8")
    page.goto(address)
    page.wait_for_selector("#do-plan")
    read_in(page, brief)
    page.click("#do-loglines")
    page.wait_for_selector("#loglines [data-offer='3']")
    assert page.evaluate("window.late") > 2
    assert errors == []


# What was asked is answered before the page has read that it was taken in.
TAKEN_IN_LATE = """(() => {
  const plain = window.fetch.bind(window);
  window.fetch = async (...asked) => {
    const answer = await plain(...asked);
    if (String(asked[0].url || asked[0]).includes("queue/join"))
      await new Promise((done) => setTimeout(done, 400));
    return answer;
  };
})();"""


def test_the_stream_is_closed_where_an_answer_came_before_its_question_was_known(
    address: str, watched: tuple[Any, list[str], list[str]], tmp_path: Path
) -> None:
    page, _, errors = watched
    page.add_init_script(TAKEN_IN_LATE)
    page.add_init_script(AT_REST)
    page.set_default_timeout(20_000)
    brief = tmp_path / "题材.json"
    brief.write_text(json.dumps(BRIEF, ensure_ascii=False), "utf-8")
    page.goto(address)
    page.wait_for_selector("#do-plan")
    read_in(page, brief)
    page.click("#do-loglines")
    page.wait_for_selector("#loglines [data-offer='3']")
    rests(page)
    assert errors == []
