// Proposals: which changes are ticked, and what becomes of the proposal.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  const offer = button.closest("[data-offer]");
  const ticked = [...offer.querySelectorAll("input[data-op]:checked")].map((one) => Number(one.dataset.op));
  trigger("click", { do: button.dataset.do, number: Number(offer.dataset.offer), take: ticked });
});
