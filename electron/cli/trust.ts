import { lookUp } from '#shared/domain/table.ts';
import { compareLinks } from '#shared/domain/text/natural.ts';
import type { Link, Topology } from '#shared/domain/topology/topology.ts';
import { reasonWords } from '#shared/domain/trust/judgement.ts';
import { askServers, openFleetSession } from './fleet-session.ts';
import { isoMoment, noteOutage } from './fresh.ts';
import { noteFailure, type CommandIo, type ExitStatus } from './io.ts';
import { linkName, nodeName } from './names.ts';
import type { CommonOptions, FailOn } from './options.ts';
import { hasProblem, statusOf, tintOf } from './problems.ts';
import { formatTable, tinted } from './table.ts';

/** The links that touch one of the servers, as `trust --json` shows them. */
export function trustReport(topology: Topology, chosen: ReadonlySet<string>) {
  const links = Object.values(topology.links)
    .filter((link) => chosen.has(link.from) || chosen.has(link.to))
    .toSorted(compareLinks);
  return {
    links: links.map(({ from, to, role, reverseTrust, state, reasons }) => ({
      from,
      to,
      role,
      reverseTrust,
      state,
      reasons: reasons.map(({ code, message, since }) => ({
        code,
        message,
        ...(since === undefined ? {} : { lastAnswered: isoMoment(since) }),
      })),
    })),
    clusters: topology.clusters.filter((ids) => ids.some((id) => chosen.has(id))).map((ids) => [...ids]),
  };
}

function tableText(
  topology: Topology,
  links: readonly Pick<Link, 'from' | 'to' | 'role' | 'reverseTrust' | 'state' | 'reasons'>[],
  colours: boolean,
): string {
  const rows = links.map((link) => [
    nodeName(link.from, topology),
    nodeName(link.to, topology),
    link.role ?? 'unknown',
    link.reverseTrust,
    { text: link.state, tint: tintOf(link.state) },
  ]);
  const reasons = links.flatMap((link) =>
    link.state === 'ok'
      ? []
      : link.reasons.map(
          (reason) =>
            `${tinted(linkName(link, topology), tintOf(link.state), colours)}  ${reasonWords(reason, isoMoment)}`,
        ),
  );
  const table = formatTable(['FROM', 'TO', 'ROLE', 'REVERSE TRUST', 'STATE'], rows, colours);
  return reasons.length === 0 ? table : `${table}\n${reasons.join('\n')}\n`;
}

/**
 * `nameward trust`: every link in both directions. All servers are asked, since a link of a chosen one may start at
 * any.
 * @returns the exit status of docs/command-line-reference.md
 */
export async function runTrust(
  options: CommonOptions & { readonly failOn: FailOn },
  io: CommandIo,
): Promise<ExitStatus> {
  const session = await openFleetSession(options, io);
  try {
    await askServers(
      session,
      session.servers.map((server) => server.id),
      io,
    );
    const topology = session.topology();
    const chosen = new Set(session.chosen.map((server) => server.id));
    const report = trustReport(topology, chosen);
    const failed = session.chosen.flatMap((server) => {
      const failure = lookUp(topology.nodes, server.id)?.observation?.contact.failure;
      return failure ? [{ server: server.id, failure }] : [];
    });
    for (const { server, failure } of failed) noteFailure(io, options.json === true, server, failure);
    noteOutage(io, topology, chosen);
    io.write(
      options.json === true
        ? `${JSON.stringify(report, null, 2)}\n`
        : tableText(topology, report.links, io.colours && options.color),
    );
    return statusOf(
      failed.length > 0,
      hasProblem(
        report.links.map((link) => link.state),
        options.failOn,
      ),
    );
  } finally {
    await session.close();
  }
}
