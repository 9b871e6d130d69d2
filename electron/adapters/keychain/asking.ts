import PQueue from 'p-queue';
import { failure, ok, type Result } from '#shared/errors/index.ts';

export interface AskingOptions {
  /** What the keychain is called by its users. */
  readonly name: string;
  /** Until a keychain that does not answer counts as locked, ms: it may be asking its user for the password. */
  readonly patience: number;
  /**
   * After its user has refused to unlock it, it is not asked again for so long, ms: each time it would ask its user.
   */
  readonly holdOff: number;
}

/** Puts questions to a keychain, which may be locked, wait for its user, refuse, or be gone. */
export interface Asking {
  /** A call has not answered, given up or not. */
  readonly waiting: boolean;
  /** An answer of just now says that the keychain is open. */
  readonly open: boolean;
  /** The account that shows whether the keychain is locked: of one that is not there even a locked one says so. */
  readonly probed: string;
  /**
   * Its user wants it to be asked, whatever was refused. A call that has not answered is given up: where the daemon
   * died that was asking its user, it never will.
   */
  again(): void;
  /**
   * Only inside `inLine`.
   * @returns what the keychain says; `keychain.locked`, `keychain.unavailable`
   */
  ask<T>(account: string, call: () => Promise<T>): Promise<Result<T>>;
  /**
   * As `ask`, for a call about every account: the keychain asks nobody for it, so its refusal is none of the user's.
   */
  askOfAll<T>(call: () => Promise<T>): Promise<Result<T>>;
}

/** Account that is looked for to see whether the keychain answers, when nothing else is asked; never written. */
export const probeAccount = 'nameward-probe';

/**
 * An answer says for so long that the keychain is open, ms: a question costs some 20 ms, and more where it is the
 * first.
 */
const freshFor = 1000;

/** Node has four threads for such calls and for files: so many may be lost. */
const mostGivenUp = 2;

/** A question about all accounts may take so many times longer: a second or two for a thousand. */
const allTakesLonger = 4;

/**
 * One question at a time in the whole process, whatever the profile: gnome-keyring-daemon may die of a connection that
 * is made while it is busy with others. A call blocks a thread, too, which files and names need.
 */
const line = new PQueue({ concurrency: 1 });

/** Does the work when it is its turn. */
export async function inLine<T>(work: () => Promise<T>): Promise<T> {
  return await line.add(work);
}

export function createAsking({ name, patience, holdOff }: AskingOptions): Asking {
  /** While there is one, the keychain counts as locked and is not asked again. */
  const unanswered = new Set<Promise<unknown>>();
  /** Nobody waits for them any more, but their threads do. */
  const givenUp = new Set<Promise<unknown>>();
  let refusedAt = Number.NEGATIVE_INFINITY;
  /** What it said then, which is said again until it is asked again. */
  let refusal: Result<never> = locked(name);
  let openAt = Number.NEGATIVE_INFINITY;
  let probed = probeAccount;

  /** Waits for an answer, but not for ever: it goes on behind our back. */
  const inTime = async <T>(answer: Promise<Result<T>>, ms: number): Promise<Result<T> | null> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => {
        unanswered.add(answer);
        openAt = Number.NEGATIVE_INFINITY;
        void answer.then(() => {
          unanswered.delete(answer);
          givenUp.delete(answer);
        });
        resolve(null);
      }, ms);
    });
    const first = await Promise.race([answer, late]);
    clearTimeout(timer);
    return first;
  };
  const refuses = (): boolean => performance.now() - refusedAt < holdOff;

  return {
    get waiting() {
      return unanswered.size + givenUp.size > 0;
    },
    get open() {
      return unanswered.size === 0 && performance.now() - openAt < freshFor;
    },
    get probed() {
      return probed;
    },
    again() {
      if (givenUp.size + unanswered.size <= mostGivenUp) {
        for (const call of unanswered) givenUp.add(call);
        unanswered.clear();
      }
      refusedAt = Number.NEGATIVE_INFINITY;
    },
    async ask<T>(account: string, call: () => Promise<T>) {
      if (unanswered.size > 0) return silent(name);
      if (refuses()) return refusal;
      const answer = call().then(
        (value): Result<T> => {
          if (value !== null || probed === probeAccount) openAt = performance.now();
          return ok(value);
        },
        (error: unknown): Result<T> => {
          openAt = Number.NEGATIVE_INFINITY;
          const translated = translate(name, error);
          if (!translated.ok && translated.error.code === 'keychain.locked') {
            refusedAt = performance.now();
            refusal = translated;
            probed = account;
          }
          return translated;
        },
      );
      const first = await inTime(answer, patience);
      if (first !== null) return first;
      probed = account;
      return silent(name);
    },
    async askOfAll<T>(call: () => Promise<T>) {
      if (unanswered.size > 0) return silent(name);
      if (refuses()) return refusal;
      const answer = call().then(
        (value): Result<T> => {
          openAt = performance.now();
          return ok(value);
        },
        (error: unknown): Result<T> => translate(name, error),
      );
      return (await inTime(answer, patience * allTakesLonger)) ?? silent(name);
    },
  };
}

function locked(name: string): Result<never> {
  return failure('keychain.locked', `${name} is locked. Unlock it in the desktop's own dialog, then try again.`);
}

function silent(name: string): Result<never> {
  return failure(
    'keychain.locked',
    `${name} does not answer. It may be asking for its password in a window of the desktop: answer there, then try again.`,
  );
}

/**
 * The library reports everything as text: `Couldn't access platform secure storage` is its word for a locked or refused
 * store.
 */
function translate(name: string, error: unknown): Result<never> {
  const message = error instanceof Error ? error.message : String(error);
  // Libdbus's own words for it, which name a policy that 'blocked' among the causes.
  if (/did not receive a reply/i.test(message)) return silent(name);
  if (/access platform (secure )?storage|\blocked\b|IsLocked|dismissed|denied/i.test(message)) return locked(name);
  const reason = message.replace(/^Platform failure: /, '').slice(0, 200);
  return failure('keychain.unavailable', `${name} cannot be used: ${reason}`, { reason });
}
