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
    if (event.target.closest("[data-one]")) return alone(!one());
    const step = event.target.closest("[data-step]");
    if (!step || !document.getElementById(step.dataset.step)) return;
    pass(step.dataset.step);
    go(step.dataset.step);
  });
  // What one has come to, by the rail, the tabs, or by scrolling and staying there: the back button
  // returns to the place before it, and no word that is being written goes with it.
  const STAYS = 1500; // milliseconds
  const tabs = () => [...document.querySelectorAll("#pages > .tab-wrapper [role=tab]")];
  const tabNow = () => tabs().findIndex((tab) => tab.getAttribute("aria-selected") === "true");
  function pass(id) {
    clearTimeout(staying);
    if (location.hash !== `#${id}`) history.pushState({}, "", `#${id}`);
  }
  let staying = 0;
  document.addEventListener("click", (event) => {
    const tab = event.isTrusted && event.target.closest("#pages > .tab-wrapper [role=tab]");
    if (!tab) return;
    const at = tabs().indexOf(tab);
    if (at > 0) pass(`tab-${at}`);
    else if (at === 0) setTimeout(() => { const now = current(); if (now) pass(now); }, 300);
  });
  function come(hash, calm) {
    const at = Number((/^tab-(\d)$/.exec(hash) || [])[1] || 0);
    const tab = tabs()[at];
    if (tab && at !== tabNow()) tab.click();
    if (!at && hash.startsWith("step-")) setTimeout(() => go(hash, calm), tab && at !== tabNow() ? 300 : 0);
  }
  // The steps are one long page: the rail shows which one is in view, the address keeps it, and the
  // back button returns to the one before.
  let chosen = "";  // gone to by the rail, until one scrolls on by oneself: the last ones reach no top
  for (const by of ["wheel", "touchmove"]) window.addEventListener(by, () => { chosen = ""; }, { passive: true });
  window.addEventListener("keydown", (event) => {
    if (["PageDown", "PageUp", "Home", "End", "ArrowDown", "ArrowUp", " "].includes(event.key)) chosen = "";
  });
  const rail = () => [...document.querySelectorAll(".sj-rail [data-step]")];
  // One step a page, for whoever wants it quiet: the others are put away, and what is gone to in one
  // of them (a finding's line, a scene's set) brings its step along.
  const one = () => document.body.classList.contains("sj-one");
  const stepOf = (button) => document.getElementById(button.dataset.step);
  function show(step) {
    for (const each of document.querySelectorAll(".sj-step")) each.classList.toggle("sj-now", each === step);
  }
  function alone(wanted) {
    const current = document.querySelector(".sj-rail [aria-current]") || rail()[0];
    if (current) show(stepOf(current));
    document.body.classList.toggle("sj-one", wanted);
    document.querySelector("[data-one]")?.setAttribute("aria-pressed", String(wanted));
    try { localStorage.setItem("sanjin-one", wanted ? "1" : ""); } catch { /* kept for this page only */ }
    if (current) go(current.dataset.step, true);
  }
  const scroll = Element.prototype.scrollIntoView;
  Element.prototype.scrollIntoView = function (...how) {
    const step = one() && this.closest(".sj-step:not(.sj-now)");
    if (step) { show(step); soon(); }
    return scroll.apply(this, how);
  };
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
    const seen = rail().filter((each) => one() || stepOf(each)?.offsetParent);
    if (!seen.length) return;
    const top = (each) => stepOf(each).getBoundingClientRect().top;
    const ended = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 4;
    const passed = seen.filter((each) => top(each) <= 120);
    const gone = seen.find((each) => each.dataset.step === chosen && top(each) < window.innerHeight);
    const now = one() && seen.find((each) => stepOf(each)?.classList.contains("sj-now"));
    const here = now || gone || (ended ? seen[seen.length - 1] : passed[passed.length - 1] || seen[0]);
    for (const each of seen) {
      if (each === here) each.setAttribute("aria-current", "step");
      else each.removeAttribute("aria-current");
    }
    clearTimeout(staying);
    const id = here.dataset.step;
    if (!window.sanjinReady || location.hash === `#${id}`) return;
    if (!location.hash) history.replaceState({}, "", `#${id}`);
    else if (one()) pass(id);  // a step alone is gone to, not scrolled to
    else staying = setTimeout(() => { if (rail().some((each) => stepOf(each)?.offsetParent)) pass(id); }, STAYS);
  }
  const current = () => document.querySelector(".sj-rail [aria-current]")?.dataset.step;
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  };
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  window.addEventListener("popstate", () => { clearTimeout(staying); come(location.hash.slice(1), true); });
  // What an address asks for waits until the page knows its project: before, it is still growing.
  const asked = location.hash.slice(1);
  const ready = setInterval(() => {
    if (!window.sanjinReady || !rail().length) return;
    clearInterval(ready);
    if (asked && asked !== "step-brief") come(asked, true);
    mark();
    let kept = "";
    try { kept = localStorage.getItem("sanjin-one"); } catch { /* nothing is kept here */ }
    if (kept) alone(true);
  }, 200);
  // A plan is hundreds of stops long: these keys go to the step before and to the next one.
  document.addEventListener("keydown", (event) => {
    const by = { PageUp: -1, PageDown: 1 }[event.key];
    if (!by || !event.altKey || event.ctrlKey || event.metaKey) return;
    const steps = rail().map(stepOf);
    const here = steps.indexOf(event.target.closest(".sj-step"));
    const next = steps[here < 0 ? steps.findIndex((each) => each.id === location.hash.slice(1)) + by : here + by];
    if (!next) return;
    event.preventDefault();
    pass(next.id);
    go(next.id);
  });
  // Alt+, and Alt+. turn to the episode before and the next one.
  document.addEventListener("keydown", (event) => {
    const way = { Comma: "before", Period: "after" }[event.code];
    if (!way || !event.altKey || event.ctrlKey || event.metaKey) return;
    const button = document.querySelector(`button#do-episode-${way}, #do-episode-${way} button`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
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
