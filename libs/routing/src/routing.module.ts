import { Module } from '@nestjs/common';
import { Routing } from './routing';

@Module({ providers: [Routing], exports: [Routing] })
export class RoutingModule {}
