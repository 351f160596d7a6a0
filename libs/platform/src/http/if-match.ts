import { defineRefusals, refuse } from '@heliotrope/kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

export const ifMatchRefusals = defineRefusals({
  'platform/if-match-needed': { kind: 'invalid', zh: '请先读取最新内容再保存（缺少 If-Match）。' },
  'platform/changed-meanwhile': { kind: 'conflict', zh: '在您编辑的时候，别人已经改过这条记录。请对照两边的内容再保存。' },
});

interface WithHeaders {
  readonly headers: Record<string, string | string[] | undefined>;
}

/** The version of the record as its editor last saw it: the header `If-Match: "3"`. A save without it is refused. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => readIfMatch(context.switchToHttp().getRequest<WithHeaders>()));

/** The same where one call both adds and edits: null when the caller believes to add. */
export const IfMatchOrNull = createParamDecorator((_: unknown, context: ExecutionContext): number | null => {
  const request = context.switchToHttp().getRequest<WithHeaders>();
  return request.headers['if-match'] === undefined ? null : readIfMatch(request);
});

/** @throws Refusal when the header is missing or is not one of our versions. */
export function readIfMatch(request: WithHeaders): number {
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(String(request.headers['if-match'] ?? '').trim())?.[1];
  if (version === undefined) throw refuse('platform/if-match-needed');
  return Number(version);
}

/**
 * Refuses to overwrite what somebody else has saved meanwhile, and hands over what that is: the page shows both sides.
 * @param current what the reader of the record may see of it now.
 */
export function sameVersion(seen: number, current: { readonly version: number }): void {
  if (seen !== current.version) throw refuse('platform/changed-meanwhile', { current });
}
