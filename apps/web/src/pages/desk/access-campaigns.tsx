export { Campaigns as AccessCampaignsPage } from '../../features/access/campaigns';
