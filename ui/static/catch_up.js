// Two windows with one project, or a laptop and a phone: a page that comes to the front, or is worked
// in, asks now and then whether something was changed elsewhere. It waits where an answer would wipe
// words away that are being written inside a part that is shown anew.
(() => {
  const OFTEN = 8000; // milliseconds between two questions while one works
  let asked = Date.now();
  const writing = () => {
    const field = document.activeElement;
    return document.querySelector(".sj-edit") || (field?.matches?.("input, textarea") && field.closest("#plan, #findings, #revise-offers, #plan-offer"));
  };
  const ask = (after) => {
    if (!window.sanjinReady || document.hidden || Date.now() - asked < after || writing()) return;
    const button = document.querySelector("button#do-catch-up, #do-catch-up button");
    if (!button) return;
    asked = Date.now();
    button.click();
  };
  document.addEventListener("visibilitychange", () => ask(500));
  window.addEventListener("focus", () => ask(500));
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, (event) => { if (event.isTrusted) ask(OFTEN); }, true);
})();
