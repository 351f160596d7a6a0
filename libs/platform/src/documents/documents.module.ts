import { Global, Module } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import { PdfRenderer } from './pdf-renderer.js';

@Global()
@Module({
  providers: [{ provide: PdfRenderer, inject: [CONFIG], useFactory: (config: Config) => new PdfRenderer({ fontsDir: config.fontsDir }) }],
  exports: [PdfRenderer],
})
export class DocumentsModule {}
