import { Module } from '@nestjs/common';
import { JournalModule } from '@opora/journal';
import { Catalogue } from './catalogue';
import { ConfigurationItemsController } from './http/items.controller';
import { CategoriesController, ServicesController } from './http/services.controller';
import { Relations } from './relations';

@Module({ imports: [JournalModule], providers: [Catalogue, Relations], exports: [Catalogue, Relations] })
export class CatalogueModule {}

@Module({ imports: [CatalogueModule], controllers: [ServicesController, CategoriesController, ConfigurationItemsController] })
export class CatalogueHttp {}
