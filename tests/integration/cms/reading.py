"""What a reader sees of a page: its words, without those that are marked as another language's."""

from __future__ import annotations

import re
from typing import Any

from lxml import html

HAN = re.compile("[\u3400-\u9fff]")
# Letters of Vietnamese that no English, Chinese or French word has.
VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def parse(content: bytes) -> Any:
    """Return the root element. Any: what a path yields depends on the path, which no stub can know."""
    return html.fromstring(content.decode())


def main(content: bytes) -> Any:
    """Return the element of the page's own content."""
    return parse(content).get_element_by_id("main")


def own_words(element: Any) -> str:
    """Return the text, and what is read out, outside elements with a ``lang`` of their own."""
    words: list[str] = []

    def collect(node: Any) -> None:
        if not isinstance(node.tag, str) or node.tag == "script":
            return
        if node.get("lang") is None:
            words.extend(node.get(name) or "" for name in ("alt", "aria-label", "title", "placeholder"))
            words.append(node.text or "")
            for child in node:
                collect(child)
                words.append(child.tail or "")

    collect(element)
    return " ".join(words)
