import fs from 'node:fs';
import { once } from 'node:events';
import zlib from 'node:zlib';

export const HEADINGS = ['学校标识码', '学校名称', '年级', '班级', '姓名', '性别', '学籍号', '身份证号', '出生日期', '是否住宿', '监护人姓名', '与学生关系', '监护人电话'];
const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严'];
const GIVEN = [...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂文华建国志远子涵梓萱雨桐欣怡浩宇诗琪晨曦博文思源嘉慧俊豪美玲家乐天佑若曦语嫣泽楷铭轩奕辰可馨佳宁昊然紫萱'];
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const SCHOOL_SIZE = 1_000;

/** A name out of some four hundred thousand, as distinct as those of a county. */
export const nameOf = (n) => SURNAMES[(n * 7) % SURNAMES.length] + GIVEN[(n * 13 + 5) % GIVEN.length] + GIVEN[Math.floor(n / 3 + n * 31) % GIVEN.length];

const closed = (head) => head + '10X98765432'[WEIGHTS.reduce((sum, weight, at) => sum + weight * (head.charCodeAt(at) - 48), 0) % 11];

/** Citizen numbers of nobody: the region 99 does not exist. */
export const citizenNumberOf = (n) => closed(`99${String(Math.floor(n / 1000) % 10_000).padStart(4, '0')}20130${1 + Math.floor(n / 10_000_000)}04${String(n % 1000).padStart(3, '0')}`);

export const schoolCodeOf = (n) => `34888${String(1 + n).padStart(5, '0')}`;

/** One pupil of the sheet; one row in two hundred is wrong in one of four ways. */
export function rowOf(n) {
  const number = citizenNumberOf(n);
  const row = [
    schoolCodeOf(Math.floor(n / SCHOOL_SIZE)), '', `${'七八九'[n % 3]}年级`, `${1 + (n % 20)}班`, nameOf(n), n % 1000 % 2 === 1 ? '男' : '女', `G${number}`, number,
    `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`, n % 5 === 0 ? '是' : '否', nameOf(n + 77), '母亲', `139${String(n % 100_000_000).padStart(8, '0')}`,
  ];
  if (n % 200 !== 199) return row;
  const fault = Math.floor(n / 200) % 4;
  if (fault === 0) row[7] = `${number.slice(0, 17)}${number[17] === '0' ? '1' : '0'}`;
  if (fault === 1) row[2] = '十二年级';
  if (fault === 2) row[12] = '12345';
  if (fault === 3) [row[5], row[6], row[7]] = ['女', `G${citizenNumberOf(n - 1)}`, citizenNumberOf(n - 1)]; // stands in the sheet twice
  return row;
}

export const schoolsFor = (rows) => Math.ceil(rows / SCHOOL_SIZE);

export async function writeCsv(file, rows) {
  const out = fs.createWriteStream(file);
  out.write(`\ufeff${HEADINGS.join(',')}\r\n`);
  for (let n = 0; n < rows; ) {
    let text = '';
    for (const end = Math.min(rows, n + 5_000); n < end; n += 1) text += `${rowOf(n).join(',')}\r\n`;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

const SHEET_ROWS = 1_048_575;
const WORKBOOK = (sheets) => ({
  '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${Array.from({ length: sheets }, (_, n) => `<sheet name="Sheet${n + 1}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join('')}</sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${Array.from({ length: sheets }, (_, n) => `<Relationship Id="rId${n + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`).join('')}<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
});

/**
 * A workbook as Excel and WPS write it: every text lies in the shared strings, which stand behind the sheets in the
 * archive, and a sheet ends at 1,048,576 rows.
 */
export async function writeWorkbook(file, rows) {
  const handle = await fs.promises.open(file, 'w');
  const central = [];
  let at = 0;
  const put = async (bytes) => void (at += (await handle.write(bytes, 0, bytes.length, at)).bytesWritten);
  const entry = async (name, texts) => {
    const head = Buffer.alloc(30);
    const named = Buffer.from(name);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 6); // sizes stand behind the data and in the directory
    head.writeUInt16LE(8, 8);
    head.writeUInt16LE(named.length, 26);
    const from = at;
    await put(Buffer.concat([head, named]));
    const start = at;
    const deflate = zlib.createDeflateRaw({ level: 1 });
    const writing = (async () => {
      for await (const bytes of deflate) await put(bytes);
    })();
    let crc = 0;
    let size = 0;
    for await (const text of texts) {
      const bytes = Buffer.from(text);
      crc = zlib.crc32(bytes, crc);
      size += bytes.length;
      if (!deflate.write(bytes)) await once(deflate, 'drain');
    }
    deflate.end();
    await writing;
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(0x08074b50, 0);
    tail.writeUInt32LE(crc, 4);
    tail.writeUInt32LE(at - start, 8);
    tail.writeUInt32LE(size, 12);
    const line = Buffer.alloc(46);
    line.writeUInt32LE(0x02014b50, 0);
    line.writeUInt16LE(20, 4);
    line.writeUInt16LE(20, 6);
    line.writeUInt16LE(8, 8);
    line.writeUInt16LE(8, 10);
    tail.copy(line, 16, 4, 16);
    line.writeUInt16LE(named.length, 28);
    line.writeUInt32LE(from, 42);
    central.push(Buffer.concat([line, named]));
    await put(tail);
  };
  const sheets = Math.ceil(rows / SHEET_ROWS);
  for (const [name, text] of Object.entries(WORKBOOK(sheets))) await entry(name, [`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`]);
  // Texts that come again are shared in a table of their own; what is a pupil's alone is numbered as it comes.
  const often = new Map();
  const strings = [];
  let spilled = 0;
  const spill = `${file}.strings`;
  const spillOut = fs.createWriteStream(spill);
  const numberOf = (text, unique) => {
    const known = often.get(text);
    if (known !== undefined) return known;
    const number = spilled + strings.length;
    strings.push(text);
    if (!unique) often.set(text, number);
    return number;
  };
  const flush = async () => {
    const text = strings.map((one) => `<si><t>${one}</t></si>`).join('');
    spilled += strings.length;
    strings.length = 0;
    if (!spillOut.write(text)) await once(spillOut, 'drain');
  };
  const UNIQUE = new Set([4, 6, 7, 10, 12]);
  const line = (cells, number) => `<row r="${number}">${cells.map((cell, column) => (cell === '' ? '' : `<c r="${String.fromCharCode(65 + column)}${number}" t="s"><v>${numberOf(cell, UNIQUE.has(column))}</v></c>`)).join('')}</row>`;
  for (let sheet = 0; sheet < sheets; sheet += 1) {
    await entry(`xl/worksheets/sheet${sheet + 1}.xml`, (async function* () {
      yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${line(HEADINGS, 1)}`;
      const first = sheet * SHEET_ROWS;
      for (let n = first; n < Math.min(rows, first + SHEET_ROWS); ) {
        let text = '';
        for (const end = Math.min(rows, first + SHEET_ROWS, n + 2_000); n < end; n += 1) text += line(rowOf(n), n - first + 2);
        await flush();
        yield text;
      }
      yield '</sheetData></worksheet>';
    })());
  }
  await flush();
  spillOut.end();
  await once(spillOut, 'close');
  await entry('xl/sharedStrings.xml', (async function* () {
    yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="${spilled}" uniqueCount="${spilled}">`;
    yield* fs.createReadStream(spill, { encoding: 'utf8' });
    yield '</sst>';
  })());
  await fs.promises.rm(spill);
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  await put(directory);
  await put(end);
  await handle.close();
}
