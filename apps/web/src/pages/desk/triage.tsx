export { Triage as TriagePage } from '../../features/triage/triage';
