/*
 * May this be a user name, and does it belong to one person? Source: docs/domain-facts.md §4.4 no. 1 (unique user id, no
 * shared accounts; GB/T 22239-2019 8.1.4.1.a and 8.1.4.2.c).
 */

/** As it is stored and compared: no spaces round it, small letters. */
export function normaliseUsername(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** Three to 64 small letters, digits, dots, hyphens and underscores, a letter or digit first. Expects it normalised. */
export function isUsername(text: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{2,63}$/.test(text);
}

const OFFICES = ['办公室', '心理室', '咨询室', '辅导室', '值班', '公用', '共用', '公共', '测试', '学校', '中心', '教研组', '年级组', '全体', '各位', '管理员', '老师们'];

/** Does this name an office or a group rather than a person? Such an account would be shared, and nobody would answer for it. */
export function isSharedName(name: string): boolean {
  return OFFICES.some((word) => name.includes(word));
}

/** A person's name: two to 40 letters or Chinese characters, with dots and spaces between. */
export function isPersonName(name: string): boolean {
  return /^[\p{L}][\p{L}·.\s'-]{0,38}[\p{L}]$/u.test(name.trim());
}
