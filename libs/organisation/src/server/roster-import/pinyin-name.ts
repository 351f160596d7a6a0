import { pinyin, polyphonic } from 'pinyin-pro';

export interface PinyinName {
  readonly pinyin: string;
  readonly initials: string;
}

/** How a name is typed on a keyboard: 单田芳 → shantianfang, stf. Surnames are read as surnames. */
export function pinyinOf(name: string): PinyinName {
  return joined(syllablesOf(name));
}

function syllablesOf(name: string): string[] {
  return pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'consecutive' })
    .map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter(Boolean);
}

const joined = (syllables: readonly string[]): PinyinName => ({
  pinyin: syllables.join('').slice(0, 200), initials: syllables.map((syllable) => syllable[0]).join('').slice(0, 60),
});

const MOST = 20_000;
const CHINESE = /^[\u4e00-\u9fff]{2,4}$/;

/**
 * The same for the many names of a sheet, four times as fast: a character with one reading is looked up once. A name with
 * a character that has several, or with a surname of two characters, is read as a whole, since its neighbours decide.
 */
export class PinyinNames {
  private readonly whole = new Map<string, PinyinName>();
  private readonly surnames = new Map<string, string>();
  private readonly single = new Map<string, string | null>();
  private readonly plainPairs = new Map<string, boolean>();

  of(name: string): PinyinName {
    return (CHINESE.test(name) ? this.byCharacter(name) : undefined) ?? once(this.whole, name, () => pinyinOf(name));
  }

  private byCharacter(name: string): PinyinName | undefined {
    const syllables = [this.surname(name[0]!)];
    for (let at = 1; at < name.length; at += 1) {
      const syllable = this.onlyReading(name[at]!);
      if (syllable === null) return undefined;
      syllables.push(syllable);
    }
    const pair = name.slice(0, 2);
    const plain = once(this.plainPairs, pair, () => syllablesOf(pair).join(' ') === `${syllables[0]} ${syllables[1]}`);
    return plain ? joined(syllables) : undefined;
  }

  private surname(character: string): string {
    return once(this.surnames, character, () => syllablesOf(character).join(''));
  }

  private onlyReading(character: string): string | null {
    return once(this.single, character, () => {
      const readings = new Set(polyphonic(character, { toneType: 'none', type: 'array', v: true })[0]);
      return readings.size === 1 ? syllablesOf(character).join('') || null : null;
    });
  }
}

function once<V>(known: Map<string, V>, key: string, read: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MOST) known.clear();
  const value = read();
  known.set(key, value);
  return value;
}
