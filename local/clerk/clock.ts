/**
 * Milliseconds since the epoch that never repeat where versions are made: two changes of one record in the same
 * millisecond would otherwise carry the same `updated_at`, and a consumer could not tell which is newer.
 */
export class Clock {
  private last = 0;

  /** The present, never before a version already given out. */
  now(): number {
    return Math.max(Date.now(), this.last);
  }

  /** The present as a new version, later than every one before. */
  tick(): number {
    this.last = Math.max(Date.now(), this.last + 1);
    return this.last;
  }

  seconds(): number {
    return Math.floor(this.now() / 1000);
  }
}
