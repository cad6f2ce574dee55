"""What a page says in English: read in a browser, taken back and said anew."""

from __future__ import annotations

from typing import Any

MOST = 1000  # ms in which the largest page turns into the other language
# What holds the words of a writer, a script, the knowledge base or a rule: they stay Chinese.
DATA = (
    "#brief-foguang", "#brief-pingyao", "#project-rows li > button:first-child",
    "#project-rows li > span",
    ".sj-loglines h4", ".sj-loglines dd", ".sj-offer article > p", ".sj-value:not(.sj-word)",
    ".sj-heading", ".sj-scenes span", ".sj-text", ".sj-speaker", ".sj-selected", ".sj-change",
    ".sj-message", ".sj-finding em", ".sj-finding small", ".sj-finding q", ".sj-gate .sj-notice",
    ".sj-passage", ".sj-sources", ".sj-cited",
    ".sj-hit h5", ".sj-hit > p", ".sj-entry > h4", ".sj-entry dd",
    "#kb-relations .sj-link", "#kb-own label", ".sj-map svg",
    "#set-shelf", "#set-site", "#set-scene", "#kb-city", "#set-measures small", "#set-record li",
    ".sj-matches b", ".sj-matches .sj-notice", ".sj-row q", "#own-summary h4",
    ".sj-files th", ".stem", ".filename",
)  # fmt: skip
# Every text that can be seen or is read out, with where it stands; lists show what is chosen.
TEXTS = """data => {
  const found = [];
  const add = (one, text) => {
    if (!text.trim() || one.closest("script, style, .progress-text")) return;
    if (data && (one.closest(data) || one.matches(".sj-said"))) return;
    if (one.checkVisibility({ visibilityProperty: true }))
      found.push([`${one.closest("[id]")?.id} ${one.tagName}.${one.className}`, text.trim()]);
  };
  const each = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = each.nextNode(); node; node = each.nextNode())
    if (!node.parentElement.closest("textarea")) add(node.parentElement, node.data);
  for (const name of ["placeholder", "aria-label", "title", "alt"])
    for (const one of document.querySelectorAll(`[${name}]`)) add(one, one.getAttribute(name));
  for (const one of document.querySelectorAll("[role=combobox], [role=listbox]"))
    if (one.value) add(one, one.value);
  return found;
}"""
SPEAK = """words => {
  localStorage.setItem("sanjin-words", words);
  const from = performance.now();
  window.sanjinLooks();
  return performance.now() - from;
}"""
# In one go, so that nothing can be drawn in between: what stands there is taken back, said anew and
# taken back again. English words may stand around a name: Chinese is left over where a text is as it
# was, or has no English in it.
SWITCH = f"""data => {{
  const texts = {TEXTS}, speak = {SPEAK}, took = [];
  const turned = (words) => {{ took.push(speak(words)); return texts(null); }};
  const differ = (one, other, what) => {{
    const at = one.findIndex((each, n) => what(each) !== what(other[n] || []));
    return at < 0 && one.length === other.length ? null : [one[at], other[at]];
  }};
  const now = texts(null), seen = texts(data);
  const plain = turned(""), english = turned("en"), back = turned("");
  took.push(speak("en"));
  const asItWas = new Set(plain.map(([, text]) => text));
  return {{
    took: Math.max(...took),
    back: differ(plain, back, String), // must be null, to the letter
    places: differ(plain, english, ([where]) => where),
    again: differ(now, english, String), // null where the page spoke English before
    left: seen
      .filter(([, text]) => /[\u4e00-\u9fff]/.test(text) && !text.startsWith("e.g. "))
      .filter(([, text]) => asItWas.has(text) || !/[A-Za-z]/.test(text))
      .map(([where, text]) => `${{where}}: ${{text}}`),
  }};
}}"""
# The page is at rest where nothing is asked of the app any more and nothing has been drawn for a while.
AT_REST = """(() => {
  const plain = window.fetch;
  const open = new Map(), drawn = [];
  let last = 0, count = 0;
  const now = () => { last = performance.now(); };
  window.fetch = async (...asked) => {
    const address = String(asked[0].url || asked[0]);
    if (address.includes("heartbeat")) return plain(...asked);
    const id = count += 1;
    const done = () => { open.delete(id); now(); };
    open.set(id, address);
    try {
      const answer = await plain(...asked);
      answer.clone().text().then(done, done);
      return answer;
    } catch (wrong) { done(); throw wrong; }
  };
  new MutationObserver((changes) => {
    now();
    const { type, target } = changes.at(-1);
    drawn.push(`${type} ${target.nodeName} ${(target.parentElement || target).className}`);
    drawn.splice(0, drawn.length - 5);
  }).observe(document, {
    childList: true, subtree: true, characterData: true, attributes: true,
  });
  window.sanjinAtRest = () => !open.size && performance.now() - last > 100;
  window.sanjinAtWork = () => [...open.values(), ...drawn].join("\\n");
})();"""


def in_english(page: Any) -> None:
    """Have every page that is opened speak English, and tell when it is at rest."""
    page.add_init_script("localStorage.setItem('sanjin-words', 'en')")
    page.add_init_script(AT_REST)


def rests(page: Any) -> None:
    """Wait until nothing is being drawn or filled in any more."""
    from playwright.sync_api import TimeoutError

    try:
        page.wait_for_function("window.sanjinAtRest()", polling=50)
    except TimeoutError as late:
        raise AssertionError(page.evaluate("window.sanjinAtWork()")) from late


def chinese_left(page: Any) -> list[str]:
    """Return what is not said in English outside of data."""
    rests(page)
    told = page.evaluate(SWITCH, ", ".join(DATA))
    # What was said in English bit by bit is what is said of the whole page; all is taken back.
    assert (told["again"], told["back"], told["places"]) == (None, None, None)
    assert told["took"] < MOST
    left: list[str] = told["left"]
    return left
