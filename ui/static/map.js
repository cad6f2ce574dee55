// The map: a county lists its entries; what a search has found is lit, and opens when it is pressed.
const said = () => element.querySelector("[data-said]");
element.addEventListener("click", (event) => {
  const dot = event.target.closest(".sj-lit[data-entry]");
  if (dot) return trigger("click", { entry: dot.dataset.entry, passage: "" });
  const county = event.target.closest("[data-county]");
  if (!county) return;
  element.querySelectorAll(".sj-here").forEach((one) => one.classList.remove("sj-here"));
  county.classList.add("sj-here");
  trigger("select", { city: county.dataset.city, county: county.dataset.county });
});
element.addEventListener("pointerover", (event) => {
  const one = event.target.closest("[data-entry].sj-lit, [data-county]");
  if (one) said().textContent = one.querySelector("title").textContent;
});
element.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches(".sj-lit")) event.target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
});
const light = () => {
  const found = document.getElementById("kb-found");
  const ids = new Set([...(found ? found.querySelectorAll("[data-entry]") : [])].map((one) => one.dataset.entry));
  const lit = [];
  element.querySelectorAll("circle").forEach((dot) => {
    const on = ids.has(dot.dataset.entry);
    dot.classList.toggle("sj-lit", on);
    dot.setAttribute("r", on ? "6" : "2");
    for (const [name, value] of [["tabindex", "0"], ["role", "button"], ["aria-label", dot.textContent]])
      on ? dot.setAttribute(name, value) : dot.removeAttribute(name);
    if (on) lit.push(dot);
  });
  lit.forEach((dot) => dot.parentNode.append(dot)); // above the others
  if (ids.size && said()) said().textContent = `图上点亮 ${lit.length} 条${lit.length < ids.size ? "；其余没有坐标" : ""}。`;
};
let watched = null;
const follow = () => {
  const found = document.getElementById("kb-found");
  if (!found || found === watched) return;
  watched = found;
  new MutationObserver(() => setTimeout(light, 60)).observe(found, { childList: true, subtree: true });
};
new MutationObserver(() => { follow(); light(); }).observe(element, { childList: true });
follow();
