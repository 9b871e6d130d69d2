/** The shapes of lines in dnsadmin_log (`whm-protocol 6`). */
import type { ServerState } from '#simulator/model.ts';

export type LogLevel = 'info' | 'warn' | 'die';

/**
 * A line of cPanel's logger: `[YYYY-MM-DD HH:MM:SS ±ZZZZ] level [dnsadmin] message`, in the server's own time.
 * @param at epoch ms
 */
export function loggerLine(server: ServerState, at: number, level: LogLevel, text: string): string {
  return `[${timestamp(at, server.utcOffsetMinutes)}] ${level} [dnsadmin] ${text}`;
}

/**
 * A warning as Perl writes it: the logger's line, then the way the program came there, one call a line.
 * @param module path below /usr/local/cpanel where the warning was raised
 */
export function warningLines(server: ServerState, at: number, text: string, module: string): readonly string[] {
  const calls = [
    ['Cpanel::NameServer::Remote::cPanel::_handle_error', module, 412],
    ['Cpanel::NameServer::Remote::cPanel::_try_api', 'Cpanel/NameServer/Remote/cPanel.pm', 187],
    ['Cpanel::DnsUtils::RemoteQueryParser::_run', 'Cpanel/NameServer/Remote.pm', 96],
  ] as const;
  return [
    loggerLine(server, at, 'warn', `${text} at /usr/local/cpanel/${module} line 388.`),
    ...calls.map(([name, file, line]) => `\t${name}() called at /usr/local/cpanel/${file} line ${String(line)}`),
  ];
}

/** `YYYY-MM-DD HH:MM:SS ±ZZZZ` in the server's own time. @param at epoch ms */
export function timestamp(at: number, offsetMinutes: number): string {
  const local = new Date(at + offsetMinutes * 60_000).toISOString();
  const away = Math.abs(offsetMinutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  const zone = `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(away / 60))}${two(away % 60)}`;
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${zone}`;
}
