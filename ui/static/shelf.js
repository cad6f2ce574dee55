// A document opens as an entry does; it leaves only after a second press.
element.addEventListener("click", (event) => {
  const entry = event.target.closest("[data-entry]");
  if (entry) return trigger("click", { entry: entry.dataset.entry });
  const gone = event.target.closest("[data-remove]");
  if (!gone) return;
  gone.disabled = true;
  trigger("delete", { document: gone.dataset.remove });
});
