import { Checkbox } from '#renderer/ui/controls.ts';

interface ReverseTrustProps {
  /**
   * `nameward`: both entries are made by us, since the member is a server here. `whm`: WHM's 'Setup Reverse Trust
   * Relationship'.
   */
  readonly by: 'nameward' | 'whm';
  /** Host name of the server whose list gets the member. */
  readonly server: string;
  /** Whether WHM contacts the member at all, without which it sets nothing up. */
  readonly contacted: boolean;
  /** There is an entry, and perhaps an entry back. */
  readonly editing?: boolean;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function words({ by, server, contacted, editing, checked }: ReverseTrustProps): string {
  if (by === 'nameward') return checked ? `Nameward makes the entry of ${server} on the member, too.` : '';
  if (!contacted) return 'Needs WHM to contact the member.';
  const again = editing === true ? ' An entry that the member has for it is written over.' : '';
  return checked
    ? `WHM makes an API token reverse_trust_… with the ACL clustering on ${server} and gives it to the member, which adds ${server} with the DNS role Standalone.${again}`
    : `The member gets no entry of ${server}. A DNSOnly or Write-only member needs none.`;
}

/** Whether the far side gets an entry as well (`whm-protocol 3.4`, `recurse`; `8`). */
export function ReverseTrust(props: ReverseTrustProps) {
  const { by, contacted, checked, onChange } = props;
  return (
    <Checkbox
      label={by === 'whm' ? 'Let WHM set up reverse trust' : 'Set up reverse trust'}
      description={words(props)}
      checked={checked}
      disabled={by === 'whm' && !contacted}
      data-testid="reverse-trust"
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
