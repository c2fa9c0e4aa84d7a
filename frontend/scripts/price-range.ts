import { decimal, group, grouped } from "./text";

/**
 * `<price-range data-low data-high data-places>` around two price fields: a slider of two thumbs that moves their values.
 *
 * Each thumb is a range input, so keyboard and screen readers know it. Its steps run on a logarithmic scale, for prices
 * from cents to thousands; the ends are the lowest and the highest price there is, and mean no bound at all.
 */

const STEPS = 100;
const REST_MS = 350; // of a thumb, before the list follows: each key moves it one step

export class PriceRange extends HTMLElement {
  #low = 0;
  #high = 0;
  #timer = 0;

  connectedCallback(): void {
    const [from, to] = this.#fields();
    this.#noteCurrency();
    this.#low = Number(this.dataset["low"] || NaN);
    this.#high = Number(this.dataset["high"] || NaN);
    if (!from || !to || !(this.#low < this.#high) || this.querySelector(".slider")) return;
    const slider = document.createElement("div");
    slider.className = "slider";
    slider.append(this.#thumb(from, this.dataset["from"] ?? "", 0), this.#thumb(to, this.dataset["to"] ?? "", STEPS));
    from.closest(".form-row")?.before(slider);
    for (const field of [from, to]) field.addEventListener("input", () => this.#follow());
    this.#follow();
  }

  #fields(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>("input[inputmode=decimal]")];
  }

  #thumbs(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>("input[type=range]")];
  }

  #thumb(field: HTMLInputElement, label: string, end: number): HTMLInputElement {
    const thumb = document.createElement("input");
    thumb.type = "range";
    thumb.id = `${field.id}-thumb`;
    thumb.min = "0";
    thumb.max = String(STEPS);
    thumb.setAttribute("aria-label", label);
    thumb.addEventListener("input", () => {
      this.#apart(thumb);
      const at = thumb.valueAsNumber;
      field.value = at === end ? "" : this.#written(this.#valueAt(at));
      this.#paint();
    });
    thumb.addEventListener("change", (event) => {
      event.stopPropagation();
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => field.dispatchEvent(new Event("change", { bubbles: true })), REST_MS);
    });
    return thumb;
  }

  /** The currency in which the fields were filled is only told when another one is chosen. */
  #noteCurrency(): void {
    const typedIn = this.querySelector<HTMLInputElement>("input[name=priced_in]");
    if (!typedIn) return;
    typedIn.disabled = true;
    this.querySelector("select")?.addEventListener("change", () => (typedIn.disabled = false));
  }

  /** The thumb that is moved stops at the other one. */
  #apart(moved: HTMLInputElement): void {
    const [from, to] = this.#thumbs();
    if (!from || !to || from.valueAsNumber <= to.valueAsNumber) return;
    moved.value = moved === from ? to.value : from.value;
  }

  /** Puts the thumbs where the fields are. */
  #follow(): void {
    const [from, to] = this.#thumbs();
    const [low, high] = this.#fields().map((field) => read(field.value));
    if (!from || !to) return;
    from.value = String(low === undefined ? 0 : this.#stepOf(low));
    to.value = String(high === undefined ? STEPS : this.#stepOf(high));
    this.#paint();
  }

  #paint(): void {
    const thumbs = this.#thumbs();
    const [from, to] = thumbs;
    if (!from || !to) return;
    const slider = from.parentElement;
    slider?.style.setProperty("--from-share", String(from.valueAsNumber / STEPS));
    slider?.style.setProperty("--to-share", String(to.valueAsNumber / STEPS));
    // Where both stand at the upper end, the lower one must stay within reach.
    slider?.classList.toggle("is-crowded", from.valueAsNumber > STEPS / 2);
    const typed = this.#fields().map((field) => read(field.value));
    thumbs.forEach((thumb, at) => thumb.setAttribute("aria-valuetext", this.#said(typed[at] ?? this.#valueAt(thumb.valueAsNumber))));
  }

  #valueAt(step: number): number {
    if (step <= 0) return this.#low;
    if (step >= STEPS) return this.#high;
    const start = this.#start();
    const value = start * (this.#high / start) ** (step / STEPS);
    return Math.min(Math.max(twoFigures(value, this.#places()), this.#low), this.#high);
  }

  #stepOf(value: number): number {
    if (value <= this.#low) return 0;
    if (value >= this.#high) return STEPS;
    const start = this.#start();
    return Math.round((STEPS * Math.log(Math.max(value, start) / start)) / Math.log(this.#high / start));
  }

  /** A price of nothing has no logarithm: such a scale begins at a thousandth of its end. */
  #start(): number {
    return this.#low > 0 ? this.#low : this.#high / 1000;
  }

  #places(): number {
    return this.#low < 1 ? 5 : Number(this.dataset["places"] ?? 2);
  }

  /** As the field holds it: ungrouped, with the decimal mark of the language. */
  #written(value: number): string {
    const text = String(Number(value.toFixed(this.#places())));
    return text.replace(".", decimal);
  }

  #said(value: number): string {
    const currency = this.querySelector<HTMLSelectElement>("select")?.selectedOptions[0]?.text ?? "";
    return `${amount(value)} ${currency}`.trim();
  }
}

/** An amount with five decimals at most, in the marks of the language. */
function amount(value: number): string {
  const [whole = "0", part] = String(Number(value.toFixed(5))).split(".");
  return grouped(BigInt(whole)) + (part ? decimal + part : "");
}

function twoFigures(value: number, places: number): number {
  const rounded = Number(value.toPrecision(2));
  return Number(rounded.toFixed(places)) || rounded;
}

/** What somebody typed as a number, read as `read_amount` does; undefined for what is none. */
function read(typed: string): number | undefined {
  let text = typed.normalize("NFKC").replace(/[\p{Cf}]/gu, "").replace(/\s+/gu, " ").trim();
  const written = /^[1-9]\d{0,2}([., '’])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d{1,9})?$/.exec(text);
  const mark = written?.[1];
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(text)) text = text.replace(group, "");
  else if (mark) text = text.replaceAll(mark, "");
  return /^\d{1,15}([.,]\d{1,9})?$/.test(text) ? Number(text.replace(",", ".")) : undefined;
}
