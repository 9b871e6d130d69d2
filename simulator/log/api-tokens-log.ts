/**
 * `/usr/local/cpanel/logs/api_tokens_log`: a line for every request with a token (`whm-protocol 1.7`,
 * `whm-protocol 13 C17`).
 */
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { timestamp } from './line.ts';

/** Lines that are kept; the real log is rotated. */
const KEPT = 2000;

export interface TokenUse {
  readonly user: string;
  readonly tokenName: string;
  readonly method: string;
  /** Path and query as they came: what stands in a query is logged, what is posted is not. */
  readonly target: string;
  readonly httpVersion: string;
  readonly status: number;
  /** The client's. */
  readonly address: string;
}

/** Appends the line of a request that was answered. */
export function noteTokenUse(server: ServerState, use: TokenUse, fleet: Pick<FleetContext, 'now'>): void {
  const host = server.variants.apiTokensLog === 'with-host' ? `Host: ['${use.address}'], ` : '';
  const request = `${use.method} ${use.target} HTTP/${use.httpVersion}`;
  server.apiTokensLog.push(
    `[${timestamp(fleet.now(), server.utcOffsetMinutes)}] info [whostmgrd] ${host}HTTP Status: ['${String(use.status)}'], User: ['${use.user}'], Token Name: ['${use.tokenName}'], Request: ['${request}']`,
  );
  if (server.apiTokensLog.length > KEPT) server.apiTokensLog.splice(0, server.apiTokensLog.length - KEPT);
}
