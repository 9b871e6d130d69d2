import { useMemo } from 'react';
import { safetyLevels, type SafetyLevel } from '#shared/domain/refusals/safety.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { clusterChoices } from '#shared/domain/topology/scope.ts';
import { useSettings, writeSettings } from '#renderer/state/settings.ts';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { NativeSelect } from '#renderer/ui/controls.ts';
import classes from './SettingsView.module.css';
import { levelOf, safetyWords, withLevel } from './safety.ts';

interface SafeCluster {
  readonly key: string;
  readonly name: string;
  readonly servers: readonly string[];
}

/** How careful Nameward is before it applies a plan, cluster by cluster. */
export function ClusterSafety() {
  const topology = useTopology();
  const safety = useSettings((state) => state.settings.safety);
  const clusters = useMemo((): readonly SafeCluster[] => {
    const isServer = (id: string): boolean => topology.nodes[id]?.kind === 'server';
    const linked = clusterChoices(topology).map(({ anchor, name }) => ({
      key: anchor,
      name,
      servers: (topology.clusters[topology.nodes[anchor]?.cluster ?? -1] ?? []).filter(isServer),
    }));
    const alone = Object.values(topology.nodes).flatMap((node) =>
      node.cluster === null && node.kind === 'server' ? [node.id] : [],
    );
    return alone.length === 0 ? linked : [...linked, { key: '', name: 'Servers in no cluster', servers: alone }];
  }, [topology]);
  if (clusters.length === 0) return <p className={classes.quiet}>There is no cluster yet.</p>;
  return (
    <>
      <p className={classes.quiet}>
        Read-only: no plan that touches the cluster can be applied. Type the name: the name of a server of it has to be
        typed first. A plan over several clusters asks as the strictest one wants it.
      </p>
      {clusters.map(({ key, name, servers }) => (
        <div key={key} className={classes.setting}>
          <h3 className={classes.clusterName}>
            <MiddleEllipsis text={name} />
          </h3>
          <NativeSelect
            aria-label={`Safety of ${name}`}
            data-testid="safety"
            data-cluster={key}
            data={safetyLevels.map((level) => ({ value: level, label: safetyWords[level] }))}
            value={levelOf(servers, safety)}
            onChange={(event) => {
              const level = event.currentTarget.value as SafetyLevel;
              void writeSettings({ safety: withLevel(servers, level, useSettings.getState().settings.safety) });
            }}
          />
        </div>
      ))}
    </>
  );
}
