// Signing in: what is wrong is said beside the form, what was written stays.
document.getElementById("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const said = document.getElementById("said");
  const button = form.querySelector("button");
  button.disabled = true;
  said.textContent = "";
  try {
    const answer = await fetch("login", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: form.name.value, password: form.password.value }),
    });
    if (answer.ok) return location.replace("./");
    said.textContent = (await answer.json()).detail;
  } catch {
    said.textContent = "连不上三晋，请看看网络再试。";
  }
  button.disabled = false;
  form.password.focus();
});
