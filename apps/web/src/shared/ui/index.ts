export { Button, ButtonAnchor, ButtonLink, type ButtonProps, cx, IconButton, Keys } from './button';
export { ConfirmAct, Dialog, DialogActs } from './dialog';
export { CheckField, type Choice, ChoiceField, Field, FieldError, type FieldProps, PasswordField, SelectField, TextArea, TextField } from './field';
export { ErrorSummary, type Form, type FormError, useForm, useRefusal } from './form';
export { Avatar, Card, EmptyState, ErrorState, Facts, Inline, Loaded, Notice, Skeleton, Stack } from './layout';
export { Count, Segments, TabLink, TabLinks, Tabs } from './tabs';
export { type Density, type ThemeChoice, ThemeProvider, useShellDensity, useTheme } from './theme';
export { Moment, RelativeTime } from './time';
export { useTitle } from './title';
export { toast, Toaster } from './toast';
/* Heavier parts are imported by their own path, so that only the pages that use them load them: ui/combo, ui/menu, ui/data-table, ui/file-drop, ui/chips, ui/sla-clock. */
