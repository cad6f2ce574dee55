// The looks that this browser has chosen: before anything is drawn, and when they are changed.
(() => {
  const sizes = { small: "15px", large: "18px", huge: "21px" };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const told = (name) => { try { return localStorage.getItem(`sanjin-${name}`) || ""; } catch { return ""; } };
  let words = null;
  const turned = new Map(); // what was turned into English → what it said before

  const swap = (node) => {
    const text = node.nodeValue, plain = text.trim();
    if (words[plain] === undefined) return;
    const made = text.replace(plain, words[plain]);
    turned.set(node, [text, made]);
    node.nodeValue = made;
  };
  const walk = (root) => {
    if (root.nodeType === 3) return swap(root);
    const each = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = each.nextNode(); node; node = each.nextNode()) swap(node);
  };
  const watch = new MutationObserver((changes) => changes.forEach((change) => {
    if (change.type === "characterData") return swap(change.target);
    change.addedNodes.forEach((one) => walk(one));
  }));
  const speak = () => {
    const english = told("words") === "en";
    document.documentElement.lang = english ? "en" : "zh-CN";
    watch.disconnect();
    turned.forEach(([was, made], node) => { if (node.nodeValue === made) node.nodeValue = was; });
    turned.clear();
    if (!english || !document.body) return;
    words ||= JSON.parse(document.getElementById("sanjin-english")?.textContent || "{}");
    walk(document.body);
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  };

  window.sanjinLooks = () => {
    const size = sizes[told("size")];
    document.documentElement.style.setProperty("--sj-zoom", size ? String(parseFloat(size) / 16) : "1");
    const light = told("light");
    const dark = light ? light === "dark" : system.matches;
    document.body?.classList.toggle("dark", dark);
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
    speak();
  };
  system.addEventListener("change", () => window.sanjinLooks());
})();
