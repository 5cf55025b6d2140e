/** What a portal upload may not be, by its extension (`security.md` UP-08). */
const FORBIDDEN_EXTENSIONS = new Set('exe msi js mjs cjs jse vbs vbe ps1 psm1 bat cmd com scr pif lnk hta iso img jar cpl reg wsf wsh html htm xhtml shtml mht mhtml svgz php apk dll sys'.split(' '));
/** The same by content. */
const FORBIDDEN_TYPES = new Set(['application/x-msdownload', 'application/x-msi', 'application/x-elf', 'application/x-mach-binary', 'application/java-archive', 'application/x-ms-shortcut', 'application/x-iso9660-image', 'application/vnd.android.package-archive', 'text/html', 'application/xhtml+xml']);
const ARCHIVES = new Set(['application/zip', 'application/x-7z-compressed', 'application/vnd.rar', 'application/x-rar-compressed', 'application/gzip', 'application/x-tar', 'application/x-bzip2', 'application/x-xz', 'application/zstd']);
/** Office documents are archives too, told apart by their name where the first bytes do not say. */
const OFFICE = new Set('docx xlsx pptx odt ods odp'.split(' '));
/** The only types that a browser may show in place; everything else is a download (`security.md` XS-13). */
const INLINE = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

const LONGEST_NAME = 200;
/** Control, zero-width and direction-changing characters: a name shows itself as it is (`security.md` UP-07, XS-15). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** The name that is shown and downloaded as. */
export function displayName(original: string): string {
  const base = original.normalize('NFC').replace(INVISIBLE, '').split(/[\\/]/).at(-1)?.trim().replace(/[. ]+$/, '').replace(/^\.+/, '') ?? '';
  const name = base === '' ? 'file' : RESERVED.test(base) ? `_${base}` : base;
  if (name.length <= LONGEST_NAME) return name;
  const extension = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  return name.slice(0, LONGEST_NAME - extension.length) + extension;
}

export const extensionOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

export const isForbidden = (name: string, type: string): boolean => FORBIDDEN_TYPES.has(type) || name.toLowerCase().split('.').slice(1).some((part, i, parts) => (i === parts.length - 1 ? FORBIDDEN_EXTENSIONS.has(part) : false));

export const markOf = (name: string, type: string): 'unchecked_archive' | null => (ARCHIVES.has(type) && !OFFICE.has(extensionOf(name)) ? 'unchecked_archive' : null);

export const mayShowInline = (type: string): boolean => INLINE.has(type);

/** Type of what has no signature: text by its bytes, page by its first words. */
export function typeOfUnsigned(head: Uint8Array): string {
  if (head.includes(0)) return 'application/octet-stream';
  const text = Buffer.from(head).toString('utf8').replace(/^\ufeff/, '').trimStart().slice(0, 512).toLowerCase();
  if (/^(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body|script|iframe|meta|title|style|table|div|a |img|form|object|embed)/.test(text)) return 'text/html';
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*|<!doctype[^>]*>\s*)*<svg/.test(text)) return 'image/svg+xml';
  return 'text/plain';
}

/** RFC 6266 with RFC 8187 for what ASCII cannot say. */
export function contentDisposition(name: string, inline: boolean): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%;]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${inline ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
