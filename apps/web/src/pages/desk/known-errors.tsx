export { KnownErrors as KnownErrorsPage } from '../../features/problem/list';
