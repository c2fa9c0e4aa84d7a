import { fill, grouped } from "./text";

interface Suggestion {
  name: string;
  url: string;
  type?: string;
  other_name?: string;
  other_lang?: string;
  picture?: string;
  detail?: string;
}

const WAIT_MS = 140;

/** `<search-box data-url>` around the search form: suggestions while typing, as an ARIA combobox with a list box. */
export class SearchBox extends HTMLElement {
  #found: Suggestion[] = [];
  #active = -1;
  #timer = 0;
  #request: AbortController | null = null;
  #asked = "";

  connectedCallback(): void {
    const input = this.input;
    if (!input || this.querySelector(".suggest")) return;
    const list = document.createElement("ul");
    list.className = "suggest";
    list.id = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.dataset["label"] ?? "");
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    this.append(list, status);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]] as const) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", (event) => this.#typed(event as InputEvent));
    input.addEventListener("compositionend", () => this.#later());
    input.addEventListener("keydown", (event) => this.#pressed(event));
    input.addEventListener("focus", () => this.#show());
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget as Node | null)) this.#hide();
    });
    // The field must keep the focus, or the list closes before the click arrives.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (option) this.#go(Number(option.dataset["index"]));
    });
  }

  get input(): HTMLInputElement | null {
    return this.querySelector("input[type=search]");
  }

  #typed(event: InputEvent): void {
    if (!event.isComposing) this.#later();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), WAIT_MS);
  }

  async #ask(): Promise<void> {
    const text = this.input?.value.trim() ?? "";
    if (text === this.#asked) return this.#show();
    this.#request?.abort();
    this.#asked = text;
    if (text === "") return this.#draw([]);
    const request = new AbortController();
    this.#request = request;
    const address = new URL(this.dataset["url"] ?? "", location.href);
    address.search = new URLSearchParams({ q: text.slice(0, 200), lang: this.dataset["lang"] ?? "" }).toString();
    try {
      const answer = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return this.#draw([]);
      const data = (await answer.json()) as { suggestions?: Suggestion[] };
      this.#draw((data.suggestions ?? []).filter((one) => one.name && one.url).slice(0, 8));
    } catch {
      // Suggestions are a comfort: without them the form still searches.
      if (!request.signal.aborted) this.#draw([]);
    }
  }

  #draw(found: Suggestion[]): void {
    this.#found = found;
    this.#active = -1;
    this.querySelector(".suggest")?.replaceChildren(...found.map((one, index) => option(one, index, this.dataset[`type${capital(one.type)}`] ?? "")));
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = this.#asked ? fill(this.dataset["count"] ?? "", { count: grouped(found.length) }) : "";
    if (found.length > 0) this.#show();
    else this.#hide();
  }

  #show(): void {
    const list = this.querySelector<HTMLElement>(".suggest");
    if (!list || this.#found.length === 0 || document.activeElement !== this.input) return;
    list.hidden = false;
    this.input?.setAttribute("aria-expanded", "true");
  }

  #hide(): void {
    const list = this.querySelector<HTMLElement>(".suggest");
    if (list) list.hidden = true;
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
    if (event.isComposing || this.#found.length === 0) return;
    const isOpen = this.input?.getAttribute("aria-expanded") === "true";
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.#show();
      const count = this.#found.length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#mark(this.#active < 0 ? (step > 0 ? 0 : count - 1) : (this.#active + step + count) % count);
    } else if (event.key === "Enter" && isOpen && this.#active >= 0) {
      event.preventDefault();
      this.#go(this.#active);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.#hide();
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

function element(tag: string, className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function option(one: Suggestion, index: number, kind: string): HTMLElement {
  const made = element("li", one.picture ? "" : "plain", "");
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.id = `suggestion-${index}`;
  made.dataset["index"] = String(index);
  const name = element("span", "", one.name);
  if (one.other_name) {
    const other = element("small", "", one.other_name);
    if (one.other_lang) other.lang = one.other_lang;
    name.append(other);
  }
  if (one.picture) made.append(picture(one.picture));
  made.append(name, element("span", "detail", one.detail ?? kind));
  return made;
}

function picture(address: string): HTMLImageElement {
  const made = document.createElement("img");
  made.src = address;
  made.alt = "";
  made.width = 48;
  made.height = 48;
  return made;
}
