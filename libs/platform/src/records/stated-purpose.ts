import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { RequestWithActor } from '../access/allow.js';
import type { StatedPurpose } from './purpose.js';

export const PURPOSE_HEADER = 'x-access-purpose';
export const WORDS_HEADER = 'x-access-words';

/** What the caller says he opens the record for, with the very call that opens it; the words are percent-encoded. */
export const Stated = createParamDecorator((_: unknown, context: ExecutionContext): StatedPurpose | null => {
  const { headers } = context.switchToHttp().getRequest<RequestWithActor>();
  const purpose = headers[PURPOSE_HEADER];
  return purpose === undefined ? null : { purpose: String(purpose), words: decoded(String(headers[WORDS_HEADER] ?? '')) };
});

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
