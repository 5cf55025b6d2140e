export { TodayPage as HomePage } from '../../features/insight/today';
