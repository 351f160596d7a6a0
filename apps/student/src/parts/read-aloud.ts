import { onBeforeUnmount, ref } from 'vue';

const voice = typeof speechSynthesis === 'undefined' ? undefined : speechSynthesis;

/** Reads a text in Mandarin with the device's own voice; nothing leaves the device for it. */
export function useReadAloud() {
  const reading = ref(false);
  const stop = (): void => {
    voice?.cancel();
    reading.value = false;
  };
  const read = (text: string): void => {
    stop();
    const speech = new SpeechSynthesisUtterance(text);
    speech.lang = 'zh-CN';
    // Never a voice that sends the question to a server.
    const local = voice!.getVoices().find((one) => one.localService && one.lang.replace('_', '-').startsWith('zh'));
    if (local) speech.voice = local;
    speech.rate = 0.9;
    speech.onend = speech.onerror = () => (reading.value = false);
    reading.value = true;
    voice!.speak(speech);
  };
  onBeforeUnmount(stop);
  return { available: voice !== undefined, reading, read, stop };
}
