import type { NoticePartsDto } from '@heliotrope/api-client';

/** In the order of the form; the server refuses a notice that lacks one. */
export const noticePartNames = [
  'purpose', 'items', 'method', 'necessity', 'effects', 'retention', 'recipients', 'rights', 'notForEvaluation', 'notDiagnosis', 'limitsOfSecrecy', 'contact',
] as const satisfies readonly (keyof NoticePartsDto)[];

export const blankNotice = (): NoticePartsDto => Object.fromEntries(noticePartNames.map((name) => [name, ''])) as NoticePartsDto;
