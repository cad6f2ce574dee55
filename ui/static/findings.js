// A finding leads to its line; the episode is opened first where another one is shown.
element.addEventListener("click", (event) => {
  const button = event.target.closest(".sj-finding[data-episode]");
  if (!button) return;
  const line = button.dataset.line && document.getElementById(`sj-line-${button.dataset.line}`);
  if (!line) return trigger("click", { episode: button.dataset.episode, line: button.dataset.line });
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  line.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  line.focus({ preventScroll: true });
});
