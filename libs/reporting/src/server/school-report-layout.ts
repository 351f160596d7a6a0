import { definePdf, type PdfRenderer, type SheetCell, writeXlsxSheets } from '@heliotrope/platform';
import type { SchoolReport } from '../rules/index.js';
import type { ReportHead } from './school-report.service.js';

const HIDDEN = '*';
const COVERAGE = ['年级', '班级', '应测', '有效完成', '作答中', '无效', '未测', '有效率'];
const NOTES = [
  '应测 = 有效完成 + 作答中 + 无效 + 未测。有效率 = 有效完成 ÷ 应测。',
  '等级人数按年级汇总，只计由人复核确定的等级；系统建议尚未复核的，计入“待复核”。等级不是诊断。',
  `“${HIDDEN}”表示人数过少或可据以推算，为保护学生不予显示。`,
  '本报告不得用于学生评价、评优或升学。',
];

type Cell = string | number;

const coverageRows = (report: SchoolReport): Cell[][] =>
  [...report.coverage, report.coverageTotal].map(({ grade, className, progress, rate }) => [
    grade, className, progress.eligible, progress.completed, progress.inProgress, progress.void, progress.notYet,
    rate === null ? '—' : `${(rate * 100).toFixed(1)}%`,
  ]);

const shown = (value: number | null): Cell => value ?? HIDDEN;

const levelRows = ({ levels }: SchoolReport): Cell[][] => [
  ...levels.rows.map((row) => [row.label, ...row.cells.map(shown), shown(row.total)]),
  ['合计', ...levels.columnTotals.map(shown), shown(levels.total)],
];

const watermarkOf = (head: ReportHead): string => `${head.madeBy} ${head.asOf}`;

export function schoolReportSheets(head: ReportHead, report: SchoolReport): Promise<Uint8Array> {
  const watermark = watermarkOf(head);
  const column = (header: string) => ({ header });
  return writeXlsxSheets([
    {
      plan: { name: '参测情况', columns: COVERAGE.map(column), watermark, notes: [`${head.schoolName} ${head.roundTitle}（${head.window}）`, ...NOTES] },
      rows: coverageRows(report) as SheetCell[][],
    },
    {
      plan: { name: '等级分布', columns: ['年级', ...report.levelColumns, '合计'].map(column), watermark },
      rows: levelRows(report) as SheetCell[][],
    },
  ]);
}

const template = definePdf({
  name: 'reporting/school-report',
  body: String.raw`
= #data.title
#align(center)[#data.school #h(1em) #data.window]
== 参测情况
#listing((auto, 1fr, auto, auto, auto, auto, auto, auto), data.coverageHead, data.coverage)
== 等级分布
#listing((1fr,) * data.levelHead.len(), data.levelHead, data.levels)
#v(1em)
#for note in data.notes [ - #note ]
#v(2em)
#align(right)[
  学校（盖章）：#box(width: 5cm, stroke: (bottom: 0.5pt))[#h(1fr)] \
  #v(0.6em) #data.asOf
]
`,
});

export function schoolReportPdf(renderer: PdfRenderer, head: ReportHead, report: SchoolReport): Buffer {
  const text = (rows: Cell[][]) => rows.map((row) => row.map(String));
  return renderer.render(
    template.name,
    {
      title: `${head.roundTitle} 测评报告`, school: head.schoolName, window: head.window, asOf: head.asOf, notes: NOTES,
      coverageHead: COVERAGE, coverage: text(coverageRows(report)),
      levelHead: ['年级', ...report.levelColumns, '合计'], levels: text(levelRows(report)),
    },
    { title: head.roundTitle, header: head.schoolName, watermark: watermarkOf(head) },
  );
}
