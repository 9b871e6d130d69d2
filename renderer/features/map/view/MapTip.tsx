import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { momentWords } from '#renderer/ui/age.ts';
import { reasonWords } from '#shared/domain/trust/judgement.ts';
import type { Reason, State } from '#shared/domain/topology/topology.ts';
import type { Fold } from '#shared/domain/map/groups.ts';
import classes from './map.module.css';
import type { Target } from '#shared/domain/map/scene/target.ts';
import type { Scene, SceneHalf } from '#shared/domain/map/scene/scene.ts';
import type { Point } from '#shared/domain/map/sizes.ts';
import { labelOf } from './target-words.ts';
import { countStates, describeFold, describeRole, describeRoles, describeTrust } from './words.ts';
import { describeNode, groupName } from '#shared/domain/map/labels.ts';

export interface Tip {
  readonly target: Target;
  /** CSS pixels of the canvas. */
  readonly at: Point;
}

const gap = 14;

/** Full names and the state in words, beside the pointer. The table twin says the same to a screen reader. */
export function MapTip({ tip: { target, at }, scene }: { tip: Tip; scene: Scene }) {
  return (
    <div
      className={classes.tip}
      aria-hidden
      ref={(element) => {
        if (element) place(element, at);
      }}
    >
      {target.kind === 'node' ? (
        target.node.fold ? (
          <FoldTip fold={target.node.fold} state={target.node.node.state} />
        ) : (
          <NodeTip target={target} />
        )
      ) : (
        <PairTip scene={scene} half={target.half} />
      )}
    </div>
  );
}

/** Right below the pointer, or on its other side where there is no room. */
function place(element: HTMLElement, at: Point): void {
  const room = element.offsetParent;
  if (!room) return;
  const { offsetWidth: width, offsetHeight: height } = element;
  const left = at.x + gap + width > room.clientWidth ? at.x - gap - width : at.x + gap;
  const top = at.y + gap + height > room.clientHeight ? at.y - gap - height : at.y + gap;
  element.style.left = `${Math.max(4, left)}px`;
  element.style.top = `${Math.max(4, top)}px`;
}

function NodeTip({ target }: { target: Extract<Target, { kind: 'node' }> }) {
  const { node } = target.node;
  return (
    <>
      <div className={classes.tipHead}>
        <span className="nw-mono">{node.label}</span>
        <StateBadge state={node.state} />
      </div>
      <div className={classes.quiet}>{describeNode(node)}</div>
      <Reasons reasons={node.reasons} />
    </>
  );
}

function FoldTip({ fold, state }: { fold: Fold; state: State }) {
  return (
    <>
      <div className={classes.tipHead}>
        <span className="nw-mono">{groupName(fold)}</span>
        <StateBadge state={state} />
      </div>
      <div className={classes.quiet}>
        {describeFold(fold)} · {fold.open ? 'click to fold' : 'click to open'}
      </div>
    </>
  );
}

function PairTip({ scene, half }: { scene: Scene; half: SceneHalf }) {
  const { link, from, to } = half;
  const [near, far] = [labelOf(scene, from), labelOf(scene, to)];
  const bundle = scene.linksOf(half);
  // A reason that speaks of trust says it better.
  const told = link?.reasons.some((reason) => reason.code.startsWith('trust.')) === true;
  const trust = link && !told ? describeTrust(link, far) : null;
  return (
    <>
      <div className={classes.tipHead}>
        <span className="nw-mono">
          {near} → {far}
        </span>
        {link ? <StateBadge state={link.state} /> : null}
      </div>
      {link ? (
        <div className={classes.quiet}>
          {bundle.length === 1
            ? describeRole(link.role)
            : `${bundle.length} links · ${describeRoles(bundle)} · ${countStates(bundle)}`}
          {trust === null || bundle.length > 1 ? null : <> · {trust}</>}
        </div>
      ) : (
        <div className={classes.quiet}>No entry in this direction</div>
      )}
      {link && bundle.length === 1 ? <Reasons reasons={link.reasons} /> : null}
    </>
  );
}

function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  if (reasons.length === 0) return null;
  return (
    <ul className={classes.reasons}>
      {reasons.map((reason) => (
        <li key={`${reason.code} ${reason.message}`}>{reasonWords(reason, momentWords)}</li>
      ))}
    </ul>
  );
}
