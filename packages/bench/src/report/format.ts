// Figures for a table: three significant digits, a unit that fits.

/** Three significant digits, without an exponent: 0.0123, 1.23, 12.3, 123, 1,234. */
export function formatRatio(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 999.5) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3).includes('e') ? value.toFixed(3) : value.toPrecision(3);
}

/** A time given in milliseconds, as ns, µs, ms or s. */
export function formatTime(ms: number): string {
  if (ms >= 1_000) return `${formatRatio(ms / 1_000)} s`;
  if (ms >= 1) return `${formatRatio(ms)} ms`;
  if (ms >= 1e-3) return `${formatRatio(ms * 1e3)} µs`;
  return `${formatRatio(ms * 1e6)} ns`;
}

/** `84,300/s`: three significant digits, no decimals. */
export function formatCallsPerSecond(calls: number, ms: number): string {
  const perSecond = Number(((calls / ms) * 1_000).toPrecision(3));
  return `${Math.round(perSecond).toLocaleString('en-US')}/s`;
}

/**
 * Bytes processed in a time given in milliseconds, as kB, MB or GB per second (powers of
 * ten).
 */
export function formatBytesPerSecond(bytes: number, ms: number): string {
  const perSecond = (bytes / ms) * 1_000;
  if (perSecond >= 1e9) return `${formatRatio(perSecond / 1e9)} GB/s`;
  if (perSecond >= 1e6) return `${formatRatio(perSecond / 1e6)} MB/s`;
  return `${formatRatio(perSecond / 1e3)} kB/s`;
}
