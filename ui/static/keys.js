// For whoever works by keyboard alone: where what has the focus goes away (a proposal that was taken,
// a button that is of no use any more), its like in the new picture has it next, else its neighbour.
(() => {
  const stops = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  let last = null, like = "", around = [], step = null, keyed = false, waiting = 0;
  const there = (one) => one.isConnected && one.checkVisibility() && !one.disabled;
  const lost = () => !document.activeElement || document.activeElement === document.body;

  // What tells a part from others: its id, or what it is about; with what it stands in.
  const named = (one) => {
    if (one.id) return `#${CSS.escape(one.id)}`;
    const about = [...one.attributes].filter(({ name }) => name.startsWith("data-") && name !== "data-testid");
    const said = about.map(({ name, value }) => `[${name}="${CSS.escape(value)}"]`).join("");
    return said && one.localName + said;
  };
  const path = (one) => {
    const parts = [named(one)];
    for (let up = one.parentElement; parts[0] && up && !parts[0].startsWith("#"); up = up.parentElement)
      if (named(up)) parts.unshift(named(up));
    return parts[0] && parts.join(" ");
  };
  const neighbour = () => {
    const at = around.indexOf(last);
    const rest = [...around.slice(at + 1), ...around.slice(0, at).reverse()];
    return rest.find((one) => there(one) && step?.contains(one)) || rest.find(there);
  };
  const keep = () => {
    waiting = 0;
    if (!keyed || !last || there(last) || !lost()) return;
    const next = [...(like ? document.querySelectorAll(like) : [])].find(there) || neighbour();
    if (next) next.focus();
  };

  // A field lets go of the focus when something is chosen from its list: it has it back, the list closed.
  const chosen = (field) => {
    if (!lost() || !there(field)) return;
    field.focus();
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  };

  document.addEventListener("focusin", (event) => {
    last = event.target;
    like = path(last);
    around = [...document.querySelectorAll(stops)];
    step = last.closest(".sj-step");
  });
  document.addEventListener("keydown", (event) => {
    keyed = true;
    // A list that is dropped down goes away with its field: it is no stop of its own.
    if (event.key === "Tab") document.querySelectorAll("ul[role=listbox]").forEach((one) => { one.tabIndex = -1; });
    if (event.key === "Enter" && event.target.matches("[role=combobox], [role=listbox]")) setTimeout(chosen, 0, event.target);
  }, true);
  // What is being done stands at the foot, after everything else: a key leads to its button and back.
  let from = null;
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.key !== "End") return;
    const foot = [...document.querySelectorAll("#job-bar button")].find(there);
    if (!foot) return;
    event.preventDefault();
    if (foot.closest("#job-bar").contains(document.activeElement)) return from?.isConnected && from.focus();
    from = document.activeElement;
    foot.focus();
  });
  document.addEventListener("pointerdown", () => { keyed = false; }, true);
  new MutationObserver(() => { waiting ||= setTimeout(keep, 80); }).observe(document, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["class", "hidden", "style", "disabled"],
  });
})();
