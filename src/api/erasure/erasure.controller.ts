import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam } from '../common/valid.js';
import { person } from '../common/where.js';
import { erasure } from './erasure.dto.js';
import { ErasureService } from './erasure.service.js';

@ApiTags('people')
@Controller('people/:id/erasure')
export class ErasureController {
  constructor(private readonly service: ErasureService) {}

  @Post()
  @May('person.erase', person('id'))
  @Operation('Erases names, addresses and texts of a person who has left; the log stays whole', erasure, 201)
  erase(@IdParam('person') id: string) {
    return this.service.erase(id);
  }
}
