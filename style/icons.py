"""Draws the PNG and ICO files in public/ from icon.svg: pip install cairosvg pillow, then run it from anywhere."""

import io
from pathlib import Path

import cairosvg
from PIL import Image

PUBLIC = Path(__file__).resolve().parent.parent / "public"
SVG = (PUBLIC / "icon.svg").read_text()
# A maskable icon is cut to any shape: its ground fills the square, and its drawing keeps to the middle.
MASKABLE = SVG.replace(' rx="7"', "").replace("matrix(.8 0 0 .8 3 3.4)", "matrix(.64 0 0 .64 5.6 5.9)")


def drawn(svg: str, size: int) -> Image.Image:
    png = cairosvg.svg2png(bytestring=svg.encode(), output_width=size, output_height=size)
    return Image.open(io.BytesIO(png))


drawn(SVG, 192).save(PUBLIC / "icon-192.png", optimize=True)
drawn(SVG, 512).save(PUBLIC / "icon-512.png", optimize=True)
drawn(MASKABLE, 512).convert("RGB").save(PUBLIC / "icon-maskable-512.png", optimize=True)
drawn(SVG, 48).save(PUBLIC / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
