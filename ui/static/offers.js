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
// What is proposed about the plan stands below all of it: the keys go on there, and then go back.
let number = "", from = null;
new MutationObserver(() => {
  const offer = element.querySelector(".sj-plan-offer");
  const now = offer ? offer.dataset.offer : "";
  if (now === number) return;
  number = now;
  const held = document.activeElement;
  const asked = held && held.closest("#plan");
  if (asked) from = held;
  else if (!from || held !== document.body) return;
  if (offer) return offer.focus({ preventScroll: true });
  from.focus();
  from = null;
}).observe(element, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-offer"] });
