const WIDE = "(min-width: 1000px)";

/**
 * `<filter-drawer>` around `<details><summary>…</summary><form>…</form></details>`: on a phone the summary opens the
 * form in a modal drawer; on a wide screen the fold stands open. Without script it is the fold it looks like.
 */
export class FilterDrawer extends HTMLElement {
  #dialog: HTMLDialogElement | null = null;
  readonly #wide = matchMedia(WIDE);

  connectedCallback(): void {
    const details = this.querySelector("details");
    details?.querySelector("summary")?.addEventListener("click", (event) => {
      if (this.#wide.matches) return;
      event.preventDefault();
      this.#open();
    });
    this.#fit();
    this.#wide.addEventListener("change", () => this.#fit());
  }

  #fit(): void {
    const details = this.querySelector("details");
    this.#dialog?.close();
    if (details) details.open = this.#wide.matches;
  }

  #open(): void {
    const form = this.querySelector("form");
    if (!form) return;
    const dialog = this.#dialog ?? this.#build();
    dialog.querySelector(".body")?.append(form);
    dialog.showModal();
  }

  #build(): HTMLDialogElement {
    const dialog = document.createElement("dialog");
    dialog.className = "drawer";
    dialog.setAttribute("aria-labelledby", "drawer-title");
    const head = document.createElement("header");
    const title = document.createElement("h2");
    title.id = "drawer-title";
    title.textContent = this.dataset["title"] ?? "";
    head.append(title, this.#button("tool", this.dataset["close"] ?? "", true));
    const body = document.createElement("div");
    body.className = "body";
    const foot = document.createElement("footer");
    const clear = document.createElement("a");
    clear.className = "button button-plain";
    clear.href = this.dataset["clearUrl"] ?? "";
    clear.textContent = this.dataset["clear"] ?? "";
    foot.append(clear, this.#button("button", this.dataset["show"] ?? "", false));
    dialog.append(head, body, foot);
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => {
      const form = body.querySelector("form");
      if (form) this.querySelector("details")?.append(form);
    });
    this.append(dialog);
    this.#dialog = dialog;
    return dialog;
  }

  #button(className: string, text: string, isCross: boolean): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = className;
    if (isCross) {
      button.setAttribute("aria-label", text);
      const cross = this.querySelector("template")?.content.cloneNode(true);
      if (cross) button.append(cross);
    } else button.textContent = text;
    button.addEventListener("click", () => this.#dialog?.close());
    return button;
  }
}
