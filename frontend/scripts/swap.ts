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
    put(page);
    if (how.toTop) toResults();
    if (how.scroll !== undefined) scrollTo({ top: how.scroll, behavior: "instant" });
  } catch {
    if (!mine.signal.aborted) location.assign(address);
  } finally {
    if (mine === request) busy(false);
  }
}

function put(page: Document): void {
  for (const fresh of page.querySelectorAll<HTMLElement>("[data-swap][id]")) {
    const old = document.getElementById(fresh.id);
    if (!old) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement?.id : "";
    old.replaceChildren(...fresh.childNodes);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }
  document.title = page.title;
  syncForms(page);
  say(document.querySelector("[data-result-text]")?.getAttribute("data-result-text") ?? "");
}

/** The filters keep their elements (somebody is using them); states, counts and what cannot be chosen are taken over. */
function syncForms(page: Document): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-filters]")) {
    const fresh = page.getElementById(form.id);
    if (!(fresh instanceof HTMLFormElement)) continue;
    for (const field of form.querySelectorAll<HTMLInputElement>("input[name]")) syncField(field, fresh);
  }
}

function syncField(field: HTMLInputElement, fresh: HTMLFormElement): void {
  const same = [...fresh.querySelectorAll<HTMLInputElement>("input[name]")].find(
    (each) => each.name === field.name && (field.type === "checkbox" || field.type === "radio" ? each.value === field.value : true),
  );
  if (!same) return;
  if (field.type === "checkbox" || field.type === "radio") {
    field.checked = same.checked;
    field.disabled = same.disabled;
    const count = field.closest("label")?.querySelector(".num");
    if (count) count.textContent = same.closest("label")?.querySelector(".num")?.textContent ?? "";
  } else if (field !== document.activeElement) field.value = same.value;
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

function say(text: string): void {
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
