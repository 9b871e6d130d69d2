import { Component, type ReactNode } from 'react';
import { appError } from '#shared/errors/index.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import screens from '#renderer/ui/Screen.module.css';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import classes from './Screens.module.css';

interface BoundaryProps {
  readonly children: ReactNode;
  /** The whole window is this boundary: only loading the page again helps. */
  readonly whole?: boolean;
}

/** A bug in one part of the page does not take the others with it. */
export class Boundary extends Component<BoundaryProps, { readonly message: string | null }> {
  override state: { readonly message: string | null } = { message: null };

  static getDerivedStateFromError(error: unknown): { readonly message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children;
    return (
      <div className={this.props.whole ? screens.screen : classes.part}>
        <div className={classes.card}>
          <ErrorNotice
            title="This part of the window has crashed"
            error={appError('internal', this.state.message)}
            actions={
              this.props.whole ? (
                <ToolButton label="Load the window again" onClick={() => window.location.reload()} />
              ) : (
                <ToolButton label="Show it again" onClick={() => this.setState({ message: null })} />
              )
            }
          />
        </div>
      </div>
    );
  }
}
