/** A scrolling box that stays at its end while one is there. */
import { nextTick, onMounted, onUnmounted, type Ref, ref } from "vue";

/** Closer to the end than this (CSS pixels) counts as there. */
const NEAR = 48;
const MARGIN = 8;

export interface Scroll {
  box: Ref<HTMLElement | null>;
  /** What grows inside the box. */
  content: Ref<HTMLElement | null>;
  isAtEnd: Ref<boolean>;
  toEnd: () => void;
  /** To the end, but no further than leaves `first` in view: what is taller than the box is read from its beginning. */
  toEndFrom: (first: Element | null) => void;
  /** Runs a change that adds content above, without moving what is in view. */
  keepPlace: (change: () => void) => void;
}

export function useScroll(): Scroll {
  const box = ref<HTMLElement | null>(null);
  const content = ref<HTMLElement | null>(null);
  const isAtEnd = ref(true);
  let observer: ResizeObserver | undefined;

  function toEnd(): void {
    if (!box.value) return;
    box.value.scrollTop = box.value.scrollHeight;
    isAtEnd.value = true;
  }

  function toEndFrom(first: Element | null): void {
    toEnd();
    if (!box.value || !first) return;
    const above = box.value.getBoundingClientRect().top - first.getBoundingClientRect().top;
    if (above <= 0) return;
    box.value.scrollTop -= above + MARGIN;
    onScroll();
  }

  function onScroll(): void {
    const element = box.value;
    if (element) isAtEnd.value = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
  }

  function keepPlace(change: () => void): void {
    const fromEnd = (box.value?.scrollHeight ?? 0) - (box.value?.scrollTop ?? 0);
    change();
    void nextTick(() => { if (box.value) box.value.scrollTop = box.value.scrollHeight - fromEnd; });
  }

  /** A phone's keyboard makes the box smaller, a message or larger type its content taller; the end stays in view. */
  function onResize(): void {
    if (isAtEnd.value) toEnd();
  }

  onMounted(() => {
    box.value?.addEventListener("scroll", onScroll, { passive: true });
    if (box.value && "ResizeObserver" in window) {
      observer = new ResizeObserver(onResize);
      observer.observe(box.value);
      if (content.value) observer.observe(content.value);
    }
  });
  onUnmounted(() => observer?.disconnect());

  return { box, content, isAtEnd, toEnd, toEndFrom, keepPlace };
}
