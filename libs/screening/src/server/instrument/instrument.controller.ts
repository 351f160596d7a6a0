import { Allow } from '@heliotrope/platform';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InstrumentLibrary } from '../instrument-library.js';
import { type InstrumentDto, InstrumentsDto } from './instrument.dto.js';

@ApiTags('screening')
@Controller('screening/instruments')
export class InstrumentController {
  constructor(@Inject(InstrumentLibrary) private readonly library: InstrumentLibrary) {}

  @Get()
  @Allow('screening.read-instruments')
  @ApiOperation({ summary: '量表目录：没有题目、权重和界限' })
  @ApiOkResponse({ type: InstrumentsDto })
  list(): InstrumentsDto {
    return { items: this.library.all().map(({ definition }) => shown(definition)) };
  }
}

function shown({ code, version, title, edition, items, grades, mode, demonstration, source, licence }: ReturnType<InstrumentLibrary['all']>[number]['definition']): InstrumentDto {
  return {
    code, version, title, edition, items: items.length, grades: { from: grades.from, to: grades.to }, mode, demonstration, source,
    usable: mode === 'classroom' && items.every((item) => item.text !== null),
    licence: licence.line,
  };
}
