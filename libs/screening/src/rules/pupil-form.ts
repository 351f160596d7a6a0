import type { AskedWhen, InstrumentDefinition } from './instrument.js';

/** What a pupil's device may know of an instrument: the words and the printed options. No key, weight, cut or band. */
export interface PupilForm {
  readonly instrument: string;
  readonly version: string;
  readonly title: string;
  readonly recall: string;
  readonly instructions: string | null;
  readonly items: readonly {
    readonly no: number;
    readonly text: string;
    /** Only where this item's options differ from the form's. */
    readonly options?: readonly { readonly value: number; readonly label: string }[];
    readonly askedWhen?: AskedWhen;
  }[];
  readonly options: readonly { readonly value: number; readonly label: string }[];
}

/**
 * The form as a pupil sees it, or null when the wording has not been brought by its licence holder yet. Built field by
 * field: a new field of the definition stays on the server until somebody adds it here.
 */
export function pupilForm(definition: InstrumentDefinition): PupilForm | null {
  const usual = definition.items[0]!.options;
  const optionsOf = (set: string) => definition.optionSets[set]!.map(({ value, label }) => ({ value, label }));
  const items: PupilForm['items'][number][] = [];
  for (const { no, text, options, askedWhen } of definition.items) {
    if (text === null) return null;
    items.push({ no, text, ...(options === usual ? {} : { options: optionsOf(options) }), ...(askedWhen ? { askedWhen } : {}) });
  }
  return {
    instrument: definition.code,
    version: definition.version,
    title: definition.title,
    recall: definition.recall,
    instructions: definition.instructions,
    items,
    options: optionsOf(usual),
  };
}
