"""What is wrong with the texts of a picture, measured in a browser whose font is wider than the known one."""

from __future__ import annotations

from typing import Any

WIDER = "text { font-family: 'DejaVu Sans Mono', monospace !important }"
MEASURE = """(svg) => {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter((one) => one.textContent.trim());
    // Where letters are: browsers differ in how much room above and below them belongs to a line.
    const inked = (one) => {
        const box = one.getBoundingClientRect(), grid = one.getScreenCTM();
        const slanted = grid.b !== 0 && Math.abs(grid.a) > 1e-6;
        if (slanted || one.querySelectorAll("tspan").length > 1) return box;
        if (grid.b !== 0) {
            const middle = (box.left + box.right) / 2;
            const size = parseFloat(getComputedStyle(one).fontSize) * Math.abs(grid.b);
            const half = Math.min(box.width, size) / 2;
            return { left: middle - half, right: middle + half, top: box.top, bottom: box.bottom };
        }
        const middle = (box.top + box.bottom) / 2;
        const size = parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().d;
        const half = Math.min(box.height, size) / 2;
        return { left: box.left, right: box.right, top: middle - half, bottom: middle + half };
    };
    const boxes = texts.map((one) => [one.textContent, inked(one)]).filter(([, box]) => box.right > box.left);
    const wrong = [];
    for (const [said, box] of boxes)
        if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1
            || box.bottom > frame.bottom + 1) wrong.push(`cut off: ${said}`);
    for (const [k, [one, a]] of boxes.entries())
        for (const [two, b] of boxes.slice(k + 1)) {
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            // Lines that follow each other share a few pixels in which no letter is.
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
EVERY = f"""[...document.querySelectorAll("svg")].filter((one) => one.getBoundingClientRect().width > 0)
    .flatMap(({MEASURE}))"""
"""What is wrong with all the pictures of a page that are in sight."""
FONT = "svg text, svg tspan {{ font-family: '{}' !important }}"
"""The style that gives pictures another font."""


def clashes(browser: Any, svg: str, width: int = 1000) -> list[str]:
    """Texts of a picture that reach out of it, and those that lie over each other or over a mark."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    try:
        page.set_content(f"<style>{WIDER}</style>{svg}")
        found: list[str] = page.evaluate(f"({MEASURE})(document.querySelector('svg'))")
        return found
    finally:
        page.close()
