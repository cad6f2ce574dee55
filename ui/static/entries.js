// A button that names an entry opens it.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-entry]");
  if (button) trigger("click", { entry: button.dataset.entry });
});
