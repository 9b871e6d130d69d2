import { visibleText } from '#shared/domain/text/visible.ts';

/** Text that came from a server: control characters made visible, length capped, never markup. */
export function HostileText({ text, limit = 400 }: { text: string; limit?: number }) {
  return <span dir="ltr">{visibleText(text, limit)}</span>;
}
