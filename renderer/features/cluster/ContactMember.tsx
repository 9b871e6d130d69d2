import { Checkbox } from '#renderer/ui/controls.ts';

/** Whether WHM asks the member before it writes the entry (`whm-protocol 3.4`, `recurse`). */
export function ContactMember({ checked, onChange }: { checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <Checkbox
      label="Let WHM contact the member"
      description={
        checked
          ? 'It tries the token and stores the host name that the member gives. Where the member does not answer, nothing is written.'
          : 'For a member that is down: the token is not tried, and what was typed is stored in place of the host name.'
      }
      checked={checked}
      data-testid="contact-member"
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
