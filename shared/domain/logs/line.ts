/** One line of dnsadmin_log, as a tail yields it (`whm-protocol 6`). */
export interface LogLine {
  /** Id of the server it was read from. */
  readonly server: string;
  /** Epoch ms out of the line itself; null for bare lines. */
  readonly at: number | null;
  readonly level: 'debug' | 'info' | 'warn' | 'die' | 'unknown';
  /** `dnsadmin` or what stands in the brackets; null for bare lines. */
  readonly source: string | null;
  /** Secrets masked, control characters made visible, length capped. */
  readonly message: string;
  /** `dnsuniqid` when the line carries one. */
  readonly uniqid: string | null;
  /** A bare line that continues the one before (Perl backtrace). */
  readonly continuation: boolean;
}
