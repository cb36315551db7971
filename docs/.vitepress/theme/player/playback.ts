// The clock of a recorded run: it plays, pauses, and steps from event to event.

import { onMounted, onUnmounted, ref, type Ref } from 'vue';
import { momentAfter, momentBefore, speedsOf, type Run } from './run.js';

export interface Playback {
  /** It begins at the run's end: all is seen before anything is played. */
  readonly atMs: Ref<number>;
  /** Times as fast as the run was. */
  readonly factor: Ref<number>;
  readonly isPlaying: Ref<boolean>;
  /** The reader wants no motion: it only steps. */
  readonly isCalm: Ref<boolean>;
  /** Plays on, or from the start if it is at the end; pauses what plays. */
  toggle(): void;
  goTo(atMs: number): void;
  stepOn(): void;
  stepBack(): void;
}

export function usePlayback(run: Run): Playback {
  const atMs = ref(run.lastsMs);
  const factor = ref(speedsOf(run)[0] ?? 1);
  const isPlaying = ref(false);
  const isCalm = ref(false);

  let frame = 0;
  const pause = (): void => {
    isPlaying.value = false;
    cancelAnimationFrame(frame);
  };
  const play = (): void => {
    if (atMs.value >= run.lastsMs) atMs.value = 0;
    isPlaying.value = true;
    let before = performance.now();
    const advance = (now: number): void => {
      atMs.value = Math.min(run.lastsMs, atMs.value + (now - before) * factor.value);
      before = now;
      if (atMs.value >= run.lastsMs) pause();
      else frame = requestAnimationFrame(advance);
    };
    frame = requestAnimationFrame(advance);
  };
  const goTo = (ms: number): void => {
    pause();
    atMs.value = ms;
  };

  let media: MediaQueryList | undefined;
  const onMedia = (): void => {
    isCalm.value = media?.matches ?? false;
    if (isCalm.value) pause();
  };
  onMounted(() => {
    media = matchMedia('(prefers-reduced-motion: reduce)');
    media.addEventListener('change', onMedia);
    onMedia();
  });
  onUnmounted(() => {
    pause();
    media?.removeEventListener('change', onMedia);
  });

  return {
    atMs,
    factor,
    isPlaying,
    isCalm,
    toggle: () => (isPlaying.value ? pause() : play()),
    goTo,
    stepOn: () => goTo(momentAfter(run, atMs.value)),
    stepBack: () => goTo(momentBefore(run, atMs.value)),
  };
}
