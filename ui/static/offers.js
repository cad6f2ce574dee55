// Proposals: which changes are ticked, and what becomes of the proposal.
element.addEventListener("click", (event) => {
  const entry = event.target.closest("[data-entry]");
  if (entry) return trigger("select", { entry: entry.dataset.entry, passage: entry.dataset.passage });
  const button = event.target.closest("[data-do]");
  if (!button) return;
  const offer = button.closest("[data-offer]");
  const ticked = offer ? [...offer.querySelectorAll("input[data-op]:checked")].map((one) => Number(one.dataset.op)) : [];
  trigger("click", { do: button.dataset.do, number: Number(offer ? offer.dataset.offer : 0), take: ticked });
});
