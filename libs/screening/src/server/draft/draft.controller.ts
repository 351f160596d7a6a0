import { Allow } from '@heliotrope/platform';
import { Controller, Header, Inject, Put } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DraftBody, DraftSavedDto, HandedDraft, SavedDraft } from './draft-body.js';
import { DraftService } from './draft.service.js';

@ApiTags('answering')
@Controller('answering')
export class DraftController {
  constructor(@Inject(DraftService) private readonly drafts: DraftService) {}

  @Put('draft')
  @RouteConfig({ helmet: { skipRoute: true } })
  @Header('x-content-type-options', 'nosniff')
  @Header('cache-control', 'no-store')
  @Allow('screening.answer', 'pupil')
  @ApiBearerAuth('seat')
  @ApiOperation({ summary: '暂存作答：换一台设备接着答；加密，交卷即删' })
  @ApiBody({ type: DraftBody })
  @ApiOkResponse({ type: DraftSavedDto })
  save(@HandedDraft() draft: SavedDraft): Promise<DraftSavedDto> {
    return this.drafts.save(draft);
  }
}
