import type { AnswerOption, AskedWhen, Comparison } from './instrument.js';
import { Places, type PlacedFault } from './definition-places.js';
import {
  CONDITION_EXTENSION, INSTRUCTIONS, INSTRUMENT_URL, ITEM_WEIGHT, type Json, KEY_EXTENSION, OPTIONS_SYSTEM, ORDINAL_VALUE,
} from './fhir-questionnaire.js';
import { conditionOf } from './fhir-condition.js';
import type { InstrumentFile } from './instrument-file.js';

/** Something of the file that is not in the draft, or that the draft holds and the file did not say. */
export interface ImportNote {
  readonly place: string;
  readonly message: string;
}

export interface QuestionnaireReading {
  readonly file: InstrumentFile;
  readonly places: Places;
  /** Without these the draft would say something else than the file: it cannot be taken. */
  readonly faults: readonly PlacedFault[];
  /** To be read by whoever brings the file, before anything is saved. */
  readonly notes: readonly ImportNote[];
}

/** One question as it was found, its options with the weight beside the printed value. */
interface Question {
  readonly linkId: string;
  readonly text: string | undefined;
  readonly options: readonly (AnswerOption & { readonly weight: number; readonly code: string })[];
  readonly set: string | undefined;
  readonly source: Json;
}

const READ_TOP = new Set(['resourceType', 'extension', 'url', 'version', 'title', 'language', 'description', 'copyright', 'item', 'experimental']);
/** Says nothing about the form itself, or is said again when we write one. */
const OF_THE_COPY = new Set(['id', 'meta', 'name', 'status', 'subjectType', 'date', 'text']);
const READ_ITEM = new Set(['linkId', 'prefix', 'text', 'type', 'answerOption', 'enableWhen', 'enableBehavior', 'extension', 'item', 'required', 'id', 'definition', 'code']);

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const records = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const words = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);
const extension = (of: Json, url: string): Json | undefined => records(of['extension']).find((one) => one['url'] === url);

/**
 * What definition does this Questionnaire hold? Reads choice questions with their options, weights and conditions.
 * Everything else is named: as a fault where leaving it out would change the questions or their scoring, as a note where
 * it would not. A file without our scoring key gets a draft key (the plain sum), which a note says.
 *
 * @param resource parsed JSON, from anybody.
 */
export function readQuestionnaire(resource: unknown): QuestionnaireReading {
  const faults: PlacedFault[] = [];
  const notes: ImportNote[] = [];
  const places = new Places();
  const fault = (place: string, message: string) => void faults.push({ code: 'instrument/fhir-unsupported', place, message });
  const note = (place: string, message: string) => void notes.push({ place, message });
  if (!isRecord(resource) || resource['resourceType'] !== 'Questionnaire') {
    fault('resourceType', '不是 FHIR R4 Questionnaire');
    return { file: {}, places, faults, notes };
  }
  for (const key of Object.keys(resource)) {
    if (key === 'modifierExtension') fault(key, '含有改变含义的扩展（modifierExtension），不能导入');
    else if (!READ_TOP.has(key) && !OF_THE_COPY.has(key)) note(key, '这一项没有对应的内容，未导入');
  }
  for (const one of records(resource['extension'])) if (one['url'] !== KEY_EXTENSION) note('extension', `扩展 ${String(one['url'])} 未导入`);
  const key = keyOf(resource, fault);
  const found = { questions: [] as Question[], instructions: undefined as string | undefined };
  walk(records(resource['item']), found, fault, note);
  const { questions } = found;

  const optionSets = Object.assign(Object.create(null) as Record<string, AnswerOption[]>, key?.['optionSets']);
  const reverse: number[] = [];
  const roles = (key?.['roles'] ?? {}) as Record<string, string>;
  const items = questions.map((question, at) => {
    const no = at + 1;
    const place = `linkId ${question.linkId}`;
    places.put(`items[${at}]`, place, { text: 'text', options: 'answerOption', askedWhen: 'enableWhen' });
    places.put(`items.${no}`, place);
    if (isReversed(question)) reverse.push(no);
    else if (question.options.some((option) => option.weight !== option.value)) fault(place, '选项分值既不等于选项值，也不是反向计分，无法表示');
    const askedWhen = askedWhenOf(question, questions.slice(0, at), fault);
    return {
      no, options: setFor(question, optionSets), role: roles[no] ?? 'content',
      ...(question.text === undefined ? {} : { text: question.text }), ...(askedWhen ? { askedWhen } : {}),
    };
  });
  if (questions.length === 0) fault('item', '没有可以作答的单选题');
  const { roles: _roles, optionSets: _sets, tier, ...rest } = key ?? draftKey(resource, questions, note);
  const line = words(resource['copyright']);
  if (line === undefined) fault('copyright', '缺少版权说明');
  const edition = words(resource['description']);
  if (edition === undefined) note('description', `缺少版本说明，暂写作“${items.length} 题，原问卷次序”`);
  return {
    file: {
      ...rest,
      version: versionOf(resource, note),
      title: words(resource['title']),
      language: words(resource['language']) ?? 'zh-CN',
      edition: edition ?? `${items.length} 题，原问卷次序`,
      licence: { tier, line },
      ...(found.instructions === undefined ? {} : { instructions: found.instructions }),
      optionSets, reverse, items,
    },
    places, faults, notes,
  };
}

