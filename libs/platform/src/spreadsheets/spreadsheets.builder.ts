import zlib from 'node:zlib';

/**
 * A zip archive for tests. `claims` adds entries whose headers claim a size they do not have.
 */
export function zipOf(files: Record<string, Buffer>, claims: Record<string, number> = {}): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  const add = (name: string, body: Buffer, size: number, crc: number) => {
    const nameBytes = Buffer.from(name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x0800, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc, 10);
    head.writeUInt32LE(body.length, 14);
    head.writeUInt32LE(size, 18);
    head.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, nameBytes, body]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), head, tail, nameBytes]));
    locals.push(local);
    offset += local.length;
  };
  for (const [name, content] of Object.entries(files)) add(name, zlib.deflateRawSync(content), content.length, crc32(content));
  for (const [name, size] of Object.entries(claims)) add(name, zlib.deflateRawSync(Buffer.alloc(100)), size, 0);
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A roster as WPS Office writes it: its own producer line, shared and inline strings mixed, an identity number as a number. */
export function wpsWorkbook(): Buffer {
  const xml = (text: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`);
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const pkg = 'http://schemas.openxmlformats.org/package/2006';
  const doc = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return zipOf({
    '[Content_Types].xml': xml(
      `<Types xmlns="${pkg}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${doc}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${doc}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${doc}.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="${doc}.styles+xml"/></Types>`,
    ),
    '_rels/.rels': xml(
      `<Relationships xmlns="${pkg}/relationships"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${rel}/extended-properties" Target="docProps/app.xml"/></Relationships>`,
    ),
    'docProps/app.xml': xml(
      `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>WPS Office WWO_wpscloud_20260901</Application></Properties>`,
    ),
    'xl/workbook.xml': xml(
      `<workbook xmlns="${main}" xmlns:r="${rel}"><fileVersion appName="wps" lastEdited="3" lowestEdited="5" rupBuild="9302"/><workbookPr/><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': xml(
      `<Relationships xmlns="${pkg}/relationships"><Relationship Id="rId3" Type="${rel}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId2" Type="${rel}/styles" Target="styles.xml"/><Relationship Id="rId1" Type="${rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/styles.xml': xml(
      `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy/m/d;@"/></numFmts><fonts count="1"><font><sz val="11"/><name val="宋体"/><charset val="134"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" xfId="0"/><xf numFmtId="176" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ),
    'xl/sharedStrings.xml': xml(
      `<sst xmlns="${main}" count="5" uniqueCount="5"><si><t>姓名</t></si><si><t>身份证号</t></si><si><t>出生日期</t></si><si><t xml:space="preserve"> 张三\u3000</t></si><si><t>33010620120304002X</t></si></sst>`,
    ),
    'xl/worksheets/sheet1.xml': xml(
      `<worksheet xmlns="${main}"><dimension ref="A1:D9"/><sheetData><row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="inlineStr"><is><t>手机</t></is></c></row><row r="2" spans="1:4"><c r="A2" t="s"><v>3</v></c><c r="B2"><v>3.3010620120304E+17</v></c><c r="C2" s="1"><v>40972</v></c><c r="D2"><v>13800001234</v></c></row><row r="3"><c r="A3" s="2"/><c r="B3" s="2"/></row><row r="5"><c r="A5" t="inlineStr"><is><r><t>李</t></r><r><t xml:space="preserve"> 四</t></r></is></c><c r="B5" s="2" t="s"><v>4</v></c></row><row r="9"><c r="A9" s="2" t="inlineStr"><is><t> </t></is></c></row></sheetData></worksheet>`,
    ),
  });
}

/** A workbook of Excel 97 (BIFF8 in an OLE2 container), the `.xls` that schools still send. */
export function xlsBook(rows: readonly (readonly (string | number)[])[]): Buffer {
  const record = (id: number, body: Buffer) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(body.length, 2);
    return Buffer.concat([head, body]);
  };
  const words = (...values: number[]) => {
    const body = Buffer.alloc(values.length * 2);
    values.forEach((value, at) => body.writeUInt16LE(value, at * 2));
    return body;
  };
  const unicode = (text: string, lengthBytes: 1 | 2) => {
    const length = lengthBytes === 1 ? Buffer.from([text.length]) : words(text.length);
    return Buffer.concat([length, Buffer.from([1]), Buffer.from(text, 'utf16le')]);
  };
  const bof = (type: number) => record(0x0809, words(0x0600, type, 0x0dbb, 0x07cc, 0, 0, 6, 0));
  const strings = [...new Set(rows.flat().filter((value): value is string => typeof value === 'string'))];
  const count = Buffer.alloc(8);
  count.writeUInt32LE(strings.length, 0);
  count.writeUInt32LE(strings.length, 4);
  const sst = record(0x00fc, Buffer.concat([count, ...strings.map((text) => unicode(text, 2))]));
  const end = record(0x000a, Buffer.alloc(0));
  const bound = (at: number) => {
    const head = Buffer.alloc(6);
    head.writeUInt32LE(at, 0);
    return record(0x0085, Buffer.concat([head, unicode('Sheet1', 1)]));
  };
  const globals = (at: number) => Buffer.concat([bof(5), bound(at), sst, end]);
  const cells = rows.flatMap((row, r) =>
    row.map((value, c) => {
      if (typeof value === 'string') return record(0x00fd, words(r, c, 0, strings.indexOf(value), 0));
      const number = Buffer.alloc(14);
      words(r, c, 0).copy(number);
      number.writeDoubleLE(value, 6);
      return record(0x0203, number);
    }),
  );
  return oleOf('Workbook', Buffer.concat([globals(globals(0).length), bof(0x10), ...cells, end]));
}

/** An OLE2 container with one stream, padded past the size below which streams are kept in the mini stream. */
function oleOf(name: string, stream: Buffer): Buffer {
  const sectors = Math.max(8, Math.ceil(stream.length / 512));
  const header = Buffer.alloc(512, 0);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(1, 44); // one sector of the allocation table
  header.writeUInt32LE(1, 48); // the directory is in sector 1
  header.writeUInt32LE(4096, 56);
  header.writeInt32LE(-2, 60);
  header.writeInt32LE(-2, 68);
  header.fill(0xff, 76);
  header.writeUInt32LE(0, 76); // the allocation table is in sector 0
  const table = Buffer.alloc(512, 0xff);
  table.writeInt32LE(-3, 0);
  table.writeInt32LE(-2, 4);
  for (let n = 0; n < sectors; n += 1) table.writeInt32LE(n === sectors - 1 ? -2 : n + 3, (n + 2) * 4);
  const entry = (label: string, type: number, start: number, size: number, child: number) => {
    const body = Buffer.alloc(128, 0);
    body.write(label, 'utf16le');
    body.writeUInt16LE((label.length + 1) * 2, 64);
    body[66] = type;
    body[67] = 1;
    body.writeInt32LE(-1, 68);
    body.writeInt32LE(-1, 72);
    body.writeInt32LE(child, 76);
    body.writeInt32LE(start, 116);
    body.writeUInt32LE(size, 120);
    return body;
  };
  const size = sectors * 512;
  const directory = Buffer.concat([entry('Root Entry', 5, -2, 0, 1), entry(name, 2, 2, size, -1), Buffer.alloc(256)]);
  return Buffer.concat([header, table, directory, stream, Buffer.alloc(size - stream.length)]);
}
