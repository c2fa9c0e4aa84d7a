/** Small courtesies of forms; the server bears their absence. */

function once(form: HTMLFormElement, submitter: HTMLElement | null): void {
  // Not the unseen one that only takes Enter.
  const seen = submitter?.getAttribute("aria-hidden") ? null : submitter;
  const button = seen instanceof HTMLButtonElement ? seen : form.querySelector("button:not([type=button], [aria-hidden])");
  if (form.dataset["sent"]) return;
  form.dataset["sent"] = "yes";
  // After the browser has collected the fields, or the button's own name would be lost.
  setTimeout(() => {
    if (!(button instanceof HTMLButtonElement)) return;
    button.classList.add("is-busy");
    button.setAttribute("aria-disabled", "true");
    button.setAttribute("aria-busy", "true");
  });
}

export function startForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset["confirm"] && !form.dataset["sent"] && !confirm(form.dataset["confirm"])) return event.preventDefault();
    if (!form.hasAttribute("data-once")) return;
    if (form.dataset["sent"]) return event.preventDefault();
    once(form, event.submitter);
  });
  // A page that comes back out of the browser's memory must be usable again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) {
      delete form.dataset["sent"];
      for (const button of form.querySelectorAll("button.is-busy")) {
        button.classList.remove("is-busy");
        button.removeAttribute("aria-disabled");
        button.removeAttribute("aria-busy");
      }
    }
  });
  document.addEventListener("change", (event) => {
    const field = event.target as HTMLElement;
    if (field.hasAttribute("data-submit")) (field as HTMLInputElement).form?.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    if (button) void copy(button);
  });
  document.querySelector<HTMLElement>(".form-errors")?.focus();
  // A menu that opens by itself, without script, does not close by itself.
  const shut = (event: Event): void => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) if (!event.composedPath().includes(menu)) menu.open = false;
  };
  for (const kind of ["click", "focusin"]) document.addEventListener(kind, shut);
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector<HTMLDetailsElement>("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}

async function copy(button: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
  const label = button.querySelector("span") ?? button;
  label.textContent = button.dataset["copied"] ?? label.textContent;
}
