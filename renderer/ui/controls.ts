/** Mantine's controls as dialogs and settings use them: one chunk, loaded when the first of them opens. */
import './mantine-controls.css';

export { Button, Checkbox, Loader, Menu, Modal, NativeSelect, Radio, SegmentedControl, TextInput } from '@mantine/core';
