// How the page looks is this browser's own choice, kept here and nowhere else.
const key = (name) => `sanjin-${name}`;
const show = () =>
  element.querySelectorAll("[data-look]").forEach((one) =>
    one.setAttribute("aria-pressed", String((localStorage.getItem(key(one.dataset.look)) || "") === one.dataset.value)));
element.addEventListener("click", (event) => {
  const one = event.target.closest("[data-look]");
  if (!one) return;
  if (one.dataset.value) localStorage.setItem(key(one.dataset.look), one.dataset.value);
  else localStorage.removeItem(key(one.dataset.look));
  window.sanjinLooks();
  show();
});
show();
