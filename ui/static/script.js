// The script and its source panel: chips, entry links, the line to bring into view, what is picked.
const wide = () => window.matchMedia("(min-width: 1100px)").matches;
let last = null;

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// The words of the passage that the line has as well, two signs or more in a row.
const shared = (passage, said) => {
  const marks = new Array(passage.length).fill(false);
  for (let from = 0; from < passage.length; from += 1) {
    let to = from;
    while (to < passage.length && /[\p{L}\p{N}]/u.test(passage[to]) && said.includes(passage.slice(from, to + 1))) to += 1;
    if (to - from > 1) marks.fill(true, from, to);
  }
  return marks;
};
const lit = (block, said) => {
  const words = block.textContent;
  const marks = shared(words, said);
  const parts = [];
  for (let at = 0, end = 0; at < words.length; at = end) {
    while (end < words.length && marks[end] === marks[at]) end += 1;
    const part = document.createElement(marks[at] ? "mark" : "span");
    part.textContent = words.slice(at, end);
    parts.push(part);
  }
  block.replaceChildren(...parts);
};

const show = (chip) => {
  const desk = chip.closest(".sj-desk");
  const card = desk.querySelector(`[data-card="${CSS.escape(chip.dataset.passage)}"]`);
  const panel = desk.querySelector(".sj-panel");
  if (!card || !panel) return;
  desk.querySelectorAll('.sj-chip[aria-pressed="true"]').forEach((one) => one.removeAttribute("aria-pressed"));
  chip.setAttribute("aria-pressed", "true");
  panel.querySelector(".sj-panel-body").replaceChildren(...[...card.childNodes].map((n) => n.cloneNode(true)));
  const line = chip.closest(".sj-line");
  const said = line && line.querySelector(".sj-text");
  panel.querySelectorAll(".sj-passage").forEach((block) => lit(block, said ? said.textContent : ""));
  panel.classList.add("sj-open");
  panel.scrollTop = 0;
  last = chip;
  if (!wide()) panel.querySelector(".sj-close").focus({ preventScroll: true });
};

const close = () => {
  element.querySelectorAll(".sj-panel").forEach((panel) => panel.classList.remove("sj-open"));
  if (last && last.isConnected) last.focus({ preventScroll: true });
};

// What the signs mean is open on a wide page, and as she left it from then on.
let legend = wide();
element.addEventListener("toggle", (event) => { if (event.target.matches(".sj-legend")) legend = event.target.open; }, true);

// One scene at a time, or all of them; it stays so when the script is shown anew.
let here = "";
const turn = () => {
  const parts = [...element.querySelectorAll("section[data-of]")];
  if (!parts.some((one) => one.dataset.of === here)) here = "";
  parts.forEach((one) => { if (one.hidden !== Boolean(here && one.dataset.of !== here)) one.hidden = !one.hidden; });
  element.querySelectorAll("[data-scene]").forEach((one) => {
    const on = String(one.dataset.scene === here);
    if (one.getAttribute("aria-pressed") !== on) one.setAttribute("aria-pressed", on);
  });
};
const reach = (found) => {
  const part = found.closest("section[data-of]");
  if (!part || !here || part.dataset.of === here) return;
  here = part.dataset.of;
  turn();
};
element.addEventListener("sj-reach", (event) => reach(event.target));
element.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || !event.target.matches("[data-scene]")) return;
  const every = [...element.querySelectorAll("[data-scene]")];
  const next = every[every.indexOf(event.target) + step];
  event.preventDefault();
  if (!next) return;
  here = next.dataset.scene;
  turn();
  next.focus();
});

const focus = () => {
  const desk = element.querySelector(".sj-desk[data-focus]");
  const id = desk && desk.dataset.focus;
  if (!id) return;
  desk.removeAttribute("data-focus");
  const line = document.getElementById(id);
  if (!line) return;
  reach(line);
  line.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  line.focus({ preventScroll: true });
};

// Picking: lines one by one, a scene, an episode, or some words within a line.
const pressed = () => [...element.querySelectorAll('[data-pick][aria-pressed="true"]')];
let told = "";
// Words written into the one line that was picked end that picking: the next line is picked afresh.
let wrote = false;
document.addEventListener("input", (event) => { if (event.target.closest?.("#revise-own")) wrote = true; });
const tell = (at, words) => {
  const bar = element.querySelector(".sj-picked");
  if (!bar) return;
  bar.hidden = !at;
  bar.querySelector("span").textContent = words;
  if (at === told) return;
  told = at;
  trigger("select", { at });
};
const unpick = () => pressed().forEach((one) => one.setAttribute("aria-pressed", "false"));
const lines = () => {
  const ids = pressed().map((one) => one.dataset.pick);
  tell(ids.join(","), `选了 ${ids.length} 行`);
};
const words = () => {
  const picked = window.getSelection();
  if (!picked || picked.isCollapsed || picked.rangeCount !== 1) return;
  const range = picked.getRangeAt(0);
  const text = range.startContainer.parentElement && range.startContainer.parentElement.closest(".sj-text");
  if (!text || !element.contains(text) || !text.contains(range.endContainer)) return;
  if (range.startContainer.nodeType !== 3 || range.startContainer !== range.endContainer) return;
  const count = (end) => [...range.startContainer.data.slice(0, end)].length;
  const id = text.closest(".sj-line").querySelector("[data-pick]").dataset.pick;
  unpick();
  tell(`${id}:${count(range.startOffset)}-${count(range.endOffset)}`, `选了“${picked.toString().slice(0, 12)}”`);
};
let later = 0;
document.addEventListener("selectionchange", () => { clearTimeout(later); later = setTimeout(words, 350); });

element.addEventListener("click", (event) => {
  const chip = event.target.closest(".sj-chip[data-passage]");
  if (chip) return show(chip);
  if (event.target.closest(".sj-close")) return close();
  const part = event.target.closest("[data-scene]");
  if (part) {
    here = part.dataset.scene;
    turn();
    const top = element.querySelector(".sj-script");
    if (top.getBoundingClientRect().top < 0) top.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
    return;
  }
  const flag = event.target.closest("[data-finding]");
  if (flag) {
    const row = document.querySelector(`#findings [data-key="${CSS.escape(flag.dataset.finding)}"]`);
    if (!row) return;
    row.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    return (row.querySelector("button") || row).focus({ preventScroll: true });
  }
  const entry = event.target.closest("[data-entry]");
  if (entry) return trigger("click", { entry: entry.dataset.entry });
  const pick = event.target.closest("[data-pick]");
  if (pick) {
    const now = String(pick.getAttribute("aria-pressed") !== "true");
    if (wrote) unpick();
    wrote = false;
    pick.setAttribute("aria-pressed", now);
    return lines();
  }
  const whole = event.target.closest("[data-whole]");
  if (whole) {
    unpick();
    return tell(whole.dataset.whole, whole.closest("section") ? "选了整场" : "选了整集");
  }
  if (event.target.closest("[data-unpick]")) { unpick(); return tell("", ""); }
  if (event.target.closest("[data-revise]")) {
    const step = document.getElementById("step-revise");
    step.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
    step.querySelector("h2").focus({ preventScroll: true });
  }
});
element.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
new MutationObserver(() => {
  const signs = element.querySelector(".sj-legend");
  if (signs && signs.open !== legend) signs.open = legend;
  turn();
  focus();
  if (told && !pressed().length && !element.querySelector(".sj-picked:not([hidden])")) told = "";
}).observe(element, { childList: true, subtree: true });
