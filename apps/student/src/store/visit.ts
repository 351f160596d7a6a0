import { computed, markRaw, reactive } from 'vue';
import { askedIndices, onlyAsked } from './asked.js';
import { DraftSaver } from './draft-saver.js';
import { learnHelpLines } from './help-lines.js';
import { watchIdle, IDLE_MS } from './idle.js';
import type { Outbox } from './outbox.js';
import { forgetPreferences } from './preferences.js';
import { readOutbox, sendDue, sending, startSending, type Journey } from './sending.js';
import { type Draft, saveDraft, takeSeat, type Questionnaire, type Seat, type SeatTaken } from './server.js';
import { memoryShelf, type Shelf } from './shelf.js';
import { indexedShelf } from './shelf-indexed.js';
import { WriteAhead, type Sitting } from './write-ahead.js';

export type Stage = 'loading' | 'enter' | 'confirm' | 'instructions' | 'question' | 'review' | 'done';
export type EnterTrouble = { readonly kind: 'offline' | 'unknown' | 'said'; readonly text?: string };

const TAB = 'heliotrope.sitting';

/** One pupil's visit to this page: which page is open, and what she answered so far. */
export const visit = reactive({
  stage: 'loading' as Stage,
  sitting: undefined as Sitting | undefined,
  questionnaireIndex: 0,
  index: 0,
  answers: [] as (number | null)[],
  seconds: [] as number[],
  busy: false,
  trouble: undefined as EnterTrouble | undefined,
  /** Drafts do not outlive this page: the browser forbids its store, or it is full. */
  unsaved: false,
  otherUnfinished: false,
  wipedWhileIdle: false,
  nearlyIdle: false,
  /** By the server's clock, the round is over. The server still decides. */
  closed: false,
  /** What happened to this pupil's sheets, kept for the screen after the device has forgotten them. */
  kept: {} as Record<string, Journey>,
});

let shelf: Shelf = memoryShelf();
let ahead: WriteAhead;
let outbox: Outbox;
const saver = new DraftSaver({ send: saveDraft, chance: Math.random, online: () => navigator.onLine });

export const battery = computed<readonly Questionnaire[]>(() => visit.sitting?.taken.battery ?? []);
export const questionnaire = computed(() => battery.value[visit.questionnaireIndex]);
export function journeyOf(one: Questionnaire): Journey | undefined {
  const sheetId = visit.sitting?.sheetIds[one.instrument] ?? '';
  return sending.sheets[sheetId] ?? visit.kept[sheetId];
}
const isHandedIn = (one: Questionnaire): boolean => one.done || journeyOf(one) !== undefined;
const isAcknowledged = (one: Questionnaire): boolean => one.done || journeyOf(one)?.state === 'accepted';

/** Where each question put to this pupil stands on the form; some are asked only after certain answers. */
export const asked = computed(() => askedIndices(questionnaire.value?.items ?? [], visit.answers));
export const nth = computed(() => asked.value.filter((index) => index <= visit.index).length);
export const unanswered = computed(() => asked.value.filter((index) => visit.answers[index] === null));
export const allAcknowledged = computed(() => battery.value.every(isAcknowledged));

export async function start(): Promise<void> {
  shelf = await indexedShelf();
  ahead = new WriteAhead(shelf, Date.now);
  visit.unsaved = !shelf.lasting;
  outbox = await startSending(shelf, settle);
  await ahead.wipeIdle(IDLE_MS);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && void saver.flush());
  watchIdle({ warn: (near) => (visit.nearlyIdle = near && visit.sitting !== undefined), idle: leaveIdle, tick });
  const seat = seatInAddress();
  const mine = seat ? undefined : await ahead.find(sessionStorage.getItem(TAB) ?? '').catch(() => undefined);
  await readOutbox();
  if (mine) await resume(mine);
  else await toEntrance();
  void sendDue(true);
  if (seat) await enter(seat);
}

