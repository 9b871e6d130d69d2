import { ageOfVersion } from '#shared/domain/words/age-of-version.ts';
import { useState, type ReactNode } from 'react';
import type { Settings } from '#shared/contract/settings.ts';
import { useApplication } from '#renderer/state/application.ts';
import { useSettings, writeSettings } from '#renderer/state/settings.ts';
import { useVault } from '#renderer/state/vault.ts';
import { Facts, PlainFact } from '#renderer/ui/Facts.tsx';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { SegmentedControl, TextInput } from '#renderer/ui/controls.ts';
import { wordsFor } from '#renderer/ui/error-words.ts';
import { ClusterSafety } from './ClusterSafety.tsx';
import classes from './SettingsView.module.css';
import { parseWhole } from './whole.ts';

function Setting({ label, description, children }: { label: string; description: string; children: ReactNode }) {
  return (
    <div className={classes.setting}>
      <div>
        <h3>{label}</h3>
        <p>{description}</p>
      </div>
      {children}
    </div>
  );
}

interface WholeFieldProps {
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onSave: (value: number) => void;
}

/** A whole number, stored when the field is left or Enter is pressed. */
function WholeField({ label, unit, value, min, max, onSave }: WholeFieldProps) {
  const [text, setText] = useState<string | null>(null);
  const parsed = text === null ? value : parseWhole(text, min, max);
  const save = (): void => {
    if (text === null || parsed === null) return;
    if (parsed !== value) onSave(parsed);
    setText(null);
  };
  return (
    <TextInput
      aria-label={label}
      className={classes.whole ?? ''}
      inputMode="numeric"
      value={text ?? String(value)}
      error={parsed === null ? `${min} to ${max}` : null}
      rightSection={<span className={classes.unit}>{unit}</span>}
      rightSectionWidth={56}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') setText(null);
      }}
    />
  );
}

const themes: readonly { readonly value: Settings['theme']; readonly label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
];

/** What can be set, and what this Nameward is. */
// oxlint-disable-next-line max-lines-per-function -- one page of settings, in its order
export default function SettingsView() {
  const [openedAt] = useState(() => Date.now());
  const settings = useSettings((state) => state.settings);
  const description = useApplication((state) => state.description);
  const keychain = useVault((state) => state.vault?.keychain) ?? description?.keychain;
  return (
    <div className={classes.scroller}>
      <div className={classes.sheet}>
        <h2>Settings</h2>
        <Setting label="Theme" description="Dark, light, or as your system has it.">
          <SegmentedControl
            aria-label="Theme"
            data={themes.map((theme) => ({ ...theme }))}
            value={settings.theme}
            onChange={(theme) => void writeSettings({ theme })}
          />
        </Setting>
        <Setting
          label="Polling"
          description="Time between two rounds of asking a server. It widens by itself while the window is hidden."
        >
          <WholeField
            label="Seconds between two rounds"
            unit="seconds"
            value={settings.pollSeconds}
            min={5}
            max={3600}
            onSave={(pollSeconds) => void writeSettings({ pollSeconds })}
          />
        </Setting>
        <Setting
          label="Lock when idle"
          description="The vault locks after this time without a key or a pointer moved. 0: never."
        >
          <WholeField
            label="Idle minutes before the vault locks"
            unit="minutes"
            value={settings.lockAfterMinutes}
            min={0}
            max={1440}
            onSave={(lockAfterMinutes) => void writeSettings({ lockAfterMinutes })}
          />
        </Setting>
        <h2>Safety</h2>
        <ClusterSafety />
        <h2>About</h2>
        {description ? (
          <Facts>
            <PlainFact label="Nameward">{description.version}</PlainFact>
            <PlainFact label="Built">{ageOfVersion(description.builtOn, openedAt).words}</PlainFact>
            <PlainFact label="Electron">{description.electron}</PlainFact>
            <PlainFact label="Platform">{description.platform}</PlainFact>
            <PlainFact label="Profile">
              {description.profile}
              {description.lab ? ', a simulated fleet on this machine' : ''}
            </PlainFact>
            <PlainFact label="Keychain">{keychain ? <HostileText text={keychain.message} /> : 'unknown'}</PlainFact>
          </Facts>
        ) : (
          <p>Main has not answered yet.</p>
        )}
        <h2>Notices</h2>
        {description && description.notices.length > 0 ? (
          <ul className={classes.notices}>
            {description.notices.map((notice, index) => (
              <li key={index}>
                <strong>{wordsFor(notice.code).what}</strong>
                <p>
                  <HostileText text={notice.message} />
                </p>
                {notice.file ? <code className={classes.file}>{notice.file}</code> : null}
              </li>
            ))}
          </ul>
        ) : (
          <p className={classes.quiet}>
            Every file of the profile could be read. Files that cannot are set aside and named here.
          </p>
        )}
      </div>
    </div>
  );
}
