export * from './dto/groups.dto';
export * from './dto/places.dto';
