// While the network or the server is away. What was typed then is put back where it stood once Gradio
// has loaded the page anew, or is shown to be copied; and Gradio's own English sentences are said in
// Chinese.
(() => {
  const KEY = "sanjin-unsent";
  const plain = window.fetch.bind(window);
  const touched = new Map(); // the name of a field's block → what was typed into it since the page stands
  let lost = false, waits = 0;
  const away = () => {
    lost = true;
    waits ||= setInterval(isBack, 3000);
  };
  window.fetch = async (...asked) => {
    try { return await plain(...asked); }
    catch (error) { if (error instanceof TypeError) away(); throw error; }
  };
  window.addEventListener("offline", away);

  // Sanjin was started anew under an open page, or the copies of its pictures were swept away after a
  // day: the page is loaded again, once for each picture that is missing, and shows them.
  const MISSED = "sanjin-missed";
  const again = () => { lost = true; location.reload(); };
  const itsId = async () => { // "" while it is away, or wants a login: nothing can be shown then
    try { return (await (await plain("gradio_api/app_id")).json()).app_id || ""; } catch { return ""; }
  };
  const isOther = (id) => Boolean(id && window.gradio_config?.app_id && id !== window.gradio_config.app_id);
  async function isBack() {
    const id = await itsId();
    if (!id) return;
    clearInterval(waits);
    waits = 0;
    if (isOther(id)) again();
  }
  const missed = async (address) => {
    const id = await itsId();
    if (isOther(id)) return again();
    try {
      const known = JSON.parse(sessionStorage.getItem(MISSED) || "[]");
      if (!id || known.includes(address)) return;
      sessionStorage.setItem(MISSED, JSON.stringify([...known, address].slice(-200)));
    } catch { return; }
    again();
  };
  document.addEventListener("error", ({ target }) => {
    if (target.matches?.("img[src*='gradio_api/file=']")) missed(target.src);
  }, true);
  let looked = Date.now();
  const looks = async () => {
    if (document.hidden || Date.now() - looked < 3000) return;
    looked = Date.now();
    if (isOther(await itsId())) again();
  };
  setInterval(looks, 10000); // an app that is gone while nothing is asked of it is not missed at once
  document.addEventListener("visibilitychange", looks);
  window.addEventListener("focus", looks);

  const inputs = "textarea, input:not([type]), input[type=text], input[type=search]";
  const own = "revise-own";
  const blockOf = (field) => field.closest(".block[id]:not([id^=component])")?.id;
  const lineOf = (id) => document.querySelector(`#script [data-pick="${CSS.escape(id)}"]`)?.closest(".sj-line");
  const saidIn = (id) => lineOf(id)?.querySelector(".sj-text")?.textContent;
  const picked = () => document.querySelector("#revise-at textarea, #revise-at input")?.value || "";
  document.addEventListener("input", (event) => {
    const field = event.isTrusted && event.target.matches?.(inputs) && event.target;
    if (!field) return;
    const block = blockOf(field) || (field.closest(".sj-edit") && "sj-edit");
    if (!block) return;
    const at = block === own ? picked() : "";
    const before = touched.get(block + at);
    touched.set(block + at, { block, at, text: field.value, was: before ? before.was : saidIn(at), when: Date.now() });
  });
  // A line is saved a moment after its last letter; other fields keep nothing by themselves.
  const isUnsent = ({ block, text, when }) =>
    fieldOf(block)?.value === text && (block !== own || Date.now() - when < 2000);
  window.addEventListener("pagehide", () => {
    const kept = [...touched.values()].filter((one) => lost || isUnsent(one));
    if (!kept.length) return;
    try { sessionStorage.setItem(KEY, JSON.stringify({ lost, kept })); } catch { /* nothing is kept here */ }
  });

  function fieldOf(block) {
    return document.querySelector(`${block === "sj-edit" ? ".sj-edit" : `#${CSS.escape(block)}`} :is(${inputs})`);
  }
  const until = async (holds) => {
    for (let tries = 0; tries < 100; tries += 1) {
      if (holds()) return true;
      await new Promise((done) => setTimeout(done, 100));
    }
    return false;
  };
  const put = (field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keypress", { key: "Unidentified" }));
  };
  const back = async ({ block, at, text, was }) => {
    if (block === own) {
      const now = saidIn(at);
      if (now === text) return ""; // it was kept after all
      if (now === undefined || now !== was) return "lost";
      lineOf(at).querySelector("[data-pick]").click();
      if (!await until(() => picked() === at && fieldOf(own)?.value === was)) return "lost";
    }
    const field = fieldOf(block);
    if (!field) return "lost";
    if (field.value === text) return "";
    if (block === own) field.focus({ preventScroll: true }); // the script shows it once she leaves it
    put(field, text);
    return "back";
  };
  const restore = async () => {
    let kept = [], wasLost = false;
    try {
      ({ kept = [], lost: wasLost = false } = JSON.parse(sessionStorage.getItem(KEY) || "{}"));
      sessionStorage.removeItem(KEY);
    } catch { return; }
    if (!kept.length || !await until(() => window.sanjinReady)) return;
    const came = [];
    for (const one of kept) came.push(await back(one));
    const words = kept.filter((_, n) => came[n] === "lost").map((one) => one.text).filter((one) => one.trim());
    const where = wasLost ? "断网时写的没有地方放回，抄在这里：" : "没有存的字没有地方放回，抄在这里：";
    if (words.length) window.sanjinSay(where + words.join("／"), "stays");
    else if (came.includes("back")) window.sanjinSay(wasLost ? "连上了；断网时写的已放回原处。" : "没有存的字放回了原处。", "good");
  };
  restore();

  // What Gradio says by itself, which no table of its own holds.
  const sentences = [
    [/^Error$|^Connection Lost$/, "没有成"], [/^Warning$/, "留意"], [/^Info$/, "告诉你"],
    [/^Connection to the server was lost\. Attempting reconnection/, "连不上三晋了，正在重连；写了的字先别关，连上以后放回原处。"],
    [/^File\(s\) exceed the maximum allowed size of ([\d.]+) ?MB: (.+)$/i, "文件太大，最多 $1 MB，没有收：$2"],
    [/^Invalid file type.*?: (.+)\. Only (.+) allowed\.?$/i, "这种文件读不了：$1；请用 $2。"],
    [/^(Connection errored out|Could not parse server response)/, "三晋没有回音，请再试一次。"],
  ];
  const labels = {
    "Click to upload or drop files": "点这里选文件，或拖进来", "File upload": "选文件",
    Fullscreen: "全屏", "More tabs": "更多标签页",
  };
  const relabel = (one) => {
    const words = labels[one.getAttribute("aria-label")];
    if (words) one.setAttribute("aria-label", words);
  };
  const reword = (root) => {
    const each = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = each.nextNode(); node; node = each.nextNode()) {
      const text = node.nodeValue.trim();
      const found = text && sentences.find(([pattern]) => pattern.test(text));
      if (!found) continue;
      const [pattern, words] = found;
      if (words.startsWith("连不上")) away();
      node.nodeValue = words.includes("$") ? text.replace(pattern, words) : words;
    }
  };
  new MutationObserver((changes) => {
    for (const change of changes)
      for (const one of change.addedNodes) {
        const toast = one.nodeType === 1 && one.closest(".toast-wrap, .toast-body");
        if (toast || (one.nodeType === 1 && one.querySelector(".toast-body"))) reword(one);
        if (one.nodeType === 1) one.querySelectorAll("[aria-label]").forEach(relabel);
      }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
