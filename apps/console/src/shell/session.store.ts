import { useQueryClient } from '@tanstack/vue-query';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';

import * as api from './session.api.js';

/** Who is signed in and what their posts let them do. The server checks every call again; this only hides what would be refused. */
export const useSession = defineStore('session', () => {
  const cache = useQueryClient();
  const session = ref<api.Session | null>(null);
  const asked = ref(false);
  const actions = computed(() => new Set(session.value?.actions));

  async function load(): Promise<api.Session | null> {
    session.value = (await api.currentSession()) ?? null;
    asked.value = true;
    return session.value;
  }

  async function signIn(username: string, password: string): Promise<void> {
    session.value = await api.signIn(username, password);
    asked.value = true;
  }

  async function firstSignIn(username: string, code: string, newPassword: string): Promise<void> {
    session.value = await api.firstSignIn(username, code, newPassword);
    asked.value = true;
  }

  async function changePassword(current: string, next: string): Promise<void> {
    session.value = await api.changePassword(current, next);
  }

  async function showCode(code: string): Promise<void> {
    session.value = await api.showCode(code);
  }

  /** Something has answered with the session as it is now. */
  function take(now: api.Session): void {
    session.value = now;
  }

  /** Nothing read by this person stays in memory for the next one at the same desk. */
  function forget(): void {
    session.value = null;
    asked.value = true;
    cache.clear();
  }

  async function signOut(): Promise<void> {
    try {
      await api.signOut();
    } finally {
      forget();
    }
  }

  const may = (...wanted: readonly string[]) => wanted.length === 0 || wanted.some((action) => actions.value.has(action));

  return { session, asked, load, signIn, firstSignIn, changePassword, showCode, take, signOut, forget, may };
});
