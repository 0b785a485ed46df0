import { Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Once, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import { none } from '../common/where.js';
import {
  capabilitiesQuery,
  capability,
  capabilityChanges,
  capabilityPage,
  newCapability,
  newRubric,
  rubricVersion,
  rubricVersions,
  type CapabilitiesQuery,
  type CapabilityChangesBody,
  type NewCapabilityBody,
  type NewRubricBody,
} from './capabilities.dto.js';
import { CapabilitiesService } from './capabilities.service.js';

@ApiTags('capabilities')
@Controller('capabilities')
export class CapabilitiesController {
  constructor(private readonly capabilities: CapabilitiesService) {}

  @Get()
  @May('capability.read', none)
  @Operation('Capabilities by code', capabilityPage)
  list(@ValidQuery(capabilitiesQuery) query: CapabilitiesQuery) {
    return this.capabilities.list(query);
  }

  @Post()
  @May('capability.change', none)
  @Operation('Adds a capability', capability, 201)
  create(@ValidBody(newCapability) body: NewCapabilityBody) {
    return this.capabilities.create(body);
  }

  @Get(':id')
  @May('capability.read', none)
  @Operation('One capability with its newest rubric', capability)
  get(@IdParam('capability') id: string) {
    return this.capabilities.get(id);
  }

  @Patch(':id')
  @May('capability.change', none)
  @Operation('Renames a capability', capability)
  rename(@IdParam('capability') id: string, @ValidBody(capabilityChanges) body: CapabilityChangesBody) {
    return this.capabilities.rename(id, body);
  }

  @Get(':id/rubrics')
  @May('capability.read', none)
  @Operation('The versions of a capability’s rubric, the newest first', rubricVersions)
  rubrics(@IdParam('capability') id: string) {
    return this.capabilities.rubrics(id);
  }

  @Post(':id/rubrics')
  @May('capability.change', none)
  @Operation('Publishes a rubric as the next version, for good', rubricVersion, 201)
  publish(
    @Once() request: OnceRequest,
    @IdParam('capability') id: string,
    @ValidBody(newRubric) body: NewRubricBody,
  ) {
    return this.capabilities.publish(request, id, body);
  }
}
