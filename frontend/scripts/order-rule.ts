/** The same rule as marketplace/kernel/quantities.py: minimum, minimum + step, minimum + 2 step … The server decides. */

export const MAX_QUANTITY = 999_999_999;

const UNSEEN = /[\p{Cf}\p{Co}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f]/gu;
const MANY: Record<string, number> = { 千: 1_000, 万: 10_000, nghìn: 1_000, ngàn: 1_000 };
const TYPED =
  /^(?<number>[0-9]{1,9}|[1-9][0-9]{0,2}(?<mark>[., '’])[0-9]{3}(?:\k<mark>[0-9]{3})*) ?(?<many>千|万|nghìn|ngàn)? ?(?:箱|纸箱|件|筐|篓|thùng carton|thùng|kiện|sọt|rổ|cartons?|ctns?|cases?|crates?|packs?|packages?)?\.?$/u;

/** A whole number of packs as people type it (`1.000`, `１０００`, `500箱`), or null; read as `parse_quantity` does. */
export function parseQuantity(text: string): number | null {
  const plain = text.normalize("NFKC").replace(UNSEEN, "").replace(/\s+/gu, " ").trim().toLowerCase();
  const typed = TYPED.exec(plain)?.groups;
  if (!typed) return null;
  const quantity = Number(typed["number"]?.replace(/[^0-9]/g, "")) * (MANY[typed["many"] ?? ""] ?? 1);
  return quantity >= 1 && quantity <= MAX_QUANTITY ? quantity : null;
}

/** The orderable quantities around `quantity`; both are `quantity` itself where it can be ordered. */
export function nearest(quantity: number, minimum: number, step: number, maximum = MAX_QUANTITY): [number | null, number | null] {
  if (quantity < minimum) return [null, minimum];
  const top = maximum - ((maximum - minimum) % step);
  if (quantity > top) return [top, null];
  const below = quantity - ((quantity - minimum) % step);
  return [below, below === quantity ? quantity : below + step];
}
