// The script and its source panel: chips, entry links, the line to bring into view, what is picked.
const wide = () => window.matchMedia("(min-width: 1100px)").matches;
let last = null;

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

const show = (chip) => {
  const desk = chip.closest(".sj-desk");
  const card = desk.querySelector(`[data-card="${CSS.escape(chip.dataset.passage)}"]`);
  const panel = desk.querySelector(".sj-panel");
  if (!card || !panel) return;
  desk.querySelectorAll('.sj-chip[aria-pressed="true"]').forEach((one) => one.removeAttribute("aria-pressed"));
  chip.setAttribute("aria-pressed", "true");
  panel.querySelector(".sj-panel-body").replaceChildren(...[...card.childNodes].map((n) => n.cloneNode(true)));
  panel.classList.add("sj-open");
  panel.scrollTop = 0;
  last = chip;
  if (!wide()) panel.querySelector(".sj-close").focus({ preventScroll: true });
};

const close = () => {
  element.querySelectorAll(".sj-panel").forEach((panel) => panel.classList.remove("sj-open"));
  if (last && last.isConnected) last.focus({ preventScroll: true });
};

const focus = () => {
  const desk = element.querySelector(".sj-desk[data-focus]");
  const id = desk && desk.dataset.focus;
  if (!id) return;
  desk.removeAttribute("data-focus");
  const line = document.getElementById(id);
  if (!line) return;
  line.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  line.focus({ preventScroll: true });
};

// Picking: lines one by one, a scene, an episode, or some words within a line.
const pressed = () => [...element.querySelectorAll('[data-pick][aria-pressed="true"]')];
let told = "";
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
  const entry = event.target.closest("[data-entry]");
  if (entry) return trigger("click", { entry: entry.dataset.entry });
  const pick = event.target.closest("[data-pick]");
  if (pick) {
    pick.setAttribute("aria-pressed", String(pick.getAttribute("aria-pressed") !== "true"));
    return lines();
  }
  const whole = event.target.closest("[data-whole]");
  if (whole) {
    unpick();
    return tell(whole.dataset.whole, whole.textContent.replace("选", "选了"));
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
  focus();
  if (told && !pressed().length && !element.querySelector(".sj-picked:not([hidden])")) told = "";
}).observe(element, { childList: true, subtree: true });
