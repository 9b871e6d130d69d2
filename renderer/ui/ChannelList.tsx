import { IconCircleCheck, IconCircleDotted, IconCircleOff } from '@tabler/icons-react';
import { channels, type ChannelStates } from '#shared/domain/topology/observation.ts';
import classes from './ChannelList.module.css';
import { channelWords } from '#shared/domain/words/roles.ts';

function availability(available: boolean | null) {
  if (available === null) return { Icon: IconCircleDotted, word: 'not probed yet' };
  return available ? { Icon: IconCircleCheck, word: 'works' } : { Icon: IconCircleOff, word: 'does not work' };
}

/** How a server can be reached, and why not where it cannot. */
export function ChannelList({ channels: states }: { channels: ChannelStates }) {
  return (
    <ul className={classes.channels}>
      {channels.map((channel) => {
        const { available, reason } = states[channel];
        const { Icon, word } = availability(available);
        return (
          <li key={channel} className={classes.channel} data-channel={channel} data-available={available ?? 'unknown'}>
            <Icon size={14} aria-hidden />
            <span>{channelWords[channel]}</span>
            <span className={classes.reason}>{reason === null ? word : available ? reason : `${word}: ${reason}`}</span>
          </li>
        );
      })}
    </ul>
  );
}
