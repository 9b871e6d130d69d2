import type { ComponentPropsWithRef } from 'react';
import type { Offer } from '#renderer/state/actions/action.ts';
import { useShownKeys } from '#renderer/state/actions/shown-keys.ts';
import { ToolButton } from './ToolButton.tsx';

interface OfferButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children' | 'onClick'> {
  readonly offer: Offer;
  readonly iconOnly?: boolean;
  /**
   * In place of the title: names what a switch shows, or on what the action acts where nothing around the button says
   * it.
   */
  readonly label?: string;
}

/** An action as a button: its own words, icon, keys and reason. */
export function OfferButton({ offer, iconOnly = false, label = offer.title, ...rest }: OfferButtonProps) {
  const keys = useShownKeys(offer.keys);
  return (
    <ToolButton
      data-testid={offer.id}
      {...rest}
      icon={offer.icon}
      label={label}
      iconOnly={iconOnly}
      primary={offer.primary ?? false}
      refusal={offer.refusal}
      {...(keys === null ? {} : { keys })}
      onClick={offer.run}
    />
  );
}
