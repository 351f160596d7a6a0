import { definePdf, type PdfRenderer } from '@heliotrope/platform';
import { printedCell, type ReportBlock, type ReportDocument } from '../../rules/index.js';
import { columnWidths, isNumeric } from './column-widths.js';

const template = definePdf({
  name: 'reporting/report',
  body: String.raw`
#show table: set text(size: 9.5pt)
#show table: set par(justify: false)
= #data.title
#align(center)[#data.lead]
#for piece in data.blocks {
  if piece.kind == "heading" [ == #piece.text ]
  else if piece.kind == "text" { block(above: 0.9em, below: 0.7em, sticky: piece.text.ends-with("："), piece.text) }
  else if piece.kind == "facts" {
    table(columns: (auto, 1fr, auto, 1fr), fill: none, ..piece.facts.flatten().map(word => [#word]))
  }
  else if piece.kind == "notes" { for line in piece.lines [ - #line ] }
  else if piece.kind == "table" {
    table(
      columns: piece.widths.map(share => share * 1fr),
      align: (x, _) => if piece.numeric.at(x) { right } else { left },
      table.header(..piece.head.map(word => [#word])),
      ..piece.rows.enumerate().map(((n, row)) => row.map(word => if piece.total and n == piece.rows.len() - 1 [*#word*] else [#word])).flatten(),
    )
  }
  else if piece.kind == "seal" {
    v(2em)
    align(right, { [#piece.who：]; box(width: 5cm, stroke: (bottom: 0.5pt))[#h(1fr)]; linebreak(); v(0.6em); piece.on })
  }
}
`,
});

/** A report as PDF. Busy for a moment, so it belongs in the worker. */
export function reportPdf(renderer: PdfRenderer, document: ReportDocument): Buffer {
  const { title, unit, lead, watermark, blocks } = document;
  return renderer.render(template.name, { title, lead, blocks: blocks.map(plain) }, { title, header: unit, watermark });
}

function plain(block: ReportBlock): object {
  if (block.kind === 'facts' && block.facts.length % 2 === 1) return { ...block, facts: [...block.facts, ['', '']] };
  if (block.kind !== 'table') return block;
  const rows = block.rows.map((row) => row.map(printedCell));
  return { kind: 'table', head: block.head, rows, total: block.hasTotal === true, widths: columnWidths(block), numeric: block.head.map((_, c) => isNumeric(block, c)) };
}
