import { reactive } from 'vue';
import { post } from '../store/server.js';

export type Decision = 'given' | 'refused' | 'withdrawn';

export interface ConsentForm {
  readonly audience: 'guardian' | 'pupil';
  readonly pupil: string;
  readonly className: string;
  readonly schoolName: string;
  readonly title: string;
  readonly plain: string;
  readonly sections: readonly { readonly heading: string; readonly text: string }[];
  readonly asksUntil: string;
  readonly decision: Decision | null;
  readonly decidedOn: string | null;
  readonly maySay: readonly Decision[];
}

/** One visit with one code. Nothing of it stays on the device. */
export const consent = reactive({
  code: '',
  form: undefined as ConsentForm | undefined,
  busy: false,
  trouble: '' as '' | 'offline' | 'said',
  said: '',
  /** What was just registered, for the thanks. */
  done: null as Decision | null,
});

/** The code on a slip opens the page; it does not stay in the address or in the history. */
export function codeInAddress(): string {
  const found = /^#\/consent\/([^/?#]+)/.exec(location.hash);
  if (found) history.replaceState(history.state, '', `${location.pathname}#/consent`);
  try {
    return found ? decodeURIComponent(found[1]!) : '';
  } catch {
    return '';
  }
}

async function ask(path: string, body: object): Promise<boolean> {
  if (consent.busy) return false;
  Object.assign(consent, { busy: true, trouble: '', said: '' });
  try {
    const reply = await post(path, body);
    if (reply.status >= 200 && reply.status < 300 && reply.body) {
      consent.form = reply.body as unknown as ConsentForm;
      return true;
    }
    const title = reply.body?.['title'];
    if (reply.status >= 400 && reply.status < 500 && typeof title === 'string') Object.assign(consent, { trouble: 'said', said: title });
    else consent.trouble = 'offline';
    return false;
  } finally {
    consent.busy = false;
  }
}

export async function look(code: string): Promise<void> {
  if (await ask('/api/consent/look', { code })) Object.assign(consent, { code, done: null });
}

export async function say(decision: Decision, relation: string, signer: string): Promise<void> {
  if (await ask('/api/consent/say', { code: consent.code, decision, relation, signer })) consent.done = decision;
}
