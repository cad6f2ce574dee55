// A button that names an entry opens it, at the passage where one was found.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-entry]");
  if (button) trigger("click", { entry: button.dataset.entry, passage: button.dataset.passage || "" });
});
