// The sets of a project: one is pressed to be looked at.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-set]");
  if (button) trigger("click", { set: button.dataset.set });
});
