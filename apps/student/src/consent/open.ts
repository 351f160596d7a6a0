import { createApp } from 'vue';
import ConsentPage from './ConsentPage.vue';

export function openConsent(): void {
  createApp(ConsentPage).mount('#app');
}
