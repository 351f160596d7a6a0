import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch, Stated, type StatedPurpose } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { LevelDecisionService } from './level-decision.service.js';
import { ConfirmLevelBody, EmergencyReviewDto, LowerBody, ReviewDetailDto, ReviewPageDto, ReviewQuery } from './review.dto.js';
import { ReviewService } from './review.service.js';

const VERSION = { name: 'if-match', description: '读取复核时的 version，如 "3"；不一致时 409 给出现有的一方', required: true };

class LoweredDto {
  @ApiProperty({ description: '否：已记录为提议，待第二人同意' }) readonly lowered: boolean;
}

@ApiTags('screening')
@Controller('screening/reviews')
export class ReviewController {
  constructor(
    @Inject(ReviewService) private readonly reviews: ReviewService,
    @Inject(LevelDecisionService) private readonly decisions: LevelDecisionService,
  ) {}

  @Get()
  @Allow('screening.review')
  @ApiOperation({ summary: '待复核学生，严重的在前' })
  @ApiOkResponse({ type: ReviewPageDto })
  queue(@CurrentActor() actor: Actor, @Query() query: ReviewQuery): Promise<ReviewPageDto> {
    return this.reviews.queue(actor, query);
  }

  @Get(':id')
  @Allow('screening.review')
  @ApiOperation({ summary: '一条复核：得分、触发的规则与原始作答；须说明用途（x-access-purpose），每次打开都留痕' })
  @ApiOkResponse({ type: ReviewDetailDto })
  open(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Stated() stated: StatedPurpose | null): Promise<ReviewDetailDto> {
    return this.reviews.open(actor, id, stated);
  }

  @Get(':id/emergency')
  @Allow('screening.read-in-emergency')
  @ApiOperation({ summary: '紧急查看：建议等级与触发的规则，不含作答；须先登记紧急查看' })
  @ApiOkResponse({ type: EmergencyReviewDto })
  openInEmergency(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<EmergencyReviewDto> {
    return this.reviews.openInEmergency(actor, id);
  }

  @Post(':id/confirm')
  @HttpCode(204)
  @Allow('screening.confirm-level')
  @ApiOperation({ summary: '确认等级：不低于建议；高于建议即上调，须写依据' })
  @ApiHeader(VERSION)
  @ApiNoContentResponse()
  confirm(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: ConfirmLevelBody): Promise<void> {
    return this.decisions.confirm(actor, id, body, seen);
  }

  @Post(':id/lower')
  @HttpCode(200)
  @Allow('screening.lower-level')
  @ApiOperation({ summary: '下调等级并说明理由；三级、四级须先有访谈记录，并由第二人以同一等级再次提交' })
  @ApiHeader(VERSION)
  @ApiOkResponse({ type: LoweredDto })
  lower(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: LowerBody): Promise<LoweredDto> {
    return this.decisions.lower(actor, id, body, seen);
  }
}
