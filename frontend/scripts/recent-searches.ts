/** The last searches of a visitor, in this browser alone: nothing of them leaves it. */

const KEY = "recent-searches";
const MOST = 8;
const LONGEST = 200;

/** The newest first; nothing where the browser keeps nothing. */
export function recentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.filter((each): each is string => typeof each === "string" && each !== "").slice(0, MOST);
  } catch {
    return []; // switched off, full, or written by somebody else
  }
}

export function remember(search: string): void {
  const text = search.normalize("NFC").replace(/\s+/g, " ").trim().slice(0, LONGEST);
  if (text === "") return;
  const others = recentSearches().filter((each) => each.toLowerCase() !== text.toLowerCase());
  keep([text, ...others].slice(0, MOST));
}

export function forget(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // what is not kept need not be forgotten
  }
}

/** Remembers what a search form asks for; of who is signed in her account keeps it, if she wants that. */
export function startRemembering(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("form[role=search]") || document.querySelector(`.head-tools a[href$="/account/"]`)) return;
    remember(String(new FormData(form).get("q") ?? ""));
  });
}

function keep(searches: string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(searches));
  } catch {
    // a comfort, no need
  }
}
