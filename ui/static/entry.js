// An entry: it comes into view when it is opened, leads to others, and back to what was found.
const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const into = (target, behavior = "auto") => target.scrollIntoView({ block: "start", behavior });
let shown = null;

const arrive = () => {
  // The page patches what is there, so that only the number tells that it was opened once more.
  const opened = element.querySelector("[data-opened]");
  if (!opened || opened.dataset.opened === shown) return;
  shown = opened.dataset.opened;
  const card = opened.querySelector(".sj-entry");
  const frame = element.closest("#kb-detail");
  if (frame) frame.scrollTop = 0;
  const top = card.getBoundingClientRect().top;
  if (top < 0 || top > window.innerHeight * 0.5) into(card);
  card.querySelector("h4").focus({ preventScroll: true });
};

const back = () => {
  const id = CSS.escape(element.querySelector(".sj-entry").dataset.shown);
  const found = document.getElementById("kb-found");
  const from = found.querySelector(`[data-entry="${id}"]`) || found.querySelector("[data-entry]");
  into(from ? from.closest(".sj-hit") || from : found);
  if (from) from.focus({ preventScroll: true });
};

element.addEventListener("click", (event) => {
  if (event.target.closest("[data-back]")) return back();
  const jump = event.target.closest("[data-jump]");
  if (jump) return into(document.getElementById(jump.dataset.jump), calm() ? "auto" : "smooth");
  const button = event.target.closest("[data-entry]");
  if (button) trigger("click", { entry: button.dataset.entry });
});
new MutationObserver(() => setTimeout(arrive, 50)).observe(element, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["data-opened"],
});
