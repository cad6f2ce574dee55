// Where people sign in: a session that is over is opened again over the page, and what was being
// sent is sent then, so that no text is lost; who one is stands in the masthead.
(() => {
  const plain = window.fetch.bind(window);
  let me = "";
  let waiting = null;

  const dialog = (title, words, fields, does) =>
    new Promise((done) => {
      const box = document.createElement("dialog");
      box.className = "sj-session";
      const form = document.createElement("form");
      const head = document.createElement("h2");
      head.textContent = title;
      const told = document.createElement("p");
      told.textContent = words;
      const said = document.createElement("p");
      said.setAttribute("role", "alert");
      form.append(head, told);
      for (const [name, label, kind, complete, value] of fields) {
        const wrap = document.createElement("label");
        const input = document.createElement("input");
        Object.assign(input, { name, type: kind, required: true, value: value || "", autocomplete: complete });
        wrap.append(label, input);
        form.append(wrap);
      }
      const go = document.createElement("button");
      go.textContent = title.split("，").pop();
      form.append(said, go);
      if (does.leave) {
        const leave = document.createElement("button");
        Object.assign(leave, { type: "button", textContent: "不改了" });
        leave.addEventListener("click", () => { box.remove(); done(null); });
        form.append(leave);
      } else box.addEventListener("cancel", (event) => event.preventDefault());
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        go.disabled = true;
        try {
          const answer = await plain(does.to, {
            method: "POST", headers: { "Content-Type": "application/json" },
            body: JSON.stringify(Object.fromEntries(new FormData(form))),
          });
          const told = await answer.json();
          if (answer.ok) { box.remove(); return done(told); }
          said.textContent = told.detail;
        } catch { said.textContent = "连不上三晋，请看看网络再试。"; }
        go.disabled = false;
      });
      box.append(form);
      document.body.append(box);
      box.showModal();
      form.querySelector("input:not([value])")?.focus();
    });

  const again = () => {
    waiting ||= dialog(
      "登录过期了，再登录", "这一页的字都还在；登录以后，刚才那一步接着做。",
      [["name", "名字", "text", "username", me], ["password", "口令", "password", "current-password"]],
      { to: "login" },
    ).then((told) => {
      waiting = null;
      if (me && told.name !== me) location.reload(); // another person's page
      me = told.name;
    });
    return waiting;
  };

  window.fetch = async (...asked) => {
    for (;;) {
      const answer = await plain(...asked);
      if (answer.status !== 401 || answer.headers.get("x-sanjin") !== "signed-out") return answer;
      await again();
    }
  };

  const button = (words, does) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: words });
    made.addEventListener("click", does);
    return made;
  };
  const change = async () => {
    const told = await dialog(
      "换口令", "新口令至少 8 个字符；换了以后要再登录。",
      [["password", "现在的口令", "password", "current-password"], ["new", "新口令", "password", "new-password"]],
      { to: "password", leave: true },
    );
    if (told) location.assign("login");
  };
  const leave = async () => {
    await plain("logout", { method: "POST" });
    location.assign("login");
  };
  const stand = () => {
    const head = document.querySelector(".sj-masthead");
    if (!head || head.querySelector(".sj-me")) return;
    const bar = document.createElement("p");
    bar.className = "sj-me";
    const name = document.createElement("span");
    name.textContent = me;
    bar.append(name, button("换口令", change), button("退出", leave));
    head.append(bar);
  };
  plain("me").then((answer) => answer.json()).then((told) => {
    me = told.name || "";
    new MutationObserver(stand).observe(document.documentElement, { childList: true, subtree: true });
    stand();
  });
})();
