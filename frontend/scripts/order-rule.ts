/** The same rule as marketplace/kernel/quantities.py: minimum, minimum + step, minimum + 2 step … The server decides. */

export const MAX_QUANTITY = 999_999_999;

/** A whole number as people type it (full-width digits too), or null. */
export function parseQuantity(text: string): number | null {
  const plain = text.normalize("NFKC").trim();
  return /^[0-9]{1,9}$/.test(plain) && Number(plain) >= 1 ? Number(plain) : null;
}

/** The orderable quantities around `quantity`; both are `quantity` itself where it can be ordered. */
export function nearest(quantity: number, minimum: number, step: number, maximum = MAX_QUANTITY): [number | null, number | null] {
  if (quantity < minimum) return [null, minimum];
  const top = maximum - ((maximum - minimum) % step);
  if (quantity > top) return [top, null];
  const below = quantity - ((quantity - minimum) % step);
  return [below, below === quantity ? quantity : below + step];
}
