import { IconBan } from '@tabler/icons-react';
import { Fragment, useEffect, type MouseEvent } from 'react';
import { refusalWords } from '#shared/domain/refusals/refusal.ts';
import type { Offer } from '#renderer/state/actions/action.ts';
import { menuOf } from '#renderer/state/actions/menu.ts';
import { useShownKeys } from '#renderer/state/actions/shown-keys.ts';
import { closeContextMenu, useContextMenu } from '#renderer/state/context-menu.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { Menu } from '#renderer/ui/controls.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import classes from './ContextMenu.module.css';

function Item({ offer, onChoose }: { offer: Offer; onChoose: (offer: Offer) => void }) {
  const keys = useShownKeys(offer.keys);
  const Icon = offer.refusal ? IconBan : offer.icon;
  return (
    <Menu.Item
      className={classes.item ?? ''}
      leftSection={<Icon size={16} stroke={1.75} aria-hidden />}
      rightSection={keys === null ? null : <kbd>{keys}</kbd>}
      // Not `disabled`: what cannot be reached cannot say why.
      aria-disabled={offer.refusal !== null || undefined}
      closeMenuOnClick={false}
      data-testid={`menu-${offer.id}`}
      onClick={() => onChoose(offer)}
    >
      {offer.title}
      {offer.refusal ? (
        <span className={classes.why}>
          <HostileText text={refusalWords(offer.refusal)} limit={300} />
        </span>
      ) : null}
    </Menu.Item>
  );
}

/** The menu of what was pointed at, or of what has the keyboard. */
export default function ContextMenu() {
  const open = useContextMenu((state) => state.open);
  const topology = useTopology();
  const menu = open && menuOf(open.subject, topology);
  const isOpen = menu !== null;
  useEffect(() => {
    // What it is about has left the fleet.
    if (!isOpen) closeContextMenu();
  }, [isOpen]);
  useEffect(() => {
    // What the menu stands beside may have moved.
    if (!isOpen) return;
    window.addEventListener('blur', closeContextMenu);
    window.addEventListener('resize', closeContextMenu);
    return () => {
      window.removeEventListener('blur', closeContextMenu);
      window.removeEventListener('resize', closeContextMenu);
    };
  }, [isOpen]);
  if (open === null || menu === null) return null;
  const choose = (offer: Offer): void => {
    if (offer.refusal) return;
    closeContextMenu();
    // After the focus is back, so that a dialog that opens knows where it came from.
    requestAnimationFrame(offer.run);
  };
  const { x, y } = open.at;
  return (
    <Menu
      key={`${x} ${y}`}
      opened
      onChange={(opened) => {
        if (!opened) closeContextMenu();
      }}
      position="bottom-start"
      offset={0}
      width={300}
      trapFocus
      // Not by a key: the one that has opened it is still on its way to the window.
      clickOutsideEvents={['mousedown', 'touchstart']}
      returnFocus={false}
      loop
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
      middlewares={{ flip: true, shift: { padding: 8 } }}
      withinPortal
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          className={classes.anchor}
          aria-label={menu.title}
          style={{ left: x, top: y }}
        />
      </Menu.Target>
      <Menu.Dropdown
        className={classes.menu ?? ''}
        data-testid="context-menu"
        onContextMenu={(event: MouseEvent) => event.preventDefault()}
      >
        <Menu.Label>
          <MiddleEllipsis text={menu.title} />
        </Menu.Label>
        {menu.offers.map((offer, index) => (
          <Fragment key={offer.id}>
            {offer.apart && index > 0 ? <Menu.Divider /> : null}
            <Item offer={offer} onChoose={choose} />
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
