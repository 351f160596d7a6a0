import { createApp } from 'vue';
import App from './App.vue';
import { start } from './store/visit.js';
import './styles/tokens.css';
import './styles/page.css';
import './styles/parts.css';

createApp(App).mount('#app');
void start();

// Absent on plain http; the page then needs the network to open, and answers are still kept on the device.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register('./sw.js').catch(() => undefined);
}
