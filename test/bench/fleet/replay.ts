/** The floor: the same requests sent by undici and ws alone, with nothing judged, parsed or kept. */
import PQueue from 'p-queue';
import { Agent, type Dispatcher } from 'undici';
import { WebSocket, type RawData } from 'ws';

/** What one server was sent, in its order. */
export interface Exchange {
  readonly host: string;
  readonly port: number;
  readonly authorization: string;
  readonly steps: readonly Step[];
}
export type Step =
  | { readonly kind: 'http'; readonly method: 'GET' | 'POST'; readonly path: string; readonly form?: string }
  /**
   * One CommandStream with the messages sent on it, each of which ends with a frame of the class `ended` or a refusal.
   */
  | { readonly kind: 'websocket'; readonly path: string; readonly messages: readonly string[] };

/** @returns milliseconds for all exchanges, `places` servers side by side, each with two connections as the app has */
export async function replay(exchanges: readonly Exchange[], places: number): Promise<number> {
  const queue = new PQueue({ concurrency: places });
  const start = performance.now();
  await Promise.all(exchanges.map((exchange) => queue.add(() => replayOne(exchange))));
  return performance.now() - start;
}

async function replayOne({ host, port, authorization, steps }: Exchange): Promise<void> {
  const agent = new Agent({ connections: 2, connect: { rejectUnauthorized: false } });
  const origin = `https://${host}:${port}`;
  let session: { prefix: string; login: string; cookie: string } | null = null;
  try {
    for (const step of steps) {
      if (step.kind === 'websocket') {
        await runCommands(`wss://${host}:${port}${step.path}`, authorization, step.messages);
        continue;
      }
      // The recording has sessions masked: the floor makes one of its own where the app did.
      const isLogin = /^\/cpsess[^/]*\/login\//.test(step.path);
      const inSession = step.path.startsWith('/cpsess');
      const path: string = isLogin
        ? (session?.login ?? step.path)
        : inSession
          ? step.path.replace(/^\/cpsess[^/]*/, session?.prefix ?? '')
          : step.path;
      const answer: Dispatcher.ResponseData = await agent.request({
        origin,
        method: step.method,
        path,
        headers: {
          ...(inSession ? (isLogin ? {} : { cookie: session?.cookie ?? '' }) : { authorization }),
          ...(step.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(step.form === undefined ? {} : { body: step.form }),
      });
      const body = await answer.body.text();
      if (step.path.includes('/create_user_session')) {
        const { data } = JSON.parse(body) as { data: { url: string; cp_security_token: string } };
        const { pathname, search } = new URL(data.url);
        session = { prefix: data.cp_security_token, login: pathname + search, cookie: '' };
      }
      if (isLogin && session) {
        const [cookie = '']: string[] = [answer.headers['set-cookie'] ?? []].flat();
        session = { ...session, cookie: cookie.split(';')[0] ?? '' };
      }
    }
  } finally {
    await agent.close();
  }
}

function runCommands(url: string, authorization: string, messages: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, {
      headers: { authorization },
      rejectUnauthorized: false,
      perMessageDeflate: false,
    });
    let left = messages.length;
    socket.on('open', () => {
      if (left === 0) socket.close();
      for (const message of messages) socket.send(message);
    });
    socket.on('message', (data: RawData) => {
      const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';
      if (/"class":"(?:ended|[a-z]+_failed|bad_arguments)"/.test(text)) left -= 1;
      if (left === 0) socket.close();
    });
    socket.on('error', () => resolve());
    socket.on('unexpected-response', () => {
      socket.terminate();
      resolve();
    });
    socket.on('close', () => resolve());
  });
}
