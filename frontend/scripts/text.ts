/** Texts come translated from the server in data attributes; the script only fills their places. */

/** Replace `{name}` by its value; a place without a value stays, so that a wrong text shows in a test. */
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** The marks with which the page's language writes numbers, as the server's table of languages has them. */
export const { decimal = ".", group = "," } = document.body.dataset;

/** A whole number as the page's language groups it: 2.000 in Vietnamese, 2,000 in Chinese and English. */
export function grouped(value: number | bigint): string {
  return value.toString().replace(/\B(?=(?:\d{3})+$)/g, group);
}
