import { type SheetCell, type SheetPlan, writeXlsxSheets } from '@heliotrope/platform';
import { HIDDEN_SIGN, type ReportBlock, type ReportDocument, type ReportTable } from '../../rules/index.js';

/** A report as a workbook: one sheet for each table, numbers as numbers, what is said in words on the last sheet. */
export function reportXlsx({ title, lead, watermark, blocks }: ReportDocument): Promise<Uint8Array> {
  const tables = blocks.filter((block): block is ReportTable => block.kind === 'table');
  const words = [title, lead, ...blocks.flatMap(wordsOf)];
  return writeXlsxSheets(tables.map((table, at) => ({
    plan: planOf(table, watermark, at === 0 ? words : []),
    rows: table.rows.map((row) => row.map((cell): SheetCell => cell ?? HIDDEN_SIGN)),
  })));
}

const planOf = ({ name, head }: ReportTable, watermark: string, notes: readonly string[]): SheetPlan => ({
  name, columns: head.map((header) => ({ header })), watermark, ...(notes.length > 0 ? { notes } : {}),
});

function wordsOf(block: ReportBlock): string[] {
  switch (block.kind) {
    case 'heading':
    case 'text':
      return [block.text];
    case 'notes':
      return [...block.lines];
    case 'facts':
      return block.facts.map(([label, words]) => `${label}：${words}`);
    case 'table':
      return [`（见工作表“${block.name}”）`];
    case 'seal':
      return [];
  }
}
