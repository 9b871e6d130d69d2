import type { ServerId } from '#shared/domain/topology/observation.ts';

/** What can be done about each refusal that is ours, a sentence; null: the message says all there is to say. */
const remedies = {
  'server.unknown': 'Add it as a server first.',
  'server.no-token': 'Add it as a server with an API token, or edit it and enter one.',
  'server.read-only-token': 'Edit the server and enter a token with every right of root (ACL all).',
  'server.suspended': 'Try again once the cause is mended, or edit the server.',
  'server.no-command': 'Edit the server and enter a token with every right of root (ACL all).',
  'server.no-api': 'Edit the server and enter a token that may make tokens.',
  'server.no-resellers': null,
  'link.gone': 'Close this and look at the map.',
  'link.inherited': 'Edit it in the list of the user that it belongs to.',
  'link.no-pages': 'Edit the server and enter a token that opens these pages.',
  'link.far-end': 'Add the far server with an API token first.',
  'member.missing': 'Preview again: the list has changed.',
  'member.exists': 'Edit the entry that is there.',
  'member.same-name': 'Delete the other entry first.',
  'member.itself': 'Choose another member.',
  'clustering.off': 'Enable DNS clustering first (Options).',
  'reseller.order': "Add the member to root's list first.",
  'reseller.standalone': 'Choose another role.',
  unknown: 'Read the server again; if it stays unknown its token may lack a right.',
  'safety.read-only': 'Set the cluster to another level first (Settings, Safety).',
  'safety.type-name': 'Type it to confirm the plan.',
  'plan.refused': 'Take those changes back, or mend what stands against them, and preview again.',
  'view.dialog-open': 'Close it first.',
  'view.no-inspector': 'Go to the map or to the members.',
  'choice.empty': null,
  'choice.too-many': 'Choose fewer.',
  'work.under-way': 'Wait until it has ended.',
  'log-line.no-transaction': null,
} as const satisfies Readonly<Record<string, string | null>>;

/** Every reason of our own. */
export type RefusalCode = keyof typeof remedies;

/** What it is that may not be done with. */
export type RefusalSubject =
  | { readonly kind: 'server' | 'link' | 'group' | 'cluster'; readonly id: string }
  | { readonly kind: 'entry'; readonly server: ServerId; readonly as: string; readonly address: string }
  | { readonly kind: 'plan' | 'window' | 'log-line' };

/**
 * The one answer to 'may this be done?' where it is no. Who decides looks at `code`, never at the words.
 * @typeParam Said codes of servers and channels, where one of them said no
 */
export interface Refusal<Said extends string = never> {
  readonly code: RefusalCode | Said;
  readonly subject: RefusalSubject;
  /** Why not, a full sentence. */
  readonly message: string;
  /** What can be done about it, a full sentence; null: nothing more than the message says. */
  readonly next: string | null;
}

/** Builds a refusal; what can be done about it follows from the code. */
export function refusal(code: RefusalCode, subject: RefusalSubject, message: string): Refusal {
  return { code, subject, message, next: remedies[code] };
}

/** A refusal by what a server or a channel said. */
export function refusedBy<Said extends string>(
  { code, message }: { readonly code: Said; readonly message: string },
  subject: RefusalSubject,
): Refusal<Said> {
  return { code, subject, message, next: null };
}

/** @returns what can be done about one of our own codes, a sentence; null: nothing more, or it is none of them */
export function remedyOf(code: string): string | null {
  return Object.hasOwn(remedies, code) ? remedies[code as RefusalCode] : null;
}

/** A refusal as one text: why not, and what to do. */
export function refusalWords({ message, next }: Pick<Refusal, 'message' | 'next'>): string {
  return next === null ? message : `${message} ${next}`;
}
