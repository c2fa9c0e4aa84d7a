import { forget, recentSearches } from "./recent-searches";
import { element, option, type Suggestion } from "./suggestions";
import { fill, grouped } from "./text";

const WAIT_MS = 140;
const IME_KEY_CODE = 229; // Safari says this of the Enter that ends a composition, and no longer isComposing

/**
 * `<search-box data-url>` around the search form: an ARIA combobox. While typing its list box holds suggestions; in the
 * empty field it holds what was searched for last, from this browser, or from the account of who is signed in.
 */
export class SearchBox extends HTMLElement {
  #found: Suggestion[] = [];
  #active = -1;
  #timer = 0;
  #request: AbortController | null = null;
  #asked = "";
  #ofAccount: Promise<Suggestion[]> | null = null;

  connectedCallback(): void {
    const input = this.input;
    if (!input || this.querySelector(".suggest")) return;
    const list = this.#build();
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]] as const) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", (event) => this.#typed(event as InputEvent));
    input.addEventListener("compositionend", () => this.#later());
    input.addEventListener("keydown", (event) => this.#pressed(event));
    input.addEventListener("focus", () => this.#entered());
    input.addEventListener("click", () => this.#entered());
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget as Node | null)) this.#hide();
    });
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && event.target !== input) input.focus();
    });
    this.querySelector("form")?.addEventListener("submit", () => this.#stop());
  }

  get input(): HTMLInputElement | null {
    return this.querySelector("input[type=search]");
  }

  #build(): HTMLElement {
    const list = element("ul", "", "");
    list.id = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.dataset["label"] ?? "");
    const head = element("div", "suggest-head", "");
    const clear = element("button", "more", this.dataset["clear"] ?? "") as HTMLButtonElement;
    clear.type = "button";
    clear.addEventListener("click", () => {
      forget();
      this.#draw([]);
      this.input?.focus();
    });
    const manage = element("a", "more", this.dataset["manage"] ?? "") as HTMLAnchorElement;
    manage.href = this.dataset["manageUrl"] ?? "";
    head.append(element("span", "", this.dataset["recent"] ?? ""), clear, manage);
    const box = element("div", "suggest", "");
    box.hidden = true;
    box.append(head, list);
    const status = element("p", "visually-hidden", "");
    status.setAttribute("role", "status");
    this.append(box, status);
    // The field must keep the focus, or the list closes before the click arrives.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const chosen = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (chosen) this.#go(Number(chosen.dataset["index"]));
    });
    return list;
  }

  /** Letters that an input method still holds are letters, but where they are composed (`data-composed`) they are pinyin of which a word is being made. */
  #typed(event: InputEvent): void {
    if (event.isComposing && this.hasAttribute("data-composed")) this.#stop();
    else this.#later();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), WAIT_MS);
  }

  /** Nothing that was asked for so far may open the list any more. */
  #stop(): void {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  #entered(): void {
    if (this.input?.value.trim() === "") void this.#recall();
    else this.#show();
  }

  async #ask(): Promise<void> {
    const text = this.input?.value.trim() ?? "";
    if (text === this.#asked) return this.#show();
    this.#request?.abort();
    this.#asked = text;
    if (text === "") return this.#recall();
    const request = new AbortController();
    this.#request = request;
    const address = new URL(this.dataset["url"] ?? "", location.href);
    address.search = new URLSearchParams({ q: text.slice(0, 200), lang: this.dataset["lang"] ?? "" }).toString();
    try {
      const answer = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
      const data = answer.ok ? ((await answer.json()) as { suggestions?: Suggestion[] }) : {};
      this.#draw((data.suggestions ?? []).filter((one) => one.name && one.url).slice(0, 8));
    } catch {
      // Suggestions are a comfort: without them the form still searches. An answer that was stopped may be asked for again.
      if (request.signal.aborted) this.#asked = this.#request === request ? "" : this.#asked;
      else this.#draw([]);
    }
  }

  /** Shows the last searches, if the field is still empty when they are known. */
  async #recall(): Promise<void> {
    const found = this.#isSignedIn() ? await (this.#ofAccount ??= this.#fetchRecent()) : recentSearches().map((text) => this.#again(text));
    if (this.input?.value.trim() === "") {
      this.#asked = "";
      this.#draw(found, true);
    }
  }

  #isSignedIn(): boolean {
    return document.querySelector(`.head-tools a[href$="/account/"]`) !== null;
  }

  async #fetchRecent(): Promise<Suggestion[]> {
    try {
      const answer = await fetch(this.dataset["recentUrl"] ?? "", { headers: { Accept: "application/json" } });
      const data = answer.ok ? ((await answer.json()) as { recent?: { text: string; url: string }[] }) : {};
      return (data.recent ?? []).slice(0, 8).map((one) => ({ name: one.text, url: one.url }));
    } catch {
      return [];
    }
  }

  #again(text: string): Suggestion {
    const address = new URL(this.querySelector("form")?.action ?? "", location.href);
    address.search = new URLSearchParams({ q: text }).toString();
    return { name: text, url: address.href };
  }

  #draw(found: Suggestion[], isRecent = false): void {
    this.#found = found;
    this.#active = -1;
    const list = this.querySelector("[role=listbox]");
    list?.replaceChildren(...found.map((one, index) => option(one, index, this.dataset[`type${capital(one.type)}`] ?? "")));
    list?.setAttribute("aria-label", (isRecent ? this.dataset["recent"] : this.dataset["label"]) ?? "");
    this.querySelector(".suggest")?.classList.toggle("is-recent", isRecent);
    this.querySelector(".suggest")?.classList.toggle("is-signed-in", this.#isSignedIn());
    const said = isRecent ? (found.length > 0 ? this.dataset["recentCount"] : "") : this.#asked ? this.dataset["count"] : "";
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = said ? fill(said, { count: grouped(found.length) }) : "";
    if (found.length > 0) this.#show();
    else this.#hide();
  }

  #show(): void {
    const box = this.querySelector<HTMLElement>(".suggest");
    if (!box || this.#found.length === 0 || document.activeElement !== this.input) return;
    box.hidden = false;
    this.input?.setAttribute("aria-expanded", "true");
  }

  #hide(): void {
    const box = this.querySelector<HTMLElement>(".suggest");
    if (box) box.hidden = true;
    this.input?.setAttribute("aria-expanded", "false");
    this.#mark(-1);
  }

  #mark(index: number): void {
    this.#active = index;
    this.querySelectorAll("[role=option]").forEach((each, at) => {
      each.setAttribute("aria-selected", String(at === index));
      if (at === index) each.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.input?.removeAttribute("aria-activedescendant");
    else this.input?.setAttribute("aria-activedescendant", `suggestion-${index}`);
  }

  #pressed(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === IME_KEY_CODE) return;
    const isOpen = this.input?.getAttribute("aria-expanded") === "true";
    if (event.key === "Escape") {
      this.#stop();
      if (!isOpen) return;
      event.preventDefault();
      this.#hide();
    } else if (this.#found.length === 0) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.#show();
      const count = this.#found.length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#mark(this.#active < 0 ? (step > 0 ? 0 : count - 1) : (this.#active + step + count) % count);
    } else if (event.key === "Enter" && isOpen && this.#active >= 0) {
      event.preventDefault();
      this.#go(this.#active);
    }
  }

  #go(index: number): void {
    const address = new URL(this.#found[index]?.url ?? "", location.href);
    if (address.origin === location.origin) location.assign(address);
  }
}

function capital(word = ""): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
