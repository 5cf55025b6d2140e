import { Module } from '@nestjs/common';
import { JournalModule } from '@opora/journal';
import { Catalogue } from './catalogue';
import { ConfigurationItemsController } from './http/items.controller';
import { OfferingsController } from './http/offerings.controller';
import { CategoriesController, ServicesController } from './http/services.controller';
import { Items } from './items';
import { Offerings } from './offerings/offerings';
import { Ordering } from './offerings/ordering';
import { OrderTakers } from './offerings/takers';
import { Relations } from './relations';
import { Categories, Services } from './services';

const SERVICES = [Catalogue, Relations, Items, Services, Categories, Offerings, Ordering, OrderTakers];

@Module({ imports: [JournalModule], providers: SERVICES, exports: SERVICES })
export class CatalogueModule {}

@Module({ imports: [CatalogueModule], controllers: [ServicesController, CategoriesController, ConfigurationItemsController, OfferingsController] })
export class CatalogueHttp {}
