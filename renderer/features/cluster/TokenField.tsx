import { useEffect, type Ref } from 'react';
import { TextInput } from '#renderer/ui/controls.ts';

interface TokenFieldProps {
  readonly label: string;
  readonly description: string;
  /** The text stays in the field until it is sent: the page keeps no copy. */
  readonly fieldRef: Ref<HTMLInputElement>;
  /**
   * Told whether something stands in it; that nothing does, once it is gone. Must not change from one rendering to the
   * next.
   */
  readonly onTyped: (typed: boolean) => void;
}

/** A secret that is typed once. */
export function TokenField({ label, description, fieldRef, onTyped }: TokenFieldProps) {
  useEffect(() => () => onTyped(false), [onTyped]);
  return (
    <TextInput
      ref={fieldRef}
      type="password"
      name="token"
      label={label}
      description={description}
      spellCheck={false}
      autoComplete="off"
      data-testid="member-token"
      onInput={(event) => onTyped(event.currentTarget.value.trim() !== '')}
    />
  );
}
