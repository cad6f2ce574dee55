// A form that is being written in outlives a page that is shown anew around it: Gradio patches the
// part that the form stands in, and takes away whatever the server did not send. It is put back where
// it stood, with its words; where that place is gone, the words are shown to be copied.
(() => {
  let last = null; // what took the focus last
  document.addEventListener("focusin", (event) => { last = event.target; });

  // Returns what lets the form go; to be called before the form is taken away for good.
  window.sanjinHold = (part, form, putBack) => {
    const field = form.querySelector("input, textarea");
    const watch = new MutationObserver(() => {
      if (form.isConnected) return;
      if (putBack()) {
        if (last === field && document.activeElement === document.body) field.focus({ preventScroll: true });
        return;
      }
      watch.disconnect();
      if (field.value.trim()) window.sanjinSay(`正在写的这一处在别处去掉了，写的字抄在这里：${field.value}`, "stays");
    });
    watch.observe(part, { childList: true, subtree: true });
    return () => watch.disconnect();
  };

  // The same for a form that stands after a button and instead of it; a selector finds the button in
  // the page as it is then. Returns what lets the form go, and what takes it away for the button.
  window.sanjinInstead = (part, form, selector) => {
    const press = () => part.querySelector(selector);
    const stand = () => {
      const now = press();
      if (!now) return false;
      now.hidden = true;
      now.after(form);
      return true;
    };
    stand();
    const letGo = window.sanjinHold(part, form, stand);
    const away = () => {
      letGo();
      form.remove();
      const now = press();
      if (now) { now.hidden = false; now.focus({ preventScroll: true }); }
    };
    return { letGo, away };
  };
})();
