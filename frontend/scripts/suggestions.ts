/** One line of the list under the search field. Everything in it is text, whoever wrote it. */

export interface Part {
  text: string;
  is_match: boolean;
}

export interface Suggestion {
  name: string;
  url: string;
  type?: string;
  parts?: Part[];
  other_name?: string;
  other_lang?: string;
  picture?: string;
  detail?: string;
}

/** A line to choose; `kind` says what it leads to where it does not say so itself. */
export function option(one: Suggestion, index: number, kind: string): HTMLElement {
  const made = element("li", one.picture ? "" : "plain", "");
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.id = `suggestion-${index}`;
  made.dataset["index"] = String(index);
  const name = element("span", "", "");
  name.append(...written(one));
  if (one.other_name) {
    const other = element("small", "", one.other_name);
    if (one.other_lang) other.lang = one.other_lang;
    name.append(other);
  }
  if (one.picture) made.append(picture(one.picture));
  made.append(name, element("span", "detail", one.detail ?? kind));
  return made;
}

/** The name with its marks, if these make up the name. */
function written(one: Suggestion): (Node | string)[] {
  const parts = one.parts ?? [];
  if (parts.map((part) => part.text).join("") !== one.name) return [one.name];
  return parts.map((part) => (part.is_match ? element("mark", "", part.text) : part.text));
}

export function element(tag: string, className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function picture(address: string): HTMLImageElement {
  const made = document.createElement("img");
  made.src = address;
  made.alt = "";
  made.width = 48;
  made.height = 48;
  return made;
}
