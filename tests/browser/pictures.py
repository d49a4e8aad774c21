"""Smaller PNG files for a README, with Chromium to decode them: what is lost is a quarter of a percent of a shade."""

import base64
import struct
import zlib

from playwright.sync_api import Browser

SHADES_STEP = 4  # of 256: gradients, which Chromium dithers, become even bands that compress to less than half
ROUNDED = bytes(min(255, round(shade / SHADES_STEP) * SHADES_STEP) for shade in range(256))

PIXELS = """async (png) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
  pen.drawImage(image, 0, 0);
  const bytes = pen.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return [image.width, image.height, btoa(text)];
}"""


def shrunk(browser: Browser, png: bytes) -> bytes:
    """The same picture with fewer shades and no transparency."""
    page = browser.new_page()
    width, height, encoded = page.evaluate(PIXELS, base64.b64encode(png).decode())
    page.close()
    rgba = base64.b64decode(encoded).translate(ROUNDED)
    rgb = bytearray(width * height * 3)
    for channel in range(3):
        rgb[channel::3] = rgba[channel::4]
    line = width * 3
    lines = b"".join(b"\0" + rgb[start : start + line] for start in range(0, len(rgb), line))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits a channel, true colour
    parts = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(lines, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
