import { computed } from 'vue';

import { usePlace } from '../../shell/place.store.js';
import { useSession } from '../../shell/session.store.js';

/** The school a page is about: the one chosen in the tree, else the person's own. */
export function useSchool() {
  const place = usePlace();
  const session = useSession();
  const schoolId = computed(() => place.schoolId ?? (session.session?.home?.kind === 'school' ? session.session.home.id : undefined));
  const bureauId = computed(() => place.trail.findLast((node) => node.kind !== 'school' && node.kind !== 'class')?.id ?? (session.session?.home?.kind === 'school' ? undefined : session.session?.home?.id));
  return { schoolId, classId: computed(() => place.classId), bureauId };
}
