/** One field or one row the server refused. */
export type FieldFault = { field?: string; row?: number; code?: string; message: string };

/** RFC 9457 body as this API sends it: `title` is already the Chinese sentence for people. */
export type ProblemBody = {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  instance?: string;
  errors?: FieldFault[];
  details?: Record<string, unknown>;
};

/** A refusal of the server, or a failure to reach it, in words for the person and a code for the help desk. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string | undefined;
  readonly instance: string | undefined;
  readonly faults: readonly FieldFault[];
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, body: ProblemBody) {
    super(body.title ?? fallback(status));
    this.name = 'Problem';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'console/offline' : `http/${status}`);
    this.detail = body.detail === body.title ? undefined : body.detail;
    this.instance = body.instance;
    this.faults = body.errors ?? [];
    this.details = body.details ?? {};
  }

  /** First message per field, for the form that sent it. */
  byField(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const { field, message } of this.faults) if (field && !(field in found)) found[field] = message;
    return found;
  }
}

function fallback(status: number): string {
  if (status === 0) return '连不上服务器，请检查网络后再试';
  if (status === 401) return '登录已失效，请重新登录';
  if (status === 403 || status === 404) return '没有找到这条记录，或者您无权查看';
  if (status === 413) return '文件太大，服务器没有接收';
  if (status === 429) return '操作太频繁，请稍等一会儿再试';
  return '服务器出了点问题，请稍后再试';
}

/** Anything thrown, as a Problem: a page never shows a raw exception. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(-1, { title: '页面出了点问题，请刷新后再试', code: 'console/unexpected', detail: thrown instanceof Error ? thrown.message : String(thrown) });
}
