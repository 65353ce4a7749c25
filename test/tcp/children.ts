import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** The lab starts processes from its own folder, which here holds TypeScript. */
export const typescriptChildren = `--import ${tsx}`;

/** Node options under which `import('koffi')` fails as it does where koffi is not installed. */
export const withoutKoffi = `--import data:text/javascript,${encodeURIComponent(
  `import { register } from 'node:module';
   register('data:text/javascript,' + encodeURIComponent(\`
     export async function resolve(specifier, context, next) {
       if (specifier !== 'koffi') return next(specifier, context);
       throw Object.assign(new Error('Cannot find package koffi'), { code: 'ERR_MODULE_NOT_FOUND' });
     }\`));`,
)}`;
