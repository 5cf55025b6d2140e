export { Search as SearchPage } from '../../features/search/page';
