import classes from './map.module.css';

/** Stands at the tools of a map that nothing confirms at the moment. */
export function LastKnown() {
  return <span className={classes.stale}>Last known state</span>;
}
