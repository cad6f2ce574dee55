// The set: a lawful alternative, a shipped set or a standing hall taken over; entries open elsewhere.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { entry, fix, set, site } = button.dataset;
  if (entry) return trigger("click", { entry, passage: "" });
  if (fix || set || site) trigger("select", { fix: fix || "", set: set || "", site: site || "" });
});

// The gate's answer stands above the draft: the first time that it is looked at, a draft is drawn.
if (element.closest("#set-gate")) {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    if (!document.querySelector("#set-preview img")) trigger("focus");
  });
  watch.observe(element);
}
