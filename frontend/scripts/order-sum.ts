import { nearest, parseQuantity } from "./order-rule";
import { decimal, fill, grouped } from "./text";

/** Places of the exact price of a pack: five of a unit price, three of a pack's content. */
const PLACES = 8;

/**
 * What `quantity` packs cost in minor units: rounded once, half up, as `line_total_minor` in marketplace/kernel/money.py.
 * `exact`: the price of a pack in hundred-millionths.
 */
export function totalMinor(exact: bigint, quantity: number, exponent: number): bigint {
  const scale = 10n ** BigInt(PLACES - exponent);
  return (exact * BigInt(quantity) + scale / 2n) / scale;
}

/** Minor units as the page's language writes an amount: 1.234,50 in Vietnamese, 1,234.50 in Chinese and English. */
export function amount(minor: bigint, exponent: number): string {
  const digits = minor.toString().padStart(exponent + 1, "0");
  const cut = digits.length - exponent;
  return grouped(BigInt(digits.slice(0, cut))) + (exponent ? decimal + digits.slice(cut) : "");
}

/**
 * `<order-sum>` in a form: price, quantity in all, total and the next cheaper quantity of what is typed, from the rows
 * of the price table (`tr[data-of][data-from][data-exact]`), and the row that is reached is marked. What cannot be
 * ordered has no price; the server drew the same for what the page came with.
 */
export class OrderSum extends HTMLElement {
  connectedCallback(): void {
    const form = this.closest("form");
    form?.addEventListener("input", () => this.#show(form));
    form?.addEventListener("change", () => this.#show(form));
  }

  #show(form: HTMLFormElement): void {
    const pack = form.querySelector<HTMLInputElement>("input[name=pack]:checked");
    const field = form.querySelector<HTMLInputElement>("input[name=quantity]");
    if (!pack || !field) return;
    const typed = parseQuantity(field.value);
    const fits = typed !== null && nearest(typed, Number(pack.dataset["minimum"]), Number(pack.dataset["step"]))[0] === typed;
    const rows = [...form.querySelectorAll<HTMLTableRowElement>("tr[data-of]")];
    const own = rows.filter((row) => row.dataset["of"] === pack.value);
    const reached = fits ? own.filter((row) => Number(row.dataset["from"]) <= typed).at(-1) : undefined;
    for (const row of rows) {
      row.classList.toggle("is-selected", row === reached);
      if (row === reached) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    const exponent = Number(this.dataset["exponent"]);
    this.#put("price", reached ? cell(reached, 1) : "–");
    this.#put("units", reached && typed ? units(pack.dataset["content"] ?? "1", typed) : "–");
    this.#put("total", reached && typed ? amount(totalMinor(BigInt(reached.dataset["exact"] ?? "0"), typed, exponent), exponent) : "–");
    const next = reached ? own[own.indexOf(reached) + 1] : undefined;
    const values = next && { quantity: grouped(Number(next.dataset["from"])), price: cell(next, 1), saving: cell(next, 2) };
    const line = this.#put("next", values ? fill(this.dataset["textNext"] ?? "", values) : "");
    if (line) line.hidden = !values;
  }

  #put(name: string, text: string): HTMLElement | null {
    const place = this.querySelector<HTMLElement>(`[data-sum=${name}]`);
    if (place) place.textContent = text;
    return place;
  }
}

function cell(row: HTMLTableRowElement, at: number): string {
  return row.cells[at]?.textContent?.trim() ?? "";
}

/** Packs times content, exactly: the content has three places at most. */
function units(content: string, packs: number): string {
  const [whole = "0", part = ""] = content.split(".");
  const places = part.length;
  const all = (BigInt(whole + part) * BigInt(packs)).toString().padStart(places + 1, "0");
  const cut = all.length - places;
  const rest = all.slice(cut).replace(/0+$/, "");
  return grouped(BigInt(all.slice(0, cut))) + (rest ? decimal + rest : "");
}
