import { useEffect, useState, type ComponentType, type ReactNode } from 'react';

/** A part of the page whose code is loaded when it is first shown. */
export interface LoadedPart<P> {
  (props: P): ReactNode;
  /** Loads the code before it is shown. */
  load(): Promise<void>;
}

/**
 * In place of `lazy` and `Suspense`: React shows what they have waited for not before 300 ms after the fallback,
 * however soon it is there, and what the user types meanwhile is lost. A part that is loaded already is shown at once.
 * @param get imports the module; asked again after it has failed
 * @param waiting shown meanwhile
 * @returns the part; when its code cannot be loaded it throws while it is rendered
 */
export function whenShown<P extends object>(
  get: () => Promise<{ readonly default: ComponentType<P> }>,
  waiting: ReactNode = null,
): LoadedPart<P> {
  let Loaded: ComponentType<P> | null = null;
  let loading: Promise<void> | null = null;
  const load = (): Promise<void> => {
    loading ??= get().then(
      (found) => {
        Loaded = found.default;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  function Part(props: P): ReactNode {
    const [, setLoaded] = useState(Loaded !== null);
    useEffect(() => {
      if (Loaded) return undefined;
      let shown = true;
      load().then(
        () => shown && setLoaded(true),
        (error: unknown) => {
          if (!shown) return;
          setLoaded(() => {
            throw error;
          });
        },
      );
      return () => {
        shown = false;
      };
    }, []);
    return Loaded ? <Loaded {...props} /> : waiting;
  }
  return Object.assign(Part, { load });
}
