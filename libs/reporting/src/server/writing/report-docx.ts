import { zipFiles } from '@heliotrope/platform';
import { printedCell, type ReportBlock, type ReportDocument, type ReportTable } from '../../rules/index.js';
import { columnWidths, isNumeric } from './column-widths.js';
import { CONTENT_TYPES, coreProperties, DOCUMENT_RELATIONS, FOOTER, header, mainPart, NUMBERING, PACKAGE_RELATIONS, STYLES, xmlText } from './docx-parts.js';

/** The room between the margins of an A4 page, in twentieths of a point. */
const TEXT_WIDTH = 9412;

interface Dress {
  readonly style?: string;
  readonly align?: 'left' | 'right' | 'center';
  readonly bold?: boolean;
  /** Never the last on a page: what it introduces follows. */
  readonly sticky?: boolean;
}

/** A report as a Word document that Word and WPS open and whoever signs it may still edit. */
export function reportDocx(document: ReportDocument): Promise<Uint8Array> {
  const { title, unit, lead, watermark, blocks } = document;
  const body = [paragraph(title, { style: 'Title' }), paragraph(lead, { style: 'Subtitle' }), ...blocks.map(blockXml)].join('');
  const text = new TextEncoder();
  return zipFiles(new Map(Object.entries({
    '[Content_Types].xml': CONTENT_TYPES,
    '_rels/.rels': PACKAGE_RELATIONS,
    'docProps/core.xml': coreProperties(title, unit),
    'word/document.xml': mainPart(body),
    'word/_rels/document.xml.rels': DOCUMENT_RELATIONS,
    'word/styles.xml': STYLES,
    'word/numbering.xml': NUMBERING,
    'word/header1.xml': header(unit, title, watermark),
    'word/footer1.xml': FOOTER,
  }).map(([name, part]) => [name, text.encode(part)])));
}

function blockXml(block: ReportBlock): string {
  switch (block.kind) {
    case 'heading':
      return paragraph(block.text, { style: 'Heading1' });
    case 'text':
      return paragraph(block.text, { sticky: block.text.endsWith('：') });
    case 'notes':
      return block.lines.map((line) => paragraph(line, { style: 'Note' })).join('');
    case 'facts':
      return grid([0.25, 0.75], block.facts.map(([label, words]) => row([cell(label, { bold: true }, 0.25, true), cell(words, {}, 0.75)])));
    case 'table':
      return tableXml(block);
    case 'seal':
      return paragraph('') + paragraph(`${block.who}：____________________`, { align: 'right' }) + paragraph(block.on, { align: 'right' });
  }
}

function tableXml(table: ReportTable): string {
  const widths = columnWidths(table);
  const numeric = table.head.map((_, c) => isNumeric(table, c));
  const head = row(table.head.map((word, c) => cell(word, { bold: true, align: numeric[c] ? 'right' : 'left' }, widths[c]!, true)), true);
  const rows = table.rows.map((cells, n) => row(cells.map((one, c) =>
    cell(printedCell(one), { align: numeric[c] ? 'right' : 'left', bold: table.hasTotal === true && n === table.rows.length - 1 }, widths[c]!))));
  return grid(widths, [head, ...rows]);
}

function paragraph(text: string, { style, align, bold = false, sticky = false }: Dress = {}): string {
  const dress = `${style ? `<w:pStyle w:val="${style}"/>` : ''}${sticky ? '<w:keepNext/>' : ''}${align ? `<w:jc w:val="${align}"/>` : ''}`;
  return `<w:p>${dress ? `<w:pPr>${dress}</w:pPr>` : ''}${text === '' ? '' : `<w:r>${bold ? '<w:rPr><w:b/></w:rPr>' : ''}<w:t xml:space="preserve">${xmlText(text)}</w:t></w:r>`}</w:p>`;
}

const twips = (share: number): number => Math.round(share * TEXT_WIDTH);

function cell(text: string, dress: Dress, share: number, isHead = false): string {
  return `<w:tc><w:tcPr><w:tcW w:w="${twips(share)}" w:type="dxa"/>${isHead ? '<w:shd w:val="clear" w:color="auto" w:fill="E3F0EC"/>' : ''}</w:tcPr>${paragraph(text, { ...dress, style: 'Cell' })}</w:tc>`;
}

/** A head is repeated on every page, and no line is cut by the end of one. */
function row(cells: readonly string[], isHead = false): string {
  return `<w:tr><w:trPr><w:cantSplit/>${isHead ? '<w:tblHeader/>' : ''}</w:trPr>${cells.join('')}</w:tr>`;
}

function grid(widths: readonly number[], rows: readonly string[]): string {
  const line = (side: string) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="BEBEBE"/>`;
  const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(line).join('');
  return `<w:tbl><w:tblPr><w:tblW w:w="${TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${widths.map((share) => `<w:gridCol w:w="${twips(share)}"/>`).join('')}</w:tblGrid>${rows.join('')}</w:tbl>${paragraph('', {})}`;
}
