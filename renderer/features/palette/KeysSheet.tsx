import { shownKeys } from '#renderer/state/actions/shown-keys.ts';
import { windowActions } from '#renderer/state/actions/window.ts';
import { useApplication } from '#renderer/state/application.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { Modal } from '#renderer/ui/controls.ts';
import classes from './KeysSheet.module.css';

interface KeysSheetProps {
  readonly dialog: Extract<Dialog, { kind: 'keys' }>;
  readonly onClose: () => void;
}

/** Keys that views have of their own; those of the window come from its actions. */
const ofViews: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Map',
    keys: [
      ['Arrows', 'Walk along links'],
      ['+ \u2212', 'Zoom'],
      ['f', 'Fit'],
      ['p', 'Problems only'],
      ['g', 'Groups in a large fleet, or every server'],
      ['Enter', 'Edit the role of the selected link'],
      ['Escape', 'Select nothing'],
    ],
  },
  {
    title: 'Members',
    keys: [
      ['\u2191 \u2193', 'Select'],
      ['Space', 'Mark for an edit of many'],
      ['Enter', 'Inspect'],
      ['e', 'Edit the role'],
      ['Alt \u2190 \u2192', 'On a heading: change the width'],
    ],
  },
  {
    title: 'Changes',
    keys: [
      ['/', 'Filter what is pending'],
      ['Enter', 'In a dialog: preview'],
    ],
  },
  {
    title: 'Menus',
    keys: [
      ['Menu', 'Menu of what the keyboard is on'],
      ['Shift F10', 'The same, where there is no menu key'],
    ],
  },
  { title: 'Edges of panels', keys: [['Arrows', 'Resize; with Shift in larger steps']] },
];

function Keys({ keys, words }: { keys: string; words: string }) {
  return (
    <div className={classes.line}>
      <dt>
        {keys.split(' ').map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{words}</dd>
    </div>
  );
}

export default function KeysSheet({ onClose }: KeysSheetProps) {
  const platform = useApplication((state) => state.description?.platform ?? '');
  return (
    <Modal opened onClose={onClose} title="Keys" size={760} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={classes.columns}>
        <section>
          <h3>Everywhere</h3>
          <dl>
            {windowActions.flatMap(({ id, keys, title }) =>
              keys === undefined ? [] : [<Keys key={id} keys={shownKeys(keys, platform)} words={title} />],
            )}
          </dl>
        </section>
        <div>
          {ofViews.map(({ title, keys }) => (
            <section key={title}>
              <h3>{title}</h3>
              <dl>
                {keys.map(([key, words]) => (
                  <Keys key={key} keys={key} words={words} />
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Modal>
  );
}
