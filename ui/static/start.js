() => {
  document.documentElement.lang = "zh-CN";
  const pages = document.getElementById("pages");
  if (pages && !window.sanjinReady) pages.setAttribute("inert", "");
  document.addEventListener("click", (event) => {
    const fold = event.target.closest("[data-fold]");
    if (fold) {
      const open = document.getElementById(fold.dataset.fold).classList.toggle("sj-open");
      return fold.setAttribute("aria-expanded", String(open));
    }
    const step = event.target.closest("[data-step]");
    const section = step && document.getElementById(step.dataset.step);
    if (!section) return;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    section.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    const title = section.querySelector("h2");
    if (title) title.focus({ preventScroll: true });
  });
}
