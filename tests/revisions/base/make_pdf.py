#!/usr/bin/env python3
"""Draws guide.txt as a PDF with ruled tables, the way a word processor does: `make_pdf.py guide.pdf`.

Needs reportlab 4 or 5 (PyPI). The same bytes every time.
"""

import re
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Preformatted, SimpleDocTemplate, Spacer, Table

rl_config.invariant = 1
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=9, leading=11)
CODE = ParagraphStyle("code", fontName="Courier", fontSize=8, leading=9)
TYPES = "string|integer|Guid|int|date|bool|boolean|array|object"
HEADS = {
    "Field Type Required/optional Description": ([90, 50, 90, 260], re.compile(rf"( *)(\S+) ({TYPES}) (required|optional) ?(.*)")),
    "Field Type Description": ([130, 50, 310], re.compile(rf"( *)(\S+) ({TYPES}) ?(.*)")),
    "Code Text Description": ([50, 120, 320], re.compile(r"()(\d{3}) (OK|Bad Request|Not Found|Not Allowed) (.*)")),
    "Code Description": ([70, 420], re.compile(r"()((?:BR|MNA)\d{3}[A-Z]?) ?(.*)")),
}
ENDS = re.compile(
    r"(Request|Response|Example|Body|Headers|URL|Flow chart|Additional|See the| Institute| Method| Document| APPENDIX"
    r"|(GET|PUT) /)"
)


def cell(lines):
    text = "<br/>".join(escape(line.strip()) for line in lines if line.strip())
    return Paragraph(text, TEXT)


def table(head, lines):
    """The table that begins with these lines, and how many of them are its own."""
    widths, row = HEADS[head]
    words = head.split(" ")
    rows, used = [words], 0
    for line in lines:
        if ENDS.match(line):
            break
        used += 1
        match = row.fullmatch(line.rstrip())
        if match:
            indent, *cells = match.groups()
            rows.append([indent + cells[0], *cells[1:-1], [cells[-1]]])
        elif line.strip() and len(rows) > 1:
            rows[-1][-1].append(line)
    drawn = [[cell([text]) for text in words]]
    for *cells, last in rows[1:]:
        first = cells[0]
        # What is nested is indented by a blank that a table keeps.
        name = escape(first).replace(" ", "&nbsp;")
        drawn.append([Paragraph(name, TEXT), *[cell([text]) for text in cells[1:]], cell(last)])
    grid = Table(drawn, colWidths=widths, repeatRows=1)
    grid.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return grid, used


def flow(text):
    lines = text.splitlines()
    index, out, example = 0, [], False
    while index < len(lines):
        line = lines[index].rstrip()
        index += 1
        if line in HEADS:
            drawn, used = table(line, lines[index:])
            out.append(drawn)
            index += used
        elif line.lstrip().startswith(("API Version", "Document Version")):
            continue
        elif not line:
            out.append(Spacer(1, 4))
        elif re.match(r"[ \[{}\]\"]", line) and not re.match(r" [A-Z]", line):
            out.append(Preformatted(line, CODE))
        else:
            out.append(Paragraph(escape(line.strip()), TEXT))
    return out


def foot(canvas, document):
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 30, "API Version 2")
    canvas.drawString(60, 20, f"Document Version v2.9 {document.page}")


def main():
    text = (Path(__file__).parent / "guide.txt").read_text(encoding="utf-8")
    document = SimpleDocTemplate(sys.argv[1], pagesize=A4, leftMargin=50, rightMargin=50, title="A guide of our own")
    document.build(flow(text), onFirstPage=foot, onLaterPages=foot)


main()
