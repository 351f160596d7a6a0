import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { WordList } from '../../rules/item-wording.js';
import { INSTRUMENTS_DIRECTORY } from '../instrument-library.js';

let read: WordList | undefined;

/** The words this installation looks for, read once. @throws Error when the file is not what the rule needs: no list is no protection. */
export function wordList(): WordList {
  return (read ??= checked(parse(fs.readFileSync(path.join(INSTRUMENTS_DIRECTORY, 'wording', 'words.yaml'), 'utf8'))));
}

function checked(list: WordList): WordList {
  const areWords = (words: unknown) => Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string' && word !== '');
  if (!areWords(list.methods) || !areWords(list.attention) || !Number.isInteger(list.methodsFromGrade) || !list.version || !list.source) {
    throw new Error('instruments/wording/words.yaml is no word list');
  }
  return list;
}
