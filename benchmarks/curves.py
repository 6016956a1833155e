"""Draw the growth of costs: `python -m benchmarks.curves --out docs FIGURES.json…` plots what benchmarks wrote.

From `benchmarks.percolation` the cost of a look and of a decision by the number of seeds, from `benchmarks.archive` the
cost of an article by the number stored. SVG, both axes logarithmic.
"""

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from math import log10
from typing import Any

from benchmarks.arguments import figures_file, output_folder

Points = Sequence[tuple[float, float]]
_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 560, 300, 60, 40, 30, 150
_COLOURS = ("#1f5fa8", "#b5482a", "#3d7d3f", "#6a4c93")


def main() -> None:
    """Read the figures and write the charts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=figures_file, nargs="+")
    parser.add_argument("--out", type=output_folder, required=True)
    args = parser.parse_args()
    stored: dict[str, Points] = {}
    for path in args.figures:
        figures = json.loads(path.read_text("utf-8"))
        if seeds := by_seeds(figures):
            (args.out / "many-seeds.svg").write_text(draw("ms per article, by seeds followed", seeds), "utf-8")
        stored |= by_stored(figures)
    if stored:
        (args.out / "large-archive.svg").write_text(draw("ms per article, by articles stored", stored), "utf-8")


def by_seeds(figures: Mapping[str, Any]) -> dict[str, Points]:
    """Curves over the number of seeds; empty if the figures are of another benchmark."""
    rows = {int(name.split()[0]): row for name, row in figures.items() if re.fullmatch(r"\d+ seeds", name)}
    names = {"look": "look, ms", "decision": "decision, ms", "one by one": "one by one, ms"}
    curves = {
        name: [(size, row[key]) for size, row in sorted(rows.items()) if key in row] for name, key in names.items()
    }
    return {name: points for name, points in curves.items() if points}


def by_stored(figures: Mapping[str, Any]) -> dict[str, Points]:
    """Curves over the number of stored articles, one per database."""
    databases = figures.get("milliseconds an article", {})
    return {
        name: [(int(size), row["sum"]) for size, row in sorted(rows.items()) if size.isdigit()]
        for name, rows in databases.items()
    }


def draw(title: str, curves: Mapping[str, Points]) -> str:
    """A chart of the curves as SVG."""
    points = [point for curve in curves.values() for point in curve]
    xs, ys = ([log10(value) for value in axis] for axis in zip(*points, strict=True))
    low, high = int(min(ys) // 1), int(-(-max(ys) // 1))
    across = (_WIDTH - _LEFT - _RIGHT) / max(max(xs) - min(xs), 1e-9)
    up = (_HEIGHT - _BOTTOM - _TOP) / max(high - low, 1)

    def place(x: float, y: float) -> tuple[float, float]:
        return _LEFT + (log10(x) - min(xs)) * across, _HEIGHT - _BOTTOM - (log10(y) - low) * up

    parts = [f'<text x="{_LEFT}" y="18" font-weight="bold">{escape(title)}</text>']
    for step in range(low, high + 1):
        _, y = place(points[0][0], 10.0**step)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**step:g}</text>')
    for x in sorted({point[0] for point in points}):
        at, _ = place(x, 10.0**low)
        parts.append(f'<text x="{at:.1f}" y="{_HEIGHT - 18}" text-anchor="middle">{x:,.0f}</text>')
    for colour, (name, curve) in zip(_COLOURS, curves.items(), strict=False):
        line = " ".join("{:.1f},{:.1f}".format(*place(*point)) for point in curve)
        x, y = place(*curve[-1])
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colour}">{escape(name)} {curve[-1][1]:.3g}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" font-family="sans-serif"'
    return f'{head} font-size="12"><rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"


if __name__ == "__main__":
    main()
