#!/usr/bin/env python3
"""Records a command in a terminal of fixed size and writes what was seen as an animated SVG.

    docs/pictures/record.py docs/pictures/up.svg 104x34 40 './quorate up --servers 5 --one-by-one'

The arguments are the picture, columns x rows, how many seconds to watch, and the command. Needs tmux, and nothing
else that Python lacks. Waiting is cut to a length that a reader bears.
"""
import html
import re
import subprocess
import sys
import time

LONGEST_WAIT = 2.5
CELL_WIDTH, CELL_HEIGHT, MARGIN = 7.8, 17, 14
COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "2": "#8b949e"}
BACKGROUND, FOREGROUND = "#0d1117", "#d6dde5"


def tmux(*arguments):
    return subprocess.run(["tmux", "-L", "record", *arguments], capture_output=True, text=True, check=True).stdout


def record(size, seconds, command):
    """Returns (seconds shown, lines) for each picture that differed from the one before."""
    columns, rows = size.split("x")
    tmux("new-session", "-d", "-x", columns, "-y", rows, f"{command}; exec sleep 60")
    frames, end = [], time.time() + seconds
    try:
        while time.time() < end:
            lines = tmux("capture-pane", "-e", "-p").split("\n")[: int(rows)]
            now = time.time()
            if not frames or frames[-1][1] != lines:
                frames.append((now, lines))
            time.sleep(0.1)
    finally:
        # Once the command has ended, tmux may have ended by itself.
        for order in ("send-keys", "C-c"), ("kill-server",):
            subprocess.run(["tmux", "-L", "record", *order], stderr=subprocess.DEVNULL, check=False)
            time.sleep(5)
    times = [at for at, _ in frames] + [time.time()]
    return [(min(times[i + 1] - at, LONGEST_WAIT), lines) for i, (at, lines) in enumerate(frames)]


def spans(line):
    """A line with colour codes as (text, colour, bold)."""
    colour, bold = None, False
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if not part.startswith("\x1b"):
            if part:
                yield part, colour, bold
            continue
        for code in part[2:-1].split(";"):
            if code in ("", "0", "39"):
                colour, bold = None, False
            elif code == "1":
                bold = True
            elif code in COLOURS:
                colour = COLOURS[code]


def draw_line(line, row):
    column, texts = 0, []
    for text, colour, bold in spans(line):
        style = (f' fill="{colour}"' if colour else "") + (' font-weight="bold"' if bold else "")
        # Where blanks align something, each piece gets a place of its own: fonts differ in width.
        for piece in re.finditer(r"\S+(?: \S+)*", text):
            x = MARGIN + (column + piece.start()) * CELL_WIDTH
            texts.append(
                f'<text x="{x:.1f}" y="{MARGIN + (row + 0.8) * CELL_HEIGHT:.0f}"'
                f' textLength="{len(piece.group()) * CELL_WIDTH:.1f}"{style}>'
                f"{html.escape(piece.group(), quote=False)}</text>"
            )
        column += len(text)
    return "".join(texts)


def draw(size, frames):
    columns, rows = map(int, size.split("x"))
    width, height = columns * CELL_WIDTH + 2 * MARGIN, rows * CELL_HEIGHT + 2 * MARGIN
    total = sum(seconds for seconds, _ in frames)
    # Each line that looks the same on the same row is drawn once, and shown whenever it is on.
    shown, at = {}, 0.0
    for seconds, lines in frames:
        for row, line in enumerate(lines):
            if line.strip():
                periods = shown.setdefault((row, line), [])
                if periods and abs(periods[-1][1] - at) < 1e-9:
                    periods[-1] = (periods[-1][0], at + seconds)
                else:
                    periods.append((at, at + seconds))
        at += seconds
    styles, drawn, names = [], [], {}
    for (row, line), periods in shown.items():
        key = tuple(periods)
        if key not in names:
            names[key] = f"k{len(names)}"
            steps = ["0%{visibility:hidden}"]
            for start, end in periods:
                steps.append(f"{100 * start / total:.2f}%{{visibility:visible}}")
                if end < total - 1e-9:
                    steps.append(f"{100 * end / total:.2f}%{{visibility:hidden}}")
            styles.append(f"@keyframes {names[key]}{{{''.join(steps)}}}.{names[key]}{{animation-name:{names[key]}}}")
        drawn.append(f'<g class="{names[key]}">{draw_line(line, row)}</g>')
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">
<style>g{{animation-duration:{total:.1f}s;animation-timing-function:step-end;animation-iteration-count:infinite}}
@media (prefers-reduced-motion){{g{{animation-play-state:paused;animation-delay:-{total - 0.1:.1f}s}}}}
{chr(10).join(styles)}</style>
<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>
<g style="animation:none" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="13" fill="{FOREGROUND}">
{chr(10).join(drawn)}
</g>
</svg>
"""


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    picture, size, seconds, command = sys.argv[1:]
    frames = record(size, float(seconds), command)
    # The last picture stays long enough to be read.
    frames[-1] = (6.0, frames[-1][1])
    with open(picture, "w", encoding="utf-8") as file:
        file.write(draw(size, frames))
