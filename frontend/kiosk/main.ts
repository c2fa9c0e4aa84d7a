/**
 * The kiosk's only script: a visit that rests for `data-rest` seconds is wiped; from `data-ask` seconds on a dialog
 * announces it and can be answered. A touch is told to the server every `data-touch` seconds at most, so that it knows
 * of readers who ask for no other page. Low reach moves every control into the lower part of the screen.
 */
const REACH = "kiosk-reach";
const GATE = "/kiosk/";
const RETRY_MS = 3000;

/** Milliseconds that nobody can set: a wall clock that is put right neither wipes a visit nor keeps it. */
const now = (): number => performance.now();

/** The status of an answer, 0 for a redirect; a server that fails counts as one that is away. */
async function post(address: string): Promise<number> {
  const answer = await fetch(address, { method: "POST", redirect: "manual", signal: AbortSignal.timeout(RETRY_MS) });
  if (answer.status >= 500) throw new Error(String(answer.status));
  return answer.status;
}

/** End the visit. With the server away nothing of it is left to see, and the gate opens as soon as it answers. */
async function wipe(address: string): Promise<void> {
  sessionStorage.clear();
  for (let tries = 0; ; tries++) {
    try {
      await post(address);
      location.replace(GATE);
      return;
    } catch {
      if (tries === 0) clear();
      await new Promise((resume) => setTimeout(resume, RETRY_MS));
    }
  }
}

function clear(): void {
  const cleared = document.querySelector<HTMLTemplateElement>("template#cleared");
  document.title = "";
  document.body.className = "kiosk k-night";
  document.body.replaceChildren(...(cleared ? [cleared.content.cloneNode(true)] : []));
}

class Rest {
  #since = now();
  #told = now();
  #over = false;
  readonly #dialog: HTMLDialogElement;
  readonly #text: HTMLElement | null;

  constructor(
    private readonly rest: number,
    private readonly ask: number,
    private readonly touch: number,
    dialog: HTMLDialogElement,
  ) {
    this.#dialog = dialog;
    this.#text = dialog.querySelector("[data-countdown]");
    for (const event of ["pointerdown", "keydown", "wheel", "touchstart"]) {
      document.addEventListener(event, () => this.#moved(), { passive: true });
    }
    dialog.querySelector("[data-stay]")?.addEventListener("click", () => this.#stay());
    dialog.addEventListener("cancel", () => this.#stay());
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-wipe]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#end(form.action);
      });
    }
    setInterval(() => this.#tick(), 500);
  }

  /** Any touch counts as presence, except while the question stands: that one wants its own answer. */
  #moved(): void {
    if (this.#dialog.open) return;
    this.#since = now();
    if (this.#since - this.#told >= this.touch * 1000) this.#tell();
  }

  #stay(): void {
    this.#since = now();
    this.#dialog.close();
    this.#tell();
  }

  #tell(): void {
    this.#told = now();
    post(`${GATE}touch/`).then(
      (status) => {
        if (status === 410 && !this.#over) location.replace(GATE);
      },
      () => undefined, // the server is away: the screen's own clock goes on
    );
  }

  #end(address: string): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#dialog.open) this.#dialog.close();
    void wipe(address);
  }

  #tick(): void {
    if (this.#over) return;
    const rested = (now() - this.#since) / 1000;
    if (rested >= this.rest) {
      this.#end(`${GATE}wipe/`);
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
const { rest, ask, touch } = document.body.dataset;
if (dialog && rest && ask && touch) new Rest(Number(rest), Number(ask), Number(touch), dialog);
else sessionStorage.removeItem(REACH);
reach();
