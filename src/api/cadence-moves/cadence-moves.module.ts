import { Module } from '@nestjs/common';
import { CadenceMovesController } from './cadence-moves.controller.js';
import { CadenceMovesService } from './cadence-moves.service.js';

@Module({
  controllers: [CadenceMovesController],
  providers: [CadenceMovesService],
})
export class CadenceMovesModule {}
