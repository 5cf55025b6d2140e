export * from './dto/items.dto';
export * from './dto/services.dto';
