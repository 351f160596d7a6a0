import { Public } from '@heliotrope/platform';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ConsentFormDto, LookConsentBody, SayConsentBody } from './online-consent.dto.js';
import { OnlineConsentService } from './online-consent.service.js';

/** The code travels in the body: addresses are written into logs. */
@ApiTags('consent')
@Controller('consent')
export class OnlineConsentController {
  constructor(@Inject(OnlineConsentService) private readonly consents: OnlineConsentService) {}

  @Post('look')
  @HttpCode(200)
  @Public('a guardian has no account: the code of the slip is what he knows')
  @ApiOperation({ summary: '凭同意码查看告知书' })
  @ApiOkResponse({ type: ConsentFormDto })
  look(@Body() { code }: LookConsentBody): Promise<ConsentFormDto> {
    return this.consents.look(code);
  }

  @Post('say')
  @HttpCode(200)
  @Public('a guardian has no account: the code of the slip is what he knows')
  @ApiOperation({ summary: '凭同意码同意、不同意或撤回' })
  @ApiOkResponse({ type: ConsentFormDto })
  say(@Body() body: SayConsentBody): Promise<ConsentFormDto> {
    return this.consents.say(body);
  }
}
