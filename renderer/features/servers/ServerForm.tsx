import type { Ref } from 'react';
import { TextInput } from '#renderer/ui/controls.ts';
import type { FieldErrors, ServerFields } from './fields.ts';
import classes from './servers.module.css';

interface ServerFormProps {
  readonly fields: ServerFields;
  readonly errors: FieldErrors;
  readonly onChange: (patch: Partial<ServerFields>) => void;
  readonly disabled: boolean;
  /** The token stays in its element and is read from there once: it never enters React state. */
  readonly tokenRef: Ref<HTMLInputElement>;
  readonly tokenLabel: string;
  readonly tokenError: string | null;
}

export function ServerForm({ fields, errors, onChange, disabled, tokenRef, tokenLabel, tokenError }: ServerFormProps) {
  return (
    <div className={classes.form}>
      <div className={classes.hostAndPort}>
        <TextInput
          label="Host"
          placeholder="web1.example.net"
          data-autofocus
          name="host"
          value={fields.host}
          error={errors.host}
          disabled={disabled}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ host: event.currentTarget.value })}
        />
        <TextInput
          label="Port"
          name="port"
          inputMode="numeric"
          value={fields.port}
          error={errors.port}
          disabled={disabled}
          autoComplete="off"
          onChange={(event) => onChange({ port: event.currentTarget.value })}
        />
      </div>
      <TextInput
        label="User"
        name="user"
        value={fields.user}
        error={errors.user}
        disabled={disabled}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ user: event.currentTarget.value })}
      />
      <TextInput
        ref={tokenRef}
        type="password"
        name="token"
        label={tokenLabel}
        description="From WHM, Manage API Tokens. It goes to the keychain and is not shown again."
        error={tokenError}
        disabled={disabled}
        spellCheck={false}
        autoComplete="off"
      />
      <div className={classes.halves}>
        <TextInput
          label="Name"
          description="Shown in place of the host"
          name="name"
          value={fields.name}
          error={errors.name}
          disabled={disabled}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <TextInput
          label="Tags"
          description="Separated by commas"
          name="tags"
          value={fields.tags}
          error={errors.tags}
          disabled={disabled}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ tags: event.currentTarget.value })}
        />
      </div>
    </div>
  );
}
