import { Module } from '@nestjs/common';
import { JournalModule } from '@opora/journal';
import { Catalogue } from './catalogue';
import { ConfigurationItemsController } from './http/items.controller';
import { CategoriesController, ServicesController } from './http/services.controller';
import { Items } from './items';
import { Relations } from './relations';
import { Categories, Services } from './services';

@Module({ imports: [JournalModule], providers: [Catalogue, Relations, Items, Services, Categories], exports: [Catalogue, Relations, Items, Services, Categories] })
export class CatalogueModule {}

@Module({ imports: [CatalogueModule], controllers: [ServicesController, CategoriesController, ConfigurationItemsController] })
export class CatalogueHttp {}
