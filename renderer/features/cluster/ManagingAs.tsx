import { userSchema } from '#shared/contract/servers.ts';
import { TextInput } from '../../ui/controls.ts';

/** Whose member list is meant: root's, or that of a reseller with the ACL clustering. */
export function ManagingAs({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <TextInput
      label="Managing as"
      description="root, or a reseller with the ACL clustering"
      name="as"
      value={value}
      error={userSchema.safeParse(value).success ? null : 'Enter a WHM user name.'}
      spellCheck={false}
      autoComplete="off"
      data-testid="managing-as"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
