import { useQueryClient } from '@tanstack/vue-query';

import type { RevealedField } from '@heliotrope/organisation/rules';

import { reveal } from './places.api.js';

/** Opens one masked field of a pupil: `const show = useReveal(id); show('guardian-phone', guardianId)` is what a MaskedField takes. */
export function useReveal(studentId: string) {
  const cache = useQueryClient();
  return (field: RevealedField, guardianId?: string) => async (reason: string): Promise<string> => {
    const { value } = await reveal(studentId, { field, reason, ...(guardianId ? { guardianId } : {}) });
    void cache.invalidateQueries({ queryKey: ['reveals', studentId] });
    return value;
  };
}
