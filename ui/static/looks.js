// The looks that this browser has chosen: before anything is drawn, and when they are changed.
(() => {
  const sizes = { small: "15px", large: "18px", huge: "21px" };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const told = (name) => { try { return localStorage.getItem(`sanjin-${name}`) || ""; } catch { return ""; } };

  // What a writer or the knowledge base says stays as it is, even where it is one of the app's words;
  // the cards of sources lie hidden until a copy of one is shown.
  const data =
    "textarea, script, style, [contenteditable], .sj-text, .sj-speaker, .sj-value:not(.sj-word), " +
    ".sj-passage, .sj-hits-in .sj-message, .sj-change, .sj-row q, .sj-finding q, .sj-hit h5, .sj-entry > h4, .sj-cards, " +
    ".stem, .filename";
  const beside = ".sj-hit h5 small, .sj-entry > h4 small"; // what kind of thing it is whose name stands there
  const named = ["placeholder", "aria-label", "title", "alt"];
  const boxes = "[data-testid='dropdown'] input, input[role='listbox'], input[role='combobox']";
  const longest = 320; // characters of a text that may hold a name or a figure
  const chinese = /[\u4e00-\u9fff]/;
  let plain = null; // Chinese → English
  let patterns = null; // the same with names or figures in it, by the letter that it starts or ends with
  let kept = new WeakMap(); // what was turned into English → what it said before and says now
  let turned = []; // the same things, to be turned back; those that are gone may be forgotten
  let most = 4096;

  const place = (key) => (!key.startsWith("{}") ? key[0] : key.endsWith("{}") ? "" : `…${key.at(-1)}`);
  const learn = () => {
    plain = new Map(Object.entries(JSON.parse(document.getElementById("sanjin-english")?.textContent || "{}")));
    patterns = new Map();
    for (const [key, english] of plain) {
      if (!key.includes("{}")) continue;
      plain.delete(key);
      const fixed = key.split("{}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      const at = place(key);
      if (!patterns.has(at)) patterns.set(at, []);
      patterns.get(at).push([new RegExp(`^${fixed.join("(.+?)")}$`, "s"), english, fixed.join("").length]);
    }
    patterns.forEach((held) => held.sort((a, b) => b[2] - a[2])); // what says most is tried first
  };
  // {} is what stood there, {#} the same where it has to be a figure, {*} where it may be one of the
  // app's own words; {s} is the s of the figure before it. Nothing is said where a figure is none.
  const figure = /^[-–.,:/\d\s]+$/;
  const fill = (english, parts) => {
    let at = 0, fits = true;
    const said = english.replace(/\{([*#s])?\}/g, (_, kind) => {
      if (kind === "s") return parts[at - 1].trim() === "1" ? "" : "s";
      const part = parts[at++];
      if (kind === "#" && !figure.test(part)) fits = false;
      return (kind === "*" && say(part.trim())) || part;
    });
    return fits ? said : undefined;
  };
  // A sign before a word, and words in a row: said one by one, where all of them (or some) can be.
  const signs = /^([✓✗！○▲■＋－] ?)?(.+?)( \d+)?$/s;
  const rows = [["　", " · ", false], [" · ", " · ", false], ["；", "; ", true], ["、", ", ", true], ["，", ", ", true]];
  const inParts = (text) => {
    const [, sign = "", word, count = ""] = signs.exec(text) || [];
    const said = (sign || count) && say(word);
    if (said) return sign + said + count;
    for (const [between, english, every] of rows) {
      if (!text.includes(between)) continue;
      const parts = text.split(between), said = parts.map((part) => say(part.trim()));
      const known = said.filter((one, n) => one || !chinese.test(parts[n])).length;
      if (every ? known === parts.length : said.some(Boolean)) {
        return said.map((one, n) => one || parts[n]).join(english);
      }
    }
    return undefined;
  };
  const say = (text) => {
    const whole = plain.get(text);
    if (whole !== undefined) return whole;
    if (!text || text.length >= longest || !chinese.test(text)) return undefined;
    for (const at of [text[0], `…${text.at(-1)}`, ""])
      for (const [pattern, english] of patterns.get(at) || []) {
        const found = pattern.exec(text), said = found && fill(english, found.slice(1));
        if (said) return said;
      }
    return inParts(text);
  };
  const made = (text) => {
    const bare = text.trim(), said = bare && say(bare);
    if (!said) return undefined;
    const at = text.indexOf(bare);
    return text.slice(0, at) + said + text.slice(at + bare.length);
  };

  const keep = (one, name, was, now) => {
    const held = kept.get(one);
    if (!held) turned.push(new WeakRef(one));
    kept.set(one, { ...held, [name]: [was, now] });
    if (turned.length < most) return;
    turned = turned.filter((each) => each.deref());
    most = Math.max(4096, 2 * turned.length);
  };
  const swap = (one, name, was, into, parent) => {
    if (!was || kept.get(one)?.[name]?.[1] === was) return;
    const now = made(was);
    if (now === undefined || (parent?.closest(data) && !parent.closest(beside))) return;
    keep(one, name, was, now);
    into(now);
  };
  const swapText = (node) =>
    swap(node, "", node.nodeValue, (now) => { node.nodeValue = now; }, node.parentElement);
  const swapNamed = (one, name) =>
    swap(one, name, one.getAttribute(name), (now) => one.setAttribute(name, now), one.parentElement);
  // What a list shows as chosen is no text of the page; whoever types in it has the word itself.
  const swapChosen = (box) => {
    if (!box.readOnly && box === document.activeElement) return;
    swap(box, "value", box.value, (now) => { box.value = now; }, null);
  };
  const back = (one) => {
    for (const [name, [was, now]] of Object.entries(kept.get(one) || {})) {
      if (name === "value") { if (one.value === now) one.value = was; }
      else if (name) { if (one.getAttribute(name) === now) one.setAttribute(name, was); }
      else if (one.nodeValue === now) one.nodeValue = was;
    }
    kept.delete(one);
  };
  const walk = (root) => {
    if (root.nodeType === 3) return swapText(root);
    if (root.nodeType !== 1) return;
    const each = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = each.nextNode(); node; node = each.nextNode()) swapText(node);
    for (const name of named) {
      if (root.hasAttribute(name)) swapNamed(root, name);
      root.querySelectorAll(`[${name}]`).forEach((one) => swapNamed(one, name));
    }
  };
  let soon = 0;
  const chosen = () => {
    cancelAnimationFrame(soon);
    soon = requestAnimationFrame(() => {
      if (told("words") === "en") document.querySelectorAll(boxes).forEach(swapChosen);
    });
  };
  const watch = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") swapText(change.target);
      else if (change.type === "attributes") swapNamed(change.target, change.attributeName);
      else change.addedNodes.forEach(walk);
    }
    chosen();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(boxes) && !event.target.readOnly && kept.has(event.target)) {
      const held = kept.get(event.target).value;
      if (held && event.target.value === held[1]) event.target.value = held[0];
    }
  }, true);
  document.addEventListener("focusout", () => { if (plain) chosen(); }, true);
  const speak = () => {
    const english = told("words") === "en";
    document.documentElement.lang = english ? "en" : "zh-CN";
    watch.disconnect();
    turned.forEach((each) => { const one = each.deref(); if (one) back(one); });
    turned = [];
    kept = new WeakMap();
    if (!english || !document.body) return;
    if (!plain) learn();
    walk(document.body);
    document.querySelectorAll(boxes).forEach(swapChosen);
    watch.observe(document.body, {
      childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: named,
    });
  };

  window.sanjinLooks = () => {
    const size = sizes[told("size")];
    document.documentElement.style.setProperty("--sj-zoom", size ? String(parseFloat(size) / 16) : "1");
    const light = told("light");
    const dark = light ? light === "dark" : system.matches;
    document.body?.classList.toggle("dark", dark);
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
    speak();
  };
  system.addEventListener("change", () => window.sanjinLooks());
})();
