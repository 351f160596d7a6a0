import { describe, expect, it } from '@jest/globals';
import { isSameNotice, materialNumber, missingParts, NOTICE_PART_NAMES, type NoticePart, type NoticeParts, noticeText } from './notice.js';

const whole = Object.fromEntries(NOTICE_PART_NAMES.map((name) => [name, `关于${name}的说明`])) as NoticeParts;
const notice = { title: '告知书', purpose: 'screening', audience: 'guardian', parts: whole };

describe('a notice', () => {
  it('says everything the law asks for, or is told what is missing', () => {
    expect(missingParts(whole)).toEqual([]);
    expect(missingParts({ ...whole, limitsOfSecrecy: '无', rights: '    ' })).toEqual(['rights', 'limitsOfSecrecy']);
    expect(missingParts({})).toEqual(NOTICE_PART_NAMES);
  });

  it('counts letters and not bytes, and not the blanks', () => {
    expect(missingParts({ ...whole, contact: '班主任' })).toEqual(['contact']);
    expect(missingParts({ ...whole, contact: '找班主任' })).toEqual([]);
  });

  const changes: [part: NoticePart, again: boolean][] = [
    ['purpose', true], ['items', true], ['method', true], ['retention', true], ['recipients', true],
    ['necessity', false], ['effects', false], ['rights', false], ['notForEvaluation', false], ['notDiagnosis', false],
    ['limitsOfSecrecy', false], ['contact', false],
  ];
  it.each(changes)('changed in "%s" asks for new consent: %s', (part, again) => {
    expect(materialNumber({ material: 3, parts: whole }, { ...whole, [part]: '改成了别的' })).toBe(again ? 4 : 3);
  });

  it('starts with number one, and blanks change nothing', () => {
    expect(materialNumber(null, whole)).toBe(1);
    const spaced = { ...whole, purpose: `  ${whole.purpose}\n` };
    expect(materialNumber({ material: 1, parts: whole }, spaced)).toBe(1);
    expect(isSameNotice(notice, { title: ' 告知书 ', parts: spaced })).toBe(true);
    expect(noticeText({ ...notice, parts: spaced })).toBe(noticeText(notice));
  });

  it('has another text for another audience, title or word', () => {
    const texts = [notice, { ...notice, audience: 'pupil' }, { ...notice, title: '通知' }, { ...notice, parts: { ...whole, rights: '随时撤回' } }].map(noticeText);
    expect(new Set(texts).size).toBe(4);
  });
});
