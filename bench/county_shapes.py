"""Makes ``county_shapes.txt``, the outlines on the map of jurisdictions; run by hand when counties change.

Needs the package bokeh_sampledata, which nothing else here does: its county boundaries are simplified TIGER/Line
shapes of the U.S. Census Bureau (2009), free to use with that acknowledgement. Corners are put on a coarse grid, so
that neighbours keep a common border, and corners on a straight line are dropped.
"""

import math
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src" / "headwater" / "publish" / "pictures" / "county_shapes.txt"
WIDTH, RENAMED = 960, {"46113": "46102"}
"""Grid steps from west to east, and counties that have another FIPS code today (Oglala Lakota, South Dakota)."""
LEFT_OUT = {"02", "60", "66", "69", "72", "78"}
GONE = {"51515"}
FARTHEST_WEST = -161.0
"""Islets of Honolulu County beyond Niihau, where nobody lives, would be strewn over the ocean."""
Point = tuple[int, int]


def albers(longitude: float, latitude: float) -> tuple[float, float]:
    """Albers' equal-area conic projection of the contiguous states (Snyder 1987, section 14), parallels 29.5 and 45.5.

    Hawaii, far to the west, is moved below Texas.
    """
    if longitude < -150:
        longitude, latitude = longitude + 51.5, latitude + 5.5
    first, second, origin = (math.radians(degrees) for degrees in (29.5, 45.5, 23.0))
    n = (math.sin(first) + math.sin(second)) / 2
    c = math.cos(first) ** 2 + 2 * n * math.sin(first)
    rho = math.sqrt(c - 2 * n * math.sin(math.radians(latitude))) / n
    theta = n * math.radians(longitude + 96)
    return rho * math.sin(theta), math.sqrt(c - 2 * n * math.sin(origin)) / n - rho * math.cos(theta)


def rounded(ring: Iterable[tuple[float, float]], scale: float, west: float, north: float) -> list[Point]:
    """A ring on the grid, without corners that repeat or lie on a straight line."""
    found: list[Point] = []
    for longitude, latitude in ring:
        x, y = albers(longitude, latitude)
        point = round((x - west) * scale), round((north - y) * scale)
        if found and found[-1] == point:
            continue
        if len(found) > 1 and _is_straight(found[-2], found[-1], point):
            found.pop()
        found.append(point)
    return found


def path_of(ring: list[Point]) -> str:
    """A ring as an SVG path in steps."""
    (x, y), parts = ring[0], []
    for to_x, to_y in ring[1:-1]:
        parts.append(f"{to_x - x} {to_y - y}")
        x, y = to_x, to_y
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(parts).replace(' -', '-')}z"


def _is_straight(one: Point, two: Point, three: Point) -> bool:
    (ax, ay), (bx, by), (cx, cy) = one, two, three
    return (bx - ax) * (cy - by) == (by - ay) * (cx - bx) and (bx - ax) * (cx - bx) + (by - ay) * (cy - by) > 0


def main() -> None:
    """Writes the file: FIPS code and path a line, in the order of the codes."""
    records = [
        one for one in import_module("bokeh_sampledata.us_counties").records()
        if one["state_fips"] not in LEFT_OUT and one["fips"] not in GONE
    ]  # fmt: skip
    polygons = {
        RENAMED.get(one["fips"], one["fips"]): [
            part for part in getattr(one["geometry"], "geoms", [one["geometry"]]) if part.bounds[2] > FARTHEST_WEST
        ]
        for one in records
    }
    points = [albers(*point) for parts in polygons.values() for part in parts for point in part.exterior.coords]
    west, north = min(x for x, _y in points), max(y for _x, y in points)
    scale = WIDTH / (max(x for x, _y in points) - west)
    lines = []
    for fips, parts in sorted(polygons.items()):
        rings = [rounded(part.exterior.coords, scale, west, north) for part in parts]
        largest = max(rings, key=len)
        drawn = [ring for ring in rings if len(ring) > 3] or [largest if len(largest) > 2 else _dot(largest[0])]
        lines.append(f"{fips}\t{''.join(path_of(ring) for ring in drawn)}")
    OUT.write_text("\n".join(lines) + "\n", "utf-8")


def _dot(point: Point) -> list[Point]:
    x, y = point
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]


if __name__ == "__main__":
    main()
