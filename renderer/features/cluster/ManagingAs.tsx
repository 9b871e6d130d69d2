import { userSchema } from '#shared/contract/servers.ts';
import { useEffect } from 'react';
import { readServerSettings, settingsOf, useServerSettings } from '#renderer/state/server-settings.ts';
import { NativeSelect, TextInput } from '#renderer/ui/controls.ts';

/** Whose member list is meant: root's, or that of a reseller with the ACL clustering. */
export function ManagingAs({
  server,
  value,
  onChange,
}: {
  server: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { settings } = useServerSettings(({ byServer }) => settingsOf(byServer, server));
  useEffect(() => {
    const { byServer } = useServerSettings.getState();
    if (server !== '' && settingsOf(byServer, server).at === null) void readServerSettings(server);
  }, [server]);
  const resellers = settings?.resellers ?? null;
  if (resellers !== null) {
    return (
      <NativeSelect
        label="Managing as"
        description="root, or a reseller with the ACL clustering"
        name="as"
        data={[...new Set(['root', ...resellers])]}
        value={value}
        data-testid="managing-as"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
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
