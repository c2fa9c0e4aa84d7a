/**
 * The kiosk's only script: a visit that rests for `data-rest` seconds is wiped; from `data-ask` seconds on a dialog
 * announces it and can be answered. Low reach moves every control into the lower part of the screen.
 */
const REACH = "kiosk-reach";

class Rest {
  #since = Date.now();
  readonly #dialog: HTMLDialogElement;
  readonly #text: HTMLElement | null;

  constructor(
    private readonly rest: number,
    private readonly ask: number,
    dialog: HTMLDialogElement,
  ) {
    this.#dialog = dialog;
    this.#text = dialog.querySelector("[data-countdown]");
    for (const event of ["pointerdown", "keydown", "wheel", "touchstart"]) {
      document.addEventListener(event, () => this.#moved(), { passive: true });
    }
    dialog.querySelector("[data-stay]")?.addEventListener("click", () => this.#stay());
    dialog.addEventListener("cancel", () => this.#stay());
    setInterval(() => this.#tick(), 500);
  }

  /** Any touch counts as presence, except while the question stands: that one wants its own answer. */
  #moved(): void {
    if (!this.#dialog.open) this.#since = Date.now();
  }

  #stay(): void {
    this.#since = Date.now();
    this.#dialog.close();
  }

  #tick(): void {
    const rested = (Date.now() - this.#since) / 1000;
    if (rested >= this.rest) {
      sessionStorage.clear();
      this.#dialog.querySelector<HTMLFormElement>("form[data-wipe]")?.submit();
      this.#since = Date.now();
      return;
    }
    if (rested < this.ask) return;
    if (!this.#dialog.open) this.#dialog.showModal();
    const left = String(Math.max(1, Math.ceil(this.rest - rested)));
    if (this.#text) this.#text.textContent = (this.#text.dataset["countdown"] ?? "").replace("{seconds}", left);
  }
}

function reach(): void {
  const buttons = document.querySelectorAll<HTMLButtonElement>("[data-reach]");
  const show = (on: boolean): void => {
    document.body.classList.toggle("is-reach", on);
    for (const button of buttons) button.setAttribute("aria-pressed", String(on));
  };
  show(sessionStorage.getItem(REACH) === "1");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const on = !document.body.classList.contains("is-reach");
      sessionStorage.setItem(REACH, on ? "1" : "0");
      show(on);
    });
  }
}

const dialog = document.querySelector<HTMLDialogElement>("dialog#rest");
const { rest, ask } = document.body.dataset;
if (dialog && rest && ask) new Rest(Number(rest), Number(ask), dialog);
else sessionStorage.removeItem(REACH);
reach();
