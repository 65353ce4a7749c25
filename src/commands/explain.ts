import { PileupError } from '../errors.ts';
import { clientsAnswer } from '../explain/clients-answer.ts';
import { jsonDocument, jsonOfClients, jsonOfCode, jsonOfLog, jsonOfText } from '../explain/json-answer.ts';
import { logAnswer } from '../explain/log-answer.ts';
import { lookUp } from '../explain/look-up.ts';
import { checkedPieces, exists, readPieces } from '../explain/read-pieces.ts';
import { recogniseText } from '../explain/recognise.ts';
import { scanLog } from '../explain/scan-log.ts';
import { codeAnswer, textAnswer, unknownAnswer } from '../explain/text-answer.ts';
import { type Paint, paintFor } from '../report/paint.ts';

export interface ExplainOptions {
  json?: boolean;
  clients?: boolean;
}

const longestText = 64 * 1024;

/** `pileup explain`: what an error means: a text, a code, a log, or `-` for a log on stdin. */
export async function explain(what: string | undefined, options: ExplainOptions): Promise<number> {
  const paint = paintFor(process.stdout);
  process.stdout.write(await answer(what, options, paint));
  return 0;
}

async function answer(what: string | undefined, { json, clients }: ExplainOptions, paint: Paint): Promise<string> {
  if (clients) return json ? jsonDocument(jsonOfClients()) : clientsAnswer(paint);
  if (what === undefined || what.trim() === '') {
    throw new PileupError('BAD_USAGE', 'nothing to explain', {
      hint: 'give the text of an error in quotes, a code such as ECONNRESET, a log file, or - for stdin',
    });
  }
  if (what === '-' || (await exists(what))) {
    const pieces = what === '-' ? checkedPieces(process.stdin) : readPieces(what);
    const tally = await scanLog(pieces);
    const source = what === '-' ? 'stdin' : what;
    return json ? jsonDocument(jsonOfLog(source, tally)) : logAnswer(source, tally, paint);
  }
  const { code, found: sharing } = lookUp(what);
  if (sharing.length > 1) return json ? jsonDocument(jsonOfCode(code, sharing)) : codeAnswer(code, sharing, paint);
  const found = sharing.length > 0 ? sharing : recogniseText(what.slice(0, longestText));
  if (json) return jsonDocument(jsonOfText(what, found));
  return found.length > 0 ? textAnswer(found, paint) : unknownAnswer(what);
}