type Say = (place: string, message: string) => void;

function keyOf(resource: Json, fault: Say): Json | null {
  const text = extension(resource, KEY_EXTENSION)?.['valueString'];
  if (text === undefined) return null;
  try {
    const key: unknown = JSON.parse(String(text));
    if (isRecord(key)) return key;
  } catch {
    // said below: what cannot be parsed and what is no key are the same to whoever brings the file
  }
  fault('extension', '计分键扩展已损坏');
  return null;
}

/** A questionnaire of another system: what it does not say is proposed, and every proposal is named. */
function draftKey(resource: Json, questions: readonly Question[], note: Say): Json {
  const sum = (pick: (...values: number[]) => number) => questions.reduce((total, { options }) => total + pick(...options.map((option) => option.value)), 0);
  const code = (words(resource['name']) ?? words(resource['id']) ?? words(resource['url'])?.replace(INSTRUMENT_URL, '').split('/').at(-1) ?? '')
    .toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  note('计分', '文件没有计分键：暂以全部题目求和为唯一的分数，没有分级、界限和危急条目。保存前请按手册补全');
  note('年级', '文件没有写适用年级，暂写作一年级至高三；批准时须另定');
  note('来源', '文件没有写出处与回忆时间，暂取网址与“见指导语”');
  return {
    code, source: words(resource['url']) ?? words(resource['publisher']) ?? '未写明', tier: 'C', wording: 'licensed', family: code, grades: '1-12', recall: '见指导语',
    scores: [{ id: 'total', name: '总分', formula: 'sum', items: questions.map((_, at) => at + 1), range: [sum(Math.min), sum(Math.max)] }],
    partition: ['total'], minSeconds: Math.ceil(questions.length * 1.5),
  };
}

function versionOf(resource: Json, note: Say): string {
  const said = words(resource['version']) ?? '';
  if (/^\d+\.\d+\.\d+(\+\d+)?$/.test(said)) return said;
  note('version', `版本“${said}”不是三段数字，暂写作 1.0.0`);
  return '1.0.0';
}

function walk(items: readonly Json[], found: { questions: Question[]; instructions: string | undefined }, fault: Say, note: Say, depth = 0): void {
  for (const item of items) {
    const linkId = words(item['linkId']) ?? '（无 linkId）';
    const place = `linkId ${linkId}`;
    const type = item['type'];
    for (const key of Object.keys(item)) {
      if (key === 'modifierExtension') fault(place, '含有改变含义的扩展（modifierExtension），不能导入');
      else if (key === 'repeats' && item[key] === true) fault(place, '可多选的题目不能计分，不支持');
      else if (key === 'answerValueSet') fault(place, '选项在外部值集（answerValueSet）中，请改为写明 answerOption');
      else if (!READ_ITEM.has(key) && key !== 'repeats') note(place, `${key} 未导入`);
    }
    for (const one of records(item['extension'])) if (one['url'] !== CONDITION_EXTENSION) note(place, `扩展 ${String(one['url'])} 未导入`);
    if (item['required'] === true) note(place, '“必答”未导入：本平台任何一题都可以不答');
    if (item['code'] !== undefined) note(place, 'code（术语编码）未导入');
    if (type === 'group') {
      if (item['enableWhen'] !== undefined) fault(place, '整组题目的条件（enableWhen）不支持，请写到每一题');
      note(place, '分组已展开为连续的题目，组标题不出示');
      if (depth < 10) walk(records(item['item']), found, fault, note, depth + 1);
      else fault(place, '分组嵌套太深');
    } else if (type === 'display') {
      if (linkId === INSTRUCTIONS || (found.questions.length === 0 && found.instructions === undefined)) found.instructions = words(item['text']);
      else note(place, '说明文字（display）未导入');
    } else if (type === 'choice') {
      found.questions.push(questionOf(item, linkId, fault, note));
      if (records(item['item']).length > 0) fault(place, '题目下面的子题不支持，请改为并列的题目并写 enableWhen');
    } else fault(place, `题型 ${String(type)} 不支持，只支持单选（choice）`);
  }
}

