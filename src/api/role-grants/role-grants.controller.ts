import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, Once, type Actor, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import { none } from '../common/where.js';
import {
  grant,
  grantPage,
  grantsQuery,
  newGrant,
  type GrantsQuery,
  type NewGrantBody,
} from './role-grants.dto.js';
import { RoleGrantsService } from './role-grants.service.js';

/** Roles that people hold by name. Who somebody is to a rep is no role: it is read from the lines. */
@ApiTags('access')
@Controller('role-grants')
export class RoleGrantsController {
  constructor(private readonly grants: RoleGrantsService) {}

  @Get()
  @May('roleGrant.read', none)
  @Operation('Who was granted which role, why and until when, the oldest first', grantPage)
  list(@ValidQuery(grantsQuery) query: GrantsQuery) {
    return this.grants.list(query);
  }

  @Post()
  @May('roleGrant.change', none)
  @Operation('Grants a role to a person', grant, 201)
  grant(@Once() request: OnceRequest, @ValidBody(newGrant) body: NewGrantBody, @By() actor: Actor) {
    return this.grants.grant(request, body, actor);
  }

  @Delete(':id')
  @May('roleGrant.change', none)
  @Operation('Ends a granted role', grant)
  end(@IdParam('role grant') id: string) {
    return this.grants.end(id);
  }
}
