// The clock of a recorded run: it plays, pauses, and steps from event to event.

import { onMounted, onUnmounted, ref, type Ref } from 'vue';
import { momentAfter, momentBefore, speedsOf, type Moments } from './run.js';

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
  /** Arrow keys step, the space bar plays and pauses, Home and End go to the ends. */
  onKey(event: KeyboardEvent): void;
}

export function usePlayback(run: Moments): Playback {
  const atMs = ref(run.lastsMs);
  const factor = ref(speedsOf(run.lastsMs)[0] ?? 1);
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

  const toggle = (): void => (isPlaying.value ? pause() : play());
  const stepOn = (): void => goTo(momentAfter(run, atMs.value));
  const stepBack = (): void => goTo(momentBefore(run, atMs.value));
  const onKey = (event: KeyboardEvent): void => {
    const target = event.target as Element;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest('select, summary, a') !== null) return;
    const isButton = target.closest('button') !== null;
    if (event.key === ' ' && !isButton && !isCalm.value) toggle();
    else if (event.key === 'ArrowRight') stepOn();
    else if (event.key === 'ArrowLeft') stepBack();
    else if (event.key === 'Home') goTo(0);
    else if (event.key === 'End') goTo(run.lastsMs);
    else return;
    event.preventDefault();
  };
  return { atMs, factor, isPlaying, isCalm, toggle, goTo, stepOn, stepBack, onKey };
}
