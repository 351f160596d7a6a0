/*
 * Is this a telephone number a school can reach a guardian by? Mobile: eleven digits beginning 13–19. Fixed line: area
 * code and seven or eight digits. Source: the numbering plan 工信部《电信网编号计划》.
 */

/** Takes away what people write between and before the digits: spaces, hyphens, brackets, +86. */
export function normalisePhone(text: string): string {
  return text.normalize('NFKC').replace(/[\s\-—()'‘’]/g, '').replace(/^(\+?86|0086)(?=1\d{10}$)/, '');
}

/** Is the normalised text a mobile or a fixed-line number? */
export function isPhone(normalised: string): boolean {
  return /^1[3-9]\d{9}$/.test(normalised) || /^0\d{2,3}[2-9]\d{6,7}$/.test(normalised);
}
