/** Modules a member can be of (`whm-protocol 3.3`, `3.6`); plug-ins would add theirs. */
export const BACK_ENDS: readonly string[] = ['cPanel', 'SoftLayer', 'VPSNET'];
