import { createApp } from 'vue';
import App from './App.vue';
import { start } from './store/visit.js';
import './styles/tokens.css';
import './styles/page.css';
import './styles/parts.css';

// A guardian with a consent slip gets a page of its own; a pupil's device never loads it.
const forConsent = () => /^#\/consent\b/.test(location.hash);
if (forConsent()) {
  void import('./consent/open.js').then(({ openConsent }) => openConsent());
} else {
  createApp(App).mount('#app');
  void start();
  addEventListener('hashchange', () => forConsent() && location.reload());
}

// Absent on plain http; the page then needs the network to open, and answers are still kept on the device.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register('./sw.js').catch(() => undefined);
}
