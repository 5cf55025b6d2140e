export { My as MyPage } from '../../features/incident/my';
