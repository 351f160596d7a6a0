import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { refuse } from '@heliotrope/kernel';
import { attachment, type ByteRange, checkedKey, FileStore, type ListedFile, type SignedUrlOptions, type StoredFile } from './file-store.js';
import { spool, sweepSpool } from './spool.js';
import './refusals.js';

export interface S3Place {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

const OUTGOING = path.join(os.tmpdir(), 'heliotrope-outgoing');

/** Files in S3-compatible storage: MinIO, Ceph, or a cloud's object store in its S3 mode. */
export class S3FileStore extends FileStore {
  private readonly client: S3Client;

  constructor(private readonly place: S3Place) {
    super();
    this.client = new S3Client({
      endpoint: place.endpoint,
      region: place.region,
      forcePathStyle: true,
      credentials: { accessKeyId: place.accessKey, secretAccessKey: place.secretKey },
      // Stores other than Amazon's do not all know the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async put(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredFile> {
    // S3 wants the length beforehand, and a broken stream must not leave half a file.
    const { path: file, bytes, sha256 } = await spool(OUTGOING, content);
    try {
      await this.client.send(new PutObjectCommand({ ...this.at(key), Body: createReadStream(file), ContentLength: bytes }));
    } finally {
      await fs.rm(file, { force: true });
    }
    return { key, bytes, sha256 };
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    try {
      const part = range ? { Range: `bytes=${range.from}-${range.to - 1}` } : {};
      return (await this.client.send(new GetObjectCommand({ ...this.at(key), ...part }))).Body as Readable;
    } catch (error) {
      if (isAbsent(error)) throw refuse('platform/file-absent');
      throw error;
    }
  }

  async stat(key: string): Promise<{ bytes: number } | null> {
    try {
      return { bytes: (await this.client.send(new HeadObjectCommand(this.at(key)))).ContentLength ?? 0 };
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  async *list(folder: string): AsyncGenerator<ListedFile> {
    for await (const page of paginateListObjectsV2({ client: this.client }, { Bucket: this.place.bucket, Prefix: `${checkedKey(folder)}/` })) {
      for (const { Key: key, LastModified: writtenAt } of page.Contents ?? []) if (key && writtenAt) yield { key, writtenAt };
    }
  }

  forgetBroken(before: Date): Promise<void> {
    return sweepSpool(OUTGOING, before);
  }

  async delete(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(this.at(key)));
  }

  async signedUrl(key: string, { expiresAt, fileName, type }: SignedUrlOptions): Promise<string> {
    const command = new GetObjectCommand({
      ...this.at(key),
      ResponseContentDisposition: attachment(fileName),
      ResponseContentType: type,
    });
    const seconds = Math.max(1, Math.floor((expiresAt.getTime() - Date.now()) / 1000));
    return getSignedUrl(this.client, command, { expiresIn: seconds });
  }

  close(): void {
    this.client.destroy();
  }

  private at(key: string) {
    return { Bucket: this.place.bucket, Key: checkedKey(key) };
  }
}

const isAbsent = (error: unknown) => error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
