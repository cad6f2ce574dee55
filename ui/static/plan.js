// The plan: the buttons beside the element in hand, editing in place; entries open elsewhere.
// The buttons stand outside the plan, whose page is patched in place whenever something changes.
document.querySelectorAll(".sj-tools").forEach((one) => one.remove());
const tools = document.createElement("div");
tools.className = "sj-tools";
tools.id = "plan-tools";
tools.hidden = true;
document.body.append(tools);
let at = null, address = ""; // the element in hand
let quiet = false; // while the focus comes back, nothing is shown of what is about to change

const button = (does, words) => {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: words });
  made.dataset.plan = does;
  tools.append(made);
  return made;
};
const edit = button("edit", "改");
const other = button("regenerate", "换一个");
const lock = button("lock", "锁");

const hide = () => { tools.hidden = true; at = null; };
const show = (one) => {
  if (quiet || one === at || element.querySelector(".sj-edit")) return;
  at = one;
  address = one.dataset.at;
  const held = one.dataset.locked;
  edit.hidden = Boolean(held);
  other.hidden = Boolean(held) || "fixed" in one.dataset;
  lock.textContent = held ? "解锁" : "锁";
  lock.dataset.plan = held ? "unlock" : "lock";
  tools.hidden = false;
  place();
};
const place = () => {
  const box = at.getBoundingClientRect();
  const left = Math.min(box.left, document.documentElement.clientWidth - tools.offsetWidth - 8);
  const top = box.top - tools.offsetHeight > 52 ? box.top - tools.offsetHeight : box.bottom;
  tools.style.left = `${left + window.scrollX}px`;
  tools.style.top = `${top + window.scrollY}px`;
};
// Whose buttons were asked for by a click keeps them, also where the page moves under the mouse.
const isHeld = () => Boolean(at && (at.contains(document.activeElement) || tools.contains(document.activeElement)));
for (const kind of ["pointerover", "focusin", "click"])
  element.addEventListener(kind, (event) => {
    const one = event.target.closest(".sj-el");
    if (one && !(kind === "pointerover" && isHeld())) show(one);
  });
document.addEventListener("pointerover", (event) => {
  const near = event.target.closest(".sj-el, .sj-tools");
  if (!near && !isHeld()) hide();
});
// Only what a person does puts the buttons away: the page itself presses one now and then
// (catch_up.js), between her finger's going down and its coming up.
for (const kind of ["click", "focusin"])
  document.addEventListener(kind, (event) => {
    if (event.isTrusted && !event.target.closest(".sj-el, .sj-tools")) hide();
  });
// The page is patched in place: what was one element may be another now, at another height.
new MutationObserver(() => {
  if (!at) return;
  const one = element.querySelector(`[data-at="${CSS.escape(address)}"]`);
  at = null;
  if (one) show(one);
  else hide();
}).observe(element, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-at", "data-locked"] });
new ResizeObserver(() => { if (at) place(); }).observe(document.body);

const back = (one) => { quiet = true; one.focus({ preventScroll: true }); quiet = false; };
const tell = (does, address, to, was) => {
  if (at && tools.contains(document.activeElement)) back(at);
  hide();
  trigger("select", { do: does, at: address, to: to || "", was: was ?? null });
};

let letGo = () => {}; // the form that is open, see held.js
const close = (form) => {
  const one = form.closest(".sj-el");
  letGo();
  form.remove();
  one.classList.remove("sj-editing");
  one.focus({ preventScroll: true });
};

// A new person, place or beat: one line, proposed like every other change.
const ask = (press) => {
  if (element.querySelector(".sj-edit")) return;
  const form = document.createElement("form");
  form.className = "sj-edit";
  const field = document.createElement("input");
  field.placeholder = press.dataset.how;
  field.setAttribute("aria-label", `${press.dataset.said}：${press.dataset.how}`);
  const done = document.createElement("button");
  Object.assign(done, { type: "submit", textContent: "添上", className: "sj-take" });
  const leave = document.createElement("button");
  Object.assign(leave, { type: "button", textContent: "不添" });
  const what = press.dataset.add;
  form.append(field, done, leave);
  const { away } = window.sanjinInstead(element, form, `[data-add="${CSS.escape(what)}"]`);
  leave.addEventListener("click", away);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const to = field.value.trim();
    away();
    if (to) tell("add", what, to);
  });
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") away(); });
  field.focus();
};

