// A finding leads to its line or scene; the episode is opened first where another one is shown.
const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const into = (found) => {
  found.dispatchEvent(new CustomEvent("sj-reach", { bubbles: true }));
  found.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  found.focus({ preventScroll: true });
};
const target = ({ line, scene }) =>
  line ? document.getElementById(`sj-line-${line}`)
    : scene && document.querySelector(`#script [data-number="${CSS.escape(scene)}"] .sj-heading`);

// Why a finding stands: one line, asked for where it is needed.
const ask = (press) => {
  const form = document.createElement("form");
  form.className = "sj-edit";
  const field = document.createElement("input");
  field.maxLength = 200;
  field.placeholder = "为什么可以这样，例如：穿越者的台词，有意安排";
  field.setAttribute("aria-label", "理由");
  const done = document.createElement("button");
  Object.assign(done, { type: "submit", textContent: "写上", className: "sj-take" });
  const leave = document.createElement("button");
  Object.assign(leave, { type: "button", textContent: "算了" });
  const what = press.dataset.explain;
  form.append(field, done, leave);
  const { letGo, away } = window.sanjinInstead(element, form, `[data-explain="${CSS.escape(what)}"]`);
  leave.addEventListener("click", away);
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") away(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim()) return field.focus();
    done.disabled = true;
    letGo();
    trigger("submit", { explain: what, reason: field.value });
  });
  field.focus();
};

element.addEventListener("click", (event) => {
  const { explain, unexplain, mend } = (event.target.closest(".sj-answers button") || { dataset: {} }).dataset;
  if (explain) return ask(event.target.closest("button"));
  if (unexplain) return trigger("submit", { unexplain });
  if (mend) {
    trigger("select", { at: mend });
    const step = document.getElementById("step-revise");
    step.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
    return step.querySelector("h2").focus({ preventScroll: true });
  }
  const button = event.target.closest(".sj-finding[data-episode]");
  if (!button) return;
  const shown = document.querySelector("#script [data-episode]");
  const here = shown && shown.dataset.episode === button.dataset.episode;
  const found = here && (target(button.dataset) || document.querySelector("#script .sj-episode"));
  if (found) return into(found);
  trigger("click", { episode: button.dataset.episode, line: button.dataset.line, scene: button.dataset.scene });
});