/** The code on a seat slip opens the page with its seat; it does not stay in the address or in the history. */
function seatInAddress(): Seat | undefined {
  const from = new URLSearchParams(location.search || location.hash.slice(1));
  const [classCode, seatCode] = [from.get('c'), from.get('s')];
  if (classCode || seatCode) history.replaceState(history.state, '', location.pathname);
  return classCode && seatCode ? { classCode, seatCode } : undefined;
}

/** Codes are typed by children: case, blanks and full-width letters do not matter. */
export function asTyped(code: string): string {
  return code.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
}

async function toEntrance(): Promise<void> {
  visit.otherUnfinished = await ahead.hasUnfinished();
  visit.stage = 'enter';
}

export async function enter(typed: Seat): Promise<void> {
  if (visit.busy) return;
  const seat = { classCode: asTyped(typed.classCode), seatCode: asTyped(typed.seatCode) };
  Object.assign(visit, { busy: true, trouble: undefined, wipedWhileIdle: false });
  try {
    const reply = await takeSeat(seat);
    if (reply.status < 300 && typeof reply.body?.['seatToken'] === 'string') {
      const taken = reply.body as unknown as SeatTaken;
      learnHelpLines(taken.helpLines ?? []);
      const handed = await outbox.renew(seat, taken.round.id, taken.seatToken);
      await readOutbox();
      const sitting = await ahead.sit(seat, taken, handed);
      void sendDue(false);
      return await resume(sitting);
    }
    const title = reply.body?.['title'];
    if (reply.status >= 400 && reply.status < 500 && typeof title === 'string') {
      visit.trouble = { kind: 'said', text: title };
      return;
    }
    const here = await ahead.findBySeat(seat);
    if (here) return await resume(here);
    visit.trouble = { kind: reply.status === 0 ? 'offline' : 'unknown' };
  } catch {
    visit.trouble = { kind: 'unknown' };
  } finally {
    visit.busy = false;
  }
}

/** Opens the page this sitting belongs on: who are you, the next questionnaire, or the end. */
async function resume(sitting: Sitting): Promise<void> {
  visit.sitting = markRaw(sitting);
  sessionStorage.setItem(TAB, sitting.id);
  tick();
  if (!sitting.confirmed) visit.stage = 'confirm';
  else await toNextQuestionnaire();
}

export async function confirm(): Promise<void> {
  const sitting = { ...visit.sitting!, confirmed: true };
  visit.sitting = markRaw(sitting);
  await ahead.keep(sitting).catch(() => (visit.unsaved = true));
  await toNextQuestionnaire();
}

async function toNextQuestionnaire(): Promise<void> {
  const next = battery.value.findIndex((one) => !isHandedIn(one));
  if (next < 0) {
    visit.stage = 'done';
    return settle();
  }
  const draft = await ahead.draft(visit.sitting!, battery.value[next]!);
  const begun = draft.lastIndex >= 0;
  const following = askedIndices(battery.value[next]!.items, draft.answers).find((index) => index > draft.lastIndex);
  Object.assign(visit, {
    questionnaireIndex: next,
    answers: draft.answers,
    seconds: draft.seconds,
    index: following ?? 0,
    stage: !begun ? 'instructions' : following === undefined ? 'review' : 'question',
  });
}

/** Writes the answer down before anything moves. */
export async function answer(index: number, value: number | null, seconds: number): Promise<void> {
  visit.answers[index] = value;
  const spent = spend(index, seconds);
  tellServer(index);
  await writing(ahead.record(visit.sitting!, questionnaire.value!.instrument, index, { value, seconds: spent }));
}

/** The pupil went on without an answer: only the time is written. */
export async function leaveBlank(index: number, seconds: number): Promise<void> {
  const spent = spend(index, seconds);
  tellServer(index);
  await writing(ahead.recordBlank(visit.sitting!, questionnaire.value!.instrument, index, spent));
}

