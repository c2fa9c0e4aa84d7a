/**
 * `<search-log data-note data-url>` on a page of results: tells the site once in a tab that this search was seen, and once
 * which result was opened first. Nothing is sent that the page itself did not say, and nothing about its reader.
 */

const KEPT = "search-log";
const MOST_KEPT = 100;

export class SearchLog extends HTMLElement {
  #onClick = (event: Event): void => this.#clicked(event);

  connectedCallback(): void {
    document.addEventListener("click", this.#onClick, true);
    document.addEventListener("auxclick", this.#onClick, true);
    const { prerendering } = document as Document & { prerendering?: boolean };
    if (prerendering) document.addEventListener("prerenderingchange", () => this.#seen(), { once: true });
    else this.#seen();
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.#onClick, true);
    document.removeEventListener("auxclick", this.#onClick, true);
  }

  #seen(): void {
    if (isFirst(`seen ${this.#note}`)) this.#send({});
  }

  #clicked(event: Event): void {
    if ((event as MouseEvent).button > 1) return;
    const item = (event.target as Element | null)?.closest?.("a[href]")?.closest(".goods-grid > li, .goods-table > tbody");
    if (!item?.parentElement) return;
    const alike = [...item.parentElement.children].filter((each) => each.tagName === item.tagName);
    const position = alike.indexOf(item) + 1;
    if (isFirst(`click ${this.#note}`)) this.#send({ position: String(position) });
  }

  get #note(): string {
    return this.dataset["note"] ?? "";
  }

  #send(more: Record<string, string>): void {
    const url = this.dataset["url"];
    if (url && this.#note) navigator.sendBeacon(url, new URLSearchParams({ note: this.#note, ...more }));
  }
}

/** Whether this was not told in this tab before: going back to the results is no new search. */
function isFirst(what: string): boolean {
  // The signature at the end tells one note from another.
  const mark = what.slice(0, 5) + what.slice(-24);
  try {
    const told = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]") as string[];
    if (told.includes(mark)) return false;
    sessionStorage.setItem(KEPT, JSON.stringify([...told.slice(-MOST_KEPT), mark]));
  } catch {
    // No storage, or another's words in it: told once more is better than never.
  }
  return true;
}
