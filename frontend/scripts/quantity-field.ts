import { MAX_QUANTITY, nearest, parseQuantity } from "./order-rule";
import { fill, grouped } from "./text";

/**
 * `<quantity-field>` around one `.quantity`: buttons step from one orderable quantity to the next, and the nearest
 * orderable quantities are said before the field is left, each as a button that fills it in.
 * Minimum, step and maximum are read from the input at every use, because choosing another pack changes them.
 */
export class QuantityField extends HTMLElement {
  #said = "";

  connectedCallback(): void {
    if (!this.input) return;
    this.#said = this.hint?.textContent ?? "";
    this.addEventListener("input", () => this.check());
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("keydown", (event) => this.#pressed(event));
    this.check(this.input.getAttribute("aria-invalid") === "true");
  }

  get input(): HTMLInputElement | null {
    return this.querySelector("input");
  }

  get hint(): HTMLElement | null {
    return this.querySelector(".quantity-hint");
  }

  /** Sets the rule of another pack. */
  rule(minimum: string, step: string, hint: string): void {
    const input = this.input;
    if (!input) return;
    const before = input.dataset["minimum"];
    input.dataset["minimum"] = minimum;
    input.dataset["step"] = step;
    if (hint) this.#said = hint;
    if (input.value === before || parseQuantity(input.value) === null) input.value = minimum;
    this.check();
  }

  check(keepServerError = false): void {
    const input = this.input;
    const hint = this.hint;
    if (!input || !hint) return;
    const [minimum, step, maximum] = this.#limits(input);
    const typed = parseQuantity(input.value);
    const [below, above] = typed === null ? [null, minimum] : nearest(typed, minimum, step, maximum);
    const isRight = typed !== null && below === typed && above === typed;
    this.#buttons(typed, minimum, maximum);
    if (keepServerError && (isRight || this.querySelector(".error"))) return this.#fixes(isRight ? [] : [below, above]);
    input.setAttribute("aria-invalid", String(!isRight));
    hint.classList.toggle("is-wrong", !isRight);
    hint.textContent = isRight ? this.#said : this.#sentence(typed, below, above, minimum, step);
    this.#fixes(isRight ? [] : [below, above]);
    this.querySelector(".error")?.remove(); // of what was typed before
  }

  #limits(input: HTMLInputElement): [number, number, number] {
    const { minimum, step, maximum } = input.dataset;
    return [Number(minimum ?? 1), Number(step ?? 1), Number(maximum ?? MAX_QUANTITY) || MAX_QUANTITY];
  }

  #sentence(typed: number | null, below: number | null, above: number | null, minimum: number, step: number): string {
    const texts = this.dataset;
    const text =
      typed === null ? texts["textNumber"] : below === null ? texts["textMinimum"] : above === null ? texts["textMaximum"] : texts["textBetween"];
    const write = (value: number | null): string => (value === null ? "" : grouped(value));
    return fill(text ?? "", { below: write(below), above: write(above), minimum: grouped(minimum), step: grouped(step) });
  }

  #fixes(values: (number | null)[]): void {
    const box = this.querySelector(".quantity-fixes");
    const buttons = [...new Set(values)].filter((value) => value !== null).map((value) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "chip";
      button.dataset["fill"] = String(value);
      button.textContent = grouped(value);
      return button;
    });
    box?.replaceChildren(...buttons);
  }

  #buttons(typed: number | null, minimum: number, maximum: number): void {
    const less = this.querySelector<HTMLButtonElement>("[data-less]");
    const more = this.querySelector<HTMLButtonElement>("[data-more]");
    if (less) less.disabled = typed !== null && typed <= minimum;
    if (more) more.disabled = typed !== null && typed >= maximum;
  }

  #clicked(event: Event): void {
    const button = (event.target as Element).closest("button");
    if (!button) return;
    if (button.dataset["fill"]) this.#put(Number(button.dataset["fill"]));
    else if (button.hasAttribute("data-less")) this.#move(-1);
    else if (button.hasAttribute("data-more")) this.#move(1);
  }

  #pressed(event: KeyboardEvent): void {
    if (event.target !== this.input || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    this.#move(event.key === "ArrowUp" ? 1 : -1);
  }

  #move(sign: 1 | -1): void {
    const input = this.input;
    if (!input) return;
    const [minimum, step, maximum] = this.#limits(input);
    const typed = parseQuantity(input.value) ?? minimum - step;
    const [below, above] = nearest(typed, minimum, step, maximum);
    const stands = below === typed && above === typed;
    const next = sign > 0 ? (stands ? typed + step : above) : stands ? typed - step : below;
    const [top] = nearest(maximum, minimum, step, maximum);
    this.#put(Math.min(Math.max(next ?? minimum, minimum), top ?? minimum));
  }

  #put(value: number): void {
    const input = this.input;
    if (!input) return;
    input.value = String(value);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (!this.contains(document.activeElement)) input.focus();
  }
}

/** A chosen pack (`<input type="radio" data-minimum data-step data-hint>`) sets the rule of its form's quantity field. */
export function followPacks(root: Document): void {
  root.addEventListener("change", (event) => {
    const radio = event.target;
    if (!(radio instanceof HTMLInputElement) || radio.type !== "radio" || !radio.dataset["minimum"]) return;
    const field = radio.form?.querySelector("quantity-field");
    if (!(field instanceof QuantityField)) return;
    field.rule(radio.dataset["minimum"], radio.dataset["step"] ?? "1", radio.dataset["hint"] ?? "");
    for (const table of radio.form?.querySelectorAll<HTMLElement>("[data-pack]") ?? []) table.hidden = table.dataset["pack"] !== radio.value;
  });
}
