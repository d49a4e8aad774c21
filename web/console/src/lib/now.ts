/** One clock for all that counts seconds on the page. */
import { onScopeDispose, ref, type Ref } from "vue";

const now = ref(Date.now());
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The present moment in ms, moved on every second while a component of this scope lives. */
export function useNow(): Readonly<Ref<number>> {
  now.value = Date.now();
  if (users++ === 0) timer = setInterval(() => (now.value = Date.now()), 1000);
  onScopeDispose(() => {
    if (--users === 0) clearInterval(timer);
  });
  return now;
}
