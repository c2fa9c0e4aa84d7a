// Opens the tab of the editing form that holds the first fault: otherwise a page that was refused looks as if nothing was wrong.
const FAULT = ".error-message, [aria-invalid='true'], .w-field--error";

addEventListener("load", () => {
  for (const tabs of document.querySelectorAll("[data-edit-form] .w-tabs")) {
    const panels = [...tabs.querySelectorAll(":scope > .tab-content > [role='tabpanel']")];
    const faulty = panels.find((panel) => panel.querySelector(FAULT));
    if (faulty) document.getElementById(faulty.getAttribute("aria-labelledby"))?.click();
  }
});
