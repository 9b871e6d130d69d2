import { nsConfigurations, type NsConfiguration as Value } from '#shared/domain/plan/back-ends.ts';
import { NativeSelect } from '#renderer/ui/controls.ts';

interface NsConfigurationProps {
  /** Null: the entry keeps what it has. */
  readonly value: Value | null;
  /** Whether there is an entry that can keep what it has. */
  readonly keeps: boolean;
  readonly onChange: (value: Value | null) => void;
}

const keep = { value: '', label: 'As it is' };

/** SoftLayer's `ns_config`, with the values of WHM's own form (`whm-protocol 3.6`). */
export function NsConfiguration({ value, keeps, onChange }: NsConfigurationProps) {
  const choices = nsConfigurations.map((each) => ({ value: each, label: each }));
  return (
    <NativeSelect
      label="ns_config"
      description={
        keeps ? 'As it is: the entry keeps the value that WHM’s form has.' : 'As in WHM’s form, which proposes default.'
      }
      name="ns_config"
      data={keeps ? [keep, ...choices] : choices}
      value={value ?? ''}
      data-testid="ns-config"
      onChange={(event) => onChange(nsConfigurations.find((each) => each === event.currentTarget.value) ?? null)}
    />
  );
}
