import { PileupError } from '../errors.ts';

type Call = (...args: (number | Uint8Array)[]) => number;

/** The system calls of the lab. Each gives what the call gives, or the negative errno where it failed. */
export type Libc = Record<keyof typeof signatures, Call>;

const signatures = {
  socket: 'int socket(int, int, int)',
  bind: 'int bind(int, void *, uint)',
  listen: 'int listen(int, int)',
  accept4: 'int accept4(int, void *, void *, int)',
  connect: 'int connect(int, void *, uint)',
  send: 'long send(int, void *, size_t, int)',
  recv: 'long recv(int, void *, size_t, int)',
  shutdown: 'int shutdown(int, int)',
  close: 'int close(int)',
  poll: 'int poll(void *, ulong, int)',
  setsockopt: 'int setsockopt(int, int, int, void *, uint)',
  getsockopt: 'int getsockopt(int, int, int, void *, void *)',
  getsockname: 'int getsockname(int, void *, void *)',
  ioctl: 'int ioctl(int, ulong, void *)',
} as const;

/** The address of a buffer, for a structure that holds a pointer. The buffer must outlive the call. */
export type AddressOf = (buffer: Uint8Array) => bigint;

/**
 * The C library through koffi, or the reason why it cannot be had. koffi is an optional dependency: some platforms have
 * no build of it.
 */
export async function loadLibc(): Promise<{ libc: Libc; addressOf: AddressOf; version: string } | { reason: string }> {
  if (process.platform !== 'linux') {
    return { reason: `it needs Linux: it reads Linux's socket states, and this is ${process.platform}` };
  }
  try {
    const { default: koffi } = await import('koffi');
    const library = koffi.load(null);
    const libc = Object.fromEntries(
      Object.entries(signatures).map(([name, signature]) => {
        const call = library.func(signature) as Call;
        const checked: Call = (...args) => {
          const result = Number(call(...args));
          return result < 0 ? -koffi.errno() : result;
        };
        return [name, checked];
      }),
    ) as Libc;
    return { libc, addressOf: (buffer) => BigInt(koffi.address(buffer)), version: koffi.version };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) throw new PileupError('PROCESS_FAILED', `koffi failed: ${String(error)}`);
  const isAbsent = 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  return isAbsent
    ? 'it needs system calls in a chosen order, and koffi is not installed (npm i koffi)'
    : `it needs system calls in a chosen order, and koffi does not load: ${error.message.split('\n')[0]}`;
}
