import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Ordinal } from '@heliotrope/kernel';
import { caseOpening, type Concern, type StandingCase } from './case-opening.js';

const standing = (ordinal: Ordinal, acute = false): StandingCase => ({ id: 'c', ordinal, acute });
const concern = (ordinal: Ordinal, confirmed: boolean, acute = false): Concern => ({ ordinal, acute, confirmed });

describe('a concern and the pupil’s standing case', () => {
  it.each<[string, Concern, StandingCase | null, string]>([
    ['a critical answer opens a case before anybody judged it', concern(3, false), null, 'open'],
    ['an unjudged moderate suggestion waits for a person', concern(2, false), null, 'none'],
    ['a confirmed moderate level opens a case', concern(2, true), null, 'open'],
    ['a confirmed level of watch does not', concern(1, true), null, 'none'],
    ['an acute sign opens a case whatever the ordinal', concern(1, false, true), null, 'open'],
    ['a graver concern raises the case', concern(4, false), standing(3), 'raise'],
    ['the same level is attached', concern(3, false), standing(3), 'attach'],
    ['a milder one is attached and lowers nothing', concern(2, true), standing(3), 'attach'],
    ['an acute sign raises a case that was not acute', concern(3, false, true), standing(3), 'raise'],
    ['a mild one is attached to the case there is', concern(1, true), standing(3), 'attach'],
  ])('%s', (_, heard, known, act) => expect(caseOpening(heard, known).act).toBe(act));

  const ordinals = fc.constantFrom<Ordinal>(0, 1, 2, 3, 4);
  const concerns = fc.record({ ordinal: ordinals, acute: fc.boolean(), confirmed: fc.boolean() });

  it('never lowers a case and never takes its acuteness away', () => {
    fc.assert(fc.property(concerns, ordinals, fc.boolean(), (heard, ordinal, acute) => {
      const verdict = caseOpening(heard, standing(ordinal, acute));
      if (verdict.act !== 'raise') return;
      expect(verdict.ordinal).toBeGreaterThanOrEqual(ordinal);
      expect(verdict.acute || !acute).toBe(true);
      expect(verdict.ordinal > ordinal || (verdict.acute && !acute)).toBe(true);
    }));
  });

  it('hearing the same concern again after acting on it changes nothing more', () => {
    fc.assert(fc.property(concerns, (heard) => {
      const first = caseOpening(heard, null);
      if (first.act !== 'open') return;
      expect(caseOpening(heard, standing(first.ordinal, first.acute)).act).toBe('attach');
    }));
  });
});