function questionOf(item: Json, linkId: string, fault: Say, note: Say): Question {
  const place = `linkId ${linkId}`;
  let isProposed = false;
  const options = records(item['answerOption']).map((option, at) => {
    const coding = isRecord(option['valueCoding']) ? option['valueCoding'] : undefined;
    const integer = option['valueInteger'];
    if (!coding && typeof integer !== 'number') fault(place, `第 ${at + 1} 个选项不是编码或整数，不支持`);
    const code = coding ? String(coding['code'] ?? '') : String(integer);
    const said = extension(option, ITEM_WEIGHT)?.['valueDecimal'] ?? (coding ? extension(coding, ORDINAL_VALUE)?.['valueDecimal'] : undefined);
    const value = /^\d+$/.test(code) ? Number(code) : typeof said === 'number' ? said : at;
    if (!/^\d+$/.test(code) && typeof said !== 'number') isProposed = true;
    return { value, label: words(coding?.['display']) ?? code, weight: typeof said === 'number' ? said : value, code };
  });
  if (options.length < 2) fault(place, '选项少于两个');
  if (isProposed) note(place, '选项没有分值，暂按次序记为 0、1、2……');
  const systems = new Set(records(item['answerOption']).map((option) => (isRecord(option['valueCoding']) ? words(option['valueCoding']['system']) : undefined)));
  const system = systems.size === 1 ? [...systems][0] : undefined;
  return { linkId, text: words(item['text']), options, set: system?.startsWith(OPTIONS_SYSTEM) ? system.slice(OPTIONS_SYSTEM.length) : undefined, source: item };
}

function isReversed({ options }: Question): boolean {
  const values = options.map((option) => option.value);
  const turned = Math.max(...values) + Math.min(...values);
  return options.some((option) => option.weight !== option.value) && options.every((option) => option.weight === turned - option.value);
}

/** The name of the set with exactly these options, made where there is none yet. */
function setFor({ options, set }: Question, sets: Record<string, AnswerOption[]>): string {
  const list = options.map(({ value, label }) => ({ value, label }));
  const isSame = (other: readonly AnswerOption[] | undefined) => JSON.stringify(other) === JSON.stringify(list);
  if (set !== undefined && (sets[set] === undefined || isSame(sets[set]))) {
    sets[set] = list;
    return set;
  }
  const known = Object.keys(sets).find((name) => isSame(sets[name]));
  if (known !== undefined && set === undefined) return known;
  const name = `set-${Object.keys(sets).length + 1}`;
  sets[name] = list;
  return name;
}

function askedWhenOf(question: Question, before: readonly Question[], fault: Say): AskedWhen | null {
  const conditions = records(question.source['enableWhen']);
  if (conditions.length === 0) return null;
  const hint = /^(>=|>|<=|<|=) (\d+)$/.exec(words(extension(question.source, CONDITION_EXTENSION)?.['valueString']) ?? '');
  const read = conditionOf(
    conditions,
    question.source['enableBehavior'] === 'all' ? 'all' : 'any',
    new Map(before.map((one, at) => [one.linkId, { no: at + 1, options: one.options }])),
    hint ? { op: hint[1] as Comparison, value: Number(hint[2]) } : null,
  );
  if ('fault' in read) fault(`linkId ${question.linkId}`, read.fault);
  return 'fault' in read ? null : read;
}