/** So that she can go on at another device. What is told is what stands when it is sent. */
function tellServer(atItem: number): void {
  const form = questionnaire.value!;
  const sitting = visit.sitting!;
  saver.touch(() => {
    if (visit.sitting?.id !== sitting.id || questionnaire.value?.instrument !== form.instrument || isHandedIn(form)) return undefined;
    const draft: Draft = {
      sheetId: sitting.sheetIds[form.instrument]!, instrument: form.instrument, version: form.version, answers: [...visit.answers], seconds: [...visit.seconds],
      atItem, savedMs: Math.round(Date.now() + sitting.clockSkewMs),
    };
    return { draft, seatToken: sitting.taken.seatToken };
  });
}

function spend(index: number, seconds: number): number {
  return (visit.seconds[index] = Math.min((visit.seconds[index] ?? 0) + seconds, 3600));
}

async function writing(written: Promise<void>): Promise<void> {
  await written.catch(() => (visit.unsaved = true));
}

export function goTo(index: number): void {
  visit.index = Math.max(0, Math.min(index, visit.answers.length - 1));
  visit.stage = 'question';
}

export function next(): void {
  const following = asked.value.find((index) => index > visit.index);
  if (following === undefined) visit.stage = 'review';
  else visit.index = following;
}

/** One step back, also for the phone's own back key. False when there is nowhere to go back to. */
export function back(): boolean {
  const before = asked.value.filter((index) => visit.stage === 'review' || index < visit.index).pop();
  if ((visit.stage === 'review' || visit.stage === 'question') && before !== undefined) goTo(before);
  else if (visit.stage === 'question') visit.stage = 'instructions';
  else if (visit.stage === 'confirm') void leave();
  else return false;
  return true;
}

export async function handIn(): Promise<void> {
  if (visit.busy) return;
  visit.busy = true;
  saver.forget();
  try {
    const one = questionnaire.value!;
    const written = visit.unsaved ? undefined : await ahead.draft(visit.sitting!, one).catch(() => undefined);
    // Another window of the same pupil may have added answers that this one has not seen.
    const answers = visit.answers.map((mine, index) => mine ?? written?.answers[index] ?? null);
    await ahead.finish(visit.sitting!, one, onlyAsked(one.items, answers), [...visit.seconds]);
    await readOutbox();
    void sendDue(false);
    await toNextQuestionnaire();
  } finally {
    visit.busy = false;
  }
}

/** Everything acknowledged: nothing of this pupil stays on the device; the receipts stay on the screen. */
async function settle(): Promise<void> {
  if (visit.stage !== 'done' || !visit.sitting || !allAcknowledged.value) return;
  visit.kept = { ...visit.kept, ...sending.sheets };
  Object.assign(visit, { answers: [], seconds: [] });
  sessionStorage.removeItem(TAB);
  await ahead.wipe(visit.sitting.id);
}

/** The seat is free for the next pupil. Unfinished work goes; finished sheets stay in the outbox until accepted. */
export async function leave(): Promise<void> {
  const sitting = visit.sitting;
  saver.forget();
  sessionStorage.removeItem(TAB);
  Object.assign(visit, { sitting: undefined, answers: [], seconds: [], index: 0, questionnaireIndex: 0, trouble: undefined, nearlyIdle: false, closed: false, kept: {} });
  if (sitting) await ahead.wipe(sitting.id);
  forgetPreferences();
  await readOutbox();
  await toEntrance();
}

function tick(): void {
  void ahead.wipeIdle(IDLE_MS, visit.sitting?.id);
  const sitting = visit.sitting;
  visit.closed = sitting !== undefined && Date.now() + sitting.clockSkewMs > Date.parse(sitting.taken.round.closesAt);
}

function leaveIdle(): void {
  if (!visit.sitting) return;
  visit.wipedWhileIdle = visit.stage !== 'done';
  void leave();
}
