import { create } from 'zustand';

/** What the map, the table and the inspector show as selected: one thing, shared by all. */
export type Selection = { readonly kind: 'node'; readonly id: string } | { readonly kind: 'link'; readonly id: string };

interface SelectionState {
  readonly selection: Selection | null;
}

export const useSelection = create<SelectionState>()(() => ({ selection: null }));

/** @param selection null: nothing is selected any more */
export function select(selection: Selection | null): void {
  useSelection.setState({ selection });
}

export function isSelected(selection: Selection | null, kind: Selection['kind'], id: string): boolean {
  return selection !== null && selection.kind === kind && selection.id === id;
}