const open = (one) => {
  const where = one.dataset.at;
  const value = one.querySelector(".sj-value");
  const text = value.classList.contains("sj-word") ? "" : value.textContent;
  const form = document.createElement("form");
  form.className = "sj-edit";
  const field = document.createElement("number" in one.dataset ? "input" : "textarea");
  field.value = text;
  if (field.tagName === "TEXTAREA") field.rows = Math.min(8, 1 + Math.ceil(text.length / 28));
  field.setAttribute("aria-label", one.getAttribute("aria-label"));
  const done = document.createElement("button");
  Object.assign(done, { type: "submit", textContent: "改成这样", className: "sj-take" });
  const leave = document.createElement("button");
  Object.assign(leave, { type: "button", textContent: "不改" });
  leave.addEventListener("click", (event) => { event.stopPropagation(); close(form); });
  form.append(field, done, leave);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const to = field.value.replace(/\s*\n\s*/g, " ").trim();
    if (to !== text.trim()) tell("edit", where, to, text.trim());
    close(form);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(form);
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  hide();
  const stand = () => {
    const now = element.querySelector(`[data-at="${CSS.escape(where)}"]`);
    if (!now) return false;
    element.querySelectorAll(".sj-editing").forEach((each) => each.classList.remove("sj-editing"));
    now.classList.add("sj-editing");
    now.append(form);
    return true;
  };
  stand();
  letGo = window.sanjinHold(element, form, stand);
  field.focus();
};

element.addEventListener("click", (event) => {
  const entry = event.target.closest("[data-entry]");
  if (entry) return trigger("click", { entry: entry.dataset.entry, passage: "" });
  const whole = event.target.closest("[data-whole]");
  if (whole && whole.dataset.do === "move") return move(whole.dataset.whole, whole.dataset.to);
  if (whole) return tell(whole.dataset.do, whole.dataset.whole);
  const press = event.target.closest("[data-add]");
  if (press) return ask(press);
});
tools.addEventListener("click", (event) => {
  const press = event.target.closest("[data-plan]");
  const one = at;
  if (!press || !one) return;
  const flag = one.querySelector("[data-flag]");
  if (press.dataset.plan !== "edit") return tell(press.dataset.plan, one.dataset.at);
  if (flag) return tell("edit", one.dataset.at, flag.dataset.flag === "是" ? "否" : "是");
  open(one);
});
// The buttons stand at the end of the page: Tab leads from them back to their element and on from it.
tools.addEventListener("keydown", (event) => {
  const shown = [...tools.children].filter((one) => !one.hidden);
  const edge = event.key === "Tab" && event.target === shown.at(event.shiftKey ? 0 : -1);
  if (!at || !(edge || event.key === "Escape")) return;
  if (event.shiftKey) event.preventDefault();
  back(at);
});
element.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".sj-el")) return;
  event.preventDefault();
  show(event.target);
  [...tools.children].find((one) => !one.hidden).focus();
});

// A beat moves within its episode, an episode that is not written among the others: by its arrows,
// by Alt and an arrow key, by the mouse.
let follow = "";
const nameOf = (one) => one.dataset.beat || one.dataset.episode;
const rowOf = (at) =>
  element.querySelector(`[data-beat="${CSS.escape(at)}"], [data-episode="${CSS.escape(at)}"]`);
const move = (at, to) => {
  const one = rowOf(at);
  const row = one ? [...one.parentElement.children] : [];
  const goal = { 上: row.indexOf(one), 下: row.indexOf(one) + 2 }[to] || Number(to);
  follow = at.replace(/\d+$/, String(goal));
  tell("move", at, to);
};
new MutationObserver(() => {
  const one = follow && rowOf(follow);
  if (!one) return;
  follow = "";
  const press = one.querySelector(".sj-el");
  const folded = one.closest("details");
  if (folded) folded.open = true;
  if (press) press.focus({ preventScroll: true });
}).observe(element, { childList: true, subtree: true, characterData: true });
element.addEventListener("keydown", (event) => {
  const to = { ArrowUp: "上", ArrowDown: "下" }[event.key];
  const one = event.altKey && to && event.target.closest("li[draggable]");
  if (!one || event.target.matches("input, textarea")) return;
  event.preventDefault();
  move(nameOf(one), to);
});
let carried = null;
element.addEventListener("dragstart", (event) => {
  carried = event.target.closest("li[draggable]");
  if (carried) event.dataTransfer.effectAllowed = "move";
});
element.addEventListener("dragover", (event) => {
  const over = event.target.closest("li[draggable]");
  element.querySelectorAll(".sj-over").forEach((one) => one.classList.remove("sj-over"));
  if (!carried || !over || over === carried || over.parentElement !== carried.parentElement) return;
  event.preventDefault();
  over.classList.add("sj-over");
});
element.addEventListener("drop", (event) => {
  const over = event.target.closest("li.sj-over");
  element.querySelectorAll(".sj-over").forEach((one) => one.classList.remove("sj-over"));
  if (!carried || !over) return;
  event.preventDefault();
  move(nameOf(carried), nameOf(over).split(".").pop());
  carried = null;
});
