import type { Offer } from '#renderer/state/actions/action.ts';
import { OfferButton } from '#renderer/ui/OfferButton.tsx';
import classes from './Inspector.module.css';

/** What can be done with what is selected, a button each. */
export function OfferButtons({ offers }: { offers: readonly Offer[] }) {
  if (offers.length === 0) return null;
  return (
    <div className={classes.actions}>
      {offers.map((offer) => (
        <OfferButton key={offer.id} offer={offer} />
      ))}
    </div>
  );
}
