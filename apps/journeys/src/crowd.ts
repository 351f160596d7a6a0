import { newId } from '@heliotrope/platform';
import { exchange, untilAnswered } from './person.js';

export interface Pupil {
  readonly token: string;
}

export interface HandedIn {
  readonly pupil: Pupil;
  readonly sheetId: string;
  readonly receipt: string;
  readonly isCritical: boolean;
}

const CALM = [0, 1, 0, 1, 0, 0, 1, 0, 0];
const CRITICAL = [2, 2, 1, 2, 1, 2, 1, 1, 3];

/** Pupils with the questionnaire before them, each on a device that keeps sending until it holds a receipt. */
export class Crowd {
  readonly acknowledged: HandedIn[] = [];
  /** How often the platform was away when a sheet came. */
  disturbed = 0;

  constructor(
    private readonly api: string,
    private readonly instrument: { readonly code: string; readonly version: string },
  ) {}

  /** Hands in one sheet, as the answering page does: the same sheet again until it is acknowledged. */
  async handIn(pupil: Pupil, isCritical: boolean): Promise<HandedIn> {
    const sheet = this.sheet(isCritical);
    const answer = await untilAnswered(() =>
      this.send(pupil, sheet).then(
        (heard) => (heard.status === 503 ? (this.disturbed++, heard) : heard),
        (silence: unknown) => {
          this.disturbed++;
          throw silence;
        },
      ));
    if (answer.status >= 300) throw new Error(`a sheet was answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
    const handedIn = { pupil, sheetId: sheet.sheetId, receipt: String(answer.body.receipt), isCritical };
    this.acknowledged.push(handedIn);
    return handedIn;
  }

  /** So many devices at a time, until every pupil has handed in. One pupil in five is in danger. */
  async handInAll(pupils: readonly Pupil[], atOnce = 16): Promise<void> {
    const waiting = pupils.map((pupil, at) => ({ pupil, isCritical: at % 5 === 0 }));
    const device = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await this.handIn(next.pupil, next.isCritical);
    };
    await Promise.all(Array.from({ length: atOnce }, device));
  }

  sheet(isCritical: boolean) {
    return { sheetId: newId(), instrument: this.instrument.code, version: this.instrument.version, answers: isCritical ? CRITICAL : CALM };
  }

  send(pupil: Pupil, sheet: object) {
    return exchange<{ receipt?: string; sheetId?: string; code?: string }>(`${this.api}/api/answering/sheets`, 'POST', { authorization: `Bearer ${pupil.token}` }, sheet);
  }
}
