// A row that is pressed is the row to be re-tagged; a finding leads to its row.
element.addEventListener("click", (event) => {
  const row = event.target.closest("[data-line]");
  if (row && (row.dataset.line || row.dataset.code)) trigger("click", { ...row.dataset });
});
