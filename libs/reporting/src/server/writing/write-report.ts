import type { PdfRenderer } from '@heliotrope/platform';
import type { ReportDocument } from '../../rules/index.js';
import type { ReportFormat } from '../place-report/place-report.dto.js';
import { reportDocx } from './report-docx.js';
import { reportPdf } from './report-pdf.js';
import { reportXlsx } from './report-xlsx.js';

/** The same report in the format somebody asked for. */
export async function writeReport(document: ReportDocument, format: ReportFormat, renderer: PdfRenderer): Promise<Uint8Array> {
  switch (format) {
    case 'pdf':
      return reportPdf(renderer, document);
    case 'docx':
      return reportDocx(document);
    case 'xlsx':
      return reportXlsx(document);
  }
}
