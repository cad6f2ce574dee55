() => {
  window.sanjinLooks();
  const pages = document.getElementById("pages");
  if (pages && !window.sanjinReady) pages.setAttribute("inert", "");
  document.addEventListener("click", (event) => {
    const fold = event.target.closest("[data-fold]");
    if (fold) {
      const open = document.getElementById(fold.dataset.fold).classList.toggle("sj-open");
      return fold.setAttribute("aria-expanded", String(open));
    }
    const step = event.target.closest("[data-step]");
    if (!step || !document.getElementById(step.dataset.step)) return;
    history.pushState({ step: step.dataset.step }, "", `#${step.dataset.step}`);
    go(step.dataset.step);
  });
  // The steps are one long page: the rail shows which one is in view, the address keeps it, and the
  // back button returns to the one before.
  let chosen = "";  // gone to by the rail, until one scrolls on by oneself: the last ones reach no top
  for (const by of ["wheel", "touchmove"]) window.addEventListener(by, () => { chosen = ""; }, { passive: true });
  window.addEventListener("keydown", (event) => {
    if (["PageDown", "PageUp", "Home", "End", "ArrowDown", "ArrowUp", " "].includes(event.key)) chosen = "";
  });
  const rail = () => [...document.querySelectorAll(".sj-rail [data-step]")];
  function go(id, calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    const section = document.getElementById(id);
    if (!section) return;
    chosen = id;
    section.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    const title = section.querySelector("h2");
    if (title) title.focus({ preventScroll: true });
    soon();
  }
  function mark() {
    const seen = rail().filter((one) => document.getElementById(one.dataset.step)?.offsetParent);
    if (!seen.length) return;
    const top = (one) => document.getElementById(one.dataset.step).getBoundingClientRect().top;
    const ended = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 4;
    const passed = seen.filter((one) => top(one) <= 120);
    const gone = seen.find((one) => one.dataset.step === chosen && top(one) < window.innerHeight);
    const current = gone || (ended ? seen[seen.length - 1] : passed[passed.length - 1] || seen[0]);
    for (const one of seen) {
      if (one === current) one.setAttribute("aria-current", "step");
      else one.removeAttribute("aria-current");
    }
    const at = `#${current.dataset.step}`;
    if (window.sanjinReady && location.hash !== at) history.replaceState({ step: current.dataset.step }, "", at);
  }
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  };
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  window.addEventListener("popstate", () => go(location.hash.slice(1), true));
  // What an address asks for waits until the page knows its project: before, it is still growing.
  const asked = location.hash.slice(1);
  const ready = setInterval(() => {
    if (!window.sanjinReady || !rail().length) return;
    clearInterval(ready);
    if (asked.startsWith("step-") && asked !== "step-brief") go(asked, true);
    mark();
  }, 200);
  // In a field the browser takes back what was typed; everywhere else the last change is taken back,
  // or done again.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.repeat) return;
    const key = event.key.toLowerCase();
    const way = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" && !event.shiftKey ? "redo" : "";
    if (!way || event.target.closest("input:not([type=checkbox], [type=radio]), textarea, [contenteditable]")) return;
    const button = document.querySelector(`button#do-${way}-last, #do-${way}-last button`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
