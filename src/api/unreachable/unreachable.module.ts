import { Module } from '@nestjs/common';
import { UnreachableController } from './unreachable.controller.js';
import { UnreachableService } from './unreachable.service.js';

@Module({ controllers: [UnreachableController], providers: [UnreachableService] })
export class UnreachableModule {}
