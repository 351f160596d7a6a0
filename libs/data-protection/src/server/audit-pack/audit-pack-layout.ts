import { declaredActions } from '@heliotrope/kernel';
import { definePdf, type PdfRenderer, type SheetCell, writeXlsxSheets } from '@heliotrope/platform';
import { ASSESSED_SUBJECTS, declaredDataClasses, PURPOSES, RECIPIENT_KINDS, RIGHTS_KINDS } from '../../rules/index.js';

export type PackLine = readonly (string | number | null)[];

export interface PackSection {
  readonly name: string;
  readonly head: readonly string[];
  readonly lines: readonly PackLine[];
}

export interface PackHead {
  readonly bureau: string;
  readonly year: number;
  readonly window: string;
  readonly stage: string;
  readonly madeBy: string;
  readonly on: string;
}

const WORDS: Readonly<Record<string, string>> = {
  guardian: '监护人', pupil: '学生', low: '低', medium: '中', high: '高', proceed: '可以开展', 'proceed-with-measures': '采取措施后开展', stop: '不得开展',
  draft: '草稿', approved: '已批准', revoked: '已撤销', 'time-over': '期限届满', 'right-exercised': '行使删除权',
  consent: '单独同意', 'statutory-duty': '法定职责', 'vital-interest': '紧急情况',
};

/** Codes become words here and nowhere else: the registers keep codes. */
export function inWords(cell: string | number | null): string | number {
  if (cell === null) return '—';
  if (typeof cell === 'number') return cell;
  const named = (table: Readonly<Record<string, unknown>>): unknown => (Object.hasOwn(table, cell) ? table[cell] : undefined);
  const purpose = named(PURPOSES) as { zh: string } | undefined;
  const kind = declaredDataClasses().find((one) => one.name === cell)?.zh;
  return String(named(WORDS) ?? purpose?.zh ?? named(ASSESSED_SUBJECTS) ?? named(RECIPIENT_KINDS) ?? named(RIGHTS_KINDS) ?? kind ?? declaredActions().get(cell) ?? cell);
}

const notes = (head: PackHead): string[] => [
  `${head.bureau} ${head.year} 年度未成年人个人信息保护合规审计材料（${head.stage}）`,
  `依据：未成年人网络保护条例第三十七条。报送时间：${head.window}。`,
  '本材料由平台台账汇总，只有制度、合同与数量，没有学生个人信息。',
];

export function auditPackSheets(head: PackHead, sections: readonly PackSection[]): Promise<Uint8Array> {
  const watermark = `${head.madeBy} ${head.on}`;
  return writeXlsxSheets(sections.map((section, at) => ({
    plan: { name: section.name, columns: section.head.map((header) => ({ header, width: 18 })), watermark, ...(at === 0 ? { notes: notes(head) } : {}) },
    rows: section.lines.map((line) => line.map(inWords) as SheetCell[]),
  })));
}

const template = definePdf({
  name: 'data-protection/audit-pack',
  body: String.raw`
= #data.title
#for note in data.notes [ - #note ]
#for section in data.sections [
  == #section.name
  #if section.rows.len() == 0 [ 本年度没有。 ] else [ #text(size: 8.5pt, listing((1fr,) * section.head.len(), section.head, section.rows)) ]
]
#v(2em)
#align(right)[#data.bureau（盖章）#h(3cm) #data.on]
`,
});

export function auditPackPdf(renderer: PdfRenderer, head: PackHead, sections: readonly PackSection[]): Buffer {
  const title = `${head.year} 年度未成年人个人信息保护合规审计`;
  return renderer.render(
    template.name,
    {
      title, notes: notes(head), bureau: head.bureau, on: head.on,
      sections: sections.map(({ name, head: columns, lines }) => ({ name, head: columns, rows: lines.map((line) => line.map((cell) => shortened(String(inWords(cell))))) })),
    },
    { title, header: head.bureau, watermark: `${head.madeBy} ${head.on}`, landscape: true },
  );
}

/** A hash is compared in the sheet; on paper its head is enough to find it. */
const shortened = (text: string): string => (/^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 12)}…` : text);
