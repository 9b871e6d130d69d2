import { ApiException } from './exception.ts';

/**
 * The arguments of one call, without the meta arguments (`api.…`), which WHM takes away before the function runs
 * (`whm-protocol 1.5`).
 */
export class ApiArguments {
  readonly #command: string;
  readonly #values: URLSearchParams;

  constructor(command: string, params: URLSearchParams) {
    this.#command = command;
    this.#values = new URLSearchParams([...params].filter(([name]) => !name.startsWith('api.')));
  }

  /** The value, or null when the argument is absent. */
  optional(name: string): string | null {
    return this.#values.get(name);
  }

  /**
   * The value of an argument that must be there and not be empty.
   * @throws ApiException with WHM's words otherwise
   */
  required(name: string): string {
    const value = this.#values.get(name);
    if (value === null) throw new ApiException(`Provide the “${name}” parameter for the “${this.#command}” function.`);
    if (value === '') throw new ApiException(`The value of “${name}” may not be empty.`);
    return value;
  }

  /**
   * Every value of a repeated argument: `name` again and again, `name-0`, `name-1` … or `name1` … (`whm-protocol 1.4`),
   * as they came.
   */
  all(name: string): string[] {
    const values: string[] = [];
    for (const [key, value] of this.#values) {
      if (key === name || (key.startsWith(name) && /^-?\d+$/.test(key.slice(name.length)))) values.push(value);
    }
    return values;
  }

  /**
   * A boolean: 1 or 0, nothing else is accepted (`whm-protocol 1.4`).
   * @returns false when absent
   * @throws ApiException on any other value
   */
  flag(name: string): boolean {
    const value = this.#values.get(name);
    if (value === null || value === '0' || value === '') return false;
    if (value === '1') return true;
    throw new ApiException(`“${value}” is not a valid value for “${name}”: give 1 or 0.`);
  }
}
