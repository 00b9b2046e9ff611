"""What is wrong with the texts of a picture, measured in a browser whose font is wider than the known one."""

from __future__ import annotations

from typing import Any

WIDER = "text { font-family: 'DejaVu Sans Mono', monospace !important }"
MEASURE = """() => {
    const svg = document.querySelector("svg"), frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter((one) => one.textContent.trim());
    const boxes = texts.map((one) => [one.textContent, one.getBoundingClientRect()]);
    const wrong = [];
    for (const [said, box] of boxes)
        if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1
            || box.bottom > frame.bottom + 1) wrong.push(`cut off: ${said}`);
    for (const [k, [one, a]] of boxes.entries())
        for (const [two, b] of boxes.slice(k + 1)) {
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            // Boxes of lines that follow each other share a few pixels in which no letter is.
            if (wide > 1 && high > 4) wrong.push(`one over the other: ${one} / ${two}`);
        }
    for (const mark of svg.querySelectorAll("rect.track, rect.case, .role-mark:not(.mark-text) > *")) {
        const b = mark.getBoundingClientRect();
        for (const [said, a] of boxes)
            if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4)
                wrong.push(`over a mark: ${said}`);
    }
    return wrong;
}"""


def clashes(browser: Any, svg: str, width: int = 1000) -> list[str]:
    """Texts of a picture that reach out of it, and those that lie over each other or over a mark."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    try:
        page.set_content(f"<style>{WIDER}</style>{svg}")
        found: list[str] = page.evaluate(MEASURE)
        return found
    finally:
        page.close()
