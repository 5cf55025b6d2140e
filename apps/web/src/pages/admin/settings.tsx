export { SettingsForm as SettingsPage } from '../../features/admin/settings';
