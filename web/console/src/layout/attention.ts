/** What draws a person back to the desk: the number in the tab's title and, if wanted, a short sound. */
import { watch } from "vue";
import { useI18n } from "vue-i18n";
import { useLists } from "../stores/lists";
import { usePreferences } from "../stores/preferences";

/** `(3) 知客 · 客服工作台`; the number is left out when nothing waits. */
export const titleOf = (unread: number, title: string): string => (unread > 0 ? `(${unread > 99 ? "99+" : unread}) ${title}` : title);

export function useAttention(): void {
  const { t } = useI18n();
  const lists = useLists();
  const preferences = usePreferences();

  watch([() => lists.unread, () => t("shell.title")], ([unread, title]) => (document.title = titleOf(unread, title)), { immediate: true });
  watch([() => lists.unread, () => lists.waiting.length], ([unread, waiting], [unreadBefore, waitingBefore]) => {
    if (preferences.hasSound && (unread > (unreadBefore ?? 0) || waiting > (waitingBefore ?? 0))) chime();
  });
}

let audio: AudioContext | null = null;

/** Two soft tones, 0.3 s. Browsers stay silent until the page was clicked once; that is no error. */
export function chime(): void {
  try {
    audio ??= new AudioContext();
    void audio.resume();
    [660, 880].forEach((frequency, place) => tone(audio as AudioContext, frequency, place * 0.13));
  } catch {
    // No sound device: the title still counts.
  }
}

function tone(context: AudioContext, frequency: number, delay: number): void {
  const at = context.currentTime + delay;
  const gain = context.createGain();
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.exponentialRampToValueAtTime(0.08, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.16);
  const source = context.createOscillator();
  source.frequency.value = frequency;
  source.connect(gain).connect(context.destination);
  source.start(at);
  source.stop(at + 0.17);
}
