import { defineActions } from '@heliotrope/kernel';

/** Nothing yet: packs come with the installation and are loaded at boot. Editing them by a bureau is part 5. */
export const policyActions = defineActions({});
