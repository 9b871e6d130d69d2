/** Versions of WHM: `11.MAJOR.MINOR.BUILD`, in pages and texts often without the `11.` (`whm-protocol 13 C10`). */

export interface WhmVersion {
  /** 11 in every release so far, written or not. */
  readonly generation: number;
  readonly major: number;
  /** 0: cPanel & WHM and DNSOnly; 1: WP Squared. */
  readonly minor: number;
  readonly build: number;
}

const versionPattern = /^(?:(\d{1,3})\.)?(\d{1,4})\.(\d{1,4})\.(\d{1,6})$/;

/** @returns null for what is no version */
export function parseVersion(text: string): WhmVersion | null {
  const [, generation = '11', major, minor, build] = versionPattern.exec(text) ?? [];
  if (major === undefined) return null;
  return { generation: Number(generation), major: Number(major), minor: Number(minor), build: Number(build) };
}

/**
 * Compares as whole numbers; as decimals 11.126 would be less than 11.84 (`whm-protocol 3.3`, `8`).
 * @returns whether it is at least 11.`major`; null when the version cannot be read
 */
export function isAtLeast(version: string, major: number): boolean | null {
  const parsed = parseVersion(version);
  if (parsed === null) return null;
  return parsed.generation === 11 ? parsed.major >= major : parsed.generation > 11;
}

/** WP Squared is a product of its own, and no nameserver for others (`whm-protocol 13 C10`). */
export function isWpSquared(version: string): boolean {
  return parseVersion(version)?.minor === 1;
}
