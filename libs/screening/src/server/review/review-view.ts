import type { ItemAnswerDto, ScaleDto } from './review.dto.js';
import type { OpenedSheet } from './sheet-reading.service.js';

/** A sheet's scores as words: name, value, band. Internal ones are for the reviewer too. */
export function scaleOf({ sheet, compiled, outcome, quality }: OpenedSheet): ScaleDto {
  return {
    instrument: sheet.instrument,
    title: compiled?.definition.title ?? sheet.instrument,
    validity: sheet.validity,
    quality: [...quality],
    late: sheet.late,
    submittedAt: sheet.submittedAt,
    scores: (compiled?.definition.scores ?? []).map((score) => ({
      name: score.name, value: outcome?.scores[score.id] ?? null, band: outcome?.bands[score.id] ?? null,
    })),
  };
}

/** Each item with what was ticked beside it, in the printed words where we have them. */
export function itemAnswersOf({ sheet, compiled, answered }: OpenedSheet): ItemAnswerDto[] {
  return answered.answers.map((value, at) => {
    const item = compiled?.definition.items[at];
    const option = item && compiled.definition.optionSets[item.options]?.find((one) => one.value === value);
    return {
      instrument: sheet.instrument, no: at + 1, text: item?.text ?? null,
      answer: value === null ? null : (option?.label ?? String(value)),
      critical: sheet.critical.includes(at + 1),
    };
  });
}
