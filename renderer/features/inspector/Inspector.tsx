import { useSelection } from '#renderer/state/selection.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { LinkInspector } from './LinkInspector.tsx';
import { NodeInspector } from './NodeInspector.tsx';
import { Overview } from './Overview.tsx';
import classes from './Inspector.module.css';

/** What is known of the selected server or link; with nothing selected, what needs attention. */
export default function Inspector() {
  const selection = useSelection((state) => state.selection);
  const topology = useTopology();
  if (selection === null) return <Overview topology={topology} />;
  if (selection.kind === 'node') {
    const node = topology.nodes[selection.id];
    if (node) return <NodeInspector key={node.id} node={node} topology={topology} />;
  } else {
    const link = topology.links[selection.id];
    if (link) return <LinkInspector key={link.id} link={link} topology={topology} />;
  }
  return (
    <div className={classes.scroll}>
      <EmptyState title="No longer there">What was selected is not in the fleet any more.</EmptyState>
    </div>
  );
}
