import { say } from "./swap";

/**
 * An open page that waits for somebody else looks again by itself: `[data-refresh="seconds"][id]` is fetched anew and
 * replaced while the attribute is there, the tab is shown and nobody's focus is inside.
 */

let timer: ReturnType<typeof setTimeout> | undefined;

function region(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-refresh][id]");
}

function schedule(): void {
  clearTimeout(timer);
  const seconds = Number(region()?.dataset["refresh"]);
  if (seconds > 0 && !document.hidden) timer = setTimeout(() => void look(), seconds * 1000);
}

async function look(): Promise<void> {
  const old = region();
  if (!old) return;
  if (!old.contains(document.activeElement)) {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      // Signed out, or gone: what stands here is as good as it gets.
      if (answer.redirected || answer.status === 404) return;
      if (answer.ok) put(old, await answer.text());
    } catch {
      // Away for a moment: the next look may find it again.
    }
  }
  schedule();
}

function put(old: HTMLElement, text: string): void {
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(old.id);
  // Somebody may have come in while we were fetching.
  if (!fresh || old.contains(document.activeElement)) return;
  const seconds = fresh.getAttribute("data-refresh");
  if (seconds === null) old.removeAttribute("data-refresh");
  else old.setAttribute("data-refresh", seconds);
  if (fresh.innerHTML === old.innerHTML) return;
  old.replaceChildren(...fresh.childNodes);
  const steps = [...old.querySelectorAll("[aria-current='step'] h3")].map((each) => each.textContent?.trim() ?? "");
  say(steps.join(". "));
}

export function startRefreshing(): void {
  if (!region()) return;
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : void look()));
  schedule();
}
