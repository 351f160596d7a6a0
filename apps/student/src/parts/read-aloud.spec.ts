import { describe, expect, it } from '@jest/globals';
import { chineseVoice } from './read-aloud.js';

const voice = (lang: string, localService = true) => ({ lang, localService });

describe('the voice that reads a question', () => {
  it.each([
    ['Mandarin of the device', [voice('en-US'), voice('zh-CN')], 'zh-CN'],
    ['as Android writes it', [voice('zh_CN')], 'zh_CN'],
    ['under its own name', [voice('cmn-Hans-CN')], 'cmn-Hans-CN'],
    ['of a server: none', [voice('zh-CN', false)], undefined],
    ['no Chinese at all', [voice('en-US'), voice('ja-JP')], undefined],
    ['no voices', [], undefined],
  ] as const)('%s', (_, voices, lang) => expect(chineseVoice(voices)?.lang).toBe(lang));
});
