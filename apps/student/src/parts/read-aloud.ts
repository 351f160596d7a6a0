import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';

const synthesis = typeof speechSynthesis === 'undefined' ? undefined : speechSynthesis;

interface Voice {
  readonly lang: string;
  readonly localService: boolean;
}

/** A voice of this device that speaks Chinese. Never one that sends the question to a server. */
export const chineseVoice = <T extends Voice>(voices: readonly T[]): T | undefined =>
  voices.find((one) => one.localService && /^(zh|cmn)\b/i.test(one.lang.replace('_', '-')));

/** Reads a text in Mandarin with the device's own voice; nothing leaves the device for it. Without such a voice there is no button. */
export function useReadAloud() {
  const reading = ref(false);
  const voice = shallowRef<SpeechSynthesisVoice>();
  // Browsers learn their voices some time after the page has opened.
  const look = (): void => void (voice.value = synthesis && chineseVoice(synthesis.getVoices()));
  const stop = (): void => {
    synthesis?.cancel();
    reading.value = false;
  };
  const read = (text: string): void => {
    if (!synthesis || !voice.value) return;
    stop();
    const speech = new SpeechSynthesisUtterance(text);
    speech.voice = voice.value;
    speech.lang = voice.value.lang;
    speech.rate = 0.9;
    speech.onend = speech.onerror = () => (reading.value = false);
    reading.value = true;
    synthesis.speak(speech);
  };
  look();
  onMounted(() => synthesis?.addEventListener?.('voiceschanged', look));
  onBeforeUnmount(() => {
    stop();
    synthesis?.removeEventListener?.('voiceschanged', look);
  });
  return { available: computed(() => voice.value !== undefined), reading, read, stop };
}
