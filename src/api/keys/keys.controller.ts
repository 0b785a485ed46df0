import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Actor } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import { none } from '../common/where.js';
import { issuedKey, key, keyPage, keysQuery, newKey, type KeysQuery, type NewKeyBody } from './keys.dto.js';
import { KeysService } from './keys.service.js';

@ApiTags('keys')
@Controller('keys')
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Get()
  @May('key.read', none)
  @Operation('API keys, the oldest first; never their secrets', keyPage)
  list(@ValidQuery(keysQuery) query: KeysQuery) {
    return this.keys.list(query);
  }

  @Post()
  @May('key.change', none)
  @Operation('Makes a key, and shows it this once', issuedKey, 201)
  issue(@ValidBody(newKey) body: NewKeyBody, @By() actor: Actor) {
    return this.keys.issue(body, actor);
  }

  @Delete(':id')
  @May('key.change', none)
  @Operation('Revokes a key for good', key)
  revoke(@IdParam('key') id: string) {
    return this.keys.revoke(id);
  }
}
