import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import { issuedKey, key, keyPage, keysQuery, newKey, type KeysQuery, type NewKeyBody } from './keys.dto.js';
import { KeysService } from './keys.service.js';

@ApiTags('keys')
@Controller('keys')
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Get()
  @Operation('API keys, the oldest first; never their secrets', keyPage)
  list(@ValidQuery(keysQuery) query: KeysQuery) {
    return this.keys.list(query);
  }

  @Post()
  @Operation('Makes a key, and shows it this once', issuedKey, 201)
  issue(@ValidBody(newKey) body: NewKeyBody) {
    return this.keys.issue(body);
  }

  @Delete(':id')
  @Operation('Revokes a key for good', key)
  revoke(@IdParam('key') id: string) {
    return this.keys.revoke(id);
  }
}
