/** Where a case stands. Closing with evidence and a second person comes with the whole life of a case. */
export type CaseState = 'open' | 'acknowledged';

/** One act in the life of a case, as its timeline shows it. */
export type StepKind = 'opened' | 'raised' | 'attached' | 'told' | 'acknowledged' | 'noted' | 'level-lowered';

/** May this state be acknowledged? Raising a case asks for a new acknowledgement, so an old one does not count. */
export function mayAcknowledge(state: CaseState): boolean {
  return state === 'open';
}
