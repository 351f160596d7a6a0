import type { Readable } from 'node:stream';
import { refuse } from '@heliotrope/kernel';
import { Controller, Get, Inject, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/allow.js';
import { TokenKeys, verifyToken } from '../crypto/signed-token.js';
import { Clock } from '../database/clock.js';
import { attachment, FileStore } from './file-store.js';
import type { FileClaims } from './local-file-store.js';

@ApiTags('platform')
@Controller('files')
export class FilesController {
  constructor(
    @Inject(FileStore) private readonly store: FileStore,
    @Inject(TokenKeys) private readonly tokens: TokenKeys,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Public('the address is signed for one file and expires; who may have it was checked when it was made')
  @ApiOperation({ summary: '按签名地址下载文件' })
  @ApiQuery({ name: 'token', type: String })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async open(@Query('token') token: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const claims = typeof token === 'string' ? verifyToken<FileClaims>(this.tokens, token, this.clock.now()) : null;
    if (!claims) throw refuse('platform/file-absent');
    return sendFile(reply, await this.store.get(claims.key), claims.name, claims.type);
  }
}

/** Answers with a file to be saved, never to be shown: what users uploaded must not run in our own origin. */
export function sendFile(reply: FastifyReply, content: Readable, fileName: string, type: string): StreamableFile {
  reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store');
  return new StreamableFile(content, { type, disposition: attachment(fileName) });
}
