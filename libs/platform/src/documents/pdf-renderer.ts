import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { refuse } from '@heliotrope/kernel';
import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import { PAGE_FRAME } from './page-frame.js';
import './refusals.js';

/** A document's body in Typst markup. It reads its values from `data`, and may use `listing` of the page frame. */
export interface PdfTemplate {
  /** `domain/document`. */
  readonly name: string;
  readonly body: string;
}

export interface PdfDress {
  readonly title: string;
  /** Whose document it is: the school or the bureau. */
  readonly header: string;
  /** Who made it and when. */
  readonly watermark: string;
  readonly landscape?: boolean;
}

export interface PdfOptions {
  /** A folder of fonts beside the system's. */
  readonly fontsDir?: string | null;
  readonly families?: readonly string[];
}

// Serif first, as official documents are set. 仿宋_GB2312 is used where a bureau has mounted it.
const FAMILIES = [
  'FangSong_GB2312', 'Noto Serif CJK SC', 'Source Han Serif SC', 'Noto Sans CJK SC', 'Source Han Sans SC',
  'SimSun', 'Microsoft YaHei', 'WenQuanYi Zen Hei', 'PingFang SC',
];

const templates = new Map<string, PdfTemplate>();

/** Registers a document under its name. */
export function definePdf(template: PdfTemplate): PdfTemplate {
  if (templates.has(template.name)) throw new Error(`PDF template defined twice: ${template.name}`);
  templates.set(template.name, template);
  return template;
}

/**
 * Sets documents with Typst. Slow to start (it looks at every font) and busy while it sets, so it belongs in a job of
 * the worker, not in a request. Templates can read no file: their folder is empty.
 */
export class PdfRenderer {
  private compiler: NodeCompiler | undefined;
  private fonts: string[] = [];

  constructor(private readonly options: PdfOptions = {}) {}

  /** @throws Refusal platform/pdf-font-missing: a report without Chinese letters is no report. */
  render(name: string, data: object, dress: PdfDress): Buffer {
    const template = templates.get(name);
    if (!template) throw new Error(`no such PDF template: ${name}`);
    const compiler = this.ready();
    const page = { landscape: false, ...dress, fonts: this.fonts };
    const set = compiler.compile({
      mainFileContent: PAGE_FRAME + template.body,
      inputs: { data: JSON.stringify(data), dress: JSON.stringify(page) },
    });
    if (!set.result) throw new Error(`${name} cannot be set: ${messagesOf(set.takeError()).join('; ')}`);
    const pdf = compiler.pdf(set.result);
    compiler.evictCache(5); // what the last few documents did not use again is forgotten
    return pdf;
  }

  private ready(): NodeCompiler {
    if (this.compiler) return this.compiler;
    const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-pdf-'));
    const { fontsDir, families = FAMILIES } = this.options;
    const compiler = NodeCompiler.create({ workspace, fontArgs: fontsDir ? [{ fontPaths: [fontsDir] }] : [] });
    this.fonts = families.filter((family) => has(compiler, family));
    if (this.fonts.length === 0) throw refuse('platform/pdf-font-missing');
    this.compiler = compiler;
    return compiler;
  }
}

function has(compiler: NodeCompiler, family: string): boolean {
  const result = compiler.compile({ mainFileContent: `#set text(font: ${JSON.stringify(family)}, fallback: false)\n测` });
  return !messagesOf(result.takeWarnings()).some((message) => message.startsWith('unknown font family'));
}

function messagesOf(error: NodeError | null): string[] {
  return ((error?.shortDiagnostics ?? []) as { message: string }[]).map(({ message }) => message);
}
