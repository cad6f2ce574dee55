// The script and its source panel: chips, entry links, and the line to bring into view.
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

element.addEventListener("click", (event) => {
  const chip = event.target.closest(".sj-chip[data-passage]");
  if (chip) return show(chip);
  if (event.target.closest(".sj-close")) return close();
  const entry = event.target.closest("[data-entry]");
  if (entry) trigger("click", { entry: entry.dataset.entry });
});
element.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
new MutationObserver(focus).observe(element, { childList: true, subtree: true });
