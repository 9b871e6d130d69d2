import type { Tail, TailSink } from '#electron/services/ports.ts';
import type { AppError } from '#shared/errors/index.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { ensureAccepted } from '#electron/adapters/whm/api/calls.ts';
import { tailNoise } from '#electron/adapters/whm/budgets.ts';
import { unreachable, whmFailure, type WhmFailure } from '#electron/adapters/whm/failure.ts';
import { tailDnsadminLog } from '#electron/adapters/whm/commands.ts';
import { createChunkDecoder } from './frames.ts';
import type { Frame } from '#electron/adapters/whm/command-stream.ts';
import type { LineAllowance } from './line-allowance.ts';
import { createLineFeed } from './line-feed.ts';
import { openCommandStream, tooMuch } from './stream.ts';
import type { CommandStream } from '#electron/adapters/whm/command-stream.ts';

export interface TailTiming {
  /** How often we ask for a sign of life, and how long we wait for one, ms. The server pings every 45 s by itself. */
  readonly pingEveryMs: number;
  readonly silenceMs: number;
  /** What this tail may give, beside all others. */
  readonly allowance: LineAllowance;
}

/**
 * Starts following dnsadmin_log; opening goes on in the background and its failure ends the tail.
 * @param translate turns any failure into the error the sink is given, redacted
 */
// oxlint-disable-next-line max-lines-per-function -- one tail: its connection, its silence and its end are one state
export function startTail(
  access: Access,
  lines: number,
  sink: TailSink,
  timing: TailTiming,
  translate: (error: unknown) => AppError,
): Tail {
  const opening = new AbortController();
  const decoder = createChunkDecoder();
  let stream: CommandStream | null = null;
  let watch: ReturnType<typeof setInterval> | undefined;
  let paused = false;
  let ended = false;
  let lastLife = 0;
  /** What came since the last look at the stream and was no log. */
  let noise = 0;
  /** More has come than was read: the socket rests, whether or not somebody paused the tail. */
  let full = false;
  const rest = (): void => {
    if (paused || full) stream?.pause();
    else {
      lastLife = performance.now();
      stream?.resume();
    }
  };
  const feed = createLineFeed({
    server: access.server.id,
    secrets: access.secrets(),
    allowance: timing.allowance.tail(),
    lines: (read) => sink.onLines(read),
    full(now) {
      full = now;
      rest();
    },
  });

  const end = (error: AppError | null): void => {
    if (ended) return;
    ended = true;
    clearInterval(watch);
    opening.abort();
    stream?.close();
    // What came before the end is told before it; whoever closes the tail wants no more of it.
    if (error === null) {
      feed.close();
      sink.onEnd(null);
    } else feed.end(() => sink.onEnd(error));
  };
  const fail = (failure: unknown): void => end(translate(failure));

  const take = (frame: Frame): void => {
    if (ended) return;
    if (frame.kind === 'output' && frame.stream === 'stdout' && frame.chunk !== '') noise -= 1;
    const failure = takeFrame(access, frame, sink, (chunk, bytes) => feed.push(decoder.add(chunk, bytes)));
    if (failure !== null) fail(failure);
  };

  const checkLife = (): void => {
    // While we do not read, the other side cannot reach us: its silence says nothing.
    if (paused || full) return;
    noise = 0;
    if (performance.now() - lastLife > timing.silenceMs) fail(unreachable('closed', access.place, { silence: true }));
    else stream?.ping();
  };

  const follow = (opened: CommandStream): void => {
    stream = opened;
    if (ended) {
      opened.close();
      return;
    }
    lastLife = performance.now();
    // A log has no end: only what is none of it is counted.
    opened.allow(null);
    opened.onLife(() => {
      lastLife = performance.now();
      noise += 1;
      if (noise > tailNoise) fail(tooMuch(access));
    });
    opened.listen({ frame: take, closed: fail });
    rest();
    opened.run(tailDnsadminLog(lines));
    watch = setInterval(checkLife, timing.pingEveryMs);
  };

  const open = async (): Promise<void> => {
    try {
      const { signal } = opening;
      await ensureAccepted(access, signal);
      const passage = { queue: 'reads', repeatable: false, signal } as const;
      follow(await access.gate.pass(passage, () => openCommandStream(access, signal)));
    } catch (error) {
      fail(error);
    }
  };
  void open();

  return {
    pause() {
      paused = true;
      feed.pause();
      rest();
    },
    resume() {
      paused = false;
      feed.resume();
      rest();
    },
    close() {
      if (ended) feed.close();
      end(null);
    },
  };
}

function takeFrame(
  access: Access,
  frame: Frame,
  sink: TailSink,
  read: (chunk: string, bytes: boolean) => void,
): WhmFailure | null {
  switch (frame.kind) {
    case 'started':
      sink.onStart();
      return null;
    case 'output': {
      // What tail itself says (rotated, appeared again) is not part of the log.
      if (frame.stream !== 'stdout' || frame.chunk === '') return null;
      read(frame.chunk, frame.bytes);
      return null;
    }
    case 'refused':
      return whmFailure(
        'whm.unsupported',
        `${access.place} does not run tail by the command stream: ${frame.name} ${frame.text}`.trim(),
        { refusal: frame.name },
      );
    case 'ended':
      return whmFailure('whm.protocol', `tail ended on ${access.place} (wait status ${frame.status}).`, {
        status: frame.status,
      });
  }
}
