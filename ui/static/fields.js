// How much a field takes: what is pasted or dropped beyond that is not put in at all, and a sentence
// says so. A browser that is given tens of megabytes for a field stands still before it cuts them.
// And how it is heard: Gradio listens to keys that write a letter, so that words from an input method,
// a paste, a deletion or a phone's keyboard would go unnoticed.
(() => {
  const MOST = 20000; // characters, where a field names no other limit
  const typed = "textarea, input:not([type]), input[type=text], input[type=search], input[type=number]";
  const said = document.createElement("div");
  said.id = "field-say";
  said.setAttribute("role", "alert");

  const say = (words, how = "bad") => {
    const stays = how === "stays";
    const toast = document.createElement("div");
    const line = document.createElement("p");
    toast.className = stays ? "sj-toast sj-stays" : "sj-toast";
    line.className = `sj-note sj-${how}`;
    const shut = document.createElement("button");
    Object.assign(shut, { type: "button", textContent: "知道了" });
    shut.addEventListener("click", () => toast.remove());
    line.textContent = words;
    toast.append(line, ...(stays ? [shut] : []));
    if (!said.isConnected) document.body.append(said);
    said.replaceChildren(toast);
  };
  const limit = (field) => (field.maxLength > 0 ? field.maxLength : MOST);
  const left = (field) => {
    const chosen = (field.selectionEnd ?? 0) - (field.selectionStart ?? 0);
    return limit(field) - field.value.length + chosen;
  };
  const guard = (event, given) => {
    const field = event.target.closest?.(typed);
    const text = field && given ? given.getData("text/plain") : "";
    if (!field || text.length <= left(field)) return;
    event.preventDefault();
    event.stopPropagation();
    say(`这一栏最多写 ${limit(field)} 个字，给的有 ${text.length} 个，没有放进去；请分开写，或存成文件再读入。`);
  };
  // What is typed stops at the limit by the browser's own rule, also in fields that are drawn later.
  document.addEventListener("focusin", (event) => {
    const field = event.target.closest?.(typed);
    if (field && field.type !== "number" && field.maxLength < 0) field.maxLength = MOST;
  });
  let heard = false;
  const tell = (field) => field.dispatchEvent(new KeyboardEvent("keypress", { key: "Unidentified" }));
  document.addEventListener("keypress", (event) => { if (event.isTrusted) heard = true; }, true);
  document.addEventListener("input", (event) => {
    if (!heard && event.isTrusted && !event.isComposing && event.target.matches?.(typed)) tell(event.target);
    heard = false;
  });
  document.addEventListener("compositionend", (event) => { if (event.target.matches?.(typed)) tell(event.target); });
  window.sanjinSay = say;
  document.addEventListener("paste", (event) => guard(event, event.clipboardData), true);
  document.addEventListener("drop", (event) => guard(event, event.dataTransfer), true);
})();
