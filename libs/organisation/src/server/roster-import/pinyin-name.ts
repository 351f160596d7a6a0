import { pinyin } from 'pinyin-pro';

export interface PinyinName {
  readonly pinyin: string;
  readonly initials: string;
}

/** How a name is typed on a keyboard: 单田芳 → shantianfang, stf. Surnames are read as surnames. */
export function pinyinOf(name: string): PinyinName {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'consecutive' })
    .map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter(Boolean);
  return { pinyin: syllables.join('').slice(0, 200), initials: syllables.map((syllable) => syllable[0]).join('').slice(0, 60) };
}

const MOST = 20_000;

/** The same for many names of one sheet: what was spelled already is not spelled again. */
export class PinyinNames {
  private readonly known = new Map<string, PinyinName>();

  of(name: string): PinyinName {
    let spelled = this.known.get(name);
    if (!spelled) {
      spelled = pinyinOf(name);
      if (this.known.size >= MOST) this.known.clear();
      this.known.set(name, spelled);
    }
    return spelled;
  }
}
