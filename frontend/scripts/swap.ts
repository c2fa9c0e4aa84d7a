/**
 * Filters and pages of a list without a full load: the same address is fetched, and every `[data-swap]` region that
 * both documents have is replaced. The server knows nothing of it. Place, history and the language links stay right.
 */

let request: AbortController | null = null;

interface Kept {
  swapped: true;
  scroll: number;
}

/** Shows the list at `address`; falls back to a plain visit whenever anything is not as expected. */
export async function show(address: URL, how: { push: boolean; toTop: boolean; scroll?: number }): Promise<void> {
  request?.abort();
  request = new AbortController();
  const mine = request;
  busy(true);
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return location.assign(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-swap][id]")) return location.assign(address);
    if (how.push) {
      keepScroll();
      history.pushState({ swapped: true, scroll: scrollY } satisfies Kept, "", address);
    }
    put(page, how.push);
    if (how.toTop) toResults();
    if (how.scroll !== undefined) scrollTo({ top: how.scroll, behavior: "instant" });
  } catch {
    if (!mine.signal.aborted) location.assign(address);
  } finally {
    if (mine === request) busy(false);
  }
}

/** Who goes on keeps what she is typing; who goes back finds the fields as they were. */
function put(page: Document, keepsTyped: boolean): void {
  for (const fresh of page.querySelectorAll<HTMLFormElement>("form[data-filters][id]")) renew(fresh, keepsTyped);
  for (const fresh of page.querySelectorAll<HTMLElement>("[data-swap][id]")) {
    const old = document.getElementById(fresh.id);
    // The drawer stays: somebody may be in it. Its form was renewed above.
    if (old && !old.querySelector("filter-drawer")) keepingFocus(old, keepsTyped, () => old.replaceChildren(...fresh.childNodes));
  }
  document.title = page.title;
  say(document.querySelector("[data-result-text]")?.getAttribute("data-result-text") ?? "");
}

/** Takes over the filters of the new page, wherever the form is now (rail or drawer); what was folded stays folded. */
function renew(fresh: HTMLFormElement, keepsTyped: boolean): void {
  const form = document.getElementById(fresh.id);
  if (!form) return;
  const label = fresh.closest("details")?.querySelector("summary");
  const summary = document.querySelector("filter-drawer summary");
  if (label && summary) summary.replaceChildren(...label.childNodes);
  const folds = new Map([...form.querySelectorAll("details")].map((each) => [nameOf(each), each.open]));
  for (const each of fresh.querySelectorAll("details")) each.open = folds.get(nameOf(each)) ?? each.open;
  keepingFocus(form, keepsTyped, () => form.replaceChildren(...fresh.childNodes));
}

function nameOf(fold: HTMLDetailsElement): string {
  return fold.querySelector("summary")?.textContent?.trim() ?? "";
}

/** Whoever was in a field is in it again afterwards; fields are known by their id. */
function keepingFocus(region: Element, keepsTyped: boolean, change: () => void): void {
  const focused = document.activeElement;
  const isInside = focused !== null && focused !== document.body && region.contains(focused);
  change();
  if (!isInside || focused.id === "") return;
  const again = document.getElementById(focused.id);
  if (keepsTyped && again instanceof HTMLInputElement && focused instanceof HTMLInputElement && again.type !== "checkbox") again.value = focused.value;
  again?.focus({ preventScroll: true });
}

function toResults(): void {
  const results = document.getElementById("results");
  results?.scrollIntoView({ block: "start" });
  const head = results?.querySelector<HTMLElement>("[tabindex='-1']") ?? results;
  head?.focus({ preventScroll: true });
}

function busy(isBusy: boolean): void {
  for (const region of document.querySelectorAll("[data-swap]")) region.setAttribute("aria-busy", String(isBusy));
}

/** Lets a screen reader say what has changed, without moving anybody. */
export function say(text: string): void {
  let status = document.getElementById("swap-status");
  if (!status) {
    status = document.createElement("p");
    status.id = "swap-status";
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    document.body.append(status);
  }
  status.textContent = text;
}

function keepScroll(): void {
  history.replaceState({ swapped: true, scroll: scrollY } satisfies Kept, "");
}

/** The address that a filter form asks for: without empty fields, so that it can be read and shared. */
export function addressOf(form: HTMLFormElement): URL {
  const address = new URL(form.action || location.href, location.href);
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value !== "") query.append(name, value);
  address.search = query.toString();
  return address;
}

export function startSwapping(): void {
  if (!document.querySelector("[data-swap]")) return;
  document.addEventListener("change", (event) => {
    const form = (event.target as HTMLInputElement).form;
    if (form?.matches("[data-filters]")) void show(addressOf(form), { push: true, toTop: false });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-filters]")) return;
    event.preventDefault();
    void show(addressOf(form), { push: true, toTop: false });
  });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>(".pages a, a[data-swap-link]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void show(new URL(link.href), { push: true, toTop: link.closest(".pages") !== null });
  });
  addEventListener("popstate", (event) => {
    const kept = event.state as Kept | null;
    if (kept?.swapped) void show(new URL(location.href), { push: false, toTop: false, scroll: kept.scroll });
  });
}
